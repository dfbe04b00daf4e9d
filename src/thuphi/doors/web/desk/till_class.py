"""Cash by class in bulk: one tick for who pays in full, another amount typed, one save."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Payment
from thuphi.money.tills import errors
from thuphi.money.tills.actions import taking
from thuphi.money.tills.actions.taking import Entry, SlipNumber, Taken
from thuphi.money.tills.queries import books, classes
from thuphi.money.tills.queries.books import Pad
from thuphi.registers.payers import queries as payers

from .frame import Crumb, Desk, Noun, desk_of, number_in, show
from .rows import receipt_href, receipt_number
from .till_words import fault_words

KEY = re.compile(r"[0-9a-f-]{32,36}", re.ASCII)
LATEST_SHOWN = 60


@dataclass(slots=True)
class ClassRow:
    """One bill of the class with what was ticked and typed for it."""

    bill: Bill
    key: str
    is_ticked: bool = False
    typed: str = ""
    fault: str = ""
    amount_vnd: int = 0


@dataclass(frozen=True, slots=True)
class PadChoice:
    """A pad that the collector may write on, with the numbers that are gone."""

    pad: Pad
    gone: frozenset[int]

    @property
    def gone_words(self) -> str:
        """The gone numbers, as the page hands them to its script."""
        return ",".join(str(number) for number in sorted(self.gone))


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt given in this class today."""

    name: str
    number: str
    href: str
    amount_vnd: int
    slip: str


def rows_of(bills: Sequence[Bill], said: Mapping[str, str]) -> list[ClassRow]:
    """The class's bills with what the form said of each; a fault where it cannot be read."""
    rows = []
    for bill in bills:
        key = said.get(f"key_{bill.code}", "")
        row = ClassRow(bill, key if KEY.fullmatch(key) else str(uuid.uuid4()))
        row.is_ticked = bool(said.get(f"tick_{bill.code}"))
        row.typed = said.get(f"amount_{bill.code}", "").strip()[:30]
        if row.typed:
            try:
                row.amount_vnd = money.parse_dong(row.typed)
            except money.AmountUnreadable:
                row.fault = _("Không đọc được số tiền. Gõ như 350.000.")
        elif row.is_ticked:
            # Ticked is paid in full as the collector saw it; a rest that changed is refused below.
            row.amount_vnd = number_in(said.get(f"rest_{bill.code}", "")) or bill.remaining_vnd
        rows.append(row)
    return rows


def pads_of(desk: Desk) -> list[PadChoice]:
    """The pads in this collector's hands that have a blank number."""
    mine = books.pads(desk.facility_id, desk.by.user_id, only_out=True)
    return [
        PadChoice(pad, frozenset(one.number for one in books.slips(pad.book.pk)))
        for pad in mine
        if pad.next_number is not None
    ]


def entries_of(rows: Sequence[ClassRow], pad: PadChoice | None, first: int) -> list[Entry]:
    """What is taken, in the order of the list; numbers of the pad go up and skip what is gone."""
    entries = []
    number = first
    for row in rows:
        if not row.typed and not row.is_ticked:
            continue
        slip = None
        if pad is not None:
            while number in pad.gone:
                number += 1
            slip = SlipNumber(pad.pad.book.pk, number)
            number += 1
        entries.append(Entry(code=row.bill.code, amount_vnd=row.amount_vnd, key=row.key, slip=slip))
    return entries


def _save(desk: Desk, rows: list[ClassRow], entries: list[Entry]) -> list[Taken]:
    """Take them all, or write beside each refused row why; nothing is taken then."""
    try:
        return taking.take_many(
            by=desk.by, facility_id=desk.facility_id, entries=entries, at=desk.at
        )
    except errors.TakingsRefused as refused:
        faults = {one.key: one for one in refused.faults}
        for row in rows:
            if row.key in faults:
                row.fault = fault_words(faults[row.key])
    return []


