"""What stands in the book about a thing, and where a facility's money is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .models import LedgerAccount, Transfer
from .rules import DEBIT_SIDE, AccountKind, RecipeName


@dataclass(frozen=True, slots=True)
class Entry:
    """One transfer as a reader sees it: from the credited account to the debited one."""

    id: int
    recipe: RecipeName
    debit: AccountKind
    debit_detail: str
    credit: AccountKind
    credit_detail: str
    amount_vnd: int
    happened_at: datetime
    booked_at: datetime
    corrects_id: int | None


def transfers_about(reference: str, *, facility_id: int) -> list[Entry]:
    """Every transfer about a bill's code or a `heard:<id>`, in the order of booking."""
    transfers = list(
        Transfer.objects.filter(reference=reference, facility_id=facility_id).order_by("id")
    )
    accounts = LedgerAccount.objects.in_bulk(
        {side for one in transfers for side in (one.debit_account_id, one.credit_account_id)}
    )
    return [
        Entry(
            id=one.pk,
            recipe=RecipeName(one.recipe),
            debit=AccountKind(accounts[one.debit_account_id].kind),
            debit_detail=accounts[one.debit_account_id].detail,
            credit=AccountKind(accounts[one.credit_account_id].kind),
            credit_detail=accounts[one.credit_account_id].detail,
            amount_vnd=one.amount_vnd,
            happened_at=one.happened_at,
            booked_at=one.booked_at,
            corrects_id=one.corrects_id,
        )
        for one in transfers
    ]


def balance_vnd(facility_id: int, kind: AccountKind) -> int:
    """What lies in all accounts of a kind, counted on the side where the kind grows."""
    rows = LedgerAccount.objects.filter(facility_id=facility_id, kind=kind.value).values_list(
        "debit_vnd", "credit_vnd"
    )
    debit_less_credit = sum(debit - credit for debit, credit in rows)
    return debit_less_credit if kind in DEBIT_SIDE else -debit_less_credit
