"""A provider's settlement between our payments and the bank's line: what matches, what it books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from tests.money.seen import balances, post_all
from tests.money.settlement_files import Paid, pos
from tests.money.settlement_files import vnpay as vnpay_file
from tests.world import ACCOUNT_A, AT, World, hear
from thuphi.ground.channels.contract import Notice
from thuphi.ground.channels.contract import Outcome as Sent
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.bills.models import Bill
from thuphi.money.payments.hearing import hear as heard
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.actions import settling, standing
from thuphi.money.reconciliation.models import LineMatch, LineState, SettledRow
from thuphi.money.reconciliation.rules import How, Outcome
from thuphi.money.reconciliation.settling_errors import ReasonMissing, SettlementDoesNotFit
from thuphi.money.refunds import actions as refunds
from thuphi.money.statements.models import BankLine, Settlement
from thuphi.money.statements.settlements import take_settlements
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.models import Merchant

NINE = datetime(2026, 10, 5, 9, 0, tzinfo=VIETNAM)
LATER = AT + timedelta(days=2)
SIXTH = date(2026, 10, 6)


def pay(
    world: World, vnpay: Merchant, bill: Bill, number: str, *, amount_vnd: int = 660_000,
    paid_at: datetime = NINE, ours: str = "",
) -> int:  # fmt: skip
    heard_id = hear(
        world, bill.code, amount_vnd, merchant=vnpay, reference=number, account="", method="web",
        our_reference=ours or f"{bill.code}-1", paid_at=paid_at,
    )  # fmt: skip
    post_all()
    return Payment.objects.get(heard_id=heard_id, part=0, identifies=None).pk


def take(world: World, content: bytes, name: str = "doi-soat.csv") -> list[int]:
    taken = take_settlements(
        by=world.lan.actor, facility_id=world.a.id, name=name, content=content, at=LATER
    )
    return [one.id for one in taken.settlements]


def line(
    world: World, amount_vnd: int, text: str = "", *, on: date = SIXTH, account: str = ACCOUNT_A
) -> int:
    one = BankLine.objects.create(
        facility_id=world.a.id, account=account, booked_on=on, text=text,
        direction="in" if amount_vnd > 0 else "out", amount_vnd=abs(amount_vnd),
        ordinal=BankLine.objects.filter(booked_on=on, amount_vnd=abs(amount_vnd)).count(),
    )  # fmt: skip
    return one.pk


def settle(world: World) -> Counter[Outcome]:
    return settling.settle_rows(facility_id=world.a.id, at=LATER)


def match(world: World, line_ids: Sequence[int] | None = None) -> frozenset[int]:
    return settling.match_lines(facility_id=world.a.id, line_ids=line_ids, at=LATER)


def outcomes() -> dict[str, str]:
    found = SettledRow.objects.values_list("row__provider_reference", "outcome")
    return dict(found)


def test_rows_find_payments_by_the_providers_number_and_by_ours(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    first = pay(world, vnpay, bills[0], "14422574")
    second = pay(world, vnpay, bills[1], "held-until-known", ours="ORDER-2")
    take(world, _file([Paid("14422574"), Paid("14422575", "ORDER-2")]))
    assert settle(world) == {Outcome.MATCHED: 2}
    assert list(SettledRow.objects.order_by("row_id").values_list("payment_id", flat=True)) == [
        first, second,
    ]  # fmt: skip
    assert settle(world) == Counter()
    assert balances(world.a.id)["clearing:vnpay"] == 1_320_000


def _file(rows: Sequence[Paid], day: str = "06/10/2026", number: str = "") -> bytes:
    return vnpay_file(rows, day=day, number=number)


def test_every_row_ends_as_one_of_the_outcomes(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    pay(world, vnpay, bills[0], "1")
    pay(world, vnpay, bills[1], "2", paid_at=NINE - timedelta(days=1))
    pay(world, vnpay, bills[2], "3", amount_vnd=600_000)
    take(world, _file([Paid("1"), Paid("2"), Paid("3"), Paid("4")]))
    take(world, _file([Paid("1")], day="07/10/2026"))
    assert settle(world) == {
        Outcome.MATCHED: 1, Outcome.MATCHED_OTHER_DAY: 1, Outcome.AMOUNT_DIFFERS: 1,
        Outcome.ONLY_THEIRS: 1, Outcome.DUPLICATE: 1,
    }  # fmt: skip


def test_a_payment_that_is_heard_of_late_explains_its_row(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    take(world, _file([Paid("77")]))
    assert settle(world) == {Outcome.ONLY_THEIRS: 1}
    pay(world, vnpay, bills[0], "77")
    assert settle(world) == {Outcome.MATCHED: 1}
    assert outcomes() == {"77": "matched"}


def test_a_basket_of_bills_is_one_row(world: World, bills: list[Bill], vnpay: Merchant) -> None:
    first = pay(world, vnpay, bills[0], "5")
    take(world, _file([Paid("5"), Paid("5b", kind="Điều chỉnh", gross_vnd=0, fee_vnd=50_000)]))
    assert settle(world) == {Outcome.MATCHED: 2}
    assert SettledRow.objects.filter(payment_id=first).count() == 1


def test_the_banks_line_empties_the_clearing_account_with_the_fee(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    pay(world, vnpay, bills[0], "1")
    pay(world, vnpay, bills[1], "2")
    (settlement,) = take(world, _file([Paid("1"), Paid("2")]))
    settle(world)
    came = line(world, 1_306_800, "VNPAY thanh toan ngay 05/10")
    assert match(world, [came]) == {came}
    found = balances(world.a.id)
    assert "clearing:vnpay" not in found
    assert found[f"bank:{ACCOUNT_A}"] == 1_306_800
    assert found["provider_fee:vnpay"] == 13_200
    state = LineState.objects.get(pk=came)
    assert (state.outcome, state.confirmed, state.left_vnd) == ("matched", "by_itself", 0)
    one = LineMatch.objects.get()
    assert (one.kind, one.subject_id, one.amount_vnd, one.how) == (
        "settlement", settlement, 1_306_800, How.SETTLEMENT.value,
    )  # fmt: skip
    assert match(world, [came]) == frozenset()
    assert match(world) == frozenset()


def test_a_file_that_comes_after_the_line_finds_it(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    came = line(world, 653_400, "VNPAY chuyen tien", on=SIXTH + timedelta(days=1))
    LineState.objects.filter(pk=came).update(outcome="only_theirs", is_due=False)
    pay(world, vnpay, bills[0], "1")
    take(world, _file([Paid("1")]))
    assert settling.facilities_to_settle() == [world.a.id]
    settle(world)
    assert settling.facilities_to_settle() == []
    assert LineState.objects.get(pk=came).is_due
    assert match(world) == {came}
    assert LineState.objects.get(pk=came).outcome == "matched_other_day"


def test_what_goes_back_lessens_the_settlement(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    payment = pay(world, vnpay, bills[0], "1")
    pay(world, vnpay, bills[1], "2")
    refunds.set_limit(by=world.hoa.actor, facility_id=world.a.id, alone_vnd=200_000, at=AT)
    refunds.record_reversal(
        by=world.lan.actor, payment_id=payment, amount_vnd=100_000, reason="Bị truy thu", at=LATER
    )
    refunds.claim_due(at=LATER, limit=10)
    back = Paid("1", kind="Bồi hoàn", gross_vnd=100_000, fee_vnd=0, paid_at="07/10/2026 08:00:00")
    rows = [Paid("1"), Paid("2")]
    content = _signed([*rows, back])
    take(world, content)
    assert settle(world) == {Outcome.MATCHED: 3}
    came = line(world, 1_206_800, "VNPAY")
    assert match(world, [came]) == {came}
    found = balances(world.a.id)
    assert "clearing:vnpay" not in found
    assert (found[f"bank:{ACCOUNT_A}"], found["provider_fee:vnpay"]) == (1_206_800, 13_200)


def _signed(rows: Sequence[Paid]) -> bytes:
    return vnpay_file(rows, with_total=False)


def test_a_settlement_that_takes_back_more_than_it_pays_is_a_debit(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    pay(world, vnpay, bills[0], "1")
    take(world, _signed([Paid("9", kind="Hoàn tiền", gross_vnd=-1_000, fee_vnd=500)]))
    settle(world)
    assert outcomes() == {"9": "only_theirs"}
    gone = line(world, -1_500, "VNPAY thu hoi")
    assert match(world, [gone]) == {gone}
    found = balances(world.a.id)
    assert (found[f"bank:{ACCOUNT_A}"], found["provider_fee:vnpay"]) == (-1_500, 500)
    assert found["clearing:vnpay"] == 661_000


def test_without_a_name_only_the_one_that_fits_is_believed(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    take(world, _file([Paid("1", gross_vnd=500_000, fee_vnd=5_000)]))
    came = line(world, 495_000, "CT DEN 123")
    twin = line(world, 495_000, "CT DEN 124", on=SIXTH + timedelta(days=2))
    assert match(world, [came]) == frozenset()
    LineState.objects.filter(pk=twin).update(outcome="not_ours", is_due=False)
    assert match(world, [came]) == {came}
    assert LineMatch.objects.get().how == How.ONLY_ONE.value


def test_a_line_that_a_family_may_have_sent_is_no_settlement(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    take(world, _file([Paid("1", gross_vnd=660_000, fee_vnd=0)]))
    bare = line(world, 660_000, "chuyen tien")
    coded = line(world, 660_000, f"VNPAY {bills[0].code}")
    other = line(world, 660_000, "MOMO chuyen tien", on=SIXTH + timedelta(days=1))
    assert match(world) == frozenset()
    named = line(world, 660_000, "VNPAY-QT 06102026")
    assert match(world) == {named}
    assert LineState.objects.filter(pk__in=[bare, coded, other], outcome="waiting").count() == 3


def test_the_number_in_the_text_decides_between_equals(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    first, second = (
        take(world, _file([Paid(number)], number=f"DS-10{number}7"))[0] for number in ("1", "2")
    )
    one = line(world, 653_400, "VNPAY TT DS.1027 THANG 10")
    other = line(world, 653_400, "VNPAY TT DS 1017")
    assert match(world) == {one, other}
    assert dict(LineMatch.objects.values_list("line_id", "subject_id")) == {
        one: second, other: first,
    }  # fmt: skip


def test_a_line_on_an_account_that_the_provider_does_not_pay_to_is_left_alone(
    world: World, vnpay: Merchant
) -> None:
    Merchant.objects.filter(pk=vnpay.pk).update(account_number=ACCOUNT_A)
    take(world, _file([Paid("1")]))
    elsewhere = line(world, 653_400, "VNPAY", account="0011001932426")
    assert match(world) == frozenset()
    here = line(world, 653_400, "VNPAY")
    assert match(world) == {here}
    assert elsewhere != here


def test_what_was_undone_is_back_in_clearing_and_not_matched_again(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    pay(world, vnpay, bills[0], "1")
    (settlement,) = take(world, _file([Paid("1")]))
    settle(world)
    came = line(world, 653_400, "VNPAY")
    match(world)
    standing.lock([came])
    settling.undo_settlement(
        match_id=LineMatch.objects.get().pk, undone_by=world.lan.user.pk, reason="Nhầm", at=LATER
    )
    assert balances(world.a.id)["clearing:vnpay"] == 660_000
    assert not {f"bank:{ACCOUNT_A}", "provider_fee:vnpay"} & balances(world.a.id).keys()
    assert match(world) == frozenset()
    with pytest.raises(ReasonMissing):
        _by_hand(world, came, settlement, " ")
    _by_hand(world, came, settlement, "Đúng là VNPAY")
    assert "clearing:vnpay" not in balances(world.a.id)
    state = LineState.objects.get(pk=came)
    assert (state.outcome, state.confirmed) == ("matched", "by_person")
    with pytest.raises(SettlementDoesNotFit):
        _by_hand(world, came, settlement, "Lần nữa")
    with pytest.raises(SettlementDoesNotFit):
        _by_hand(world, line(world, 653_401), settlement, "Gần bằng")


def _by_hand(world: World, line_id: int, settlement_id: int, reason: str) -> None:
    settling.settle_by_hand(
        by=world.lan.actor, line_id=line_id, settlement_id=settlement_id, reason=reason, at=LATER
    )


@pytest.fixture
def terminal(world: World) -> Merchant:
    return methods.register_merchant(
        by=SYSTEM, facility_id=world.a.id, channel="nexo", slug="vidu-pos", account_number="",
        settings={"Passphrase": "made-up-passphrase"}, at=AT,
    )  # fmt: skip


def card(world: World, terminal: Merchant, bill: Bill, name: str, details: dict[str, str]) -> int:
    notice = Notice(
        outcome=Sent.CONFIRMED, provider_reference=f"{name}|2026-10-05T02:00:00.000Z",
        amount_vnd=660_000, paid_at=NINE, text=bill.code, details=details,
    )  # fmt: skip
    heard(merchant_id=terminal.pk, notice=notice, raw=name.encode(), at=NINE)
    post_all()
    return Payment.objects.get(bill=bill).pk


def test_card_slips_are_found_by_rrn_by_trace_and_by_approval(
    world: World, bills: list[Bill], terminal: Merchant
) -> None:
    by_rrn = card(world, terminal, bills[0], "A", {"rrn": "062841234567", "tid": "12345678"})
    by_trace = card(
        world, terminal, bills[1], "B",
        {"tid": "12345678", "host_reconciliation_id": "12", "stan": "000124"},
    )  # fmt: skip
    by_approval = card(
        world, terminal, bills[2], "C", {"tid": "12345678", "approval_code": "A1B2C3"}
    )
    take(world, pos([
        ("12345678", "000012", "000123", "062841234567", "X", "660000", "7260"),
        ("12345678", "000012", "000124", "", "Y", "660000", "7260"),
        ("12345678", "000012", "000125", "", "A1B2C3", "660000", "7260"),
    ]))  # fmt: skip
    assert settle(world) == {Outcome.MATCHED: 3}
    found = SettledRow.objects.order_by("row_id").values_list("payment_id", flat=True)
    assert list(found) == [by_rrn, by_trace, by_approval]


def test_a_day_without_a_file_is_suggested_for_its_line(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    pay(world, vnpay, bills[0], "1")
    pay(world, vnpay, bills[1], "2", paid_at=NINE + timedelta(hours=8))
    pay(world, vnpay, bills[2], "3", paid_at=NINE - timedelta(days=1))
    whole = line(world, 1_320_000, "TT THE")
    less_fee = line(world, 1_306_800, "TT THE")
    strange = line(world, 1_100_000, "TT THE")
    days = settling.suggest_days(facility_id=world.a.id, line_ids=[whole, less_fee, strange])
    assert days == {
        whole: [settling.DaySum("vnpay", date(2026, 10, 5), 2, 1_320_000, True)],
        less_fee: [settling.DaySum("vnpay", date(2026, 10, 5), 2, 1_320_000, False)],
    }


def test_payments_settled_already_are_not_suggested(
    world: World, bills: list[Bill], vnpay: Merchant
) -> None:
    pay(world, vnpay, bills[0], "1")
    take(world, _file([Paid("1")]))
    settle(world)
    came = line(world, 660_000, "chuyen tien")
    assert settling.suggest_days(facility_id=world.a.id, line_ids=[came]) == {}


def test_a_settlement_of_another_school_is_never_taken(world: World, vnpay: Merchant) -> None:
    take_settlements(
        by=world.quan.actor, facility_id=world.b.id, name="b.csv", content=_file([Paid("1")]),
        at=LATER,
    )  # fmt: skip
    line(world, 653_400, "VNPAY")
    assert match(world) == frozenset()
    assert settle(world) == Counter()
    assert Settlement.objects.get().facility_id == world.b.id
