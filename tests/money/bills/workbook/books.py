"""Workbooks for the tests, written as schools write them: by Excel's cousins, by hand, badly."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.world import SCHOOL_YEAR, World
from thuphi.money.bills.actions import RunPlan
from thuphi.money.bills.workbook import queries
from thuphi.money.bills.workbook.previews import Preview

PUPIL_HEADS = (
    "Mã học sinh*", "Họ và tên*", "Ngày sinh", "Lớp*", "Khối", "Họ tên người nộp*",
    "Số điện thoại", "Email",
)  # fmt: skip
MEAL = "AN - Tiền ăn bán trú (suất)"
BOARDING = "BT - Quản lý bán trú (tháng)"
WATER_SUM = "NU - Nước uống (số tiền)"
CHARGE_HEADS = ("Mã học sinh*", MEAL, BOARDING, WATER_SUM)
NAM = ("HS010", "Lê Hoài Nam", "05/09/2019", "2A", "2", "Lê Văn Sơn", "0912000111", "")

PLAN = RunPlan(
    name="Thu tháng 11/2026",
    reason="Thu tháng 11/2026",
    school_year=SCHOOL_YEAR,
    opens_on=date(2026, 11, 1),
    due_on=date(2026, 11, 30),
)

Row = Sequence[object]


def book(
    pupils: Sequence[Row] | None = (),
    charges: Sequence[Row] | None = (),
    *,
    pupil_heads: Row = PUPIL_HEADS,
    charge_heads: Row = CHARGE_HEADS,
    change: Callable[[Mapping[str, Worksheet]], None] | None = None,
) -> bytes:
    """A workbook by openpyxl; a sheet given as None is left out. Data begins in row 2."""
    made = openpyxl.Workbook()
    first = made.active
    assert first is not None
    made.remove(first)
    sheets: dict[str, Worksheet] = {}
    for name, heads, rows in (
        ("Học sinh", pupil_heads, pupils),
        ("Khoản thu", charge_heads, charges),
    ):
        if rows is None:
            continue
        sheet = made.create_sheet(name)
        sheets[name] = sheet
        for row in (heads, *rows):
            sheet.append(list(row))
    if change:
        change(sheets)
    if not sheets:
        made.create_sheet("Sheet1")
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def rewritten(workbook: bytes, part: str, how: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one part changed."""
    saved = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, how(content) if name == part else content)
    return saved.getvalue()


def preview(world: World, workbook: bytes) -> Preview:
    """School A's preview by its accountant."""
    return queries.preview(
        by=world.lan.actor, facility_id=world.a.id, school_year=SCHOOL_YEAR, workbook=workbook
    )


def reasons(found: Preview) -> list[tuple[str, int, str, str]]:
    """The faults as plain rows."""
    return [(one.sheet, one.row, one.column, one.reason) for one in found.faults]
