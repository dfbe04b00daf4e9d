"""The four ways of paying that the plans count."""

from __future__ import annotations

import enum


class Way(enum.Enum):
    """QR, website, Mobile Money, card (M22); three of the four are asked of every facility."""

    QR = "qr"
    WEB = "web"
    MOBILE_MONEY = "mobile_money"
    CARD = "card"
