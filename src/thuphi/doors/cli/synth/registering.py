"""Writing the registers of the plan: offices, facilities, accounts, contracts, fee items, people.

Ids are counted on from what the tables hold, in the order of the plan, so that the same request in
an empty database gives the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from psycopg import Connection, sql
from psycopg.types.json import Jsonb
from psycopg.types.range import DateRange

from thuphi.ground.kit.fold import for_bank, search_key
from thuphi.ground.kit.periods import Month, school_year
from thuphi.money.ledger.rules import AccountKind
from thuphi.registers.facilities.models import AccountState, Sector
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place

from .fees import Fee, fees_of
from .planning import PlannedFacility, Posture

CHANNELS = {"qr": "sepay", "web": "vnpay", "mobile_money": "gsma", "card": "nexo"}
"""The provider by which an invented facility takes each way of paying."""

BANK_BIN = "970415"

Line = Connection[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Registered:
    """A planned facility with its ids, and what its bills and payments need of them."""

    plan: PlannedFacility
    id: int
    first_person: int
    merchants: dict[str, int]
    account: str
    ledger: dict[tuple[AccountKind, str], int]
    items: list[tuple[int, int, Fee, str]]
    """Id, place on the bill, fee and school year."""


@dataclass(frozen=True, slots=True)
class Officials:
    """Who agreed on accounts, and which department a facility answers to."""

    proposer_id: int
    decider_id: int
    of_sector: dict[Sector, int]


def register(
    line: Line,
    plan: Sequence[PlannedFacility],
    months: Sequence[Month],
    officials: Officials,
    *,
    at: datetime,
) -> list[Registered]:
    """Write the registers in one transaction. Returns the facilities with their ids."""
    next_id = _Ids(line)
    years = sorted({school_year(month.first_day_on) for month in months})
    found = [_with_ids(one, next_id, years) for one in plan]
    first_on = months[0].first_day_on
    with line.transaction():
        _facilities(line, found, officials)
        _places(line, found, first_on)
        _accounts(line, found, officials, at)
        _merchants(line, found, first_on)
        _items(line, found)
        copy(
            line, "ledger_account", ("id", "facility_id", "kind", "detail"),
            (
                (number, one.id, kind.value, detail)
                for one in found
                for (kind, detail), number in one.ledger.items()
            ),
        )  # fmt: skip
    return found


def copy(line: Line, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows into a table, by the fastest road there is."""
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with line.cursor() as cursor, cursor.copy(command) as into:
        for row in rows:
            into.write_row(row)


