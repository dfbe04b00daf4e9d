"""What a person's decision is refused for, one sentence each."""

from __future__ import annotations


class DecisionRefused(Exception):
    """Base of these refusals. What payments and refunds refuse comes through as theirs."""


class ReasonMissing(DecisionRefused):
    """Who decides says why."""


class NothingNamed(DecisionRefused):
    """A decision is about a line or about a payment, one of the two."""


class LineNotFound(DecisionRefused):
    """There is no such line in this facility."""


class LineIsMoneyOut(DecisionRefused):
    """The line is money that left; no bill was paid by it."""


class LineIsExplained(DecisionRefused):
    """The line stands beside something else: undo that first."""


class NotOfThisLine(DecisionRefused):
    """The deposit, refund or payout is of another sum, account or time, or stands elsewhere."""


class LineIsNotWhole(DecisionRefused):
    """A part of the line stands beside something already: undo that first."""


class LineHasOwner(DecisionRefused):
    """The money was given to a bill or a family already: undo that first."""


class PaymentHasLine(DecisionRefused):
    """The payment stands beside another line of the bank: undo that first."""


class MoneyWasTold(DecisionRefused):
    """A notification has brought the line's money since: put the line beside that payment."""


class PaymentHasNoLine(DecisionRefused):
    """The bank cannot take back what it never showed: put the payment beside its line first."""


class AmountsDiffer(DecisionRefused):
    """Line and payment are of different sums."""


class MoneyGoesBack(DecisionRefused):
    """The money was asked back, or has gone back: withdraw that first."""


class NothingToUndo(DecisionRefused):
    """Nobody has decided anything about it that could be undone."""


class StaysDone(DecisionRefused):
    """A settlement of a provider, or money that the bank took back, is not undone here."""
