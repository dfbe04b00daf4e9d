"""An official document as a DOCX, to be read on, corrected and signed in the office."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import assert_never

from docx.document import Document as File
from docx.enum.section import WD_SECTION
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt

from thuphi.oversight.indicators import charts
from thuphi.oversight.reports.forms import measures, wording
from thuphi.oversight.reports.forms.document import (
    Annex,
    Block,
    Chart,
    Document,
    Heading,
    Item,
    Paragraph,
    Table,
)
from thuphi.oversight.reports.forms.letters import twips
from thuphi.oversight.reports.forms.word import sheet
from thuphi.oversight.reports.forms.word.foot import foot
from thuphi.oversight.reports.forms.word.head import RUNNING, head
from thuphi.oversight.reports.forms.word.marks import (
    Align,
    Look,
    broken,
    dress,
    paragraph,
)
from thuphi.oversight.reports.forms.word.tables import ruled

CAPTION = Look(
    measures.CAPTION_PT,
    is_bold=True,
    align=Align.CENTRE,
    before_pt=measures.GAP_PT,
    after_pt=measures.GAP_PT,
)
NOTE = Look(measures.TABLE_PT, is_italic=True, align=Align.JUSTIFIED, before_pt=3)
SEPARATOR = Look(6)


def docx(document: Document) -> bytes:
    """The DOCX of a document in the layout of Decree 30/2020; the same bytes each time.

    Raises `ValueError` for a document that cannot be closed in due form.
    """
    file = sheet.new_file(document)
    _add(file, head(document))
    for block in document.body[:-1]:
        _block(file, block, room_mm=measures.TEXT_MM)
    _add(file, [paragraph(wording.closing(document).text, RUNNING.kept())])
    _add(file, [paragraph("", SEPARATOR.kept()), foot(document)])
    for annex in document.annexes:
        _annex(file, document, annex)
    return sheet.packed(file)


def _add(file: File, elements: Iterable[BaseOxmlElement]) -> None:
    # What describes the last section stays the last element of the body.
    end = file.element.body[-1]
    for one in elements:
        end.addprevious(one)


def _block(file: File, block: Block, *, room_mm: int) -> None:
    match block:
        case Heading():
            _add(file, [_heading(block)])
        case Paragraph():
            _add(file, [paragraph(block.text, RUNNING)])
        case Item():
            _add(file, [paragraph(wording.item_line(block), RUNNING)])
        case Table():
            _table(file, block, room_mm=room_mm)
        case Chart():
            _chart(file, block, room_mm=room_mm)
        case _:
            assert_never(block)


def _heading(heading: Heading) -> BaseOxmlElement:
    look = Look(
        is_bold=True,
        align=Align.JUSTIFIED,
        first=twips(measures.FIRST_LINE_MM),
        before_pt=measures.GAP_PT,
        after_pt=measures.GAP_PT,
        is_kept_with_next=True,
        style="Heading1" if heading.level == 1 else "Heading2",
    )
    return paragraph(wording.heading_line(heading), look)


def _centred(text: str, look: Look, *, is_landscape: bool = False) -> BaseOxmlElement:
    lines = wording.set_lines(text, size_pt=look.size_pt, is_landscape=is_landscape)
    return broken(lines, look)


def _table(file: File, table: Table, *, room_mm: int) -> None:
    if table.caption:
        _add(file, [_centred(table.caption, CAPTION.kept())])
    _add(file, [ruled(table, room=twips(room_mm))])
    if table.note:
        _add(file, [paragraph(table.note, NOTE)])
    # A paragraph must part two tables, or Word makes them one.
    _add(file, [paragraph("", SEPARATOR)])


def _chart(file: File, chart: Chart, *, room_mm: int) -> None:
    held = file.add_paragraph()
    dress(held._element, (), Look(align=Align.CENTRE, before_pt=measures.GAP_PT).kept())
    width = Mm(min(chart.width_mm, room_mm))
    picture = held.add_run().add_picture(io.BytesIO(charts.png(chart.spec)), width=width)
    told = wording.plain(chart.told)
    picture._inline.docPr.set("descr", told)
    picture._inline.docPr.set("name", told[:60])
    _add(file, [_centred(chart.caption, CAPTION)])


def _annex(file: File, document: Document, annex: Annex) -> None:
    section = file.add_section(WD_SECTION.NEW_PAGE)
    file.paragraphs[-1].paragraph_format.line_spacing = Pt(1)
    sheet.lay(section, is_landscape=annex.is_landscape)
    sheet.count_pages_anew(section)
    name = Look(measures.ANNEX_PT, is_bold=True, align=Align.CENTRE, style="Heading1")
    title = Look(measures.ANNEX_TITLE_PT, is_bold=True, align=Align.CENTRE)
    tie = Look(
        measures.ANNEX_TITLE_PT,
        is_italic=True,
        align=Align.CENTRE,
        after_pt=2 * measures.GAP_PT,
    )
    _add(
        file,
        [
            paragraph(wording.annex_name(document, annex), name),
            _centred(annex.title.upper(), title, is_landscape=annex.is_landscape),
            _centred(wording.annex_reference(document), tie, is_landscape=annex.is_landscape),
        ],
    )
    room_mm = measures.LANDSCAPE_TEXT_MM if annex.is_landscape else measures.TEXT_MM
    for block in annex.blocks:
        _block(file, block, room_mm=room_mm)
