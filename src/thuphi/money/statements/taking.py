"""The lines of a file's statements written down: new ones once, known ones as seen again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from psycopg import Cursor

from thuphi.ground.kit.sql import statement
from thuphi.ground.statements.contract import ReadLine

from .identity import Known, Told, folded, pair
from .rules import Direction

Group = tuple[date, bool, int]
"""Day, whether money came in, and how much: what two lines must share to be one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the file, and which of its statements it stands in."""

    statement: int
    line: ReadLine


@dataclass(slots=True)
class _Row:
    """A line that is known."""

    id: int
    known: Known


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written of one account: new lines, each numbered, and known ones."""

    fresh: Sequence[tuple[Standing, int]]
    seen: Sequence[tuple[Standing, _Row]]


def plan(
    cursor: Cursor[tuple[object, ...]],
    facility_id: int,
    account: str,
    teller: str,
    standings: Sequence[Standing],
) -> Plan:
    """Tell new lines of an account from those that are known. The account is locked."""
    groups: defaultdict[Group, list[Standing]] = defaultdict(list)
    for one in standings:
        line = one.line
        groups[line.booked_on, line.is_in, line.amount_vnd].append(one)
    known = _known(cursor, facility_id, account, sorted({key[0] for key in groups}))
    fresh: list[tuple[Standing, int]] = []
    seen: list[tuple[Standing, _Row]] = []
    for key, told in groups.items():
        rows = known[key]
        found = pair([row.known for row in rows], [_told(one.line, teller) for one in told])
        ordinal = len(rows)
        for one, mine in zip(told, found, strict=True):
            if mine is None:
                fresh.append((one, ordinal))
                ordinal += 1
            else:
                seen.append((one, rows[mine]))
    return Plan(fresh, seen)


def write(
    cursor: Cursor[tuple[object, ...]],
    facility_id: int,
    account: str,
    planned: Plan,
    statement_ids: Sequence[int],
    at: datetime,
) -> None:
    """Write new lines, and where each line of the file stands."""
    ids = _write_lines(cursor, facility_id, account, planned.fresh, at)
    sightings = [
        (one, line_id, "", "") for (one, _), line_id in zip(planned.fresh, ids, strict=True)
    ]
    sightings += [(one, row.id, *_more(row.known, one.line)) for one, row in planned.seen]
    _write_sightings(cursor, facility_id, sightings, statement_ids)


def _told(line: ReadLine, teller: str) -> Told:
    return Told(line.bank_reference, folded(line.text), teller, line.booked_at)


def _more(known: Known, line: ReadLine) -> tuple[str, str]:
    """What a file says of a known line that nobody had said before."""
    reference = "" if line.bank_reference in known.references else line.bank_reference
    return reference, "" if folded(line.text) in known.texts else line.text


def _known(
    cursor: Cursor[tuple[object, ...]], facility_id: int, account: str, days: Sequence[date]
) -> defaultdict[Group, list[_Row]]:
    cursor.execute(
        statement(__file__, "known_lines").encode(),
        {"facility_id": facility_id, "account": account, "days": list(days)},
        prepare=False,
    )
    found: defaultdict[Group, list[_Row]] = defaultdict(list)
    for line_id, day, direction, amount, _, booked_at, references, texts, tellers in cursor:
        if not isinstance(day, date) or not isinstance(references, list):
            raise TypeError
        if not isinstance(texts, list) or not isinstance(tellers, list):
            raise TypeError
        key = (day, direction == Direction.IN.value, int(str(amount)))
        known = Known(
            references={str(one) for one in references if one},
            texts={folded(str(one)) for one in texts},
            tellers={str(one) for one in tellers},
            booked_at=booked_at if isinstance(booked_at, datetime) else None,
        )
        found[key].append(_Row(int(str(line_id)), known))
    return found


def _write_lines(
    cursor: Cursor[tuple[object, ...]],
    facility_id: int,
    account: str,
    fresh: Sequence[tuple[Standing, int]],
    at: datetime,
) -> list[int]:
    if not fresh:
        return []
    lines = [one.line for one, _ in fresh]
    cursor.execute(
        statement(__file__, "write_lines").encode(),
        {
            "facility_id": facility_id,
            "account": account,
            "at": at,
            "booked_on": [line.booked_on for line in lines],
            "direction": [(Direction.IN if line.is_in else Direction.OUT).value for line in lines],
            "amount_vnd": [line.amount_vnd for line in lines],
            "ordinal": [ordinal for _, ordinal in fresh],
            "is_reversal": [line.is_reversal for line in lines],
            "value_on": [line.value_on for line in lines],
            "booked_at": [line.booked_at for line in lines],
            "bank_reference": [line.bank_reference for line in lines],
            "end_to_end": [line.end_to_end for line in lines],
            "text": [line.text for line in lines],
            "payer_name": [line.payer_name for line in lines],
            "payer_account": [line.payer_account for line in lines],
            "payer_bank": [line.payer_bank for line in lines],
            "virtual_account": [line.virtual_account for line in lines],
            "raw": [json.dumps(dict(line.raw), ensure_ascii=False) for line in lines],
        },
        prepare=False,
    )
    return [int(str(row[0])) for row in cursor.fetchall()]


def _write_sightings(
    cursor: Cursor[tuple[object, ...]],
    facility_id: int,
    sightings: Sequence[tuple[Standing, int, str, str]],
    statement_ids: Sequence[int],
) -> None:
    if not sightings:
        return
    cursor.execute(
        statement(__file__, "write_sightings").encode(),
        {
            "facility_id": facility_id,
            "line_id": [line_id for _, line_id, _, _ in sightings],
            "statement_id": [statement_ids[one.statement] for one, _, _, _ in sightings],
            "place": [one.line.place for one, _, _, _ in sightings],
            "bank_reference": [reference for _, _, reference, _ in sightings],
            "text": [text for _, _, _, text in sightings],
        },
        prepare=False,
    )
