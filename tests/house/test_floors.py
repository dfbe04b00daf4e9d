"""The walls that import tools see, and the three leaks that they do not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "thuphi"
FLOORS = ["ground", "registers", "money", "public", "oversight", "doors", "config"]
HEIGHT = {
    # Rooms of one floor that stand on each other; higher numbers may know lower ones.
    "kit": 0, "events": 1, "channels": 1, "calls": 2, "server": 1, "tries": 1,
    "notices": 3, "fee_rules": 3,
    "places": 0, "agencies": 1, "facilities": 2, "methods": 3, "payers": 3, "staff": 3,
    "neighbours": 3, "platforms": 3,
    "catalogue": 0, "ledger": 0, "statements": 0, "matching": 0,
    "registrations": 1, "bills": 2, "credits": 3, "adjustments": 4,
    "payouts": 5, "meals": 5, "sheets": 5, "attempts": 6, "payments": 7, "refunds": 8, "tills": 8,
    "reconciliation": 9,
    "reminders": 10, "closing": 10, "insurance": 10, "invoices": 10, "families": 10, "books": 10,
    "proofs": 10, "periods": 10,
    "accounts": 11,
    "errands": 12,
    "plans": 0, "declarations": 1, "indicators": 2, "tasks": 2, "reports": 3,
}  # fmt: skip


def room_of(module: str) -> tuple[int, int, str]:
    """Floor, height on the floor and name of a module's room."""
    parts = module.split(".")
    return FLOORS.index(parts[1]), HEIGHT.get(parts[2], 0), parts[2]


def may_know(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Whether a room may name another: itself, or one that stands lower."""
    return one[2] == other[2] or other[:2] < one[:2]


def our_models() -> list[type[models.Model]]:
    return [one for one in apps.get_models() if one.__module__.startswith("thuphi.")]


def test_the_import_contracts_hold() -> None:
    told = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")],
        cwd=PACKAGE.parents[1], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout[-3000:]


def test_foreign_keys_point_down_are_protected_and_silent() -> None:
    wrong = []
    for model in our_models():
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey) or not field.concrete:
                continue
            target = field.related_model
            if not target.__module__.startswith("thuphi."):
                continue
            if not may_know(room_of(model.__module__), room_of(target.__module__)):
                wrong.append(f"{model.__name__}.{field.name} points up")
            if field.remote_field.on_delete is not models.PROTECT:
                wrong.append(f"{model.__name__}.{field.name} is not PROTECT")
            if field.remote_field.related_name != "+":
                wrong.append(f"{model.__name__}.{field.name} can be walked backwards")
    assert wrong == []


def tables() -> dict[str, tuple[int, int, str]]:
    return {model._meta.db_table: room_of(model.__module__) for model in our_models()}


@pytest.mark.parametrize(
    "path",
    sorted(
        path
        for path in PACKAGE.rglob("*.sql")
        if "migrations" not in path.parts or path.name[:4] != "0000"
    ),
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_sql_names_only_tables_of_its_own_or_lower_rooms(path: Path) -> None:
    here = room_of(".".join(["thuphi", *path.relative_to(PACKAGE).parts]))
    text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
    named = set(re.findall(r"\b(?:FROM|JOIN|INTO|UPDATE|ON)\s+([a-z_]+)", text))
    wrong = [
        table for table, room in tables().items() if table in named and not may_know(here, room)
    ]
    assert wrong == []


def test_no_signals_and_no_imports_inside_functions() -> None:
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if re.search(
            r"django\.(db\.models|dispatch|core|contrib\.auth)\.?.*signals|@receiver", text
        ):
            wrong.append(f"{path.name}: signal")
        if "migrations" not in path.parts and re.search(
            r"^[ \t]+(?:from [\w.]+ import|import \w)", _code_only(text), re.MULTILINE
        ):
            wrong.append(f"{path.relative_to(PACKAGE)}: import inside a block")
    assert wrong == []


def _code_only(text: str) -> str:
    without_strings = re.sub(r'"""[\s\S]*?"""', "", text)
    return re.sub(r"if TYPE_CHECKING:\n(?:[ \t]+.*\n|\n)+", "", without_strings)
