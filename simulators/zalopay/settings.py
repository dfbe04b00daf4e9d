"""Who may take payments by this wallet."""

from __future__ import annotations

import msgspec

from simulators.wallets.settings import Common


class Merchant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One merchant with the three things that ZaloPay gives it."""

    app_id: int
    key1: str
    key2: str
    name: str = "Trường Tiểu học Hoa Mai"
    notify_url: str = ""
    """Told when the order has no callback_url."""


class Settings(Common, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that this wallet is told at its start."""

    merchants: list[Merchant]
