"""Verbs on merchants. Settings come in, are parted and sealed, and never go out from here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path

from django.conf import settings as installation
from django.db import IntegrityError, connection, transaction
from django.views.decorators.debug import sensitive_variables

from thuphi.ground.channels.contract import Connector
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.seal import seal
from thuphi.ground.kit.sql import statement
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import Facility
from thuphi.registers.methods import errors, rules
from thuphi.registers.methods.models import Merchant

_ROOM = str(Path(__file__).parent)


@sensitive_variables()
@transaction.atomic
def register_merchant(
    *,
    by: Actor,
    facility_id: int,
    channel: str,
    slug: str,
    account_number: str,
    settings: Mapping[str, str],
    at: datetime,
) -> Merchant:
    """Let a provider tell of a facility's money at `/gate/<channel>/<slug>`; secrets are sealed.

    Raises `ChannelNotKnown`, `SlugNotPlain`, `SlugTaken`, `SettingNotKnown`, `AddressNotSafe`,
    `SecretMissing`, `AccountWatchedAlready`.
    """
    by.require(Permission.METHOD_WRITE, facility_id)
    connector = CONNECTORS.get(channel)
    if connector is None:
        raise errors.ChannelNotKnown(channel)
    if not rules.is_plain(slug):
        raise errors.SlugNotPlain(slug)
    apart = rules.sort_settings(connector, settings)
    account = account_number.strip()
    beside = _watching(facility_id, account)
    if any(one.channel == channel for one in beside):
        raise errors.AccountWatchedAlready
    try:
        with transaction.atomic():
            merchant = Merchant.objects.create(
                channel=channel,
                slug=slug,
                facility_id=facility_id,
                account_number=account,
                shares_account=bool(beside),
                settings=dict(apart.open),
                sealed=seal(installation.MASTER_SECRET, apart.secrets),
                secret_names=sorted(apart.secrets),
            )
    except IntegrityError as error:
        if "merchant_slug_is_unique" in str(error):
            raise errors.SlugTaken(slug) from error
        raise
    _share(beside)
    events.record(
        "merchant_registered",
        by=by,
        subject=f"merchant:{merchant.pk}",
        at=at,
        facility_id=facility_id,
        channel=channel,
        slug=slug,
    )
    return merchant


@sensitive_variables()
@transaction.atomic
def change_settings(
    *,
    by: Actor,
    merchant_id: int,
    settings: Mapping[str, str],
    drop: Collection[str] = (),
    at: datetime,
) -> None:
    """Say a merchant's settings anew. Open ones are replaced by those given.

    When a secret is among them, all old secrets are replaced: each is given anew, or named in
    `drop`. Without any the sealed ones stay. The event names what was changed, never what it says.
    Raises `MerchantNotFound`, `SettingNotKnown`, `AddressNotSafe`, `SecretNotRepeated`.
    """
    merchant = _locked(by, merchant_id)
    apart = rules.part(_connector(merchant), settings)
    addresses = _connector(merchant).ADDRESSES
    if merchant.secret_names and any(
        merchant.settings.get(name) != apart.open.get(name) for name in addresses
    ):
        # Who moves the address to which secrets are sent has to know all of them.
        rules.check_whole(merchant.secret_names, apart.secrets, ())
        if not apart.secrets:
            raise errors.SecretNotRepeated(merchant.secret_names[0])
    rules.check_whole(merchant.secret_names, apart.secrets, drop)
    changed = sorted(
        {
            name
            for name in {*merchant.settings, *apart.open}
            if merchant.settings.get(name) != apart.open.get(name)
        }
    )
    merchant.settings = dict(apart.open)
    fields = ["settings"]
    if apart.secrets:
        merchant.sealed = seal(installation.MASTER_SECRET, apart.secrets)
        merchant.secret_names = sorted(apart.secrets)
        fields += ["sealed", "secret_names"]
    merchant.save(update_fields=fields)
    _record(
        "merchant_settings_changed",
        by,
        merchant,
        at,
        settings=", ".join(changed),
        secrets=", ".join(sorted(apart.secrets)),
    )


@transaction.atomic
def point_at_account(*, by: Actor, merchant_id: int, at: datetime) -> Merchant:
    """Let a merchant watch the account that two persons have approved since.

    Raises `MerchantNotFound`, `NoApprovedAccount`, `AccountIsTheSame`, `AccountWatchedAlready`.
    """
    merchant = _locked(by, merchant_id)
    approved = facilities.approved_account(merchant.facility_id)
    if approved is None:
        raise errors.NoApprovedAccount
    if approved.number == merchant.account_number:
        raise errors.AccountIsTheSame
    beside = _watching(merchant.facility_id, approved.number)
    if any(one.channel == merchant.channel for one in beside):
        raise errors.AccountWatchedAlready
    merchant.account_number = approved.number
    # Who has once shared an account may still tell of it late, so sharing is never taken back.
    merchant.shares_account = merchant.shares_account or bool(beside)
    merchant.save(update_fields=["account_number", "shares_account"])
    _share(beside)
    _record("merchant_pointed_at_account", by, merchant, at, ends_with=approved.number[-4:])
    return merchant


@transaction.atomic
def deactivate_merchant(*, by: Actor, merchant_id: int, at: datetime) -> Merchant:
    """Take a merchant out of use: its provider is not heard and nobody is offered this way.

    What was begun can still be asked about and refunded. Raises `MerchantNotFound`,
    `MerchantNotActive`.
    """
    merchant = _locked(by, merchant_id)
    if not merchant.is_active:
        raise errors.MerchantNotActive
    merchant.is_active = False
    merchant.save(update_fields=["is_active"])
    _record("merchant_deactivated", by, merchant, at)
    return merchant


@transaction.atomic
def activate_merchant(*, by: Actor, merchant_id: int, at: datetime) -> Merchant:
    """Put a merchant back into use. Raises `MerchantNotFound`, `MerchantIsActive`,
    `AccountWatchedAlready`."""
    merchant = _locked(by, merchant_id)
    if merchant.is_active:
        raise errors.MerchantIsActive
    beside = _watching(merchant.facility_id, merchant.account_number)
    if any(one.channel == merchant.channel for one in beside):
        raise errors.AccountWatchedAlready
    merchant.is_active = True
    merchant.shares_account = merchant.shares_account or bool(beside)
    merchant.save(update_fields=["is_active", "shares_account"])
    _share(beside)
    _record("merchant_activated", by, merchant, at)
    return merchant


@transaction.atomic
def record_contract(
    *,
    by: Actor,
    merchant_id: int,
    number: str,
    from_on: date,
    until_on: date | None,
    evidence: str,
    at: datetime,
) -> Merchant:
    """Write down the contract with the provider (M23): number, days, where it is filed.

    `until_on` is the first day on which it no longer holds. Raises `MerchantNotFound`,
    `ContractIncomplete`, `DaysNotInOrder`.
    """
    merchant = _locked(by, merchant_id)
    if not number.strip():
        raise errors.ContractIncomplete
    if until_on is not None and until_on <= from_on:
        raise errors.DaysNotInOrder
    merchant.contract_number = number.strip()
    merchant.contract_valid = (from_on, until_on)
    merchant.evidence = evidence.strip()
    merchant.save(update_fields=["contract_number", "contract_valid", "evidence"])
    _record(
        "merchant_contract_recorded",
        by,
        merchant,
        at,
        number=merchant.contract_number,
        from_on=from_on.isoformat(),
        until_on=until_on.isoformat() if until_on else "",
    )
    return merchant


def record_paid_days(days: Mapping[int, date]) -> int:
    """Move the evidence of readiness: on such a day a real payment came through this merchant.

    For the worker, after it has booked a batch, in the same transaction. A day never goes back;
    most calls change nothing, because a merchant's day is moved once. Returns how many were moved.
    """
    if not days:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            statement(_ROOM, "record_paid_days"),
            {"ids": list(days), "days": list(days.values())},
        )
        moved: int = cursor.rowcount
    return moved


def _locked(by: Actor, merchant_id: int) -> Merchant:
    """The merchant, locked after its facility, if the person may change the register there."""
    found = Merchant.objects.filter(pk=merchant_id).values_list("facility_id", flat=True).first()
    if found is None:
        raise errors.MerchantNotFound
    by.require(Permission.METHOD_WRITE, found)
    Facility.objects.select_for_update(no_key=True).get(pk=found)
    return Merchant.objects.select_for_update(no_key=True).defer("sealed").get(pk=merchant_id)


def _watching(facility_id: int, account: str) -> list[Merchant]:
    """The active merchants that watch this account of the facility."""
    if not account:
        return []
    # The facility is locked, so that two merchants who come at once learn of each other.
    Facility.objects.select_for_update(no_key=True).get(pk=facility_id)
    watching = Merchant.objects.filter(
        facility_id=facility_id, account_number=account, is_active=True
    ).defer("sealed")
    return list(watching.order_by("pk"))


def _share(beside: list[Merchant]) -> None:
    Merchant.objects.filter(pk__in=[one.pk for one in beside]).update(shares_account=True)


def _connector(merchant: Merchant) -> Connector:
    connector = CONNECTORS.get(merchant.channel)
    if connector is None:
        raise errors.ChannelNotKnown(merchant.channel)
    return connector


def _record(kind: str, by: Actor, merchant: Merchant, at: datetime, **facts: str) -> None:
    events.record(
        kind,
        by=by,
        subject=f"merchant:{merchant.pk}",
        at=at,
        facility_id=merchant.facility_id,
        **facts,
    )
