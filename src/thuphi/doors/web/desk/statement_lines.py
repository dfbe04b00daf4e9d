"""Lines of a statement as rows: what the bank said, and how each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from thuphi.doors.web.shared.methods_words import Pill
from thuphi.money.reconciliation.models import LineState
from thuphi.money.reconciliation.queries.workbench import Thing
from thuphi.money.reconciliation.rules import Outcome
from thuphi.money.statements.models import BankLine
from thuphi.money.statements.rules import Direction

from .reconcile_words import OUTCOMES
from .workbench_rows import key_of


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line in a list."""

    booked_on: date
    text: str
    other: str
    reference: str
    in_vnd: int | None
    out_vnd: int | None
    is_reversal: bool
    pill: Pill
    thing: str
    needs_person: bool


OPEN = frozenset(
    {Outcome.ONLY_THEIRS, Outcome.AMOUNT_DIFFERS, Outcome.TO_LOOK_AT, Outcome.DUPLICATE}
)
"""Outcomes for which there is something to do on the workbench."""


def line_rows(facility_id: int, lines: Sequence[BankLine]) -> list[LineRow]:
    """The lines in their order, with the state of each: one question for all of them."""
    states = {
        one.line_id: Outcome(one.outcome)
        for one in LineState.objects.filter(
            facility_id=facility_id, line_id__in=[line.pk for line in lines]
        )
    }
    return [_row(line, states[line.pk]) for line in lines]


def _row(line: BankLine, outcome: Outcome) -> LineRow:
    is_in = line.direction == Direction.IN.value
    return LineRow(
        booked_on=line.booked_on,
        text=line.text,
        other=" · ".join(filter(None, (line.payer_name, line.payer_account))),
        reference=line.bank_reference,
        in_vnd=line.amount_vnd if is_in else None,
        out_vnd=None if is_in else line.amount_vnd,
        is_reversal=line.is_reversal,
        pill=OUTCOMES[outcome],
        thing=key_of(Thing("line", line.pk)),
        needs_person=outcome in OPEN,
    )
