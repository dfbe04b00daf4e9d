"""What banks and providers can say. Pure data."""

from __future__ import annotations

import enum


class Direction(enum.Enum):
    """Which way money went on the facility's account."""

    IN = "in"
    OUT = "out"


class Source(enum.Enum):
    """Who wrote the file."""

    BANK = "bank"
    PROVIDER = "provider"


class StatementKind(enum.Enum):
    """What a statement is in law: the end of the day is the bank's word, the others announce it."""

    NOTICE = "notice"
    """camt.054: a credit as it comes."""
    INTRADAY = "intraday"
    """camt.052: the day so far."""
    END_OF_DAY = "end_of_day"
    """camt.053, MT940: the statement."""
    SHEET = "sheet"
    """A workbook or CSV that the accountant saved from the bank's page."""


class RowKind(enum.Enum):
    """What a row of a provider's settlement is about."""

    PAYMENT = "payment"
    REFUND = "refund"
    CHARGEBACK = "chargeback"
    OTHER = "other"
