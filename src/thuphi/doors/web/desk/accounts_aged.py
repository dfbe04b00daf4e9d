"""Aged receivables (tuổi nợ): who is late by how long, and who is reminded next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.accounts.queries.aged import Aged, AgedRow, Debt, aged
from thuphi.money.accounts.rules import Age, AgedBy
from thuphi.money.bills.models import Bill
from thuphi.money.reminders import queries as reminders
from thuphi.money.reminders.rules import REMINDERS, Level, level_on

from . import accounts_files, accounts_words
from .accounts_asked import Choice
from .accounts_table import Cell, Head, Row, Table, written
from .frame import Crumb, Desk, Noun, desk_of, show
from .words import Words

FAMILIES_SHOWN = 20

LEVELS: dict[Level, Words] = {
    Level.BEFORE: gettext_lazy("Sắp đến hạn"),
    Level.DUE: gettext_lazy("Đến hạn hôm nay"),
    Level.AFTER: gettext_lazy("Quá hạn, nhắc lần một"),
    Level.LAST: gettext_lazy("Quá hạn, nhắc lần cuối"),
}


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """One level of reminders that is due today."""

    label: str
    bills: int
    rest_vnd: int


@dataclass(frozen=True, slots=True)
class FamilyDue:
    """One bill whose family is to be reminded today."""

    bill: Bill
    level: str


@dataclass(frozen=True, slots=True)
class RemindersDue:
    """Who is to be reminded today by the facility's own plan."""

    is_on: bool
    levels: Sequence[ReminderDue]
    first: Sequence[FamilyDue]
    """The oldest debts of them."""

    @property
    def bills(self) -> int:
        """How many bills in all."""
        return sum(one.bills for one in self.levels)


def reminders_due(desk: Desk) -> RemindersDue:
    """Bills of which the plan says that their families are told today, and were not yet."""
    plan = reminders.plan_of(desk.facility_id)
    within = reminders.owing_within_reach(desk.facility_id, plan, desk.today)
    told = reminders.levels_told([one.pk for one in within])
    number: Counter[Level] = Counter()
    rest: dict[Level, int] = defaultdict(int)
    due: list[tuple[Bill, Level]] = []
    for bill in within:
        level = level_on(
            plan, due_on=bill.due_on, today=desk.today, told=told.get(bill.pk, frozenset())
        )
        if level is not None:
            number[level] += 1
            rest[level] += bill.remaining_vnd
            due.append((bill, level))
    due.sort(key=lambda one: (one[0].due_on, -one[0].remaining_vnd, one[0].pk))
    return RemindersDue(
        is_on=plan.is_on,
        levels=[
            ReminderDue(str(LEVELS[level]), number[level], rest[level])
            for level in REMINDERS
            if number[level]
        ],
        first=[FamilyDue(bill, str(LEVELS[level])) for bill, level in due[:FAMILIES_SHOWN]],
    )


def chosen(request: StaffRequest) -> AgedBy:
    """What the debts are sorted by."""
    wanted = request.GET.get("by", "")
    return AgedBy(wanted) if wanted in {one.value for one in AgedBy} else AgedBy.CLASS


def _bills(by: AgedBy, row: AgedRow) -> str:
    """The list of the bills behind a row."""
    match by:
        case AgedBy.CLASS:
            query = {"state": "owing", "class": row.name}
        case AgedBy.RUN:
            if row.id is None:
                return ""
            return f"{reverse('desk_run', args=[row.id])}?{urlencode({'state': 'owing'})}"
        case AgedBy.ITEM:
            query = {"state": "owing", "item": str(row.id)}
    return f"{reverse('desk_bills')}?{urlencode(query)}"


def aged_table(desk: Desk, by: AgedBy, found: Aged) -> Table:
    """Each row with its ages; on the page below each sum how many bills it is."""
    nameless = {
        AgedBy.CLASS: _("Không có lớp"),
        AgedBy.RUN: _("Ngoài đợt thu"),
        AgedBy.ITEM: "",
    }[by]

    def cell(debt: Debt) -> Cell:
        bills = _("%(number)s khoản") % {"number": debt.bills} if debt.bills else ""
        return Cell(debt.rest_vnd, sub=bills)

    rows = [
        Row(
            [
                Cell(row.name or nameless, _bills(by, row), note=written(row.whole.rest_vnd)),
                *(cell(row.of.get(age, Debt())) for age in Age),
                cell(row.whole),
            ]
        )
        for row in found.rows
    ]
    sums = found.of
    foot = [
        Cell(_("Cộng")),
        *(Cell(sums.get(age, Debt()).rest_vnd) for age in Age),
        Cell(found.whole.rest_vnd),
    ]
    heads = [
        Head(str(accounts_words.AGED_BY[by]), width=32),
        *(Head(str(accounts_words.AGES[age]), is_number=True) for age in Age),
        Head(_("Còn phải nộp"), is_number=True),
    ]
    lines = [
        desk.facility.name,
        _("Tính đến ngày %(day)s, theo hạn nộp của từng khoản thu")
        % {"day": f"{desk.today:%d/%m/%Y}"},
    ]
    return Table(_("Tuổi nợ"), lines, heads, rows, foot)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def account_aged(request: StaffRequest) -> HttpResponse:
    """What families owe by how long it is late, and whom the plan reminds today."""
    desk, by = desk_of(request), chosen(request)
    desk.by.require(Permission.PAYMENT_READ, desk.facility_id)
    found = aged(desk.facility_id, by, desk.today)
    context = {
        "table": aged_table(desk, by, found),
        "ways": [
            Choice(str(accounts_words.AGED_BY[one]), urlencode({"by": one.value}), one is by)
            for one in AgedBy
        ],
        "query": urlencode({"by": by.value}),
        "aged": found,
        "late_vnd": found.whole.rest_vnd - found.of.get(Age.NOT_DUE, Debt()).rest_vnd,
        "reminders": reminders_due(desk),
        "section": "aged",
        "files": "desk_aged_file",
    }
    crumbs = [Crumb(_("Sổ chi tiết"), reverse("desk_accounts")), Crumb(_("Tuổi nợ"))]
    return show(request, desk, "accounts", context, noun=Noun.MONEY, crumbs=crumbs)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def account_aged_file(request: StaffRequest, ending: str) -> HttpResponseBase:
    """The same as a file."""
    desk, by = desk_of(request), chosen(request)
    desk.by.require(Permission.PAYMENT_READ, desk.facility_id)
    with translation.override("vi"):
        table = aged_table(desk, by, aged(desk.facility_id, by, desk.today))
        file = accounts_files.as_file(table, ending)
    name = f"tuoi-no-{desk.facility.code}-{desk.today:%Y%m%d}"
    return accounts_files.answer(request, file, name=name, ending=ending)
