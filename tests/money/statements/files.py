"""Files as the readers hand them on, built in a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tests.world import ACCOUNT_A
from thuphi.ground.statements.contract import ReadFile, ReadLine, ReadStatement

DAY = date(2026, 10, 5)


def line(
    place: int,
    amount_vnd: int,
    text: str,
    *,
    on: date = DAY,
    reference: str = "",
    booked_at: datetime | None = None,
    is_reversal: bool = False,
    payer_name: str = "",
    payer_account: str = "",
    virtual_account: str = "",
) -> ReadLine:
    """A movement; money out has a negative amount."""
    return ReadLine(
        place=place, booked_on=on, is_in=amount_vnd > 0, amount_vnd=abs(amount_vnd), text=text,
        bank_reference=reference, booked_at=booked_at, is_reversal=is_reversal,
        payer_name=payer_name, payer_account=payer_account, virtual_account=virtual_account,
        raw={"text": text},
    )  # fmt: skip


def statement(
    lines: Sequence[ReadLine],
    *,
    account: str = ACCOUNT_A,
    kind: str = "end_of_day",
    number: str = "",
    opening: int | None = None,
    on: date = DAY,
) -> ReadStatement:
    """A statement of these lines, which closes with what they come to."""
    days = [one.booked_on for one in lines] or [on]
    total = sum(one.amount_vnd if one.is_in else -one.amount_vnd for one in lines)
    return ReadStatement(
        account=account, kind=kind, lines=tuple(lines), from_on=min(days), to_on=max(days),
        number=number, opening_vnd=opening,
        closing_vnd=None if opening is None else opening + total,
    )  # fmt: skip


def read(
    lines: Sequence[ReadLine],
    *,
    account: str = ACCOUNT_A,
    kind: str = "end_of_day",
    format: str = "camt.053.001.08",
) -> ReadFile:
    """A file of one statement."""
    return ReadFile(format, (statement(lines, account=account, kind=kind),))
