"""Ceilings an office sets, and which schools collect beside them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuphi.doors.web.shared import fee_rule_words
from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import school_year
from thuphi.money.bills.queries import above
from thuphi.money.catalogue import measuring
from thuphi.money.catalogue.measuring import Doubt, Measured
from thuphi.registers.facilities.models import AreaClass, Facility, Level, Sector
from thuphi.registers.fee_rules import actions, errors, queries
from thuphi.registers.fee_rules.models import FeeCeiling
from thuphi.registers.fee_rules.rules import Nature
from thuphi.registers.places.models import Place

from .frame import Crumb, Office, office_of, show

PAGE_ROWS = 100


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school: how many items, how many of them are doubtful, by which doubts."""

    facility: Facility
    items: int
    doubts: list[tuple[str, int]]
    above_vnd: int
    href: str


class CeilingForm(forms.Form):
    """One ceiling."""

    place = forms.ChoiceField(label=gettext_lazy("Nơi áp dụng"))
    code = forms.RegexField(
        regex=r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,19}$",
        label=gettext_lazy("Mã thống kê khoản thu"),
        error_messages={
            "required": gettext_lazy("Chưa có mã."),
            "invalid": gettext_lazy("Mã ngắn, không dấu, ví dụ AN, 2B, BT.01."),
        },
    )
    name = forms.CharField(
        label=gettext_lazy("Tên khoản thu"),
        max_length=200,
        error_messages={"required": gettext_lazy("Chưa có tên khoản thu.")},
    )
    nature = forms.ChoiceField(
        label=gettext_lazy("Loại"),
        choices=[(one.value, fee_rule_words.NATURES[one]) for one in Nature],
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Cấp học"),
        required=False,
        choices=[("", gettext_lazy("Mọi cấp")), *Level.choices],
    )
    area = forms.ChoiceField(
        label=gettext_lazy("Khu vực"),
        required=False,
        choices=[("", gettext_lazy("Mọi khu vực")), *AreaClass.choices],
    )
    max_vnd = forms.CharField(
        label=gettext_lazy("Mức tối đa (đồng)"),
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Chưa có mức tối đa.")},
    )
    unit = forms.CharField(
        label=gettext_lazy("Mỗi"),
        max_length=30,
        help_text=gettext_lazy("Ví dụ ngày, tháng, năm."),
        error_messages={"required": gettext_lazy("Chưa có đơn vị tính.")},
    )
    ground = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ Nghị quyết 10/2025/NQ-HĐND."),
        error_messages={"required": gettext_lazy("Chưa có căn cứ.")},
    )
    ground_on = forms.DateField(
        label=gettext_lazy("Ngày của văn bản"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Chưa có ngày."),
            "invalid": gettext_lazy("Ngày này không có."),
        },
    )
    from_on = forms.DateField(
        label=gettext_lazy("Áp dụng từ"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Chưa có ngày."),
            "invalid": gettext_lazy("Ngày này không có."),
        },
    )

    def __init__(self, *args: object, places: list[Place], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["place"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(one.pk), one.full_name) for one in places]

    def clean_max_vnd(self) -> int:
        """Whole đồng."""
        try:
            return money.parse_dong(self.cleaned_data["max_vnd"])
        except (money.AmountNegative, money.AmountUnreadable) as error:
            raise forms.ValidationError(_("Gõ số đồng như 35.000, không âm.")) from error

    def ceiling(self) -> actions.NewCeiling:
        """The ceiling as the register takes it."""
        facts = self.cleaned_data
        return actions.NewCeiling(
            place_id=int(facts["place"]),
            code=facts["code"],
            name=facts["name"],
            nature=Nature(facts["nature"]),
            level=facts["level"],
            area=facts["area"],
            unit=facts["unit"],
            max_vnd=facts["max_vnd"],
            ground=facts["ground"],
            ground_on=facts["ground_on"],
            from_on=facts["from_on"],
        )


def _places(office: Office) -> list[Place]:
    """The units for which this office may speak: where it stands, and what it was given."""
    return list({one.pk: one for one in (*office.homes, *office.roots)}.values())


def _schools(office: Office) -> list[Facility]:
    """The schools whose figures the person may look at, by name."""
    mine = office.by.where(Permission.FIGURES_READ)
    found = Facility.objects.filter(pk__in=mine, sector=Sector.EDUCATION)
    return list(found.order_by("search_key", "pk"))


def _row(facility: Facility, rows: list[Measured], above_vnd: int) -> SchoolRow:
    counted = Counter(doubt for one in rows for doubt in one.doubts)
    return SchoolRow(
        facility=facility,
        items=len(rows),
        doubts=[
            (str(fee_rule_words.DOUBTS[doubt]), counted[doubt]) for doubt in Doubt if counted[doubt]
        ],
        above_vnd=above_vnd,
        href=reverse("office:fee_rules_facility", args=[facility.pk]),
    )


