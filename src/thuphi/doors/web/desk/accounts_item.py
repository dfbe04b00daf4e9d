"""Statement of one fee item: due, changed, let off, collected, still owed, by class and month."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.accounts.queries import ledger
from thuphi.money.accounts.queries.asking import Asked
from thuphi.money.accounts.queries.item import ItemAccount, ItemSums, item
from thuphi.money.books import queries as books
from thuphi.money.catalogue import queries as catalogue
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.ledger.rules import AccountKind
from thuphi.money.reconciliation.rules import BooksBy

from . import accounts_files, accounts_words
from .accounts_asked import query_of
from .accounts_table import Cell, Head, Row, Table, balance, written
from .frame import Crumb, Desk, Noun, desk_of, show


def opened_item(request: StaffRequest, item_id: int) -> tuple[Desk, FeeItem]:
    """The item of an address, or no page for somebody of another facility."""
    desk = desk_of(request)
    desk.by.require(Permission.PAYMENT_READ, desk.facility_id)
    found = catalogue.item_here(item_id, [desk.facility_id])
    if found is None:
        raise Http404
    return desk, found


def heads(first: str) -> list[Head]:
    """The columns of an item's statement."""
    return [
        Head(first, width=24),
        Head(_("Số học sinh"), is_number=True),
        Head(_("Phải thu"), is_number=True),
        Head(_("Điều chỉnh"), is_number=True),
        Head(_("Miễn giảm"), is_number=True),
        Head(_("Đã thu"), is_number=True),
        Head(_("Còn lại"), is_number=True),
    ]


def figures(sums: ItemSums) -> list[Cell]:
    """The figures of one row."""
    return [
        Cell(sums.people),
        Cell(sums.charged_vnd),
        Cell(sums.adjusted_vnd),
        Cell(sums.waived_vnd),
        Cell(sums.collected_vnd),
        balance(sums.rest_vnd),
    ]


def left(sums: ItemSums) -> str:
    """What is still owed, in few words."""
    return _("Còn %(sum)s") % {"sum": written(sums.rest_vnd) or "0"}


def item_table(desk: Desk, one: FeeItem, found: ItemAccount) -> Table:
    """By class, then by month; both come to the same."""
    of_item = {"item": one.pk}
    rows = [
        Row(
            [
                Cell(
                    name or _("Không có lớp"),
                    f"{reverse('desk_bills')}?{urlencode({**of_item, 'class': name})}",
                    note=left(sums),
                ),
                *figures(sums),
            ]
        )
        for name, sums in found.classes
    ]
    rows.append(Row([Cell(_("Theo tháng phát hành")), *[Cell(None)] * 6], is_strong=True))
    rows += [
        Row([Cell(f"{month:%m/%Y}", note=left(sums)), *figures(sums)])
        for month, sums in found.months
    ]
    lines = [desk.facility.name, f"{one.name} · {one.code} · {one.school_year}"]
    foot = [Cell(_("Cộng")), *figures(found.whole)]
    return Table(_("Sổ chi tiết khoản mục"), lines, heads(_("Lớp, tháng")), rows, foot)


def in_the_book(desk: Desk, one: FeeItem) -> list[tuple[str, str]]:
    """The item's accounts in the book: what was billed of it, and what was let off."""
    asked = query_of(Asked(facility_id=desk.facility_id, by=BooksBy.PAID))
    names = {f"{kind.value}:{one.code}": one.name for kind in AccountKind}
    found = (
        ledger.account_of(desk.facility_id, kind, one.code)
        for kind in (AccountKind.REVENUE, AccountKind.WAIVER)
    )
    return [
        (
            accounts_words.account(account.kind, account.detail, names),
            f"{reverse('desk_account_one', args=[account.id])}?{asked}",
        )
        for account in found
        if account is not None
    ]


def items_of(desk: Desk) -> Iterable[FeeItem]:
    """The items of the years in which something was billed."""
    years = {one.school_year for one in books.runs_out(desk.facility_id)}
    return catalogue.items_of_years(desk.facility_id, years)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def account_items(request: StaffRequest) -> HttpResponse:
    """Every fee item that was billed, each with the way to its statement."""
    desk = desk_of(request)
    desk.by.require(Permission.PAYMENT_READ, desk.facility_id)
    table = Table(
        _("Sổ chi tiết khoản mục"),
        [],
        [Head(_("Khoản mục thu")), Head(_("Mã")), Head(_("Năm học")), Head(_("Đơn vị tính"))],
        [
            Row(
                [
                    Cell(one.name, reverse("desk_account_item", args=[one.pk])),
                    Cell(one.code),
                    Cell(one.school_year),
                    Cell(one.unit),
                ]
            )
            for one in items_of(desk)
        ],
    )
    crumbs = [Crumb(_("Sổ chi tiết"), reverse("desk_accounts")), Crumb(_("Khoản mục"))]
    context = {"table": table, "section": "items"}
    return show(request, desk, "accounts", context, noun=Noun.MONEY, crumbs=crumbs)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def account_item(request: StaffRequest, item_id: int) -> HttpResponse:
    """One fee item: each class leads to its bills, each account to its transfers."""
    desk, one = opened_item(request, item_id)
    found = item(desk.facility_id, one.pk)
    context = {
        "table": item_table(desk, one, found),
        "item": one,
        "sums": found.whole,
        "links": in_the_book(desk, one),
        "section": "items",
        "files": "desk_account_item_file",
        "files_of": one.pk,
    }
    crumbs = [
        Crumb(_("Sổ chi tiết"), reverse("desk_accounts")),
        Crumb(_("Khoản mục"), reverse("desk_account_items")),
        Crumb(one.name),
    ]
    return show(request, desk, "accounts", context, noun=Noun.MONEY, crumbs=crumbs)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def account_item_file(request: StaffRequest, item_id: int, ending: str) -> HttpResponseBase:
    """The same as a file."""
    desk, one = opened_item(request, item_id)
    with translation.override("vi"):
        table = item_table(desk, one, item(desk.facility_id, one.pk))
        file = accounts_files.as_file(table, ending)
    name = f"khoan-muc-{one.pk}-{desk.facility.code}-{desk.today:%Y%m%d}"
    return accounts_files.answer(request, file, name=name, ending=ending)
