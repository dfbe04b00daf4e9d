"""Any month at all: what stays on the bill is what was eaten or told too late, rounded once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import world as worlds
from tests.money.meals import canteen as canteens
from tests.money.meals.canteen import clock_at
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.periods import Month
from thuphi.money.bills import actions as bills
from thuphi.money.bills.actions import RunPlan
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.bills.registered import plan_from_registrations
from thuphi.money.bills.rules import ScopeKind
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.meals import rules
from thuphi.money.meals.actions import setting, settling
from thuphi.money.meals.models import Meal
from thuphi.money.meals.queries import month as months
from thuphi.money.meals.rules import Bought, Settling
from thuphi.money.registrations.rules import price_at

OCTOBER = Month(2026, 10)
SCHOOL_DAYS = [day for day in rules.days_of(OCTOBER) if day.weekday() < 5]
CODES = ("HS001", "HS002", "HS003")

prices = st.integers(1, 60_000)
percents = st.integers(1, 1000)
lots = st.integers(0, 60)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    meals=st.integers(1, 40), owed=lots, carried=st.integers(0, 20), unit_vnd=prices,
    exempt=st.integers(0, 100), settling_=st.sampled_from(list(Settling)),
)  # fmt: skip
def test_no_dong_is_lost_whatever_was_bought_and_eaten(
    meals: int, owed: int, carried: int, unit_vnd: int, exempt: int, settling_: Settling
) -> None:
    net_vnd = meals * unit_vnd - meals * unit_vnd * exempt // 100
    bought = Bought(meals, net_vnd, net_vnd, carried, carried * unit_vnd)
    done = rules.settle(bought, owed, settling_)
    held_vnd = bought.billed_vnd + bought.carried_vnd
    assert held_vnd == done.owed_vnd + done.credited_vnd + done.left_vnd
    assert done.left_vnd >= 0
    assert done.credited_vnd <= bought.billed_vnd


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(meals=st.integers(1, 40), owed=lots, unit_vnd=prices, exempt=st.integers(0, 100))
def test_what_stays_is_the_share_of_the_bill_rounded_once_half_up(
    meals: int, owed: int, unit_vnd: int, exempt: int
) -> None:
    net_vnd = meals * unit_vnd - meals * unit_vnd * exempt // 100
    done = rules.settle(Bought(meals, net_vnd, net_vnd), owed, Settling.CREDIT)
    exact = Fraction(net_vnd * owed, meals)
    stays_vnd = net_vnd - done.credited_vnd
    assert Fraction(-1, 2) < stays_vnd - exact <= Fraction(1, 2)
    if not exempt:
        assert stays_vnd == owed * unit_vnd


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens within is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def bill_registered(world: World, meals: int) -> CollectionRun:
    """A run of lunch for those who are registered, each at their coefficient."""
    run = bills.create_run(
        by=SYSTEM,
        facility_id=world.a.id,
        plan=RunPlan(
            name="Tiền ăn tháng 10",
            reason="Tiền ăn tháng 10",
            school_year=worlds.SCHOOL_YEAR,
            opens_on=date(2026, 10, 1),
            due_on=date(2026, 10, 31),
            scope_kind=ScopeKind.SCHOOL,
            scope_values=(),
            allows_part=False,
        ),
        at=worlds.AT,
    )
    item_id = world.a.items["AN"].pk
    plan_from_registrations(
        by=SYSTEM, run_id=run.pk, item_ids=[item_id], quantities={item_id: meals}, at=worlds.AT
    )
    bills.issue_run(by=SYSTEM, run_id=run.pk, at=worlds.AT)
    return run


said = st.dictionaries(
    st.sampled_from(SCHOOL_DAYS),
    st.tuples(st.sets(st.sampled_from(CODES[:2])), st.booleans()),
    max_size=12,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    told=said,
    closed=st.sets(st.sampled_from(SCHOOL_DAYS), max_size=5),
    coefficients=st.tuples(*[percents] * 3),
    price_vnd=st.integers(5, 60_000),
    meals=st.integers(1, 23),
)
def test_any_month_of_ticks_closed_days_coefficients_and_late_notices(
    world: World,
    told: dict[date, tuple[set[str], bool]],
    closed: set[date],
    coefficients: tuple[int, ...],
    price_vnd: int,
    meals: int,
) -> None:
    with undone():
        percent_of = dict(zip(CODES, coefficients, strict=True))
        FeeItem.objects.filter(pk=world.a.items["AN"].pk).update(price_vnd=price_vnd)
        canteen = canteens.build(world, percents=percent_of)
        run = bill_registered(world, meals)
        asked = dict(Bill.objects.values_list("beneficiary__code", "total_vnd"))
        for day in closed:
            setting.say_days(
                by=SYSTEM, facility_id=world.a.id, first_on=day, last_on=day, is_open=False,
                reason="Nghỉ bão", at=clock_at(date(2026, 9, 30), 8),
            )  # fmt: skip
        in_time = dict.fromkeys(CODES, 0)
        for day, (absent, is_late) in sorted(told.items()):
            if day not in closed:
                canteen.tick(day, *absent, hour=10 if is_late else 6)
                for code in () if is_late else absent:
                    in_time[code] += 1
        shown = months.preview(lunch_of(canteen), OCTOBER, [run.pk])
        if shown.rows:
            settling.settle_month(
                by=SYSTEM, facility_id=world.a.id, meal_id=canteen.lunch.pk, month=OCTOBER,
                run_ids=[run.pk], seen=shown.digest, reason="Quyết toán",
                at=clock_at(date(2026, 10, 31), 9),
            )  # fmt: skip
        after = dict(Bill.objects.values_list("beneficiary__code", "total_vnd"))
        open_days = len(SCHOOL_DAYS) - len(closed)
        for code in asked:
            owed = open_days - in_time[code]
            unit_vnd = price_at(price_vnd, percent_of[code])
            assert asked[code] == meals * unit_vnd
            assert after[code] == owed * unit_vnd


def lunch_of(canteen: canteens.Canteen) -> Meal:
    """The lunch with its item as the database has it now."""
    return Meal.objects.select_related("fee_item").get(pk=canteen.lunch.pk)
