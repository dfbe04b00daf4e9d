"""The sheet of a DOCX: paper, margins, page numbers, styles, and what the file says of itself."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from importlib import resources

import docx
from docx.document import Document as File
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm

from thuphi.oversight.reports.forms import measures
from thuphi.oversight.reports.forms.document import Document
from thuphi.oversight.reports.forms.word.marks import Align, Look, dress, element, letters
from thuphi.oversight.reports.forms.wording import plain, title, written_on

KEPT = frozenset({REL.STYLES, REL.SETTINGS, REL.HEADER, REL.FOOTER, REL.IMAGE})
PAGE_NUMBER = Look(measures.PAGE_NUMBER_PT, align=Align.CENTRE, style="Header")


def new_file(document: Document) -> File:
    """An empty file with the sheet of the Decree, its page numbers and its name."""
    file = docx.Document()
    _only_our_own(file)
    _say(file, document)
    section = file.sections[0]
    lay(section, is_landscape=False)
    section.header.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    for old in list(number._element):
        number._element.remove(old)
    dress(number._element, (), PAGE_NUMBER)
    number._element.append(_page_number())
    return file


def lay(section: Section, *, is_landscape: bool) -> None:
    """Paper and margins; turning the sheet turns the page, the margins keep their sides."""
    width, height = Mm(measures.PAGE_WIDTH_MM), Mm(measures.PAGE_HEIGHT_MM)
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if is_landscape else (width, height)
    section.top_margin, section.bottom_margin = Mm(measures.TOP_MM), Mm(measures.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(measures.LEFT_MM), Mm(measures.RIGHT_MM)
    section.header_distance = section.footer_distance = Mm(measures.PAGE_NUMBER_MM)
    section.gutter = Mm(0)
    section.different_first_page_header_footer = True


def count_pages_anew(section: Section) -> None:
    """The pages of an annex are counted by themselves."""
    properties = section._sectPr
    for old in properties.xpath("w:pgNumType"):
        properties.remove(old)
    number = element("pgNumType", start=1)
    before = properties.xpath("w:cols | w:titlePg | w:docGrid")
    if before:
        before[0].addprevious(number)
    else:
        properties.append(number)


def packed(file: File) -> bytes:
    """The bytes of the file: the same for the same document, whenever it is written."""
    written = io.BytesIO()
    file.save(written)
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(written) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return packed.getvalue()


def _page_number() -> BaseOxmlElement:
    field = element("fldSimple", instr=" PAGE ")
    run = element("r")
    run.append(letters(PAGE_NUMBER))
    shown = element("t")
    shown.text = "2"
    run.append(shown)
    field.append(run)
    return field


def _only_our_own(file: File) -> None:
    """Take out what the template of the library brings along: its fonts, styles and names."""
    for drawer, name in (
        (file.styles.element, "styles.xml"),
        (file.settings.element, "settings.xml"),
    ):
        ours = parse_xml(resources.files(__package__).joinpath(name).read_bytes())
        for old in list(drawer):
            drawer.remove(old)
        drawer.extend(list(ours))
    for relations in (file.part.rels, file.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype not in KEPT | {REL.OFFICE_DOCUMENT, REL.CORE_PROPERTIES}:
                del relations[key]


def _say(file: File, document: Document) -> None:
    of_itself = file.core_properties
    subject = plain(document.subject)
    of_itself.title = title(document)[:255]
    of_itself.subject = subject[:255]
    of_itself.author = of_itself.last_modified_by = plain(document.office.name)[:255]
    of_itself.comments = of_itself.keywords = ""
    of_itself.language = measures.LANGUAGE
    on = written_on(document)
    of_itself.created = of_itself.modified = datetime(on.year, on.month, on.day, tzinfo=UTC)
    of_itself.revision = 1
