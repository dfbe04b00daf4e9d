"""What a gate is told when it is built: where to write, what it may open, how much it takes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from thuphi.ground.server.embedded import embedded_server
from thuphi.ground.server.folders import master_secret


class SettingsWrong(Exception):
    """The environment holds what the gate cannot use; the message names it."""


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

    role: str = "thuphi_worker"
    """The database role to step down to; empty for the login's own."""

    @property
    def conninfo(self) -> str:
        """Where to connect, with the role. It may hold a password: never print it."""
        if not self.role:
            return self.dsn
        options = str(conninfo_to_dict(self.dsn).get("options") or "")
        return make_conninfo(self.dsn, options=f"{options} -c role={self.role}".strip())

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """As the pages find their database and secret; limits by `THUPHI_GATE_<NAME>`.

        Raises `SettingsWrong`.
        """
        limits = {}
        for name, kind in cls.__annotations__.items():
            given = environment.get(f"THUPHI_GATE_{name.upper()}", "")
            if kind == "int" and given:
                if not (given.isascii() and given.isdigit()):
                    raise SettingsWrong(f"THUPHI_GATE_{name.upper()} has to be a whole number.")
                limits[name] = int(given)
        proxies = environment.get("THUPHI_GATE_TRUSTED_PROXIES", "").replace(",", " ").split()
        return cls(
            dsn=environment.get("DATABASE_URL") or embedded_server().address(),
            master_secret=master_secret(),
            role=environment.get("THUPHI_GATE_ROLE", "thuphi_worker"),
            trusted_proxies=frozenset(proxies),
            **limits,
        )
