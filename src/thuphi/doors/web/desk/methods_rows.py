"""What the pages about ways of paying show of the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from thuphi.doors.web.shared import methods_words
from thuphi.doors.web.shared.methods_words import Pill, Words
from thuphi.registers.methods import queries
from thuphi.registers.methods.labels import label_of
from thuphi.registers.methods.models import Incentive, Merchant, MethodFee, Terminal
from thuphi.registers.methods.rules import (
    MethodReadiness,
    MethodState,
    TerminalState,
    Way,
    state_of,
)


@dataclass(frozen=True, slots=True)
class MerchantRow:
    """One provider: how ready, on what evidence, at what price."""

    merchant: Merchant
    way: Way
    label: str
    state: MethodState
    pill: Pill
    means: Words
    fee: str
    notify_url: str

    @property
    def last_day_on(self) -> date | None:
        """The last day of the contract."""
        valid = self.merchant.contract_valid
        return valid.upper - timedelta(days=1) if valid and valid.upper else None


@dataclass(frozen=True, slots=True)
class WayCard:
    """One of the four ways with its providers."""

    way: Way
    name: Words
    pill: Pill
    means: Words
    last_paid_on: date | None
    rows: list[MerchantRow]


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A price list with its days."""

    fee: MethodFee
    words: str
    from_on: date
    last_day_on: date | None
    is_now: bool
    can_end: bool


@dataclass(frozen=True, slots=True)
class IncentiveRow:
    """A favour with its days."""

    incentive: Incentive
    of: Words
    from_on: date
    last_day_on: date | None
    can_end: bool


@dataclass(frozen=True, slots=True)
class TerminalRow:
    """A terminal and what may be said of it now."""

    terminal: Terminal
    pill: Pill
    is_here: bool
    works: bool


def notify_url(merchant: Merchant) -> str:
    """The address that is given to the provider."""
    return f"{settings.SITE_URL.rstrip('/')}/gate/{merchant.channel}/{merchant.slug}"


def merchant_row(merchant: Merchant, fees: Sequence[MethodFee], on: date) -> MerchantRow:
    """A provider as the pages show it on a day."""
    way = queries.way_of(merchant.channel)
    state = state_of(
        is_active=merchant.is_active,
        is_contract_in_force=merchant.contract_valid is not None and on in merchant.contract_valid,
        last_paid_on=merchant.last_paid_on,
        on=on,
    )
    now = next((one for one in fees if one.merchant_id == merchant.pk and on in one.valid), None)
    words = label_of(merchant.channel, way, merchant.settings.get("operator", ""))
    return MerchantRow(
        merchant,
        way,
        words.label,
        state,
        methods_words.STATES[state],
        methods_words.STATES_MEAN[state],
        methods_words.fee(queries.terms_of(now)) if now else _("chưa ghi phí"),
        notify_url(merchant),
    )


def way_cards(ready: dict[Way, MethodReadiness], rows: Sequence[MerchantRow]) -> list[WayCard]:
    """The four ways in the order of the plans."""
    return [
        WayCard(
            way,
            methods_words.WAYS[way],
            methods_words.STATES[ready[way].state],
            methods_words.STATES_MEAN[ready[way].state],
            ready[way].last_paid_on,
            [row for row in rows if row.way is way],
        )
        for way in Way
    ]


def fee_row(fee: MethodFee, on: date) -> FeeRow:
    """A price list as the pages show it."""
    upper = fee.valid.upper
    return FeeRow(
        fee,
        methods_words.fee(queries.terms_of(fee)),
        fee.valid.lower,
        upper - timedelta(days=1) if upper else None,
        on in fee.valid,
        fee.valid.lower < on and (upper is None or on < upper),
    )


def incentive_row(one: Incentive, labels: dict[int, str], on: date) -> IncentiveRow:
    """A favour as the pages show it."""
    upper = one.valid.upper
    of: Words = methods_words.WAYS[Way(one.method)] if one.method else ""
    return IncentiveRow(
        one,
        of or labels.get(one.merchant_id or 0, ""),
        one.valid.lower,
        upper - timedelta(days=1) if upper else None,
        one.valid.lower < on and (upper is None or on < upper),
    )


def terminal_row(terminal: Terminal) -> TerminalRow:
    """A terminal as the pages show it."""
    state = TerminalState(terminal.state)
    return TerminalRow(
        terminal,
        methods_words.TERMINALS[state],
        state is not TerminalState.RETURNED,
        state is TerminalState.IN_USE,
    )
