"""Attempts to pay as the desk lists them, and what was heard of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from thuphi.doors.web.shared.access import StaffRequest
from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.channels.contract import Outcome
from thuphi.money.attempts import queries
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.rules import LIVE, AttemptState
from thuphi.money.bills.queries import desk as bills
from thuphi.money.bills.queries.desk import BillFilter
from thuphi.money.payments.models import Heard, Payment
from thuphi.money.payments.queries import desk as payments
from thuphi.money.payments.queries.desk import PaymentFilter
from thuphi.money.payments.rules import Method
from thuphi.registers.methods.labels import NAMES

from . import words
from .attempt_words import pill_of
from .frame import Desk
from .rows import PaymentRow, payment_row, receipt_href
from .words import Words

NEEDS = Q(needs_person=True)


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An attempt in a list."""

    id: int
    href: str
    code: str
    beneficiary: str
    payer: str
    amount_vnd: int
    pill: Pill
    method: Words
    provider: str
    reference: str
    started_at: datetime
    is_live: bool


def provider_of(attempt: Attempt) -> str:
    """The provider's brand, where people know it by one."""
    return NAMES.get(attempt.channel, "")


def attempt_row(attempt: Attempt) -> AttemptRow:
    """An attempt with what a list says of it."""
    return AttemptRow(
        id=attempt.pk,
        href=reverse("desk_attempt", args=[attempt.pk]),
        code=attempt.code,
        beneficiary=attempt.beneficiary_name,
        payer=attempt.payer_name,
        amount_vnd=attempt.amount_vnd,
        pill=pill_of(attempt),
        method=words.METHODS[Method(attempt.method)],
        provider=provider_of(attempt),
        reference=attempt.reference,
        started_at=attempt.started_at,
        is_live=AttemptState(attempt.state) in LIVE,
    )


def attempt_or_404(request: StaffRequest, attempt_id: int) -> Attempt:
    """The attempt, or nothing at all for somebody of another school."""
    attempt = queries.attempt_here(attempt_id)
    if attempt is None or attempt.facility_id not in request.actor.facilities:
        raise Http404
    return attempt


def named(found: QuerySet[Attempt], asked: str, desk: Desk) -> QuerySet[Attempt]:
    """Those that somebody means: a bill's code, a reference of ours or the provider's, a name."""
    text = asked.strip()
    if not text:
        return found
    heard = Heard.objects.filter(
        Q(provider_reference__iexact=text) | Q(bank_reference__iexact=text),
        facility_id=desk.facility_id,
    )
    wanted = Q(reference__iexact=text) | Q(token__iexact=text) | Q(heard_id__in=heard.values("pk"))
    code = bills.code_in(text)
    if code is None:
        meant = BillFilter(facility_id=desk.facility_id, today=desk.today, words=text)
        return found.filter(wanted | Q(code__in=bills.bills(meant).order_by().values("code")))
    here = bills.bill_here(code, [desk.facility_id])
    beside = queries.codes_beside(here.pk) if here is not None else []
    return found.filter(wanted | Q(code__in=[code, *beside]))


def counts_by_state(facility_id: int) -> dict[str, int]:
    """How many attempts there are of each state, and `person`: those that need one."""
    row = (
        queries.latest(facility_id)
        .order_by()
        .aggregate(
            person=Count("id", filter=NEEDS),
            **{state.value: Count("id", filter=Q(state=state.value)) for state in AttemptState},
        )
    )
    return {name: int(number) for name, number in row.items()}


def heard_of(attempt: Attempt) -> list[Heard]:
    """What a provider told of an attempt, the earliest first, without raw bodies."""
    found = Heard.objects.filter(
        merchant_id=attempt.merchant_id, reference=attempt.reference
    ).defer("raw", "headers", "body_hash")
    return list(found.order_by("id"))


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One thing that a provider told of money, under its own number."""

    reference: str
    at: datetime
    amount_vnd: int


def told_row(heard: Heard) -> ToldRow:
    """The number as the provider knows it, without what the inbox adds to keep rows apart."""
    plain = heard.provider_reference.removesuffix(f":{heard.outcome}").partition("|")[0]
    return ToldRow(plain, heard.heard_at, heard.amount_vnd)


def mismatch_of(heard: Iterable[Heard]) -> Heard | None:
    """Money that a provider holds and that did not fit what was asked."""
    return next(
        (one for one in heard if one.outcome == Outcome.MISMATCH.value and one.amount_vnd), None
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What was booked, with the way to its receipt on paper."""

    row: PaymentRow
    pdf_href: str
    facts: str
    """What a card's slip says: brand, masked number, approval code."""


def slip_facts(details: Mapping[str, str]) -> str:
    """`NAPAS 970436…1234 · mã chuẩn chi 123456`, as far as the provider told."""
    card = " ".join(one for one in (details.get("brand"), details.get("masked_pan")) if one)
    code = details.get("approval_code")
    approved = _("mã chuẩn chi %(code)s") % {"code": code} if code else ""
    return " · ".join(one for one in (card, approved) if one)


def taken(payment: Payment) -> Taken:
    """A booked payment as the counter shows it."""
    row = payment_row(payment)
    return Taken(
        row=row,
        pdf_href=receipt_href(payment, "pay:receipt_pdf"),
        facts=slip_facts(payment.heard.details),
    )


def payments_of(attempt: Attempt) -> list[Taken]:
    """What was booked of an attempt: several rows when it paid several bills."""
    if attempt.heard_id is None:
        return []
    found = payments.payments(PaymentFilter(facility_id=attempt.facility_id))
    return [taken(one) for one in found.filter(heard_id=attempt.heard_id)]


def attempts_on(codes: Iterable[str]) -> list[AttemptRow]:
    """Every attempt on these codes, the latest first."""
    return [attempt_row(one) for one in queries.attempts_of(list(codes))]
