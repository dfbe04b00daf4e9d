"""Every question about reports: what is owed, what came, what is late, what it adds up to."""

from thuphi.oversight.reports.queries.consolidating import (
    Consolidated,
    Difference,
    Received,
    Tie,
    consolidation,
)
from thuphi.oversight.reports.queries.counting import Rate, late_and_missing, rates
from thuphi.oversight.reports.queries.filings import (
    FiledFigure,
    FiledReport,
    Step,
    figures,
    filing,
    history,
    newest,
    report,
    steps,
)
from thuphi.oversight.reports.queries.owing import (
    Inbox,
    Owed,
    inbox,
    obligation,
    obligations,
    owed,
    waiting_at,
)
from thuphi.oversight.reports.queries.reporters import receivers, reporters
from thuphi.oversight.reports.queries.told import difficulties, difficulty

__all__ = [
    "Consolidated",
    "Difference",
    "FiledFigure",
    "FiledReport",
    "Inbox",
    "Owed",
    "Rate",
    "Received",
    "Step",
    "Tie",
    "consolidation",
    "difficulties",
    "difficulty",
    "figures",
    "filing",
    "history",
    "inbox",
    "late_and_missing",
    "newest",
    "obligation",
    "obligations",
    "owed",
    "rates",
    "receivers",
    "report",
    "reporters",
    "steps",
    "waiting_at",
]
