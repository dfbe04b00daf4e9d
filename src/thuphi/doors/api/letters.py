"""Where carriers report that a letter arrived, or did not; only what is signed is believed."""

from __future__ import annotations

import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from thuphi.ground.kit import clock
from thuphi.ground.notices import sending
from thuphi.ground.notices.rules import Way
from thuphi.ground.notices.senders.reports import (
    Report,
    ReportNotSigned,
    ReportUnreadable,
    read_sms,
    read_zalo,
)
from thuphi.ground.notices.senders.settings import senders_here

log = structlog.get_logger("thuphi.notices")


@csrf_exempt
@require_POST
def report(request: HttpRequest, way: str) -> HttpResponse:
    """One report: 204 when it was taken (also a second time), 401 when it is not signed."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        told = _read(way, headers, request.body)
    except ReportNotSigned:
        log.warning("report_not_signed", way=way)
        return HttpResponse(status=401)
    except ReportUnreadable:
        return HttpResponse(status=400)
    if told is None:
        return HttpResponse(status=404)
    is_news = sending.report(way=Way(way), told=told, at=clock.now())
    log.info("letter_reported", letter=told.letter_id, state=told.state.value, is_news=is_news)
    return HttpResponse(status=204)


def _read(way: str, headers: dict[str, str], body: bytes) -> Report | None:
    """`None` for a way that this installation does not use."""
    settings = senders_here()
    if way == Way.SMS.value and settings.sms is not None:
        return read_sms(settings.sms, headers, body)
    if way == Way.ZALO.value and settings.zalo is not None:
        return read_zalo(settings.zalo, headers, body)
    return None
