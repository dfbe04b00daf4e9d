"""A school with a terminal, an operator and a gateway, and money that came by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings as installation

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.actions import NewTerminal
from thuphi.registers.methods.models import Merchant, Terminal

POI = "P400Plus-000000001"


@dataclass(frozen=True)
class Ways:
    """School A's contracts beside the bank's."""

    card: Merchant
    terminal: Terminal
    mobile: Merchant
    vnpay: Merchant


def merchant(world: World, channel: str, settings: dict[str, str]) -> Merchant:
    """A contract of school A."""
    return methods.register_merchant(
        by=SYSTEM,
        facility_id=world.a.id,
        channel=channel,
        slug=f"vidu-{channel}",
        account_number="",
        settings=settings,
        at=worlds.AT,
    )


def ways_of_school_a(world: World) -> Ways:
    """One terminal on the counter, one operator, one gateway."""
    assert installation.MASTER_SECRET
    card = merchant(
        world,
        "nexo",
        {
            "endpoint": "http://127.0.0.1:9/nexo",
            "SaleID": "CASHIER01",
            "POIID": POI,
            "KeyIdentifier": "school-till-key",
            "KeyVersion": "1",
            "Passphrase": "made-up passphrase 2026",
        },
    )
    return Ways(
        card=card,
        terminal=put_terminal(card, POI, "Quầy tài vụ, tầng 1"),
        mobile=merchant(
            world,
            "gsma",
            {
                "endpoint": "http://127.0.0.1:9/mm",
                "organisationId": "TRUONG-A",
                "apiKey": "key of the school",
                "callbackKey": "secret of the callbacks",
            },
        ),
        vnpay=merchant(
            world,
            "vnpay",
            {"vnp_TmnCode": "SCHOOL01", "vnp_HashSecret": "MADEUPSECRETFORTESTS0123456789AB"},
        ),
    )


def put_terminal(card: Merchant, poi_id: str, place: str) -> Terminal:
    """A terminal on a counter."""
    return methods.register_terminal(
        by=SYSTEM,
        merchant_id=card.pk,
        terminal=NewTerminal(
            poi_id=poi_id, serial=f"SN-{poi_id[-3:]}", place=place, from_on=worlds.TODAY
        ),
        at=worlds.AT,
    )


def paid(world: World, code: str, amount_vnd: int, by: Merchant) -> Payment:
    """Money for a bill, booked."""
    heard = worlds.hear(world, code, amount_vnd, merchant=by, account="", method="web")
    payments.post_waiting(at=NOW + timedelta(minutes=1))
    return Payment.objects.get(heard_id=heard)
