"""Every verb on facilities and their accounts; the only writer of this room's tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from thuphi.ground.channels.banks import BANKS
from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, NotAllowed, Permission
from thuphi.ground.kit.fold import search_key
from thuphi.registers.places import queries as places
from thuphi.registers.places.errors import PlaceIsNotACommune, PlaceNotInForce
from thuphi.registers.places.models import Place
from thuphi.registers.places.rules import Level as PlaceLevel

from . import errors, rules
from .models import (
    AccountState,
    AreaClass,
    BeneficiaryAccount,
    Facility,
    FacilityArea,
    FacilityPlace,
    Level,
    Ownership,
    Sector,
    Tier,
)


@dataclass(frozen=True, slots=True)
class NewFacility:
    """What a facility is. The focal point is the named person with a phone (M47)."""

    code: str
    name: str
    sector: Sector
    level: Level
    tier: Tier
    ownership: Ownership
    agency_id: int | None = None
    focal_name: str = ""
    focal_phone: str = ""
    address: str = ""


@transaction.atomic
def register_facility(
    *,
    by: Actor,
    facility: NewFacility,
    place_id: int,
    area: AreaClass,
    valid_from: date,
    at: datetime,
) -> Facility:
    """Register a school or health facility in a commune from a day on.

    When the commune has become another since, the facility has gone over with it. Raises
    `FacilityIncomplete`, `FacilityCodeTaken`, `LevelNotOfSector`, `PlaceIsNotACommune`,
    `PlaceNotInForce`, `NotAllowed`.
    """
    if not (by.is_everywhere and by.may(Permission.REGISTER_WRITE)):
        raise NotAllowed(Permission.REGISTER_WRITE)
    if not (facility.code.strip() and facility.name.strip()):
        raise errors.FacilityIncomplete
    if Level(facility.level) not in rules.LEVELS[Sector(facility.sector)]:
        raise errors.LevelNotOfSector
    spans = _places_from(Place.objects.get(pk=place_id), valid_from)
    created = _create(facility)
    FacilityPlace.objects.bulk_create(
        [
            FacilityPlace(facility=created, place=place, valid=(first_on, end_on))
            for place, first_on, end_on in spans
        ]
    )
    FacilityArea.objects.create(
        facility=created, area=AreaClass(area).value, valid=(valid_from, None)
    )
    events.record(
        "facility_registered",
        by=by,
        subject=f"facility:{created.pk}",
        at=at,
        facility_id=created.pk,
        code=created.code,
    )
    return created


def _create(facility: NewFacility) -> Facility:
    code, name = facility.code.strip(), facility.name.strip()
    try:
        with transaction.atomic():
            return Facility.objects.create(
                code=code,
                name=name,
                search_key=search_key(f"{name} {code}"),
                sector=Sector(facility.sector).value,
                level=Level(facility.level).value,
                tier=Tier(facility.tier).value,
                ownership=Ownership(facility.ownership).value,
                agency_id=facility.agency_id,
                focal_name=facility.focal_name.strip(),
                focal_phone=facility.focal_phone.strip(),
                address=facility.address.strip(),
            )
    except IntegrityError as error:
        if "facility_code" in str(error):
            raise errors.FacilityCodeTaken(code) from error
        raise


def _places_from(place: Place, valid_from: date) -> list[tuple[Place, date, date | None]]:
    """The commune and what it became, each with the days in which the facility stood in it."""
    if place.level != PlaceLevel.COMMUNE.value:
        raise PlaceIsNotACommune(place.reference)
    if valid_from not in place.valid:
        raise PlaceNotInForce(place.reference, valid_from)
    spans: list[tuple[Place, date, date | None]] = [(place, valid_from, place.valid.upper)]
    while (end_on := spans[-1][2]) is not None:
        next_place = places.heir(spans[-1][0], end_on)
        spans.append((next_place, end_on, next_place.valid.upper))
    return spans


@transaction.atomic
def propose_account(
    *, by: Actor, facility_id: int, bin: str, number: str, name: str, at: datetime
) -> BeneficiaryAccount:
    """Propose the account families are to pay into; nothing changes until another person agrees.

    Raises `PersonNeeded`, `BankNotKnown`, `AccountNumberWrong`, `AccountNameMissing`,
    `ProposalWaiting`.
    """
    by.require(Permission.ACCOUNT_PROPOSE, facility_id)
    if by.user_id is None:
        raise errors.PersonNeeded
    if bin not in BANKS:
        raise errors.BankNotKnown(bin)
    plain = rules.account_number(number)
    if plain is None:
        raise errors.AccountNumberWrong
    if not name.strip():
        raise errors.AccountNameMissing
    try:
        with transaction.atomic():
            account = BeneficiaryAccount.objects.create(
                facility_id=facility_id,
                bin=bin,
                number=plain,
                name=name.strip(),
                proposed_by=by.user_id,
                proposed_at=at,
            )
    except IntegrityError as error:
        if "facility_has_one_proposed_account" in str(error):
            raise errors.ProposalWaiting from error
        raise
    events.record(
        "account_proposed",
        by=by,
        subject=f"account:{account.pk}",
        at=at,
        facility_id=facility_id,
        bin=bin,
        ends_with=plain[-4:],
    )
    return account


@transaction.atomic
def decide_account(
    *, by: Actor, account_id: int, approve: bool, at: datetime
) -> BeneficiaryAccount:
    """Approve or refuse a proposed account; an approved one takes the place of the old.

    Raises `AccountNotFound`, `AccountDecidedAlready`, `PersonNeeded`, `SecondPersonNeeded`.
    """
    proposal = BeneficiaryAccount.objects.filter(pk=account_id).first()
    if proposal is None:
        raise errors.AccountNotFound
    by.require(Permission.ACCOUNT_APPROVE, proposal.facility_id)
    # The facility is locked before its accounts, so two deciders cannot pass each other.
    Facility.objects.select_for_update(no_key=True).get(pk=proposal.facility_id)
    proposal.refresh_from_db()
    if proposal.state != AccountState.PROPOSED.value:
        raise errors.AccountDecidedAlready
    if by.user_id is None:
        raise errors.PersonNeeded
    if by.user_id == proposal.proposed_by:
        raise errors.SecondPersonNeeded
    retired = 0
    if approve:
        approved = BeneficiaryAccount.objects.filter(
            facility_id=proposal.facility_id, state=AccountState.APPROVED.value
        )
        retired = approved.update(state=AccountState.RETIRED.value)
    proposal.state = (AccountState.APPROVED if approve else AccountState.REFUSED).value
    proposal.decided_by = by.user_id
    proposal.decided_at = at
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    events.record(
        "account_approved" if approve else "account_refused",
        by=by,
        subject=f"account:{account_id}",
        at=at,
        facility_id=proposal.facility_id,
        retired=retired,
    )
    return proposal
