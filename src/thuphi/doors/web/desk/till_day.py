"""The day book, on the page, as a workbook and on paper; and deposits at the bank."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.tills import errors
from thuphi.money.tills.actions import depositing
from thuphi.money.tills.models import CashDeposit
from thuphi.money.tills.queries import holdings
from thuphi.money.tills.queries.day import DayBook, day_book
from thuphi.registers.facilities import queries as facilities

from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, page_number, personal, show
from .people import names_of
from .till_class import crumbs_to
from .till_files import day_book_workbook
from .till_forms import DaysForm, DepositForm, MatchForm
from .till_paper import day_book_pdf
from .till_words import MOVES, move_words

DAYS_MOST = 366
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _days(desk: Desk, form: DaysForm) -> tuple[date, date]:
    """The asked days; today where nothing readable was asked."""
    facts = form.cleaned_data if form.is_valid() else {}
    from_on = facts.get("from_on") or facts.get("until_on") or desk.today
    until_on = facts.get("until_on") or from_on
    if until_on < from_on:
        from_on, until_on = until_on, from_on
    return max(from_on, until_on - timedelta(days=DAYS_MOST)), until_on


def _asked(request: StaffRequest, desk: Desk) -> DayBook:
    from_on, until_on = _days(desk, DaysForm(request.GET))
    return day_book(desk.facility_id, from_on, until_on)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def till_day(request: StaffRequest) -> HttpResponse:
    """Opening, in, out, closing; every line with what there was after it."""
    desk = desk_of(request)
    book = _asked(request, desk)
    shown = {"from_on": book.from_on, "until_on": book.until_on}
    page = Paginator(book.rows, PAGE_ROWS * 4).get_page(page_number(request))
    people = names_of({row.person_id for row in page})
    query = {name: f"{day:%Y-%m-%d}" for name, day in shown.items()}
    cash_vnd = holdings.cash_vnd(desk.facility_id)
    context = {
        "book": book,
        "is_one_day": book.from_on == book.until_on,
        "page": page,
        "rows": [
            {
                "row": row,
                "what": MOVES[row.kind],
                "about": move_words(row),
                "person": people.get(row.person_id or 0, ""),
            }
            for row in page
        ],
        "form": DaysForm(initial=shown),
        "xlsx_href": reverse("desk_till_day_xlsx", query=query),
        "pdf_href": reverse("desk_till_day_pdf", query=query),
        "is_now": book.until_on >= desk.today,
        "cash_vnd": cash_vnd,
        "fund_vnd": holdings.fund_vnd(desk.facility_id),
        "person_id": desk.by.user_id,
    }
    crumbs = crumbs_to(Crumb(_("Sổ quỹ tiền mặt")))
    return show(request, desk, "till_day", context, noun=Noun.CASH, crumbs=crumbs)


def _name(book: DayBook, ending: str) -> str:
    return f"so-quy-{book.from_on:%Y%m%d}-{book.until_on:%Y%m%d}.{ending}"


@for_staff(Permission.PAYMENT_READ)
@require_safe
def till_day_xlsx(request: StaffRequest) -> HttpResponse:
    """The same lines as a workbook."""
    desk = desk_of(request)
    book = _asked(request, desk)
    people = names_of({row.person_id for row in book.rows})
    with day_book_workbook(book, desk.facility, people) as workbook:
        return HttpResponse(
            workbook.read(),
            headers={
                "Content-Type": XLSX,
                "Content-Disposition": f'attachment; filename="{_name(book, "xlsx")}"',
                "Cache-Control": "private, no-store",
            },
        )


@for_staff(Permission.PAYMENT_READ)
@require_safe
def till_day_pdf(request: StaffRequest) -> HttpResponse:
    """The same lines on paper, to be signed."""
    desk = desk_of(request)
    book = _asked(request, desk)
    answer = HttpResponse(
        day_book_pdf(book, desk.facility, desk.today), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'inline; filename="{_name(book, "pdf")}"'
    return personal(answer)


@for_staff(Permission.CASH_TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def till_deposits(request: StaffRequest) -> HttpResponse:
    """Cash of the fund at the bank, and which of it the statement has shown."""
    desk = desk_of(request)
    form = DepositForm(request.POST or None)
    if form.is_bound and form.is_valid() and _deposit(desk, form):
        messages.success(
            request,
            _("Đã ghi nộp %(sum)s vào ngân hàng.")
            % {"sum": money.dong(form.cleaned_data["amount_vnd"])},
        )
        return redirect("desk_till_deposits")
    return _deposits_page(request, desk, form)


def _deposits_page(
    request: StaffRequest, desk: Desk, form: DepositForm, match: MatchForm | None = None
) -> HttpResponse:
    page = Paginator(holdings.deposits(desk.facility_id), PAGE_ROWS).get_page(page_number(request))
    people = names_of({one.deposited_by for one in page} | {one.matched_by for one in page})
    context = {
        "form": form,
        "match": match or MatchForm(),
        "account": facilities.approved_account(desk.facility_id),
        "fund_vnd": holdings.fund_vnd(desk.facility_id),
        "page": page,
        "deposits": [
            {
                "one": one,
                "by": people.get(one.deposited_by or 0, ""),
                "matched_by": people.get(one.matched_by or 0, ""),
            }
            for one in page
        ],
        "may_match": desk.facility_id in desk.by.where(Permission.PAYMENT_IDENTIFY),
        "person_id": desk.by.user_id,
    }
    crumbs = crumbs_to(Crumb(_("Nộp ngân hàng")))
    is_wrong = form.errors or (match is not None and match.errors)
    return show(
        request,
        desk,
        "till_deposits",
        context,
        noun=Noun.CASH,
        crumbs=crumbs,
        status=400 if is_wrong else 200,
    )


def _deposit(desk: Desk, form: DepositForm) -> bool:
    account = facilities.approved_account(desk.facility_id)
    if account is None:
        form.add_error(
            None, _("Đơn vị chưa có tài khoản được duyệt. Đề nghị tài khoản rồi nộp tiền.")
        )
        return False
    try:
        depositing.deposit(
            by=desk.by,
            facility_id=desk.facility_id,
            amount_vnd=form.cleaned_data["amount_vnd"],
            account=account.number,
            document=form.cleaned_data["document"],
            at=desk.at,
        )
    except errors.AboveFund as refused:
        form.add_error(
            "amount_vnd",
            _("Trong quỹ chỉ có %(fund)s. Tiền người thu còn giữ phải bàn giao vào quỹ trước.")
            % {"fund": money.dong(refused.fund_vnd)},
        )
    except errors.DocumentUsed:
        form.add_error("document", _("Giấy nộp tiền này đã được ghi. Xem lại số trên liên."))
    except errors.AmountNotPositive:
        form.add_error("amount_vnd", _("Số tiền phải lớn hơn 0."))
    return not form.errors


@for_staff(Permission.PAYMENT_IDENTIFY)
@require_POST
def till_match(request: StaffRequest, deposit_id: int) -> HttpResponse:
    """The statement shows the deposit."""
    desk = desk_of(request)
    made = CashDeposit.objects.filter(pk=deposit_id, facility_id=desk.facility_id).first()
    if made is None:
        raise Http404
    match = MatchForm(request.POST)
    if not match.is_valid():
        return _deposits_page(request, desk, DepositForm(), match)
    try:
        depositing.match_deposit(
            by=desk.by,
            deposit_id=made.pk,
            bank_reference=match.cleaned_data["bank_reference"],
            at=desk.at,
        )
    except errors.AlreadyMatched:
        messages.warning(request, _("Khoản nộp này đã khớp sao kê trước đó."))
    else:
        messages.success(request, _("Đã khớp với sao kê."))
    return redirect("desk_till_deposits")
