"""Every verb on invoices; the only writer of this room's tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings as installation
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.views.decorators.debug import sensitive_variables

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import SYSTEM, Actor, Permission
from thuphi.ground.kit.clock import today
from thuphi.ground.kit.seal import seal, unseal
from thuphi.money.bills.models import Bill, BillLine

from . import errors, rules
from .models import Invoice, InvoiceAccount
from .port import Line, Order, Provider, Reply, SignedJson, Told
from .rules import InvoiceKind, InvoiceState

WAITING = [InvoiceState.ASKED.value, InvoiceState.SENT.value, InvoiceState.REFUSED.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """A unit's account with its provider."""

    kind: InvoiceKind
    address: str
    tax_code: str
    serial: str
    secret: str


@dataclass(frozen=True, slots=True)
class Due:
    """An invoice that is to be sent or asked after, with the provider that it goes to."""

    invoice: Invoice
    order: Order
    provider: Provider
    is_new: bool
    """Nobody has sent it before: it is sent; else it is asked after."""

    @property
    def line(self) -> str:
        """The unit's way to its provider."""
        return f"einvoice:{self.invoice.facility_id}"


@sensitive_variables()
@transaction.atomic
def open_account(
    *, by: Actor, facility_id: int, account: NewAccount, at: datetime
) -> InvoiceAccount:
    """Write down a unit's account with a provider of e-invoices; the secret is sealed.

    Raises `AccountIncomplete`.
    """
    by.require(Permission.METHOD_WRITE, facility_id)
    facts = {
        "address": account.address, "tax_code": account.tax_code, "serial": account.serial,
        "secret": account.secret,
    }  # fmt: skip
    for field, told in facts.items():
        if not told.strip():
            raise errors.AccountIncomplete(field)
    written = {
        "kind": account.kind.value,
        "address": account.address.strip(),
        "tax_code": account.tax_code.strip(),
        "serial": account.serial.strip().upper(),
        "sealed": seal(installation.MASTER_SECRET, {"secret": account.secret}),
        "opened_by": by.user_id or 0,
        "opened_at": at,
    }
    try:
        with transaction.atomic():
            if not InvoiceAccount.objects.filter(facility_id=facility_id).update(**written):
                InvoiceAccount.objects.create(facility_id=facility_id, **written)
    except IntegrityError as error:
        for field in ("tax_code", "serial", "address"):
            if f"invoice_account_{field}" in str(error) or f"has_an_{field}" in str(error):
                raise errors.AccountIncomplete(field) from error
        raise
    events.record(
        "invoice_account_opened", by=by, subject=f"facility:{facility_id}", at=at,
        facility_id=facility_id, tax_code=account.tax_code, serial=account.serial,
    )  # fmt: skip
    return _account(facility_id)


def without_invoice(facility_id: int) -> QuerySet[Bill]:
    """Bills that are paid in full and have no invoice, living or waiting."""
    has_one = Invoice.objects.filter(
        bill_id=OuterRef("pk"), state__in=[*WAITING, InvoiceState.ISSUED.value]
    )
    return Bill.objects.filter(facility_id=facility_id, state="paid", total_vnd__gt=0).exclude(
        Exists(has_one)
    )


@transaction.atomic
def ask_for(*, by: Actor, facility_id: int, at: datetime, run_id: int | None = None) -> int:
    """Ask for an invoice for every paid bill that has none, of one run or of all. Returns how many.

    Raises `AccountMissing`, `NothingToInvoice`.
    """
    by.require(Permission.INVOICE_WRITE, facility_id)
    account = _account(facility_id)
    found = without_invoice(facility_id)
    if run_id is not None:
        found = found.filter(run_id=run_id)
    bills = list(found.select_for_update(of=("self",)).order_by("pk"))
    if not bills:
        raise errors.NothingToInvoice
    lines = _lines([bill.pk for bill in bills])
    try:
        with transaction.atomic():
            Invoice.objects.bulk_create(
                _asked(bill, lines[bill.pk], InvoiceKind(account.kind), by, at) for bill in bills
            )
    except IntegrityError as error:
        # Somebody else asked at the same moment: theirs are the invoices.
        if "invoice_waits_once_a_bill" in str(error):
            raise errors.NothingToInvoice from error
        raise
    events.record(
        "invoices_asked", by=by, subject=f"facility:{facility_id}", at=at,
        facility_id=facility_id, bills=len(bills), amount_vnd=sum(one.total_vnd for one in bills),
    )  # fmt: skip
    return len(bills)


