"""The lines of a file's statements written down: new ones once, known ones as seen again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from psycopg import Cursor

from thuphi.ground.kit.sql import statement
from thuphi.ground.statements.amounts import shown
from thuphi.ground.statements.contract import Fault, ReadLine
from thuphi.ground.statements.faults import FaultKind

from . import errors
from .identity import Known, Told, folded, pair
from .rules import Direction

EQUALS_MAX = 32_767
"""So many lines of one account, day, direction and amount have a number of their own."""

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
        rows = known.get(key, [])
        found: list[int | None] = [None] * len(told)
        if rows:
            found = pair([row.known for row in rows], [_told(one.line, teller) for one in told])
        ordinal = len(rows)
        for one, mine in zip(told, found, strict=True):
            if mine is None:
                fresh.append((one, ordinal))
                ordinal += 1
            else:
                seen.append((one, rows[mine]))
        if ordinal > EQUALS_MAX:
            fault = Fault(FaultKind.TOO_MANY_LINES, facts={"most": shown(EQUALS_MAX)})
            raise errors.StatementRefused((fault,))
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
    cursor.execute(
        statement(__file__, "write_lines").encode(),
        {
            "facility_id": facility_id,
            "account": account,
            "at": at,
            "lines": msgspec.json.encode(
                [_columns(one.line, ordinal) for one, ordinal in fresh]
            ).decode(),
        },
        prepare=False,
    )
    return [int(str(row[0])) for row in cursor.fetchall()]


def _columns(line: ReadLine, ordinal: int) -> dict[str, object]:
    return {
        "booked_on": line.booked_on,
        "direction": (Direction.IN if line.is_in else Direction.OUT).value,
        "amount_vnd": line.amount_vnd,
        "ordinal": ordinal,
        "is_reversal": line.is_reversal,
        "value_on": line.value_on,
        "booked_at": line.booked_at,
        "bank_reference": line.bank_reference,
        "end_to_end": line.end_to_end,
        "text": line.text,
        "payer_name": line.payer_name,
        "payer_account": line.payer_account,
        "payer_bank": line.payer_bank,
        "virtual_account": line.virtual_account,
        "raw": dict(line.raw),
    }


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
            "sightings": msgspec.json.encode(
                [
                    {
                        "line_id": line_id,
                        "statement_id": statement_ids[one.statement],
                        "place": one.line.place,
                        "bank_reference": reference,
                        "text": text,
                    }
                    for one, line_id, reference, text in sightings
                ]
            ).decode(),
        },
        prepare=False,
    )
