"""Rows of the reconciliation screen, with names looked up for a whole page at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from thuphi.doors.web.shared.methods_words import Pill
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.models import Decision
from thuphi.money.reconciliation.queries.screen import Move
from thuphi.money.reconciliation.rules import Confirmed, Deed
from thuphi.money.statements.models import BankLine
from thuphi.money.tills.models import CashDeposit

from .reconcile_words import CONFIRMED, OUTCOMES, channel
from .rows import reference_of
from .words import Words

LONG = ("heard__raw", "heard__headers", "heard__body_hash")


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move as people read it."""

    key: str
    """`tien-12`, `dong-5`; empty where no page is about it alone."""
    href: str
    who: str
    about: str
    bill_code: str
    sender: str
    amount_vnd: int
    is_out: bool
    state: Pill | None
    outcome: Pill
    at: datetime
    paid_at: datetime | None
    """Nothing where only the day is known."""
    arrived_on: date | None
    channel: Words
    reference: str
    text: str
    why: str
    """What a person wrote about why its money is not there yet."""
    is_not_received: bool
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What a page of moves is made of, each asked for once."""

    payments: dict[int, Payment]
    lines: dict[int, BankLine]
    deposits: dict[int, CashDeposit]
    explained: dict[int, str]


def known_of(found: Sequence[Move]) -> Known:
    """Four questions, however many moves there are."""
    of_kind = {
        kind: [one.id for one in found if one.kind == kind]
        for kind in ("payment", "line", "deposit")
    }
    lines = {*of_kind["line"], *(one.line_id for one in found if one.line_id is not None)}
    explained = Decision.objects.filter(
        payment_id__in=of_kind["payment"], deed=Deed.EXPLAIN.value
    ).order_by("id")
    return Known(
        payments=Payment.objects.select_related("bill", "heard")
        .defer(*LONG)
        .in_bulk(of_kind["payment"]),
        lines=BankLine.objects.defer("raw").in_bulk(lines),
        deposits=CashDeposit.objects.in_bulk(of_kind["deposit"]),
        explained={one.payment_id: one.reason for one in explained if one.payment_id is not None},
    )


def move_rows(found: Sequence[Move]) -> list[MoveRow]:
    """The moves of one page of the list."""
    known = known_of(found)
    return [_row(one, known) for one in found]


def _row(move: Move, known: Known) -> MoveRow:
    line = known.lines.get(move.line_id) if move.line_id is not None else None
    payment = known.payments.get(move.id) if move.kind == "payment" else None
    deposit = known.deposits.get(move.id) if move.kind == "deposit" else None
    bill = payment.bill if payment else None
    heard = payment.heard if payment else None
    told = line if line is not None and move.kind == "line" else None
    key = {"payment": f"tien-{move.id}", "line": f"dong-{move.id}"}.get(move.kind, "")
    return MoveRow(
        key=key,
        href=reverse("desk_workbench_item", args=[key]) if key else reverse("desk_till_deposits"),
        who=bill.beneficiary_name if bill else str(channel("cash")) if deposit else "",
        about=bill.class_name if bill else deposit.document if deposit else "",
        bill_code=bill.code if bill else "",
        sender=heard.payer_name if heard else told.payer_name if told else "",
        amount_vnd=move.amount_vnd,
        is_out=move.is_out,
        state=CONFIRMED[move.confirmed] if move.confirmed else None,
        outcome=OUTCOMES[move.outcome],
        at=move.happened_at,
        paid_at=move.happened_at if move.is_timed else None,
        arrived_on=line.booked_on if line else None,
        channel=channel(move.channel),
        reference=_reference(payment, line, deposit),
        text=heard.text if heard else told.text if told else "",
        why=known.explained.get(move.id, "") if payment else "",
        is_not_received=move.kind == "payment" and move.confirmed is Confirmed.NOT_RECEIVED,
        is_confirmed=move.confirmed in (Confirmed.BY_PERSON, Confirmed.BY_ITSELF),
    )


def _reference(payment: Payment | None, line: BankLine | None, deposit: CashDeposit | None) -> str:
    if line is not None and line.bank_reference:
        return line.bank_reference
    if payment is not None:
        return reference_of(payment.heard)
    return deposit.document if deposit else ""


def each_row(parts: Iterable[Sequence[Move]]) -> Iterable[MoveRow]:
    """A long list, part by part."""
    for part in parts:
        yield from move_rows(part)
