"""The shares of real bookings, exact to the đồng, by the units of the day they are asked for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests import world as worlds
from tests.oversight.towns import OCTOBER, below, commune, pay, post, province, register
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.periods import Month
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rules import Method
from thuphi.oversight.indicators.queries import shares
from thuphi.oversight.indicators.queries.shares import MethodFlow
from thuphi.oversight.indicators.rules import Measure, Share, Span, grouped, total
from thuphi.registers.facilities.actions import move_facility
from thuphi.registers.facilities.models import Level
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place


def measure(place: Place, span: Span = OCTOBER, on: date | None = None) -> Measure:
    return total(flow.measure for flow in below(place, span, on))


def test_a_cash_receipt_lowers_both_shares_of_school_commune_and_province(world: World) -> None:
    first, second, _third = worlds.issued_run(world)
    worlds.hear(world, first.code, first.total_vnd)
    post()
    before = Measure(Share(1, 1), Share(826_800, 826_800))
    assert measure(world.commune) == measure(world.province) == before

    payments.take_cash(
        by=world.minh.actor, code=second.code, amount_vnd=826_800, key="1", payer_name="",
        at=worlds.AT,
    )  # fmt: skip
    after = Measure(Share(1, 2), Share(826_800, 1_653_600))
    assert measure(world.commune) == measure(world.province) == after
    assert total(one.measure for one in shares.methods_of(world.a.id, OCTOBER)) == after
    assert shares.methods_of(world.a.id, OCTOBER) == [
        MethodFlow(world.a.id, Month(2026, 10), Method.QR, 1, 826_800),
        MethodFlow(world.a.id, Month(2026, 10), Method.CASH, 1, 826_800),
    ]


def test_all_money_counts_once_and_no_other(world: World) -> None:
    first, second, third = worlds.issued_run(world, allows_part=True)
    worlds.hear(world, first.code, 800_000)  # part
    worlds.hear(world, second.code, 900_000)  # over
    worlds.hear(world, "", 50_000, text="ung ho")  # unknown
    worlds.hear(world, third.code, 1_000, account="0000000000")  # another account
    post()
    assert measure(world.commune) == Measure(Share(3, 3), Share(1_750_000, 1_750_000))

    ownerless = Payment.objects.get(finding="unknown")
    payments.identify(by=world.lan.actor, payment_id=ownerless.pk, code=third.code, at=worlds.AT)
    assert Payment.objects.filter(facility_id=world.a.id).count() == 5
    assert measure(world.commune) == Measure(Share(3, 3), Share(1_750_000, 1_750_000))
    assert shares.recounted([world.a.id], OCTOBER) == shares.methods_of(world.a.id, OCTOBER)


def test_a_late_booking_counts_in_the_month_in_which_it_was_paid(world: World) -> None:
    bill = worlds.issued_run(world)[0]
    last_evening = datetime(2026, 9, 30, 23, 59, 59, tzinfo=VIETNAM)
    worlds.hear(world, bill.code, 826_800, paid_at=last_evening)
    worlds.hear(world, "", 10_000, paid_at=last_evening + timedelta(seconds=1))
    payments.post_waiting(at=worlds.AT + timedelta(days=40))
    september = Span.of(Month(2026, 9))
    assert measure(world.commune, september) == Measure(Share(1, 1), Share(826_800, 826_800))
    assert measure(world.commune) == Measure(Share(1, 1), Share(10_000, 10_000))
    both = Span(Month(2026, 9), Month(2026, 10))
    assert measure(world.commune, both) == Measure(Share(2, 2), Share(836_800, 836_800))
    assert shares.recounted([world.a.id], september) == shares.methods_of(world.a.id, september)


def test_each_province_has_its_own_money(world: World) -> None:
    thanh_hoa = province("38")
    hac_thanh = commune("Phường Hạc Thành", thanh_hoa)
    there = register("38001", "Trường Tiểu học Sông Mã", hac_thanh)
    clinic = register("38002", "Phòng khám Hạc Thành", hac_thanh, level=Level.CLINIC)
    pay(world, there, 300_000)
    pay(world, clinic, 100_000, "cash")
    worlds.hear(world, "", 70_000)
    post()
    assert measure(world.province) == Measure(Share(1, 1), Share(70_000, 70_000))
    assert measure(thanh_hoa) == Measure(Share(1, 2), Share(300_000, 400_000))
    by_facility = grouped(below(thanh_hoa), lambda flow: flow.facility_id)
    assert by_facility == {
        there.id: Measure(Share(1, 1), Share(300_000, 300_000)),
        clinic.id: Measure(Share(0, 1), Share(0, 100_000)),
    }
    sectors = {one: facility.sector for one, facility in shares.facilities(by_facility).items()}
    assert sectors == {there.id: "education", clinic.id: "health"}


def test_a_month_of_2022_is_read_by_the_units_of_2022_or_by_those_of_today(world: World) -> None:
    then = date(2022, 10, 31)
    bac_giang, old_bac_ninh = province("24", then), province("27", then)
    district = next(one for one in places.children(bac_giang, then) if "Yên Thế" in one.name)
    old_commune = places.children(district, then)[0]
    school = register("24001", "Trường cũ", old_commune, valid_from=date(2022, 1, 1))
    pay(world, school, 500_000, "cash", datetime(2022, 10, 3, 9, tzinfo=VIETNAM))
    pay(world, school, 200_000, "qr", worlds.AT)
    post()
    october_2022 = Span.of(Month(2022, 10))
    old = Measure(Share(0, 1), Share(0, 500_000))

    assert measure(bac_giang, october_2022) == old
    assert measure(district, october_2022) == old
    assert measure(old_commune, october_2022) == old
    assert measure(old_bac_ninh, october_2022) == Measure()
    new_commune = places.heir(old_commune, worlds.TODAY)
    assert new_commune != old_commune
    assert measure(world.province, october_2022, worlds.TODAY) == old
    assert measure(new_commune, october_2022, worlds.TODAY) == old
    assert measure(new_commune) == Measure(Share(1, 1), Share(200_000, 200_000))
    assert [flow.place_id for flow in below(bac_giang, october_2022)] == [old_commune.pk]
    assert [flow.place_id for flow in below(world.province)] == [new_commune.pk]


def test_a_facility_that_moved_counts_where_it_stood_last_in_the_month(world: World) -> None:
    from_here = commune("Xã Tân Chi", world.province)
    school = register("27009", "Trường dời chỗ", from_here)
    moved_on = date(2026, 10, 12)
    move_facility(
        by=SYSTEM,
        facility_id=school.id,
        place_id=world.commune.pk,
        from_on=moved_on,
        at=worlds.AT,
    )
    pay(world, school, 40_000, "qr", datetime(2026, 9, 5, 9, tzinfo=VIETNAM))
    pay(world, school, 60_000, "qr", datetime(2026, 10, 5, 9, tzinfo=VIETNAM))
    post()
    both = Span(Month(2026, 9), Month(2026, 10))
    assert measure(from_here, both) == Measure(Share(1, 1), Share(40_000, 40_000))
    assert measure(world.commune, both) == Measure(Share(1, 1), Share(60_000, 60_000))
    assert measure(world.province, both) == Measure(Share(2, 2), Share(100_000, 100_000))


PAYMENTS = some.lists(
    some.tuples(
        some.integers(0, 2),
        some.integers(1, 5_000_000),
        some.sampled_from([method.value for method in Method]),
        some.integers(0, 120),
    ),
    max_size=12,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=PAYMENTS)
def test_any_history_rebuilds_and_every_branch_adds_up(
    world: World, history: list[tuple[int, int, str, int]]
) -> None:
    """Within one transaction, histories pile up: what holds must hold after each of them."""
    payees = [world.a.sandbox, world.b.sandbox, world.sepay]
    for to, amount_vnd, method, days in history:
        worlds.hear(
            world, "", amount_vnd, merchant=payees[to], method=method,
            paid_at=worlds.AT - timedelta(days=days),
        )  # fmt: skip
    post()
    year = Span(Month(2026, 6), Month(2026, 10))
    ids = [world.a.id, world.b.id]
    told = [one for id in ids for one in shares.methods_of(id, year)]
    assert shares.recounted(ids, year) == told
    flows = below(world.province, year)
    communes = grouped(flows, lambda flow: flow.place_id)
    assert total(communes.values()) == total(one.measure for one in told)
    for place_id, found in communes.items():
        assert place_id is not None
        assert measure(Place.objects.get(pk=place_id), year) == found
    assert total(flow.measure for flow in shares.flows_of(ids, year)) == measure(
        world.province, year
    )


def test_of_no_facility_and_no_unit_nothing_is_told(world: World) -> None:
    assert shares.recounted([], OCTOBER) == []
    assert shares.flows_of([], OCTOBER) == []
    assert shares.flows_below([], worlds.TODAY, OCTOBER) == []
