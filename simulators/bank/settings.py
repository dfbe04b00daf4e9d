"""Who listens to which account: the JSON file that BANK_CONFIG names."""

from __future__ import annotations

import enum
import os
from pathlib import Path

import msgspec


class Provider(enum.Enum):
    """Who stands between the bank and the school, and therefore signs the notification."""

    SEPAY = "sepay"
    CASSO = "casso"
    PAYOS = "payos"
    SANDBOX = "sandbox"


class Subscription(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One merchant's wish to be told of credits to one account."""

    provider: Provider
    account: str
    bin: str
    notify_url: str
    secret: str
    name: str = ""
    """The account holder's name, shown to the payer as banks do."""
    order_code_first: int = 100_001
    """payOS knows the order code of its link; without one in the text it counts on from here."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that this bank is told at its start."""

    thuphi_url: str
    subscriptions: list[Subscription]
    repeats_max: int = 3
    """Repeats after a first try that was not acknowledged; SePay makes up to 7."""
    back_off_ms: int = 200
    """The unit of waiting between repeats; real providers wait minutes."""
    timeout_ms: int = 8_000


class BankConfigMissing(Exception):
    """BANK_CONFIG does not name a readable file in the documented form."""


def from_environment() -> Settings:
    """The settings, or `BankConfigMissing` with what to mend."""
    path = os.environ.get("BANK_CONFIG", "")
    if not path:
        raise BankConfigMissing("set BANK_CONFIG to a JSON file, see docs/simulators.md")
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError) as error:
        raise BankConfigMissing(f"BANK_CONFIG={path!r}: {error}") from error
