"""Counts of lines, what lies in the clearing accounts, and the four states of payments."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from tests import world as worlds
from tests.money.reconciliation.steps import clearing, matched, taken
from tests.money.seen import post_all
from tests.money.statements import files
from tests.world import AT, World
from thuphi.money.bills.models import Bill
from thuphi.money.payments import owners
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation import rebuild
from thuphi.money.reconciliation.actions import standing
from thuphi.money.reconciliation.models import LineMatch
from thuphi.money.reconciliation.queries import outcomes
from thuphi.money.reconciliation.queries.outcomes import Tally
from thuphi.money.reconciliation.rebuild import Promise
from thuphi.money.reconciliation.rules import Confirmed, How, MatchKind, Outcome
from thuphi.money.statements.models import BankLine

MONDAY, TUESDAY = date(2026, 10, 5), date(2026, 10, 6)


@pytest.fixture
def mixed(world: World, bills: list[Bill]) -> World:
    """Two payments that were told of, one of them on the statement; one brought by a line."""
    worlds.hear(world, bills[0].code, 660_000)
    worlds.hear(world, bills[1].code, 660_000)
    worlds.hear(world, "", 70_000, text="nop")
    post_all()
    matched(
        world,
        [
            files.line(1, 660_000, bills[0].code, on=TUESDAY),
            files.line(2, 660_000, bills[2].code),
            files.line(3, 999_000, "cap kinh phi"),
            files.line(4, -5_500, "phi"),
        ],
    )
    return world


def test_lines_are_counted_by_what_they_came_to(mixed: World) -> None:
    assert outcomes.counts(mixed.a.id, MONDAY, TUESDAY) == {
        Outcome.MATCHED: Tally(1, 660_000),
        Outcome.MATCHED_OTHER_DAY: Tally(1, 660_000),
        Outcome.ONLY_THEIRS: Tally(1, 999_000),
        Outcome.NOT_OURS: Tally(1, 5_500),
    }
    assert Outcome.MATCHED_OTHER_DAY not in outcomes.counts(mixed.a.id, MONDAY, MONDAY)


def test_what_lies_in_clearing_is_listed_thing_by_thing(mixed: World, bills: list[Bill]) -> None:
    found = outcomes.unsettled(mixed.a.id, TUESDAY)
    assert [(one.kind, one.channel, one.amount_vnd) for one in found] == [
        ("payment", "sandbox", 660_000), ("payment", "sandbox", 70_000),
    ]  # fmt: skip
    assert (found[0].reference, found[0].happened_on) == (bills[1].code, MONDAY)
    assert clearing(mixed.a.id)["clearing:sandbox"] == 730_000


def test_on_the_evening_before_the_line_its_payment_is_still_out(mixed: World) -> None:
    assert sum(one.amount_vnd for one in outcomes.unsettled(mixed.a.id, MONDAY)) == 1_390_000


def test_the_list_is_empty_for_another_school(mixed: World) -> None:
    assert outcomes.unsettled(mixed.b.id, TUESDAY) == []


def test_a_match_undone_lies_in_clearing_again(mixed: World) -> None:
    one = LineMatch.objects.order_by("pk")[0]
    standing.part([one.pk], undone_by=mixed.lan.user.pk, reason="nhầm", at=AT + timedelta(days=2))
    assert clearing(mixed.a.id)["clearing:sandbox"] == 1_390_000
    found = outcomes.unsettled(mixed.a.id, date(2026, 10, 7))
    assert sum(one.amount_vnd for one in found) == 1_390_000
    assert rebuild.differences() == []


def test_money_that_is_no_business_of_ours_lies_there_no_more(mixed: World) -> None:
    nobodys = Payment.objects.get(finding="unknown")
    owners.disown(by=mixed.lan.actor, payment_id=nobodys.pk, reason="của trường khác", at=AT)
    assert [one.amount_vnd for one in outcomes.unsettled(mixed.a.id, TUESDAY)] == [660_000]
    assert rebuild.differences() == []


def test_a_payment_is_in_one_of_four_states(mixed: World, bills: list[Bill]) -> None:
    on_the_account, told_alone, _ = bills
    by_bill = {one.bill_id: one.pk for one in Payment.objects.exclude(bill=None)}
    nobodys = Payment.objects.get(finding="unknown").pk
    found = outcomes.states([*by_bill.values(), nobodys])
    assert found[by_bill[on_the_account.pk]] is Confirmed.BY_ITSELF
    assert found[by_bill[told_alone.pk]] is Confirmed.NOT_RECEIVED
    assert found[nobodys] is Confirmed.NOT_CONFIRMED


def test_what_a_person_put_beside_a_line_is_confirmed_by_a_person(
    mixed: World, bills: list[Bill]
) -> None:
    payment = Payment.objects.get(bill=bills[1])
    matched(mixed, [files.line(9, 660_000, "khong ro", on=date(2026, 10, 7))])
    line = BankLine.objects.order_by("-pk")[0]
    standing.stand(
        [
            standing.NewMatch(
                line.pk, mixed.a.id, MatchKind.PAYMENT, payment.pk, 660_000, How.PERSON,
                made_by=mixed.lan.user.pk, reason="phụ huynh gọi",
            )
        ],
        at=AT,
    )  # fmt: skip
    assert outcomes.states([payment.pk]) == {payment.pk: Confirmed.BY_PERSON}
    (one,) = outcomes.matches_of(MatchKind.PAYMENT, [payment.pk])[payment.pk]
    assert (one.line_id, one.how) == (line.pk, "person")
    assert outcomes.matches_of_line(line.pk) == [one]


def test_lines_that_wait_for_the_worker_are_counted(world: World) -> None:
    taken(world, [files.line(1, 660_000, "a"), files.line(2, 5_000, "b")])
    assert (outcomes.waiting(world.a.id), outcomes.waiting(world.b.id)) == (2, 0)


@pytest.mark.parametrize(
    ("deed", "promise"),
    [
        ("UPDATE line_state SET left_vnd = 0 WHERE outcome = 'only_theirs'", Promise.LEFT),
        (
            "ALTER TABLE line_match DISABLE TRIGGER refuse_change;"
            "UPDATE line_match SET amount_vnd = amount_vnd - 1",
            Promise.CLEARING,
        ),
        (
            "ALTER TABLE transfer DISABLE TRIGGER refuse_change;"
            "UPDATE transfer SET amount_vnd = amount_vnd - 1 WHERE recipe = 'settle'",
            Promise.MOVED,
        ),
    ],
)
def test_what_was_changed_behind_our_back_is_found(
    mixed: World, deed: str, promise: Promise
) -> None:
    assert rebuild.differences() == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET ROLE NONE")
        cursor.execute(deed)
        cursor.execute("SET ROLE thuphi_worker")
    assert promise in {one.promise for one in rebuild.differences()}
