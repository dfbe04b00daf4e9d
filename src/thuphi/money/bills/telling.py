"""What software of neighbours is told of bills."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from thuphi.registers.neighbours.rules import HookEvent, News

from .models import Bill
from .rules import BillState

_OF_STATE = {
    BillState.PAID.value: HookEvent.BILL_PAID,
    BillState.PART_PAID.value: HookEvent.BILL_PART_PAID,
    BillState.CANCELLED.value: HookEvent.BILL_CANCELLED,
}


def of_bills(bills: Iterable[Bill], *, at: datetime) -> list[News]:
    """What there is to say of bills as they stand now."""
    return [
        News(
            facility_id=bill.facility_id,
            event=_OF_STATE[bill.state],
            at=at,
            data={
                "bill_code": bill.code,
                "external_reference": bill.external_reference,
                "state": bill.state,
                "total_vnd": bill.total_vnd,
                "paid_vnd": bill.paid_vnd,
            },
        )
        for bill in bills
        if bill.state in _OF_STATE
    ]
