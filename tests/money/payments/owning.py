"""Payments that are made and unmade, and what must hold after each."""

from __future__ import annotations

from datetime import timedelta

from tests import world as worlds
from tests.money.seen import number, post_all
from tests.world import AT, World
from thuphi.money.payments import fees, owners
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences

LATER = AT + timedelta(days=2)
WHEN = "2026-10-07 08:00:00"
TOTAL = 660_000


def paid(world: World, amount_vnd: int, code: str = "", method: str = "qr") -> Payment:
    heard = worlds.hear(world, code, amount_vnd, method=method)
    post_all()
    return Payment.objects.get(heard_id=heard)


def undo(world: World, payment: Payment) -> Payment:
    return owners.unidentify(by=world.lan.actor, payment_id=payment.pk, reason="Nhầm em", at=LATER)


def all_is_well(world: World) -> None:
    fees.count_all_stale()
    assert differences() == []
    assert number("SELECT sum(debit_vnd - credit_vnd) FROM ledger_account") == 0


def charge(world: World, payment: Payment, amount_vnd: int) -> int:
    """How much was nowhere any more."""
    gone = owners.charge_back(
        by=world.lan.actor,
        payment_id=payment.pk,
        amount_vnd=amount_vnd,
        account="0011",
        reason="Ngân hàng thu hồi",
        at=LATER,
    )
    return sum(one.short_vnd for one in gone)
