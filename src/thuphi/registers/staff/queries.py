"""Questions about logins: who is this person, as an Actor?"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.registers.agencies import queries as agencies
from thuphi.registers.facilities.models import Facility, FacilityPlace
from thuphi.registers.places import queries as places

from . import errors
from .models import Assignment, ClassAllowance, User
from .rules import PERMISSIONS, Role


def actor_for(user: User) -> Actor:
    """The person as a value: each role's permissions over that role's own branches.

    An assignment over a place covers the facilities that stand in it or in a unit below it today;
    one over an agency covers the facilities that answer to the agency, or to one it succeeded. Once
    the agency's own work has gone over to another, that one says who works for it.
    """
    by_role: dict[Role, list[Assignment]] = defaultdict(list)
    today = clock.today(clock.now())
    for one in Assignment.objects.filter(user=user).select_related("place", "agency"):
        if not _is_gone_over(one, today):
            by_role[Role(one.role)].append(one)
    held: dict[Permission, set[int]] = defaultdict(set)
    at_offices: dict[Permission, set[int]] = defaultdict(set)
    facilities: set[int] = set()
    offices: set[int] = set()
    for role, assignments in by_role.items():
        branch = {one.facility_id for one in assignments if one.facility_id is not None}
        branch |= facilities_below(assignments)
        facilities |= branch
        given = [one.agency_id for one in assignments if one.agency_id is not None]
        own = agencies.with_forebears(given) if given else frozenset()
        offices |= own
        for permission in PERMISSIONS[role]:
            held[permission] |= branch
            at_offices[permission] |= own
    return Actor(
        name=user.get_full_name(),
        user_id=user.pk,
        permissions=frozenset(held),
        facilities=frozenset(facilities),
        only={
            permission: frozenset(where)
            for permission, where in held.items()
            if len(where) != len(facilities)
        },
        agencies=frozenset(offices),
        only_agencies={
            permission: frozenset(where)
            for permission, where in at_offices.items()
            if len(where) != len(offices)
        },
        classes=frozenset(
            (one.facility_id, one.class_name)
            for one in by_role[Role.TEACHER]
            if one.facility_id is not None
        ),
    )


def _is_gone_over(one: Assignment, today: date) -> bool:
    agency = one.agency
    return agency is not None and agency.successor_id is not None and today not in agency.valid


def facilities_below(assignments: list[Assignment]) -> set[int]:
    """Facilities under the places and agencies of these assignments, as things stand today."""
    today = clock.today(clock.now())
    branch: set[int] = set()
    for one in assignments:
        if one.place is not None:
            branch |= set(places.branch_ids(one.place, today))
    offices = agencies.with_forebears(
        [one.agency_id for one in assignments if one.agency_id is not None]
    )
    found = set(
        FacilityPlace.objects.filter(place_id__in=branch, valid__contains=today).values_list(
            "facility_id", flat=True
        )
    )
    if offices:
        found |= set(Facility.objects.filter(agency_id__in=offices).values_list("pk", flat=True))
    return found


def assignments_of(user: User) -> list[Assignment]:
    """What a person was given, with the facility or place of each."""
    return list(
        Assignment.objects.filter(user=user).select_related(
            "facility", "place", "agency", "agency__place"
        )
    )


def login(username: str) -> User:
    """Who signs in under this name. Raises `PersonNotFound`."""
    found = User.objects.filter(username=User.normalize_username(username)).first()
    if found is None:
        raise errors.PersonNotFound
    return found


def staff_of(facility_id: int) -> list[Assignment]:
    """Everybody who was given a role over this facility itself, by role, class and name."""
    return list(
        Assignment.objects.filter(facility_id=facility_id)
        .select_related("user")
        .order_by("role", "class_name", "user__full_name", "pk")
    )


def teachers(facility_id: int) -> list[Assignment]:
    """Who looks after which class of a facility, class by class."""
    return list(
        Assignment.objects.filter(facility_id=facility_id, role=Role.TEACHER.value)
        .select_related("user")
        .order_by("class_name", "user__full_name", "pk")
    )


def class_allowance(facility_id: int) -> ClassAllowance | None:
    """The head's latest word on what teachers see, if there was one."""
    return ClassAllowance.objects.filter(facility_id=facility_id).order_by("-pk").first()
