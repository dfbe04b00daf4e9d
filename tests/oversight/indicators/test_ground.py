"""The facts behind a plan's figures, out of real bookings, registers and declarations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests import world as worlds
from tests.oversight.indicators import towns_and_words as words
from tests.oversight.indicators.aims import UNTIL_ON, every_indicator, plan, target
from tests.oversight.towns import commune, pay, post, province, register
from tests.world import World
from thuphi.ground.kit.actor import PAYER
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.periods import Month
from thuphi.money.attempts import actions as attempts
from thuphi.money.payments.models import FeeCount
from thuphi.oversight.indicators.queries import shares
from thuphi.oversight.indicators.queries.made_of import Wanted, days_of, total_of
from thuphi.oversight.indicators.queries.own import own
from thuphi.oversight.indicators.queries.verdicts import (
    Ground,
    figure,
    ground,
    made_of,
    rule_failures,
    rule_findings,
    series,
    verdicts,
)
from thuphi.oversight.indicators.rules import Share, Source, Span, VerdictState, total
from thuphi.oversight.plans.rules import (
    Basis,
    FacilityRule,
    Indicator,
    Requirement,
    Sector,
)
from thuphi.registers.facilities.models import Level

PLAN = plan(
    *every_indicator(), target(Indicator.TXN_COUNT_SHARE, id="EARLY", due_on=date(2026, 9, 30))
)
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
ON = date(2026, 10, 31)
SEPTEMBER = date(2026, 9, 1)


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=VIETNAM)


def look(world: World, window: tuple[date, date] | None = None, as_of: date = ON) -> Ground:
    return ground(plan=PLAN, place=world.province, as_of=as_of, window=window)


def source_of(found: Ground, target_id: str) -> dict[int, tuple[int, int, Source]]:
    return {row.facility_id: (row.part, row.whole, row.source) for row in made_of(found, target_id)}


def test_a_booked_month_stands_before_a_declared_one(world: World) -> None:
    worlds.hear(world, "", 100_000, paid_at=at(10, 5))
    post()
    values = {"qr_count": 7, "qr_vnd": 700_000, "cash_count": 3, "cash_vnd": 300_000}
    words.declare(world.a.id, OCTOBER[0], values)
    words.declare(world.a.id, SEPTEMBER, values)
    words.declare(world.b.id, OCTOBER[0], values)
    found = look(world)
    assert source_of(found, "TXN_COUNT_SHARE") == {
        world.a.id: (8, 11, Source.BOTH),
        world.b.id: (7, 10, Source.DECLARED),
    }
    whole = figure(found, "TXN_VALUE_SHARE")
    assert (whole.booked, whole.declared) == (Share(100_000, 100_000), Share(1_400_000, 2_000_000))
    last = series(found, "EARLY")[-1]
    assert (last.month.label, last.part, last.whole) == ("09/2026", 7, 10)
    assert figure(found, "EARLY").whole == 10


def test_only_what_was_verified_counts_and_the_newest_of_it(world: World) -> None:
    words.declare(world.b.id, SEPTEMBER, {"qr_count": 5, "cash_count": 5}, state="submitted")
    assert figure(look(world), "TXN_COUNT_SHARE").whole == 0
    words.declare(world.a.id, SEPTEMBER, {"qr_count": 4, "cash_count": 6}, state="approved")
    assert source_of(look(world), "TXN_COUNT_SHARE")[world.a.id] == (4, 10, Source.DECLARED)
    words.declare(world.a.id, SEPTEMBER, {"qr_count": 1, "cash_count": 1}, state="submitted")
    assert source_of(look(world), "TXN_COUNT_SHARE")[world.a.id] == (4, 10, Source.DECLARED)
    with pytest.raises(Exception, match="declaration_begins_as_a_draft"):
        words.declare(world.a.id, SEPTEMBER, {"qr_count": 2}, state="approved")


def test_a_month_is_declared_in_the_period_that_holds_its_last_day(world: World) -> None:
    words.declare(world.a.id, SEPTEMBER, {"qr_count": 4, "cash_count": 6})
    inside = look(world, (date(2026, 9, 15), date(2026, 10, 14)))
    assert figure(inside, "TXN_COUNT_SHARE").declared == Share(4, 10)
    before = look(world, (date(2026, 8, 15), date(2026, 9, 14)))
    assert figure(before, "TXN_COUNT_SHARE").declared == Share(0, 0)


def test_a_window_from_the_15th_to_the_14th_is_counted_by_the_day(world: World) -> None:
    last_moment = at(10, 15, 0) - timedelta(microseconds=1)
    for amount_vnd, paid_at in (
        (1_000, at(9, 15, 0)), (20_000, at(9, 30)), (300_000, at(10, 1, 0)),
        (4_000_000, last_moment), (50_000_000, at(10, 15, 0)),
        (60_000_000, at(9, 15, 0) - timedelta(microseconds=1)),
    ):  # fmt: skip
        worlds.hear(world, "", amount_vnd, paid_at=paid_at)
    worlds.hear(world, "", 7_000, account="0000000000", paid_at=at(10, 2))
    post()
    found = look(world, (date(2026, 9, 15), date(2026, 10, 14)))
    whole = figure(found, "TXN_VALUE_SHARE")
    assert (whole.part, whole.booked) == (4_321_000, Share(4_321_000, 4_321_000))
    assert figure(found, "TXN_COUNT_SHARE").part == 4


def test_a_basket_of_bills_is_one_payment_on_any_days(world: World) -> None:
    bills = worlds.issued_run(world)
    basket = attempts.make_basket(by=PAYER, codes=[bill.code for bill in bills], at=worlds.AT)
    worlds.hear(world, basket.code, sum(bill.total_vnd for bill in bills), paid_at=at(10, 5))
    worlds.hear(world, "", 100, method="cash", paid_at=at(10, 25))
    post()
    for last_on in (date(2026, 10, 14), ON):
        window = (OCTOBER[0], last_on)
        found = look(world, window)
        wanted = Wanted(
            facility_id=world.a.id, span=Span(Month(2026, 10), Month(2026, 10)), window=window
        )
        assert figure(found, "TXN_COUNT_SHARE").part == 1
        assert figure(found, "TXN_COUNT_SHARE").booked == total_of(wanted).payments
        assert figure(found, "TXN_VALUE_SHARE").booked == total_of(wanted).value
        assert sum(day.measure.payments.part for day in days_of(wanted)) == 1


def test_the_month_that_is_running_counts_up_to_the_day(world: World) -> None:
    worlds.hear(world, "", 1_000, paid_at=at(10, 3))
    worlds.hear(world, "", 20_000, paid_at=at(10, 20))
    post()
    for as_of, value_vnd in ((date(2026, 10, 2), 0), (date(2026, 10, 3), 1_000), (ON, 21_000)):
        found = ground(plan=PLAN, place=world.province, as_of=as_of)
        assert figure(found, "TXN_VALUE_SHARE").whole == value_vnd
        points = series(found, "TXN_VALUE_SHARE")
        assert points[-1].is_closed is (as_of == ON)


def test_accepting_needs_an_account_of_two_persons_and_a_contract(world: World) -> None:
    # The world's schools have an approved account and a merchant since 5 October.
    before = ground(plan=PLAN, place=world.province, as_of=date(2026, 10, 4))
    assert source_of(before, "CASHLESS_ACCEPT") == {
        world.a.id: (0, 1, Source.BOOKED),
        world.b.id: (0, 1, Source.BOOKED),
    }
    assert figure(look(world), "CASHLESS_ACCEPT").part == 2
    bare = register("31001", "Trường không tài khoản", commune("Xã Tân Chi", world.province))
    assert source_of(look(world), "CASHLESS_ACCEPT")[bare.id] == (0, 1, Source.MISSING)
    words.declare(bare.id, SEPTEMBER, {"accepts_on": 20260901, "equipped_on": 20260815})
    assert source_of(look(world), "CASHLESS_ACCEPT")[bare.id] == (1, 1, Source.DECLARED)
    (fact,) = (one for one in look(world).facts if one.facility_id == bare.id)
    assert (fact.equipped_on, fact.accepts_on) == (date(2026, 8, 15), date(2026, 9, 1))


def test_a_platform_counts_once_it_is_verified(world: World) -> None:
    words.use_platform(world.a.id, date(2026, 2, 1), date(2026, 12, 1), listed=True)
    words.use_platform(world.b.id, date(2026, 2, 1), state="declared")
    found = look(world)
    assert source_of(found, "PLATFORM_ADOPT") == {
        world.a.id: (1, 1, Source.DECLARED),
        world.b.id: (0, 1, Source.MISSING),
    }
    (used,) = (fact.platforms for fact in found.facts if fact.platforms)
    assert [one.lists for one in used] == [frozenset({"QD186"})]
    assert figure(look(world, as_of=UNTIL_ON), "PLATFORM_ADOPT").part == 0
    assert [point.part for point in series(found, "PLATFORM_ADOPT")] == [0, *([1] * 9)]


def test_hospital_fees_are_held_against_what_was_due_and_tuition_against_what_came(
    world: World,
) -> None:
    clinic = register("38002", "Phòng khám", world.commune, level=Level.CLINIC)
    FeeCount.objects.create(
        facility_id=clinic.id, month=SEPTEMBER, kind="hospital_fee", due_vnd=1_000,
        due_paid_vnd=700, due_cashless_vnd=400, collected_vnd=700, cashless_vnd=400,
    )  # fmt: skip
    FeeCount.objects.create(
        facility_id=world.b.id, month=OCTOBER[0], kind="tuition", due_vnd=9_000,
        due_paid_vnd=500, due_cashless_vnd=100, collected_vnd=500, cashless_vnd=100,
    )  # fmt: skip
    declared = {"tuition_collected_vnd": 800, "tuition_cashless_vnd": 300}
    words.declare(world.b.id, OCTOBER[0], declared)
    words.declare(world.a.id, OCTOBER[0], declared)
    found = look(world)
    assert figure(found, "HOSPITAL_FEE_VALUE_SHARE_OF_DUE").share == Share(400, 1_000)
    tuition = figure(found, "TUITION_VALUE_SHARE_OF_COLLECTED")
    assert (tuition.booked, tuition.declared) == (Share(100, 500), Share(300, 800))


def test_words_on_teaching_are_the_newest_of_the_period(world: World) -> None:
    for month, online in ((7, 1), (8, 1), (9, 0)):
        words.declare(
            world.a.id,
            date(2026, month, 1),
            {
                "online_teaching": online,
                "lessons_total_primary": 100,
                "lessons_online_primary": month,
            },
        )
    assert source_of(look(world), "ONLINE_TEACHING_DEPLOYED")[world.a.id] == (
        0, 1, Source.DECLARED,
    )  # fmt: skip
    august = look(world, as_of=date(2026, 8, 31))
    assert source_of(august, "ONLINE_TEACHING_DEPLOYED")[world.a.id] == (1, 1, Source.DECLARED)
    assert figure(look(world), "ONLINE_CURRICULUM_SHARE").share == Share(9, 100)
    assert figure(august, "ONLINE_CURRICULUM_SHARE").share == Share(8, 100)
    later = look(world, OCTOBER)
    assert source_of(later, "ONLINE_TEACHING_DEPLOYED")[world.a.id] == (0, 1, Source.MISSING)


def test_a_target_that_was_due_keeps_its_figure(world: World) -> None:
    worlds.hear(world, "", 1_000, paid_at=at(9, 30))
    worlds.hear(world, "", 1_000, paid_at=at(10, 1))
    post()
    found = verdicts(look(world))
    by_id = {one.target.id: one for one in found}
    assert [one.target.id for one in found] == [one.id for one in PLAN.targets]
    assert (by_id["EARLY"].figure.whole, by_id["TXN_COUNT_SHARE"].figure.whole) == (1, 2)
    assert by_id["EARLY"].state is VerdictState.REACHED
    assert by_id["PLATFORM_ADOPT"].state is VerdictState.NOT_YET
    assert by_id["HOSPITAL_FEE_VALUE_SHARE_OF_DUE"].state is VerdictState.NO_DATA


def test_2022_is_read_by_the_units_of_2022_and_by_those_of_today(world: World) -> None:
    then = date(2022, 10, 31)
    bac_giang = province("24", then)
    old = register(
        "24001", "Trường cũ", commune("Xã Lão Hộ", bac_giang, then), valid_from=date(2022, 1, 1)
    )
    pay(world, old, 500_000, "cash", datetime(2022, 10, 3, 9, tzinfo=VIETNAM))
    post()
    of_2022 = plan(
        target(Indicator.TXN_VALUE_SHARE, due_on=date(2022, 12, 31)),
        from_on=date(2022, 1, 1), until_on=date(2022, 12, 31),
    )  # fmt: skip
    then_seen = ground(plan=of_2022, place=bac_giang, as_of=date(2022, 12, 31))
    asked = date(2022, 12, 31)
    now_seen = ground(plan=of_2022, place=world.province, as_of=asked, on=worlds.TODAY)
    assert ground(plan=of_2022, place=bac_giang, as_of=worlds.TODAY).on == date(2025, 6, 30)
    for found in (then_seen, now_seen):
        assert figure(found, "TXN_VALUE_SHARE").share == Share(0, 500_000)
        assert len(found.facts) == 1
    assert then_seen.facts[0].parent_id != now_seen.facts[0].parent_id == world.province.pk


RULES = tuple(
    FacilityRule(
        id=one.value, sector=Sector.EDUCATION, requirement=one, reference="", minimum=3, of=4
    )
    for one in Requirement
)


def test_the_rules_for_facilities_say_who_fails_and_of_whom_nothing_is_known(world: World) -> None:
    worlds.hear(world, "", 1_000)
    post()
    found = ground(plan=plan(rules=RULES), place=world.province, as_of=ON)
    findings = rule_findings(found)
    both = (world.a.id, world.b.id)
    assert {id: (one.failing, one.unknown) for id, one in findings.items()} == {
        "METHODS_READY_MIN": (both, ()),
        "PAYMENT_MODULE_INTEGRATED": (both, ()),
        "FOCAL_POINT_ASSIGNED": ((), ()),
        "UNIFIED_FIELDS": ((), (world.b.id,)),
        "HIS_BANK_CONNECTION_449": ((), both),
        "CASHLESS_ACCEPT": ((), ()),
    }
    assert rule_failures(found)["METHODS_READY_MIN"] == list(both)
    assert {one.facilities for one in findings.values()} == {2}


def test_a_facility_sees_its_own_shares_and_its_largest_cash_flows(world: World) -> None:
    pay(world, register("31001", "Khác", world.commune), 9_000_000, "cash")
    worlds.hear(world, "", 600, method="qr")
    worlds.hear(world, "", 400, method="cash")
    post()
    mine = own(world.a.id, PLAN, ON)
    assert mine is not None
    assert (mine.payments, mine.value) == (Share(1, 2), Share(600, 1_000))
    assert [(one.payments, one.value_vnd) for one in mine.cash_flows] == [(1, 400)]
    adds = {one.target.id: (one.contribution.part, one.contribution.whole) for one in mine.targets}
    assert adds["TXN_VALUE_SHARE"] == (600, 1_000)
    assert "HOSPITAL_FEE_VALUE_SHARE_OF_DUE" not in adds
    before = date(2024, 12, 31)
    assert own(world.a.id, plan(until_on=before, from_on=date(2024, 1, 1)), before) is None


def test_a_plan_that_is_over_is_measured_on_the_year_at_hand(world: World) -> None:
    worlds.hear(world, "", 400, paid_at=at(1, 31))
    worlds.hear(world, "", 600, method="cash", paid_at=at(3, 1))
    post()
    over = plan(
        target(Indicator.TXN_VALUE_SHARE, due_on=date(2025, 12, 31)),
        from_on=date(2025, 7, 1), until_on=date(2025, 12, 31),
    )  # fmt: skip
    found = ground(plan=over, place=world.province, as_of=ON)
    assert found.window == (date(2026, 1, 1), ON)
    (told,) = verdicts(found)
    assert told.figure.share == Share(400, 1_000)
    assert told.state is VerdictState.MISSED


def test_an_officer_and_the_public_see_the_same_figures_as_the_worker(
    world: World, as_role: Callable[..., None]
) -> None:
    words.build(world, 5, [world.commune], facilities=6)
    window = (date(2026, 6, 15), date(2026, 9, 14))
    told = [one.figure for one in verdicts(look(world, window))]
    assert any(one.part for one in told)
    for scope in ((), (world.a.id,)):
        as_role("thuphi_app", *scope)
        assert [one.figure for one in verdicts(look(world, window))] == told


def test_a_ground_asks_the_database_a_fixed_number_of_questions(
    world: World, django_assert_num_queries: Callable[[int], object]
) -> None:
    words.build(world, 6, [world.commune], facilities=4)
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        found = look(world)
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        verdicts(found)
        series(found, "TXN_COUNT_SHARE")


HISTORIES = some.lists(
    some.tuples(
        some.integers(0, 1),
        some.integers(1, 5_000_000),
        some.sampled_from(["qr", "web", "card", "mobile_money", "cash"]),
        some.integers(0, 90 * 24 * 60),
    ),
    max_size=12,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=HISTORIES, first=some.integers(0, 80), days=some.integers(0, 60))
def test_any_window_counted_as_it_went_equals_the_same_counted_again(
    world: World, history: list[tuple[int, int, str, int]], first: int, days: int
) -> None:
    """Within one transaction histories pile up: what holds must hold after each of them."""
    payees = [world.a.sandbox, world.b.sandbox]
    for to, amount_vnd, method, minutes in history:
        worlds.hear(
            world, "", amount_vnd, merchant=payees[to], method=method,
            paid_at=at(7, 1, 0) + timedelta(minutes=minutes),
        )  # fmt: skip
    post()
    first_on = date(2026, 7, 1) + timedelta(days=first)
    window = (first_on, first_on + timedelta(days=days))
    whole = figure(look(world, window), "TXN_VALUE_SHARE")
    again = shares.counted_again([world.a.id, world.b.id], *window)
    assert whole.booked == total(again.values()).value
    assert figure(look(world, window), "TXN_COUNT_SHARE").booked == total(again.values()).payments
    assert whole.basis is Basis.VALUE
    span = Span(Month(2026, 7), Month(2026, 9))
    told = [one for id in (world.a.id, world.b.id) for one in shares.methods_of(id, span)]
    assert shares.recounted([world.a.id, world.b.id], span) == told


def test_a_month_whose_bills_were_all_cancelled_counts_as_it_was_declared(world: World) -> None:
    # The count of a month whose only bill was cancelled stays, with nothing in it.
    FeeCount.objects.create(
        facility_id=world.b.id, month=OCTOBER[0], kind="tuition", due_vnd=0, due_paid_vnd=0,
        due_cashless_vnd=0, collected_vnd=0, cashless_vnd=0,
    )  # fmt: skip
    words.declare(
        world.b.id, OCTOBER[0], {"tuition_collected_vnd": 800, "tuition_cashless_vnd": 300}
    )
    tuition = figure(look(world), "TUITION_VALUE_SHARE_OF_COLLECTED")
    assert (tuition.booked, tuition.declared) == (Share(0, 0), Share(300, 800))