def _account(facility_id: int) -> InvoiceAccount:
    account = InvoiceAccount.objects.filter(facility_id=facility_id).defer("sealed").first()
    if account is None:
        raise errors.AccountMissing
    return account


def _asked(
    bill: Bill, lines: Sequence[Line], kind: InvoiceKind, by: Actor, at: datetime
) -> Invoice:
    return Invoice(
        facility_id=bill.facility_id,
        bill=bill,
        kind=kind.value,
        amount_vnd=bill.total_vnd,
        buyer=bill.payer_name,
        lines=[[one.words, one.quantity, one.amount_vnd] for one in lines],
        state=InvoiceState.ASKED.value,
        asked_by=by.user_id or 0,
        asked_at=at,
        next_try_at=at,
    )


def _lines(bill_ids: Sequence[int]) -> dict[int, list[Line]]:
    """What each bill comes to by item, with the month that the run names; nothing below nought."""
    sums: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    rows = (
        BillLine.objects.filter(bill_id__in=bill_ids)
        .select_related("fee_item", "bill")
        .order_by("bill_id", "fee_item_id", "pk")
    )
    for row in rows:
        words = f"{row.fee_item.name} ({row.bill.reason})"
        quantity, amount = sums[row.bill_id].get(words, (0, 0))
        more = row.quantity if row.kind == "charge" else 0
        sums[row.bill_id][words] = (quantity + more, amount + row.amount_vnd)
    return {
        bill_id: [
            Line(words, max(quantity, 1), amount)
            for words, (quantity, amount) in of_bill.items()
            if amount
        ]
        for bill_id, of_bill in sums.items()
    }


@transaction.atomic
def replace(*, by: Actor, invoice_id: int, at: datetime) -> Invoice:
    """The bill changed after its invoice was issued: ask for another that takes its place.

    Nothing is cancelled (Decree 70/2025). Raises `InvoiceNotFound`, `NotWaiting`, `NothingChanged`.
    """
    old = _locked(by, invoice_id)
    bill = Bill.objects.get(pk=old.bill_id)
    if old.state != InvoiceState.ISSUED.value or bill.state != "paid":
        raise errors.NotWaiting
    lines = _lines([bill.pk])[bill.pk]
    if bill.total_vnd == old.amount_vnd or bill.total_vnd <= 0:
        raise errors.NothingChanged
    made = _asked(bill, lines, InvoiceKind(old.kind), by, at)
    made.replaces = old
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise errors.NotWaiting from error
    _tell(made, "invoice_replacement_asked", by, at)
    return made


@transaction.atomic
def take_up_again(*, by: Actor, invoice_id: int, at: datetime) -> Invoice:
    """What made the provider refuse was mended: send it once more. Raises `NotWaiting`."""
    invoice = _locked(by, invoice_id)
    if invoice.state != InvoiceState.REFUSED.value:
        raise errors.NotWaiting
    _move(invoice, InvoiceState.ASKED)
    invoice.reason, invoice.next_try_at, invoice.tries = "", at, 0
    invoice.save()
    _tell(invoice, "invoice_taken_up_again", by, at)
    return invoice


def _locked(by: Actor, invoice_id: int) -> Invoice:
    invoice = Invoice.objects.select_for_update().filter(pk=invoice_id).first()
    if invoice is None:
        raise errors.InvoiceNotFound
    by.require(Permission.INVOICE_WRITE, invoice.facility_id)
    return invoice


def _move(invoice: Invoice, state: InvoiceState) -> None:
    invoice.state = rules.INVOICE_STATES.move(InvoiceState(invoice.state), state).value


