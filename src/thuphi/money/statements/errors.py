"""Refusals of a file, each with the places in it."""

from __future__ import annotations

from thuphi.ground.statements.contract import Fault


class StatementsRefused(Exception):
    """The base of all of them."""


class StatementRefused(StatementsRefused):
    """The file cannot be believed: nothing of it was taken in. Carries every fault found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{one.place} {one.kind}".strip() for one in faults[:3]))
        self.faults = faults


class AccountNotOurs(StatementsRefused):
    """The file is of an account that this facility never collected on."""

    def __init__(self, account: str) -> None:
        super().__init__(account)
        self.account = account


class NoStatements(StatementsRefused):
    """The file is readable, but it is no bank's statement."""


class LineNotFound(StatementsRefused):
    """There is no such line, or it is another facility's."""


class ProfileNotFound(StatementsRefused):
    """There is no such column profile, or it is another facility's."""


class ProfileIncomplete(StatementsRefused):
    """A column profile needs a name, a column of days, and one of money that came."""
