"""What the school of the bench is made of, and the clock that its verbs are held against."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.periods import Month

AT = datetime(2026, 11, 20, 9, 0, tzinfo=VIETNAM)
YEAR = "2026-2027"
STARTS_ON = date(2026, 9, 7)
MEALS = Month(2026, 10)
"""The month whose meals are settled, with the second run."""
MEAL = "K3"
CLASS = 40
SCHOOL = "27001"
ACCOUNTANT, CASHIER, HEAD = "ketoan", "thuquy", "hieutruong"
ACCOUNT = "0011001932418"
NAMES = (
    "Học phí", "Bảo hiểm y tế", "Tiền ăn bán trú", "Quản lý bán trú", "Nước uống", "Học hai buổi",
    "Tiếng Anh tăng cường", "Kỹ năng sống", "Xe đưa đón", "Đồng phục", "Câu lạc bộ", "Sổ liên lạc",
)  # fmt: skip
"""Of the fee items; the first two are for everybody."""


def class_of(number: int) -> str:
    """Forty pupils to a class, five grades."""
    place = number // CLASS
    return f"{place % 5 + 1}A{place // 5 + 1}"


@contextmanager
def timed(verb: str, rows: int) -> Iterator[None]:
    """Say how long what happens here took."""
    began = time.perf_counter_ns()
    yield
    sys.stdout.write(f"{verb}\t{rows}\t{(time.perf_counter_ns() - began) // 1000}\n")
    sys.stdout.flush()
