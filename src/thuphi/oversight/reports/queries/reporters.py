"""Which registered offices owe a duty, and which ones a report goes through, on a day."""

from __future__ import annotations

from datetime import date

from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import ALL_UNITS, Duty, Plan
from thuphi.oversight.reports import errors
from thuphi.oversight.reports.rules import routes
from thuphi.registers.agencies.models import Agency
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place


def province_on(plan: Plan, place: Place, on: date) -> Place | None:
    """The province as it stood on a day: itself, its heir, or what the plan calls it then."""
    if on in place.valid:
        return place
    if on < place.valid.lower:
        return plans.province_of(plan, on)
    return places.heir(place, on)


def reporters(plan: Plan, duty: Duty, place: Place, on: date) -> list[Agency]:
    """The offices that owe a duty on a day, by name; those it goes to owe it to nobody."""
    found: dict[int, Agency] = {}
    for code in routes.reporter_codes(plan, duty):
        for agency in plans.agencies_for(plan, code, place, on):
            found[agency.pk] = agency
    if duty.reporter == ALL_UNITS:
        for code in routes.route_codes(duty):
            for agency in plans.agencies_for(plan, code, place, on):
                found.pop(agency.pk, None)
    return sorted(found.values(), key=lambda agency: (agency.name, agency.pk))


def receivers(plan: Plan, duty: Duty, place: Place, on: date) -> list[Agency]:
    """The offices a report goes through on a day, in order. Raises `NobodyAnswers`."""
    found: list[Agency] = []
    for code in routes.route_codes(duty):
        answering = plans.agencies_for(plan, code, place, on)
        if not answering:
            raise errors.NobodyAnswers(code)
        if all(one.pk != answering[0].pk for one in found):
            found.append(answering[0])
    return found