def taken_words(taken: Sequence[Taken]) -> str:
    """What one save came to."""
    total_vnd = sum(one.payment.amount_vnd for one in taken)
    numbers = [receipt_number(one.payment) for one in taken]
    return ngettext(
        "Đã thu %(n)s khoản, %(sum)s. Biên nhận %(first)s.",
        "Đã thu %(n)s khoản, %(sum)s. Biên nhận %(first)s đến %(last)s.",
        len(taken),
    ) % {
        "n": len(taken),
        "sum": money.dong(total_vnd),
        "first": numbers[0],
        "last": numbers[-1],
    }


@for_staff(Permission.CASH_TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def till_class(request: StaffRequest) -> HttpResponse:
    """The classes that still owe; or one class, to go through with cash in hand."""
    desk = desk_of(request)
    said = {name: str(value) for name, value in request.POST.items()}
    class_name = said.get("class_name") or request.GET.get("class_name", "")
    if "class_name" not in said and "class_name" not in request.GET:
        return _choose(request, desk)
    bills = classes.owing_in_class(desk.facility_id, class_name)
    rows = rows_of(bills, said)
    pads = pads_of(desk)
    wrong = ""
    if request.method == "POST":
        pad = next((one for one in pads if str(one.pad.book.pk) == said.get("book")), None)
        first = number_in(said.get("first_number", "")) or 0
        entries = entries_of(rows, pad, first)
        if not entries:
            wrong = _("Chưa đánh dấu ai và chưa gõ số tiền nào.")
        elif not any(row.fault for row in rows):
            taken = _save(desk, rows, entries)
            if taken:
                messages.success(request, taken_words(taken))
                return redirect(class_href(class_name))
    faults = sum(bool(row.fault) for row in rows)
    context = {
        "class_name": class_name,
        "rows": rows,
        "pads": pads,
        "book": said.get("book", ""),
        "first_number": said.get("first_number", ""),
        "wrong": wrong,
        "faults": faults,
        "owed_vnd": sum(bill.remaining_vnd for bill in bills),
        "receipts": _receipts_today(desk, class_name),
        "person_id": desk.by.user_id,
    }
    crumbs = [*crumbs_to(Crumb(_("Thu theo lớp"), reverse("desk_till_class"))), Crumb(class_name)]
    status = 400 if wrong or faults else 200
    return show(request, desk, "till_class", context, noun=Noun.CASH, crumbs=crumbs, status=status)


def class_href(class_name: str) -> str:
    """The page of one class."""
    return reverse("desk_till_class", query={"class_name": class_name})


def crumbs_to(*more: Crumb) -> list[Crumb]:
    """The way back from a page of the cash desk."""
    return [Crumb(_("Quầy thu"), reverse("desk_cash")), *more]


def _choose(request: StaffRequest, desk: Desk) -> HttpResponse:
    owing = {name: rest for name, *rest in classes.owing_classes(desk.facility_id)}
    names = [name for name, _grade, _people in payers.classes(desk.facility_id)]
    ordered = [*names, *(name for name in owing if name not in names)]
    found = [
        {"name": name, "href": class_href(name), "number": owing[name][0], "owed": owing[name][1]}
        for name in dict.fromkeys(ordered)
        if name in owing
    ]
    context = {"classes": found, "person_id": desk.by.user_id}
    crumbs = crumbs_to(Crumb(_("Thu theo lớp")))
    return show(request, desk, "till_classes", context, noun=Noun.CASH, crumbs=crumbs)


def _receipts_today(desk: Desk, class_name: str) -> list[Receipt]:
    """What this collector took in this class today, the latest first."""
    midnight = datetime.combine(desk.today, time.min, tzinfo=VIETNAM)
    found = list(
        Payment.objects.filter(
            facility_id=desk.facility_id,
            channel="cash",
            taken_by=desk.by.user_id,
            paid_at__gte=midnight,
            bill__class_name=class_name,
            receipt_number__isnull=False,
        )
        .select_related("bill")
        .order_by("-id")[:LATEST_SHOWN]
    )
    slips = books.slips_of([one.pk for one in found])
    return [
        Receipt(
            name=one.bill.beneficiary_name if one.bill is not None else "",
            number=receipt_number(one),
            href=receipt_href(one),
            amount_vnd=one.amount_vnd,
            slip=slips.get(one.pk, ""),
        )
        for one in found
    ]
