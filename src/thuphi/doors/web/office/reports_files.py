"""A report as the official document: PDF in the browser as on paper; DOCX and XLSX to keep."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.workbook_field import XLSX
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.fold import search_key
from thuphi.oversight.reports.forms.document import Document
from thuphi.oversight.reports.forms.paper import pdf
from thuphi.oversight.reports.forms.report.filed import filed_document
from thuphi.oversight.reports.forms.word.writing import docx
from thuphi.oversight.reports.forms.workbook import xlsx

from .frame import office_of
from .reports_look import sight_of_filing

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _answer(
    request: StaffRequest,
    filing_id: int,
    write: Callable[[Document], bytes],
    content_type: str,
    ending: str,
) -> HttpResponse:
    office = office_of(request)
    seen, filing = sight_of_filing(office, filing_id)
    content = write(filed_document(filing_id=filing.pk, at=office.at))
    kind = "inline" if content_type == PDF else "attachment"
    said = f"{seen.title} - {seen.owed.agency_name} - {filing.number}.{ending}"
    said = said.replace("/", "-")
    plain = search_key(said.removesuffix(f".{ending}")).replace(" ", "-")
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": (
                f"{kind}; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(said)}"
            )
        },
    )


@for_staff(Permission.FIGURES_READ)
@require_safe
def report_pdf(request: StaffRequest, filing_id: int) -> HttpResponse:
    """The document as it comes out of the printer, shown in the browser."""
    return _answer(request, filing_id, pdf, PDF, "pdf")


@for_staff(Permission.FIGURES_READ)
@require_safe
def report_docx(request: StaffRequest, filing_id: int) -> HttpResponse:
    """The document to be corrected and signed in the office."""
    return _answer(request, filing_id, docx, DOCX, "docx")


@for_staff(Permission.FIGURES_READ)
@require_safe
def report_xlsx(request: StaffRequest, filing_id: int) -> HttpResponse:
    """The tables of the annexes, to be computed with."""
    return _answer(request, filing_id, xlsx, XLSX, "xlsx")
