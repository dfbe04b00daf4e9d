"""Questions about ways of paying. Secrets are in one answer alone: `opened_settings`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings as installation
from django.db import connection
from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from thuphi.ground.channels.contract import Ability, Connector, Limits
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.kit.seal import unseal
from thuphi.ground.kit.sql import statement
from thuphi.registers.facilities import queries as facilities

from . import errors, rules
from .labels import label_of, transfer, watched_transfer
from .models import Incentive, Merchant, MethodFee, Terminal
from .rules import (
    BorneBy,
    FeeTerms,
    IncentiveKind,
    IncentiveTerms,
    MethodReadiness,
    Offer,
    Readiness,
    TerminalState,
    Way,
    WayTerms,
)

TRANSFER = Limits(max_vnd=499_999_999)
"""An instant transfer between banks stays below 500 million đồng."""


@dataclass(frozen=True, slots=True)
class MerchantAtWork:
    """A merchant with its opened settings, for one step with the provider; never for a page."""

    id: int
    facility_id: int
    channel: str
    slug: str
    method: Way
    is_active: bool
    account_number: str
    settings: Mapping[str, str] = field(repr=False)


def merchants_of(facility_id: int) -> list[Merchant]:
    """The merchants of a facility, by channel and address, without what is sealed."""
    found = Merchant.objects.filter(facility_id=facility_id).defer("sealed")
    return list(found.order_by("channel", "slug"))


def merchant(merchant_id: int, facility_id: int) -> Merchant:
    """A merchant of this facility, without what is sealed. Raises `MerchantNotFound`."""
    found = Merchant.objects.filter(pk=merchant_id, facility_id=facility_id).defer("sealed").first()
    if found is None:
        raise errors.MerchantNotFound
    return found


@sensitive_variables()
def opened_settings(merchant_id: int) -> Mapping[str, str]:
    """All settings of a merchant, its secrets opened, for one step with the provider.

    The database lets only the worker and the gate read what is sealed. Never to be logged, kept in
    an event or shown. Raises `MerchantNotFound`, `SealBroken`.
    """
    return at_work(merchant_id).settings


@sensitive_variables()
def at_work(merchant_id: int) -> MerchantAtWork:
    """A merchant with its opened settings, also one out of use: what was begun has to be ended.

    Raises `MerchantNotFound`, `ChannelNotKnown`, `SealBroken`.
    """
    found = Merchant.objects.filter(pk=merchant_id).first()
    if found is None:
        raise errors.MerchantNotFound
    sealed = bytes(found.sealed)
    way = way_of(found.channel)
    secret = CONNECTORS[found.channel].SECRETS
    return MerchantAtWork(
        id=found.pk,
        facility_id=found.facility_id,
        channel=found.channel,
        slug=found.slug,
        method=way,
        is_active=found.is_active,
        account_number=found.account_number,
        settings={
            # A secret that lies open was put there past the register, and is not believed.
            **{name: value for name, value in found.settings.items() if name not in secret},
            **(unseal(installation.MASTER_SECRET, sealed) if sealed else {}),
        },
    )


def way_of(channel: str) -> Way:
    """Which of the four ways a channel belongs to. Raises `ChannelNotKnown`."""
    connector = CONNECTORS.get(channel)
    if connector is None:
        raise errors.ChannelNotKnown(channel)
    return Way(connector.method)


def terminals_of(facility_id: int) -> list[Terminal]:
    """Every terminal a facility has or had, those at work first."""
    found = Terminal.objects.filter(facility_id=facility_id).order_by("place", "poi_id", "pk")
    return sorted(found, key=lambda one: one.state == TerminalState.RETURNED.value)


def terminals_at_work(facility_id: int, on: date) -> list[Terminal]:
    """The terminals on which a card can be taken on a day, by their place."""
    found = Terminal.objects.filter(
        facility_id=facility_id,
        valid__contains=on,
        state=TerminalState.IN_USE.value,
        merchant__is_active=True,
    )
    return list(found.select_related("merchant").defer("merchant__sealed").order_by("place", "pk"))


def fees_of(facility_id: int) -> list[MethodFee]:
    """What providers take and took, the latest first."""
    return list(MethodFee.objects.filter(facility_id=facility_id).order_by("-valid", "pk"))


def incentives_of(facility_id: int, on: date) -> list[Incentive]:
    """Favours that are granted on a day or will be later."""
    over = Q(valid__fully_lt=(on, None))
    found = Incentive.objects.filter(facility_id=facility_id).exclude(over)
    return list(found.order_by("valid", "pk"))


def terms_of(fee: MethodFee) -> FeeTerms:
    """A fee as the rules take it."""
    return FeeTerms(
        flat_vnd=fee.flat_vnd,
        basis_points=fee.basis_points,
        minimum_vnd=fee.minimum_vnd,
        maximum_vnd=fee.maximum_vnd,
        borne_by=BorneBy(fee.borne_by),
    )


def offers_of(
    facility_id: int, on: date, amount_vnd: int, *, down: Collection[int] = ()
) -> list[Offer]:
    """What a family may choose between on a day for an amount in đồng, in the neutral order.

    `down` are the merchants whose provider is failing now.
    """
    return rules.offers(ways_of(facility_id, on), amount_vnd, down=down)


def ways_of(facility_id: int, on: date) -> list[WayTerms]:
    """A facility's ways of paying on a day, whatever the amount: four questions to the database.

    A merchant whose contract is written down and does not hold on the day is left out. Merchants
    that only watch the account are one way together: the bill's own QR.
    """
    found = [
        one
        for one in merchants_of(facility_id)
        if one.is_active
        and one.channel in CONNECTORS
        and (one.contract_valid is None or on in one.contract_valid)
    ]
    fees = {
        fee.merchant_id: terms_of(fee)
        for fee in MethodFee.objects.filter(facility_id=facility_id, valid__contains=on)
    }
    favours: dict[int | str, list[IncentiveTerms]] = defaultdict(list)
    for one in Incentive.objects.filter(facility_id=facility_id, valid__contains=on).order_by("pk"):
        favours[one.merchant_id or one.method].append(_favour(one))
    account = facilities.approved_account(facility_id)
    ways = [
        _way(one, CONNECTORS[one.channel], fees, favours)
        for one in found
        if CONNECTORS[one.channel].CAN[Ability.START].can
    ]
    if account is not None:
        watchers = [
            one
            for one in found
            if not CONNECTORS[one.channel].CAN[Ability.START].can
            and way_of(one.channel) is Way.QR
            and one.account_number in ("", account.number)
        ]
        ways.append(_transfer(watchers, fees, favours))
    return ways


def _way(
    found: Merchant,
    connector: Connector,
    fees: Mapping[int, FeeTerms],
    favours: Mapping[int | str, list[IncentiveTerms]],
) -> WayTerms:
    words = label_of(found.channel, Way(connector.method), found.settings.get("operator", ""))
    return WayTerms(
        channel=found.channel,
        way=Way(connector.method),
        label=words.label,
        takes=words.takes,
        takes_seconds=words.takes_seconds,
        merchant_id=found.pk,
        fee=fees.get(found.pk, FeeTerms()),
        limits=connector.LIMITS,
        incentives=(*favours.get(found.pk, ()), *favours.get(connector.method, ())),
    )


def _transfer(
    watchers: list[Merchant],
    fees: Mapping[int, FeeTerms],
    favours: Mapping[int | str, list[IncentiveTerms]],
) -> WayTerms:
    """The bill's own QR into the approved account, watched or not."""
    words = watched_transfer() if watchers else transfer()
    first = watchers[0] if watchers else None
    fee = fees.get(first.pk, FeeTerms()) if first else FeeTerms()
    return WayTerms(
        channel=first.channel if first else "",
        way=Way.QR,
        label=words.label,
        takes=words.takes,
        takes_seconds=words.takes_seconds,
        merchant_id=first.pk if first else None,
        fee=fee,
        limits=CONNECTORS[first.channel].LIMITS if first else TRANSFER,
        incentives=(
            *(favour for one in watchers for favour in favours.get(one.pk, ())),
            *favours.get(Way.QR.value, ()),
        ),
    )


