"""Reads a VietQR as a bank's app does: NAPAS "VietQR code format" v1.0 (2021-09), EMVCo MPM.

Written apart from Thu Phí's own reader, so that both agreeing proves something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulators.bank.refusals import Refused

VIETQR = "A000000727"
LENGTH_MAX = 512
DONG = "704"
AMOUNT = re.compile(r"([0-9]{1,13})(?:\.0*)?")
ACCOUNT = re.compile(r"[A-Za-z0-9]{1,19}")
BIN = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a QR asks the payer for. No amount means that the payer types one."""

    payload: str
    bin: str
    account: str
    service: str
    is_one_time: bool
    amount_vnd: int | None
    text: str
    bill: str


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE over the UTF-8 bytes, as four upper-case hex digits."""
    register = 0xFFFF
    for byte in text.encode():
        register ^= byte << 8
        for _ in range(8):
            register = (register << 1) ^ (0x1021 if register & 0x8000 else 0)
        register &= 0xFFFF
    return f"{register:04X}"


def objects(text: str) -> dict[str, str]:
    """The data objects of one level, in their order. Raises `Refused` unless they close exactly."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        if len(head) < 4 or not (head.isascii() and head.isdigit()):
            raise Refused("Mã QR hỏng: không đọc được độ dài của một trường.")
        tag, size = head[:2], int(head[2:])
        value = text[at + 4 : at + 4 + size]
        if size == 0 or len(value) != size:
            raise Refused(f"Mã QR hỏng: trường {tag} thiếu ký tự.")
        if tag in found:
            raise Refused(f"Mã QR hỏng: trường {tag} có hai lần.")
        found[tag] = value
        at += 4 + size
    return found


def _beneficiary(template: str) -> tuple[str, str, str]:
    inner = objects(template)
    if inner.get("00") != VIETQR:
        raise Refused("Đây không phải mã VietQR.")
    holder = objects(inner.get("01", ""))
    bank, account = holder.get("00", ""), holder.get("01", "")
    if not BIN.fullmatch(bank) or not ACCOUNT.fullmatch(account):
        raise Refused("Mã QR không có số tài khoản nhận hợp lệ.")
    service = inner.get("02", holder.get("02", ""))  # Some generators nest it one level too deep.
    return bank, account, service


def _amount(text: str | None) -> int | None:
    if text is None:
        return None
    match = AMOUNT.fullmatch(text)
    if match is None or int(match[1]) == 0:
        raise Refused("Số tiền trong mã QR không hợp lệ.")
    return int(match[1])


def read(payload: str) -> Invitation:
    """What the code asks for. Raises `Refused` with the reason a bank's app would show."""
    payload = payload.strip()
    if len(payload) > LENGTH_MAX:
        raise Refused("Mã QR dài quá.")
    root = objects(payload)
    tags = list(root)
    if not tags or tags[0] != "00" or root["00"] != "01" or tags[-1] != "63":
        raise Refused("Đây không phải mã QR thanh toán.")
    if root["63"].upper() != crc(payload[:-4]):
        raise Refused("Mã QR hỏng: sai số kiểm tra CRC. Xin quét lại.")
    if "38" not in root:
        raise Refused("Đây không phải mã VietQR.")
    bank, account, service = _beneficiary(root["38"])
    if root.get("53") != DONG:
        raise Refused("Mã QR không dùng tiền đồng Việt Nam.")
    more = objects(root.get("62", ""))
    return Invitation(
        payload=payload,
        bin=bank,
        account=account,
        service=service,
        is_one_time=root.get("01") == "12",
        amount_vnd=_amount(root.get("54")),
        text=more.get("08", ""),
        bill=more.get("01", ""),
    )
