from __future__ import annotations

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.models import Merchant


@pytest.fixture
def world(db: None) -> World:
    """The two schools and five people, in a transaction that is rolled back."""
    return worlds.build()


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills of school A, 660.000 đồng each, that may be paid in parts."""
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)


@pytest.fixture
def vnpay(world: World) -> Merchant:
    """School A's contract with VNPAY."""
    return methods.register_merchant(
        by=SYSTEM,
        facility_id=world.a.id,
        channel="vnpay",
        slug="vidu-vnpay",
        account_number="",
        settings={"vnp_TmnCode": "SCHOOL01", "vnp_HashSecret": "MADEUPSECRETFORTESTS0123456789AB"},
        at=worlds.AT,
    )


@pytest.fixture
def momo(world: World) -> Merchant:
    """School A's contract with MoMo."""
    return methods.register_merchant(
        by=SYSTEM,
        facility_id=world.a.id,
        channel="momo",
        slug="vidu-momo",
        account_number="",
        settings={
            "partnerCode": "MOMOMADEUP2026",
            "accessKey": "MADEUPACCESSKEY1",
            "secretKey": "made_up_momo_secret_0123456789ab",
        },
        at=worlds.AT,
    )
