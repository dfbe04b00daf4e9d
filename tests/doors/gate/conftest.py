from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .harness import RunningGate, add_merchant

StartGate = Callable[..., RunningGate]


@pytest.fixture
def start_gate(fresh_database: str, tmp_path: Path) -> Iterator[StartGate]:
    """Starts a gate with the given limits before a database with one active merchant."""
    running: list[RunningGate] = []

    def start(**limits: int) -> RunningGate:
        gate = RunningGate(fresh_database, tmp_path / "gate.log", limits)
        running.append(gate)
        gate.start()
        return gate

    add_merchant(fresh_database)
    yield start
    for gate in running:
        gate.stop()


@pytest.fixture
def gate(start_gate: StartGate) -> RunningGate:
    """A gate with its ordinary limits."""
    return start_gate()


@pytest.fixture
def made_gate(fresh_database: str, tmp_path: Path) -> Iterator[RunningGate]:
    """A gate with the connectors of `made`, each with one merchant."""
    gate = RunningGate(
        fresh_database, tmp_path / "gate.log", {}, target="tests.doors.gate.made:app"
    )
    for channel in ("teller", "clerk", "sandbox"):
        add_merchant(fresh_database, channel=channel)
    gate.start()
    yield gate
    gate.stop()
