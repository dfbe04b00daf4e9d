"""What a school collects beside what its province allows; the parents' agreement on file."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from thuphi.doors.web.shared import fee_rule_words
from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.files import CONTENT_TYPES, kind_of
from thuphi.ground.kit.periods import school_year
from thuphi.money.catalogue import agreeing, errors, measuring
from thuphi.money.catalogue.measuring import Measured
from thuphi.money.catalogue.models import FeeAgreement, FeeItem
from thuphi.registers.fee_rules import queries as ceilings

from .fees import item_or_404, years_around
from .forms import DayField, text_field
from .frame import Crumb, Noun, desk_of, personal, show
from .words import Words


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One item with its ceiling and every doubt about it, in words."""

    one: Measured
    nature: Words
    doubts: list[str]
    href: str


class CodeForm(forms.Form):
    """By which code the department counts an item."""

    code = forms.ChoiceField(label=gettext_lazy("Mã thống kê khoản thu"), required=False)

    def __init__(self, *args: object, codes: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["code"]
        if isinstance(field, forms.ChoiceField):
            named = [(code, f"{code} · {name}") for code, name in codes]
            field.choices = [("", _("Chưa gắn mã")), *named]


class AgreementForm(forms.Form):
    """The minutes of the meeting at which parents agreed."""

    number = text_field(gettext_lazy("Số biên bản"), gettext_lazy("Chưa có số biên bản."), long=100)
    agreed_on = DayField(label=gettext_lazy("Ngày họp"))
    asked = forms.IntegerField(
        label=gettext_lazy("Số phụ huynh được hỏi"),
        min_value=1,
        error_messages={
            "required": gettext_lazy("Chưa có số phụ huynh được hỏi."),
            "min_value": gettext_lazy("Ít nhất một phụ huynh được hỏi."),
        },
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    agreed = forms.IntegerField(
        label=gettext_lazy("Số phụ huynh đồng ý"),
        min_value=0,
        error_messages={"required": gettext_lazy("Chưa có số phụ huynh đồng ý.")},
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    scan = forms.FileField(
        label=gettext_lazy("Bản chụp biên bản"),
        required=False,
        help_text=gettext_lazy("PDF, PNG hoặc JPEG, nhiều nhất 5 MB."),
    )

    def clean(self) -> dict[str, object]:
        """Nobody agrees who was not asked."""
        facts = self.cleaned_data
        if {"asked", "agreed"} <= facts.keys() and facts["agreed"] > facts["asked"]:
            self.add_error("agreed", _("Không thể nhiều hơn số phụ huynh được hỏi."))
        return facts

    def minutes(self) -> agreeing.Minutes:
        """The minutes as the catalogue takes them."""
        facts = self.cleaned_data
        scan = facts["scan"]
        return agreeing.Minutes(
            agreed_on=facts["agreed_on"],
            number=facts["number"],
            asked=facts["asked"],
            agreed=facts["agreed"],
            file_name="" if scan is None else str(scan.name),
            content=b"" if scan is None else scan.read(),
        )


def rule_row(one: Measured) -> RuleRow:
    """An item as a list shows it."""
    return RuleRow(
        one=one,
        nature="" if one.ceiling is None else fee_rule_words.NATURES[one.ceiling.nature],
        doubts=[fee_rule_words.sentence(doubt, one) for doubt in one.doubts],
        href=reverse("desk_fee_rule", args=[one.item.pk]),
    )


@for_staff(Permission.BILL_READ)
@require_safe
def fee_rules(request: StaffRequest) -> HttpResponse:
    """Every item of a school year beside its ceiling."""
    desk = desk_of(request)
    now = school_year(desk.today)
    years = years_around(now)
    asked = request.GET.get("year", now)
    year = asked if asked in years else now
    rows = measuring.measured([desk.facility_id], year, desk.today).get(desk.facility_id, [])
    shown = [rule_row(one) for one in rows]
    context = {
        "rows": shown,
        "year": year,
        "years": years,
        "doubtful": sum(1 for row in shown if row.doubts),
    }
    crumbs = [Crumb(_("Đợt thu"), reverse("desk_runs")), Crumb(_("Mức thu theo quy định"))]
    return show(request, desk, "fee_rules", context, noun=Noun.RUNS, crumbs=crumbs)


@for_staff(Permission.BILL_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def fee_rule(request: StaffRequest, item_id: int) -> HttpResponse:
    """One item: its code, its ceiling, the agreements on file."""
    desk = desk_of(request)
    item = item_or_404(request, item_id)
    is_code = request.method == "POST" and "code" in request.POST
    is_agreement = request.method == "POST" and not is_code
    known = ceilings.codes(desk.today)
    code = CodeForm(
        request.POST if is_code else None, codes=known, initial={"code": item.statistic_code}
    )
    agreement = AgreementForm(
        request.POST if is_agreement else None, request.FILES if is_agreement else None
    )
    if is_code and code.is_valid():
        agreeing.set_statistic_code(
            by=desk.by, item_id=item.pk, code=code.cleaned_data["code"], at=desk.at
        )
        messages.success(request, _("Đã gắn mã thống kê."))
        return redirect("desk_fee_rule", item.pk)
    if is_agreement and agreement.is_valid():
        try:
            agreeing.file_agreement(
                by=desk.by, item_id=item.pk, minutes=agreement.minutes(), at=desk.at
            )
        except errors.ScanNotKept:
            agreement.add_error("scan", _("Tệp này không phải PDF, PNG, JPEG, hoặc quá 5 MB."))
        else:
            messages.success(request, _("Đã lưu biên bản thỏa thuận."))
            return redirect("desk_fee_rule", item.pk)
    return show(
        request, desk, "fee_rule",
        {
            "item": item,
            "row": rule_row(measuring.measure([item], desk.today)[0]),
            "code": code,
            "agreement": agreement,
            "agreements": _agreements(item),
        },
        noun=Noun.RUNS,
        crumbs=[
            Crumb(_("Đợt thu"), reverse("desk_runs")),
            Crumb(_("Mức thu theo quy định"), reverse("desk_fee_rules")),
            Crumb(item.name),
        ],
        status=400 if code.errors or agreement.errors else 200,
    )  # fmt: skip


def _agreements(item: FeeItem) -> list[FeeAgreement]:
    return list(FeeAgreement.objects.filter(fee_item=item).defer("content").order_by("-pk"))


@for_staff(Permission.BILL_READ)
@require_safe
def scan(request: StaffRequest, agreement_id: int) -> HttpResponse:
    """The scan of an agreement, to be kept by whoever asked."""
    found = FeeAgreement.objects.filter(
        pk=agreement_id, facility_id__in=request.actor.facilities
    ).first()
    if found is None or not found.file_name:
        raise Http404
    content = bytes(found.content)
    kind = kind_of(content)
    if kind is None:
        raise Http404
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    named = content_disposition_header(True, found.file_name)
    response["Content-Disposition"] = named or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return personal(response)
