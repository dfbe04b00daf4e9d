"""States of runs and bills, kinds of lines, and the arithmetic of an exemption. No database."""

from __future__ import annotations

import enum

from thuphi.ground.kit.states import StateTable


class ScopeKind(enum.Enum):
    """Whom a run bills."""

    SCHOOL = "school"
    GRADE = "grade"
    CLASS = "class"


class RunState(enum.Enum):
    """A run is planned, being issued (it can be taken up again), issued, or withdrawn."""

    DRAFT = "draft"
    ISSUING = "issuing"
    ISSUED = "issued"
    CANCELLED = "cancelled"


class BillState(enum.Enum):
    """Chưa thu, Thu một phần, Đã thu, Đã hủy. Overdue is not a state: it follows from the day."""

    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    CANCELLED = "cancelled"


class LineKind(enum.Enum):
    """What a line does to a bill."""

    CHARGE = "charge"
    EXEMPTION = "exemption"
    DEBIT = "debit"
    CREDIT = "credit"


RUN_STATES = StateTable(
    "run",
    {
        RunState.DRAFT: frozenset({RunState.ISSUING, RunState.CANCELLED}),
        RunState.ISSUING: frozenset({RunState.ISSUED}),
        RunState.ISSUED: frozenset({RunState.ISSUING}),
        RunState.CANCELLED: frozenset(),
    },
)

BILL_STATES = StateTable(
    "bill",
    {
        BillState.OPEN: frozenset({BillState.PART_PAID, BillState.PAID, BillState.CANCELLED}),
        # Back again only when money goes back to the family.
        BillState.PART_PAID: frozenset({BillState.PAID, BillState.OPEN}),
        BillState.PAID: frozenset({BillState.PART_PAID, BillState.OPEN}),
        BillState.CANCELLED: frozenset(),
    },
)


def waived_vnd(amount_vnd: int, percent: int) -> int:
    """The part of an amount that is waived, rounded down to a whole đồng.

    The remainder of less than one đồng stays with the family's bill, so no bill is ever short.
    """
    return amount_vnd * percent // 100


def state_for(total_vnd: int, paid_vnd: int) -> BillState:
    """The state that a live bill's two sums give; the set-based statement says the same."""
    if paid_vnd >= total_vnd:
        return BillState.PAID
    return BillState.PART_PAID if paid_vnd else BillState.OPEN
