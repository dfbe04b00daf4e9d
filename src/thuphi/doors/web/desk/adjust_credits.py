"""What the facility holds for families: balances, one family's lots, the rule, what was brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.models import Bill
from thuphi.money.bills.queries import desk as bill_queries
from thuphi.money.bills.rules import BillState
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.credits import actions, errors, queries
from thuphi.money.credits.queries import Lot, Use
from thuphi.registers.payers import queries as payers
from thuphi.registers.payers.models import Beneficiary

from .adjust_forms import OpeningForm, RuleForm
from .adjust_words import SOURCES, SPEND_ON, USES
from .bills import bill_or_404
from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, page_number, show
from .rows import bill_row
from .words import Words


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family in the list, with what it has left."""

    href: str
    person: Beneficiary
    left_vnd: int


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot in words."""

    lot: Lot
    source: Words


@dataclass(frozen=True, slots=True)
class UseRow:
    """What took of a lot, in words."""

    use: Use
    what: Words
    href: str
    happened_at: datetime


@for_staff(Permission.BILL_READ)
@require_safe
def credits(request: StaffRequest) -> HttpResponse:
    """Every family with something left, the most first; and the rule."""
    return _credits(request, desk_of(request), None)


def _credits(request: StaffRequest, desk: Desk, sent: RuleForm | None) -> HttpResponse:
    words, class_name = request.GET.get("q", "").strip()[:100], request.GET.get("class", "")
    left = queries.balances(desk.facility_id)
    shown = _in_order(desk, left, words, class_name)
    page = Paginator(shown, PAGE_ROWS).get_page(page_number(request))
    people = Beneficiary.objects.in_bulk(page.object_list)
    rule = queries.rule_of(desk.facility_id)
    context = {
        "q": words,
        "class_name": class_name,
        "classes": payers.classes(desk.facility_id),
        "page": page,
        "rows": [
            FamilyRow(reverse("desk_credit", args=[pk]), people[pk], left.get(pk, 0))
            for pk in page.object_list
        ],
        "families": len(left),
        "left_vnd": sum(left.values()),
        "rule": SPEND_ON[rule],
        "rule_form": sent or RuleForm(initial={"spend_on": rule.value}),
    }
    status = 400 if sent is not None else 200
    crumbs = [Crumb(_("Tiền vào"), reverse("desk_payments")), Crumb(_("Số dư của gia đình"))]
    return show(
        request, desk, "adjust_credits", context, noun=Noun.MONEY, crumbs=crumbs, status=status
    )


def _in_order(desk: Desk, left: Mapping[int, int], words: str, class_name: str) -> list[int]:
    """Whom the list shows: who was asked for by name, or everybody with something left, the most
    first, also who has left the school."""
    if words:
        found = bill_queries.pupils(desk.facility_id, words, class_name)
        return list(found.values_list("pk", flat=True))
    families = Beneficiary.objects.filter(facility_id=desk.facility_id, pk__in=left)
    if class_name:
        families = families.filter(class_name=class_name)
    places = families.order_by("class_name", "pk").values_list("pk", flat=True)
    return sorted(places, key=lambda one: -left[one])


@for_staff(Permission.ADJUST)
@require_POST
def credit_rule(request: StaffRequest) -> HttpResponse:
    """Say what credits pay from now on."""
    desk = desk_of(request)
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _credits(request, desk, form)
    spend_on = form.cleaned_data["spend_on"]
    actions.set_rule(by=desk.by, facility_id=desk.facility_id, spend_on=spend_on, at=desk.at)
    messages.success(request, _("Đã ghi cách dùng số dư, tính từ đợt phát hành sau."))
    return redirect("desk_credits")


def _person_or_404(request: StaffRequest, pupil_id: int) -> Beneficiary:
    person = bill_queries.pupil_here(pupil_id, request.actor.facilities)
    if person is None:
        raise Http404
    return person


def _opening(person: Beneficiary, request: StaffRequest) -> OpeningForm:
    items = FeeItem.objects.filter(facility_id=person.facility_id, is_active=True)
    sent = request.POST if request.method == "POST" else None
    return OpeningForm(sent, items=list(items.order_by("-school_year", "name")))


@for_staff(Permission.BILL_READ)
@require_safe
def credit(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """One family: its lots, what took of them, and the bills they may pay."""
    return _credit(request, _person_or_404(request, pupil_id), None)


def _credit(request: StaffRequest, person: Beneficiary, sent: OpeningForm | None) -> HttpResponse:
    desk = desk_of(request)
    lots = queries.lots_of(person.pk)
    owing = Bill.objects.filter(
        beneficiary=person, state__in=[BillState.OPEN.value, BillState.PART_PAID.value]
    )
    context = {
        "person": person,
        "left_vnd": sum(one.left_vnd for one in lots),
        "lots": [LotRow(one, SOURCES[one.source]) for one in lots],
        "uses": [
            UseRow(
                one,
                USES[one.kind],
                reverse("desk_bill", args=[one.bill_code]) if one.bill_code else "",
                one.happened_at,
            )
            for one in queries.uses_of(person.pk)
        ],
        "bills": [bill_row(one, desk.today) for one in owing.order_by("due_on", "id")],
        "rule": SPEND_ON[queries.rule_of(person.facility_id)],
        "form": sent or _opening(person, request),
    }
    status = 400 if sent is not None else 200
    crumbs = [
        Crumb(_("Tiền vào"), reverse("desk_payments")),
        Crumb(_("Số dư của gia đình"), reverse("desk_credits")),
        Crumb(person.name),
    ]
    return show(
        request, desk, "adjust_credit", context, noun=Noun.MONEY, crumbs=crumbs, status=status
    )


@for_staff(Permission.ADJUST)
@require_POST
def credit_open(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """Write down what a family had left in the program used before."""
    person = _person_or_404(request, pupil_id)
    desk = desk_of(request)
    form = _opening(person, request)
    if form.is_valid() and not form.cleaned_data["amount_vnd"]:
        form.add_error("amount_vnd", _("Số tiền phải lớn hơn 0."))
    if not form.is_valid():
        return _credit(request, person, form)
    facts = form.cleaned_data
    try:
        actions.open_credit(
            by=desk.by,
            facility_id=person.facility_id,
            beneficiary_id=person.pk,
            amount_vnd=facts["amount_vnd"],
            fee_item_id=facts["fee_item"],
            is_cashless=not facts["is_cash"],
            reason=facts["reason"],
            at=desk.at,
        )
    except errors.OpeningOver:
        form.add_error(
            None,
            _("Số dư mang sang chỉ ghi trong 90 ngày đầu. Sau đó số dư đến từ tiền đã nộp."),
        )
        return _credit(request, person, form)
    messages.success(
        request,
        _("Đã ghi số dư %(vnd)s của %(name)s.")
        % {"vnd": money.dong(facts["amount_vnd"]), "name": person.name},
    )
    return redirect("desk_credit", person.pk)


@for_staff(Permission.ADJUST)
@require_POST
def credit_spend(request: StaffRequest, code: str) -> HttpResponse:
    """Pay a bill from what its family has left."""
    bill = bill_or_404(request, code)
    desk = desk_of(request)
    paid_vnd = actions.spend(by=desk.by, code=bill.code, at=desk.at)
    if paid_vnd:
        messages.success(
            request,
            _("Đã trừ %(vnd)s số dư vào khoản %(reason)s.")
            % {"vnd": money.dong(paid_vnd), "reason": bill.reason},
        )
    else:
        messages.warning(
            request,
            _("Không trừ được gì: số dư đã hết, hoặc theo cách dùng số dư không hợp khoản này."),
        )
    return redirect("desk_credit", bill.beneficiary_id)
