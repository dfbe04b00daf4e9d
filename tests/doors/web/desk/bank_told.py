"""Lines of a bank as the worker leaves them: placed beside payments, or waiting for a person."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW
from tests.world import School, World
from thuphi.doors.web.desk.workbench import ListRow
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
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


def suggested(world: World, bill: Bill, amount_vnd: int = 660_000, score: int = 85) -> BankLine:
    """A line of which the worker thinks that it may be for this bill."""
    told = line(world.a, amount_vnd, "NGUYEN MINH ANH 2A tien an")
    return stands(
        told,
        Outcome.TO_LOOK_AT,
        tried=[
            {"how": "reference", "why": "none"},
            {"how": "code", "why": "none"},
            {"how": "names", "why": "suggested"},
        ],
        suggestions=[{"code": bill.code, "score": score, "reasons": ["amount", "beneficiary"]}],
    )


def unknown(world: World, amount_vnd: int = 660_000, text: str = "tien hoc") -> Payment:
    """A notification without a code, booked."""
    heard = worlds.hear(world, "", amount_vnd, text=text)
    payments.post_waiting(at=NOW)
    return Payment.objects.get(heard_id=heard)


def key(told: BankLine | Payment) -> str:
    """How an address of the workbench names it."""
    return f"dong-{told.pk}" if isinstance(told, BankLine) else f"tien-{told.pk}"


def listed(rows: Sequence[ListRow]) -> list[str]:
    """The things of the workbench's list, in its order."""
    return [row.key for row in rows]
