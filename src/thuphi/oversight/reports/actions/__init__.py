"""Every verb on reports: what is owed, written, filed, passed on, reminded of and answered."""

from thuphi.oversight.reports.actions.drafting import (
    Words,
    correct,
    draft,
    recompute,
    set_figure,
    write,
)
from thuphi.oversight.reports.actions.filing import accept, file, forward, send_back
from thuphi.oversight.reports.actions.keeping import Kept, keep_up
from thuphi.oversight.reports.actions.owing import generate, set_due
from thuphi.oversight.reports.actions.reminding import escalate
from thuphi.oversight.reports.actions.telling import answer, tell

__all__ = [
    "Kept",
    "Words",
    "accept",
    "answer",
    "correct",
    "draft",
    "escalate",
    "file",
    "forward",
    "generate",
    "keep_up",
    "recompute",
    "send_back",
    "set_due",
    "set_figure",
    "tell",
    "write",
]
