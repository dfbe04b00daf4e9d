"""Bringing a run up to date: choose, see the list of what would change, then save exactly that."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills import errors as bill_errors
from thuphi.money.bills.models import Charge, CollectionRun
from thuphi.money.bills.queries import difference as differences
from thuphi.money.bills.queries.difference import (
    Change,
    Difference,
    Refusal,
    Row,
    Wanted,
    WantedItem,
)
from thuphi.money.bills.rules import RunState
from thuphi.money.bills.updating import CAN_BE_UPDATED
from thuphi.money.catalogue import queries as catalogue
from thuphi.money.closing import errors
from thuphi.money.closing.updating import Updated, update_run

from .frame import Crumb, Desk, Noun, desk_of, show
from .run_forms import SaveUpdateForm, UpdateForm
from .runs import run_crumbs, run_or_404, scope_words
from .ways_words import on_its_way_words

ROWS_SHOWN = 300
"""So many lines are listed one by one; the sums above count all of them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the difference, in words."""

    row: Row
    word: str
    shape: str
    tone: str
    before: str
    after: str
    then: str
    """What becomes of the pupil's bill."""


def update_form(desk: Desk, run: CollectionRun, sent: QueryDict | None) -> UpdateForm:
    """The form with what the run bills now; without anything sent it is as the run stands."""
    by_rule = {one.fee_item_id: one for one in differences.items_of([run.pk])}
    planned = Charge.objects.filter(run_id=run.pk).order_by()
    in_run = set(planned.values_list("fee_item_id", flat=True).distinct()) | set(by_rule)
    items = {one.pk: one for one in catalogue.items(run.facility_id, run.school_year)}
    for item_id, one in by_rule.items():
        items.setdefault(item_id, one.fee_item)
    return UpdateForm(
        sent,
        facility_id=run.facility_id,
        items=list(items.values()),
        in_run=in_run & set(items),
        by_rule=by_rule,
        initial={"on": max(run.opens_on, desk.today)},
    )


def wanted_of(form: UpdateForm) -> Wanted:
    """What the form asks for."""
    chosen = form.chosen()
    rows = form.item_rows()
    more = tuple(
        WantedItem(row.item.pk, chosen[row.item.pk], not row.item.is_mandatory)
        for row in rows
        if row.item.pk in chosen and not row.is_in_run
    )
    often = tuple(
        WantedItem(row.item.pk, chosen[row.item.pk], row.by_registration)
        for row in rows
        if row.item.pk in chosen and row.is_by_rule and chosen[row.item.pk] != row.often
    )
    return Wanted(
        on=form.cleaned_data["on"],
        add_items=(*more, *often),
        drop_items=tuple(
            row.item.pk for row in rows if row.is_in_run and row.item.pk not in chosen
        ),
        add_pupils=tuple(sorted(form.cleaned_data["add"].values())),
        leave_out=tuple(sorted(form.cleaned_data["leave_out"].values())),
    )


def line_of(row: Row, found: Difference) -> Line:
    """A line of the difference as the accountant reads it."""
    word, shape, tone = {
        Change.ADDED: (_("Thêm"), "tick", "good"),
        Change.REMOVED: (_("Bớt"), "cross", "warn"),
        Change.CHANGED: (_("Đổi"), "half", "info"),
    }[row.change]
    if row.refusal is not None:
        word, shape, tone = _("Không làm"), "dash", "bad"
    return Line(
        row=row,
        word=word,
        shape=shape,
        tone=tone,
        before=f"{row.before_quantity} × {row.before_price_vnd:,}".replace(",", ".")
        if row.before_quantity
        else "—",
        after=f"{row.after_quantity} × {row.after_price_vnd:,}".replace(",", ".")
        if row.after_quantity
        else "—",
        then=what_then(row, found),
    )


def what_then(row: Row, found: Difference) -> str:
    """What becomes of the pupil's bill."""
    match row.refusal:
        case Refusal.BILL_WAS_CANCELLED:
            return _("Khoản %(code)s của em trong đợt này đã hủy. Lập đợt riêng cho em.") % {
                "code": row.bill_code
            }
        case Refusal.ARREARS_STAND_THERE:
            return _("Khoản của em đã có dòng thu bù của mục này. Lập đợt riêng cho em.")
        case None:
            pass
    if row.bill_id is None:
        return _("Khoản mới")
    if row.bill_id in found.to_cancel:
        return _("Hủy khoản %(code)s") % {"code": row.bill_code}
    if row.delta_vnd < 0 and row.bill_paid_vnd:
        return _("Ghi giảm %(code)s; nộp dư thì thành tiền thừa") % {"code": row.bill_code}
    if row.delta_vnd < 0:
        return _("Ghi giảm %(code)s") % {"code": row.bill_code}
    return _("Ghi thêm vào %(code)s") % {"code": row.bill_code}


