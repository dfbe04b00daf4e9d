"""Money is whole đồng: no float in the source where money is, no inexact column in the schema."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.house.every_table import own_tables

SOURCE = Path(__file__).resolve().parents[2] / "src" / "thuphi"

ALLOWED = {
    **dict.fromkeys(
        (
            (
                "ground/statements/above.py",
                "if isinstance(other, float | int) and not isinstance(other, bool):",
            ),
            (
                "ground/statements/amounts.py",
                "if isinstance(value, bool) or not isinstance(value, int | float):",
            ),
            (
                "ground/statements/days.py",
                "if isinstance(value, int | float) and not isinstance(value, bool):",
            ),
            (
                "ground/statements/days.py",
                'return _of_text(str(int(value)) if value == value and abs(value) < 1e9 else "?")',
            ),
            (
                "ground/statements/rows.py",
                "if isinstance(cell, float) and cell == cell and abs(cell) < 1e15"
                " and cell == int(cell):",
            ),
            (
                "ground/statements/rows.py",
                "elif isinstance(value, int | float) and not isinstance(value, bool) and value:",
            ),
        ),
        "what the reader of a sheet hands over; told apart from whole numbers at once",
    ),
    ("doors/cli/processes.py", "time.sleep(0.1)"): "a pause between two looks at a process",
    ("doors/cli/demo/story.py", "time.sleep(0.05)"): "a pause between two looks at a page",
    ("doors/web/office/grounds.py", "since: float = 0.0"): "seconds on a shelf",
    (
        "doors/web/office/grounds.py",
        "def _is_old(self, place: _Place[Kept], now: float) -> bool:",
    ): "seconds on a shelf",
    (
        "doors/web/office/grounds.py",
        "clock: Callable[[], float] = time.monotonic,",
    ): "seconds on a shelf",
    ("oversight/reports/forms/workbook.py", "mm / MILLIMETRES_PER_INCH"): "margins of paper",
    (
        "oversight/reports/forms/workbook.py",
        'page.set_header("&C&14&P", {"margin": measures.PAGE_NUMBER_MM / MILLIMETRES_PER_INCH})',
    ): "margins of paper",
    (
        "oversight/reports/forms/workbook.py",
        "page.write_number(row, place, Decimal(cell.hundredths) / 10_000, style)",
    ): "a percent as a spreadsheet keeps it; nothing is judged by it",
}
"""Lines that may hold a float, each with its reason; never money."""

COUNTED_ROOMS = ("money", "oversight")
"""Where shares are compared by cross-multiplication, and `/` has no place."""

INEXACT = {"real", "double precision", "money", "numeric"}
"""Column types in which an amount could lose a đồng, or gain a fraction of one."""

INEXACT_SQL = re.compile(
    r"::\s*(?:float[48]?|real|double precision|numeric|decimal|money)\b"
    r"|\b(?:float[48]|double precision)\b|[0-9]\.[0-9]",
    re.IGNORECASE,
)
QUOTED = re.compile(r"'(?:[^']|'')*'|--[^\n]*")


def is_path(side: ast.expr) -> bool:
    """Whether one side of a `/` is a name of a file, so that it joins and does not divide."""
    if isinstance(side, ast.BinOp) and isinstance(side.op, ast.Div):
        return is_path(side.left) or is_path(side.right)
    return isinstance(side, ast.JoinedStr) or (
        isinstance(side, ast.Constant) and isinstance(side.value, str)
    )


def waits(tree: ast.AST) -> set[ast.expr]:
    """The annotations of what is named as a time to wait: `..._seconds` may be a fraction."""
    named = [
        (node.arg, node.annotation) for node in ast.walk(tree) if isinstance(node, ast.arg)
    ] + [
        (node.target.id, node.annotation)
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]
    return {kind for name, kind in named if kind is not None and "seconds" in name}


def floats_in(text: str, *, is_counted: bool) -> Iterator[tuple[int, str]]:
    """Each float of a module by line: a literal, the type's name, a division of numbers."""
    tree = ast.parse(text)
    allowed = waits(tree)
    for node in ast.walk(tree):
        if node in allowed:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield node.lineno, "a literal with a fraction"
        elif isinstance(node, ast.Name) and node.id in {"float", "complex"}:
            yield node.lineno, f"the type {node.id}"
        elif isinstance(node, ast.Attribute) and node.attr in {"FloatField", "fsum", "sqrt"}:
            yield node.lineno, f"{node.attr}"
        elif (is_counted and isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Div)) or (
            is_counted
            and isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Div)
            and not (is_path(node.left) or is_path(node.right))
        ):
            yield node.lineno, "a division that leaves a fraction"


def test_no_line_of_the_source_holds_a_float() -> None:
    found = []
    used = set()
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        text = path.read_text(encoding="utf-8")
        for line, what in floats_in(text, is_counted=place.startswith(COUNTED_ROOMS)):
            key = (place, text.splitlines()[line - 1].strip())
            if key in ALLOWED:
                used.add(key)
            else:
                found.append(f"{place}:{line}: {what}: {key[1]}")
    assert found == []
    assert used == set(ALLOWED), "an exception that nobody needs any more"


def test_no_statement_reckons_in_fractions() -> None:
    found = [
        f"{path.relative_to(SOURCE)}: {match[0]}"
        for path in sorted(SOURCE.rglob("*.sql"))
        for match in INEXACT_SQL.finditer(QUOTED.sub("", path.read_text(encoding="utf-8")))
        if not _is_storage_setting(path, match)
    ]
    assert found == []


def _is_storage_setting(path: Path, match: re.Match[str]) -> bool:
    """How often a table is swept is no money."""
    text = QUOTED.sub("", path.read_text(encoding="utf-8"))
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.end()]
    return "autovacuum_vacuum_scale_factor" in line


@pytest.mark.django_db
def test_no_column_of_ours_is_inexact_and_every_amount_is_a_bigint() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = ANY (%s)",
            [own_tables()],
        )
        columns = [(str(table), str(name), str(kind)) for table, name, kind in cursor.fetchall()]
    assert [one for one in columns if one[2] in INEXACT] == []
    amounts = [one for one in columns if one[1].endswith("_vnd")]
    assert [one for one in amounts if one[2] != "bigint"] == []
    assert len(amounts) >= 15


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("share = paid / due", 1),
        ("share = 0.8", 1),
        ("share: float = paid", 1),
        ("share = float(paid)", 1),
        ("def give(share: float) -> None: ...", 1),
        ("def wait(pause_seconds: float) -> None: ...", 0),
        ("paid /= 2", 1),
        ("share = paid // due", 0),
        ("place = folder / 'sql' / f'{name}.sql'", 0),
        ("place = folder / f'{name}.sql'", 0),
    ],
)
def test_the_scan_sees_what_it_looks_for(line: str, count: int) -> None:
    assert len(list(floats_in(line, is_counted=True))) == count
