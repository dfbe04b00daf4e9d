"""How much the payer wants to pay now, where less than the rest is allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext

from thuphi.doors.web.pay.reading import Payable
from thuphi.ground.kit import money

THOUSAND_VND = 1_000
_BETWEEN = re.compile(r"[\s.,đĐ]|vnd", re.IGNORECASE)
_DIGITS_MAX = 13


@dataclass(frozen=True, slots=True)
class Chosen:
    """An amount in đồng that may be paid, and what was wrong with the one that was asked for."""

    amount_vnd: int
    error: str = ""
    typed: str = ""


def chosen(typed: str, payable: Payable) -> Chosen:
    """The rest, unless another amount is named and allowed. `500.000 đ` and `500000` are alike."""
    rest_vnd = payable.remaining_vnd
    squeezed = _BETWEEN.sub("", typed)
    if not squeezed or not rest_vnd:
        return Chosen(rest_vnd)
    if not (squeezed.isascii() and squeezed.isdigit() and len(squeezed) <= _DIGITS_MAX):
        wrong = gettext("Số tiền chưa đọc được. Gõ số, ví dụ 500.000.")
        return Chosen(rest_vnd, wrong, typed[:40])
    amount_vnd = int(squeezed)
    if amount_vnd == rest_vnd:
        return Chosen(rest_vnd)
    if not payable.allows_part:
        return Chosen(rest_vnd, gettext("Khoản này trả đủ một lần."), typed[:40])
    if not 0 < amount_vnd < rest_vnd:
        wrong = gettext("Gõ số tiền từ 1 đ đến %(rest)s.") % {"rest": money.dong(rest_vnd)}
        return Chosen(rest_vnd, wrong, typed[:40])
    return Chosen(amount_vnd)


def half_of(rest_vnd: int) -> int:
    """About a half, in whole thousands where that leaves something; 0 when there is no half."""
    half = rest_vnd // 2
    return half // THOUSAND_VND * THOUSAND_VND or half
