"""What can become of a line of the bank, of a payment, and how a match was found. Pure data."""

from __future__ import annotations

import enum


class Outcome(enum.Enum):
    """How a line of the bank, or a payment without one, stands."""

    WAITING = "waiting"
    """Taken in, not looked at yet: the worker has still to match it."""
    MATCHED = "matched"
    MATCHED_OTHER_DAY = "matched_other_day"
    ONLY_OURS = "only_ours"
    """A payment that no line shows yet."""
    ONLY_THEIRS = "only_theirs"
    """A line that nothing of ours explains: nothing of it is booked until a person decides."""
    AMOUNT_DIFFERS = "amount_differs"
    """The payment or bill it names is of another sum."""
    DUPLICATE = "duplicate"
    """The bill it names was paid by other money: paid twice, and a person decides."""
    REVERSED = "reversed"
    """The bank took it back, or it takes another line back."""
    TO_LOOK_AT = "to_look_at"
    """There is something to choose from: suggestions, several that fit, a match undone."""
    NOT_OURS = "not_ours"
    """No business of this book: a subsidy, interest, a bank fee; said by a person, or money out
    for which nothing of ours is out."""


class Confirmed(enum.Enum):
    """The four states that accountants know (market.md 0.4)."""

    NOT_RECEIVED = "not_received"
    """Chưa nhận tiền, đã xác nhận: our payment, no line of the bank."""
    NOT_CONFIRMED = "not_confirmed"
    """Đã nhận tiền, chưa xác nhận: a line, no bill."""
    BY_PERSON = "by_person"
    """Đã xác nhận (thủ công)."""
    BY_ITSELF = "by_itself"
    """Đã xác nhận (tự động)."""


class MatchKind(enum.Enum):
    """What stands beside a line."""

    PAYMENT = "payment"
    SETTLEMENT = "settlement"
    DEPOSIT = "deposit"
    REFUND = "refund"
    PAYOUT = "payout"
    REVERSAL = "reversal"
    """Another line, which this one takes back."""


class How(enum.Enum):
    """By which evidence a match was made."""

    BOOKED = "booked"
    """The line itself brought the payment."""
    REFERENCE = "reference"
    CODE = "code"
    DOCUMENT = "document"
    """The number of a deposit slip, of a refund or of a payout in the text."""
    SETTLEMENT = "settlement"
    VIRTUAL_ACCOUNT = "virtual_account"
    ONLY_ONE = "only_one"
    """Account, amount and time fit exactly one, and it fits exactly one."""
    PERSON = "person"


class Deed(enum.Enum):
    """What a person decided about a line or a payment."""

    ASSIGN = "assign"
    SPLIT = "split"
    CREDIT = "credit"
    REFUND = "refund"
    NOT_OURS = "not_ours"
    NOTE = "note"
    PAIR = "pair"
    UNDO = "undo"
    EXPLAIN = "explain"


class BooksBy(enum.Enum):
    """By which day money of families counts (market: hạch toán theo ngày tiền về)."""

    PAID = "paid"
    """Theo ngày nộp: every transfer on the day on which it happened."""
    ARRIVED = "arrived"
    """Theo ngày tiền về: money that a provider told of counts on the day on which the bank's
    statement shows it, and not at all before. Finding its owner counts no earlier than the money.
    Cash, and every other transfer, keeps its day."""
