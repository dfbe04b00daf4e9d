"""Takes in the file named on its command line and matches it, by the product's own verbs."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402

from benchmarks.children import work_when_told  # noqa: E402
from thuphi.ground.kit.actor import SYSTEM  # noqa: E402
from thuphi.money.reconciliation.actions import reconciling  # noqa: E402
from thuphi.money.statements import actions  # noqa: E402


def bring() -> int:
    """How many lines were imported, matched and booked."""
    file, facility = Path(sys.argv[1]), int(sys.argv[2])
    at = datetime.now(UTC)
    actions.take_file(
        by=SYSTEM, facility_id=facility, name=file.name, content=file.read_bytes(), at=at
    )
    return reconciling.reconcile_all(facility_id=facility, at=at).total()


connection.ensure_connection()
work_when_told(bring)
