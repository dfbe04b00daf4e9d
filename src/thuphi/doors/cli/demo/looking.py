"""What several steps look at: the clock, a bill, what became of a payment."""

from __future__ import annotations

from datetime import UTC, datetime

from thuphi.ground.channels import vietqr
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import (
    HeardWaiting,
    Payment,
)
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import Facility

from .story import Stage, expect

BURST = 300


def now() -> datetime:
    return datetime.now(UTC)


def bill_now(code: str) -> Bill:
    return Bill.objects.get(code=code)


def take_open_bill(stage: Stage, name: str, *, nth: int) -> Bill:
    """An open bill of the main school that no other step uses."""
    bill = Bill.objects.filter(facility=stage.main, state="open").order_by("id")[nth]
    stage.codes[name] = bill.code
    return bill


def settled() -> bool:
    return not HeardWaiting.objects.exists()


def findings(code: str) -> list[str]:
    return list(
        Payment.objects.filter(bill__code=code).order_by("id").values_list("finding", flat=True)
    )


def payload(facility: Facility, bill: Bill) -> str:
    account = facilities.approved_account(facility.pk)
    expect(account is not None, "trường chưa có tài khoản được duyệt")
    return vietqr.encode(
        vietqr.Transfer(
            bin=account.bin if account else "",
            account=account.number if account else "",
            amount_vnd=bill.remaining_vnd,
            purpose=vietqr.purpose_for(bill.code, bill.reason),
        )
    )
