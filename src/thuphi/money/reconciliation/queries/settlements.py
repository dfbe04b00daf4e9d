"""Three ways of one money: our payments, what providers say they pay over, and the bank's lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet

from thuphi.ground.kit.clock import today
from thuphi.ground.kit.sql import statement
from thuphi.ground.statements.providers.profiles import profiles
from thuphi.money.reconciliation import models
from thuphi.money.reconciliation.rules import How, Outcome
from thuphi.money.statements.models import BankLine, Settlement, SettlementRow
from thuphi.money.statements.rules import Direction, RowKind


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider says: how many rows, and their sums. Net is gross less fee."""

    rows: int
    gross_vnd: int
    fee_vnd: int
    net_vnd: int
    unexplained: int
    """Rows that are no payment or refund of ours, or of another sum."""


@dataclass(frozen=True, slots=True)
class ThreeWays:
    """One provider in a span of days, seen from three sides."""

    channel: str
    payments: int
    paid_vnd: int
    refunds: int
    refunded_vnd: int
    """What the provider sent back for us, or took back."""
    told: Told | None
    """Nothing where no settlement of these days was taken in."""
    lines: int
    came_vnd: int
    """What of it is on the account."""

    @property
    def ours_vnd(self) -> int:
        """What came less what went back, by our book."""
        return self.paid_vnd - self.refunded_vnd

    @property
    def told_less_ours_vnd(self) -> int:
        """How much more the provider tells than we have heard; nothing without a settlement."""
        return self.told.gross_vnd - self.ours_vnd if self.told else 0

    @property
    def came_less_due_vnd(self) -> int:
        """How much more is on the account than the provider says it pays, or than we have."""
        return self.came_vnd - (self.told.net_vnd if self.told else self.ours_vnd)

    @property
    def is_even(self) -> bool:
        """Whether the three sides say the same."""
        return not self.told_less_ours_vnd and not self.came_less_due_vnd


@dataclass(frozen=True, slots=True)
class Standing:
    """How a settlement stands: whether its line is there, and what of it is not explained."""

    line_id: int | None
    came_on: date | None
    account: str
    match_id: int | None
    how: How | None
    rows: int
    unlooked: int
    unexplained: int
    unexplained_vnd: int


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of a settlement and what it is."""

    id: int
    place: int
    kind: RowKind
    provider_reference: str
    our_reference: str
    paid_at: datetime | None
    gross_vnd: int
    fee_vnd: int
    net_vnd: int
    outcome: Outcome
    payment_id: int | None
    refund_id: int | None
    code: str
    """The bill's, where the payment is on one."""
    ours_vnd: int | None
    """What we have heard of it."""


@dataclass(frozen=True, slots=True)
class OurOwn:
    """A payment that no settlement tells of."""

    payment_id: int
    amount_vnd: int
    paid_at: datetime
    provider_reference: str
    our_reference: str
    code: str
    is_missing: bool
    """The provider has told of later payments of that day already."""


@dataclass(frozen=True, slots=True)
class OurOwnPage:
    """Some of them, and how many there are in all."""

    rows: tuple[OurOwn, ...]
    count: int
    total_vnd: int


Value = int | str | date | list[int] | None


def _ask(name: str, values: Mapping[str, Value]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement(models.__file__, name), values)
        return list(cursor.fetchall())


def _number(value: object) -> int:
    return int(str(value))


def three_ways(facility_id: int, from_on: date, to_on: date) -> list[ThreeWays]:
    """Every provider with money in these days, by the day on which the payer paid."""
    found = _ask("three_ways", {"facility_id": facility_id, "from_on": from_on, "to_on": to_on})
    return [
        ThreeWays(
            channel=str(one[0]),
            payments=_number(one[1]),
            paid_vnd=_number(one[2]),
            refunds=_number(one[3]),
            refunded_vnd=_number(one[4]),
            told=_told(one[5:10]),
            lines=_number(one[10]),
            came_vnd=_number(one[11]),
        )
        for one in found
    ]


def _told(sums: Sequence[object]) -> Told | None:
    return Told(*map(_number, sums)) if sums[0] is not None else None


def settlements(facility_id: int, *, channel: str = "") -> QuerySet[Settlement]:
    """What providers told of, the newest first."""
    found = Settlement.objects.filter(facility_id=facility_id)
    if channel:
        found = found.filter(channel=channel)
    return found.select_related("file").order_by("-settled_on", "-id")


