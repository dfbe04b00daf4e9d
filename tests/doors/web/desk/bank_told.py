"""Lines of a bank as the worker leaves them: placed beside payments, or waiting for a person."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW
from tests.world import School
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.models import LineMatch, LineState
from thuphi.money.reconciliation.rules import Confirmed, How, MatchKind, Outcome
from thuphi.money.statements.models import BankLine
from thuphi.money.statements.rules import Direction

_ordinals = itertools.count()
Told = Mapping[str, str | int | Sequence[str]]


def line(
    school: School,
    amount_vnd: int,
    text: str = "",
    *,
    on: date = worlds.TODAY,
    direction: Direction = Direction.IN,
    payer: str = "NGUYEN VAN BINH",
    reference: str = "",
) -> BankLine:
    """A line that a statement told and nobody looked at yet."""
    return BankLine.objects.create(
        facility_id=school.id,
        account=school.account.number,
        booked_on=on,
        direction=direction.value,
        amount_vnd=amount_vnd,
        ordinal=next(_ordinals) % 30_000,
        text=text,
        payer_name=payer,
        bank_reference=reference,
        raw={"row": text},
    )


def stands(
    told: BankLine,
    outcome: Outcome,
    *,
    tried: Sequence[Told] = (),
    suggestions: Sequence[Told] = (),
    confirmed: Confirmed = Confirmed.NOT_CONFIRMED,
) -> BankLine:
    """The worker has looked at it and says so."""
    LineState.objects.filter(line_id=told.pk).update(
        outcome=outcome.value,
        confirmed=confirmed.value,
        tried=list(tried),
        suggestions=list(suggestions),
        is_due=False,
        looked_at=NOW,
    )
    return told


def beside(told: BankLine, payment: Payment, how: How = How.CODE) -> LineMatch:
    """The worker has found the payment that the line is the money of."""
    match = LineMatch.objects.create(
        facility_id=told.facility_id,
        line=told,
        kind=MatchKind.PAYMENT.value,
        subject_id=payment.pk,
        amount_vnd=told.amount_vnd,
        how=how.value,
        made_at=NOW,
    )
    stands(told, Outcome.MATCHED, confirmed=Confirmed.BY_ITSELF)
    return match


def questions_of_the_server() -> int:
    """How many lines there are, asked as the tests' own connection may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bank_line")
        row = cursor.fetchone()
    return int(row[0]) if row else 0
