"""Letting a pupil or patient pay less for an item, everybody who does, and when it ends."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills import actions, errors, rights
from thuphi.money.bills.errors import ExemptedAlready
from thuphi.money.bills.queries import desk as bills
from thuphi.money.bills.queries import exemptions as queries
from thuphi.money.bills.rules import ExemptionKind, Period

from .exemption_words import KINDS
from .frame import PAGE_ROWS, Crumb, Noun, desk_of, page_number, show
from .pupils import exempt_form, exemption_row, exemption_rows, pupil_page
from .register_forms import EndExemptionForm, ExemptForm
from .words import Words


@dataclass(frozen=True, slots=True)
class KindChip:
    """A kind of exemption with how many hold today."""

    href: str
    word: Words
    count: int
    is_current: bool


def say_overlap(form: ExemptForm, beneficiary_id: int) -> None:
    """Name the right that is there already, with its days."""
    facts = form.cleaned_data
    from_on, last_on = facts["from_on"], facts["last_on"]
    for row in exemption_rows(beneficiary_id, from_on):
        is_same = row.exemption.fee_item_id == facts["fee_item"]
        if is_same and row.exemption.from_on <= last_on and row.last_on >= from_on:
            form.add_error(
                "from_on",
                _(
                    "Từ %(first)s đến hết %(last)s đã giảm %(percent)s%% khoản này rồi. "
                    "Chọn những ngày ngoài khoảng đó."
                )
                % {
                    "first": f"{row.exemption.from_on:%d/%m/%Y}",
                    "last": f"{row.last_on:%d/%m/%Y}",
                    "percent": row.exemption.percent,
                },
            )
            return
    form.add_error("from_on", _("Những ngày này đã có miễn giảm khoản này. Chọn ngày khác."))


@for_staff(Permission.EXEMPT)
@require_POST
def exempt(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """Write down a right to pay less; bills that are out stay as they are."""
    desk = desk_of(request)
    person = bills.pupil_here(pupil_id, desk.by.facilities)
    if person is None:
        raise Http404
    form = exempt_form(person, desk.today, request.POST)
    if not form.is_valid():
        return pupil_page(request, person, form)
    facts = form.cleaned_data
    try:
        actions.exempt(
            by=desk.by,
            facility_id=person.facility_id,
            beneficiary_id=person.pk,
            fee_item_id=facts["fee_item"],
            percent=facts["percent"],
            reason=facts["reason"],
            from_on=facts["from_on"],
            until_on=form.until_on(),
            kind=facts["kind"] or ExemptionKind.OTHER,
            period=facts["period"] or Period.DAYS,
            paper=facts["paper"],
            at=desk.at,
        )
    except ExemptedAlready:
        say_overlap(form, person.pk)
        return pupil_page(request, person, form)
    messages.success(
        request,
        _(
            "Đã ghi miễn giảm %(percent)s%% cho %(name)s. Tính cho đợt thu bắt đầu trong những "
            "ngày đó; khoản đã phát hành giữ nguyên."
        )
        % {"percent": facts["percent"], "name": person.name},
    )
    return redirect("desk_pupil", person.pk)


@for_staff(Permission.BILL_READ)
@require_safe
def exemptions(request: StaffRequest) -> HttpResponse:
    """Everybody who pays less, by class and name; narrowed to one kind, to today or to all days."""
    desk = desk_of(request)
    asked = request.GET.get("kind", "")
    kind = ExemptionKind(asked) if asked in {one.value for one in ExemptionKind} else None
    is_all = request.GET.get("days") == "all"
    counts = queries.counts_by_kind(desk.facility_id, desk.today)
    found = queries.exemptions(desk.facility_id, kind=kind, on=None if is_all else desk.today)
    page = Paginator(found, PAGE_ROWS).get_page(page_number(request))
    kept = "&days=all" if is_all else ""
    context = {
        "page": page,
        "rows": [exemption_row(one, desk.today) for one in page],
        "kind": asked if kind else "",
        "is_all": is_all,
        "chips": [
            KindChip(f"?kind={kept}", _("Tất cả"), sum(counts.values()), kind is None),
            *(
                KindChip(f"?kind={one.value}{kept}", word, counts.get(one, 0), one is kind)
                for one, word in KINDS.items()
            ),
        ],
    }
    crumbs = [Crumb(_("Học sinh"), reverse("desk_pupils")), Crumb(_("Miễn giảm"))]
    return show(request, desk, "exemptions", context, noun=Noun.PUPILS, crumbs=crumbs)


@for_staff(Permission.EXEMPT)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: StaffRequest, exemption_id: int) -> HttpResponse:
    """End a right to pay less sooner than it was written down."""
    desk = desk_of(request)
    right = queries.exemption_here(exemption_id, desk.by.facilities)
    if right is None:
        raise Http404
    form = EndExemptionForm(request.POST or None, initial={"last_on": desk.today})
    if request.method == "POST" and form.is_valid():
        try:
            rights.end_exemption(
                by=desk.by,
                exemption_id=right.pk,
                last_on=form.cleaned_data["last_on"],
                reason=form.cleaned_data["reason"],
                at=desk.at,
            )
        except (errors.NotSooner, errors.ExemptionEndsBeforeItBegins):
            form.add_error(
                "last_on",
                _("Chọn ngày từ %(first)s đến trước %(last)s.")
                % {
                    "first": f"{right.from_on:%d/%m/%Y}",
                    "last": f"{exemption_row(right, desk.today).last_on:%d/%m/%Y}",
                },
            )
        else:
            messages.success(
                request,
                _("Đã ghi ngày thôi miễn giảm. Khoản đã phát hành giữ nguyên."),
            )
            return redirect("desk_pupil", right.beneficiary_id)
    crumbs = [
        Crumb(_("Miễn giảm"), reverse("desk_exemptions")),
        Crumb(right.beneficiary.name, reverse("desk_pupil", args=[right.beneficiary_id])),
        Crumb(_("Thôi miễn giảm")),
    ]
    context = {"row": exemption_row(right, desk.today), "form": form}
    status = 400 if form.errors else 200
    return show(
        request, desk, "exemption_end", context, noun=Noun.PUPILS, crumbs=crumbs, status=status
    )
