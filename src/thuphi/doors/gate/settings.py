"""What a gate is told when it is built: where to write, what it may open, how much it takes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


class SettingsMissing(Exception):
    """The environment lacks what the gate cannot do without; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSettings:
    """Limits are generous: they stop a flood, not a busy morning. A rate of 0 means no limit."""

    dsn: str = field(repr=False)
    master_secret: bytes = field(repr=False)
    queue_max: int = 10_000
    """Knocks that may wait for the disk; one more is answered 503."""
    body_bytes_max: int = 64 * 1024
    request_seconds_max: int = 10
    """How long a body may take to come in."""
    flush_seconds_max: int = 10
    """How long the database may take over one flush before the waiting are answered 503."""
    flushers: int = 2
    flush_rows_max: int = 500
    merchant_rate: int = 2_000
    """Believed knocks a second from one merchant; `merchant_burst` more at once."""
    merchant_burst: int = 10_000
    address_rate: int = 2_000
    """Knocks a second from one address, before anything else is looked at."""
    address_burst: int = 10_000
    unknown_rate: int = 20
    """Knocks a second from one address for merchants that do not exist."""
    unknown_burst: int = 200
    streams_per_address_max: int = 100
    """Whole streets share one address on mobile networks, so this is no small number."""
    streams_max: int = 2_000
    stream_seconds_max: int = 3_600
    stream_keep_seconds: int = 15
    trusted_proxies: frozenset[str] = frozenset()
    """Addresses whose `X-Forwarded-For` is believed."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read `DATABASE_URL`, `THUPHI_MASTER_SECRET` (hex) and, for limits, `THUPHI_GATE_<NAME>`.

        Raises `SettingsMissing`.
        """
        for name in ("DATABASE_URL", "THUPHI_MASTER_SECRET"):
            if not environment.get(name):
                raise SettingsMissing(f"The gate needs {name} in its environment.")
        try:
            secret = bytes.fromhex(environment["THUPHI_MASTER_SECRET"])
            limits = {
                name: int(environment[f"THUPHI_GATE_{name.upper()}"])
                for name, kind in cls.__annotations__.items()
                if kind == "int" and f"THUPHI_GATE_{name.upper()}" in environment
            }
        except ValueError as error:
            raise SettingsMissing(
                "THUPHI_MASTER_SECRET is hexadecimal and each THUPHI_GATE_ limit a whole number."
            ) from error
        proxies = environment.get("THUPHI_GATE_TRUSTED_PROXIES", "").replace(",", " ").split()
        return cls(
            dsn=environment["DATABASE_URL"],
            master_secret=secret,
            trusted_proxies=frozenset(proxies),
            **limits,
        )
