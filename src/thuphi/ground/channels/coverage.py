"""What each way of paying can do, as the public table: drawn from every connector's `CAN`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from thuphi.ground.channels.contract import Ability, Connector
from thuphi.ground.channels.registry import CONNECTORS

SAYS: Final[Mapping[Ability, str]] = {
    Ability.START: "start a payment",
    Ability.HEAR: "hear of one",
    Ability.ASK: "ask what became of it",
    Ability.CANCEL: "cancel it unpaid",
    Ability.REFUND: "refund the whole",
    Ability.PART_REFUND: "refund a part",
    Ability.ASK_REFUND: "ask about a refund",
    Ability.SETTLEMENT: "read its settlement",
    Ability.REFUSE_OLD: "refuse old messages",
    Ability.TEST_PING: "know a test message",
    Ability.MONEY_OUT: "tell money going out",
    Ability.NAME_PAYER: "name the payer",
}

METHODS: Final[Mapping[str, str]] = {
    "qr": "QR",
    "web": "website",
    "mobile_money": "Mobile Money",
    "card": "card",
    "cash": "cash",
}


def table(connectors: Mapping[str, Connector] = CONNECTORS) -> str:
    """One row for each ability, one column for each connector, in Markdown."""
    rows = [
        ["can", *(f"`{name}`" for name in connectors)],
        ["---", *("---" for _ in connectors)],
        ["*belongs to*", *(f"*{METHODS[one.method]}*" for one in connectors.values())],
    ]
    for ability in Ability:
        marks = ["yes" if one.CAN[ability].can else "-" for one in connectors.values()]
        rows.append([SAYS[ability], *marks])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def reasons(connectors: Mapping[str, Connector] = CONNECTORS) -> str:
    """Why a way of paying cannot do a thing, for every "-" of the table, in Markdown."""
    parts = []
    for name, connector in connectors.items():
        lines = [
            f"- {SAYS[ability]}: {connector.CAN[ability].why_not}"
            for ability in Ability
            if not connector.CAN[ability].can
        ]
        parts.append("\n".join([f"**`{name}`** cannot", "", *lines, ""]))
    return "\n".join(parts)
