"""A statement taken in and matched, in a line, and what came of it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from tests.money.statements import files
from tests.world import ACCOUNT_A, AT, School, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.statements.contract import ReadLine
from thuphi.money.reconciliation.actions import reconciling
from thuphi.money.reconciliation.models import LineState
from thuphi.money.reconciliation.rules import Outcome
from thuphi.money.statements import actions as statements
from thuphi.money.statements.models import BankLine

_numbers = itertools.count(1)


def taken(
    world: World,
    lines: Sequence[ReadLine],
    *,
    school: School | None = None,
    account: str = ACCOUNT_A,
) -> list[BankLine]:
    """Take a statement of school A in; its lines as they are kept."""
    where = school or world.a
    content = f"file {next(_numbers)}".encode()
    statements.take_read(
        by=SYSTEM, facility_id=where.id, name="sao-ke.xml", content=content,
        read=files.read(lines, account=account, format=f"camt.{content.decode()}"), at=AT,
    )  # fmt: skip
    return list(BankLine.objects.filter(facility_id=where.id).order_by("pk"))


def matched(world: World, lines: Sequence[ReadLine], *, at: datetime = AT) -> Counter[Outcome]:
    """Take a statement in and match it."""
    taken(world, lines)
    return reconciling.reconcile_all(facility_id=None, at=at)


def state(place: int) -> LineState:
    """How the line taken in at this place stands."""
    lines = list(BankLine.objects.order_by("pk").values_list("pk", flat=True))
    return LineState.objects.get(pk=lines[place])


def clearing(facility_id: int) -> dict[str, int]:
    """What lies in the clearing accounts, and on the bank's, where it is not nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind || ':' || detail, debit_vnd - credit_vnd FROM ledger_account"
            " WHERE facility_id = %s AND kind IN ('clearing', 'bank') AND debit_vnd <> credit_vnd",
            [facility_id],
        )
        return {str(name): int(vnd) for name, vnd in cursor.fetchall()}