@for_staff(Permission.FIGURES_READ)
@require_safe
def fee_rules(request: StaffRequest) -> HttpResponse:
    """The ceilings of one's places, and every school with what is doubtful, most first."""
    office = office_of(request)
    year = school_year(office.today)
    schools = _schools(office)
    ids = [one.pk for one in schools]
    measured = measuring.measured(ids, year, office.today)
    billed = above.billed_above(_limits(measured))
    rows = [_row(one, measured.get(one.pk, []), billed.get(one.pk, 0)) for one in schools]
    rows.sort(key=lambda row: -sum(count for _word, count in row.doubts))
    totals = Counter(doubt for own in measured.values() for one in own for doubt in one.doubts)
    context = {
        "year": year,
        "ceilings": [
            (one, fee_rule_words.NATURES[Nature(one.nature)], _fits(one))
            for one in queries.ceilings_of([one.pk for one in _places(office)], office.today)
        ],
        "page": Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page", "1")),
        "totals": [(fee_rule_words.DOUBTS[one], totals[one]) for one in Doubt if totals[one]],
        "schools": len(schools),
        "doubtful": sum(1 for row in rows if row.doubts),
        "above_vnd": sum(billed.values()),
        "may_write": bool(office.by.agencies_where(Permission.FEE_RULE_WRITE)),
        "own": office.by.agencies_where(Permission.FEE_RULE_WRITE),
    }
    return show(request, office, "fee_rules", context)


def _limits(measured: dict[int, list[Measured]]) -> dict[int, int]:
    """Items that cost more than their ceiling, each with the ceiling, đồng a unit."""
    return {
        one.item.pk: one.ceiling.max_vnd
        for rows in measured.values()
        for one in rows
        if one.ceiling is not None and Doubt.OTHER_UNIT not in one.doubts
    }


def _fits(one: FeeCeiling) -> str:
    level = _(Level(one.level).label) if one.level else _("Mọi cấp")
    area = _(AreaClass(one.area).label) if one.area else _("mọi khu vực")
    return f"{level}, {area}"


@for_staff(Permission.FEE_RULE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def ceiling_new(request: StaffRequest) -> HttpResponse:
    """Write down a ceiling with the resolution it rests on."""
    office = office_of(request)
    form = CeilingForm(
        request.POST or None, places=_places(office), initial={"from_on": office.today}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_ceiling(
                by=office.by,
                agency_id=min(office.by.agencies_where(Permission.FEE_RULE_WRITE)),
                ceiling=form.ceiling(),
                at=office.at,
            )
        except errors.CeilingThereAlready:
            form.add_error(
                "code", _("Đã có mức thu cho mã này trong những ngày đó: cho mức cũ hết hạn trước.")
            )
        else:
            messages.success(request, _("Đã ghi mức thu."))
            return redirect("office:fee_rules")
    crumbs = [Crumb(_("Mức thu"), reverse("office:fee_rules")), Crumb(_("Thêm"))]
    return show(request, office, "fee_ceiling_new", {"form": form}, crumbs=crumbs)


@for_staff(Permission.FEE_RULE_WRITE)
@require_POST
def ceiling_end(request: StaffRequest, ceiling_id: int) -> HttpResponse:
    """Let a ceiling end: from today on another may hold."""
    office = office_of(request)
    try:
        actions.end_ceiling(
            by=office.by, ceiling_id=ceiling_id, until_on=office.today, at=office.at
        )
    except errors.CeilingNotFound as error:
        raise Http404 from error
    except errors.DaysNotInOrder:
        messages.error(request, _("Mức này bắt đầu từ hôm nay hoặc sau đó nên chưa cho hết được."))
    else:
        messages.success(request, _("Mức thu này hết hiệu lực từ hôm nay."))
    return redirect("office:fee_rules")


@for_staff(Permission.FIGURES_READ)
@require_safe
def facility(request: StaffRequest, facility_id: int) -> HttpResponse:
    """One school: every item beside its ceiling."""
    office = office_of(request)
    found = Facility.objects.filter(
        pk=facility_id, pk__in=office.by.where(Permission.FIGURES_READ)
    ).first()
    if found is None:
        raise Http404
    year = school_year(office.today)
    rows = measuring.measured([found.pk], year, office.today).get(found.pk, [])
    shown = [(one, [fee_rule_words.sentence(doubt, one) for doubt in one.doubts]) for one in rows]
    crumbs = [Crumb(_("Mức thu"), reverse("office:fee_rules")), Crumb(found.name)]
    context = {"facility": found, "rows": shown, "year": year}
    return show(request, office, "fee_rules_facility", context, crumbs=crumbs)
