"""The trial balance (bảng cân đối số phát sinh): every account, a click from its transfers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Permission
from thuphi.money.accounts.queries import trial as trials
from thuphi.money.accounts.queries.asking import Asked
from thuphi.money.accounts.queries.ledger import AccountName
from thuphi.money.accounts.queries.trial import Trial, TrialKind, TrialRow
from thuphi.money.accounts.rules import Sides, Span
from thuphi.money.ledger.rules import AccountKind
from thuphi.money.reconciliation.rules import BooksBy

from . import accounts_files, accounts_links, accounts_words, words
from .accounts_asked import Opened, opened, query_of, this_month
from .accounts_table import Cell, Head, Row, Table, written
from .frame import PAGE_ROWS, Crumb, Noun, page_number, show

SHOWN_AT_ONCE = 12
"""More accounts of one kind than these have a page of their own."""

Names = Mapping[str, str]


def heads() -> list[Head]:
    """The columns, as the form of accountants has them."""
    return [
        Head(_("Tài khoản"), width=44),
        Head(_("Nợ đầu kỳ"), is_number=True),
        Head(_("Có đầu kỳ"), is_number=True),
        Head(_("Phát sinh nợ"), is_number=True),
        Head(_("Phát sinh có"), is_number=True),
        Head(_("Nợ cuối kỳ"), is_number=True),
        Head(_("Có cuối kỳ"), is_number=True),
    ]


def sums(
    before: Sides, moved: Sides, after: Sides, hrefs: Sequence[str] = ("", "", "")
) -> list[Cell]:
    """Six figures: opening, turnover and closing, each on both sides."""
    return [
        Cell(vnd, href if vnd else "")
        for sides, href in zip((before, moved, after), hrefs, strict=True)
        for vnd in (sides.debit_vnd, sides.credit_vnd)
    ]


def closing(after: Sides) -> str:
    """What an account has in the end, in few words."""
    said = [
        _("Nợ %(sum)s") % {"sum": written(after.debit_vnd)} if after.debit_vnd else "",
        _("Có %(sum)s") % {"sum": written(after.credit_vnd)} if after.credit_vnd else "",
    ]
    return " · ".join(one for one in said if one)


def drills(asked: Asked, row: TrialRow) -> tuple[str, str, str]:
    """Where the opening, the turnover and the closing of an account come from."""
    if row.account_id is None:
        return "", "", ""
    page, span = reverse("desk_account_one", args=[row.account_id]), asked.span
    before = Span(until_on=span.from_on - timedelta(days=1)) if span.from_on is not None else Span()
    return (
        f"{page}?{query_of(replace(asked, span=before))}",
        f"{page}?{query_of(asked)}",
        f"{page}?{query_of(replace(asked, span=Span(until_on=span.until_on)))}",
    )


def account_row(asked: Asked, row: TrialRow, names: Names) -> Row:
    """One account of several of a kind."""
    hrefs = drills(asked, row)
    label = accounts_words.detail(row.kind, row.detail, names) or str(words.ACCOUNTS[row.kind])
    first = Cell(label, hrefs[1], note=closing(row.after))
    return Row([first, *sums(row.before, row.moved, row.after, hrefs)])


def kind_rows(asked: Asked, kind: TrialKind, names: Names, *, is_whole: bool) -> list[Row]:
    """A kind with its accounts, or with the way to them where they are many."""
    whole = kind.whole
    name = str(words.ACCOUNTS[whole.kind])
    if len(kind.accounts) == 1:
        hrefs = drills(asked, whole)
        label = accounts_words.account(whole.kind, whole.detail, names)
        figures = sums(whole.before, whole.moved, whole.after, hrefs)
        first = Cell(label, hrefs[1], note=closing(whole.after))
        return [Row([first, *figures], is_strong=True)]
    page = f"{reverse('desk_accounts_kind', args=[whole.kind.value])}?{query_of(asked)}"
    number = _("%(number)s tài khoản") % {"number": len(kind.accounts)}
    figures = sums(whole.before, whole.moved, whole.after)
    first = Cell(name, page, number, note=closing(whole.after))
    rows = [Row([first, *figures], is_strong=True)]
    if is_whole or len(kind.accounts) <= SHOWN_AT_ONCE:
        rows += [account_row(asked, one, names) for one in kind.accounts]
    return rows


def trial_table(this: Opened, found: Trial, *, is_whole: bool) -> Table:
    """The trial balance as a table; on the page kinds of many accounts are one row each."""
    shown = [
        AccountName(one.account_id or 0, one.kind, one.detail)
        for kind in found.kinds
        if is_whole or len(kind.accounts) <= SHOWN_AT_ONCE
        for one in kind.accounts
    ]
    names = accounts_links.names_of(this.desk.facility_id, shown)
    rows = [
        row for kind in found.kinds for row in kind_rows(this.asked, kind, names, is_whole=is_whole)
    ]
    foot = [Cell(_("Cộng")), *sums(found.before, found.moved, found.after)]
    return Table(_("Bảng cân đối số phát sinh"), this.lines, heads(), rows, foot)


def asked_of(request: StaffRequest) -> Opened:
    """The balance asked for: this month, until something else is chosen."""
    return opened(request, default=this_month(clock.today(clock.now())))


def frame_of(this: Opened, table: Table) -> dict[str, object]:
    """What the page of every statement shows around its table."""
    return {
        "table": table,
        "form": this.form,
        "spans": this.spans(),
        "ways": this.ways() if this.may_choose_day else [],
        "means": (
            [(accounts_words.BY[by], accounts_words.BY_MEANS[by]) for by in BooksBy]
            if this.may_choose_day
            else []
        ),
        "by": this.asked.by.value,
        "query": this.query,
        "days": accounts_words.span(this.asked.span),
    }


@for_staff(Permission.PAYMENT_READ)
@require_safe
def accounts(request: StaffRequest) -> HttpResponse:
    """All accounts: what they had, what moved, what they have."""
    this = asked_of(request)
    found = trials.trial(this.asked)
    context = {
        **frame_of(this, trial_table(this, found, is_whole=False)),
        "not_arrived": found.not_arrived,
        "section": "trial",
        "files": "desk_accounts_file",
    }
    crumbs = [Crumb(_("Tiền vào"), reverse("desk_payments")), Crumb(_("Sổ chi tiết"))]
    return show(request, this.desk, "accounts", context, noun=Noun.MONEY, crumbs=crumbs)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def accounts_file(request: StaffRequest, ending: str) -> HttpResponseBase:
    """The whole balance with every account, in Vietnamese as the office keeps it."""
    with translation.override("vi"):
        this = asked_of(request)
        table = trial_table(this, trials.trial(this.asked), is_whole=True)
        file = accounts_files.as_file(table, ending)
    return accounts_files.answer(
        request, file, name=this.file_name("can-doi-phat-sinh"), ending=ending
    )


@for_staff(Permission.PAYMENT_READ)
@require_safe
def accounts_kind(request: StaffRequest, kind: str) -> HttpResponse:
    """Every account of one kind, a page at a time."""
    this = asked_of(request)
    found = next(
        (one for one in trials.trial(this.asked).kinds if one.whole.kind.value == kind), None
    )
    if found is None:
        if kind not in {one.value for one in AccountKind}:
            raise Http404
        found = TrialKind(
            TrialRow(AccountKind(kind), "", None, Sides(), Sides(), Sides()), accounts=[]
        )
    page = Paginator(found.accounts, PAGE_ROWS).get_page(page_number(request))
    shown = list(page.object_list)
    names = accounts_links.names_of(
        this.desk.facility_id,
        [AccountName(one.account_id or 0, one.kind, one.detail) for one in shown],
    )
    title = str(words.ACCOUNTS[found.whole.kind])
    whole = found.whole
    table = Table(
        title,
        this.lines,
        heads(),
        [account_row(this.asked, one, names) for one in shown],
        [Cell(_("Cộng")), *sums(whole.before, whole.moved, whole.after)],
    )
    context = {**frame_of(this, table), "page": page, "section": "trial"}
    crumbs = [
        Crumb(_("Sổ chi tiết"), f"{reverse('desk_accounts')}?{this.query}"),
        Crumb(title),
    ]
    return show(request, this.desk, "accounts", context, noun=Noun.MONEY, crumbs=crumbs)
