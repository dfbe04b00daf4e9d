"""States of runs and bills, kinds of lines, and the arithmetic of an exemption. No database."""

from __future__ import annotations

import enum
from datetime import date

from thuphi.ground.kit.periods import SCHOOL_YEAR_STARTS_IN_MONTH
from thuphi.ground.kit.states import StateTable


class ScopeKind(enum.Enum):
    """Whom a run bills."""

    SCHOOL = "school"
    GRADE = "grade"
    CLASS = "class"
    PUPILS = "pupils"
    """Named one by one, by their codes."""


class RunState(enum.Enum):
    """A run is planned, being issued (it can be taken up again), issued, closed, or withdrawn."""

    DRAFT = "draft"
    ISSUING = "issuing"
    ISSUED = "issued"
    CLOSED = "closed"
    """Chốt đợt thu: who owes what is written down; money that comes later is booked still."""
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


class ExemptionKind(enum.Enum):
    """Why somebody pays less. The groups of Decree 81/2021/NĐ-CP, Articles 15 and 16 (tuition; for
    private schools and universities carried on by Decree 238/2025/NĐ-CP), and what schools grant.
    """

    POOR_HOUSEHOLD = "poor_household"
    """Hộ nghèo."""
    NEAR_POOR_HOUSEHOLD = "near_poor_household"
    """Hộ cận nghèo."""
    MERIT = "merit"
    """Con liệt sĩ, thương binh, người có công."""
    DISABILITY = "disability"
    """Khuyết tật."""
    ETHNIC_MINORITY = "ethnic_minority"
    """Dân tộc thiểu số ở vùng khó khăn."""
    ORPHAN = "orphan"
    """Mồ côi, không nơi nương tựa."""
    SIBLING = "sibling"
    """Anh chị em ruột cùng học."""
    STAFF_CHILD = "staff_child"
    """Con cán bộ, giáo viên."""
    OTHER = "other"
    """Diện khác."""


class Period(enum.Enum):
    """For how long somebody pays less."""

    YEAR = "year"
    """Cả năm học."""
    FIRST_TERM = "hk1"
    """Học kỳ I."""
    SECOND_TERM = "hk2"
    """Học kỳ II."""
    DAYS = "days"
    """From one day to another."""


def days_of(period: Period, school_year: str) -> tuple[date, date]:
    """First day, and first day no longer, of a part of a school year such as `2026-2027`.

    Fees are counted in four months of the first term and five of the second (Decree 81/2021/NĐ-CP,
    Article 21), so that the second begins on 1 January, whatever day lessons begin on.
    """
    first = int(school_year[:4])
    begins, ends = (date(first + more, SCHOOL_YEAR_STARTS_IN_MONTH, 1) for more in (0, 1))
    turns = date(first + 1, 1, 1)
    if period is Period.FIRST_TERM:
        return begins, turns
    if period is Period.SECOND_TERM:
        return turns, ends
    return begins, ends


RUN_STATES = StateTable(
    "run",
    {
        RunState.DRAFT: frozenset({RunState.ISSUING, RunState.CANCELLED}),
        RunState.ISSUING: frozenset({RunState.ISSUED}),
        RunState.ISSUED: frozenset({RunState.ISSUING, RunState.CLOSED}),
        RunState.CLOSED: frozenset({RunState.ISSUED}),
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
