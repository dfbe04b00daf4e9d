"""Bill codes from bill numbers, under this installation's own key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.conf import settings

from thuphi.ground.kit.billcode import Permutation
from thuphi.ground.kit.seal import derive


@cache
def permutation() -> Permutation:
    """The keyed permutation of 40-bit numbers that keeps codes from being walked."""
    return Permutation(derive(settings.MASTER_SECRET, "bill-code"))


def codes_for(numbers: Sequence[int]) -> list[str]:
    """The codes of these bill numbers, in their order."""
    return permutation().encode_many(list(numbers))
