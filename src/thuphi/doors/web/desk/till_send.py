"""Where a browser sends what was keyed: entries with keys, answered one by one.

The body is JSON: who keyed them, for which facility, whether all or none, and the entries. An entry
whose key was used before is answered with its first receipt, so that sending twice books once.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.tills import errors
from thuphi.money.tills.actions import taking
from thuphi.money.tills.actions.taking import Entry, SlipNumber, Taken
from thuphi.money.tills.errors import RowFault
from thuphi.money.tills.rules import CLASS_LARGEST

from .frame import Desk, desk_of, personal
from .rows import receipt_href, receipt_number
from .till_words import fault_words

BODY_LARGEST = 200_000
LARGEST_VND = 10**15

Key = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f-]{32,36}$")]
Code = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Z]{1,20}$")]
Words = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")]
Amount = Annotated[int, msgspec.Meta(ge=-LARGEST_VND, le=LARGEST_VND)]
Number = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


class SentEntry(msgspec.Struct, forbid_unknown_fields=False):
    """One entry as the browser kept it."""

    key: Key
    code: Code
    amount_vnd: Amount
    payer_name: Words = ""
    book: Number | None = None
    number: Number | None = None
    keyed_at: Words = ""

    def entry(self) -> Entry:
        """As the room takes it."""
        slip = None
        if self.book is not None and self.number is not None:
            slip = SlipNumber(self.book, self.number)
        return Entry(
            code=self.code,
            amount_vnd=self.amount_vnd,
            key=self.key,
            payer_name=self.payer_name,
            slip=slip,
        )


class Sent(msgspec.Struct):
    """What one call brings."""

    facility: int
    person: int
    together: bool
    entries: Annotated[list[SentEntry], msgspec.Meta(min_length=1, max_length=CLASS_LARGEST)]


@for_staff(Permission.CASH_TAKE)
@require_POST
def till_send(request: StaffRequest) -> HttpResponse:
    """Book what a browser kept. 409 when somebody else is signed in than who keyed it."""
    desk = desk_of(request)
    if request.content_type != "application/json":
        return personal(JsonResponse({"fault": "unreadable"}, status=400))
    if len(request.body) > BODY_LARGEST:
        return personal(JsonResponse({"fault": "too_large"}, status=413))
    try:
        sent = msgspec.json.decode(request.body, type=Sent)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return personal(JsonResponse({"fault": "unreadable"}, status=400))
    if sent.person != desk.by.user_id:
        return personal(JsonResponse({"fault": "other_person"}, status=409))
    taken, faults = (_together if sent.together else _singly)(desk, sent)
    answer = {
        "taken": [_taken(one) for one in taken],
        "faults": [
            {"key": one.key, "code": one.code, "fault": one.fault.value, "words": fault_words(one)}
            for one in faults
        ],
    }
    return personal(JsonResponse(answer))


def _together(desk: Desk, sent: Sent) -> tuple[list[Taken], list[RowFault]]:
    """All or none, as the form does it."""
    try:
        entries = [one.entry() for one in sent.entries]
        done = taking.take_many(by=desk.by, facility_id=sent.facility, entries=entries, at=desk.at)
    except errors.TakingsRefused as refused:
        return [], refused.faults
    return done, []


def _singly(desk: Desk, sent: Sent) -> tuple[list[Taken], list[RowFault]]:
    """Each by itself: the cash has been taken, so that one fault keeps no other waiting."""
    taken: list[Taken] = []
    faults: list[RowFault] = []
    for one in sent.entries:
        done = taking.take_entry(
            by=desk.by,
            facility_id=sent.facility,
            entry=one.entry(),
            keyed_at=one.keyed_at,
            at=desk.at,
        )
        if isinstance(done, Taken):
            taken.append(done)
        else:
            faults.append(done)
    return taken, faults


def _taken(one: Taken) -> dict[str, str | int | bool]:
    return {
        "key": one.entry.key,
        "code": one.entry.code,
        "amount_vnd": one.payment.amount_vnd,
        "receipt": receipt_number(one.payment),
        "href": receipt_href(one.payment),
        "done": reverse("desk_cash_done", args=[one.entry.code, one.payment.pk]),
        "repeated": one.is_repeated,
    }
