"""Kinds of periods, which days they span, what keeps one from being closed. No database."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import assert_never

from thuphi.ground.kit.clock import VIETNAM

ZERO_HASH = bytes(32)
"""What stands as the previous seal's hash in the first seal of a facility."""


class PeriodKind(enum.Enum):
    """Ngày, tháng."""

    DAY = "day"
    MONTH = "month"


def first_of_month(day: date) -> date:
    """The first day of the month in which a day lies."""
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    """The last day of the month in which a day lies."""
    return first_of_month(first_of_month(day) + timedelta(days=31)) - timedelta(days=1)


def end_of(day: date) -> datetime:
    """The midnight of Việt Nam with which a day is over."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=VIETNAM)


def start_of(day: date) -> datetime:
    """The midnight of Việt Nam with which a day begins."""
    return datetime.combine(day, time.min, tzinfo=VIETNAM)


class Need(enum.Enum):
    """Why a period cannot be closed yet."""

    NOTICE_WAITS = "notice_waits"
    """A notification that the worker has not booked yet."""
    NOTICE_REFUSED = "notice_refused"
    """A notification that the database refused to book: a fault of ours, told to who keeps it."""
    LINE_WAITS = "line_waits"
    """A line of a statement that the worker has not looked at."""
    LINE_UNDECIDED = "line_undecided"
    """A line that a person must decide about."""
    PAYMENT_UNSEEN = "payment_unseen"
    """A payment that no statement shows, longer than its way usually takes."""
    DEPOSIT_UNSEEN = "deposit_unseen"
    SETTLEMENT_UNSEEN = "settlement_unseen"
    """A provider says it paid over, and no statement shows it."""
    MONEY_OUT_UNSEEN = "money_out_unseen"
    """A refund or payout that is said to be done, and no statement or settlement shows it."""
    SETTLEMENT_ROW_STRANGE = "settlement_row_strange"
    """A row of a settlement that is on the account, and is no payment or refund of ours."""
    NO_STATEMENT = "no_statement"
    """A day of an approved account without a statement."""
    CLEARING_DIFFERS = "clearing_differs"
    """A clearing account holds more or less than the things that are open come to."""
    CASH_DIFFERS = "cash_differs"
    """The counted cash is not what the day book has."""


EXPLAINED_HERE = frozenset(
    {
        Need.NOTICE_REFUSED,
        Need.DEPOSIT_UNSEEN,
        Need.SETTLEMENT_UNSEEN,
        Need.MONEY_OUT_UNSEEN,
        Need.SETTLEMENT_ROW_STRANGE,
        Need.NO_STATEMENT,
        Need.CLEARING_DIFFERS,
        Need.CASH_DIFFERS,
    }
)
"""What the closer may explain in the closing itself, for there is no other place to do it; the
explanation is frozen with the figures. All else is mended where it lies."""


NEXT_DAY = frozenset({"sepay", "casso", "payos", "sandbox", "statement"})
"""Channels that hear of a transfer to the account itself; the others pay over later."""
BY_TRANSFER = frozenset({"refund", "payout"})
"""Money that a facility sent itself; what a provider gave back has the provider's channel."""
WORKING_DAYS = 3
"""So long wallets, VNPAY, cards, Mobile Money and cash paid in at the bank may take."""
_SATURDAY = 5


def working_days_after(day: date, days: int) -> date:
    """The day after so many working days, Saturdays and Sundays not counted."""
    while days:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY:
            days -= 1
    return day


def expected_on(need: Need, channel: str, happened_on: date) -> date:
    """The last day on which it is usually seen on a statement. What cannot be on its way is
    expected on its own day."""
    match need:
        case Need.PAYMENT_UNSEEN if channel in NEXT_DAY:
            return happened_on + timedelta(days=1)
        case Need.PAYMENT_UNSEEN | Need.DEPOSIT_UNSEEN | Need.SETTLEMENT_UNSEEN:
            return working_days_after(happened_on, WORKING_DAYS)
        case Need.MONEY_OUT_UNSEEN if channel in BY_TRANSFER:
            return happened_on + timedelta(days=1)
        case Need.MONEY_OUT_UNSEEN:
            return working_days_after(happened_on, WORKING_DAYS)
        case (
            Need.NOTICE_WAITS
            | Need.NOTICE_REFUSED
            | Need.LINE_WAITS
            | Need.LINE_UNDECIDED
            | Need.SETTLEMENT_ROW_STRANGE
            | Need.NO_STATEMENT
            | Need.CLEARING_DIFFERS
            | Need.CASH_DIFFERS
        ):
            return happened_on
        case _:
            assert_never(need)


ON_ITS_WAY = frozenset(
    {
        Need.PAYMENT_UNSEEN,
        Need.DEPOSIT_UNSEEN,
        Need.SETTLEMENT_UNSEEN,
        Need.MONEY_OUT_UNSEEN,
    }
)
"""What may simply be young."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is open: what, about whom or what, how much, since when. Amounts are đồng."""

    need: Need
    id: int
    channel: str
    amount_vnd: int
    happened_on: date
    reference: str
    expected_on: date | None = None
    """By when it usually stands on a statement."""
    note: str = ""
    """The outcome of a line, or the paper that says it was done."""
    reason: str = ""
    """What a person said about it."""


@dataclass(frozen=True, slots=True)
class Unready:
    """What is missing before a period can be closed, and what is merely on its way."""

    from_on: date
    until_on: date
    missing: tuple[Item, ...]
    """Each must be mended or explained."""
    on_way: tuple[Item, ...]
    """Younger than its channel's ordinary delay: frozen in the report, no hindrance."""
    explained: tuple[Item, ...]
    """Older, with a person's reason."""

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    def counts(self) -> dict[Need, tuple[int, int]]:
        """How many are missing of each kind, and their sum in đồng."""
        found: dict[Need, tuple[int, int]] = {}
        for one in self.missing:
            number, vnd = found.get(one.need, (0, 0))
            found[one.need] = (number + 1, vnd + one.amount_vnd)
        return found
