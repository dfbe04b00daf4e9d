"""The day book on paper: typst draws what `sheets/till_day.typ` says."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib import resources
from threading import Lock

import typst
from django.utils import translation

from thuphi.ground.kit import money
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.tills.queries.day import DayBook
from thuphi.registers.facilities.models import Facility

from .till_words import move_words

_DRAWING = Lock()


@cache
def _drawer() -> typst.Compiler:
    """Made once: reading the fonts takes longer than drawing."""
    return typst.Compiler(
        str(resources.files(__package__) / "sheets" / "till_day.typ"),
        font_paths=[str(resources.files("fontpkg_be_vietnam_pro") / "files")],
        ignore_system_fonts=True,
    )


def _figure(amount_vnd: int) -> str:
    return f"{amount_vnd:,}".replace(",", ".")


def day_book_pdf(book: DayBook, facility: Facility, today: date) -> bytes:
    """The day book on A4 in Vietnamese, as the office keeps it, with who signs."""
    # Paper is Vietnamese, whoever prints it.
    with translation.override("vi"):
        abouts = [move_words(row) for row in book.rows]
    facts = {
        "facility": facility.name,
        "address": facility.address,
        "from_on": f"{book.from_on:%d/%m/%Y}",
        "until_on": f"{book.until_on:%d/%m/%Y}",
        "day": f"{today:%d}",
        "month": f"{today:%m}",
        "year": f"{today:%Y}",
        "opening": _figure(book.opening_vnd),
        "in": _figure(book.in_vnd),
        "out": _figure(book.out_vnd),
        "closing": _figure(book.closing_vnd),
        "words": money.in_words(book.closing_vnd) if book.closing_vnd >= 0 else "",
        "rows": [
            [
                f"{row.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
                row.slip or row.document,
                about,
                _figure(row.in_vnd) if row.in_vnd else "",
                _figure(row.out_vnd) if row.out_vnd else "",
                _figure(row.balance_vnd),
            ]
            for row, about in zip(book.rows, abouts, strict=True)
        ],
    }
    # Facts reach the form as data and are never read as its language.
    with _DRAWING:
        drawn = _drawer().compile(
            format="pdf", sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)}
        )
    if not isinstance(drawn, bytes):
        raise TypeError("a day book is one document")
    return drawn
