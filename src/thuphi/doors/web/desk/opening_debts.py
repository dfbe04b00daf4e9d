"""Debts that families had in the program used before: pasted, read line by line, made a run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import school_year
from thuphi.money.bills import errors as bill_errors
from thuphi.money.catalogue import queries as catalogue
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.closing.opening import NAME, OpeningDebt, open_debts
from thuphi.registers.payers import queries as payers
from thuphi.registers.payers.models import Beneficiary

from .fees import years_around
from .frame import Crumb, Desk, Noun, desk_of, show
from .run_forms import OpeningForm
from .run_new import DAYS_TO_PAY

_CELLS = re.compile(r"\t|;")
FAULTS_SHOWN = 20


@dataclass(slots=True)
class Read:
    """What a pasted list says, and what is wrong with it, line by line."""

    debts: list[OpeningDebt] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def fault(self, line: int, sentence: str) -> None:
        """Say what is wrong with a line."""
        self.faults.append(_("Dòng %(line)s: %(fault)s") % {"line": line, "fault": sentence})


def read_debts(desk: Desk, text: str) -> Read:
    """The debts of a pasted list; blank lines are passed over."""
    lines = [
        (number, [cell.strip() for cell in _CELLS.split(line)])
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    ]
    now = school_year(desk.today)
    items: dict[str, FeeItem] = {}
    # The newest list wins where a code stands in several years.
    for item in catalogue.items_of_years(desk.facility_id, years_around(now)[:2]):
        items[item.code.casefold()] = item
    people = payers.by_codes(desk.facility_id, {cells[0] for _number, cells in lines})
    read, seen = Read(), dict[tuple[int, int], int]()
    for number, cells in lines:
        _read_line(read, number, cells, people, items, seen)
    return read


def _read_line(
    read: Read,
    number: int,
    cells: list[str],
    people: Mapping[str, Beneficiary],
    items: Mapping[str, FeeItem],
    seen: dict[tuple[int, int], int],
) -> None:
    if len(cells) < 3:
        read.fault(number, _("cần mã học sinh, mã khoản mục và số tiền."))
        return
    person, item = people.get(cells[0]), items.get(cells[1].casefold())
    if person is None:
        read.fault(number, _("không có học sinh mang mã %(code)s.") % {"code": cells[0]})
        return
    if item is None:
        read.fault(number, _("không có khoản mục thu mang mã %(code)s.") % {"code": cells[1]})
        return
    try:
        amount_vnd = money.parse_dong(cells[2])
    except (money.AmountUnreadable, money.AmountNegative):
        read.fault(number, _("“%(text)s” không đọc được thành số đồng.") % {"text": cells[2]})
        return
    if not amount_vnd:
        read.fault(number, _("số tiền bằng 0. Bỏ dòng này."))
        return
    before = seen.setdefault((person.pk, item.pk), number)
    if before != number:
        read.fault(
            number,
            _("em %(code)s và khoản %(item)s đã có ở dòng %(before)s. Cộng lại thành một dòng.")
            % {"code": cells[0], "item": item.code, "before": before},
        )
        return
    words = " ".join(cells[3:]).strip()
    read.debts.append(
        OpeningDebt(person.pk, item.pk, amount_vnd, f"{item.name} {words}"[:200] if words else "")
    )


@for_staff(Permission.RUN_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: StaffRequest) -> HttpResponse:
    """Paste the list; a list without a fault becomes a run in draft."""
    desk = desk_of(request)
    form = OpeningForm(
        request.POST or None,
        initial={"name": NAME, "due_on": desk.today + timedelta(days=DAYS_TO_PAY)},
    )
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        read = read_debts(desk, form.cleaned_data["debts"])
        faults = read.faults
        if not faults:
            try:
                run = open_debts(
                    by=desk.by,
                    facility_id=desk.facility_id,
                    debts=read.debts,
                    school_year=school_year(desk.today),
                    due_on=form.last_day(),
                    name=form.cleaned_data["name"],
                    at=desk.at,
                )
            except bill_errors.RunNameTaken:
                form.add_error("name", _("Đã có đợt thu mang tên này. Đặt tên khác."))
            else:
                messages.success(
                    request,
                    _("Đã lập đợt nợ đầu kỳ gồm %(count)s dòng, chưa phát hành. Xem lại tổng.")
                    % {"count": len(read.debts)},
                )
                return redirect("desk_run", run.pk)
    context = {
        "form": form,
        "faults": faults[:FAULTS_SHOWN],
        "more": max(len(faults) - FAULTS_SHOWN, 0),
    }
    crumbs = [Crumb(_("Đợt thu"), reverse("desk_runs")), Crumb(_("Nợ đầu kỳ"))]
    status = 400 if form.errors or faults else 200
    return show(
        request, desk, "opening_debts", context, noun=Noun.RUNS, crumbs=crumbs, status=status
    )
