"""Every verb on merchants; the only writer of this room's table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings as installation
from django.db import IntegrityError, transaction

from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.seal import seal
from thuphi.registers.facilities.models import Facility

from . import errors, rules
from .models import Merchant


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

    Raises `ChannelNotKnown`, `SlugNotPlain`, `SlugTaken`, `SettingNotKnown`, `SecretMissing`,
    `AccountWatchedAlready`.
    """
    by.require(Permission.REGISTER_WRITE, facility_id)
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
            )
    except IntegrityError as error:
        if "merchant_slug_is_unique" in str(error):
            raise errors.SlugTaken(slug) from error
        raise
    Merchant.objects.filter(pk__in=[one.pk for one in beside]).update(shares_account=True)
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


def _watching(facility_id: int, account: str) -> list[Merchant]:
    """The active merchants that watch this account of the facility."""
    if not account:
        return []
    # The facility is locked, so that two merchants who come at once learn of each other.
    Facility.objects.select_for_update(no_key=True).get(pk=facility_id)
    watching = Merchant.objects.filter(
        facility_id=facility_id, account_number=account, is_active=True
    )
    return list(watching.order_by("pk"))
