"""Codes on receipts: `BL` and ten symbols that anyone can have checked, and nobody can walk."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from thuphi.ground.kit import billcode
from thuphi.ground.kit.billcode import Permutation
from thuphi.ground.kit.seal import derive

MARKER = "BL"


@cache
def permutation() -> Permutation:
    """The keyed permutation of payment numbers, under another key than the bills' own."""
    return Permutation(derive(settings.MASTER_SECRET, "receipt-code"))


def code_of(payment_id: int) -> str:
    """The code printed on the receipt of a payment."""
    return billcode.encode(permutation().forward(payment_id), marker=MARKER)


def payment_of(code: str) -> int:
    """The payment whose receipt has this code. A wrong symbol is noticed, never mended, since a
    code is asked for to tell a true paper from a false one. Raises `NotABillCode`.
    """
    return permutation().backward(billcode.decode(code, marker=MARKER, strict=True).number)
