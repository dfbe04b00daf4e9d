"""A table that has ended, as a statement whose balances agree."""

from __future__ import annotations

from .above import Above
from .amounts import shown
from .checks import check_closing, check_days, running
from .contract import ReadLine, ReadStatement
from .faults import FaultKind
from .rows import Table


def close(table: Table, above: Above, lines: tuple[ReadLine, ...]) -> list[ReadStatement]:
    """The statement, or nothing when the table says nothing, with its faults noted."""
    days = sorted({line.booked_on for line in lines})
    span = [*(above.period or ()), *days[:1], *days[-1:]]
    if not span:
        return []
    faults = table.faults
    place = f"trang “{table.grid.name}”" if table.grid.name else ""
    account = above.account or table.layout.profile.account
    if not account:
        faults.add(FaultKind.NO_ACCOUNT, place)
    if len(above.accounts) > 1 and lines and not _is_told(faults.found):
        faults.add(FaultKind.TWO_ACCOUNTS, place, first=above.accounts[0], second=above.accounts[1])
    before, after = running(lines, above.opening_vnd, faults, lambda line: table.place(line.place))
    opening = above.opening_vnd if above.opening_vnd is not None else before
    closing = above.closing_vnd if above.closing_vnd is not None else after
    if (opening is None or closing is None) and not faults.found:
        for where, written in table.minus_rows:
            faults.add(FaultKind.NEGATIVE, where, text=written)
    found = ReadStatement(
        account=account,
        kind="sheet",
        lines=lines,
        from_on=min(span),
        to_on=max(span),
        opening_vnd=opening,
        closing_vnd=closing,
        owner=above.owner,
    )
    check_days(found.from_on, found.to_on, faults, place)
    if not faults.found:
        check_closing(found, faults, place)
    if not faults.found and before is not None and before != opening:
        # Both ends agree with each other, and not with the rows between them.
        faults.add(
            FaultKind.RUNNING_BALANCE,
            table.place(lines[0].place),
            reckoned=shown((lines[0].balance_vnd or 0) + (opening or 0) - before),
            told=shown(lines[0].balance_vnd or 0),
        )
    return [found]


def _is_told(found: object) -> bool:
    return isinstance(found, list) and any(one.kind == FaultKind.TWO_ACCOUNTS for one in found)
