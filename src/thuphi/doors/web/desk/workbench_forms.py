"""What people type at the workbench. Rooms and the database decide; this is courtesy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from thuphi.ground.channels.banks import BANKS
from thuphi.ground.kit import money
from thuphi.money.bills.queries.desk import code_in
from thuphi.money.reconciliation.rules import MatchKind
from thuphi.money.refunds.actions import Payee

from .frame import number_in

LONGEST_REASON = 300
MOST_PARTS = 20
_ACCOUNT = re.compile(r"[0-9A-Z]{4,19}")

_OWN = {MatchKind.DEPOSIT.value, MatchKind.REFUND.value, MatchKind.PAYOUT.value}


class Refused(Exception):
    """What was typed cannot be done; the message is the sentence that a person reads."""


@dataclass(frozen=True, slots=True)
class Part:
    """So much of the money for one bill."""

    code: str
    amount_vnd: int


def reason_in(typed: QueryDict, missing: str) -> str:
    """What was written, else what was picked. Raises `Refused` with `missing` when neither was."""
    written = " ".join(typed.get("reason", "").split())[:LONGEST_REASON]
    reason = written or typed.get("picked", "").strip()[:LONGEST_REASON]
    if not reason:
        raise Refused(missing)
    return reason


def code_typed(text: str) -> str:
    """The bill code in what was typed, one wrong symbol mended. Raises `Refused`."""
    if not text.strip():
        raise Refused(_("Chưa ghi mã khoản thu."))
    code = code_in(text)
    if code is None:
        raise Refused(
            _("“%(text)s” không phải mã khoản thu. Mã gồm 12 ký tự, bắt đầu bằng TF.")
            % {"text": text[:40]}
        )
    return code


def parts_in(typed: QueryDict, left_vnd: int) -> list[Part]:
    """The shares that were typed; rows without an amount are left out. Raises `Refused`."""
    parts: list[Part] = []
    rows = list(zip(typed.getlist("code"), typed.getlist("amount"), strict=False))[:MOST_PARTS]
    for code, amount in rows:
        if not amount.strip():
            continue
        try:
            vnd = money.parse_dong(amount)
        except money.AmountUnreadable as error:
            raise Refused(
                _("“%(text)s” không đọc được thành số đồng. Gõ như 1.250.000, không có phần lẻ.")
                % {"text": amount[:40]}
            ) from error
        if vnd <= 0:
            raise Refused(_("Số tiền của mỗi phần phải lớn hơn 0."))
        parts.append(Part(code_typed(code), vnd))
    if not parts:
        raise Refused(_("Chưa chia: ghi số tiền cho ít nhất hai khoản."))
    if len({one.code for one in parts}) < len(parts):
        raise Refused(_("Một mã khoản thu ghi hai lần. Gộp lại thành một dòng."))
    total = sum(one.amount_vnd for one in parts)
    if total != left_vnd:
        raise Refused(
            _("Các phần cộng lại %(total)s, phải đúng %(left)s.")
            % {"total": money.dong(total), "left": money.dong(left_vnd)}
        )
    return parts


def pupil_in(typed: QueryDict) -> int:
    """The pupil whose credit it becomes. Raises `Refused`."""
    found = number_in(typed.get("beneficiary", ""))
    if found is None:
        raise Refused(_("Chưa chọn học sinh. Tìm rồi chọn một em."))
    return found


def payment_in(typed: QueryDict) -> int:
    """The payment that the line is the money of. Raises `Refused`."""
    found = number_in(typed.get("payment", ""))
    if found is None:
        raise Refused(_("Chưa chọn khoản đã ghi để ghép."))
    return found


def own_in(typed: QueryDict) -> tuple[MatchKind, int]:
    """The deposit, refund or payout that the line shows, `deposit-3`. Raises `Refused`."""
    kind, _dash, number = typed.get("own", "").partition("-")
    found = number_in(number)
    if kind not in _OWN or found is None:
        raise Refused(_("Chưa chọn khoản đã ghi để ghép."))
    return MatchKind(kind), found


def payee_in(typed: QueryDict) -> Payee:
    """The account that the money goes back to. Raises `Refused`."""
    bank = typed.get("bank", "")
    account = "".join(sign for sign in typed.get("account", "") if sign.isalnum()).upper()
    name = " ".join(typed.get("name", "").split())[:100]
    if bank not in BANKS:
        raise Refused(_("Chọn ngân hàng nhận tiền hoàn."))
    if not _ACCOUNT.fullmatch(account):
        raise Refused(_("Số tài khoản gồm 4 đến 19 chữ số hoặc chữ cái không dấu."))
    if not name:
        raise Refused(_("Chưa có tên chủ tài khoản nhận."))
    return Payee(bin=bank, account=account, name=name)
