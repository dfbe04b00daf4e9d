"""The head of a DOCX: office, motto, number, place and day, type, subject, addressees, bases."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement

from thuphi.oversight.reports.forms import letters, measures, wording
from thuphi.oversight.reports.forms.document import Document
from thuphi.oversight.reports.forms.letters import twips
from thuphi.oversight.reports.forms.word.marks import (
    Align,
    Look,
    broken,
    paragraph,
    rule,
)
from thuphi.oversight.reports.forms.word.tables import boxes

OFFICE = twips(measures.OFFICE_MM)
MOTTO = twips(measures.TEXT_MM) - OFFICE


def head(document: Document) -> Iterator[BaseOxmlElement]:
    """Everything above the body, in the order of the Decree."""
    yield boxes(
        [
            [_office(document), _motto()],
            [_number(document), _place(document)],
        ],
        [OFFICE, MOTTO],
    )
    yield from _title(document)
    yield from _addressees(document)
    for base in wording.bases(document):
        yield paragraph(base, _running(is_italic=True))


def _office(document: Document) -> Iterator[BaseOxmlElement]:
    lines = wording.office_lines(document)
    above = wording.superior_lines(document)
    if above:
        yield broken(above, Look(measures.OFFICE_PT, align=Align.CENTRE))
    yield broken(lines, Look(measures.OFFICE_PT, is_bold=True, align=Align.CENTRE))
    yield rule(
        room=OFFICE,
        length=letters.rule_under(
            lines, size_pt=measures.OFFICE_PT, room_mm=measures.OFFICE_TEXT_MM
        ),
    )


def _motto() -> Iterator[BaseOxmlElement]:
    yield paragraph(wording.COUNTRY, Look(measures.COUNTRY_PT, is_bold=True, align=Align.CENTRE))
    yield paragraph(wording.MOTTO, Look(measures.MOTTO_PT, is_bold=True, align=Align.CENTRE))
    yield rule(room=MOTTO, length=letters.line_twips(wording.MOTTO, size_pt=measures.MOTTO_PT))


def _number(document: Document) -> Iterator[BaseOxmlElement]:
    look = Look(measures.NUMBER_PT, align=Align.CENTRE, before_pt=measures.GAP_PT)
    yield paragraph(wording.number_line(document), look)


def _place(document: Document) -> Iterator[BaseOxmlElement]:
    look = Look(measures.PLACE_PT, is_italic=True, align=Align.CENTRE, before_pt=measures.GAP_PT)
    yield paragraph(wording.place_line(document), look)


def _title(document: Document) -> Iterator[BaseOxmlElement]:
    kind = Look(measures.KIND_PT, is_bold=True, align=Align.CENTRE, before_pt=18, style="Title")
    subject = Look(measures.SUBJECT_PT, is_bold=True, align=Align.CENTRE)
    lines = wording.subject_lines(document)
    yield paragraph(document.kind.value, kind.kept())
    yield broken(lines, subject.kept())
    yield rule(
        room=twips(measures.TEXT_MM),
        length=letters.rule_under(lines, size_pt=measures.SUBJECT_PT, room_mm=measures.SUBJECT_MM),
    )


def _addressees(document: Document) -> Iterator[BaseOxmlElement]:
    names = wording.addressees(document)
    if len(names) == 1:
        look = Look(align=Align.CENTRE, before_pt=measures.GAP_PT, after_pt=2 * measures.GAP_PT)
        yield paragraph(f"Kính gửi: {names[0]}", look)
    elif names:
        opening = Look(left=twips(30), before_pt=measures.GAP_PT)
        yield paragraph("Kính gửi:", opening)
        for name in names:
            yield paragraph(name, Look(left=twips(56), first=-twips(3)))


def _running(*, is_italic: bool = False) -> Look:
    return Look(
        is_italic=is_italic,
        align=Align.JUSTIFIED,
        first=twips(measures.FIRST_LINE_MM),
        before_pt=0,
        after_pt=measures.GAP_PT,
        line_hundredths=measures.LINE_HUNDREDTHS,
    )


RUNNING = _running()
