"""Addresses of lists and books."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import books, books_layout, books_summary

urlpatterns: list[URLPattern | URLResolver] = [
    path("", books.books, name="desk_books"),
    path("tom-tat", books_summary.summary, name="desk_books_summary"),
    path("tom-tat.pdf", books_summary.summary_pdf, name="desk_books_summary_pdf"),
    path("phan-ky", books_layout.foot, name="desk_books_foot"),
    path("<slug:name>", books.book, name="desk_book"),
    path("<slug:name>/bang.xlsx", books.book_xlsx, name="desk_book_xlsx"),
    path("<slug:name>/ban-in.pdf", books.book_pdf, name="desk_book_pdf"),
    path("<slug:name>/cot", books_layout.layout, name="desk_book_layout"),
]
