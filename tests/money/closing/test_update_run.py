from __future__ import annotations

from datetime import date, timedelta
from time import monotonic

import pytest

from tests import world as worlds
from tests.money.seen import balances, number, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.money.bills import actions as bills
from thuphi.money.bills import errors as bill_errors
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.bills.queries.difference import (
    Change,
    Difference,
    Refusal,
    Wanted,
    WantedItem,
    difference,
)
from thuphi.money.catalogue import actions as catalogue
from thuphi.money.catalogue.actions import NewFeeItem
from thuphi.money.closing import errors
from thuphi.money.closing.updating import Updated, update_run
from thuphi.money.payments import actions as payments
from thuphi.money.registrations import actions as registrations
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary

TODAY = date(2026, 10, 5)
LATER = AT + timedelta(days=1)
PAPER = "Đơn 12 ngày 05/10/2026"


def item(world: World, code: str) -> int:
    return world.a.items[code].pk


def pupil(world: World, code: str) -> int:
    return world.a.pupils[code].pk


def shown(run: CollectionRun, wanted: Wanted) -> Difference:
    run.refresh_from_db()
    return difference(run, wanted)


def update(
    world: World, run: CollectionRun, wanted: Wanted, *, paper: str = PAPER, seen: str = ""
) -> Updated:
    return update_run(
        by=world.lan.actor, run_id=run.pk, wanted=wanted,
        seen=seen or shown(run, wanted).digest, reason="Cập nhật tháng 10", paper=paper, at=LATER,
    )  # fmt: skip


def pay(world: World, bill: Bill, amount_vnd: int) -> None:
    worlds.hear(world, bill.code, amount_vnd)
    payments.post_waiting(at=AT + timedelta(hours=2))


def totals(run: CollectionRun) -> list[tuple[object, ...]]:
    return rows(
        "SELECT p.code, b.total_vnd, b.paid_vnd, b.state FROM bill AS b JOIN beneficiary AS p"
        " ON p.id = b.beneficiary_id WHERE b.run_id = %s ORDER BY p.code",
        run.pk,
    )


@pytest.fixture
def run(world: World) -> CollectionRun:
    """Everybody owes a month of water and of boarding: 165.000 đồng each; the bills are out."""
    (first, *_) = worlds.issued_run(world, items=[("NU", 1), ("BT", 1)], allows_part=True)
    assert first.run is not None
    return first.run


def test_a_newcomer_gets_a_bill_now_with_a_week_to_pay(world: World, run: CollectionRun) -> None:
    newcomer = NewBeneficiary("HS009", "Phan Gia Hân", class_name="2A", grade="2")
    payers.enrol_many(by=SYSTEM, facility_id=world.a.id, people=[newcomer], at=AT)
    wanted = Wanted(on=TODAY)
    found = shown(run, wanted)
    assert (found.new_people, found.delta_vnd, found.to_cancel, found.on_bills) == (
        1,
        165_000,
        {},
        [],
    )
    assert update(world, run, wanted, paper="") == Updated(2, 1, 0, 0, 165_000)
    assert totals(run)[3] == ("HS009", 165_000, 0, "open")
    assert Bill.objects.get(beneficiary__code="HS009").due_on == worlds.DUE_ON
    assert balances(world.a.id)["receivable"] == 4 * 165_000
    with pytest.raises(bill_errors.NothingWouldChange):
        update(world, run, wanted)


