"""Channels of all four ways for tests of the register, which must not wait for real providers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.channels import registry
from thuphi.ground.channels.contract import Ability, Capability, Connector, Knock, Limits, Notice
from thuphi.ground.channels.sandbox import Sandbox
from thuphi.ground.channels.unable import Unable
from thuphi.ground.kit.actor import SYSTEM
from thuphi.registers.methods import actions, queries
from thuphi.registers.methods.actions import merchants, terminals
from thuphi.registers.methods.models import Merchant

CAN = {one: Capability(True) for one in Ability}


class _Trial(Unable):
    CAN: ClassVar[Mapping[Ability, Capability]] = CAN
    SETTINGS: ClassVar[tuple[str, ...]] = ("partnerCode", "accessKey", "secretKey", "endpoint")
    SECRETS: ClassVar[tuple[str, ...]] = ("accessKey", "secretKey")
    ADDRESSES: ClassVar[Mapping[str, str]] = {"endpoint": "https://try.example.vn"}

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:
        """As the sandbox does."""
        return Sandbox().hear(knock, settings)

    reply_repeated = Sandbox.reply_repeated
    reply_refused = Sandbox.reply_refused
    reply_busy = Sandbox.reply_busy


class TrialWeb(_Trial):
    """A web provider that takes 5.000 to 50.000.000 đồng."""

    name: ClassVar[str] = "vnpay"
    method: ClassVar[str] = "web"
    LIMITS: ClassVar[Limits] = Limits(5_000, 50_000_000)


class TrialWallet(_Trial):
    """Another one."""

    name: ClassVar[str] = "momo"
    method: ClassVar[str] = "web"
    LIMITS: ClassVar[Limits] = Limits(1_000, 50_000_000)


class TrialMoney(_Trial):
    """A Mobile Money operator."""

    name: ClassVar[str] = "gsma"
    method: ClassVar[str] = "mobile_money"
    SETTINGS: ClassVar[tuple[str, ...]] = (*_Trial.SETTINGS, "operator")


class TrialCard(_Trial):
    """Card terminals."""

    name: ClassVar[str] = "nexo"
    method: ClassVar[str] = "card"


SECRETS = {"accessKey": "ak-khong-ai-biet", "secretKey": "sk-khong-ai-biet"}
OF_WAY = {"web": "vnpay", "mobile_money": "gsma", "card": "nexo", "qr": "sandbox"}


def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the register know these channels beside the real ones."""
    made: tuple[Connector, ...] = (TrialWeb(), TrialWallet(), TrialMoney(), TrialCard())
    known = MappingProxyType({**registry.CONNECTORS, **{one.name: one for one in made}})
    for module in (queries, merchants, terminals):
        monkeypatch.setattr(module, "CONNECTORS", known)


def register(
    world: World, channel: str = "momo", *, facility_id: int | None = None, **more: str
) -> Merchant:
    """A merchant of school A with both secrets."""
    where = facility_id or world.a.id
    return actions.register_merchant(
        by=SYSTEM,
        facility_id=where,
        channel=channel,
        slug=f"thu-{channel}-{where}",
        account_number="",
        settings={"partnerCode": "P1", **SECRETS, **more},
        at=worlds.AT,
    )
