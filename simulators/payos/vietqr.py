"""Writes the VietQR text of a payment request: NAPAS QR, an account with an amount and a text."""

from __future__ import annotations


def _object(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _crc(text: str) -> str:
    """CRC-16/CCITT-FALSE, as EMVCo wants it."""
    crc = 0xFFFF
    for byte in text.encode():
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021) & 0xFFFF if crc & 0x8000 else (crc << 1) & 0xFFFF
    return f"{crc:04X}"


def payload(*, bank: str, account: str, amount_vnd: int, text: str) -> str:
    """A dynamic code for one transfer."""
    payee = _object("00", bank) + _object("01", account)
    merchant = _object("00", "A000000727") + _object("01", payee) + _object("02", "QRIBFTTA")
    body = (
        _object("00", "01")
        + _object("01", "12")
        + _object("38", merchant)
        + _object("53", "704")
        + _object("54", str(amount_vnd))
        + _object("58", "VN")
        + _object("62", _object("08", text))
        + "6304"
    )
    return body + _crc(body)
