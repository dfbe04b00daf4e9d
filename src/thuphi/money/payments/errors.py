"""What this room refuses, one sentence each."""

from __future__ import annotations


class PaymentRefused(Exception):
    """Base of this room's refusals."""


class NothingToPay(PaymentRefused):
    """The bill is paid or cancelled; there is nothing left to take money for."""


class AmountNotPositive(PaymentRefused):
    """An amount of money must be a whole number of đồng above nothing."""


class AmountAboveRest(PaymentRefused):
    """More cash was offered than the bill needs; give the rest back over the counter."""


class PartNotAllowed(PaymentRefused):
    """This bill is to be paid in one sum."""


class PaymentNotFound(PaymentRefused):
    """There is no such payment here."""


class OwnerAlreadyFound(PaymentRefused):
    """Somebody has given this money to a bill before."""


class BillOfAnother(PaymentRefused):
    """The bill belongs to another facility than the one the money reached."""


class KeyUsedOtherwise(PaymentRefused):
    """This key has taken cash for another bill or of another amount before."""


class ReturnTooMuch(PaymentRefused):
    """No more goes back than a payment brought and still has."""


class ReasonMissing(PaymentRefused):
    """Say why."""


class ToldSince(PaymentRefused):
    """Somebody has said something else of this money since; look again."""


class OwnerHasSpent(PaymentRefused):
    """The family has spent the money, was paid it out, or a part of it is on its way back."""

    def __init__(self, missing_vnd: int) -> None:
        super().__init__(missing_vnd)
        self.missing_vnd = missing_vnd


class PartsDoNotAddUp(PaymentRefused):
    """The parts of money that is split are above nothing, for different bills, and come to it."""


class FamilyOfAnother(PaymentRefused):
    """The family belongs to another facility than the one the money reached."""


class IsCash(PaymentRefused):
    """Cash that lies in the till is ours; hand it back instead."""


class GoesBack(PaymentRefused):
    """This money, or a part of it, is on its way back to its sender."""
