"""Which terminals stand here, and what each shares with its till: the file of TERMINAL_CONFIG."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec


class Merchant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One terminal, by the names that a till's settings have."""

    POIID: str
    SaleID: str
    KeyIdentifier: str
    KeyVersion: int
    Passphrase: str
    MerchantID: str = "000000000012345"
    TID: str = "00012345"
    name: str = "Trường Tiểu học Hoa Mai"
    """What its screen and its receipts call the merchant."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that the terminals are told at their start."""

    merchants: list[Merchant]
    thuphi_url: str = ""
    card_wait_ms: int = 60_000
    """How long a terminal waits for a card before it gives up by itself."""
    silence_ms: int = 150_000
    """How long the fault `timeout` keeps the line open without an answer."""


class TerminalConfigMissing(Exception):
    """TERMINAL_CONFIG does not name a readable file in the documented form."""


def from_environment() -> Settings:
    """The settings, or `TerminalConfigMissing` with what to mend."""
    path = os.environ.get("TERMINAL_CONFIG", "")
    if not path:
        raise TerminalConfigMissing(
            "set TERMINAL_CONFIG to a JSON file, see docs/simulators/terminal.md"
        )
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError) as error:
        raise TerminalConfigMissing(f"TERMINAL_CONFIG={path!r}: {error}") from error
