"""The register: who takes which optional item, a class at a time, or one pupil alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import school_year
from thuphi.money.bills.queries import desk as bills
from thuphi.money.catalogue import queries as catalogue
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.registrations import actions, errors, queries, rules
from thuphi.money.registrations.models import Registration
from thuphi.money.registrations.queries import Registered
from thuphi.registers.payers import queries as payers
from thuphi.registers.payers.models import Beneficiary

from .fees import years_around
from .frame import Crumb, Desk, Noun, desk_of, show
from .registration_forms import DayForm, RegisterForm, StopForm


@dataclass(frozen=True, slots=True)
class Cell:
    """One tick of the grid; `note` is the pupil's own number or coefficient."""

    name: str
    is_ticked: bool
    note: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """One pupil with a tick for each item."""

    person: Beneficiary
    href: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One item: how many take it in the class and in the school."""

    item: FeeItem
    all_name: str
    here: int
    everywhere: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A class of a school year on a day."""

    year: str
    class_name: str
    on: date
    items: list[FeeItem]
    people: list[Beneficiary]
    registered: list[Registered]

    @property
    def address(self) -> str:
        """The query that leads back to this grid."""
        facts = {"year": self.year, "class": self.class_name, "on": self.on.isoformat()}
        return f"?{urlencode(facts)}"


def note_of(one: Registered | None) -> str:
    """A pupil's own number and coefficient, as short as they can be said."""
    if one is None:
        return ""
    number = f"×{one.quantity}" if one.quantity is not None else ""
    percent = f"{one.percent} %" if one.percent != 100 else ""
    return " · ".join(part for part in (number, percent) if part)


def day_within(year: str, wanted: date) -> date:
    """A day of a school year: the wanted one, or the nearest."""
    begins, ends = rules.days_of_year(year)
    return max(begins, min(wanted, ends - date.resolution))


def grid_of(request: StaffRequest, desk: Desk, class_name: str) -> Grid:
    """The grid that an address asks for."""
    now = school_year(desk.today)
    asked = request.GET.get("year", now)
    year = asked if asked in years_around(now) else now
    form = DayForm({"on": request.GET.get("on", "")})
    on = day_within(year, form.cleaned_data["on"] if form.is_valid() else desk.today)
    items = [one for one in catalogue.items(desk.facility_id, year) if not one.is_mandatory]
    people = list(bills.pupils(desk.facility_id, class_name=class_name)) if class_name else []
    registered = queries.registered_on(
        desk.facility_id,
        on,
        item_ids=[one.pk for one in items],
        beneficiary_ids=[one.pk for one in people],
    )
    return Grid(year, class_name, on, items, people, registered)


def grid_page(
    request: StaffRequest, desk: Desk, grid: Grid, ticked: set[tuple[int, int]] | None = None
) -> HttpResponse:
    """The grid with its ticks: as they are saved, or as they were sent and not saved."""
    classes = payers.classes(desk.facility_id)
    of = {(one.beneficiary_id, one.fee_item_id): one for one in grid.registered}
    marks = set(of) if ticked is None else ticked
    counts = queries.people_of_items(desk.facility_id, [one.pk for one in grid.items], grid.on)
    rows = [
        GridRow(
            person,
            reverse("desk_registration_pupil", args=[person.pk]),
            [
                Cell(
                    f"t{person.pk}_{item.pk}",
                    (person.pk, item.pk) in marks,
                    note_of(of.get((person.pk, item.pk))),
                )
                for item in grid.items
            ],
        )
        for person in grid.people
    ]
    columns = [
        GridColumn(
            item,
            f"all{item.pk}",
            sum(1 for one in grid.registered if one.fee_item_id == item.pk),
            counts.get(item.pk, 0),
        )
        for item in grid.items
    ]
    now = school_year(desk.today)
    known = {name for name, _grade, _people in classes}
    is_unknown = bool(grid.class_name) and grid.class_name not in known
    context = {
        "grid": grid,
        "rows": rows,
        "columns": columns,
        "classes": classes,
        "years": years_around(now),
        "seen": queries.digest(grid.registered),
        "last_year": years_around(grid.year)[0],
        "is_unknown": is_unknown,
        "is_unsaved": ticked is not None,
    }
    crumbs = [Crumb(_("Học sinh"), reverse("desk_pupils")), Crumb(_("Đăng ký khoản thu"))]
    status = 404 if is_unknown else 409 if ticked is not None else 200
    return show(
        request, desk, "registrations", context, noun=Noun.PUPILS, crumbs=crumbs, status=status
    )


def sent_ticks(request: StaffRequest, grid: Grid) -> set[tuple[int, int]]:
    """The ticks of a sent grid; a tick over a column is one for everybody in it."""
    return {
        (person.pk, item.pk)
        for person in grid.people
        for item in grid.items
        if f"t{person.pk}_{item.pk}" in request.POST or f"all{item.pk}" in request.POST
    }


