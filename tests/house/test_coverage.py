"""The public table of abilities is what the connectors say of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from thuphi.ground.channels import coverage
from thuphi.ground.channels.contract import Ability
from thuphi.ground.channels.registry import CONNECTORS
from tools import write_coverage


@pytest.mark.parametrize(
    "path", [write_coverage.README, write_coverage.CHANNELS], ids=["readme", "channels"]
)
def test_the_table_of_abilities_is_of_today(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == write_coverage.documents()[path]


def test_the_table_has_every_connector_and_every_ability() -> None:
    table = coverage.table()
    for name in CONNECTORS:
        assert f" `{name}` " in table
    assert set(coverage.SAYS) == set(Ability)
    assert len(table.splitlines()) == 3 + len(Ability)


def test_every_no_has_its_reason() -> None:
    told = coverage.reasons()
    for connector in CONNECTORS.values():
        for capability in connector.CAN.values():
            assert capability.can or capability.why_not in told


def test_every_connector_has_its_page() -> None:
    pages = write_coverage.CHANNELS.parent
    assert [name for name in CONNECTORS if not (pages / f"{name}.md").is_file()] == []
    index = write_coverage.CHANNELS.read_text(encoding="utf-8")
    assert [name for name in CONNECTORS if f"[`{name}`]({name}.md)" not in index] == []
