"""What a family may choose between for one amount, in an order that favours no bank and no app."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from thuphi.ground.channels.contract import Limits
from thuphi.ground.kit.fold import search_key

from .fees import BorneBy, FeeTerms, fee_vnd
from .ways import Way

BIOMETRICS_ABOVE_VND = 10_000_000
"""Above it a bank or wallet asks for a face or finger (QĐ 2345/QĐ-NHNN, TT 50/2024/TT-NHNN)."""

MOBILE_MONEY_MONTH_VND = 100_000_000
"""What one Mobile Money account may pay in a month, and once more for listed payments, school and
hospital fees among them (NĐ 368/2025/NĐ-CP)."""


class IncentiveKind(enum.Enum):
    """What somebody grants to who pays this way."""

    FEE_WAIVED = "fee_waived"
    DISCOUNT = "discount"


class WhyNot(enum.Enum):
    """Why a way cannot take this amount now."""

    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    IS_DOWN = "is_down"


class Hint(enum.Enum):
    """What the family should know before it chooses."""

    BIOMETRICS = "biometrics"
    """The bank will ask for a face or finger. Never: split the payment to get around it."""
    MOBILE_MONEY_CAP = "mobile_money_cap"
    """Mobile Money has a sum for the month."""


@dataclass(frozen=True, slots=True)
class IncentiveTerms:
    """A favour as families read it. We show it; who grants it also works it out."""

    kind: IncentiveKind
    wording: str
    granted_by: str
    percent: int | None = None
    amount_vnd: int | None = None
    from_on: date | None = None
    until_on: date | None = None
    """The first day on which it is no longer granted."""


@dataclass(frozen=True, slots=True)
class WayTerms:
    """One way of paying of a facility on a day, whatever the amount."""

    channel: str
    way: Way
    label: str
    takes: str
    takes_seconds: int
    merchant_id: int | None = None
    fee: FeeTerms = field(default_factory=FeeTerms)
    limits: Limits = field(default_factory=Limits)
    incentives: tuple[IncentiveTerms, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """One way of paying for one amount. There is no member that says which one is chosen."""

    channel: str
    way: Way
    label: str
    takes: str
    """How long it takes, in Vietnamese words: `ngay`, `1–2 phút`."""
    takes_seconds: int
    merchant_id: int | None
    """None: the plain bank transfer by the bill's QR, which no provider watches."""
    amount_vnd: int
    fee_vnd: int
    """What the provider takes, whoever bears it."""
    borne_by: BorneBy
    min_vnd: int
    max_vnd: int
    why_not: WhyNot | None = None
    hints: tuple[Hint, ...] = ()
    incentives: tuple[IncentiveTerms, ...] = ()

    @property
    def cost_vnd(self) -> int:
        """What the family pays on top of its bill."""
        return self.fee_vnd if self.borne_by is BorneBy.PAYER else 0

    @property
    def has_waiver(self) -> bool:
        """Somebody waives the fee for some or all; whom, the favour's own sentence says."""
        return any(one.kind is IncentiveKind.FEE_WAIVED for one in self.incentives)

    @property
    def total_vnd(self) -> int:
        """What leaves the family's account."""
        return self.amount_vnd + self.cost_vnd

    @property
    def is_down(self) -> bool:
        """The provider is failing now; the others work."""
        return self.why_not is WhyNot.IS_DOWN

    @property
    def is_usable(self) -> bool:
        """Whether the family can take it for this amount now."""
        return self.why_not is None

    @property
    def is_at_the_desk(self) -> bool:
        """A card is held to a terminal that stands on the facility's counter."""
        return self.way is Way.CARD

    @property
    def incentive(self) -> str:
        """The sentences about favours, as one text."""
        return " ".join(one.wording for one in self.incentives)


def offers(
    terms: Iterable[WayTerms], amount_vnd: int, *, down: Collection[int] = ()
) -> list[Offer]:
    """The ways to pay an amount in đồng: the free ones first, then by cost, then by name.

    A favour moves nobody up: who grants it would else buy the first place. `down` are the merchants
    whose provider is failing now; they keep their place and say so.
    """
    made = [_offer(one, amount_vnd, is_down=one.merchant_id in down) for one in terms]
    return sorted(made, key=_order)


def _order(offer: Offer) -> tuple[int, str, int]:
    return offer.cost_vnd, search_key(offer.label), offer.merchant_id or 0


def _offer(terms: WayTerms, amount_vnd: int, *, is_down: bool) -> Offer:
    max_vnd = terms.limits.max_vnd
    if terms.way is Way.MOBILE_MONEY:
        max_vnd = min(max_vnd, 2 * MOBILE_MONEY_MONTH_VND)
    taken_vnd = fee_vnd(terms.fee, amount_vnd)
    cost_vnd = taken_vnd if terms.fee.borne_by is BorneBy.PAYER else 0
    why_not: WhyNot | None = None
    if amount_vnd < terms.limits.min_vnd:
        why_not = WhyNot.TOO_SMALL
    elif amount_vnd > max_vnd:
        why_not = WhyNot.TOO_LARGE
    elif is_down:
        why_not = WhyNot.IS_DOWN
    return Offer(
        channel=terms.channel,
        way=terms.way,
        label=terms.label,
        takes=terms.takes,
        takes_seconds=terms.takes_seconds,
        merchant_id=terms.merchant_id,
        amount_vnd=amount_vnd,
        fee_vnd=taken_vnd,
        borne_by=terms.fee.borne_by,
        min_vnd=terms.limits.min_vnd,
        max_vnd=max_vnd,
        why_not=why_not,
        hints=hints_of(terms.way, amount_vnd + cost_vnd),
        incentives=terms.incentives,
    )


def hints_of(way: Way, leaving_vnd: int) -> tuple[Hint, ...]:
    """What is to be known before so many đồng leave a family's account this way."""
    found = []
    if leaving_vnd > BIOMETRICS_ABOVE_VND and way in (Way.QR, Way.WEB):
        found.append(Hint.BIOMETRICS)
    if way is Way.MOBILE_MONEY:
        found.append(Hint.MOBILE_MONEY_CAP)
    return tuple(found)
