"""Each đồng of a bill belongs to one kind of fee, and counting bit by bit is counting anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import psycopg
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import databases
from tests import world as worlds
from tests.money.seen import post_all, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.errors import MoneyHasComeIn
from thuphi.money.bills.models import Bill, BillLine
from thuphi.money.catalogue import actions as catalogue
from thuphi.money.catalogue.rules import FeeKind
from thuphi.money.payments import actions, fees, returning
from thuphi.money.payments.errors import (
    AmountAboveRest,
    NothingToPay,
    OwnerAlreadyFound,
    ReturnTooMuch,
)
from thuphi.money.payments.models import FeeCount, Payment, PaymentReturn
from thuphi.money.payments.rebuild import Difference, Promise, differences
from thuphi.money.payments.returning import WayOut
from thuphi.money.payments.rules import by_kind

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
COLUMNS = ("due_vnd", "due_paid_vnd", "due_cashless_vnd", "collected_vnd", "cashless_vnd")
Counts = dict[tuple[date, str], tuple[int, ...]]

WEIGHTS = st.dictionaries(st.sampled_from(list(FeeKind)), st.integers(-50, 10**12), min_size=1)


@pytest.fixture
def mixed(world: World) -> list[Bill]:
    """Three bills of school A: 22 meals, boarding, water and insurance; one is let off half."""
    bill_actions.exempt(
        by=SYSTEM,
        facility_id=world.a.id,
        beneficiary_id=world.a.pupils["HS002"].pk,
        fee_item_id=world.a.items["BT"].pk,
        percent=33,
        reason="Hộ cận nghèo",
        from_on=date(2026, 9, 1),
        until_on=date(2027, 6, 1),
        at=AT,
    )
    return worlds.issued_run(
        world, items=[("AN", 22), ("BT", 1), ("NU", 1), ("BH", 1)], allows_part=True
    )


def kept() -> Counts:
    """What is kept, without rows in which nothing is left."""
    return {
        (month, kind): tuple(values)
        for month, kind, *values in FeeCount.objects.values_list("month", "kind", *COLUMNS)
        if any(values)
    }


def month_of(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date().replace(day=1)


def recounted() -> Counts:
    """The same by the rule in words, bill by bill and payment by payment."""
    sums: Counter[tuple[date, str, str]] = Counter()

    def add(month: date, measure: str, shares: dict[FeeKind, int], sign: int = 1) -> None:
        for kind, vnd in shares.items():
            sums[month, kind.value, measure] += sign * vnd

    for bill in Bill.objects.all():
        lines: Counter[FeeKind] = Counter()
        for line in BillLine.objects.filter(bill=bill).select_related("fee_item"):
            lines[FeeKind(line.fee_item.kind)] += line.amount_vnd
        before_vnd = cashless_vnd = 0
        for one in Payment.objects.filter(bill=bill, applied_vnd__gt=0).order_by("pk"):
            measures = ["collected_vnd"] + ["cashless_vnd"] * (one.method != "cash")
            for measure in measures:
                add(month_of(one.paid_at), measure, by_kind(before_vnd + one.applied_vnd, lines))
                add(month_of(one.paid_at), measure, by_kind(before_vnd, lines), -1)
            before_vnd += one.applied_vnd
            if one.method != "cash":
                back = PaymentReturn.objects.filter(payment=one).values_list(
                    "kind", "from_bill_vnd"
                )
                signs = {"asked": -1, "failed": 1, "done": 0}
                cashless_vnd += one.applied_vnd + sum(signs[kind] * vnd for kind, vnd in back)
        if bill.state != "cancelled":
            add(month_of(bill.issued_at), "due_vnd", by_kind(bill.total_vnd, lines))
            add(month_of(bill.issued_at), "due_paid_vnd", by_kind(bill.paid_vnd, lines))
            add(month_of(bill.issued_at), "due_cashless_vnd", by_kind(cashless_vnd, lines))
    found = {key[:2] for key, vnd in sums.items() if vnd}
    return {key: tuple(sums[*key, measure] for measure in COLUMNS) for key in found}


@given(lines=WEIGHTS, data=st.data())
def test_each_dong_of_a_bill_falls_to_one_kind_and_stays_there(
    lines: dict[FeeKind, int], data: st.DataObject
) -> None:
    whole = sum(max(vnd, 0) for vnd in lines.values())
    if not whole:
        return
    some = data.draw(st.integers(0, 2 * whole))
    more = data.draw(st.integers(some, 2 * whole))
    first, then = by_kind(some, lines), by_kind(more, lines)
    assert sum(first.values()) == some
    assert all(0 <= first[kind] <= then[kind] for kind in FeeKind)
    assert by_kind(whole, lines) == {kind: max(lines.get(kind, 0), 0) for kind in FeeKind}


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(whole=st.integers(1, 10**12), data=st.data())
def test_the_database_rounds_a_share_as_the_rule_does(
    db: None, whole: int, data: st.DataObject
) -> None:
    weight = data.draw(st.integers(0, whole))
    part = data.draw(st.integers(0, 2 * whole))
    found = rows("SELECT share_of(%s::bigint, %s::bigint, %s::bigint)", part, weight, whole)
    assert found == [(part * weight // whole,)]


def test_a_part_is_shared_out_as_the_rule_says(world: World, mixed: list[Bill]) -> None:
    """660.000 meals, 150.000 boarding, 631.800 insurance, 15.000 water: 1.456.800 in all."""
    worlds.hear(world, mixed[0].code, 100_000)
    post_all()
    fees.count_all_stale()
    assert kept() == {
        (OCTOBER, "meal"): (1_980_000, 45_304, 45_304, 45_304, 45_304),
        (OCTOBER, "boarding"): (400_500, 10_296, 10_296, 10_296, 10_296),
        (OCTOBER, "insurance"): (1_895_400, 43_370, 43_370, 43_370, 43_370),
        (OCTOBER, "other"): (45_000, 1_030, 1_030, 1_030, 1_030),
    }
    assert kept() == recounted()


def test_what_is_paid_in_november_is_paid_of_octobers_bill(world: World, mixed: list[Bill]) -> None:
    worlds.hear(world, mixed[0].code, 1_456_800, paid_at=AT + timedelta(days=30))
    post_all()
    actions.take_cash(
        by=world.minh.actor, code=mixed[1].code, amount_vnd=1_407_300, key="1", payer_name="", at=AT
    )
    fees.count_all_stale()
    assert kept()[OCTOBER, "boarding"] == (400_500, 250_500, 150_000, 100_500, 0)
    assert kept()[NOVEMBER, "boarding"] == (0, 0, 0, 150_000, 150_000)


def test_a_cancelled_bill_is_no_longer_due(world: World, mixed: list[Bill]) -> None:
    fees.count_all_stale()
    bill_actions.cancel_bill(by=SYSTEM, code=mixed[0].code, reason="Nhầm", at=AT)
    fees.count_all_stale()
    assert kept()[OCTOBER, "meal"] == (1_320_000, 0, 0, 0, 0)


def test_an_item_of_another_kind_takes_its_money_along(world: World, mixed: list[Bill]) -> None:
    fees.count_all_stale()
    item = world.a.items["AN"]
    catalogue.change_fee_item(
        by=SYSTEM, item_id=item.pk, name=item.name, unit=item.unit, price_vnd=item.price_vnd,
        ground=item.ground, is_mandatory=False, allows_instalments=True, at=AT,
        kind=FeeKind.BOARDING,
    )  # fmt: skip
    fees.count_all_stale()
    assert (OCTOBER, "meal") not in kept()
    assert kept()[OCTOBER, "boarding"] == (2_380_500, 0, 0, 0, 0)
    assert differences() == []


def test_a_month_is_counted_once_however_often_it_was_touched(
    world: World, mixed: list[Bill]
) -> None:
    for bill in mixed:
        worlds.hear(world, bill.code, 1_000)
        post_all()
    stale = int(str(rows("SELECT count(*) FROM fee_count_stale")[0][0]))
    assert fees.count_stale() == stale == 4
    assert fees.count_stale() == 0


def test_a_fee_count_that_is_off_is_named_once_nothing_is_stale(
    world: World, mixed: list[Bill]
) -> None:
    fees.count_all_stale()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fee_count SET due_vnd = due_vnd + 1 WHERE kind = 'other'")
    assert differences() == [
        Difference(
            Promise.FEE_COUNT, world.a.id, "2026-10-01 other", "45001 0 0 0 0", "45000 0 0 0 0"
        )
    ]


def test_one_worker_counts_at_a_time(town: str) -> None:
    with transaction.atomic():
        worlds.issued_run(worlds.build())
    with psycopg.connect(databases.address(town)) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [fees.COUNT_LOCK])
        assert fees.count_stale() == 0
        other.execute("SELECT pg_advisory_unlock(%s)", [fees.COUNT_LOCK])
        assert fees.count_stale() == 1
    assert kept()[OCTOBER, "insurance"] == (1_895_400, 0, 0, 0, 0)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back, so that each example finds the same three bills."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class Story:
    """A school at work: money comes, cash is taken, bills are withdrawn, money goes back."""

    world: World
    bills: list[Bill]
    deeds: int = 0
    asked: list[int] = field(default_factory=list)

    def hear(self, bill: int, amount_vnd: int, days: int) -> None:
        code = self.bills[bill].code if bill < len(self.bills) else ""
        worlds.hear(self.world, code, amount_vnd, paid_at=AT + timedelta(days=days))

    def post(self, *_: int) -> None:
        post_all()

    def take_cash(self, bill: int, amount_vnd: int, days: int) -> None:
        self.deeds += 1
        actions.take_cash(
            by=self.world.minh.actor, code=self.bills[bill % 3].code, amount_vnd=amount_vnd,
            key=f"K{self.deeds}", payer_name="", at=AT + timedelta(days=days),
        )  # fmt: skip

    def cancel(self, bill: int, *_: int) -> None:
        bill_actions.cancel_bill(by=SYSTEM, code=self.bills[bill % 3].code, reason="Nhầm", at=AT)

    def identify(self, bill: int, *_: int) -> None:
        unknown = Payment.objects.filter(finding="unknown").first()
        if unknown:
            actions.identify(
                by=SYSTEM, payment_id=unknown.pk, code=self.bills[bill % 3].code, at=AT
            )

    def ask_back(self, which: int, amount_vnd: int, days: int) -> None:
        paid = list(Payment.objects.filter(applied_vnd__gt=0).order_by("pk"))
        if paid:
            self.deeds += 1
            returning.set_aside(
                payment_id=paid[which % len(paid)].pk, refund_id=self.deeds, amount_vnd=amount_vnd,
                at=AT + timedelta(days=days),
            )  # fmt: skip
            self.asked.append(self.deeds)

    def keep_after_all(self, *_: int) -> None:
        if self.asked:
            returning.keep(refund_id=self.asked.pop(), at=AT)

    def let_go(self, *_: int) -> None:
        if self.asked:
            returning.let_go(refund_id=self.asked.pop(), out_of=WayOut.CASH, detail="", at=AT)

    def bill_again(self, bill: int, amount_vnd: int, days: int) -> None:
        self.deeds += 1
        self.bills = [
            *self.bills,
            *worlds.issued_run(
                self.world, name=f"Đợt {self.deeds}", classes=["2A"], allows_part=True,
                at=AT + timedelta(days=days), items=[("BT", 1 + bill), ("NU", 1)],
            ),
        ]  # fmt: skip

    def count(self, limit: int, *_: int) -> None:
        fees.count_stale(limit=limit + 1)


REFUSALS = (
    NothingToPay, AmountAboveRest, OwnerAlreadyFound, ReturnTooMuch, MoneyHasComeIn, MoveNotAllowed,
)  # fmt: skip
AMOUNTS = st.one_of(st.sampled_from([1, 7, 1_407_300, 1_456_800]), st.integers(1, 2_000_000))
DEEDS: list[Callable[[Story, int, int, int], None]] = [
    Story.hear, Story.hear, Story.post, Story.take_cash, Story.cancel, Story.identify,
    Story.ask_back, Story.keep_after_all, Story.let_go, Story.bill_again, Story.count,
]  # fmt: skip


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(DEEDS), st.integers(0, 4), AMOUNTS, st.integers(0, 70)),
        max_size=25,
    )
)
def test_counting_bit_by_bit_is_counting_anew(
    world: World, mixed: list[Bill], steps: list[tuple[object, int, int, int]]
) -> None:
    with undone():
        story = Story(world, list(mixed))
        for step, which, amount_vnd, days in steps:
            assert callable(step)
            try:
                with transaction.atomic():
                    step(story, which, amount_vnd, days)
            except REFUSALS:
                continue
        post_all()
        fees.count_all_stale()
        assert kept() == recounted()
        assert differences() == []


def test_a_month_begins_at_midnight_in_vietnam(world: World) -> None:
    # Both moments are of the month before in UTC.
    issued_at = datetime(2026, 10, 1, 0, 30, tzinfo=VIETNAM)
    (first, *_) = worlds.issued_run(world, items=[("BH", 1)], at=issued_at)
    fees.count_all_stale()
    worlds.hear(world, first.code, 631_800, paid_at=datetime(2026, 11, 1, tzinfo=VIETNAM))
    post_all()
    fees.count_all_stale()
    assert kept() == {
        (OCTOBER, "insurance"): (1_895_400, 631_800, 631_800, 0, 0),
        (NOVEMBER, "insurance"): (0, 0, 0, 631_800, 631_800),
    }
    assert kept() == recounted()
