from datetime import date

import pytest

from tests import world as worlds
from thuphi.ground.kit.actor import SYSTEM, NotAllowed
from thuphi.registers.agencies import errors
from thuphi.registers.agencies.actions import found_agency, succeed
from thuphi.registers.agencies.models import Agency, AgencyKind
from thuphi.registers.agencies.queries import answering_on

MERGED_ON = date(2025, 3, 1)


def found(name: str, kind: AgencyKind, valid_from: date) -> Agency:
    return found_agency(
        by=SYSTEM, name=name, kind=kind, place_id=None, valid_from=valid_from, at=worlds.AT
    )


@pytest.fixture
def two(db: None) -> tuple[Agency, Agency]:
    """The department of information went over into that of science and technology in 2025."""
    return (
        found("Sở TTTT", AgencyKind.INFORMATION_DEPARTMENT, date(2022, 1, 1)),
        found("Sở KHCN", AgencyKind.SCIENCE_DEPARTMENT, date(2022, 1, 1)),
    )


def test_the_successor_answers_from_the_day_on(two: tuple[Agency, Agency]) -> None:
    old, new = two
    ended = succeed(by=SYSTEM, agency_id=old.pk, successor_id=new.pk, on=MERGED_ON, at=worlds.AT)
    assert ended.valid.upper == MERGED_ON
    assert answering_on(old.pk, date(2025, 2, 28)) == old
    assert answering_on(old.pk, MERGED_ON) == new


def test_an_agency_is_succeeded_once(two: tuple[Agency, Agency]) -> None:
    old, new = two
    succeed(by=SYSTEM, agency_id=old.pk, successor_id=new.pk, on=MERGED_ON, at=worlds.AT)
    with pytest.raises(errors.AgencyEndedAlready):
        succeed(by=SYSTEM, agency_id=old.pk, successor_id=new.pk, on=MERGED_ON, at=worlds.AT)


def test_nobody_succeeds_himself(two: tuple[Agency, Agency]) -> None:
    old, _ = two
    with pytest.raises(errors.SuccessorNotThere):
        succeed(by=SYSTEM, agency_id=old.pk, successor_id=old.pk, on=MERGED_ON, at=worlds.AT)


def test_a_successor_must_work_on_the_day(two: tuple[Agency, Agency]) -> None:
    old, _ = two
    late = found("Sở mới", AgencyKind.SCIENCE_DEPARTMENT, date(2026, 1, 1))
    with pytest.raises(errors.SuccessorNotThere):
        succeed(by=SYSTEM, agency_id=old.pk, successor_id=late.pk, on=MERGED_ON, at=worlds.AT)
    assert Agency.objects.get(pk=old.pk).valid.upper is None


def test_an_agency_does_not_end_before_it_began(two: tuple[Agency, Agency]) -> None:
    old, new = two
    first_on = date(2022, 1, 1)
    with pytest.raises(errors.SuccessorNotThere):
        succeed(by=SYSTEM, agency_id=old.pk, successor_id=new.pk, on=first_on, at=worlds.AT)


def test_an_unknown_agency_has_no_successor(two: tuple[Agency, Agency]) -> None:
    old, _ = two
    with pytest.raises(errors.AgencyNotFound):
        succeed(by=SYSTEM, agency_id=old.pk, successor_id=0, on=MERGED_ON, at=worlds.AT)


def test_an_officer_ends_no_agency(two: tuple[Agency, Agency]) -> None:
    world = worlds.build()
    old, new = two
    with pytest.raises(NotAllowed):
        succeed(
            by=world.dung.actor, agency_id=old.pk, successor_id=new.pk, on=MERGED_ON, at=worlds.AT
        )
