"""Questions about facilities, where they stand and where families pay."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from thuphi.ground.events.models import Event
from thuphi.ground.kit.fold import search_key
from thuphi.registers.places.models import Place

from . import errors
from .models import (
    AccountState,
    AreaClass,
    BeneficiaryAccount,
    Facility,
    FacilityArea,
    FacilityPlace,
)


def facility(facility_id: int) -> Facility:
    """The facility of this id. Raises `FacilityNotFound`."""
    found = Facility.objects.filter(pk=facility_id).select_related("agency").first()
    if found is None:
        raise errors.FacilityNotFound
    return found


def facility_by_code(code: str) -> Facility:
    """The facility of this code. Raises `FacilityNotFound`."""
    found = Facility.objects.filter(code=code).select_related("agency").first()
    if found is None:
        raise errors.FacilityNotFound
    return found


def approved_account(facility_id: int) -> BeneficiaryAccount | None:
    """The one account families pay into, if two persons have agreed on one."""
    return _account(facility_id, AccountState.APPROVED)


def proposed_account(facility_id: int) -> BeneficiaryAccount | None:
    """The account that waits for a second person, if any."""
    return _account(facility_id, AccountState.PROPOSED)


def _account(facility_id: int, state: AccountState) -> BeneficiaryAccount | None:
    return BeneficiaryAccount.objects.filter(facility_id=facility_id, state=state.value).first()


def accounts_of(facility_id: int) -> list[BeneficiaryAccount]:
    """Every account that was ever proposed for a facility, the latest first."""
    return list(BeneficiaryAccount.objects.filter(facility_id=facility_id).order_by("-pk"))


def account_history(accounts: Sequence[BeneficiaryAccount]) -> list[Event]:
    """Who proposed, approved or refused these accounts (`account:<id>`), the latest first."""
    found = Event.objects.filter(
        subject__in=[f"account:{account.pk}" for account in accounts],
        facility_id__in={account.facility_id for account in accounts},
    )
    return list(found.order_by("-id"))


def place_of(facility_id: int, on: date) -> Place | None:
    """The commune a facility stands in on a day."""
    span = (
        FacilityPlace.objects.filter(facility_id=facility_id, valid__contains=on)
        .select_related("place", "place__parent", "place__province")
        .first()
    )
    return span.place if span else None


def area_of(facility_id: int, on: date) -> AreaClass | None:
    """The area class of a facility on a day."""
    span = FacilityArea.objects.filter(facility_id=facility_id, valid__contains=on).first()
    return AreaClass(span.area) if span else None


def facilities_in(place_ids: Collection[int], on: date) -> list[int]:
    """Ids of the facilities that stand in one of these communes on a day, in their order."""
    spans = FacilityPlace.objects.filter(place_id__in=place_ids, valid__contains=on)
    return list(spans.order_by("facility_id").values_list("facility_id", flat=True))


def search(words: str, *, limit: int = 20) -> list[Facility]:
    """Facilities whose name or code holds every word, accents ignored."""
    found = Facility.objects.all()
    for word in search_key(words).split():
        found = found.filter(search_key__contains=word)
    return list(found.order_by("name", "pk")[:limit])
