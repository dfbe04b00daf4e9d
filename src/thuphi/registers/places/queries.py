"""Every question the register of places answers."""

from datetime import date
from pathlib import Path

from django.db.models import Q, QuerySet

from thuphi.ground.kit.fold import search_key
from thuphi.registers.places import rules
from thuphi.registers.places.errors import PlaceIsNotACommune, PlaceNotInForce, PlaceNotThere
from thuphi.registers.places.models import Place, PlaceSuccession
from thuphi.registers.places.rules import Kind, Level, PlaceId

SQL = Path(__file__).parent / "sql"
HEIRS = (SQL / "heirs.sql").read_text("utf-8")
FOREBEARS = (SQL / "forebears.sql").read_text("utf-8")


def place_on(*, code: str, level: Level, on: date) -> Place:
    """The unit that bore the code on a day; raises `PlaceNotThere`."""
    try:
        return in_force(on).get(code=code, level=level.value)
    except Place.DoesNotExist:
        raise PlaceNotThere(code, level, on) from None


def provinces(on: date) -> list[Place]:
    """The provinces of the register on a day, by code."""
    return list(in_force(on).filter(level=Level.PROVINCE.value).order_by("code"))


def children(place: Place, on: date) -> list[Place]:
    """The units directly below on a day, by code."""
    return list(in_force(on).filter(parent_id=place.pk).order_by("code"))


def communes(place: Place, on: date) -> list[Place]:
    """All communes below a province or district on a day, by code."""
    below = Q(province_id=place.pk) | Q(parent_id=place.pk)
    return list(in_force(on).filter(below, level=Level.COMMUNE.value).order_by("code"))


def branch_ids(place: Place, on: date) -> frozenset[PlaceId]:
    """Ids of the unit and of all below it on a day; empty if it was not in force then."""
    branch = Q(pk=place.pk) | Q(parent_id=place.pk) | Q(province_id=place.pk)
    ids = frozenset(PlaceId(pk) for pk in in_force(on).filter(branch).values_list("pk", flat=True))
    return ids if place.pk in ids else frozenset()


def successors(place: Place) -> list[PlaceSuccession]:
    """What took the unit over, the default first."""
    links = PlaceSuccession.objects.filter(predecessor_id=place.pk).select_related("successor")
    return list(links.order_by("-is_default", "successor_id"))


def predecessors(place: Place) -> list[PlaceSuccession]:
    """What the unit took over."""
    links = PlaceSuccession.objects.filter(successor_id=place.pk).select_related("predecessor")
    return list(links.order_by("predecessor_id"))


def heirs(place: Place, on: date) -> list[Place]:
    """What the unit has become by a day, over any number of changes: itself while it lasts."""
    parameters = {"place": place.pk, "on": on, "only_default": False}
    return list(Place.objects.raw(HEIRS, parameters))


def heir(place: Place, on: date) -> Place:
    """The one unit that stands for this one on a day; of a split one the default part.

    Raises `PlaceNotInForce` when the unit had not begun by then or ended without an heir.
    """
    parameters = {"place": place.pk, "on": on, "only_default": True}
    for found in Place.objects.raw(HEIRS, parameters):
        return found
    raise PlaceNotInForce(place.reference, on)


def forebears(place: Place, on: date) -> list[Place]:
    """What lay on an earlier day where the unit lies: wholly or in part."""
    return list(Place.objects.raw(FOREBEARS, {"place": place.pk, "on": on}))


def is_urban(place: Place, on: date) -> bool:
    """Whether a commune counted as urban on a day: wards, and townships until 30/6/2025.

    Raises `PlaceIsNotACommune` or `PlaceNotInForce`.
    """
    if place.level != Level.COMMUNE:
        raise PlaceIsNotACommune(place.reference)
    if on not in place.valid:
        raise PlaceNotInForce(place.reference, on)
    return rules.is_urban(kind=Kind(place.kind), on=on)


def search(*, name: str, province: Place, on: date, limit: int = 20) -> list[Place]:
    """Units of a province whose name holds the text, accents ignored; exact names first."""
    key = search_key(name)
    if not key:
        return []
    found = in_force(on).filter(province_id=province.pk, search_key__contains=key)

    def nearness(place: Place) -> tuple[bool, bool, str, str]:
        bare = search_key(place.name)
        return bare != key, not bare.startswith(key), bare, place.code

    return sorted(found, key=nearness)[:limit]


def in_force(on: date) -> QuerySet[Place]:
    """The units whose days include this one."""
    return Place.objects.filter(valid__contains=on)