def _favour(one: Incentive) -> IncentiveTerms:
    return IncentiveTerms(
        kind=IncentiveKind(one.kind),
        wording=one.wording,
        granted_by=one.granted_by,
        percent=one.percent,
        amount_vnd=one.amount_vnd,
        from_on=one.valid.lower,
        until_on=one.valid.upper,
    )


def readiness(facility_ids: Collection[int], on: date) -> dict[int, Readiness]:
    """How far each facility is with the four ways on a day (M22, M23, M47), in one statement.

    The register keeps a merchant's latest payment only: asked about a day that is past, it takes a
    later payment for evidence too.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            statement(__file__, "readiness"),
            {
                "ids": list(facility_ids),
                "on": on,
                "fresh_days": rules.FRESH_DAYS,
                "channels": list(CONNECTORS),
                "ways": [one.method for one in CONNECTORS.values()],
            },
        )
        return {row[0]: _readiness(row) for row in cursor.fetchall()}


def those_who_fail(facility_ids: Collection[int], on: date) -> list[Readiness]:
    """Facilities that lack methods, the module or a focal point, the furthest behind first."""
    failing = [one for one in readiness(facility_ids, on).values() if not one.is_met]
    return sorted(failing, key=lambda one: (one.ready_count, one.facility_id))


def _readiness(row: tuple[int | bool | date | None, ...]) -> Readiness:
    facility_id, has_focal_point, has_account, *told = row
    methods = {}
    for place, way in enumerate(Way):
        rank, last_paid_on = told[2 * place : 2 * place + 2]
        methods[way] = MethodReadiness(
            way,
            rules.RANKS[rank if isinstance(rank, int) else 0],
            last_paid_on if isinstance(last_paid_on, date) else None,
        )
    return Readiness(
        facility_id=facility_id if isinstance(facility_id, int) else 0,
        methods=methods,
        has_account=has_account is True,
        has_focal_point=has_focal_point is True,
    )
