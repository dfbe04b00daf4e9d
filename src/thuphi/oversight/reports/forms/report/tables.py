"""The tables of a report and its annexes; columns are as wide as their longest figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from thuphi.oversight.plans.rules import Basis
from thuphi.oversight.reports.forms import letters, measures
from thuphi.oversight.reports.forms.document import (
    Annex,
    Block,
    Cell,
    Column,
    Paragraph,
    Percent,
    Row,
    Shown,
    Table,
)
from thuphi.oversight.reports.forms.report import words
from thuphi.oversight.reports.forms.report.said import FigureLine, Report, UnitTable
from thuphi.oversight.reports.forms.wording import UNKNOWN, figure, without_stop

MEASURED_IN = {
    Basis.FACILITIES: "cơ sở",
    Basis.TRANSACTIONS: "giao dịch",
    Basis.VALUE: "đồng",
    Basis.FEE_DUE: "đồng",
    Basis.FEE_COLLECTED: "đồng",
    Basis.CURRICULUM: "tiết học",
}
LATER = (
    "Tổng các đơn vị khác số liệu tính tại Bảng 1, Bảng 3: có số liệu được ghi sổ hoặc duyệt sau "
    "khi lập báo cáo."
)
SIDES_TWIPS = 160
LEAST_TEXT = letters.twips(30)
LEAST_FIGURE = letters.twips(16)
ROOM = letters.twips(measures.TEXT_MM)


def results(figures: Sequence[FigureLine]) -> Table:
    """Every target with its figure as filed and what follows from it."""
    columns = (
        Column("TT", 0, Shown.SHORT_TEXT),
        Column("Mục tiêu", 0),
        Column("Tử số", 0, Shown.COUNT),
        Column("Mẫu số", 0, Shown.COUNT),
        Column("Tỷ lệ", 0, Shown.PERCENT),
        Column("Yêu cầu", 0, Shown.SHORT_TEXT),
        Column("Kết luận", 18, Shown.SHORT_TEXT),
    )
    rows = tuple(
        Row(
            (
                str(number),
                f"{without_stop(one.text)} ({MEASURED_IN[one.basis]})",
                one.filed.part,
                one.filed.whole,
                one.filed,
                words.goal(one),
                words.CONCLUSIONS[one.state],
            )
        )
        for number, one in enumerate(figures, 1)
    )
    return fitted(
        Table(
            "Bảng 1. Kết quả thực hiện các mục tiêu",
            columns,
            rows,
            when_empty="Không có mục tiêu trong kỳ báo cáo.",
            note="Tỷ lệ được cắt đến hai chữ số thập phân, không làm tròn lên; kết luận so trực "
            "tiếp tử số, mẫu số với yêu cầu.",
        )
    )


def origins(figures: Sequence[FigureLine]) -> Table:
    """Where the base of each figure comes from: booked, declared, or not there."""
    columns = (
        Column("TT", 0, Shown.SHORT_TEXT),
        Column("Đơn vị tính", 0, Shown.SHORT_TEXT),
        Column("Ghi sổ", 0, Shown.COUNT),
        Column("Kê khai", 0, Shown.COUNT),
        Column("Chưa có", 0, Shown.COUNT),
        Column("Số cơ sở", 0, Shown.COUNT),
        Column("Cơ sở chưa có số liệu", 0, Shown.COUNT),
    )
    rows = tuple(
        Row(
            (
                str(number),
                MEASURED_IN[one.basis],
                one.booked_whole,
                one.declared_whole,
                one.missing_whole,
                one.facilities,
                one.missing_facilities,
            )
        )
        for number, one in enumerate(figures, 1)
    )
    caption = "Bảng 2. Nguồn của mẫu số: ghi sổ, kê khai, chưa có"
    return fitted(Table(caption, columns, rows), text_at=None)


def changes(figures: Sequence[FigureLine]) -> Table:
    """Figures filed otherwise than computed, side by side, with the reason."""
    columns = (
        Column("TT", 0, Shown.SHORT_TEXT),
        Column("Số tính", 0, Shown.SHORT_TEXT),
        Column("Tỷ lệ tính", 0, Shown.PERCENT),
        Column("Số báo cáo", 0, Shown.SHORT_TEXT),
        Column("Tỷ lệ báo cáo", 0, Shown.PERCENT),
        Column("Lý do", 0),
    )
    rows = tuple(
        Row(
            (
                str(number),
                _fraction(one.computed),
                one.computed,
                _fraction(one.filed),
                one.filed,
                one.reason,
            )
        )
        for number, one in enumerate(figures, 1)
        if one.is_changed
    )
    return fitted(Table("Bảng 3. Số liệu báo cáo khác số liệu tính", columns, rows), text_at=5)


def units_annex(report: Report) -> Annex | None:
    """Figures by unit: a table for each target, its last row the sum."""
    if report.units is None:
        return None
    numbers = _numbers(report)
    lines = {one.target_id: one for one in report.figures}
    blocks: list[Block] = [
        _by_unit(table, numbers[table.target_id], lines[table.target_id])
        for table in report.units
        if table.target_id in numbers
    ]
    nothing = [Paragraph("Không có số liệu theo đơn vị trong kỳ báo cáo.")]
    return Annex(title="Số liệu theo đơn vị hành chính", blocks=tuple(blocks or nothing))


def silent_annex(report: Report) -> Annex | None:
    """Facilities that were to tell something and did not."""
    if report.silent is None:
        return None
    columns = (
        Column("TT", 0, Shown.SHORT_TEXT),
        Column("Mã cơ sở", 0, Shown.SHORT_TEXT),
        Column("Tên cơ sở", 0),
        Column("Đơn vị hành chính", 40),
        Column("Mục tiêu thiếu số liệu", 26, Shown.SHORT_TEXT),
    )
    numbers = _numbers(report)
    rows = tuple(
        Row((str(number), one.code, one.name, one.unit, _named(one.targets, numbers)))
        for number, one in enumerate(report.silent, 1)
    )
    table = Table("", columns, rows, when_empty="Tất cả các cơ sở đã có đủ số liệu.")
    return Annex(
        title="Cơ sở chưa có đủ số liệu trong kỳ báo cáo", blocks=(fitted(table, text_at=2),)
    )


def sources_annex(report: Report) -> Annex | None:
    """The reports that were to go into this one."""
    if report.sources is None:
        return None
    columns = (
        Column("TT", 0, Shown.SHORT_TEXT),
        Column("Cơ quan, đơn vị", 0),
        Column("Ngày gửi", 0, Shown.SHORT_TEXT),
        Column("Tình trạng", 36, Shown.SHORT_TEXT),
    )
    rows = tuple(
        Row(
            (
                str(number),
                one.agency,
                f"{one.filed_on:%d/%m/%Y}" if one.filed_on else None,
                "Chưa gửi" if one.filed_on is None else "Quá hạn" if one.is_late else "Đúng hạn",
            )
        )
        for number, one in enumerate(report.sources, 1)
    )
    table = Table("", columns, rows, when_empty="Không có báo cáo nào phải tổng hợp.")
    return Annex(title="Tình hình gửi báo cáo của các cơ quan, đơn vị", blocks=(fitted(table),))


def fitted(table: Table, *, text_at: int | None = 1) -> Table:
    """The table with columns as wide as their longest figure; the text column has the rest.

    A column with a width of its own keeps it, in millimetres. Without a text column all columns
    share what is left.
    """
    widths = [
        letters.twips(column.width) if column.width else _needed(table, place)
        for place, column in enumerate(table.columns)
    ]
    if text_at is not None:
        widths[text_at] = max(LEAST_TEXT, ROOM - sum(widths) + widths[text_at])
    columns = tuple(
        replace(column, width=width) for column, width in zip(table.columns, widths, strict=True)
    )
    return replace(table, columns=columns)


def _needed(table: Table, place: int) -> int:
    """The widest cell on one line; of the head the widest word."""
    head = table.columns[place].title.split(" ")
    shown = [figure(row.cells[place]) for row in table.rows]
    longest = max(
        letters.line_twips(text, size_pt=measures.TABLE_PT) for text in (*head, *shown, UNKNOWN)
    )
    is_figure = table.columns[place].shown in {Shown.COUNT, Shown.MONEY}
    return max(SIDES_TWIPS + longest, LEAST_FIGURE if is_figure else 0)


def _by_unit(table: UnitTable, number: int, line: FigureLine) -> Table:
    columns = (
        Column("TT", 0, Shown.SHORT_TEXT),
        Column("Đơn vị", 0),
        Column("Tử số", 0, Shown.COUNT),
        Column("Mẫu số", 0, Shown.COUNT),
        Column("Tỷ lệ", 0, Shown.PERCENT),
        Column("Cơ sở chưa có số liệu", 27, Shown.COUNT),
    )
    rows = [
        _unit_row(str(order), unit.name, unit.share, unit.missing_facilities)
        for order, unit in enumerate(table.units, 1)
    ]
    sums = Percent(
        sum(unit.share.part for unit in table.units),
        sum(unit.share.whole for unit in table.units),
    )
    if rows:
        missing = sum(unit.missing_facilities for unit in table.units)
        rows.append(_unit_row("", "Tổng cộng", sums, missing, is_strong=True))
    caption = f"Mục tiêu {number}. {without_stop(line.text)}"
    return fitted(Table(caption, columns, tuple(rows), note="" if sums == line.computed else LATER))


def _unit_row(
    order: str, name: str, share: Percent, missing: int, *, is_strong: bool = False
) -> Row:
    cells: tuple[Cell, ...] = (order, name, share.part, share.whole, share, missing)
    return Row(cells, is_strong=is_strong)


def _numbers(report: Report) -> dict[str, int]:
    return {one.target_id: number for number, one in enumerate(report.figures, 1)}


def _named(targets: Sequence[str], numbers: Mapping[str, int]) -> str | None:
    return ", ".join(str(numbers[one]) for one in targets if one in numbers) or None


def _fraction(share: Percent) -> str:
    return f"{figure(share.part)}/{figure(share.whole)}"
