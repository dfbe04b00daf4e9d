"""Who has a contract with this payOS, read once from the file that `PAYOS_CONFIG` names."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec


class Merchant(msgspec.Struct, frozen=True, rename="camel"):
    """One shop: its keys, and the account its credits reach."""

    client_id: str
    api_key: str
    checksum_key: str
    notify_url: str = msgspec.field(default="", name="notify_url")
    bin: str = "970418"
    account_number: str = "V3CAS0001"
    account_name: str = "TRUONG TIEU HOC HOA MAI"


class Settings(msgspec.Struct, frozen=True):
    """Milliseconds are for tests: the real one repeats over minutes."""

    merchants: list[Merchant]
    public_url: str = ""
    """Where a browser finds the hosted pages; without it the address it was asked under."""
    thuphi_url: str = ""
    repeat_ms: int = 200
    tries: int = 5
    hang_ms: int = 60_000
    timeout_ms: int = 5_000


def from_environment() -> Settings:
    """The settings of this process."""
    return msgspec.json.decode(Path(os.environ["PAYOS_CONFIG"]).read_bytes(), type=Settings)
