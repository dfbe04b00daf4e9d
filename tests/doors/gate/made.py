"""A gate with two connectors that are made for tests: `granian ... tests.doors.gate.made:app`.

`teller` comes by any way (query or body), says every member of a notice, and is believed by a key.
`clerk` does the same and wants to be told about the order that it names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import ClassVar

import msgspec
from starlette.types import ASGIApp

from thuphi.doors.gate.app import create_gate
from thuphi.doors.gate.settings import GateSettings
from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import (
    Ability,
    Capability,
    Knock,
    Malformed,
    Notice,
    OrderFault,
    Outcome,
    Refusal,
    Reply,
    SignatureWrong,
)
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.channels.unable import Unable

TOLD = ("brand", "masked")


class Teller(Unable):
    """Says what it is told to say."""

    name: ClassVar[str] = "teller"
    method: ClassVar[str] = "web"
    CAN: ClassVar[Mapping[Ability, Capability]] = {Ability.HEAR: Capability(True)}
    SETTINGS: ClassVar[tuple[str, ...]] = ("secret",)
    SECRETS: ClassVar[tuple[str, ...]] = ("secret",)

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:
        said = dict(knock.query)
        if knock.method != "GET":
            said |= msgspec.json.decode(knock.body, type=dict[str, str])
        given = said.get("key", knock.headers.get("x-api-key", knock.tail))
        reading.check_same(reading.secret(settings, "secret").decode(), given)
        if not said["amount"].isdecimal():
            raise Malformed("amount")
        reference = said.get("reference", "")
        return Notice(
            outcome=Outcome(said["outcome"]),
            provider_reference=said.get("id") or reference,
            amount_vnd=int(said["amount"]),
            paid_at=datetime(2026, 9, 5, 1, tzinfo=UTC),
            reference=reference,
            method=said.get("method", ""),
            status=said.get("status", ""),
            details={name: said[name] for name in TOLD if name in said},
        )

    def scrub(self, body: bytes) -> bytes:
        said = msgspec.json.decode(body, type=dict[str, str])
        return msgspec.json.encode({**said, "pin": "***"}) if "pin" in said else body

    def reply_recorded(self) -> Reply:
        return Reply(200, b'{"told":"recorded"}')

    def reply_repeated(self) -> Reply:
        return Reply(200, b'{"told":"repeated"}')

    def reply_order(self, fault: OrderFault) -> Reply:
        return Reply(200, msgspec.json.encode({"told": fault.value}))

    def reply_refused(self, refusal: Refusal) -> Reply:
        return Reply(401 if isinstance(refusal, SignatureWrong) else 400, b"{}")

    def reply_busy(self) -> Reply:
        return Reply(503, b'{"told":"busy"}')


class Clerk(Teller):
    """Wants to be told about the order."""

    name: ClassVar[str] = "clerk"
    CHECKS_ORDER: ClassVar[bool] = True


@cache
def _gate() -> ASGIApp:
    connectors = {**CONNECTORS, "teller": Teller(), "clerk": Clerk()}
    return create_gate(GateSettings.from_environment(), connectors=connectors)


def __getattr__(name: str) -> ASGIApp:
    """Built when the server asks for `app`, for only its process has the environment."""
    if name == "app":
        return _gate()
    raise AttributeError(name)
