"""Whose payments this gateway takes: the JSON file that VNPAY_CONFIG names."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec


class Merchant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One terminal, as the contract with VNPAY says."""

    vnp_TmnCode: str
    vnp_HashSecret: str
    notify_url: str
    name: str = ""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that this gateway is told at its start."""

    merchants: list[Merchant]
    thuphi_url: str = ""
    repeat_ms: int = 200
    """Between two notifications that were not acknowledged; VNPAY waits five minutes."""
    tries_max: int = 10
    timeout_ms: int = 15_000
    query_gap_ms: int = 0
    """How soon the same payment may be asked about again; VNPAY wants five minutes."""
    refund_ms: int = 0
    """How long a refund is in hand before it is sent to the bank."""


class VnpayConfigMissing(Exception):
    """VNPAY_CONFIG does not name a readable file in the documented form."""


def from_environment() -> Settings:
    """The settings, or `VnpayConfigMissing` with what to mend."""
    path = os.environ.get("VNPAY_CONFIG", "")
    if not path:
        raise VnpayConfigMissing("set VNPAY_CONFIG to a JSON file, see docs/simulators/vnpay.md")
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError) as error:
        raise VnpayConfigMissing(f"VNPAY_CONFIG={path!r}: {error}") from error
