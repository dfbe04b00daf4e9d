"""A file of evidence on its way out: kept by whoever asked, shown in no page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from thuphi.oversight.declarations import errors, queries


def handed_out(evidence_id: int) -> HttpResponse:
    """A file of evidence among the rows that may be seen."""
    try:
        found = queries.proof_file(evidence_id)
    except errors.EvidenceNotFound:
        raise Http404 from None
    named = content_disposition_header(True, found.file_name)
    return HttpResponse(
        found.content,
        content_type=found.content_type,
        headers={
            "Content-Disposition": named or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
