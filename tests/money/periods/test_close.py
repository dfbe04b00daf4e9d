"""What a closing refuses, names, lets pass and keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection

from tests import world as worlds
from tests.money.periods.conftest import (
    DAY,
    MORNING,
    NEXT,
    booked_when_it_happened,
    close_day,
    heard,
    plant,
    settled,
    stands,
    statement,
)
from tests.money.seen import number
from tests.money.tills.conftest import hand_over, notes, take
from tests.world import ACCOUNT_A, AT, World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.periods import actions, errors
from thuphi.money.periods.models import PeriodClosing, Seal
from thuphi.money.periods.queries.closed import corrections, corrections_in, figures_of
from thuphi.money.periods.queries.ready import check
from thuphi.money.periods.rules import Item, Need, PeriodKind, expected_on, working_days_after
from thuphi.money.reconciliation.models import Decision
from thuphi.money.reconciliation.rules import Deed, Outcome
from thuphi.money.statements.models import BankLine
from thuphi.money.tills.actions import depositing, handing


def missing(world: World, until_on: date = DAY, at: datetime = MORNING) -> list[Need]:
    return [one.need for one in check(world.a.id, until_on, at=at).missing]


def morning_of(day: date) -> datetime:
    return datetime.combine(day, time(8), tzinfo=VIETNAM)


def decided(line: BankLine, deed: Deed, reason: str) -> None:
    Decision.objects.create(
        facility_id=line.facility_id, line_id=line.pk, deed=deed.value, reason=reason,
        decided_by=1, decided_at=AT,
    )  # fmt: skip


def test_a_day_that_is_explained_is_closed_sealed_and_told(proven: World) -> None:
    assert missing(proven) == []
    done = close_day(proven)
    assert (done.seal.number, done.seal.transfers) == (1, 5)
    assert done.seal.amount_vnd == 3 * 660_000 + 660_000 + 660_000
    told = Event.objects.get(kind="period_closed")
    assert told.facts["sha256"] == bytes(done.seal.sha256).hex()
    assert told.facts["to_on"] == "2026-10-05"


def test_the_figures_are_frozen(proven: World, bills: list[Bill]) -> None:
    closing = close_day(proven).closing
    figures = figures_of(closing)
    (channel,) = figures.channels
    assert (channel.channel, channel.in_vnd, channel.settled_vnd) == ("sandbox", 660_000, 660_000)
    assert (channel.closing_vnd, channel.late_vnd, channel.rest_vnd) == (0, 0, 0)
    (account,) = figures.accounts
    assert (account.account, account.opening_vnd, account.closing_vnd) == (
        ACCOUNT_A, 1_000_000, 1_660_000,
    )  # fmt: skip
    assert (account.in_vnd, account.book_in_vnd, account.gap_vnd) == (660_000, 660_000, 0)
    assert [(one.outcome, one.lines, one.vnd) for one in figures.outcomes] == [
        ("matched", 1, 660_000)
    ]
    assert sum(one.closing_vnd for one in figures.balances) == 0
    heard(proven, bills[1], 1_000)
    assert figures_of(PeriodClosing.objects.get(pk=closing.pk)) == figures


def test_a_line_that_waits_or_is_undecided_is_named(proven: World) -> None:
    waiting, undecided = statement(proven.a.id, DAY, [(1_000, "a"), (2_000, "b")])
    stands(undecided, Outcome.TO_LOOK_AT)
    found = check(proven.a.id, DAY, at=MORNING).missing
    assert [(one.need, one.id, one.amount_vnd) for one in found] == [
        (Need.LINE_UNDECIDED, undecided.pk, 2_000),
        (Need.LINE_WAITS, waiting.pk, 1_000),
    ]
    with pytest.raises(errors.NotReady) as refused:
        close_day(proven)
    assert refused.value.unready.counts() == {
        Need.LINE_UNDECIDED: (1, 2_000),
        Need.LINE_WAITS: (1, 1_000),
    }
    assert not PeriodClosing.objects.exists()
    assert not Seal.objects.exists()


@pytest.mark.parametrize(
    "outcome",
    [Outcome.ONLY_THEIRS, Outcome.AMOUNT_DIFFERS, Outcome.DUPLICATE, Outcome.TO_LOOK_AT,
     Outcome.REVERSED],
)  # fmt: skip
def test_a_note_explains_a_line_and_undoing_it_does_not(proven: World, outcome: Outcome) -> None:
    (line,) = statement(proven.a.id, DAY, [(1_000, "a")])
    stands(line, outcome)
    assert missing(proven) == [Need.LINE_UNDECIDED]
    decided(line, Deed.NOTE, "Hỏi ngân hàng")
    unready = check(proven.a.id, DAY, at=MORNING)
    assert unready.missing == ()
    assert [one.reason for one in unready.explained] == ["Hỏi ngân hàng"]
    decided(line, Deed.UNDO, "Nhầm")
    assert missing(proven) == [Need.LINE_UNDECIDED]


def test_money_that_is_not_ours_keeps_nothing_open(proven: World) -> None:
    (line,) = statement(proven.a.id, DAY, [(50_000_000, "NGAN SACH CAP")])
    stands(line, Outcome.NOT_OURS)
    assert missing(proven) == []
    figures = figures_of(close_day(proven).closing)
    assert figures.accounts[0].other_in_vnd == 50_000_000


def test_a_young_payment_is_on_its_way_and_an_old_one_is_missing(
    proven: World, bills: list[Bill]
) -> None:
    payment = heard(proven, bills[1], 200_000)
    unready = check(proven.a.id, DAY, at=MORNING)
    assert unready.missing == ()
    assert unready.on_way == (
        Item(Need.PAYMENT_UNSEEN, payment.pk, "sandbox", 200_000, DAY, bills[1].code, NEXT),
    )
    assert missing(proven, at=MORNING + timedelta(days=1)) == [Need.PAYMENT_UNSEEN]
    Decision.objects.create(
        facility_id=proven.a.id, payment_id=payment.pk, deed=Deed.EXPLAIN.value,
        reason="Đã hỏi Sandbox", decided_by=1, decided_at=AT,
    )  # fmt: skip
    later = check(proven.a.id, DAY, at=MORNING + timedelta(days=1))
    assert [one.reason for one in later.explained] == ["Đã hỏi Sandbox"]
    booked_when_it_happened()
    figures = figures_of(close_day(proven, at=MORNING + timedelta(days=1)).closing)
    assert (figures.channels[0].closing_vnd, figures.channels[0].explained_vnd) == (
        200_000, 200_000,
    )  # fmt: skip


def test_money_that_came_after_the_day_and_before_closing_is_told_apart(
    proven: World, bills: list[Bill]
) -> None:
    payment = heard(proven, bills[1], 200_000)
    (line,) = statement(proven.a.id, NEXT, [(200_000, bills[1].code)], opening_vnd=1_660_000)
    settled(payment, line)
    booked_when_it_happened()
    figures = figures_of(close_day(proven, at=MORNING + timedelta(days=3)).closing)
    (channel,) = figures.channels
    assert (channel.closing_vnd, channel.late_vnd, channel.on_way_vnd) == (200_000, 200_000, 0)
    assert channel.rest_vnd == 0


def test_what_nothing_stands_for_is_named(proven: World) -> None:
    plant("UPDATE ledger_account SET debit_vnd = debit_vnd + 7 WHERE kind = 'clearing'")
    found = check(proven.a.id, DAY, at=MORNING).missing
    assert [(one.need, one.channel, one.amount_vnd) for one in found] == [
        (Need.CLEARING_DIFFERS, "sandbox", 7)
    ]


def test_a_waiting_notification_is_named(proven: World, bills: list[Bill]) -> None:
    worlds.hear(proven, bills[1].code, 5_000)
    found = check(proven.a.id, DAY, at=MORNING).missing
    assert [(one.need, one.amount_vnd) for one in found] == [(Need.NOTICE_WAITS, 5_000)]


def test_a_refused_notification_is_named(proven: World, bills: list[Bill]) -> None:
    number = worlds.hear(proven, bills[1].code, 5_000)
    plant("DELETE FROM heard_waiting WHERE heard_id = %s", number)
    plant("INSERT INTO heard_set_aside (heard_id, reason, at) VALUES (%s, 'x', now())", number)
    assert missing(proven) == [Need.NOTICE_REFUSED]


def test_a_deposit_may_take_three_working_days(proven: World, bills: list[Bill]) -> None:
    take(proven.minh.actor, bills[1], 500_000, "k")
    given = hand_over(proven, notes(500_000))
    handing.receive(by=proven.lan.actor, hand_over_id=given.pk, at=AT)
    depositing.deposit(
        by=proven.lan.actor, facility_id=proven.a.id, amount_vnd=300_000, account=ACCOUNT_A,
        document="GNT 1", at=AT,
    )  # fmt: skip
    unready = check(proven.a.id, DAY, at=morning_of(DAY + timedelta(days=3)))
    assert [(one.need, one.expected_on) for one in unready.on_way] == [
        (Need.DEPOSIT_UNSEEN, DAY + timedelta(days=3))
    ]
    assert missing(proven, at=morning_of(DAY + timedelta(days=4))) == [Need.DEPOSIT_UNSEEN]


def test_every_day_of_an_approved_account_needs_a_statement(proven: World) -> None:
    close_day(proven)
    last = DAY + timedelta(days=3)
    at = morning_of(last + timedelta(days=1))
    found = check(proven.a.id, last, at=at).missing
    assert [(one.need, one.happened_on, one.reference) for one in found] == [
        (Need.NO_STATEMENT, DAY + timedelta(days=more), ACCOUNT_A) for more in (1, 2, 3)
    ]
    statement(proven.a.id, last, opening_vnd=1_660_000)
    assert missing(proven, last, at) == []


def test_balances_that_do_not_meet_tell_of_a_missing_day(proven: World) -> None:
    close_day(proven)
    last = DAY + timedelta(days=2)
    statement(proven.a.id, last, opening_vnd=1_660_001)
    found = check(proven.a.id, last, at=morning_of(last + timedelta(days=1))).missing
    assert [(one.need, one.happened_on) for one in found] == [(Need.NO_STATEMENT, NEXT)]


def test_what_only_the_closer_can_explain_is_explained_and_kept(world: World) -> None:
    with pytest.raises(errors.NotReady):
        close_day(world)
    done = actions.close(
        by=world.lan.actor, facility_id=world.a.id, kind=PeriodKind.DAY, until_on=DAY, at=MORNING,
        reasons={Need.NO_STATEMENT: "  Kho bạc  in giấy ", Need.LINE_UNDECIDED: "không hỏi"},
    )  # fmt: skip
    figures = figures_of(done.closing)
    assert figures.reasons == {Need.NO_STATEMENT: "Kho bạc in giấy"}
    assert [one.need for one in figures.missing] == [Need.NO_STATEMENT]
    assert done.closing.closed_by == world.lan.user.pk


def test_a_reason_explains_no_line(proven: World) -> None:
    (line,) = statement(proven.a.id, DAY, [(1_000, "a")])
    stands(line, Outcome.TO_LOOK_AT)
    with pytest.raises(errors.NotReady):
        actions.close(
            by=SYSTEM, facility_id=proven.a.id, kind=PeriodKind.DAY, until_on=DAY, at=MORNING,
            reasons={Need.LINE_UNDECIDED: "bỏ qua"},
        )  # fmt: skip


def test_cash_is_counted_beside_the_day_book(proven: World, bills: list[Bill]) -> None:
    payments.take_cash(
        by=proven.lan.actor, code=bills[1].code, amount_vnd=500_000, key="k", payer_name="", at=AT
    )

    def close(counted_vnd: int, reason: str = "") -> PeriodClosing:
        return actions.close(
            by=SYSTEM, facility_id=proven.a.id, kind=PeriodKind.DAY, until_on=DAY, at=MORNING,
            pieces=notes(counted_vnd), reasons={Need.CASH_DIFFERS: reason},
        ).closing  # fmt: skip

    with pytest.raises(errors.NotReady) as refused:
        close(490_000)
    assert refused.value.unready.counts() == {Need.CASH_DIFFERS: (1, -10_000)}
    closing = close(490_000, "Thiếu một tờ, Lan bù sau")
    assert (closing.cash_vnd, closing.counted_vnd, closing.cash_reason) == (
        500_000, 490_000, "Thiếu một tờ, Lan bù sau",
    )  # fmt: skip


def test_a_count_of_other_notes_is_refused(proven: World) -> None:
    with pytest.raises(errors.CountUnreadable):
        check(proven.a.id, DAY, at=MORNING, pieces=[1, 2])


def test_a_day_is_closed_when_it_is_over_and_once(proven: World) -> None:
    with pytest.raises(errors.NotOver):
        close_day(proven, at=datetime.combine(DAY, time(23, 59), tzinfo=VIETNAM))
    close_day(proven)
    with pytest.raises(errors.AlreadyClosed):
        close_day(proven)
    with pytest.raises(errors.AlreadyClosed):
        close_day(proven, DAY - timedelta(days=1))
    assert Seal.objects.count() == 1


def test_several_days_are_closed_at_once_after_the_first(proven: World) -> None:
    close_day(proven)
    last = DAY + timedelta(days=4)
    statement(proven.a.id, NEXT, until=last, opening_vnd=1_660_000)
    closing = close_day(proven, last).closing
    assert (closing.from_on, closing.to_on) == (NEXT, last)


def test_a_month_is_closed_as_a_whole_beside_its_days(proven: World) -> None:
    statement(proven.a.id, date(2026, 10, 1), until=date(2026, 10, 31), opening_vnd=0)
    close_day(proven)

    def close(until_on: date) -> PeriodClosing:
        return actions.close(
            by=SYSTEM, facility_id=proven.a.id, kind=PeriodKind.MONTH, until_on=until_on,
            at=datetime(2026, 11, 1, 8, tzinfo=VIETNAM),
        ).closing  # fmt: skip

    with pytest.raises(errors.NotAMonthsEnd):
        close(date(2026, 10, 30))
    closing = close(date(2026, 10, 31))
    assert (closing.from_on, closing.to_on) == (date(2026, 10, 1), date(2026, 10, 31))
    assert figures_of(closing).channels[0].settled_vnd == 660_000
    with pytest.raises(errors.AlreadyClosed):
        close(date(2026, 10, 31))
    with pytest.raises(errors.AlreadyClosed):
        close_day(proven, NEXT, at=datetime(2026, 11, 1, 8, tzinfo=VIETNAM))


def test_a_month_is_not_closed_over_days_that_are_open(proven: World) -> None:
    close_day(proven)
    with pytest.raises(errors.GapBefore) as refused:
        actions.close(
            by=SYSTEM, facility_id=proven.a.id, kind=PeriodKind.MONTH,
            until_on=date(2026, 11, 30), at=datetime(2026, 12, 1, 8, tzinfo=VIETNAM),
        )  # fmt: skip
    assert refused.value.first_on == NEXT


def test_a_correction_names_the_period_it_speaks_of(proven: World, bills: list[Bill]) -> None:
    first = close_day(proven).closing
    payments.take_cash(
        by=proven.lan.actor, code=bills[1].code, amount_vnd=500_000, key="k", payer_name="", at=AT
    )
    about = number("SELECT max(id) FROM transfer")
    plant("UPDATE transfer SET booked_at = %s WHERE id = %s", MORNING + timedelta(hours=1), about)
    statement(proven.a.id, NEXT, opening_vnd=1_660_000)
    second = close_day(proven, NEXT).closing
    assert [(one.transfer_id, one.closing_id) for one in corrections(first)] == [(about, first.pk)]
    assert [(one.transfer_id, one.closing_id) for one in corrections_in(second)] == [
        (about, first.pk)
    ]
    (frozen,) = figures_of(second).corrections
    assert (frozen.transfer_id, frozen.from_on) == (about, DAY)
    assert corrections(second) == corrections_in(first) == []


def test_a_transfer_that_corrects_a_sealed_one_is_a_correction(proven: World) -> None:
    first = close_day(proven).closing
    old = number("SELECT max(transfer_id) FROM sealed_transfer")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO transfer (facility_id, recipe, debit_account_id, credit_account_id,"
            " amount_vnd, reference, happened_at, booked_at, corrects_id)"
            " SELECT facility_id, 'unsettle', credit_account_id, debit_account_id, amount_vnd,"
            " reference, %s, %s, id FROM transfer WHERE id = %s",
            [MORNING, MORNING, old],
        )
    assert [one.corrects_id for one in corrections(first)] == [old]


def test_only_who_may_closes_and_only_at_home(proven: World) -> None:
    def close(by: worlds.Person) -> None:
        actions.close(
            by=by.actor, facility_id=proven.a.id, kind=PeriodKind.DAY, until_on=DAY, at=MORNING
        )

    with pytest.raises(NotYours):
        close(proven.quan)
    with pytest.raises(NotAllowed):
        close(proven.minh)
    close(proven.hoa)


def test_pages_close_under_their_own_role_and_see_their_own(
    proven: World, as_role: Callable[..., None]
) -> None:
    as_role("thuphi_app", proven.a.id)
    assert close_day(proven).seal.transfers == 5
    as_role("thuphi_app", proven.b.id)
    for table in ("period_closing", "period_seal", "sealed_transfer"):
        assert number(f"SELECT count(*) FROM {table}") == 0


def test_working_days_leave_out_the_weekend() -> None:
    friday = date(2026, 10, 9)
    assert working_days_after(friday, 1) == date(2026, 10, 12)
    assert working_days_after(friday, 3) == date(2026, 10, 14)
    assert expected_on(Need.PAYMENT_UNSEEN, "vnpay", friday) == date(2026, 10, 14)
    assert expected_on(Need.PAYMENT_UNSEEN, "sepay", friday) == date(2026, 10, 10)
    assert expected_on(Need.NO_STATEMENT, "bank", friday) == friday
