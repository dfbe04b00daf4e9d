"""Pupil health insurance: who is paid for, who is handed over, and who is left out and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.templatetags.thuphi import count
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.models import CollectionRun
from thuphi.money.insurance import actions, errors, queries, rules
from thuphi.money.insurance.queries import Roster
from thuphi.money.insurance.rules import Person, RowKind, Standing

from .frame import Crumb, Desk, Noun, desk_of, number_in, show
from .insurance_forms import NoteForm
from .insurance_words import REASONS
from .words import Words

NAMES_SHOWN = 200
"""A page names so many of each kind; the files name all."""


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """One pupil who is on no list, with the reason and whether somebody wrote it down."""

    person: Person
    reason: Words
    is_noted: bool


@for_staff(Permission.PAYMENT_READ)
@require_safe
def insurance(request: StaffRequest) -> HttpResponse:
    """The runs that collect insurance, and where the names of one stand."""
    desk = desk_of(request)
    runs = queries.runs_with_insurance(desk.facility_id)
    asked = number_in(request.GET.get("run", ""))
    run = next((one for one in runs if one.pk == asked), runs[0] if runs else None)
    if run is None:
        crumbs = [Crumb(_("Học sinh"), reverse("desk_pupils")), Crumb(_("Bảo hiểm y tế"))]
        return show(request, desk, "insurance", {"run": None}, noun=Noun.PUPILS, crumbs=crumbs)
    return _page(request, desk, run, runs)


def _page(
    request: HttpRequest,
    desk: Desk,
    run: CollectionRun,
    runs: list[CollectionRun],
    form: NoteForm | None = None,
) -> HttpResponse:
    roster = queries.roster(run)
    counts = roster.counts
    unexplained = roster.standing(Standing.UNEXPLAINED)
    ready, broken = roster.standing(Standing.READY), roster.standing(Standing.BROKEN)
    explained = roster.standing(Standing.EXPLAINED)
    context = {
        "run": run,
        "runs": runs,
        "counts": {one.value: counts[one] for one in Standing},
        "everybody": len(roster.people),
        "unexplained": unexplained,
        "ready": ready[:NAMES_SHOWN],
        "ready_vnd": sum(one.insured_vnd for one in ready),
        "broken": broken,
        "left_out": _left_out(explained[:NAMES_SHOWN]),
        "reasons": [(REASONS[one], number) for one, number in roster.reasons.most_common()],
        "form": form or NoteForm(people=unexplained, initial=_first_choice(request)),
        "handovers": queries.handovers(run),
        "seen": _digest(roster, strikes=False),
        "seen_with_strikes": _digest(roster, strikes=True),
        "may_hand_over": desk.facility_id in desk.by.where(Permission.INSURANCE_WRITE),
    }
    crumbs = [Crumb(_("Học sinh"), reverse("desk_pupils")), Crumb(_("Bảo hiểm y tế"))]
    status = 400 if form is not None else 200
    return show(request, desk, "insurance", context, noun=Noun.PUPILS, crumbs=crumbs, status=status)


def _first_choice(request: HttpRequest) -> dict[str, str]:
    return {"reason": request.GET.get("reason", rules.LeftOut.OTHER_CARD.value)}


def _left_out(people: list[Person]) -> list[LeftOutRow]:
    return [
        LeftOutRow(one, REASONS[one.reason], one.reason in rules.NOTED)
        for one in people
        if one.reason is not None
    ]


def _digest(roster: Roster, *, strikes: bool) -> str:
    return rules.digest(rules.to_tell(roster.people, strikes=strikes))


def _run(desk: Desk, run_id: int) -> CollectionRun:
    run = queries.run_here(run_id, [desk.facility_id])
    if run is None:
        raise Http404
    desk.by.require(Permission.INSURANCE_WRITE, run.facility_id)
    return run


def _back(run: CollectionRun) -> HttpResponse:
    return redirect(f"{reverse('desk_insurance')}?run={run.pk}")


@for_staff(Permission.INSURANCE_WRITE)
@require_POST
def note(request: StaffRequest, run_id: int) -> HttpResponse:
    """Write down why the ticked pupils do not take part."""
    desk = desk_of(request)
    run = _run(desk, run_id)
    people = queries.roster(run).standing(Standing.UNEXPLAINED)
    form = NoteForm(request.POST, people=people)
    if not form.is_valid():
        return _page(request, desk, run, queries.runs_with_insurance(desk.facility_id), form)
    facts = form.cleaned_data
    noted = actions.note(
        by=desk.by,
        run_id=run.pk,
        beneficiary_ids=facts["pupils"],
        reason=facts["reason"],
        words=facts["words"],
        at=desk.at,
    )
    messages.success(request, _("Đã ghi lý do cho %(names)s em.") % {"names": count(noted)})
    return _back(run)


@for_staff(Permission.INSURANCE_WRITE)
@require_POST
def take_note_back(request: StaffRequest, run_id: int, pupil_id: int) -> HttpResponse:
    """A written reason does not hold any more."""
    desk = desk_of(request)
    run = _run(desk, run_id)
    actions.take_note_back(by=desk.by, run_id=run.pk, beneficiary_id=pupil_id, at=desk.at)
    messages.success(request, _("Đã bỏ lý do. Em này lại chờ được giải thích hoặc nộp tiền."))
    return _back(run)


@for_staff(Permission.INSURANCE_WRITE)
@require_POST
def hand_over(request: StaffRequest, run_id: int) -> HttpResponse:
    """Freeze the names that were shown."""
    desk = desk_of(request)
    run = _run(desk, run_id)
    strikes = request.POST.get("strikes") == "1"
    seen = request.POST.get("seen_with_strikes" if strikes else "seen", "")
    try:
        made = actions.hand_over(by=desk.by, run_id=run.pk, strikes=strikes, seen=seen, at=desk.at)
    except errors.NamesUnexplained as refused:
        messages.error(
            request,
            _(
                "Chưa chốt: %(names)s em không có trong danh sách nào mà chưa ai ghi lý do. "
                "Ghi lý do ở dưới rồi chốt lại."
            )
            % {"names": count(refused.names)},
        )
    except errors.NothingToHandOver:
        messages.error(request, _("Chưa có ai nộp đủ thêm từ lần chốt trước: không có gì để chốt."))
    except errors.ListChanged:
        messages.error(
            request,
            _("Danh sách vừa thay đổi: có người mới nộp hoặc tiền vừa trả lại. Xem lại rồi chốt."),
        )
    else:
        messages.success(
            request,
            _("Đã chốt lần %(number)s: %(names)s em báo tăng, %(struck)s em báo giảm.")
            % {
                "number": made.number,
                "names": count(made.names),
                "struck": count(made.struck),
            },
        )
        return redirect("desk_insurance_handover", run.pk, made.number)
    return _back(run)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def handover(request: StaffRequest, run_id: int, number: int) -> HttpResponse:
    """One hand-over as it was frozen: its names, and who was left out and why."""
    desk = desk_of(request)
    made = queries.handover_here(run_id, number, [desk.facility_id])
    if made is None:
        raise Http404
    names = queries.names_of(made)
    left_out = queries.left_out_of(made)
    context = {
        "made": made,
        "run": made.run,
        "added": [one for one in names if one.kind is RowKind.ADD],
        "struck": [one for one in names if one.kind is RowKind.STRIKE],
        "left_out": [(one, REASONS[rules.LeftOut(one.reason)]) for one in left_out],
        "is_whole": queries.is_as_handed_over(made, names),
    }
    crumbs = [
        Crumb(_("Học sinh"), reverse("desk_pupils")),
        Crumb(_("Bảo hiểm y tế"), reverse("desk_insurance")),
        Crumb(made.run.name, f"{reverse('desk_insurance')}?run={made.run_id}"),
        Crumb(_("Lần chốt %(number)s") % {"number": made.number}),
    ]
    return show(request, desk, "insurance_handover", context, noun=Noun.PUPILS, crumbs=crumbs)