class _Ids:
    """The next free ids of each table."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._last: dict[str, int] = {}

    def take(self, table: str, count: int = 1) -> int:
        """The first of so many ids that follow each other."""
        if table not in self._last:
            query = sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(sql.Identifier(table))
            row = self._line.execute(query).fetchone()
            self._last[table] = int(str(row[0])) if row else 0
        first = self._last[table] + 1
        self._last[table] += count
        return first


def _with_ids(one: PlannedFacility, ids: _Ids, years: Sequence[str]) -> Registered:
    fees = fees_of(one.size.level, one.ownership)
    ways = sorted(one.ways)
    kinds = [(AccountKind.RECEIVABLE, ""), (AccountKind.CASH, ""), (AccountKind.UNIDENTIFIED, "")]
    kinds += [(AccountKind.CLEARING, CHANNELS[way]) for way in ways]
    kinds += [(AccountKind.REVENUE, fee.code) for fee in fees]
    kinds += [(AccountKind.WAIVER, fees[0].code)]
    if one.posture is not Posture.BILLS:
        kinds = []
    return Registered(
        plan=one,
        id=ids.take("facility"),
        first_person=ids.take("beneficiary", one.people) if one.posture is Posture.BILLS else 0,
        merchants={way: ids.take("merchant") for way in ways},
        account=f"{one.code[2:]}{one.number:06}",
        ledger={kind: ids.take("ledger_account") for kind in kinds},
        items=[
            (ids.take("fee_item"), place, fee, year)
            for year in years
            for place, fee in enumerate(fees)
            if one.posture is Posture.BILLS
        ],
    )


def _facilities(line: Line, found: Sequence[Registered], officials: Officials) -> None:
    columns = (
        "id", "code", "name", "search_key", "sector", "level", "tier", "ownership", "agency_id",
        "focal_name", "focal_phone", "address",
    )  # fmt: skip
    copy(
        line, "facility", columns,
        (
            (
                one.id, one.plan.code, one.plan.name,
                search_key(f"{one.plan.name} {one.plan.code}"), one.plan.size.sector.value,
                one.plan.size.level.value, one.plan.size.tier.value, one.plan.ownership.value,
                officials.of_sector[one.plan.size.sector],
                "Đầu mối thanh toán" if one.plan.has_contracts else "",
                f"02{one.plan.number:08}" if one.plan.has_contracts else "",
                one.plan.place.full_name,
            )
            for one in found
        ),
    )  # fmt: skip


def _places(line: Line, found: Sequence[Registered], first_on: date) -> None:
    spans: dict[int, list[tuple[int, DateRange]]] = {}
    for one in found:
        place = one.plan.place
        if place.pk not in spans:
            spans[place.pk] = spans_from(place, first_on)
    copy(
        line, "facility_place", ("facility_id", "place_id", "valid"),
        ((one.id, place, days) for one in found for place, days in spans[one.plan.place.pk]),
    )  # fmt: skip
    copy(
        line, "facility_area", ("facility_id", "area", "valid"),
        ((one.id, one.plan.area.value, DateRange(first_on, None)) for one in found),
    )  # fmt: skip


def spans_from(place: Place, first_on: date) -> list[tuple[int, DateRange]]:
    """The commune and what it became, each with the days in which a facility stood in it."""
    found = []
    begins, ends = first_on, place.valid.upper
    while ends is not None:
        found.append((place.pk, DateRange(begins, ends)))
        place = places.heir(place, ends)
        begins, ends = ends, place.valid.upper
    return [*found, (place.pk, DateRange(begins, None))]


def _accounts(line: Line, found: Sequence[Registered], officials: Officials, at: datetime) -> None:
    columns = (
        "facility_id", "bin", "number", "name", "state", "proposed_by", "proposed_at",
        "decided_by", "decided_at",
    )  # fmt: skip
    copy(
        line, "beneficiary_account", columns,
        (
            (
                one.id, BANK_BIN, one.account, for_bank(one.plan.name).upper(),
                AccountState.APPROVED.value, officials.proposer_id, at, officials.decider_id, at,
            )
            for one in found
            if one.plan.ways
        ),
    )  # fmt: skip


def _merchants(line: Line, found: Sequence[Registered], first_on: date) -> None:
    """Contracts without secrets: no provider can knock for them, since none exists."""
    columns = (
        "id", "channel", "slug", "facility_id", "account_number", "shares_account", "settings",
        "sealed", "secret_names", "is_active", "contract_number", "contract_valid", "evidence",
    )  # fmt: skip
    days = DateRange(first_on, first_on + timedelta(days=5 * 365))
    copy(
        line, "merchant", columns,
        (
            (
                number, CHANNELS[way], f"{one.plan.code.lower()}-{CHANNELS[way]}", one.id,
                one.account, False, Jsonb({}), b"", [], True,
                *(
                    (f"{one.plan.code}/{CHANNELS[way]}", days, "Hồ sơ giả định")
                    if one.plan.has_contracts
                    else ("", None, "")
                ),
            )
            for one in found
            for way, number in one.merchants.items()
        ),
    )  # fmt: skip


def _items(line: Line, found: Sequence[Registered]) -> None:
    columns = (
        "id", "facility_id", "code", "name", "unit", "price_vnd", "ground", "is_mandatory",
        "school_year", "level", "is_active", "allows_instalments", "kind",
    )  # fmt: skip
    copy(
        line, "fee_item", columns,
        (
            (
                number, one.id, fee.code, fee.name, fee.unit, fee.price_vnd, "Giả định",
                fee.is_mandatory, year, "", True, True, fee.kind.value,
            )
            for one in found
            for number, _, fee, year in one.items
        ),
    )  # fmt: skip
