"""What this room refuses, one sentence each."""

from __future__ import annotations

from collections.abc import Sequence


class PayoutRefused(Exception):
    """Base of this room's refusals."""


class ListNotFound(PayoutRefused):
    """There is no such list here."""


class AccountNotFound(PayoutRefused):
    """There is no such account here, or another has taken its place."""


class AccountUnreadable(PayoutRefused):
    """An account has a bank of six digits, a number, and the name of its owner."""


class NobodyToPay(PayoutRefused):
    """A list pays at least one family."""


class ReasonMissing(PayoutRefused):
    """A list says why; a payout that failed says what the bank said."""


class DocumentMissing(PayoutRefused):
    """Who says that the bank has paid gives the number of its paper."""


class SecondPersonNeeded(PayoutRefused):
    """Who prepared a list, or set an account, does not agree to it."""


class NotWaiting(PayoutRefused):
    """Somebody else has decided about it before."""


class PeopleFaulty(PayoutRefused):
    """Some families cannot be paid; `beneficiary_ids` says which."""

    def __init__(self, beneficiary_ids: Sequence[int]) -> None:
        super().__init__(", ".join(map(str, beneficiary_ids)))
        self.beneficiary_ids = tuple(beneficiary_ids)


class AboveCredit(PeopleFaulty):
    """More than the family's credit."""


class AccountMissing(PeopleFaulty):
    """A transfer needs an account."""


class AccountTooYoung(PeopleFaulty):
    """The account was set so lately that a second person has to confirm it first."""


class ListedAlready(PeopleFaulty):
    """Another list that is not over pays this family already."""