@for_staff(Permission.REGISTRATION_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def registrations(request: StaffRequest) -> HttpResponse:
    """A class with a tick for each pupil and optional item; what is sent is saved as a whole."""
    desk = desk_of(request)
    classes = payers.classes(desk.facility_id)
    first = classes[0][0] if classes else ""
    grid = grid_of(request, desk, request.GET.get("class", first)[:100])
    if request.method != "POST" or not grid.people:
        return grid_page(request, desk, grid)
    ticked = sent_ticks(request, grid)
    try:
        saved = actions.register_many(
            by=desk.by,
            facility_id=desk.facility_id,
            beneficiary_ids=[one.pk for one in grid.people],
            item_ids=[one.pk for one in grid.items],
            ticked=ticked,
            from_on=grid.on,
            at=desk.at,
            seen=request.POST.get("seen", ""),
        )
    except errors.RegistrationsMoved:
        messages.warning(
            request,
            _(
                "Chưa lưu: lớp %(class)s vừa được người khác sửa. Bảng dưới giữ dấu của bạn; "
                "xem lại rồi bấm Lưu lần nữa."
            )
            % {"class": grid.class_name},
        )
        return grid_page(request, desk, grid, ticked)
    messages.success(
        request,
        _("Đã lưu lớp %(class)s từ %(day)s: thêm %(more)s, thôi %(less)s lượt đăng ký.")
        % {
            "class": grid.class_name,
            "day": f"{grid.on:%d/%m/%Y}",
            "more": saved.started,
            "less": saved.stopped,
        },
    )
    return redirect(reverse("desk_registrations") + grid.address)


@for_staff(Permission.REGISTRATION_WRITE)
@require_POST
def copy(request: StaffRequest) -> HttpResponse:
    """Register in a year whoever took the items when the year before ended."""
    desk = desk_of(request)
    year = request.POST.get("year", "")
    now = school_year(desk.today)
    if year not in years_around(now):
        raise Http404
    before = years_around(year)[0]
    copied = actions.copy_year(
        by=desk.by, facility_id=desk.facility_id, old_year=before, new_year=year, at=desk.at
    )
    if copied:
        messages.success(
            request,
            _("Đã chép %(count)s lượt đăng ký từ năm học %(old)s sang %(new)s.")
            % {"count": copied, "old": before, "new": year},
        )
    else:
        messages.info(
            request,
            _(
                "Không có gì để chép: cuối năm học %(old)s không ai đăng ký khoản nào có cùng mã "
                "trong năm học %(new)s, hoặc đã chép rồi."
            )
            % {"old": before, "new": year},
        )
    return redirect(reverse("desk_registrations") + "?" + urlencode({"year": year}))


def person_or_404(request: StaffRequest, pupil_id: int) -> Beneficiary:
    """The pupil, or nothing at all for somebody of another school."""
    person = bills.pupil_here(pupil_id, request.actor.facilities)
    if person is None:
        raise Http404
    return person


@for_staff(Permission.REGISTRATION_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def pupil(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """What one pupil takes, with a number and a coefficient of their own where they have one."""
    desk = desk_of(request)
    person = person_or_404(request, pupil_id)
    this_year = school_year(desk.today)
    years = [this_year, years_around(this_year)[-1]]
    form = RegisterForm(
        request.POST or None,
        items=catalogue.items_of_years(person.facility_id, years),
        initial={"from_on": desk.today, "percent": 100},
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            actions.register(
                by=desk.by,
                facility_id=person.facility_id,
                beneficiary_id=person.pk,
                fee_item_id=facts["fee_item"],
                from_on=facts["from_on"],
                quantity=facts["quantity"],
                percent=facts["percent"],
                at=desk.at,
            )
        except errors.RegisteredAlready:
            form.add_error(
                "fee_item", _("Em đã đăng ký khoản này trong những ngày đó. Cho thôi trước đã.")
            )
        except errors.OutsideTheYear:
            form.add_error("from_on", _("Ngày này ngoài năm học của khoản. Chọn ngày khác."))
        else:
            messages.success(request, _("Đã ghi đăng ký cho %(name)s.") % {"name": person.name})
            return redirect("desk_registration_pupil", person.pk)
    return pupil_page(request, desk, person, form)


def pupil_page(
    request: StaffRequest, desk: Desk, person: Beneficiary, form: RegisterForm
) -> HttpResponse:
    """One pupil's registrations and the form for another."""
    context = {
        "person": person,
        "form": form,
        "rows": [registration_row(one, desk.today) for one in queries.of_person(person.pk)],
        "stop_form": StopForm(initial={"last_on": desk.today}),
    }
    crumbs = [
        Crumb(_("Học sinh"), reverse("desk_pupils")),
        Crumb(person.name, reverse("desk_pupil", args=[person.pk])),
        Crumb(_("Đăng ký khoản thu")),
    ]
    status = 400 if form.errors else 200
    return show(
        request, desk, "registration_pupil", context, noun=Noun.PUPILS, crumbs=crumbs, status=status
    )


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A registration in words."""

    registration: Registration
    last_on: date
    is_over: bool


def registration_row(one: Registration, today: date) -> RegistrationRow:
    """A registration with the last day on which it holds."""
    return RegistrationRow(one, one.until_on - date.resolution, one.until_on <= today)


@for_staff(Permission.REGISTRATION_WRITE)
@require_POST
def stop(request: StaffRequest, registration_id: int) -> HttpResponse:
    """Say on which day a pupil takes an item for the last time."""
    desk = desk_of(request)
    one = queries.registration_here(registration_id, request.actor.facilities)
    if one is None:
        raise Http404
    form = StopForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Chưa có ngày cuối. Chọn ngày cuối em còn dùng khoản này."))
        return redirect("desk_registration_pupil", one.beneficiary_id)
    try:
        actions.stop(
            by=desk.by, registration_id=one.pk, last_on=form.cleaned_data["last_on"], at=desk.at
        )
    except errors.OutsideTheYear:
        messages.error(request, _("Đăng ký này đã hết trước ngày đó rồi. Chọn ngày sớm hơn."))
    else:
        messages.success(
            request,
            _(
                "Đã cho thôi %(item)s. Khoản đã phát hành chưa đổi; mở đợt thu và bấm Cập nhật "
                "đợt thu để tính lại."
            )
            % {"item": one.fee_item.name},
        )
    return redirect("desk_registration_pupil", one.beneficiary_id)
