"""Lists and books: what there is, each on its page, and the same as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import overload

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.workbook_field import XLSX
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.models import CollectionRun
from thuphi.money.books import queries, rules
from thuphi.money.books.queries import Asked, Issued, Row, Sums
from thuphi.money.books.rules import BookName
from thuphi.money.catalogue import queries as catalogue
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.invoices import queries as invoices
from thuphi.money.invoices.rules import InvoiceState
from thuphi.registers.payers import queries as payers

from . import books_files, books_table
from .books_files import Paper, Signing
from .books_forms import BookFilterForm
from .books_words import BOOKS
from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, page_number, show

FAMILIES = (BookName.UNPAID, BookName.PAID, BookName.OVERPAID, BookName.BALANCES)
TOTALS = (BookName.RUN, BookName.RUNS, BookName.ITEMS, BookName.CLASS_ITEMS)
DAYBOOKS = (BookName.RECEIPTS, BookName.CASH, BookName.INVOICED)


@dataclass(frozen=True, slots=True)
class Offer:
    """One book on the page of all books."""

    href: str
    form: str
    title: str
    use: str


def _offers(books: Sequence[BookName]) -> list[Offer]:
    return [
        Offer(
            reverse("desk_book", args=[book.value]),
            BOOKS[book].form,
            str(BOOKS[book].title),
            str(BOOKS[book].use),
        )
        for book in books
    ]


@for_staff(Permission.PAYMENT_READ)
@require_safe
def books(request: StaffRequest) -> HttpResponse:
    """Every list and book there is, with what each is for."""
    desk = desk_of(request)
    groups = [
        (_("Theo gia đình"), _offers(FAMILIES)),
        (_("Tổng hợp"), _offers(TOTALS)),
        (_("Sổ và hóa đơn"), _offers(DAYBOOKS)),
    ]
    crumbs = [Crumb(_("Tiền vào"), reverse("desk_payments")), Crumb(_("Danh sách và sổ"))]
    return show(request, desk, "books", {"groups": groups}, noun=Noun.MONEY, crumbs=crumbs)


@dataclass(frozen=True, slots=True)
class Opened:
    """A book as an address asks for it."""

    desk: Desk
    book: BookName
    form: BookFilterForm
    asked: Asked
    runs: Sequence[CollectionRun]
    items: Sequence[FeeItem]

    @property
    def narrowed(self) -> list[str]:
        """What it was narrowed to, in words."""
        return books_table.narrowed(
            self.asked,
            runs={one.pk: one.name for one in self.runs},
            items={one.pk: one.name for one in self.items},
        )

    def file_name(self, ending: str) -> str:
        """What the browser calls a file of it."""
        return f"{self.book.value}-{self.desk.facility.code}-{self.desk.today:%Y%m%d}.{ending}"


def book_named(name: str) -> BookName:
    """The book of this address, or no page."""
    try:
        book = BookName(name)
    except ValueError as error:
        raise Http404 from error
    if book not in rules.SHAPES:
        raise Http404
    return book


def opened(request: StaffRequest, name: str) -> Opened:
    """The book and what it is narrowed to; in four questions."""
    desk, book = desk_of(request), book_named(name)
    desk.by.require(Permission.PAYMENT_READ, desk.facility_id)
    runs = queries.runs_out(desk.facility_id)
    years = {one.school_year for one in runs}
    items = catalogue.items_of_years(desk.facility_id, years)
    form = BookFilterForm(
        request.GET,
        book=book,
        runs=runs,
        classes=list(dict.fromkeys(row[0] for row in payers.classes(desk.facility_id))),
        items=items,
    )
    form.is_valid()
    asked = form.asked(book, desk.facility_id, runs[0].pk if runs else None)
    if book is BookName.INVOICED:
        asked = replace(asked, issued=_issued(desk.facility_id))
    if asked.run_id is not None and not request.GET.get("run"):
        form.initial["run"] = asked.run_id
    return Opened(desk, book, form, asked, runs, items)


def _issued(facility_id: int) -> list[Issued]:
    """The invoices of a facility that are out."""
    found = invoices.invoices(facility_id, InvoiceState.ISSUED)
    return [
        Issued(bill_id, f"{serial} {number}", amount_vnd)
        for bill_id, serial, number, amount_vnd in found.values_list(
            "bill_id", "serial", "number", "amount_vnd"
        )
    ]


class Lines(Sequence[Row]):
    """The rows of a book for a paginator: counted once, fetched a page at a time."""

    def __init__(self, asked: Asked, sums: Sums) -> None:
        self._asked = asked
        self._sums = sums

    def __len__(self) -> int:
        return self._sums.rows

    @overload
    def __getitem__(self, part: int) -> Row: ...

    @overload
    def __getitem__(self, part: slice) -> Sequence[Row]: ...

    def __getitem__(self, part: int | slice) -> Row | Sequence[Row]:
        if isinstance(part, int):
            return queries.rows(self._asked, limit=1, offset=part)[0]
        start = part.start or 0
        return queries.rows(self._asked, limit=(part.stop or 0) - start, offset=start)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def book(request: StaffRequest, name: str) -> HttpResponse:
    """One book, a page at a time, with sums that follow what it is narrowed to."""
    this = opened(request, name)
    lines: Sequence[Row]
    if rules.SHAPES[this.book].is_short:
        lines = queries.rows(this.asked)
        sums = queries.added_up(this.book, lines)
    else:
        sums = queries.sums(this.asked)
        lines = Lines(this.asked, sums)
    paginator: Paginator[Row] = Paginator(lines, PAGE_ROWS)
    page = paginator.get_page(page_number(request))
    table = books_table.table(this.asked, list(page.object_list), sums)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": this.form,
        "table": table,
        "rows": table.written(),
        "sums": table.written_sums(),
        "use": BOOKS[this.book].use,
        "book": this.book.value,
        "page": page,
        "first_row": page.start_index(),
        "query": query.urlencode(),
        "is_filtered": any(request.GET.get(field) for field in this.form.fields),
        "may_lay_out": this.desk.facility_id in this.desk.by.where(Permission.RUN_WRITE),
    }
    crumbs = [Crumb(_("Danh sách và sổ"), reverse("desk_books")), Crumb(table.title)]
    return show(request, this.desk, "books_one", context, noun=Noun.MONEY, crumbs=crumbs)


def _paper(this: Opened) -> Paper:
    return Paper(
        table=books_table.whole(this.asked),
        facility=this.desk.facility,
        narrowed=this.narrowed,
        signing=Signing(queries.foot(this.desk.facility_id), this.desk.today),
    )


def a_file(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """A file that is saved, and kept by no browser or machine in between."""
    return HttpResponse(
        content,
        headers={
            "Content-Type": kind,
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


@for_staff(Permission.PAYMENT_READ)
@require_safe
def book_xlsx(request: StaffRequest, name: str) -> HttpResponseBase:
    """The whole book as a workbook, in Vietnamese as the office keeps it."""
    this = opened(request, name)
    with translation.override("vi"), books_files.workbook(_paper(this)) as made:
        return a_file(made.read(), name=this.file_name("xlsx"), kind=XLSX)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def book_pdf(request: StaffRequest, name: str) -> HttpResponseBase:
    """The whole book on paper; a very long one is asked to be narrowed first."""
    this = opened(request, name)
    count = queries.sums(this.asked).rows
    if count > books_files.PDF_ROWS_MAX:
        messages.warning(
            request,
            _(
                "Danh sách có %(rows)d dòng, dài quá để in. Chọn một đợt hoặc một lớp rồi in; "
                "tệp Excel thì có đủ."
            )
            % {"rows": count},
        )
        return redirect(f"{reverse('desk_book', args=[name])}?{request.GET.urlencode()}")
    with translation.override("vi"):
        drawn = books_files.pdf(_paper(this))
    return a_file(drawn, name=this.file_name("pdf"), kind="application/pdf")
