"""A school with a month of money: what was paid, what statements show, what is closed."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection

from tests import world as worlds
from tests.money.seen import post_all
from tests.world import ACCOUNT_A, AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Payment
from thuphi.money.periods import actions
from thuphi.money.periods.actions import Closed
from thuphi.money.periods.rules import PeriodKind
from thuphi.money.reconciliation.actions import settling, standing
from thuphi.money.reconciliation.actions.standing import NewMatch, Standing
from thuphi.money.reconciliation.rules import Confirmed, How, MatchKind, Outcome
from thuphi.money.statements.models import (
    BankLine,
    Settlement,
    SettlementRow,
    Statement,
    StatementFile,
)
from thuphi.registers.methods.models import Merchant

DAY = AT.date()
"""Monday 5 October 2026: everything of the world happens on it."""
NEXT = DAY + timedelta(days=1)
MORNING = datetime.combine(NEXT, time(8), tzinfo=VIETNAM)
"""When that day is closed."""
_numbers = itertools.count(1)


def plant(query: str, *values: str | int | date | datetime | bytes) -> int:
    """Change what nobody may change: as the owner, with every trigger asleep. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(query, values)
        changed: int = cursor.rowcount
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("SET ROLE thuphi_worker")
    return changed


def booked_when_it_happened() -> None:
    """The book of a test is written in a moment; here each row was booked on its own day."""
    plant("UPDATE transfer SET booked_at = happened_at")


def statement(
    facility_id: int,
    day: date,
    credits: Sequence[tuple[int, str]] = (),
    *,
    account: str = ACCOUNT_A,
    opening_vnd: int = 1_000_000,
    until: date | None = None,
) -> list[BankLine]:
    """The bank's statement of a day with these credits (amount, text); their lines."""
    number = next(_numbers)
    file = StatementFile.objects.create(
        facility_id=facility_id,
        source="bank",
        name=f"saoke-{number}.xml",
        format="camt.053.001.08",
        sha256=hashlib.sha256(str(number).encode()).digest(),
        size_bytes=1,
        lines=len(credits),
        new_lines=len(credits),
        taken_at=AT,
    )
    in_vnd = sum(amount for amount, _text in credits)
    Statement.objects.create(
        facility_id=facility_id,
        file=file,
        place=0,
        account=account,
        kind="end_of_day",
        opening_vnd=opening_vnd,
        closing_vnd=opening_vnd + in_vnd,
        in_vnd=in_vnd,
        out_vnd=0,
        from_on=day,
        to_on=until or day,
    )
    return [
        BankLine.objects.create(
            facility_id=facility_id,
            account=account,
            booked_on=day,
            direction="in",
            amount_vnd=amount,
            ordinal=next(_numbers),
            bank_reference=f"FT{next(_numbers)}",
            text=text,
        )
        for amount, text in credits
    ]


def stands(line: BankLine, outcome: Outcome) -> None:
    """How a line stands, as the worker left it."""
    standing.say([Standing(line.pk, outcome, Confirmed.NOT_CONFIRMED)], at=AT)


def settled(payment: Payment, line: BankLine) -> None:
    """The line stands beside the payment, and the book knows."""
    match = NewMatch(
        line.pk, line.facility_id, MatchKind.PAYMENT, payment.pk, line.amount_vnd, How.CODE
    )
    standing.stand([match], at=AT)
    standing.say([Standing(line.pk, Outcome.MATCHED, Confirmed.BY_ITSELF)], at=AT)


def heard(world: World, bill: Bill, amount_vnd: int, *, at: datetime = AT) -> Payment:
    """A payment that a provider told of and the worker booked."""
    number = worlds.hear(world, bill.code, amount_vnd, paid_at=at)
    post_all()
    return Payment.objects.get(heard_id=number)


def paid_by(world: World, merchant: Merchant, bill: Bill, amount_vnd: int) -> Payment:
    """A payment by another merchant's channel."""
    number = worlds.hear(
        world, bill.code, amount_vnd, merchant=merchant, reference=f"{merchant.channel}-1",
        paid_at=AT, method="web",
    )  # fmt: skip
    post_all()
    return Payment.objects.get(heard_id=number)


def settlement(
    world: World, channel: str, day: date, amounts: Sequence[int], *, fee_vnd: int
) -> Settlement:
    """What a provider says it pays over: `<channel>-1` and so on, the fee on the first row."""
    number = next(_numbers)
    file = StatementFile.objects.create(
        facility_id=world.a.id, source="provider", name=f"{channel}-{number}.csv", format=channel,
        sha256=hashlib.sha256(f"s{number}".encode()).digest(), size_bytes=1, lines=len(amounts),
        new_lines=len(amounts), taken_at=AT,
    )  # fmt: skip
    made = Settlement.objects.create(
        facility_id=world.a.id, file=file, channel=channel, reference=f"QT{number}",
        settled_on=day, gross_vnd=sum(amounts), fee_vnd=fee_vnd, net_vnd=sum(amounts) - fee_vnd,
    )  # fmt: skip
    for place, amount_vnd in enumerate(amounts, start=1):
        fee = fee_vnd if place == 1 else 0
        SettlementRow.objects.create(
            facility_id=world.a.id, settlement=made, place=place, kind="payment",
            provider_reference=f"{channel}-{place}", paid_at=AT, gross_vnd=amount_vnd, fee_vnd=fee,
            net_vnd=amount_vnd - fee,
        )  # fmt: skip
    settling.settle_rows(facility_id=world.a.id, at=AT)
    return made


def morning_after(day: date) -> datetime:
    """When a day is usually closed."""
    return datetime.combine(day + timedelta(days=1), time(8), tzinfo=VIETNAM)


def close_day(world: World, day: date = DAY, *, at: datetime | None = None) -> Closed:
    """Close the days until one, the morning after."""
    return actions.close(
        by=SYSTEM,
        facility_id=world.a.id,
        kind=PeriodKind.DAY,
        until_on=day,
        at=at or morning_after(day),
    )


@pytest.fixture
def proven(world: World, bills: list[Bill]) -> World:
    """One payment on 5 October, and the statement of that day that shows it."""
    payment = heard(world, bills[0], 660_000)
    (line,) = statement(world.a.id, DAY, [(660_000, bills[0].code)])
    settled(payment, line)
    booked_when_it_happened()
    return world