def standings(facility_id: int, settlement_ids: Sequence[int]) -> dict[int, Standing]:
    """How these settlements stand, by id."""
    found = _ask("settlements_stand", {"facility_id": facility_id, "ids": list(settlement_ids)})
    return {
        _number(one[0]): Standing(
            line_id=_number(one[1]) if one[1] is not None else None,
            came_on=one[2] if isinstance(one[2], date) else None,
            account=str(one[3] or ""),
            match_id=_number(one[4]) if one[4] is not None else None,
            how=How(str(one[5])) if one[5] is not None else None,
            rows=_number(one[6]),
            unlooked=_number(one[7]),
            unexplained=_number(one[8]),
            unexplained_vnd=_number(one[9]),
        )
        for one in found
    }


def outcomes_of(settlement_id: int, *, facility_id: int) -> dict[Outcome, int]:
    """How many rows of a settlement are what."""
    rows = SettlementRow.objects.filter(settlement_id=settlement_id, facility_id=facility_id)
    settled = models.SettledRow.objects.filter(row__in=rows)
    counted = dict(settled.values_list("outcome").annotate(rows=Count("row")))
    found = {Outcome(outcome): rows for outcome, rows in counted.items()}
    waiting = rows.count() - sum(found.values())
    return {**found, Outcome.WAITING: waiting} if waiting else found


def rows_of(
    settlement_id: int,
    *,
    facility_id: int,
    outcome: Outcome | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[RowShown]:
    """A page of a settlement's rows; those that need somebody come first."""
    found = _ask(
        "rows_of_settlement",
        {
            "facility_id": facility_id,
            "settlement_id": settlement_id,
            "outcome": outcome.value if outcome else None,
            "limit": limit,
            "offset": offset,
        },
    )
    return [
        RowShown(
            id=_number(one[0]),
            place=_number(one[1]),
            kind=RowKind(str(one[2])),
            provider_reference=str(one[3]),
            our_reference=str(one[4]),
            paid_at=one[5] if isinstance(one[5], datetime) else None,
            gross_vnd=_number(one[6]),
            fee_vnd=_number(one[7]),
            net_vnd=_number(one[8]),
            outcome=Outcome(str(one[9])),
            payment_id=_number(one[10]) if one[10] is not None else None,
            refund_id=_number(one[11]) if one[11] is not None else None,
            code=str(one[12]),
            ours_vnd=_number(one[13]) if one[13] is not None else None,
        )
        for one in found
    ]


def only_ours(
    facility_id: int, channel: str, from_on: date, to_on: date, *, limit: int = 50, offset: int = 0
) -> OurOwnPage:
    """Payments of these days that no settlement tells of and no line shows; missing ones first."""
    found = _ask(
        "only_ours",
        {
            "facility_id": facility_id,
            "channel": channel,
            "from_on": from_on,
            "to_on": to_on,
            "limit": limit,
            "offset": offset,
        },
    )
    rows = tuple(
        OurOwn(
            payment_id=_number(one[0]),
            amount_vnd=_number(one[1]),
            paid_at=one[2],
            provider_reference=str(one[3]),
            our_reference=str(one[4]),
            code=str(one[5]),
            is_missing=bool(one[6]),
        )
        for one in found
        if isinstance(one[2], datetime)
    )
    if not found:
        return OurOwnPage((), 0, 0)
    return OurOwnPage(rows, _number(found[0][7]), _number(found[0][8]))


def lines_that_fit(settlement: Settlement, *, limit: int = 20) -> list[BankLine]:
    """Open lines of the settlement's sum and direction, the nearest day first: what a person may
    say that it is."""
    if not settlement.net_vnd or not pays_in_one_sum(settlement.channel):
        return []
    is_out = settlement.net_vnd < 0
    found = BankLine.objects.filter(
        Exists(
            models.LineState.objects.filter(
                line_id=OuterRef("pk"), left_vnd=OuterRef("amount_vnd"), payment_id__isnull=True
            )
        ),
        facility_id=settlement.facility_id,
        amount_vnd=abs(settlement.net_vnd),
        direction=(Direction.OUT if is_out else Direction.IN).value,
        is_reversal=False,
    )
    return sorted(found, key=lambda one: abs((one.booked_on - settlement.settled_on).days))[:limit]


def paid_days(settlement: Settlement) -> tuple[date, date]:
    """The first and the last day on which its rows were paid."""
    told = SettlementRow.objects.filter(settlement=settlement, paid_at__isnull=False).aggregate(
        first=Min("paid_at"), last=Max("paid_at")
    )
    if told["first"] is None:
        return settlement.settled_on, settlement.settled_on
    return today(told["first"]), today(told["last"])


def pays_in_one_sum(channel: str) -> bool:
    """Whether a provider's settlements are found on the statement as one line each."""
    known = profiles().get(channel)
    return known is not None and not known.pays_each