def _tell(invoice: Invoice, kind: str, by: Actor, at: datetime) -> None:
    events.record(
        kind, by=by, subject=f"invoice:{invoice.pk}", at=at, facility_id=invoice.facility_id,
        amount_vnd=invoice.amount_vnd, number=invoice.number or 0,
    )  # fmt: skip


@sensitive_variables()
@transaction.atomic
def claim_due(*, at: datetime, limit: int) -> list[Due]:
    """Take what is to be sent or asked after; nobody else takes it for two minutes.

    It is written down as sent before it is: a crash in between is asked after, not sent twice.
    """
    found = list(
        Invoice.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(
            Exists(InvoiceAccount.objects.filter(facility_id=OuterRef("facility_id"))),
            state__in=[InvoiceState.ASKED.value, InvoiceState.SENT.value],
            next_try_at__lte=at,
        )
        .select_related("replaces")
        .order_by("next_try_at", "pk")[:limit]
    )
    accounts = {
        one.facility_id: one
        for one in InvoiceAccount.objects.filter(
            facility_id__in={invoice.facility_id for invoice in found}
        )
    }
    due = []
    for invoice in found:
        account = accounts[invoice.facility_id]
        is_new = invoice.state == InvoiceState.ASKED.value
        if is_new:
            _move(invoice, InvoiceState.SENT)
        invoice.tries += 1
        invoice.next_try_at = at + rules.LEASE
        invoice.save(update_fields=["state", "tries", "next_try_at"])
        due.append(Due(invoice, _order(invoice, account, at), _provider(account), is_new))
    return due


def _order(invoice: Invoice, account: InvoiceAccount, at: datetime) -> Order:
    return Order(
        reference=invoice.reference,
        kind=invoice.kind,
        serial=account.serial,
        on=today(at),
        buyer=invoice.buyer,
        lines=[Line(str(words), int(count), int(sum_)) for words, count, sum_ in invoice.lines],
        total_vnd=invoice.amount_vnd,
        replaces="" if invoice.replaces is None else invoice.replaces.reference,
    )


def _provider(account: InvoiceAccount) -> Provider:
    opened = unseal(installation.MASTER_SECRET, bytes(account.sealed))
    return SignedJson(account.address, account.tax_code, opened["secret"])


@transaction.atomic
def record(*, invoice_id: int, reply: Reply, at: datetime) -> Invoice:
    """Write down what the provider said; what is over stays over.

    A number that another invoice of the unit has is nobody's: it is asked after again.
    """
    try:
        with transaction.atomic():
            return _record(invoice_id, reply, at)
    except IntegrityError as error:
        if "invoice_number_stands_once_in_a_serial" not in str(error):
            raise
        return _record(invoice_id, Reply(told=Told.UNCLEAR), at)


def _record(invoice_id: int, reply: Reply, at: datetime) -> Invoice:
    invoice = Invoice.objects.select_for_update().get(pk=invoice_id)
    if invoice.state != InvoiceState.SENT.value:
        return invoice
    if reply.told is Told.ISSUED:
        if invoice.replaces_id is not None:
            Invoice.objects.filter(pk=invoice.replaces_id).update(state=InvoiceState.REPLACED.value)
        _move(invoice, InvoiceState.ISSUED)
        invoice.serial, invoice.number = reply.serial, reply.number
        invoice.tax_office_code, invoice.lookup = reply.tax_office_code, reply.lookup
        invoice.issued_at, invoice.next_try_at = at, None
    elif reply.told is Told.REFUSED:
        _move(invoice, InvoiceState.REFUSED)
        invoice.reason, invoice.next_try_at = reply.reason or "?", None
    else:
        invoice.next_try_at = at + rules.next_try(invoice.tries)
    invoice.save()
    if invoice.next_try_at is None:
        _tell(invoice, f"invoice_{invoice.state}", SYSTEM, at)
    return invoice


@transaction.atomic
def record_no_answer(*, invoice_id: int, at: datetime) -> Invoice:
    """There was no answer: it is asked after later."""
    return record(invoice_id=invoice_id, reply=Reply(told=Told.UNCLEAR), at=at)
