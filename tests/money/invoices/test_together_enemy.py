"""Two people ask for the same invoices at once, with real commits."""

from __future__ import annotations

import pytest

from tests import world as worlds
from tests.money.aside import Held, threads
from tests.money.seen import post_all, wait_until_blocked
from tests.world import AT, World
from thuphi.money.invoices import actions
from thuphi.money.invoices.actions import NewAccount
from thuphi.money.invoices.errors import NothingToInvoice
from thuphi.money.invoices.models import Invoice
from thuphi.money.invoices.rules import InvoiceKind


def ask(world: World) -> int:
    return actions.ask_for(by=world.lan.actor, facility_id=world.a.id, at=AT)


def test_a_bill_gets_one_invoice_also_when_two_people_ask(town: str) -> None:
    world = worlds.build()
    account = NewAccount(
        kind=InvoiceKind.RECEIPT, address="https://hoadon.example", tax_code="0101234567",
        serial="1C26TVD", secret="made up",
    )  # fmt: skip
    actions.open_account(by=world.hoa.actor, facility_id=world.a.id, account=account, at=AT)
    [bill, *_] = worlds.issued_run(world, items=[("NU", 1)])
    worlds.hear(world, bill.code, 15_000)
    post_all()
    held = Held()
    with threads(2) as start:
        first = start(held.around(lambda: ask(world)))
        assert held.is_done.wait(20)
        second = start(lambda: ask(world))
        wait_until_blocked()
        held.is_let_go.set()
        assert first.result() == 1
        with pytest.raises(NothingToInvoice):
            second.result()
    assert Invoice.objects.count() == 1