def test_an_item_added_is_a_debit_line_and_one_dropped_a_credit_line(
    world: World, run: CollectionRun
) -> None:
    paid = Bill.objects.get(run=run, beneficiary__code="HS001")
    pay(world, paid, 165_000)
    registrations.register(
        by=world.lan.actor, facility_id=world.a.id, beneficiary_id=pupil(world, "HS001"),
        fee_item_id=item(world, "AN"), from_on=TODAY, percent=50, at=AT,
    )  # fmt: skip
    wanted = Wanted(
        on=TODAY,
        add_items=(WantedItem(item(world, "AN"), 20, is_by_registration=True),),
        drop_items=(item(world, "NU"),),
    )
    found = shown(run, wanted)
    hers = [row for row in found.rows if row.pupil_code == "HS001"]
    assert [(row.change, row.delta_vnd) for row in hers] == [
        (Change.ADDED, 300_000),
        (Change.REMOVED, -15_000),
    ]
    assert update(world, run, wanted) == Updated(4, 0, 0, 3, 300_000 - 3 * 15_000)
    assert totals(run) == [
        ("HS001", 450_000, 165_000, "part_paid"),
        ("HS002", 150_000, 0, "open"),
        ("HS003", 150_000, 0, "open"),
    ]
    assert shown(run, Wanted(on=TODAY)).rows == []


def test_what_a_paid_bill_needs_no_more_becomes_the_familys_credit(
    world: World, run: CollectionRun
) -> None:
    paid = Bill.objects.get(run=run, beneficiary__code="HS001")
    pay(world, paid, 165_000)
    wanted = Wanted(on=TODAY, leave_out=(pupil(world, "HS001"), pupil(world, "HS002")))
    found = shown(run, wanted)
    assert list(found.to_cancel.values()) == [
        Bill.objects.get(run=run, beneficiary__code="HS002").code
    ]
    assert update(world, run, wanted) == Updated(4, 0, 1, 1, -330_000)
    assert totals(run) == [
        ("HS001", 0, 0, "paid"), ("HS002", 165_000, 0, "cancelled"), ("HS003", 165_000, 0, "open"),
    ]  # fmt: skip
    book = balances(world.a.id)
    assert book["receivable"] == 165_000
    assert book[f"payer_credit:{pupil(world, 'HS001')}"] == -165_000
    # Who was taken out comes back only when named, and a withdrawn bill stays withdrawn.
    assert shown(run, Wanted(on=TODAY)).rows == []
    back = shown(run, Wanted(on=TODAY, add_pupils=(pupil(world, "HS002"),)))
    assert {row.refusal for row in back.rows} == {Refusal.BILL_WAS_CANCELLED}
    assert back.accepted == []


def test_another_number_or_coefficient_changes_the_line(world: World) -> None:
    registrations.register(
        by=world.lan.actor, facility_id=world.a.id, beneficiary_id=pupil(world, "HS001"),
        fee_item_id=item(world, "NU"), from_on=date(2026, 9, 1), quantity=3, at=AT,
    )  # fmt: skip
    bills.exempt(
        by=world.lan.actor, facility_id=world.a.id, beneficiary_id=pupil(world, "HS002"),
        fee_item_id=item(world, "NU"), percent=33, reason="Hộ cận nghèo",
        from_on=date(2026, 9, 1), until_on=date(2027, 6, 1), at=AT,
    )  # fmt: skip
    (first, *_) = worlds.issued_run(world, items=[("NU", 1), ("BT", 1)])
    assert first.run is not None
    wanted = Wanted(
        on=TODAY, add_items=(WantedItem(item(world, "NU"), 2, is_by_registration=False),)
    )
    found = shown(first.run, wanted)
    assert [(row.pupil_code, row.after_quantity, row.delta_vnd) for row in found.rows] == [
        ("HS001", 3, 30_000), ("HS002", 2, 10_050), ("HS003", 2, 15_000),
    ]  # fmt: skip
    update(world, first.run, wanted)
    assert [row[1] for row in totals(first.run)] == [
        195_000,
        15_000 - 4_950 + 150_000 + 10_050,
        180_000,
    ]
    assert rows(
        "SELECT description, reason FROM bill_line WHERE kind = 'debit' ORDER BY id LIMIT 1"
    ) == [("Nước uống: 1 → 3", "Cập nhật tháng 10")]


