"""The cash-up sheet: a count, what should be there, and the paper of both. Any day, any time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.books import queries as books
from thuphi.money.periods.queries.cash import CashSheet, cash_sheet
from thuphi.money.tills.rules import NOTES_VND, counted_vnd

from .books_files import Signing
from .frame import Crumb, Desk, Noun, desk_of, personal, show
from .people import names_of
from .period_document import Cell, Column, Document, Section, written
from .period_files import workbook
from .period_forms import CountForm, OneDayForm
from .period_paper import pdf

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Counted:
    """A count as it stands on the sheet, and why it is not what should be there."""

    pieces: Sequence[int]
    reason: str = ""


def cash_document(desk: Desk, sheet: CashSheet, counted: Counted | None) -> Document:
    """The sheet in Vietnamese, as the office keeps it."""
    people = names_of(
        {one.person_id for one in sheet.collectors}
        | {one.given_by for one in sheet.hand_overs}
        | {one.received_by for one in sheet.hand_overs}
        | {one.deposited_by for one in sheet.deposits}
    )
    book = sheet.book
    first, last = f"{book.from_on:%d/%m/%Y}", f"{book.until_on:%d/%m/%Y}"
    days = (
        _("Ngày %(day)s") % {"day": last}
        if first == last
        else _("Từ %(first)s đến %(last)s") % {"first": first, "last": last}
    )
    signing = Signing(books.foot(desk.facility_id), desk.today)
    return Document(
        facility=desk.facility,
        unit_above=signing.unit_above,
        title=_("Bảng kiểm kê quỹ tiền mặt"),
        lines=[days],
        sections=[
            _by_the_book(sheet),
            _counted(book.closing_vnd, counted),
            _collectors(sheet, people),
            _hand_overs(sheet, people),
            _deposits(sheet, people),
        ],
        place_and_day=signing.place_and_day,
        signers=[(_("Thủ quỹ"), ""), *signing.signers[1:]],
    )


def _by_the_book(sheet: CashSheet) -> Section:
    book = sheet.book
    rows: list[list[Cell]] = [
        [_("Tồn đầu kỳ"), book.opening_vnd],
        [_("Thu vào"), book.in_vnd],
        [_("Chi ra"), book.out_vnd],
    ]
    columns = [Column(_("Diễn giải"), 40), Column(_("Số tiền"), 20, True)]
    total: list[Cell] = [_("Tồn cuối kỳ theo sổ quỹ"), book.closing_vnd]
    held = _("Trong đó người thu đang giữ %(held)s, trong quỹ %(fund)s.") % {
        "held": written(sheet.held_vnd),
        "fund": written(sheet.fund_vnd),
    }
    return Section(_("I. Số dư theo sổ quỹ"), _("Sổ quỹ"), columns, rows, total, [held])


def _counted(book_vnd: int, counted: Counted | None) -> Section:
    columns = [
        Column(_("Mệnh giá"), 20, True),
        Column(_("Số tờ"), 14, True),
        Column(_("Thành tiền"), 20, True),
    ]
    title, tab = _("II. Số kiểm kê thực tế"), _("Kiểm kê")
    if counted is None:
        blank: list[list[Cell]] = [[note, None, None] for note in NOTES_VND]
        gaps = _("III. Chênh lệch: ……………………  Lý do: ……………………………………………………")
        return Section(title, tab, columns, blank, [_("Cộng"), None, None], [gaps])
    rows: list[list[Cell]] = [
        [note, number, note * number]
        for note, number in zip(NOTES_VND, counted.pieces, strict=True)
        if number
    ]
    sum_vnd = counted_vnd(counted.pieces)
    notes = [
        _("Bằng chữ: %(words)s.") % {"words": money.in_words(sum_vnd)},
        _("III. Chênh lệch (đếm được trừ sổ quỹ): %(gap)s") % {"gap": written(sum_vnd - book_vnd)},
    ]
    if counted.reason:
        notes.append(_("Lý do: %(why)s") % {"why": counted.reason})
    return Section(title, tab, columns, rows, [_("Cộng"), None, sum_vnd], notes)


def _collectors(sheet: CashSheet, people: Mapping[int, str]) -> Section:
    rows: list[list[Cell]] = [
        [
            people.get(one.person_id, ""),
            one.payments,
            one.taken_vnd,
            one.handed_vnd,
            one.held_vnd,
        ]
        for one in sheet.collectors
    ]
    columns = [
        Column(_("Người thu"), 30),
        Column(_("Số lần thu"), 12, True),
        Column(_("Đã thu"), 16, True),
        Column(_("Đã bàn giao"), 16, True),
        Column(_("Còn giữ"), 16, True),
    ]
    return Section(_("IV. Theo người thu"), _("Người thu"), columns, rows)


def _hand_overs(sheet: CashSheet, people: Mapping[int, str]) -> Section:
    rows: list[list[Cell]] = [
        [
            f"{(one.closed_at or one.given_at).astimezone(VIETNAM):%H:%M %d/%m/%Y}",
            people.get(one.given_by, ""),
            people.get(one.received_by or 0, ""),
            one.amount_vnd,
            one.reason,
        ]
        for one in sheet.hand_overs
    ]
    columns = [
        Column(_("Lúc"), 18),
        Column(_("Người giao"), 24),
        Column(_("Người nhận"), 24),
        Column(_("Số tiền"), 14, True),
        Column(_("Lý do chênh lệch"), 24),
    ]
    return Section(_("V. Bàn giao vào quỹ"), _("Bàn giao"), columns, rows)


def _deposits(sheet: CashSheet, people: Mapping[int, str]) -> Section:
    rows: list[list[Cell]] = [
        [
            f"{one.deposited_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
            one.document,
            one.account,
            people.get(one.deposited_by or 0, ""),
            one.amount_vnd,
        ]
        for one in sheet.deposits
    ]
    columns = [
        Column(_("Lúc"), 18),
        Column(_("Giấy nộp tiền"), 22),
        Column(_("Tài khoản"), 22),
        Column(_("Người nộp"), 24),
        Column(_("Số tiền"), 14, True),
    ]
    return Section(_("VI. Nộp vào ngân hàng"), _("Nộp ngân hàng"), columns, rows)


def paper_words() -> dict[str, str]:
    """The words around the tables of a paper."""
    return {
        "page": _("Trang"),
        "measure": _("Đơn vị tính: đồng"),
        "empty": _("Không có dòng nào."),
        "sign": _("(ký, ghi rõ họ tên)"),
    }


def as_pdf(document: Document, words: dict[str, str], name: str) -> HttpResponse:
    """A paper to be looked at and printed; nobody in between keeps it."""
    answer = HttpResponse(pdf(document, words), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return personal(answer)


def as_xlsx(document: Document, name: str) -> HttpResponse:
    """The same as a workbook."""
    with workbook(document) as made:
        answer = HttpResponse(made.read(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return personal(answer)


def _asked(request: StaffRequest, desk: Desk) -> tuple[date, Counted | None, CountForm]:
    day = OneDayForm(request.GET)
    on = (day.cleaned_data.get("on") if day.is_valid() else None) or desk.today
    form = CountForm(request.GET if "reason" in request.GET else None)
    counted = None
    if form.is_bound and form.is_valid() and form.is_counted():
        counted = Counted(form.pieces(), form.cleaned_data["reason"])
    return min(on, desk.today), counted, form


@for_staff(Permission.PAYMENT_READ)
@require_safe
def period_cash(request: StaffRequest) -> HttpResponse:
    """A day's cash: what should be there, a count beside it, and the way to the paper."""
    desk = desk_of(request)
    on, counted, form = _asked(request, desk)
    sheet = cash_sheet(desk.facility_id, on, on)
    asked = {name: value for name, value in request.GET.items() if value}
    people = names_of({one.person_id for one in sheet.collectors})
    context = {
        "on": on,
        "sheet": sheet,
        "form": form,
        "day_form": OneDayForm(initial={"on": on}),
        "collectors": [(people.get(one.person_id, ""), one) for one in sheet.collectors],
        "counted_vnd": counted_vnd(counted.pieces) if counted else None,
        "gap_vnd": counted_vnd(counted.pieces) - sheet.book.closing_vnd if counted else None,
        "pdf_href": reverse("desk_period_cash_pdf", query=asked),
        "xlsx_href": reverse("desk_period_cash_xlsx", query=asked),
    }
    crumbs = [
        Crumb(_("Quầy thu"), reverse("desk_cash")),
        Crumb(_("Sổ quỹ tiền mặt"), reverse("desk_till_day")),
        Crumb(_("Kiểm kê quỹ")),
    ]
    status = 400 if form.errors else 200
    return show(request, desk, "period_cash", context, noun=Noun.CASH, crumbs=crumbs, status=status)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def period_cash_pdf(request: StaffRequest) -> HttpResponse:
    """The sheet on paper, with the count if there is one, else with room to write it."""
    desk = desk_of(request)
    on, counted, _form = _asked(request, desk)
    # Paper is Vietnamese, whoever prints it.
    with translation.override("vi"):
        document = cash_document(desk, cash_sheet(desk.facility_id, on, on), counted)
        return as_pdf(document, paper_words(), f"kiem-ke-quy-{on:%Y%m%d}")


@for_staff(Permission.PAYMENT_READ)
@require_safe
def period_cash_xlsx(request: StaffRequest) -> HttpResponse:
    """The sheet as a workbook."""
    desk = desk_of(request)
    on, counted, _form = _asked(request, desk)
    with translation.override("vi"):
        document = cash_document(desk, cash_sheet(desk.facility_id, on, on), counted)
        return as_xlsx(document, f"kiem-ke-quy-{on:%Y%m%d}")
