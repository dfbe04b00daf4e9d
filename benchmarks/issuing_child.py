"""Issues the runs named on its command line by the product's own verb."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import django

django.setup()

from benchmarks.children import work_when_told  # noqa: E402
from thuphi.ground.kit.actor import SYSTEM  # noqa: E402
from thuphi.money.bills import actions  # noqa: E402


def issue() -> int:
    """How many bills were issued."""
    runs = [int(word) for word in sys.argv[1:]]
    return sum(actions.issue_run(by=SYSTEM, run_id=run, at=datetime.now(UTC)) for run in runs)


work_when_told(issue)
