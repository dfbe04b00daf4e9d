"""What a paper notice says of ways to pay: each with its cost and who bears it, none favoured.

Ho Chi Minh City's guidance of September 2025: the fee is told on the notice, a free way stands
first, no bank and no app is put before others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from thuphi.doors.web.shared import methods_words
from thuphi.doors.web.shared.templatetags.thuphi import day
from thuphi.ground.channels.contract import Ability
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.kit import money
from thuphi.registers.methods.rules import BorneBy, IncentiveTerms, Offer, WayTerms, offers

A_ROW = 62
"""So many letters of the small print stand in one row of a slip."""
ROWS_MAX = 8
"""More rows of favours than this leave no room for what is billed."""


@dataclass(frozen=True, slots=True)
class PrintedWays:
    """The words of one slip on how it can be paid."""

    transfer: str
    """What the transfer by the slip's own code costs; empty when the sum is too large for it."""
    others: tuple[str, ...]
    favours: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows of small print this takes, about."""
        texts = [" · ".join(self.others), " ".join(self.favours)]
        return sum(-(-len(text) // A_ROW) for text in texts)


def printed_ways(ways: Sequence[WayTerms], amount_vnd: int) -> PrintedWays:
    """The usable ways for an amount in đồng, in the neutral order, the slip's own code apart."""
    usable = [offer for offer in offers(ways, amount_vnd) if offer.is_usable]
    own = next((offer for offer in usable if not is_begun(offer)), None)
    others = tuple(way_words(offer) for offer in usable if is_begun(offer))
    favours = tuple(favour_words(offer, terms) for offer in usable for terms in offer.incentives)
    made = PrintedWays("" if own is None else cost_words(own), others, favours)
    if favours and made.rows > ROWS_MAX:
        told = (_("Có ưu đãi khi trả một số cách trên: xem trang trả tiền."),)
        return PrintedWays(made.transfer, others, told)
    return made


def is_begun(offer: Offer) -> bool:
    """Whether a family begins it with the provider; else it is the transfer by the bill's code."""
    connector = CONNECTORS.get(offer.channel)
    return connector is not None and connector.CAN[Ability.START].can


def cost_words(offer: Offer) -> str:
    """What the family pays on top and who bears it: `phí 1.100 đ (người nộp chịu)`."""
    if not offer.fee_vnd:
        return methods_words.cost(offer)
    if offer.borne_by is BorneBy.FACILITY:
        return _("miễn phí (phí %(sum)s đơn vị chịu)") % {"sum": money.dong(offer.fee_vnd)}
    return f"{methods_words.cost(offer)} ({methods_words.BORNE_BY[offer.borne_by]})"


def way_words(offer: Offer) -> str:
    """One way in one line; a card is taken over the counter."""
    label = _("%(way)s, tại quầy") % {"way": offer.label} if offer.is_at_the_desk else offer.label
    return f"{label}: {cost_words(offer)}"


def favour_words(offer: Offer, terms: IncentiveTerms) -> str:
    """What somebody grants, on which way, who, and on which days."""
    return f"{offer.label}: {terms.wording} ({terms.granted_by}{days_words(terms)})"


def days_words(terms: IncentiveTerms) -> str:
    """`, 01/09/2026 – 31/12/2026`, or from a day on."""
    if terms.from_on is None:
        return ""
    first = day(terms.from_on)
    if terms.until_on is None:
        return _(", từ %(day)s") % {"day": first}
    last: date = terms.until_on - timedelta(days=1)
    return f", {first} – {day(last)}"
