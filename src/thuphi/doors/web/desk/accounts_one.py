"""One account of the book with every transfer on it, and every transfer about one thing."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Permission
from thuphi.money.accounts.queries import ledger
from thuphi.money.accounts.queries.asking import Asked
from thuphi.money.accounts.queries.ledger import AccountName, Movement

from . import accounts_files, accounts_links, accounts_words
from .accounts_asked import Opened, opened, query_of, this_month
from .accounts_links import About
from .accounts_table import Cell, Head, Row, Table, balance
from .accounts_trial import Names, closing, frame_of
from .frame import PAGE_ROWS, Crumb, Noun, desk_of, page_number, show


def opened_account(request: StaffRequest, account_id: int) -> tuple[Opened, AccountName]:
    """The account of an address, or no page for somebody of another facility."""
    this = opened(request, default=this_month(clock.today(clock.now())))
    account = ledger.account_here(account_id, this.desk.facility_id)
    if account is None:
        raise Http404
    return this, account


def heads() -> list[Head]:
    """The columns of an account."""
    return [
        Head(_("Ngày"), width=17),
        Head(_("Về việc"), width=34),
        Head(_("Nghiệp vụ"), width=28),
        Head(_("Tài khoản đối ứng"), width=32),
        Head(_("Nợ"), is_number=True),
        Head(_("Có"), is_number=True),
        Head(_("Số dư"), is_number=True),
    ]


def transfers_href(reference: str) -> str:
    """The page of every transfer about one thing."""
    return reverse("desk_account_about", args=[reference])


def movement_row(one: Movement, told: About, before_vnd: int, names: Names, query: str) -> Row:
    """One transfer, with what it is about and the account on its other side."""
    other = reverse("desk_account_one", args=[one.other.id])
    return Row(
        [
            Cell(one.at, transfers_href(one.reference), note=closing(one.moved)),
            Cell(told.label, told.href, told.sub if told.sub != told.label else ""),
            Cell(accounts_words.recipe(one.recipe)),
            Cell(
                accounts_words.account(one.other.kind, one.other.detail, names),
                f"{other}?{query}",
            ),
            Cell(one.moved.debit_vnd),
            Cell(one.moved.credit_vnd),
            balance(before_vnd + one.running_vnd),
        ]
    )


def account_table(
    this: Opened, account: AccountName, *, limit: int | None = None, offset: int = 0
) -> tuple[Table, int]:
    """A page of an account, or all of it; with how many transfers there are."""
    facility_id = this.desk.facility_id
    found = ledger.movements(this.asked, account.id, limit=limit, offset=offset)
    told = accounts_links.about(facility_id, (one.reference for one in found.rows))
    names = accounts_links.names_of(facility_id, [account, *(one.other for one in found.rows)])
    before_vnd = found.before_vnd
    rows = [
        movement_row(one, told[one.reference], before_vnd, names, this.query) for one in found.rows
    ]
    if offset == 0:
        rows.insert(0, Row([Cell(None), Cell(_("Số dư đầu kỳ")), *_empty(4), balance(before_vnd)]))
    foot = [
        Cell(None),
        Cell(_("Cộng phát sinh, số dư cuối kỳ")),
        *_empty(2),
        Cell(found.moved.debit_vnd),
        Cell(found.moved.credit_vnd),
        balance(found.after_vnd),
    ]
    title = accounts_words.account(account.kind, account.detail, names)
    return Table(title, this.lines, heads(), rows, foot), found.count


def _empty(number: int) -> list[Cell]:
    return [Cell(None)] * number


@for_staff(Permission.PAYMENT_READ)
@require_safe
def account_one(request: StaffRequest, account_id: int) -> HttpResponse:
    """One account: opening balance, every transfer, closing balance. Debit less credit."""
    this, account = opened_account(request, account_id)
    asked_for = page_number(request)
    number = int(asked_for) if asked_for.isascii() and asked_for.isdigit() else 1
    offset = (max(min(number, 1_000_000), 1) - 1) * PAGE_ROWS
    table, count = account_table(this, account, limit=PAGE_ROWS, offset=offset)
    if offset >= count > 0:
        number = (count - 1) // PAGE_ROWS + 1
        offset = (number - 1) * PAGE_ROWS
        table, count = account_table(this, account, limit=PAGE_ROWS, offset=offset)
    page = Paginator(range(count), PAGE_ROWS).get_page(number)
    context = {
        **frame_of(this, table),
        "page": page if count else None,
        "section": "trial",
        "files": "desk_account_file",
        "files_of": account.id,
    }
    crumbs = [
        Crumb(_("Sổ chi tiết"), f"{reverse('desk_accounts')}?{this.query}"),
        Crumb(table.title),
    ]
    return show(request, this.desk, "accounts", context, noun=Noun.MONEY, crumbs=crumbs)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def account_file(request: StaffRequest, account_id: int, ending: str) -> HttpResponseBase:
    """One account with every transfer in the days asked for."""
    with translation.override("vi"):
        this, account = opened_account(request, account_id)
        table, _count = account_table(this, account)
        file = accounts_files.as_file(table, ending)
    return accounts_files.answer(request, file, name=this.file_name("so-tai-khoan"), ending=ending)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def account_about(request: StaffRequest, reference: str) -> HttpResponse:
    """Every transfer about one bill, one sum of money, one line: both accounts of each."""
    desk = desk_of(request)
    desk.by.require(Permission.PAYMENT_READ, desk.facility_id)
    entries = ledger.about(reference, desk.facility_id)
    if not entries:
        raise Http404
    accounts = ledger.accounts_of(desk.facility_id)
    by_name = {(one.kind, one.detail): one for one in accounts.values()}
    sides = [
        by_name[side]
        for one in entries
        for side in ((one.debit, one.debit_detail), (one.credit, one.credit_detail))
    ]
    names = accounts_links.names_of(desk.facility_id, sides)
    told = accounts_links.about(desk.facility_id, [reference])[reference]

    def side(account: AccountName) -> Cell:
        words = accounts_words.account(account.kind, account.detail, names)
        every_day = query_of(Asked(facility_id=desk.facility_id))
        return Cell(words, f"{reverse('desk_account_one', args=[account.id])}?{every_day}")

    table = Table(
        _("Bút toán về %(what)s") % {"what": told.label},
        [],
        [
            Head(_("Bút toán")),
            Head(_("Ngày")),
            Head(_("Nghiệp vụ")),
            Head(_("Nợ tài khoản")),
            Head(_("Có tài khoản")),
            Head(_("Số tiền"), is_number=True),
        ],
        [
            Row(
                [
                    Cell(f"{one.id}"),
                    Cell(one.happened_at),
                    Cell(accounts_words.recipe(one.recipe)),
                    side(by_name[one.debit, one.debit_detail]),
                    side(by_name[one.credit, one.credit_detail]),
                    Cell(one.amount_vnd),
                ]
            )
            for one in entries
        ],
    )
    context = {"table": table, "told": told, "section": "trial"}
    crumbs = [Crumb(_("Sổ chi tiết"), reverse("desk_accounts")), Crumb(told.label)]
    return show(request, desk, "accounts", context, noun=Noun.MONEY, crumbs=crumbs)
