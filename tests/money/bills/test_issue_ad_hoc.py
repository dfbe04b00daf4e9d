"""Bills of no run: one or many, all or none, by the same recipes as those of a run."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.money.bills import actions, ad_hoc
from thuphi.money.bills.ad_hoc import BillsRefused, Flaw, NewBill, NewLine
from thuphi.money.bills.models import Bill, BillLine
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.ledger.models import Transfer
from thuphi.money.payments.rebuild import differences
from thuphi.registers.payers.actions import NewBeneficiary
from thuphi.registers.payers.models import Beneficiary


@pytest.fixture
def world(db: None) -> World:
    """Two schools and five people."""
    return worlds.build()


def bill(code: str = "HS001", *lines: NewLine, **changed: object) -> NewBill:
    """A good bill for a pupil of school A."""
    good = NewBill(
        beneficiary=NewBeneficiary(code=code, name=""),
        reason="Tiền ăn tháng 10",
        due_on=worlds.DUE_ON,
        school_year=worlds.SCHOOL_YEAR,
        lines=lines or [NewLine("AN", 22)],
    )
    return replace(good, **changed)


def issue(world: World, *wanted: NewBill) -> list[Bill]:
    return ad_hoc.issue_bills(
        by=world.lan.actor, facility_id=world.a.id, wanted=wanted, at=worlds.AT
    )


def flaws(world: World, *wanted: NewBill) -> list[tuple[int, tuple[str | int, ...], Flaw]]:
    """What is wrong with these bills; nothing of them is done."""
    before = (Bill.objects.count(), Beneficiary.objects.count(), Event.objects.count())
    with pytest.raises(BillsRefused) as refusal:
        issue(world, *wanted)
    assert before == (Bill.objects.count(), Beneficiary.objects.count(), Event.objects.count())
    return [(fault.place, fault.member, fault.flaw) for fault in refusal.value.faults]


def test_a_bill_has_its_lines_its_transfers_and_its_event(world: World) -> None:
    (made,) = issue(world, bill("HS001", NewLine("AN", 22), NewLine("NU", 1, 12_000)))
    assert (made.total_vnd, made.state, made.run_id, made.payer_name) == (
        672_000, "open", None, "Nguyễn Văn Bình",
    )  # fmt: skip
    assert list(
        BillLine.objects.order_by("pk").values_list("description", "quantity", "amount_vnd")
    ) == [("Tiền ăn bán trú", 22, 660_000), ("Nước uống", 1, 12_000)]
    moved = Transfer.objects.filter(reference=made.code).order_by("amount_vnd")
    assert [(one.recipe, one.amount_vnd) for one in moved] == [
        ("issue", 12_000), ("issue", 660_000),
    ]  # fmt: skip
    event = Event.objects.get(kind="bill_issued")
    assert (event.subject, event.actor, event.facts) == (made.code, "Nguyễn Thị Lan", {"bills": 1})
    assert differences() == []


def test_a_bill_is_paid_in_parts_only_if_it_is_asked_for_and_every_item_lets_it(
    world: World,
) -> None:
    FeeItem.objects.filter(pk=world.a.items["BH"].pk).update(allows_instalments=False)
    made = issue(
        world,
        bill("HS001", NewLine("AN", 22), NewLine("NU"), allows_part=True),
        bill("HS001", NewLine("AN", 22), NewLine("BH"), allows_part=True),
        bill("HS001", NewLine("AN", 22)),
    )
    assert [one.allows_part for one in made] == [True, False, False]


def test_a_batch_comes_back_in_its_order(world: World) -> None:
    made = issue(world, bill("HS003"), bill("HS001"), bill("HS002"), bill("HS001"))
    assert [one.beneficiary.code for one in made] == ["HS003", "HS001", "HS002", "HS001"]
    assert len({one.code for one in made}) == 4
    assert Event.objects.get(kind="bills_issued").facts == {"bills": 4}


def test_a_withdrawn_bill_leaves_the_book_as_it_was(world: World) -> None:
    (made,) = issue(world, bill("HS001", NewLine("AN", 3), NewLine("AN", 2)))
    actions.cancel_bill(by=world.lan.actor, code=made.code, reason="Nhầm", at=worlds.AT)
    moved = Transfer.objects.filter(reference=made.code).order_by("recipe", "amount_vnd")
    assert [(one.recipe, one.amount_vnd) for one in moved] == [
        ("cancel", 60_000), ("cancel", 90_000), ("issue", 60_000), ("issue", 90_000),
    ]  # fmt: skip
    assert differences() == []


def test_somebody_new_is_enrolled_once_for_all_their_bills(world: World) -> None:
    person = NewBeneficiary(code="M1", name="Lý Thu Thảo", class_name="1C")
    made = issue(
        world,
        bill(beneficiary=person, payer_name="Lý Văn Tám"),
        bill(beneficiary=NewBeneficiary(code="M1", name=""), reason="Khác"),
    )
    assert [(one.beneficiary_name, one.payer_name, one.class_name) for one in made] == [
        ("Lý Thu Thảo", "Lý Văn Tám", "1C")
    ] * 2
    assert Beneficiary.objects.filter(code="M1").count() == 1


@pytest.mark.parametrize(
    ("change", "place", "flaw"),
    [
        ({"reason": "  "}, ("reason",), Flaw.REASON_MISSING),
        ({"due_on": date(2026, 10, 4)}, ("due_on",), Flaw.DUE_IN_THE_PAST),
        ({"lines": []}, ("lines",), Flaw.LINES_MISSING),
        ({"lines": [NewLine("X")]}, ("lines", 0, "fee_item_code"), Flaw.ITEM_NOT_FOUND),
        ({"school_year": "2025-2026"}, ("lines", 0, "fee_item_code"), Flaw.ITEM_NOT_FOUND),
        ({"lines": [NewLine("AN", 0)]}, ("lines", 0, "quantity"), Flaw.QUANTITY_NOT_POSITIVE),
        ({"lines": [NewLine("AN", 1, 0)]}, ("lines",), Flaw.NOTHING_TO_PAY),
        ({"lines": [NewLine("AN", 2, 10**15)]}, ("lines",), Flaw.TOO_MUCH),
        (
            {"beneficiary": NewBeneficiary(code="HS001", name="Trần Gia Bảo")},
            ("beneficiary", "name"),
            Flaw.NAME_DIFFERS,
        ),
        (
            {"beneficiary": NewBeneficiary(code="M1", name=""), "payer_name": "P"},
            ("beneficiary", "name"),
            Flaw.NAME_MISSING,
        ),
        (
            {"beneficiary": NewBeneficiary(code="M1", name="Mới")},
            ("payer_name",),
            Flaw.PAYER_MISSING,
        ),
        (
            {
                "beneficiary": NewBeneficiary(code="M1", name="Mới", payer_phone="12ab"),
                "payer_name": "P",
            },
            ("beneficiary", "payer_phone"),
            Flaw.PHONE_NOT_DIGITS,
        ),
    ],
)
def test_a_flaw_is_told_with_its_place_and_nothing_is_done(
    world: World, change: dict[str, object], place: tuple[str | int, ...], flaw: Flaw
) -> None:
    assert flaws(world, bill("HS002"), bill(**change)) == [(1, place, flaw)]


def test_two_people_of_one_new_code_are_refused(world: World) -> None:
    first = NewBeneficiary(code="M1", name="Lý Thu Thảo")
    other = NewBeneficiary(code="M1", name="Lý Thu Hà")
    found = flaws(
        world,
        bill(beneficiary=first, payer_name="P"),
        bill(beneficiary=other, payer_name="P"),
    )
    assert found == [(1, ("beneficiary", "name"), Flaw.NAME_DIFFERS)]


def test_a_reference_is_there_once(world: World) -> None:
    issue(world, bill(external_reference="R1"))
    assert flaws(
        world,
        bill(external_reference="R1"),
        bill(external_reference="R2"),
        bill(external_reference="R2"),
        bill(),
        bill(),
    ) == [
        (0, ("external_reference",), Flaw.REFERENCE_TAKEN),
        (2, ("external_reference",), Flaw.REFERENCE_TWICE),
    ]


def test_of_two_at_the_same_moment_one_gets_the_reference(town: str) -> None:
    world = worlds.build()
    start = threading.Barrier(2)
    ends: list[str] = []

    def one() -> None:
        start.wait()
        try:
            issue(world, bill(external_reference="R1"))
            ends.append("issued")
        except BillsRefused as refusal:
            ends.append(refusal.faults[0].flaw.value)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["issued", "reference_taken"]
    assert Bill.objects.count() == 1
    assert differences() == []


def test_only_who_may_write_runs_issues(world: World) -> None:
    for person, error in ((world.minh, NotAllowed), (world.quan, NotYours)):
        with pytest.raises(error):
            ad_hoc.issue_bills(
                by=person.actor, facility_id=world.a.id, wanted=[bill()], at=worlds.AT
            )
    for count in (0, ad_hoc.BILLS_AT_ONCE + 1):
        with pytest.raises(ValueError, match="bills at once"):
            issue(world, *[bill()] * count)
    assert Bill.objects.count() == 0


LINES = st.lists(
    st.builds(
        NewLine,
        st.sampled_from(["AN", "BT", "NU", "BH"]),
        st.integers(1, 30),
        st.none() | st.integers(1, 10**7),
    ),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(LINES, min_size=1, max_size=5), st.integers(1, 100))
def test_any_batch_comes_to_the_sum_of_its_lines(
    world: World, batches: Sequence[Sequence[NewLine]], percent: int
) -> None:
    exempted = Bill.objects.exists()
    if not exempted:
        actions.exempt(
            by=SYSTEM, facility_id=world.a.id, beneficiary_id=world.a.pupils["HS001"].pk,
            fee_item_id=world.a.items["NU"].pk, percent=percent, reason="Hộ nghèo",
            from_on=date(2026, 9, 1), until_on=date(2027, 6, 1), at=worlds.AT,
        )  # fmt: skip
    made = issue(world, *[bill("HS002", *lines) for lines in batches])
    for one, lines in zip(made, batches, strict=True):
        assert one.total_vnd == sum(
            line.quantity
            * (world.a.items[line.fee_item_code].price_vnd
               if line.unit_price_vnd is None else line.unit_price_vnd)
            for line in lines
        )  # fmt: skip
    issue(world, bill("HS001", *batches[0]))
    assert differences() == []
