"""Questions about invoices: what is out, what waits, and where bills and invoices differ."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, QuerySet

from thuphi.ground.kit.sql import statement

from .models import Invoice, InvoiceAccount
from .rules import InvoiceState


class Break(enum.Enum):
    """Where paid bills and invoices do not agree."""

    NOT_INVOICED = "not_invoiced"
    """Paid in full, and no invoice is out or waits."""
    OTHER_AMOUNT = "other_amount"
    """The bill changed after its invoice was issued."""
    NOT_PAID = "not_paid"
    """The invoice is out, and the money went back."""
    NUMBER_MISSING = "number_missing"
    """A number between two of this unit's numbers is not here."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where they differ; whole đồng. For a missing number `number` says which."""

    kind: Break
    code: str
    beneficiary: str
    paid_vnd: int
    invoiced_vnd: int
    invoice_id: int
    number: int


def account_of(facility_id: int) -> InvoiceAccount | None:
    """The unit's account, without what is sealed."""
    return InvoiceAccount.objects.filter(facility_id=facility_id).defer("sealed").first()


def invoices(facility_id: int, state: InvoiceState | None = None) -> QuerySet[Invoice]:
    """Every invoice of a unit, the newest first; of one state, if wanted."""
    found = Invoice.objects.filter(facility_id=facility_id)
    if state is not None:
        found = found.filter(state=state.value)
    return found.select_related("bill").order_by("-pk")


def counts(facility_id: int) -> dict[InvoiceState, int]:
    """How many there are of each state."""
    found = (
        Invoice.objects.filter(facility_id=facility_id)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    return {InvoiceState(state): int(count) for state, count in found}


def invoice_of(bill_id: int) -> Invoice | None:
    """The living or waiting invoice of a bill, if there is one."""
    return (
        Invoice.objects.filter(bill_id=bill_id)
        .exclude(state=InvoiceState.REPLACED.value)
        .order_by("-pk")
        .first()
    )


def differences(facility_id: int, *, limit: int = 500) -> list[Difference]:
    """Where paid bills and invoices do not agree, so many at most."""
    with connection.cursor() as cursor:
        cursor.execute(
            statement(__file__, "differences"), {"facility_id": facility_id, "limit": limit}
        )
        return [
            Difference(
                Break(kind), code, name, int(paid), int(sum_), int(pk or 0), int(number or 0)
            )
            for kind, code, name, paid, sum_, pk, number in cursor.fetchall()
        ]
