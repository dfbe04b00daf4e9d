"""What matching reads: lines that are due, money without a line, bills that are owed on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from psycopg import Cursor

from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.sql import statement
from thuphi.money.matching.contract import OpenBill

from .pairing import BY_REFERENCE_DAYS, Booked, LineFacts

BASKETS_LIVE = timedelta(days=60)
"""A basket's code is looked for in lines so long after it was made."""

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that were asked for: those to match, and those that a person has begun with."""

    open: list[LineFacts]
    touched: list[int]


def line_facts(cursor: Cursor[Row], facility_id: int, ids: Sequence[int]) -> Lines:
    """These lines with everything any file told of them, in order of their ids."""
    cursor.execute(_sql("line_facts"), {"ids": list(ids)}, prepare=False)
    found = Lines([], [])
    for row in cursor:
        if row[13]:
            found.open.append(_line(facility_id, row))
        else:
            found.touched.append(_int(row[0]))
    return found


def _line(facility_id: int, row: Row) -> LineFacts:
    return LineFacts(
        id=_int(row[0]), facility_id=facility_id, account=str(row[1]), booked_on=_day(row[2]),
        is_in=bool(row[3]), is_reversal=bool(row[4]), amount_vnd=_int(row[5]),
        references=_words(row[6]), texts=_words(row[7]),
        booked_at=row[8] if isinstance(row[8], datetime) else None,
        payer_name=str(row[9]), payer_account=str(row[10]), payer_bank=str(row[11]),
        virtual_account=str(row[12]),
    )  # fmt: skip


def told_money(
    cursor: Cursor[Row],
    facility_id: int,
    lines: Sequence[LineFacts],
    *,
    bill_ids: Sequence[int] | None = None,
) -> list[Booked]:
    """Money booked around the days of these lines that nothing of a bank shows yet."""
    if not lines:
        return []
    days = [one.booked_on for one in lines]
    around = timedelta(days=BY_REFERENCE_DAYS)
    cursor.execute(
        _sql("told_money"),
        {
            "facility_id": facility_id,
            "from_at": datetime.combine(min(days) - around, time(), VIETNAM),
            "until_at": datetime.combine(max(days) + around + timedelta(days=1), time(), VIETNAM),
            "bill_ids": None if bill_ids is None else list(bill_ids),
        },
        prepare=False,
    )
    return [
        Booked(
            heard_id=_int(row[0]), amount_vnd=_int(row[1]), paid_at=_instant(row[2]),
            payments=tuple(zip(_numbers(row[3]), _numbers(row[4]), strict=True)),
            account=str(row[5]), references=_words(row[6]), virtual_account=str(row[7]),
            codes=_words(row[8]), bill_ids=_numbers(row[9]),
        )
        for row in cursor
    ]  # fmt: skip


def undone_pairs(cursor: Cursor[Row], ids: Sequence[int]) -> set[tuple[int, int]]:
    """Line and payment of each match that was undone."""
    cursor.execute(_sql("undone_pairs"), {"ids": list(ids)}, prepare=False)
    return {(_int(line), _int(payment)) for line, payment in cursor}


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed on: as the search reads it, and which codes are those of single bills."""

    bills: list[OpenBill]
    bill_ids: dict[str, int]


def owed(cursor: Cursor[Row], facility_id: int, at: datetime) -> Owed:
    """Every open bill of the facility, and every basket that can still be paid as a whole."""
    cursor.execute(
        _sql("open_bills"),
        {"facility_id": facility_id, "baskets_since": at - BASKETS_LIVE},
        prepare=False,
    )
    found = Owed([], {})
    for code, left_vnd, payer, beneficiary, class_name, phone, bill_id in cursor:
        found.bills.append(
            OpenBill(
                str(code), _int(left_vnd), str(payer), str(beneficiary), str(class_name), str(phone)
            )
        )
        if bill_id is not None:
            found.bill_ids[str(code)] = _int(bill_id)
    return found


def bill_states(
    cursor: Cursor[Row], facility_id: int, codes: Iterable[str]
) -> dict[str, str]:
    """The states of these bills, as far as they are this facility's."""
    wanted = list(codes)
    if not wanted:
        return {}
    cursor.execute(
        b"SELECT b.code, b.state FROM bill AS b"
        b" WHERE b.code = ANY (%(codes)s::text[]) AND b.facility_id = %(facility_id)s",
        {"codes": wanted, "facility_id": facility_id},
    )
    return {str(code): str(state) for code, state in cursor}


def _sql(name: str) -> bytes:
    return statement(__file__, name).encode()


def _int(value: object) -> int:
    return int(str(value))


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _instant(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _numbers(value: object) -> tuple[int, ...]:
    return tuple(int(one) for one in value) if isinstance(value, list) else ()
