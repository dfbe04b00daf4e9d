"""What is asked of a statement: whose desk, which days, by which day money counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.doors.web.shared.access import StaffRequest
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import SCHOOL_YEAR_STARTS_IN_MONTH
from thuphi.money.accounts.queries.asking import Asked
from thuphi.money.accounts.rules import Span
from thuphi.money.reconciliation.models import ReconciliationRule
from thuphi.money.reconciliation.rules import BooksBy

from . import accounts_words
from .forms import DayField
from .frame import Desk, desk_of

ALL = "tat-ca"
"""In an address: every day there is."""


class SpanForm(forms.Form):
    """Which days."""

    from_on = DayField(label=gettext_lazy("Từ ngày"), required=False)
    until_on = DayField(label=gettext_lazy("Đến ngày"), required=False)

    def clean(self) -> None:
        """Days in their order."""
        first, last = self.cleaned_data.get("from_on"), self.cleaned_data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("Đến ngày phải sau hoặc trùng Từ ngày."))


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen instead."""

    label: str
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A statement as an address asks for it."""

    desk: Desk
    asked: Asked
    form: SpanForm
    may_choose_day: bool = True
    """Whether the statement can be asked by the day of arrival."""

    @property
    def query(self) -> str:
        """What is asked, as an address says it."""
        return query_of(self.asked)

    @property
    def lines(self) -> list[str]:
        """What is asked, in words for the head of a paper."""
        said = [self.desk.facility.name, accounts_words.span(self.asked.span)]
        if self.may_choose_day:
            by = self.asked.by
            said.append(f"{accounts_words.BY[by]}. {accounts_words.BY_MEANS[by]}")
        return said

    def spans(self) -> Sequence[Choice]:
        """The spans that are asked for most."""
        today = self.desk.today
        month = today.replace(day=1)
        before = month - timedelta(days=1)
        began = today.year if today.month >= SCHOOL_YEAR_STARTS_IN_MONTH else today.year - 1
        year = date(began, SCHOOL_YEAR_STARTS_IN_MONTH, 1)
        offers = [
            (_("Tháng này"), Span(month, today)),
            (_("Tháng trước"), Span(before.replace(day=1), before)),
            (_("Năm học này"), Span(year, today)),
            (_("Từ đầu"), Span()),
        ]
        return [
            Choice(label, query_of(replace(self.asked, span=span)), span == self.asked.span)
            for label, span in offers
        ]

    def ways(self) -> Sequence[Choice]:
        """By which day money can count."""
        return [
            Choice(
                str(accounts_words.BY[by]),
                query_of(replace(self.asked, by=by)),
                by is self.asked.by,
            )
            for by in BooksBy
        ]

    def file_name(self, what: str) -> str:
        """What the browser calls a file of it, without its ending."""
        return f"{what}-{self.desk.facility.code}-{self.desk.today:%Y%m%d}"


def query_of(asked: Asked) -> str:
    """A span and a way of counting, as an address says them."""
    said: dict[str, str] = {"by": asked.by.value}
    if asked.span.from_on is not None:
        said["from_on"] = asked.span.from_on.isoformat()
    if asked.span.until_on is not None:
        said["until_on"] = asked.span.until_on.isoformat()
    if asked.span == Span():
        said["span"] = ALL
    return urlencode(said)


def rule_of(facility_id: int) -> BooksBy:
    """By which day a facility's own reports count money."""
    rule = ReconciliationRule.objects.filter(facility_id=facility_id).first()
    return BooksBy.PAID if rule is None else BooksBy(rule.books_by)


def opened(request: StaffRequest, *, default: Span, may_choose_day: bool = True) -> Opened:
    """What a request asks for; what cannot be read narrows nothing and is said on the page."""
    desk = desk_of(request)
    desk.by.require(Permission.PAYMENT_READ, desk.facility_id)
    form = SpanForm(request.GET)
    span = default
    if form.is_valid():
        first, last = form.cleaned_data["from_on"], form.cleaned_data["until_on"]
        if first or last or request.GET.get("span") == ALL:
            span = Span(first, last)
    wanted = request.GET.get("by", "")
    by = BooksBy.PAID
    if may_choose_day:
        is_known = wanted in {one.value for one in BooksBy}
        by = BooksBy(wanted) if is_known else rule_of(desk.facility_id)
    if not form.errors:
        form = SpanForm(initial={"from_on": span.from_on, "until_on": span.until_on})
    asked = Asked(facility_id=desk.facility_id, by=by, span=span)
    return Opened(desk, asked, form, may_choose_day)


def this_month(today: date) -> Span:
    """From the first of the month until today."""
    return Span(today.replace(day=1), today)