def page(
    request: StaffRequest, desk: Desk, run: CollectionRun, save: SaveUpdateForm | None = None
) -> HttpResponse:
    """The choice, and below it what would change."""
    form = update_form(desk, run, request.GET if "on" in request.GET else None)
    found, status = None, 200
    if form.is_bound and form.is_valid():
        found = differences.difference(run, wanted_of(form))
    elif form.is_bound:
        status = 400
    if save is not None and save.errors:
        status = 400
    if save is None and found is not None:
        save = SaveUpdateForm(initial={"seen": found.digest})
    context = {
        "run": run,
        "scope": scope_words(run),
        "form": form,
        "save": save,
        "found": found,
        "lines": [line_of(row, found) for row in found.rows[:ROWS_SHOWN]] if found else [],
        "more": max(len(found.rows) - ROWS_SHOWN, 0) if found else 0,
        "asked": request.GET.urlencode(),
        "is_out": run.state == RunState.ISSUED.value,
        "can_save": found is not None
        and bool(found.accepted or wanted_of(form).add_items or wanted_of(form).drop_items),
    }
    crumbs = run_crumbs(run, Crumb(_("Cập nhật đợt thu")))
    return show(request, desk, "run_update", context, noun=Noun.RUNS, crumbs=crumbs, status=status)


@for_staff(Permission.RUN_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def update(request: StaffRequest, run_id: int) -> HttpResponse:
    """Looking is a GET and changes nothing; what was shown is saved by a POST."""
    desk = desk_of(request)
    run = run_or_404(request, run_id)
    if run.state not in CAN_BE_UPDATED:
        messages.error(
            request,
            _("Đợt này đã chốt nên không cập nhật được. Mở lại đợt thu trước, ghi rõ lý do.")
            if run.state == RunState.CLOSED.value
            else _("Đợt này đang phát hành hoặc đã hủy nên không cập nhật được."),
        )
        return redirect("desk_run", run.pk)
    if request.method != "POST":
        return page(request, desk, run)
    form = update_form(desk, run, request.GET)
    save = SaveUpdateForm(request.POST)
    if not form.is_valid() or not save.is_valid():
        return page(request, desk, run, save)
    try:
        done = update_run(
            by=desk.by,
            run_id=run.pk,
            wanted=wanted_of(form),
            seen=save.cleaned_data["seen"],
            reason=save.cleaned_data["reason"],
            paper=save.cleaned_data["paper"],
            at=desk.at,
        )
    except errors.PaperMissing:
        save.add_error(
            "paper", _("Có khoản đã phát hành phải ghi thêm, ghi giảm. Ghi số và ngày của căn cứ.")
        )
        return page(request, desk, run, save)
    except bill_errors.DifferenceMoved:
        messages.warning(
            request, _("Chưa lưu: số liệu vừa thay đổi. Xem lại danh sách dưới rồi lưu lần nữa.")
        )
    except bill_errors.NothingWouldChange:
        messages.info(request, _("Không có gì thay đổi."))
    except errors.MoneyOnItsWay as refused:
        messages.error(
            request,
            _("Chưa lưu: có tiền đang đến những khoản sắp hủy. %(bills)s")
            % {"bills": on_its_way_words(refused.bills)},
        )
    else:
        messages.success(request, done_words(done))
        return redirect("desk_run", run.pk)
    asked = urlencode(list(request.GET.items()))
    return redirect(f"{reverse('desk_run_update', args=[run.pk])}?{asked}")


def done_words(done: Updated) -> str:
    """What an update came to, in one sentence."""
    return _(
        "Đã cập nhật: %(lines)s dòng, phát hành thêm %(issued)s khoản, hủy %(cancelled)s khoản, "
        "điều chỉnh %(changed)s khoản."
    ) % {
        "lines": done.lines,
        "issued": done.issued,
        "cancelled": done.cancelled,
        "changed": done.bills_changed,
    }