def test_a_draft_changes_only_its_plan(world: World) -> None:
    draft = worlds.planned_run(world, items=[("NU", 1)])
    wanted = Wanted(on=TODAY, leave_out=(pupil(world, "HS003"),))
    assert update(world, draft, wanted, paper="") == Updated(1, 0, 0, 0, -15_000)
    assert number("SELECT count(*) FROM charge WHERE run_id = %s", draft.pk) == 2
    assert number("SELECT count(*) FROM bill") == 0


def test_what_is_saved_is_what_was_shown(world: World, run: CollectionRun) -> None:
    wanted = Wanted(on=TODAY, drop_items=(item(world, "NU"),))
    seen = shown(run, wanted).digest
    pay(world, Bill.objects.get(run=run, beneficiary__code="HS001"), 165_000)
    before = totals(run)
    with pytest.raises(bill_errors.DifferenceMoved):
        update(world, run, wanted, seen=seen)
    assert totals(run) == before


def test_an_unpaid_bill_with_money_on_its_way_is_not_withdrawn(
    world: World, run: CollectionRun
) -> None:
    worlds.hear(world, Bill.objects.get(run=run, beneficiary__code="HS002").code, 165_000)
    with pytest.raises(errors.MoneyOnItsWay) as refused:
        update(world, run, Wanted(on=TODAY, leave_out=(pupil(world, "HS002"),)))
    assert [one.name for one in refused.value.bills] == ["Trần Gia Bảo"]
    assert [row[3] for row in totals(run)] == ["open", "open", "open"]


def test_lines_on_bills_need_a_paper_and_every_update_a_reason(
    world: World, run: CollectionRun
) -> None:
    wanted = Wanted(on=TODAY, drop_items=(item(world, "NU"),))
    with pytest.raises(errors.PaperMissing):
        update(world, run, wanted, paper=" ")
    with pytest.raises(errors.ReasonMissing):
        update_run(by=SYSTEM, run_id=run.pk, wanted=wanted, seen="", reason=" ", at=AT)
    assert number("SELECT count(*) FROM charge WHERE run_id = %s", run.pk) == 6


def test_strangers_and_closed_runs_are_refused(world: World, run: CollectionRun) -> None:
    with pytest.raises(bill_errors.NotOfThisFacility):
        update(world, run, Wanted(on=TODAY, add_pupils=(world.b.pupils["HS001"].pk,)))
    for person, refusal in ((world.quan, NotYours), (world.minh, NotAllowed)):
        with pytest.raises(refusal):
            update_run(
                by=person.actor, run_id=run.pk, wanted=Wanted(on=TODAY), seen="", reason="x", at=AT
            )
    CollectionRun.objects.filter(pk=run.pk).update(state="closed")
    with pytest.raises(bill_errors.RunNotOpenToChange):
        update(world, run, Wanted(on=TODAY), seen="x")


def test_two_thousand_pupils_and_twelve_items_are_compared_and_saved_in_seconds(
    world: World,
) -> None:
    crowd = [
        NewBeneficiary(f"K{n:04}", f"Học sinh {n}", class_name=f"{n % 50}A", grade="1")
        for n in range(2000)
    ]
    payers.enrol_many(by=SYSTEM, facility_id=world.a.id, people=crowd, at=AT)
    items = [
        catalogue.add_fee_item(
            by=SYSTEM,
            facility_id=world.a.id,
            item=NewFeeItem(
                f"X{n:02}", f"Khoản {n}", "tháng", 10_000, "TT", False, worlds.SCHOOL_YEAR
            ),
            at=AT,
        ).pk
        for n in range(12)
    ]
    run = worlds.planned_run(world, items=[("NU", 1)])
    bills.plan_scope(by=SYSTEM, run_id=run.pk, items=[(one, 1) for one in items], at=AT)
    bills.issue_run(by=SYSTEM, run_id=run.pk, at=AT)
    wanted = Wanted(
        on=TODAY,
        drop_items=(items[0],),
        add_items=(WantedItem(item(world, "BT"), 1, is_by_registration=False),),
    )
    begun = monotonic()
    assert update(world, run, wanted) == Updated(4006, 0, 0, 2003, 2003 * 140_000)
    assert monotonic() - begun < 30
