"""The promises of settlements, each with a deed that breaks it, and rows of them."""

from __future__ import annotations

from datetime import timedelta

from tests import world as worlds
from tests.house.copying import FREE_ID, Fact, copy
from tests.money.settlement_files import Paid, vnpay
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.reconciliation.actions import settling
from thuphi.money.statements.settlements import take_settlements

LATER = worlds.AT + timedelta(days=1)


def settlement(world: World) -> None:
    """A settlement of two rows that nothing of ours explains."""
    take_settlements(
        by=SYSTEM, facility_id=world.a.id, name="vnpay.csv", content=vnpay([Paid("1"), Paid("2")]),
        at=LATER,
    )  # fmt: skip
    settling.settle_rows(facility_id=world.a.id, at=LATER)


def _row(**changed: Fact) -> str:
    other: dict[str, Fact] = {"place": 77, "provider_reference": "77", **changed}
    return copy("settlement_row", **other)


CASES: list[tuple[str, str]] = [
    ("settlement_is_taken_once", copy("settlement")),
    ("settlement_adds_up", copy("settlement", reference="x", net_vnd=1)),
    ("settlement_adds_up", copy("settlement", reference="x", fee_vnd=-1, gross_vnd=0, net_vnd=1)),
    ("settlement_has_a_reference", copy("settlement", reference="")),
    ("settlement_has_a_reference", copy("settlement", reference="x", channel="")),
    ("settlement_is_of_its_file", copy("settlement", reference="x", facility_id=FREE_ID)),
    ("settlement_is_append_only", "UPDATE settlement SET net_vnd = net_vnd"),
    ("settlement_row_has_its_place", copy("settlement_row", provider_reference="77")),
    ("settlement_row_is_told_once", copy("settlement_row", place=77)),
    ("settlement_row_kind_is_known", _row(kind="lost")),
    ("settlement_row_adds_up", _row(net_vnd=1)),
    ("settlement_row_is_of_its_settlement", _row(facility_id=FREE_ID)),
    ("settlement_row_is_append_only", "DELETE FROM settlement_row"),
    ("settled_row_outcome_is_known", "UPDATE settled_row SET outcome = 'lost'"),
    (
        "settled_payment_is_settled_once",
        "UPDATE settled_row SET outcome = 'matched', payment_id = 1",
    ),
    (
        "settled_refund_is_settled_once",
        "UPDATE settled_row SET outcome = 'matched_other_day', refund_id = 1",
    ),
]
