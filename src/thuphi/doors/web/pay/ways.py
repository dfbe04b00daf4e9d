"""The ways of paying that a family may choose between, in the neutral order, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext, gettext_noop

from thuphi.ground.channels.contract import Ability
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.kit import clock, money
from thuphi.money.errands.queries import lines_down
from thuphi.registers.methods import queries as methods
from thuphi.registers.methods.labels import label_of
from thuphi.registers.methods.models import Incentive
from thuphi.registers.methods.rules import Hint, IncentiveTerms, Offer, Way, WhyNot, offers

ICONS = {Way.QR: "qr", Way.WEB: "globe", Way.MOBILE_MONEY: "phone", Way.CARD: "cash"}

SPANS = (gettext_noop("ngay"), gettext_noop("1–2 phút"), gettext_noop("trong ngày làm việc"))
"""What the register says of how long a way takes."""


@dataclass(frozen=True, slots=True)
class Favour:
    """What somebody grants to who pays this way, and on which days."""

    wording: str
    from_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WayShown:
    """One way of paying, as the page says it."""

    merchant_id: int
    way: Way
    icon: str
    label: str
    cost: str
    takes: str
    why_not: str
    is_down: bool
    is_at_the_desk: bool
    is_usable: bool
    asks_phone: bool
    wants_biometrics: bool
    favours: tuple[Favour, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The bill's own QR, if there is one, and all other ways."""

    transfer: Offer | None
    others: tuple[WayShown, ...]

    @property
    def transfer_cost(self) -> str:
        """What a transfer by the bill's own QR costs."""
        return "" if self.transfer is None else _cost(self.transfer)

    @property
    def transfer_wants_biometrics(self) -> bool:
        """Whether the family's bank will ask for a face or finger."""
        return self.transfer is not None and Hint.BIOMETRICS in self.transfer.hints

    def find(self, merchant_id: int) -> WayShown | None:
        """A way that can be begun on this page."""
        for way in self.others:
            if way.merchant_id == merchant_id and not way.is_at_the_desk:
                return way
        return None


def choice_for(facility_id: int, amount_vnd: int, at: datetime) -> Choice:
    """What a facility offers for an amount in đồng now."""
    on = clock.today(at)
    ways = methods.ways_of(facility_id, on)
    started = [one for one in ways if one.merchant_id is not None and _starts(one.channel)]
    down = lines_down(facility_id, at) if started else frozenset()
    found = offers(ways, amount_vnd, down=down)
    has_favours = any(offer.incentives for offer in found)
    granted = methods.incentives_of(facility_id, on) if has_favours else []
    return Choice(
        transfer=next((offer for offer in found if not _starts(offer.channel)), None),
        others=tuple(_shown(offer, granted, on) for offer in found if _starts(offer.channel)),
    )


def label_for(channel: str, method: str) -> str:
    """What families call the provider of an attempt."""
    return label_of(channel, Way(method)).label


def _starts(channel: str) -> bool:
    connector = CONNECTORS.get(channel)
    return connector is not None and connector.CAN[Ability.START].can


def _shown(offer: Offer, granted: list[Incentive], on: date) -> WayShown:
    return WayShown(
        merchant_id=offer.merchant_id or 0,
        way=offer.way,
        icon=ICONS[offer.way],
        label=offer.label,
        cost=_cost(offer),
        takes=gettext(offer.takes),
        why_not=_why_not(offer),
        is_down=offer.is_down,
        is_at_the_desk=offer.is_at_the_desk,
        is_usable=offer.is_usable and not offer.is_at_the_desk,
        asks_phone=offer.way is Way.MOBILE_MONEY,
        wants_biometrics=Hint.BIOMETRICS in offer.hints,
        favours=tuple(_favour(one, granted, on) for one in offer.incentives),
    )


def _cost(offer: Offer) -> str:
    if not offer.cost_vnd:
        return gettext("Không mất phí")
    if offer.has_waiver:
        # A list price beside "miễn phí" would say two things; the favour's sentence follows it.
        return gettext("Phí niêm yết %(fee)s, xem ưu đãi") % {"fee": money.dong(offer.cost_vnd)}
    return gettext("Phí %(fee)s do %(provider)s thu thêm") % {
        "fee": money.dong(offer.cost_vnd),
        "provider": offer.label,
    }


def _why_not(offer: Offer) -> str:
    """Why this amount cannot be paid so. Never: pay it in pieces."""
    match offer.why_not:
        case None:
            return ""
        case WhyNot.IS_DOWN:
            return gettext("Đang tạm gián đoạn. Chọn cách khác, hoặc thử lại sau 15 phút.")
        case WhyNot.TOO_SMALL:
            return gettext("Chỉ nhận từ %(least)s trở lên.") % {"least": money.dong(offer.min_vnd)}
        case WhyNot.TOO_LARGE if offer.way is Way.MOBILE_MONEY:
            return gettext("Vượt hạn mức Mobile Money (%(most)s). Chọn cách khác.") % {
                "most": money.dong(offer.max_vnd)
            }
        case WhyNot.TOO_LARGE:
            return gettext("Chỉ nhận đến %(most)s một lần. Chọn cách khác.") % {
                "most": money.dong(offer.max_vnd)
            }


def _favour(terms: IncentiveTerms, granted: list[Incentive], on: date) -> Favour:
    for one in granted:
        if (one.wording, one.granted_by) == (terms.wording, terms.granted_by) and on in one.valid:
            last = one.valid.upper
            return Favour(terms.wording, one.valid.lower, last and last - timedelta(days=1))
    return Favour(terms.wording, None, None)
