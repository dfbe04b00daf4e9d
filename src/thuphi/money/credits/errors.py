"""Why a deed on a credit is refused."""

from __future__ import annotations

from collections.abc import Sequence


class CreditError(Exception):
    """A deed on a credit is refused."""


class CreditTooSmall(CreditError):
    """The family has less credit than that; `left_vnd` says how much."""

    def __init__(self, left_vnd: int) -> None:
        super().__init__(left_vnd)
        self.left_vnd = left_vnd


class Uncovered(CreditError):
    """Some families have less credit than that; `beneficiary_ids` says which."""

    def __init__(self, beneficiary_ids: Sequence[int]) -> None:
        super().__init__(", ".join(map(str, beneficiary_ids)))
        self.beneficiary_ids = tuple(beneficiary_ids)


class FamilyTwice(CreditError):
    """One posting pays out to each family once."""


class AmountNotPositive(CreditError):
    """A credit is of some money."""


class ReasonMissing(CreditError):
    """A credit brought along needs a reason."""


class NotOfThisFacility(CreditError):
    """The pupil or the item is of another facility."""


class BillNotFound(CreditError):
    """There is no such bill here."""


class PayoutNotFound(CreditError):
    """Nothing was asked under this reference."""


class PayoutOver(CreditError):
    """It was asked before, or ended before."""


class OpeningOver(CreditError):
    """Credits are brought along only in the first months; later they come from money paid."""
