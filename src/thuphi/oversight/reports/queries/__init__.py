"""Every question about reports: what is owed, what came, what is late, what it adds up to."""

from thuphi.oversight.reports.queries.consolidating import (
    Consolidated,
    Received,
    Tie,
    consolidation,
)
from thuphi.oversight.reports.queries.counting import Rate, late_and_missing, rates
from thuphi.oversight.reports.queries.difficulties import difficulties, difficulty
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
from thuphi.oversight.reports.queries.owed import (
    Inbox,
    Owed,
    inbox,
    obligation,
    obligations,
    owed,
    waiting_at,
)
from thuphi.oversight.reports.queries.reporters import receivers, reporters

__all__ = [
    "Consolidated",
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
