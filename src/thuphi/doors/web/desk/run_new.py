"""Planning a collection run."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import Month, school_year
from thuphi.money.bills import actions
from thuphi.money.bills.errors import RunNameTaken
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.registered import plan_from_registrations
from thuphi.money.bills.rules import ScopeKind
from thuphi.money.catalogue import queries as catalogue
from thuphi.money.registrations import queries as registrations
from thuphi.registers.payers import queries as payers

from .fees import years_around
from .frame import Crumb, Desk, Noun, desk_of, show
from .run_forms import pupils_of_codes
from .run_new_form import EVERYBODY, REGISTERED, RunForm

DAYS_TO_PAY = 15


class NobodyInScope(Exception):
    """The chosen scope and items give no line at all."""


def plan_run(desk: Desk, form: RunForm) -> CollectionRun:
    """The run with its plan, or neither. Raises `RunNameTaken`, `NobodyInScope`."""
    with transaction.atomic():
        run = actions.create_run(
            by=desk.by, facility_id=desk.facility_id, plan=form.plan(), at=desk.at
        )
        if form.cleaned_data["optional_for"] == REGISTERED:
            lines = plan_from_registrations(
                by=desk.by,
                run_id=run.pk,
                item_ids=[item for item, _quantity in form.chosen()],
                quantities=dict(form.chosen()),
                at=desk.at,
            )
        else:
            lines = actions.plan_scope(by=desk.by, run_id=run.pk, items=form.chosen(), at=desk.at)
        if not lines:
            raise NobodyInScope
    return run


def knows_pupils(desk: Desk, form: RunForm) -> bool:
    """Whether pupils who were named by code are all there; if not, the form says which is not."""
    if form.cleaned_data["scope_kind"] != ScopeKind.PUPILS.value:
        return True
    try:
        pupils_of_codes(desk.facility_id, form.cleaned_data["pupils"])
    except ValidationError as error:
        form.add_error("pupils", error)
        return False
    return True


@for_staff(Permission.RUN_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def run_new(request: StaffRequest) -> HttpResponse:
    """Say what is collected, from whom and until when; nothing goes out yet."""
    desk = desk_of(request)
    now = school_year(desk.today)
    year = request.GET.get("year", now)
    year = year if year in years_around(now) else now
    month = Month.of(desk.today).label
    has_register = registrations.is_used(desk.facility_id, year)
    form = RunForm(
        request.POST or None,
        year=year,
        items=catalogue.items(desk.facility_id, year),
        classes=payers.classes(desk.facility_id),
        initial={
            # Families read these words on the notice, whatever language the desk is read in.
            "name": f"Thu tháng {month}",
            "reason": f"Các khoản thu tháng {month}",
            "opens_on": desk.today,
            "due_on": desk.today + timedelta(days=DAYS_TO_PAY),
            "optional_for": REGISTERED if has_register else EVERYBODY,
        },
    )
    if request.method == "POST" and form.is_valid() and knows_pupils(desk, form):
        try:
            run = plan_run(desk, form)
        except RunNameTaken:
            form.add_error("name", _("Đã có đợt thu mang tên này. Đặt tên khác."))
        except NobodyInScope:
            form.add_error(
                None,
                _(
                    "Không có ai trong phạm vi đã chọn đăng ký khoản nào đã đánh dấu. Mở Đăng ký "
                    "khoản thu để đánh dấu, hoặc chọn thu của mọi em."
                )
                if form.cleaned_data["optional_for"] == REGISTERED
                else _(
                    "Không có học sinh nào trong phạm vi đã chọn. Kiểm tra khối, lớp đã đánh dấu."
                ),
            )
        else:
            messages.success(
                request, _("Đã lập đợt thu, chưa phát hành. Xem lại tổng rồi bấm Phát hành.")
            )
            return redirect("desk_run", run.pk)
    context = {
        "form": form,
        "year": year,
        "years": years_around(now),
        "has_register": has_register,
    }
    crumbs = [Crumb(_("Đợt thu"), reverse("desk_runs")), Crumb(_("Lập đợt thu"))]
    status = 400 if form.errors else 200
    return show(request, desk, "run_new", context, noun=Noun.RUNS, crumbs=crumbs, status=status)
