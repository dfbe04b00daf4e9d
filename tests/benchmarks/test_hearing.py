"""The time of one notification is printed for every connector, beside the limit."""

from __future__ import annotations

from benchmarks import hearing
from thuphi.ground.channels.contract import Ability
from thuphi.ground.channels.registry import CONNECTORS


def test_every_connector_that_hears_is_measured_beside_the_limit() -> None:
    said: list[str] = []
    found = hearing.measure(said.append, times=2)
    names = [name for name, one in CONNECTORS.items() if one.CAN[Ability.HEAR].can]
    assert [line.partition(":")[0] for line in said] == [f"hear, {name}" for name in names]
    assert all(line.endswith(" µs, limit 100 µs") for line in said)
    assert (found.rival, found.rival_rate, found.goal) == ("limit of 100 µs", 10_000, "1.0")
    assert found.figure.startswith("hear, slowest connector (")
