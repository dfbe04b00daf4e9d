"""Questions about pupils, patients and those who pay for them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count

from thuphi.ground.kit.fold import search_key

from . import rules
from .models import Beneficiary


def by_codes(facility_id: int, codes: Collection[str]) -> dict[str, Beneficiary]:
    """The people of a facility who have these codes; who is not there is left out."""
    found = Beneficiary.objects.filter(facility_id=facility_id, code__in=list(codes))
    return {one.code: one for one in found}


def search(facility_id: int, words: str, *, limit: int = 50) -> list[Beneficiary]:
    """People whose name, code, class or payer's name holds every word, accents ignored."""
    wanted = search_key(words).split()
    if not wanted:
        return []
    found = Beneficiary.objects.filter(facility_id=facility_id)
    for word in wanted:
        found = found.filter(search_key__contains=word)
    return list(found.order_by("-is_active", "class_name", "name", "pk")[:limit])


def classes(facility_id: int) -> list[tuple[str, str, int]]:
    """Class, grade and number of active people in it; 2A before 10A."""
    counted = (
        Beneficiary.objects.filter(facility_id=facility_id, is_active=True)
        .values_list("class_name", "grade")
        .annotate(people=Count("pk"))
        .order_by()
    )
    rows = [(class_name, grade, people) for class_name, grade, people in counted]
    return sorted(rows, key=lambda row: (rules.natural(row[1]), rules.natural(row[0])))


def proves(beneficiary: Beneficiary, fact: str) -> bool:
    """Whether somebody knows a second fact: the birth date, or the end of the payer's phone."""
    return rules.proves(fact=fact, born_on=beneficiary.born_on, payer_phone=beneficiary.payer_phone)
