"""What pages of new changes share: rows to type amounts into, and the runs to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from thuphi.doors.web.shared.access import StaffRequest
from thuphi.ground.kit import money
from thuphi.money.bills import changing
from thuphi.money.bills.models import CollectionRun
from thuphi.money.catalogue.models import FeeItem

from .adjust import crumbs_to
from .frame import Crumb, Desk, Noun, show

RUNS_SHOWN = 60
UP, DOWN = "up", "down"
GET_OR_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class AmountRow:
    """One row to type an amount into: of a bill, or of an item on it."""

    name: str
    label: str
    under: str
    standing_vnd: int
    paid_vnd: int
    typed: str
    error: str
    is_ticked: bool = False


def amount_in(text: str) -> tuple[int, str]:
    """What was typed as whole đồng, and why it cannot be read; nothing typed is nothing."""
    if not text.strip():
        return 0, ""
    try:
        return money.parse_dong(text), ""
    except (money.AmountNegative, money.AmountUnreadable):
        return 0, _("“%(text)s” không đọc được thành số đồng. Gõ như 96.000.") % {"text": text}


def new_page(
    request: StaffRequest,
    desk: Desk,
    template: str,
    title: str,
    context: Mapping[str, object],
    *,
    is_wrong: bool = False,
) -> HttpResponse:
    """A page of a new change, with the way back."""
    return show(
        request,
        desk,
        template,
        {"title": title, **context},
        noun=Noun.RUNS,
        crumbs=crumbs_to(Crumb(title)),
        status=400 if is_wrong else 200,
    )


def sign_of(request: StaffRequest) -> int:
    """Whether what was typed is added or taken off."""
    return 1 if request.POST.get("way") == UP else -1


def issued_runs(facility_id: int) -> list[CollectionRun]:
    """Runs that have bills, the latest first."""
    found = CollectionRun.objects.filter(facility_id=facility_id, bills_issued__gt=0)
    return list(found.order_by("-id")[:RUNS_SHOWN])


def items_on(run_ids: Sequence[int]) -> list[FeeItem]:
    """Items that stand on bills of these runs."""
    return list(FeeItem.objects.filter(pk__in=changing.items_on_runs(run_ids)).order_by("name"))
