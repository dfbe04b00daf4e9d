from __future__ import annotations

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.models import Merchant


@pytest.fixture
def gsma(world: World) -> Merchant:
    """School A's contract with a mobile-money operator."""
    return methods.register_merchant(
        by=SYSTEM,
        facility_id=world.a.id,
        channel="gsma",
        slug="vidu-gsma",
        account_number="",
        settings={
            "apiKey": "key of the school",
            "organisationId": "TRUONG-A",
            "callbackKey": "secret of the callbacks",
        },
        at=worlds.AT,
    )


@pytest.fixture
def payos(world: World) -> Merchant:
    """School A's contract with payOS."""
    return methods.register_merchant(
        by=SYSTEM,
        facility_id=world.a.id,
        channel="payos",
        slug="vidu-payos",
        account_number="",
        settings={"clientId": "client", "apiKey": "key", "checksumKey": "checksum"},
        at=worlds.AT,
    )
