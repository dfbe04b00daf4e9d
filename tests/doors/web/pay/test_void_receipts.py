"""The receipt of money that turned out to be another's says that it is void."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import world as worlds
from tests.money.seen import post_all
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.payments import owners
from thuphi.money.payments.models import Payment
from thuphi.money.payments.receipt_code import code_of

VOID = "Biên nhận này không còn hiệu lực"


@pytest.fixture
def world(db: None) -> World:
    """The two schools and five people, in a transaction that is rolled back."""
    return worlds.build()


def test_a_void_receipt_says_so(world: World) -> None:
    bill = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)[0]
    worlds.hear(world, bill.code, 660_000)
    post_all()
    paid = Payment.objects.get()
    code, client = code_of(paid.pk), Client()
    assert VOID not in client.get(f"/bien-lai/{code}").content.decode()
    owners.unidentify(by=SYSTEM, payment_id=paid.pk, reason="Nhầm em", at=AT)
    assert VOID in client.get(f"/bien-lai/{code}").content.decode()
    checked = client.get(f"/kiem-tra?ma={code}").content.decode()
    assert VOID in checked
    assert "Biên nhận thật" not in checked
    assert client.get(f"/bien-lai/{code}.pdf").status_code == 200
