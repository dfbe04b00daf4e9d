"""Every verb on platforms; the only writer of this room's tables."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, NotAllowed, Permission
from thuphi.registers.facilities import queries as facilities

from . import errors, rules
from .models import Platform, PlatformListing, PlatformUse
from .rules import USE_STATES, Category, UseState


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlatform:
    """A platform as its papers describe it (M54). `source` is a document or a link."""

    name: str
    vendor: str
    is_vietnamese: bool
    categories: Collection[Category]
    source: str
    evaluation: str = ""


@transaction.atomic
def register_platform(*, by: Actor, platform: NewPlatform, at: datetime) -> Platform:
    """Put a digital platform into the register.

    Raises `PlatformIncomplete`, `PlatformTaken`, `NotAllowed`.
    """
    _require_register(by)
    name, vendor = platform.name.strip(), platform.vendor.strip()
    source = platform.source.strip()
    if not (name and vendor and source and platform.categories):
        raise errors.PlatformIncomplete
    try:
        with transaction.atomic():
            made = Platform.objects.create(
                name=name,
                vendor=vendor,
                is_vietnamese=platform.is_vietnamese,
                categories=sorted({category.value for category in platform.categories}),
                evaluation=platform.evaluation.strip(),
                source=source,
            )
    except IntegrityError as error:
        if "platform_is_there_once" in str(error):
            raise errors.PlatformTaken from error
        raise
    events.record(
        "platform_registered", by=by, subject=f"platform:{made.pk}", at=at, name=name, vendor=vendor
    )
    return made


@transaction.atomic
def list_platform(
    *,
    by: Actor,
    platform_id: int,
    list_code: str,
    from_on: date,
    source: str,
    at: datetime,
    until_on: date | None = None,
) -> PlatformListing:
    """Write down that a platform stands on a list (QD186) from a day on, or from a day to a day.

    `until_on` is the first day on which it no longer stands there. Raises `PlatformNotFound`,
    `ListCodeNotPlain`, `PlatformIncomplete` without a source, `DaysNotInOrder`, `ListedAlready`,
    `NotAllowed`.
    """
    _require_register(by)
    if not Platform.objects.filter(pk=platform_id).exists():
        raise errors.PlatformNotFound
    code = rules.list_code(list_code)
    if code is None:
        raise errors.ListCodeNotPlain
    if not source.strip():
        raise errors.PlatformIncomplete
    if until_on is not None and until_on <= from_on:
        raise errors.DaysNotInOrder
    try:
        with transaction.atomic():
            made = PlatformListing.objects.create(
                platform_id=platform_id,
                list_code=code,
                valid=(from_on, until_on),
                source=source.strip(),
            )
    except IntegrityError as error:
        if "platform_is_listed_once_at_a_time" in str(error):
            raise errors.ListedAlready from error
        raise
    events.record(
        "platform_listed", by=by, subject=f"platform:{platform_id}", at=at, list_code=code,
        from_on=from_on.isoformat(),
    )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUse:
    """What a facility declares of a platform it uses (M59)."""

    platform_id: int
    category: Category
    from_on: date
    evidence: str
    until_on: date | None = None
    """The first day on which it is used no longer."""


@transaction.atomic
def declare_use(*, by: Actor, facility_id: int, use: NewUse, at: datetime) -> PlatformUse:
    """Say that a facility uses a platform for a purpose; it counts once a department verifies it.

    Raises `PlatformNotFound`, `CategoryNotOfPlatform`, `CategoryNotOfSector`, `EvidenceMissing`,
    `DaysNotInOrder`, `UsedAlready`.
    """
    by.require(Permission.DECLARE, facility_id)
    platform = Platform.objects.filter(pk=use.platform_id).first()
    if platform is None:
        raise errors.PlatformNotFound
    if use.category.value not in platform.categories:
        raise errors.CategoryNotOfPlatform
    if use.category.sector.value != facilities.facility(facility_id).sector:
        raise errors.CategoryNotOfSector
    if not use.evidence.strip():
        raise errors.EvidenceMissing
    if use.until_on is not None and use.until_on <= use.from_on:
        raise errors.DaysNotInOrder
    try:
        with transaction.atomic():
            made = PlatformUse.objects.create(
                facility_id=facility_id,
                platform_id=platform.pk,
                category=use.category.value,
                valid=(use.from_on, use.until_on),
                evidence=use.evidence.strip(),
                declared_by=by.user_id,
                declared_at=at,
            )
    except IntegrityError as error:
        if "platform_is_used_once_at_a_time" in str(error):
            raise errors.UsedAlready from error
        raise
    _record("platform_use_declared", by, made, at)
    return made


@transaction.atomic
def decide_use(
    *, by: Actor, use_id: int, approve: bool, at: datetime, reason: str = ""
) -> PlatformUse:
    """Verify a declared use, or refuse it with a reason; a verified one may still be refused.

    Raises `UseNotFound`, `MoveNotAllowed`, `PersonNeeded`, `SecondPersonNeeded`, `ReasonMissing`.
    """
    found = _locked(use_id)
    by.require(Permission.DECLARATION_VERIFY, found.facility_id)
    state = USE_STATES.move(
        UseState(found.state), UseState.VERIFIED if approve else UseState.REFUSED
    )
    if by.user_id is None:
        raise errors.PersonNeeded
    if by.user_id == found.declared_by:
        raise errors.SecondPersonNeeded
    if not approve and not reason.strip():
        raise errors.ReasonMissing
    found.state, found.reason = state.value, reason.strip()
    found.decided_by, found.decided_at = by.user_id, at
    found.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    _record("platform_use_verified" if approve else "platform_use_refused", by, found, at)
    return found


@transaction.atomic
def end_use(*, by: Actor, use_id: int, on: date, at: datetime) -> PlatformUse:
    """Say that from this day on the platform is used no longer; up to it the use counts.

    What was not verified yet waits on, with its end. Raises `UseNotFound`, `DaysNotInOrder`,
    `MoveNotAllowed`.
    """
    found = _locked(use_id)
    by.require(Permission.DECLARE, found.facility_id)
    if UseState(found.state) is not UseState.DECLARED:
        found.state = USE_STATES.move(UseState(found.state), UseState.ENDED).value
    if on <= found.valid.lower or (found.valid.upper is not None and on > found.valid.upper):
        raise errors.DaysNotInOrder
    found.valid = (found.valid.lower, on)
    found.save(update_fields=["state", "valid"])
    _record("platform_use_ended", by, found, at)
    return found


def _require_register(by: Actor) -> None:
    if not (by.is_everywhere and by.may(Permission.REGISTER_WRITE)):
        raise NotAllowed(Permission.REGISTER_WRITE)


def _locked(use_id: int) -> PlatformUse:
    found = PlatformUse.objects.select_for_update(no_key=True).filter(pk=use_id).first()
    if found is None:
        raise errors.UseNotFound
    return found


def _record(kind: str, by: Actor, use: PlatformUse, at: datetime) -> None:
    events.record(
        kind,
        by=by,
        subject=f"platform_use:{use.pk}",
        at=at,
        facility_id=use.facility_id,
        platform=use.platform_id,
        category=use.category,
        reason=use.reason,
    )
