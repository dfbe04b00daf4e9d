"""How a school reads its books: columns in its order and by its names, and who signs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.books import actions, queries
from thuphi.money.books.actions import Foot

from .books import book_named
from .books_forms import FootForm, LayoutForm
from .books_words import BOOKS
from .frame import Crumb, Noun, desk_of, show


@for_staff(Permission.RUN_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def layout(request: StaffRequest, name: str) -> HttpResponse:
    """Choose, order and rename the columns of a book, or go back to ours."""
    desk, book = desk_of(request), book_named(name)
    desk.by.require(Permission.RUN_WRITE, desk.facility_id)
    if request.method == "POST" and request.POST.get("do") == "reset":
        actions.lay_out_as_made(by=desk.by, facility_id=desk.facility_id, book=book, at=desk.at)
        messages.success(request, _("Đã về các cột như ban đầu."))
        return redirect("desk_book", book.value)
    form = LayoutForm(
        request.POST or None, book=book, layout=queries.layout(desk.facility_id, book)
    )
    if request.method == "POST" and form.is_valid():
        actions.lay_out(
            by=desk.by,
            facility_id=desk.facility_id,
            book=book,
            columns=form.chosen(),
            at=desk.at,
        )
        messages.success(request, _("Đã nhớ các cột. Trang, tệp Excel và bản in đều theo đó."))
        return redirect("desk_book", book.value)
    title = str(BOOKS[book].title)
    crumbs = [
        Crumb(_("Danh sách và sổ"), reverse("desk_books")),
        Crumb(title, reverse("desk_book", args=[book.value])),
        Crumb(_("Các cột")),
    ]
    context = {"form": form, "title": title}
    status = 400 if form.errors else 200
    return show(
        request, desk, "books_layout", context, noun=Noun.MONEY, crumbs=crumbs, status=status
    )


@for_staff(Permission.RUN_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def foot(request: StaffRequest) -> HttpResponse:
    """Who signs the lists, and where."""
    desk = desk_of(request)
    desk.by.require(Permission.RUN_WRITE, desk.facility_id)
    kept = queries.foot(desk.facility_id)
    known = {name: getattr(kept, name) for name in FootForm.base_fields} if kept else {}
    form = FootForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.sign_by(
            by=desk.by, facility_id=desk.facility_id, foot=Foot(**form.cleaned_data), at=desk.at
        )
        messages.success(request, _("Đã nhớ phần ký. Mọi danh sách in từ nay có các tên này."))
        return redirect("desk_books")
    crumbs = [Crumb(_("Danh sách và sổ"), reverse("desk_books")), Crumb(_("Phần ký"))]
    status = 400 if form.errors else 200
    return show(
        request, desk, "books_foot", {"form": form}, noun=Noun.MONEY, crumbs=crumbs, status=status
    )
