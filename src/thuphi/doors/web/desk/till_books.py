"""Pads of pre-numbered receipts: who holds which, what is used, spoilt and lost."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.tills import errors
from thuphi.money.tills.actions import books
from thuphi.money.tills.models import ReceiptBook, ReceiptSlip
from thuphi.money.tills.queries import books as queries
from thuphi.money.tills.rules import SlipState, number_word
from thuphi.registers.staff.models import Assignment
from thuphi.registers.staff.rules import PERMISSIONS

from .frame import Crumb, Desk, Noun, desk_of, show
from .people import names_of
from .rows import receipt_href, receipt_number
from .till_class import crumbs_to
from .till_forms import BookForm, SpoiltForm
from .till_words import SLIP_STATES


def collectors(facility_id: int) -> list[tuple[int, str]]:
    """Who may take cash here: id and name, by name."""
    roles = [role.value for role, may in PERMISSIONS.items() if Permission.CASH_TAKE in may]
    ids = Assignment.objects.filter(facility_id=facility_id, role__in=roles).values_list(
        "user_id", flat=True
    )
    return sorted(names_of(ids).items(), key=lambda one: one[1])


def _give(desk: Desk, form: BookForm) -> ReceiptBook | None:
    facts = form.cleaned_data
    try:
        return books.give_book(
            by=desk.by,
            facility_id=desk.facility_id,
            series=facts["series"],
            first_number=facts["first_number"],
            last_number=facts["last_number"],
            holder_id=facts["holder"],
            at=desk.at,
        )
    except errors.BookOverlaps:
        form.add_error(
            "first_number",
            _("Ký hiệu này đã có quyển chứa các số đó. Xem lại số trên bìa quyển."),
        )
    except errors.BookUnreadable:
        form.add_error(
            "last_number", _("Đến số phải từ số đầu trở đi, nhiều nhất 1.000 số một quyển.")
        )
    return None


@for_staff(Permission.CASH_TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def till_books(request: StaffRequest) -> HttpResponse:
    """Every pad of the facility; the accountant gives out new ones."""
    desk = desk_of(request)
    may_give = desk.facility_id in desk.by.where(Permission.RUN_WRITE)
    form = BookForm(
        request.POST or None if may_give else None, collectors=collectors(desk.facility_id)
    )
    if form.is_bound and form.is_valid():
        made = _give(desk, form)
        if made is not None:
            messages.success(request, _("Đã giao quyển %(series)s.") % {"series": made.series})
            return redirect("desk_till_books")
    pads = queries.pads(desk.facility_id)
    people = names_of([pad.book.holder_id for pad in pads])
    context = {
        "pads": [
            {
                "pad": pad,
                "holder": people.get(pad.book.holder_id, ""),
                "first": number_word(pad.book.first_number),
                "last": number_word(pad.book.last_number),
                "next": number_word(pad.next_number) if pad.next_number is not None else "",
            }
            for pad in pads
        ],
        "may_give": may_give,
        "form": form,
        "person_id": desk.by.user_id,
    }
    crumbs = crumbs_to(Crumb(_("Biên lai giấy")))
    status = 400 if form.errors else 200
    return show(request, desk, "till_books", context, noun=Noun.CASH, crumbs=crumbs, status=status)


def book_or_404(desk: Desk, book_id: int) -> ReceiptBook:
    """The pad, if it is this facility's."""
    book = ReceiptBook.objects.filter(pk=book_id, facility_id=desk.facility_id).first()
    if book is None:
        raise Http404
    return book


def _write_off(desk: Desk, book: ReceiptBook, form: SpoiltForm) -> bool:
    facts = form.cleaned_data
    first = facts["first_number"]
    last = facts["last_number"] or first
    try:
        if facts["state"] == SlipState.VOID.value and first == last:
            books.void_number(
                by=desk.by, book_id=book.pk, number=first, reason=facts["reason"], at=desk.at
            )
        elif facts["state"] == SlipState.VOID.value:
            form.add_error("last_number", _("Hủy từng số một, mỗi số một lý do."))
            return False
        else:
            books.lose_numbers(
                by=desk.by,
                book_id=book.pk,
                first_number=first,
                last_number=last,
                reason=facts["reason"],
                at=desk.at,
            )
    except errors.NumberNotInBook:
        form.add_error("first_number", _("Quyển này không có số đó. Xem lại số trên tờ."))
    except errors.NumberTaken as refused:
        form.add_error(
            "first_number",
            _("Số %(number)s đã dùng, đã hủy hoặc đã mất; chưa có gì được ghi.")
            % {"number": number_word(refused.number)},
        )
    except errors.BookIsReturned:
        form.add_error(None, _("Quyển này đã thu hồi, không ghi thêm được."))
    return not form.errors


@for_staff(Permission.CASH_TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def till_book(request: StaffRequest, book_id: int) -> HttpResponse:
    """One pad, number by number; a spoilt or lost number is written down here."""
    desk = desk_of(request)
    book = book_or_404(desk, book_id)
    form = SpoiltForm(request.POST or None)
    if form.is_bound and form.is_valid() and _write_off(desk, book, form):
        messages.success(request, _("Đã ghi số hủy hoặc mất."))
        return redirect("desk_till_book", book.pk)
    pad = next(one for one in queries.pads(desk.facility_id) if one.book.pk == book.pk)
    slips = queries.slips(book.pk)
    people = names_of([book.holder_id, book.given_by, book.returned_to])
    context = {
        "pad": pad,
        "book": book,
        "holder": people.get(book.holder_id, ""),
        "given_by": people.get(book.given_by or 0, ""),
        "returned_to": people.get(book.returned_to or 0, ""),
        "first": number_word(book.first_number),
        "last": number_word(book.last_number),
        "slips": [_slip_row(one) for one in slips],
        "may_return": desk.facility_id in desk.by.where(Permission.RUN_WRITE),
        "form": form,
        "person_id": desk.by.user_id,
    }
    crumbs = crumbs_to(Crumb(_("Biên lai giấy"), reverse("desk_till_books")), Crumb(book.series))
    status = 400 if form.errors else 200
    return show(request, desk, "till_book", context, noun=Noun.CASH, crumbs=crumbs, status=status)


def _slip_row(slip: ReceiptSlip) -> dict[str, object]:
    payment = slip.payment
    bill = payment.bill if payment is not None else None
    return {
        "number": number_word(slip.number),
        "state": SLIP_STATES[SlipState(slip.state)],
        "is_used": slip.state == SlipState.USED.value,
        "reason": slip.reason,
        "at": slip.written_at,
        "who": bill.beneficiary_name if bill is not None else "",
        "amount_vnd": payment.amount_vnd if payment is not None else None,
        "receipt": receipt_number(payment) if payment is not None else "",
        "href": receipt_href(payment) if payment is not None else "",
    }


@for_staff(Permission.RUN_WRITE)
@require_POST
def till_book_return(request: StaffRequest, book_id: int) -> HttpResponse:
    """The pad is handed back."""
    desk = desk_of(request)
    book = book_or_404(desk, book_id)
    try:
        books.return_book(by=desk.by, book_id=book.pk, at=desk.at)
    except errors.BookIsReturned:
        messages.warning(request, _("Quyển này đã thu hồi trước đó."))
    else:
        messages.success(request, _("Đã thu hồi quyển %(series)s.") % {"series": book.series})
    return redirect("desk_till_book", book.pk)
