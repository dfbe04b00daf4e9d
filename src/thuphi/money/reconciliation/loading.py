"""What matching reads: lines that are due, money without a line, bills that are owed on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from psycopg import Cursor

from thuphi.ground.channels import vietqr
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.sql import statement
from thuphi.ground.statements.providers.profiles import profiles
from thuphi.money.matching.contract import OpenBill
from thuphi.registers.facilities import queries as facilities

from .own_money import BY_DOCUMENT_DAYS, Own
from .pairing import BY_REFERENCE_DAYS, Booked, LineFacts
from .rules import MatchKind

PAY_EACH = tuple(one.channel for one in profiles().values() if one.pays_each)
"""Providers whose payments come to the account one by one: their settlements have no line."""
BASKETS_LIVE = timedelta(days=60)
"""A basket's code is looked for in lines so long after it was made."""

Row = tuple[object, ...]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Instants come by the ten thousand: as numbers they are read in a twentieth of the time."""


class Booking(Protocol):
    """What a line is looked around by."""

    @property
    def booked_on(self) -> date:
        """The bank's day."""


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
    without: Collection[int] = (),
) -> list[Booked]:
    """Money booked around the days of these lines that nothing of a bank shows yet.

    Notifications `without` are those that the caller knows of.
    """
    if not lines:
        return []
    values = _around(lines, BY_REFERENCE_DAYS)
    values |= {
        "facility_id": facility_id, "pay_each": list(PAY_EACH), "without": list(without),
    }  # fmt: skip
    cursor.execute(_sql("told_money"), values, prepare=False)
    return [
        Booked(
            heard_id=_int(row[0]), amount_vnd=_int(row[1]),
            paid_at=_EPOCH + timedelta(microseconds=_int(row[2])), paid_on=_day(row[9]),
            payments=tuple(zip(_numbers(row[3]), _numbers(row[4]), strict=True)),
            account=str(row[5]), references=_words(row[6]), virtual_account=str(row[7]),
            codes=_words(row[8]),
        )
        for row in cursor
    ]  # fmt: skip


def undone(cursor: Cursor[Row], ids: Sequence[int]) -> set[tuple[int, str, int]]:
    """Line, kind and subject of each match of these lines that was undone."""
    cursor.execute(_sql("undone_own"), {"ids": list(ids)}, prepare=False)
    return {(_int(line), str(kind), _int(subject)) for line, kind, subject in cursor}


def payments_of(pairs: Iterable[tuple[int, str, int]]) -> set[tuple[int, int]]:
    """Of undone matches, those with payments: line and payment."""
    return {(line, one) for line, kind, one in pairs if kind == MatchKind.PAYMENT.value}


def own_money(cursor: Cursor[Row], facility_id: int, lines: Sequence[Booking]) -> list[Own]:
    """Deposits, refunds and payouts around the days of these lines that no line shows."""
    if not lines:
        return []
    account = facilities.approved_account(facility_id)
    values = _around(lines, BY_DOCUMENT_DAYS)
    values |= {"facility_id": facility_id, "account": "" if account is None else account.number}
    cursor.execute(_sql("own_money"), values, prepare=False)
    found, groups = [], defaultdict(list)
    for kind, own_id, amount_vnd, at_account, on, documents, payee, is_done, group in cursor:
        one = Own(
            MatchKind(str(kind)), ((_int(own_id), _int(amount_vnd)),), str(at_account), _day(on),
            _words(documents), str(payee), bool(is_done),
        )  # fmt: skip
        found.append(one)
        if group:
            groups[str(group)].append(one)
    several = [together for together in groups.values() if len(together) > 1]
    return [*found, *(_together(one) for one in several)]


def _together(several: Sequence[Own]) -> Own:
    """Payouts under one document, which the bank may show as one transfer."""
    first = several[0]
    members = tuple(member for one in several for member in one.members)
    return replace(
        first, members=members, documents=first.documents[1:], payee_account="",
        is_done=all(one.is_done for one in several),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Earlier:
    """A line that another one may take back."""

    by_line: int
    id: int
    says_reversal: bool
    """The bank itself calls it one."""
    references: tuple[str, ...]
    is_open: bool
    """Nothing stands beside it yet."""
    booked_on: date
    payments: tuple[tuple[int, int], ...]
    """Id and amount of each payment beside it."""


def taken_back(cursor: Cursor[Row], ids: Sequence[int]) -> dict[int, list[Earlier]]:
    """For each of these lines the earlier ones of its account and sum that go the other way."""
    found: defaultdict[int, list[Earlier]] = defaultdict(list)
    if not ids:
        return found
    cursor.execute(_sql("taken_back"), {"ids": list(ids), "days": BY_REFERENCE_DAYS}, prepare=False)
    for by_line, line_id, says, references, is_open, on, payments, amounts in cursor:
        found[_int(by_line)].append(
            Earlier(
                _int(by_line), _int(line_id), bool(says), _words(references), bool(is_open),
                _day(on), tuple(zip(_numbers(payments), _numbers(amounts), strict=True)),
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed on: as the search reads it, and which codes are those of single bills."""

    bills: list[OpenBill]
    bill_ids: dict[str, int]
    left_vnd: dict[str, int]


def owed(cursor: Cursor[Row], facility_id: int, at: datetime) -> Owed:
    """Every open bill of the facility, and every basket that can still be paid as a whole."""
    accounts = _virtual_accounts(cursor, facility_id, at)
    cursor.execute(
        _sql("open_bills"),
        {"facility_id": facility_id, "baskets_since": at - BASKETS_LIVE},
        prepare=False,
    )
    found = Owed([], {}, {})
    for code, left_vnd, payer, beneficiary, class_name, phone, bill_id in cursor:
        found.bills.append(
            OpenBill(
                str(code),
                _int(left_vnd),
                str(payer),
                str(beneficiary),
                str(class_name),
                str(phone),
                accounts.get(str(code), ""),
            )
        )
        found.left_vnd[str(code)] = _int(left_vnd)
        if bill_id is not None:
            found.bill_ids[str(code)] = _int(bill_id)
    return found


def _virtual_accounts(cursor: Cursor[Row], facility_id: int, at: datetime) -> dict[str, str]:
    """The account that a provider opened for one code alone, by code (payOS: payment links)."""
    cursor.execute(
        _sql("virtual_accounts"),
        {"facility_id": facility_id, "since": at - BASKETS_LIVE},
        prepare=False,
    )
    told = {str(code): str(payload) for code, payload in cursor}
    own = {one.number for one in facilities.accounts_of(facility_id)} if told else set()
    found: dict[str, str] = {}
    for code, payload in told.items():
        try:
            account = vietqr.decode(payload).account
        except vietqr.QrUnreadable:
            # A wallet's code is no transfer, and names no account.
            continue
        if account not in own:
            found[code] = account
    return found


def bill_states(cursor: Cursor[Row], facility_id: int, codes: Iterable[str]) -> dict[str, str]:
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


def _around(lines: Sequence[Booking], days: int) -> dict[str, object]:
    """From so many days before the first of these lines until so many after the last."""
    booked = [one.booked_on for one in lines]
    return {
        "from_at": datetime.combine(min(booked) - timedelta(days=days), time(), VIETNAM),
        "until_at": datetime.combine(max(booked) + timedelta(days=days + 1), time(), VIETNAM),
    }


def _sql(name: str) -> bytes:
    return statement(__file__, name).encode()


def _int(value: object) -> int:
    return value if isinstance(value, int) else int(str(value))


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _numbers(value: object) -> tuple[int, ...]:
    return tuple(map(int, value)) if isinstance(value, list) else ()
