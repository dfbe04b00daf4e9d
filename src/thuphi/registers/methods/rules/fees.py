"""What a provider takes for one payment, in whole đồng."""

from __future__ import annotations

import enum
from dataclasses import dataclass

PARTS = 10_000
"""A basis point is the ten-thousandth part."""


class BorneBy(enum.Enum):
    """Who pays the provider's fee; it is said before the family chooses and on the notice."""

    PAYER = "payer"
    FACILITY = "facility"


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """A provider's price: so much for each payment, so many ten-thousandths, within bounds."""

    flat_vnd: int = 0
    basis_points: int = 0
    minimum_vnd: int = 0
    maximum_vnd: int | None = None
    borne_by: BorneBy = BorneBy.FACILITY


def fee_vnd(terms: FeeTerms, amount_vnd: int) -> int:
    """The fee on an amount in đồng: the flat part and the share, a broken đồng counted whole.

    Never below the minimum, never above the maximum. 1,1 % of 1.250.000 đ is 13.750 đ; of
    1.234.567 đ it is 13.580,237 đ and so 13.581 đ; with 1.100 đ beside it and at most 10.000 đ it
    is 10.000 đ.
    """
    share_vnd = -(-amount_vnd * terms.basis_points // PARTS)
    whole_vnd = max(terms.flat_vnd + share_vnd, terms.minimum_vnd)
    return whole_vnd if terms.maximum_vnd is None else min(whole_vnd, terms.maximum_vnd)
