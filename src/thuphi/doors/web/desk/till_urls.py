"""Addresses of receipt books, hand-overs, deposits and the day book."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import till_books, till_class, till_day, till_handover, till_send

urlpatterns: list[URLPattern | URLResolver] = [
    path("thu-theo-lop", till_class.till_class, name="desk_till_class"),
    path("thu-theo-lop/gui", till_send.till_send, name="desk_till_send"),
    path("bien-lai", till_books.till_books, name="desk_till_books"),
    path("bien-lai/<int:book_id>", till_books.till_book, name="desk_till_book"),
    path(
        "bien-lai/<int:book_id>/thu-hoi", till_books.till_book_return, name="desk_till_book_return"
    ),
    path("ban-giao", till_handover.till_handover, name="desk_till_handover"),
    path("ban-giao/<int:hand_over_id>/nhan", till_handover.till_receive, name="desk_till_receive"),
    path(
        "ban-giao/<int:hand_over_id>/khong-nhan",
        till_handover.till_turn_back,
        name="desk_till_turn_back",
    ),
    path("so-quy", till_day.till_day, name="desk_till_day"),
    path("so-quy.xlsx", till_day.till_day_xlsx, name="desk_till_day_xlsx"),
    path("so-quy.pdf", till_day.till_day_pdf, name="desk_till_day_pdf"),
    path("nop-ngan-hang", till_day.till_deposits, name="desk_till_deposits"),
    path("nop-ngan-hang/<int:deposit_id>/khop", till_day.till_match, name="desk_till_match"),
]
