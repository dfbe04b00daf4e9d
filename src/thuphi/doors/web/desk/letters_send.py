"""A run's notices: by which ways, at which cost, who is not reached; then they leave."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.notices.rules import LetterState, Way
from thuphi.ground.notices.senders.settings import SenderSettings, senders_here
from thuphi.money.bills.models import CollectionRun
from thuphi.money.reminders import actions, errors, queries
from thuphi.money.reminders.reach import Unreached
from thuphi.money.reminders.rules import is_quiet, next_waking

from .frame import Crumb, Noun, desk_of, show
from .letters_forms import SendForm
from .letters_words import STATES, WAYS, WHY_UNREACHED
from .runs import run_crumbs, run_or_404
from .words import Words

UNREACHED_SHOWN = 200


@dataclass(frozen=True, slots=True)
class CostRow:
    """What one way would carry, and for how much; `None` when its price is not known."""

    way: Words
    number: int
    price_vnd: int | None

    @property
    def cost_vnd(self) -> int | None:
        """All of them together."""
        return None if self.price_vnd is None else self.number * self.price_vnd


@dataclass(frozen=True, slots=True)
class UnreachedRow:
    """A family that gets paper."""

    name: str
    class_name: str
    href: str
    why: Words


def unreached_row(one: Unreached) -> UnreachedRow:
    """One family in words."""
    return UnreachedRow(
        name=one.bill.beneficiary_name,
        class_name=one.bill.class_name,
        href=reverse("desk_pupil", args=[one.bill.beneficiary_id]),
        why=WHY_UNREACHED[one.why],
    )


def cost_rows(look: actions.Look, there: SenderSettings) -> list[CostRow]:
    """What sending would cost, by way."""
    counts = look.reach.by_way()
    return [
        CostRow(WAYS[way], counts[way], there.price_vnd(way)) for way in there.ways if way in counts
    ]


def chosen_ways(told: list[str], there: SenderSettings) -> tuple[Way, ...]:
    """The ways that were ticked, in the order in which they are tried; all when none was."""
    return tuple(way for way in there.ways if way.value in told) or there.ways


@for_staff(Permission.NOTICE_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: StaffRequest, run_id: int) -> HttpResponse:
    """First what would happen and what it costs; pressed, the letters wait for their senders."""
    run = run_or_404(request, run_id)
    if request.method == "POST":
        return _leave(request, run)
    return _look(request, run)


def _look(request: StaffRequest, run: CollectionRun) -> HttpResponse:
    desk = desk_of(request)
    there = senders_here()
    ways = chosen_ways(request.GET.getlist("ways"), there)
    crumbs = run_crumbs(run, Crumb(_("Gửi tin báo")))
    try:
        look = actions.look_at_run(by=desk.by, run_id=run.pk, ways=ways)
    except errors.RunNotIssued:
        context: dict[str, object] = {"run": run, "not_issued": True}
        return show(request, desk, "letters_send", context, noun=Noun.RUNS, crumbs=crumbs)
    rows = cost_rows(look, there)
    quiet = queries.plan_of(run.facility_id).quiet
    initial = {"expected": look.letters, "ways": [way.value for way in ways]}
    standing = queries.standing_of_run(run.pk)
    context = {
        "run": run,
        "form": SendForm(initial=initial, ways=list(there.ways)),
        "look": look,
        "rows": rows,
        "cost_vnd": sum(row.cost_vnd or 0 for row in rows),
        "has_unknown_price": any(row.cost_vnd is None for row in rows),
        "unreached": [unreached_row(one) for one in look.reach.unreached[:UNREACHED_SHOWN]],
        "unreached_count": len(look.reach.unreached),
        "standing": [
            (STATES[state], standing[state]) for state in LetterState if standing.get(state)
        ],
        "has_way": bool(there.ways),
        "waits_until": next_waking(quiet, desk.at) if is_quiet(quiet, desk.at) else None,
    }
    return show(request, desk, "letters_send", context, noun=Noun.RUNS, crumbs=crumbs)


def _leave(request: StaffRequest, run: CollectionRun) -> HttpResponse:
    desk = desk_of(request)
    there = senders_here()
    form = SendForm(request.POST, ways=list(there.ways))
    back = redirect("desk_letters_send", run.pk)
    if not form.is_valid():
        messages.error(request, _("Chọn ít nhất một cách gửi."))
        return back
    try:
        told = actions.tell_run(
            by=desk.by,
            run_id=run.pk,
            ways=chosen_ways(form.cleaned_data["ways"], there),
            expected=form.cleaned_data["expected"],
            site=str(settings.SITE_URL),
            at=desk.at,
        )
    except errors.PlanChanged as changed:
        messages.warning(
            request,
            _("Số tin đã đổi thành %(letters)s từ lúc mở trang. Xem lại rồi bấm gửi.")
            % {"letters": changed.letters},
        )
    except errors.RunNotIssued:
        messages.error(request, _("Đợt này chưa phát hành. Phát hành xong mới gửi tin báo."))
    else:
        messages.success(
            request,
            _("%(letters)s tin đang chờ gửi. Trang này cho biết tin nào đã đến.")
            % {"letters": told.letters},
        )
    return back
