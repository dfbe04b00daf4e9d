"""One decision about several things: shown first, then done for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.reconciliation.actions import deciding

from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, show
from .reconcile_words import NOT_OURS_REASONS
from .words import Words
from .workbench import item_of
from .workbench_deeds import after_in
from .workbench_forms import Refused, reason_in
from .workbench_refusals import REFUSALS, sentence
from .workbench_rows import Item, Proposal, thing_of

TITLES: dict[str, Words] = {
    "take": gettext_lazy("Lấy gợi ý chắc nhất"),
    "not_ours": gettext_lazy("Không phải tiền thu"),
    "note": gettext_lazy("Ghi chú"),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """What will be done with one thing, or why nothing will."""

    item: Item
    proposal: Proposal | None
    is_done: bool
    """Whether the deed is for it at all."""


def chosen(asked: Sequence[str], desk: Desk) -> list[Item]:
    """The ticked things that still wait, each once."""
    found = [item_of(thing_of(key), desk) for key in dict.fromkeys(asked[:PAGE_ROWS])]
    return [one for one in found if one is not None and one.needs_person]


def planned(deed: str, items: Sequence[Item]) -> list[Planned]:
    """What the deed does with each; the best proposal is taken only where it is sure."""
    plans = []
    for item in items:
        best = item.proposals[0] if item.proposals else None
        sure = best if best is not None and best.is_sure and deed == "take" else None
        plans.append(Planned(item, sure, sure is not None or deed != "take"))
    return plans


@for_staff(Permission.RECONCILE)
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: StaffRequest) -> HttpResponse:
    """First what would be done with the ticked things; after a yes it is done."""
    desk = desk_of(request)
    typed = request.POST if request.method == "POST" else request.GET
    deed = typed.get("deed", "")
    if deed not in TITLES:
        return redirect("desk_workbench")
    plans = planned(deed, chosen(typed.getlist("thing"), desk))
    if not plans:
        messages.warning(request, _("Chưa đánh dấu việc nào còn chờ."))
        return redirect("desk_workbench")
    if request.method == "POST" and _done(request, desk, deed, plans):
        return redirect("desk_workbench")
    todo = [one for one in plans if one.is_done]
    context = {
        "deed": deed,
        "title": TITLES[deed],
        "plans": todo,
        "left_out": len(plans) - len(todo),
        "sum_vnd": sum(one.item.left_vnd for one in todo),
        "not_ours_reasons": NOT_OURS_REASONS if deed == "not_ours" else None,
    }
    crumbs = [Crumb(_("Cần xử lý"), reverse("desk_workbench")), Crumb(str(TITLES[deed]))]
    return show(request, desk, "workbench_many", context, noun=Noun.MONEY, crumbs=crumbs)


def _done(request: StaffRequest, desk: Desk, deed: str, plans: Sequence[Planned]) -> bool:
    items = [one.item for one in plans if one.is_done]
    try:
        if deed == "take":
            _take(request, desk, plans)
        elif deed == "not_ours":
            reason = reason_in(request.POST, _("Chưa chọn là tiền gì."))
            deciding.not_ours(by=desk.by, **_ids(items), reason=reason, at=desk.at)
            _tell(request, _("Đã để %(count)s khoản, %(sum)s, ngoài sổ thu."), items)
        else:
            text = reason_in(request.POST, _("Chưa có ghi chú."))
            deciding.note(by=desk.by, **_ids(items), text=text, at=desk.at)
            _tell(request, _("Đã ghi chú %(count)s việc, %(sum)s."), items)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    except REFUSALS as refusal:
        messages.error(request, _("%(why)s Chưa có gì được ghi.") % {"why": sentence(refusal)})
    return True


def _ids(items: Sequence[Item]) -> dict[str, list[int]]:
    return {
        "line_ids": [one.acts_on.id for one in items if one.acts_on.kind == "line"],
        "payment_ids": [one.acts_on.id for one in items if one.acts_on.kind == "payment"],
    }


def _tell(request: StaffRequest, words: str, items: Sequence[Item]) -> None:
    total = money.dong(sum(one.left_vnd for one in items))
    messages.success(request, words % {"count": len(items), "sum": total})


def _take(request: StaffRequest, desk: Desk, plans: Sequence[Planned]) -> None:
    taken: list[Item] = []
    for one in plans:
        if one.proposal is None:
            continue
        try:
            _taken(desk, one.item, one.proposal)
        except REFUSALS as refusal:
            messages.error(
                request,
                _("%(sum)s của %(name)s: %(why)s")
                % {
                    "sum": money.dong(one.item.left_vnd),
                    "name": one.proposal.name,
                    "why": sentence(refusal),
                },
            )
        else:
            taken.append(one.item)
    if taken:
        _tell(request, _("Đã gạch %(count)s khoản theo gợi ý, %(sum)s."), taken)


def _taken(desk: Desk, item: Item, proposal: Proposal) -> None:
    thing = item.acts_on
    if proposal.payment_id is not None and thing.line_id is not None:
        deciding.pair(
            by=desk.by,
            line_id=thing.line_id,
            payment_id=proposal.payment_id,
            reason=proposal.why,
            at=desk.at,
        )
        return
    deciding.assign(
        by=desk.by,
        line_id=thing.line_id,
        payment_id=thing.payment_id,
        code=proposal.code,
        reason=proposal.why,
        at=desk.at,
    )


@for_staff(Permission.RECONCILE)
@require_POST
def explain(request: StaffRequest) -> HttpResponse:
    """Say why money of these payments is not on the account yet."""
    desk = desk_of(request)
    things = [thing_of(key) for key in request.POST.getlist("thing")]
    ids = [one.id for one in things if one is not None and one.kind == "payment"]
    try:
        reason = reason_in(request.POST, _("Chưa có lý do. Chọn hoặc viết một câu."))
        deciding.explain(by=desk.by, payment_ids=ids, reason=reason, at=desk.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    except REFUSALS as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Đã ghi giải thích cho %(count)s khoản.") % {"count": len(ids)})
    return redirect(after_in(request))
