"""The foot of a DOCX: who receives it on the left, who signs it on the right."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement

from thuphi.oversight.reports.forms import measures, wording
from thuphi.oversight.reports.forms.document import Document
from thuphi.oversight.reports.forms.letters import twips
from thuphi.oversight.reports.forms.word.marks import Align, Look, paragraph
from thuphi.oversight.reports.forms.word.tables import boxes

LEFT = twips(measures.RECIPIENTS_MM)
RIGHT = twips(measures.TEXT_MM) - LEFT
SIGNED = Look(measures.SIGNER_PT, is_bold=True, align=Align.CENTRE)


def foot(document: Document) -> BaseOxmlElement:
    """`Nơi nhận` beside the signer; the two are never parted by a page."""
    return boxes([[_recipients(document), _signer(document)]], [LEFT, RIGHT])


def _recipients(document: Document) -> Iterator[BaseOxmlElement]:
    head = Look(measures.RECIPIENTS_HEAD_PT, is_bold=True, is_italic=True)
    yield paragraph("Nơi nhận:", head)
    for line in wording.recipients(document):
        yield paragraph(line, Look(measures.RECIPIENTS_PT, right=twips(4)))


def _signer(document: Document) -> Iterator[BaseOxmlElement]:
    for line in wording.signing(document):
        yield paragraph(line, SIGNED)
    name = Look(
        measures.SIGNER_PT, is_bold=True, align=Align.CENTRE, before_pt=measures.SIGNATURE_PT
    )
    yield paragraph(document.signer.name, name)
