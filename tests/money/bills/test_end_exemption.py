from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests import world as worlds
from tests.world import AT, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.bills import actions, errors, rights
from thuphi.money.bills.models import Exemption
from thuphi.money.bills.queries import exemptions
from thuphi.money.bills.rules import ExemptionKind, Period, days_of


@pytest.fixture
def right(world: World) -> Exemption:
    """Half of the boarding fee, the first term, for a near-poor household."""
    begins, ends = days_of(Period.FIRST_TERM, worlds.SCHOOL_YEAR)
    return actions.exempt(
        by=world.lan.actor, facility_id=world.a.id, beneficiary_id=world.a.pupils["HS001"].pk,
        fee_item_id=world.a.items["BT"].pk, percent=50, reason="Hộ cận nghèo 2026",
        from_on=begins, until_on=ends, at=AT, kind=ExemptionKind.NEAR_POOR_HOUSEHOLD,
        period=Period.FIRST_TERM, paper="GXN 12/UBND ngày 03/9/2026",
    )  # fmt: skip


def test_terms_are_four_and_five_months_of_fees() -> None:
    year = "2026-2027"
    assert days_of(Period.YEAR, year) == (date(2026, 8, 1), date(2027, 8, 1))
    assert days_of(Period.FIRST_TERM, year) == (date(2026, 8, 1), date(2027, 1, 1))
    assert days_of(Period.SECOND_TERM, year) == (date(2027, 1, 1), date(2027, 8, 1))


def test_a_right_of_the_first_term_does_not_hold_in_the_second(
    world: World, right: Exemption
) -> None:
    (autumn, *_) = worlds.issued_run(world, items=[("BT", 1)])
    (spring, *_) = worlds.issued_run(
        world, name="Thu tháng 1", items=[("BT", 1)], due_on=date(2027, 1, 31)
    )
    assert (autumn.total_vnd, spring.total_vnd) == (75_000, 150_000)


def test_a_right_ends_sooner_and_is_found_by_its_kind(
    world: World, right: Exemption, as_role: Callable[..., None]
) -> None:
    assert exemptions.counts_by_kind(world.a.id, worlds.TODAY) == {
        ExemptionKind.NEAR_POOR_HOUSEHOLD: 1
    }
    as_role("thuphi_app", world.a.id)
    ended = rights.end_exemption(
        by=world.lan.actor, exemption_id=right.pk, last_on=date(2026, 9, 30), reason="Hết diện",
        at=AT,
    )  # fmt: skip
    assert ended.until_on == date(2026, 10, 1)
    assert list(exemptions.exemptions(world.a.id, on=worlds.TODAY)) == []
    assert [one.pk for one in exemptions.exemptions(world.a.id)] == [right.pk]


def test_a_right_neither_ends_later_nor_before_it_begins_nor_for_strangers(
    world: World, right: Exemption
) -> None:
    for day, reason, refusal in (
        (date(2026, 9, 30), "", errors.ReasonMissing),
        (date(2026, 12, 31), "x", errors.NotSooner),
        (date(2026, 7, 31), "x", errors.ExemptionEndsBeforeItBegins),
    ):
        with pytest.raises(refusal):
            rights.end_exemption(
                by=world.lan.actor, exemption_id=right.pk, last_on=day, reason=reason, at=AT
            )
    for person, refused in ((world.quan, NotYours), (world.minh, NotAllowed)):
        with pytest.raises(refused):
            rights.end_exemption(
                by=person.actor, exemption_id=right.pk, last_on=worlds.TODAY, reason="x", at=AT
            )
    with pytest.raises(errors.ExemptionNotFound):
        rights.end_exemption(
            by=world.lan.actor, exemption_id=0, last_on=worlds.TODAY, reason="x", at=AT
        )
