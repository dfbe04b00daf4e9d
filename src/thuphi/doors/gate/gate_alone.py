"""The gate in a process of its own: `granian --interface asgi thuphi.doors.gate.gate_alone:app`."""

from __future__ import annotations

from functools import cache

import structlog
from starlette.types import ASGIApp

from .app import create_gate
from .settings import GateSettings


@cache
def _gate() -> ASGIApp:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(),
        ],
        cache_logger_on_first_use=True,
    )
    return create_gate(GateSettings.from_environment())


def __getattr__(name: str) -> ASGIApp:
    """Built when a server asks for `app`, so that importing this file needs no environment."""
    if name == "app":
        return _gate()
    raise AttributeError(name)
