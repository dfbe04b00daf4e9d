"""The simulators are another party: they know Thu Phí only by its addresses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SIMULATORS = Path(__file__).parents[2] / "simulators"
MODULES = sorted(SIMULATORS.rglob("*.py"))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_there_are_simulators() -> None:
    assert SIMULATORS / "bank" / "app.py" in MODULES


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(SIMULATORS)))
def test_no_simulator_imports_thuphi(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert [name for name in _imported(tree) if name.split(".")[0] == "thuphi"] == []
    assert "import_module" not in module.read_text(encoding="utf-8")
