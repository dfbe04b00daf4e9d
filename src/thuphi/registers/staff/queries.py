"""Questions about logins: who is this person, as an Actor?"""

from __future__ import annotations

from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Actor
from thuphi.registers.agencies import queries as agencies
from thuphi.registers.facilities.models import Facility, FacilityPlace
from thuphi.registers.places import queries as places

from .models import Assignment, User
from .rules import PERMISSIONS, Role


def actor_for(user: User) -> Actor:
    """The person as a value: permissions of all roles, facilities of all branches.

    An assignment over a place covers the facilities that stand in it or in a unit below it today;
    one over an agency covers the facilities that answer to the agency, or to one it succeeded.
    """
    assignments = list(Assignment.objects.filter(user=user).select_related("place"))
    permissions = frozenset(
        permission for one in assignments for permission in PERMISSIONS[Role(one.role)]
    )
    facilities = {one.facility_id for one in assignments if one.facility_id is not None}
    facilities |= facilities_below(assignments)
    return Actor(
        name=user.get_full_name(),
        user_id=user.pk,
        permissions=permissions,
        facilities=frozenset(facilities),
    )


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
        Assignment.objects.filter(user=user).select_related("facility", "place", "agency")
    )
