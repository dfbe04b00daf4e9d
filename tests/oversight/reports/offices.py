"""The offices of a province, then and now, with somebody at work in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from thuphi.ground.kit.actor import SYSTEM, Actor
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Plan
from thuphi.registers.agencies import actions as agencies
from thuphi.registers.agencies import queries as agency_queries
from thuphi.registers.agencies.models import Agency, AgencyKind
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place
from thuphi.registers.places.rules import Level
from thuphi.registers.staff.rules import PERMISSIONS, Role

FOUNDED_ON = date(2020, 1, 1)
MERGED_ON = date(2025, 3, 1)
REFORM_ON = date(2025, 7, 1)
AT_2022 = datetime(2022, 3, 16, 9, 0, tzinfo=VIETNAM)


@dataclass(frozen=True, slots=True)
class Offices:
    """A province of 2022 with its offices; `local` are the committees of its districts."""

    place: Place
    information: Agency
    education: Agency
    health: Agency
    committee: Agency
    ministry: Agency
    local: tuple[Agency, ...]


def found(name: str, kind: AgencyKind, place: Place | None, on: date = FOUNDED_ON) -> Agency:
    """An office from its founding day."""
    return agencies.found_agency(
        by=SYSTEM,
        name=name,
        kind=kind,
        place_id=None if place is None else place.pk,
        valid_from=on,
        at=AT_2022,
    )


def province(code: str, on: date) -> Place:
    """The province that bore a code on a day."""
    return places.place_on(code=code, level=Level.PROVINCE, on=on)


def of_2022(code: str = "24", districts: int = 2) -> Offices:
    """A province with the offices its plan names, and some of its districts' committees."""
    on = date(2022, 6, 1)
    place = province(code, on)
    return Offices(
        place=place,
        information=found("Sở Thông tin và Truyền thông", AgencyKind.INFORMATION_DEPARTMENT, place),
        education=found("Sở Giáo dục và Đào tạo", AgencyKind.EDUCATION_DEPARTMENT, place),
        health=found("Sở Y tế", AgencyKind.HEALTH_DEPARTMENT, place),
        committee=found("Ủy ban nhân dân tỉnh", AgencyKind.PEOPLES_COMMITTEE, place),
        ministry=found("Bộ Thông tin và Truyền thông", AgencyKind.MINISTRY, None),
        local=tuple(
            found(f"Ủy ban nhân dân {one.full_name}", AgencyKind.PEOPLES_COMMITTEE, one)
            for one in places.children(place, on)[:districts]
        ),
    )


def merge_information(offices: Offices) -> Agency:
    """The department of 2022 goes over into the department of science and technology."""
    science = found(
        "Sở Khoa học và Công nghệ", AgencyKind.SCIENCE_DEPARTMENT, offices.place, MERGED_ON
    )
    agencies.succeed(
        by=SYSTEM,
        agency_id=offices.information.pk,
        successor_id=science.pk,
        on=MERGED_ON,
        at=AT_2022,
    )
    return science


def officer(agency: Agency, role: Role = Role.OFFICER, name: str = "") -> Actor:
    """Somebody at work in an office, with all whose work went over to it."""
    return Actor(
        name=name or f"cán bộ {agency.name}",
        permissions=frozenset(PERMISSIONS[role]),
        agencies=agency_queries.with_forebears([agency.pk]),
    )


def chairman(offices: Offices) -> Actor:
    """Who decides in the province's people's committee."""
    return officer(offices.committee, Role.CHAIRMAN, "Chủ tịch")


def plan(id: str) -> Plan:
    """A shipped plan."""
    return plans.plan(id)


def close_ministry(offices: Offices) -> None:
    """The ministry is no more, as if it had never been registered under this name."""
    Agency.objects.filter(pk=offices.ministry.pk).update(name="Bộ khác")


def found_state_bank(offices: Offices) -> Agency:
    """The state bank's branch in the province."""
    return found("NHNN chi nhánh tỉnh", AgencyKind.STATE_BANK, offices.place)


def found_communes(place: Place, on: date, count: int) -> list[Agency]:
    """The committees of some communes of a province of today."""
    return [
        found(f"Ủy ban nhân dân {one.full_name}", AgencyKind.PEOPLES_COMMITTEE, one, on)
        for one in places.communes(place, on)[:count]
    ]
