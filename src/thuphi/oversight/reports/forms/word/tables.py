"""Tables as WordprocessingML: bare ones that hold boxes side by side, ruled ones for figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.oxml.xmlchemy import BaseOxmlElement

from thuphi.oversight.reports.forms import measures
from thuphi.oversight.reports.forms.document import Cell, Row, Shown, Table
from thuphi.oversight.reports.forms.word.marks import Align, Look, element, paragraph
from thuphi.oversight.reports.forms.wording import figure

SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
CELL_SIDE = 70
HEAD = Look(measures.TABLE_PT, is_bold=True, align=Align.CENTRE)
ALIGN = {
    Shown.TEXT: Align.LEFT,
    Shown.SHORT_TEXT: Align.CENTRE,
    Shown.COUNT: Align.RIGHT,
    Shown.MONEY: Align.RIGHT,
    Shown.PERCENT: Align.RIGHT,
}


def boxes(
    rows: Sequence[Sequence[Iterable[BaseOxmlElement]]], widths: Sequence[int]
) -> BaseOxmlElement:
    """Boxes side by side without rules; each box holds at least one paragraph."""
    made = _table(widths, is_ruled=False)
    for row in rows:
        line = _line(is_head=False)
        for box, width in zip(row, widths, strict=True):
            line.append(_cell(box, width=width))
        made.append(line)
    return made


def ruled(table: Table, *, room: int) -> BaseOxmlElement:
    """A table of figures across the room; its heads come back on every page."""
    widths = shares(room, [column.width for column in table.columns])
    made = _table(widths, is_ruled=True)
    head = _line(is_head=True)
    for column, width in zip(table.columns, widths, strict=True):
        head.append(_cell([paragraph(column.title, HEAD)], width=width, is_centred=True))
    made.append(head)
    for row in table.rows:
        made.append(_row(row, table, widths))
    if not table.rows:
        made.append(_nothing(table, widths))
    return made


def shares(room: int, parts: Sequence[int]) -> list[int]:
    """The room divided by parts; what is left over goes to the last."""
    widths = [room * part // sum(parts) for part in parts]
    widths[-1] += room - sum(widths)
    return widths


def _row(row: Row, table: Table, widths: Sequence[int]) -> BaseOxmlElement:
    line = _line(is_head=False)
    for cell, column, width in zip(row.cells, table.columns, widths, strict=True):
        look = Look(measures.TABLE_PT, is_bold=row.is_strong, align=_align(cell, column.shown))
        line.append(_cell([paragraph(figure(cell), look)], width=width, is_centred=True))
    return line


def _align(cell: Cell, shown: Shown) -> Align:
    return Align.CENTRE if cell is None else ALIGN[shown]


def _nothing(table: Table, widths: Sequence[int]) -> BaseOxmlElement:
    line = _line(is_head=False)
    look = Look(measures.TABLE_PT, is_italic=True, align=Align.CENTRE)
    line.append(_cell([paragraph(table.when_empty, look)], width=sum(widths), span=len(widths)))
    return line


def _table(widths: Sequence[int], *, is_ruled: bool) -> BaseOxmlElement:
    made = element("tbl")
    properties = element("tblPr")
    properties.append(element("tblW", w=sum(widths), type="dxa"))
    if is_ruled:
        borders = element("tblBorders")
        borders.extend(element(side, val="single", sz=4, space=0, color="000000") for side in SIDES)
        properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    side = CELL_SIDE if is_ruled else 0
    margins.extend(element(name, w=side, type="dxa") for name in ("left", "right"))
    properties.append(margins)
    made.append(properties)
    grid = element("tblGrid")
    grid.extend(element("gridCol", w=width) for width in widths)
    made.append(grid)
    return made


def _line(*, is_head: bool) -> BaseOxmlElement:
    made = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit"))
    if is_head:
        properties.append(element("tblHeader"))
    made.append(properties)
    return made


def _cell(
    held: Iterable[BaseOxmlElement], *, width: int, span: int = 1, is_centred: bool = False
) -> BaseOxmlElement:
    made = element("tc")
    properties = element("tcPr")
    properties.append(element("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(element("gridSpan", val=span))
    if is_centred:
        properties.append(element("vAlign", val="center"))
    made.append(properties)
    made.extend(held)
    return made
