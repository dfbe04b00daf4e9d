"""Arrears of older runs in a new one, debts from before, and more days for one family."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills import errors as bill_errors
from thuphi.money.bills import rights
from thuphi.money.bills.queries import desk as bills
from thuphi.money.bills.queries import desk_runs
from thuphi.money.closing import arrears, errors

from .frame import Crumb, Desk, Noun, desk_of, show
from .run_forms import ArrearsForm, PutOffForm
from .runs import run_crumbs, run_or_404
from .ways_words import on_its_way_words

RUNS_OFFERED = 24
RESTS_SHOWN = 200


@for_staff(Permission.RUN_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def carry(request: StaffRequest, run_id: int) -> HttpResponse:
    """Choose older runs, see who owes what of them, then ask for it in this run."""
    desk = desk_of(request)
    run = run_or_404(request, run_id)
    older = [
        one.run
        for one in desk_runs.runs_still_owed(run.facility_id, RUNS_OFFERED)
        if one.run.pk != run.pk
    ]
    sent = request.POST if request.method == "POST" else request.GET if request.GET else None
    form = ArrearsForm(sent, runs=older)
    rests: list[arrears.Rest] = []
    if form.is_bound and form.is_valid():
        if request.method == "POST":
            return _carry(request, desk, run.pk, form.run_ids())
        rests = arrears.rests(run.facility_id, form.run_ids(), run.pk)
    context = {
        "run": run,
        "form": form,
        "rests": rests[:RESTS_SHOWN],
        "more": max(len(rests) - RESTS_SHOWN, 0),
        "going_vnd": sum(rest.amount_vnd for rest in rests if rest.can_go_on),
        "staying_vnd": sum(rest.amount_vnd for rest in rests if not rest.can_go_on),
        "people": len({rest.beneficiary_id for rest in rests if rest.can_go_on}),
        "chosen": form.run_ids() if rests else [],
        "was_asked": form.is_bound and not form.errors,
    }
    crumbs = run_crumbs(run, Crumb(_("Thu bù")))
    status = 400 if form.is_bound and form.errors else 200
    return show(request, desk, "run_arrears", context, noun=Noun.RUNS, crumbs=crumbs, status=status)


def _carry(request: StaffRequest, desk: Desk, run_id: int, from_run_ids: list[int]) -> HttpResponse:
    try:
        done = arrears.carry_arrears(
            by=desk.by, from_run_ids=from_run_ids, to_run_id=run_id, at=desk.at
        )
    except errors.MoneyOnItsWay as refused:
        messages.error(
            request,
            _("Chưa chuyển nợ: có tiền đang đến khoản cũ. %(bills)s")
            % {"bills": on_its_way_words(refused.bills)},
        )
        return redirect("desk_run_arrears", run_id)
    except errors.NoArrears:
        messages.info(request, _("Những đợt đã chọn không còn khoản nợ nào chuyển được."))
        return redirect("desk_run_arrears", run_id)
    except (errors.RunNotIssued, bill_errors.RunNotOpenToChange):
        messages.error(request, _("Chỉ thu bù trong đợt đã phát hành và chưa chốt."))
        return redirect("desk_run", run_id)
    messages.success(
        request,
        _("Đã chuyển nợ của %(bills)s khoản cũ, cộng %(amount)s, sang đợt này.")
        % {"bills": done.bills, "amount": money.dong(done.amount_vnd)},
    )
    return redirect("desk_run", run_id)


@for_staff(Permission.RUN_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def put_off(request: StaffRequest, code: str) -> HttpResponse:
    """More days to pay for one family, for a reason that stays with the bill."""
    desk = desk_of(request)
    bill = bills.bill_here(code, desk.by.facilities)
    if bill is None:
        raise Http404
    form = PutOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        due_on = form.cleaned_data["due_on"]
        try:
            rights.put_off(
                by=desk.by,
                code=bill.code,
                due_on=due_on,
                reason=form.cleaned_data["reason"],
                at=desk.at,
            )
        except bill_errors.NotLater:
            form.add_error(
                "due_on",
                _("Hạn mới phải sau hạn cũ %(old)s và chưa qua.")
                % {"old": f"{bill.due_on:%d/%m/%Y}"},
            )
        except bill_errors.NothingToPay:
            form.add_error(None, _("Khoản này đã nộp đủ hoặc đã hủy, không cần gia hạn."))
        else:
            messages.success(
                request,
                _("Đã gia hạn cho %(name)s đến hết %(day)s.")
                % {"name": bill.beneficiary_name, "day": f"{due_on:%d/%m/%Y}"},
            )
            return redirect("desk_bill", bill.code)
    crumbs = [
        Crumb(_("Khoản thu"), reverse("desk_bills")),
        Crumb(bill.beneficiary_name, reverse("desk_bill", args=[bill.code])),
        Crumb(_("Gia hạn nộp")),
    ]
    context = {"bill": bill, "form": form}
    status = 400 if form.errors else 200
    return show(request, desk, "put_off", context, noun=Noun.RUNS, crumbs=crumbs, status=status)
