"""What families call a way of paying and how long it takes: names of the providers' own."""

from __future__ import annotations

from dataclasses import dataclass

from .rules import Way

AT_ONCE = ("ngay", 10)
A_MINUTE = ("1–2 phút", 90)
A_WORKING_DAY = ("trong ngày làm việc", 86_400)


@dataclass(frozen=True, slots=True)
class Label:
    """A way of paying in words; how long until the bill says that it is paid, in seconds too."""

    label: str
    takes: str
    takes_seconds: int


NAMES = {
    "casso": "Casso",
    "momo": "Ví MoMo",
    "payos": "payOS",
    "sandbox": "Sandbox",
    "sepay": "SePay",
    "vnpay": "VNPAY",
    "zalopay": "ZaloPay",
}
"""Brands as they write themselves; other channels are called by their way."""

WAYS = {
    Way.QR: "Chuyển khoản VietQR",
    Way.WEB: "Cổng thanh toán trên web",
    Way.MOBILE_MONEY: "Mobile Money",
    Way.CARD: "Thẻ tại máy POS",
}
TAKES = {Way.QR: AT_ONCE, Way.WEB: A_MINUTE, Way.MOBILE_MONEY: A_MINUTE, Way.CARD: AT_ONCE}


def label_of(channel: str, way: Way, operator: str = "") -> Label:
    """The name of a channel; Mobile Money is named with its operator, of whom there are several."""
    name = NAMES.get(channel, WAYS[way])
    return Label(f"{name} {operator}".strip(), *TAKES[way])


def watched_transfer() -> Label:
    """The bill's QR into an account that a provider watches."""
    return Label(WAYS[Way.QR], *AT_ONCE)


def transfer() -> Label:
    """The bill's QR into an account that only the bank's statement tells of."""
    return Label(WAYS[Way.QR], *A_WORKING_DAY)
