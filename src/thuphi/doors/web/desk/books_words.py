"""What lists, books and their columns are called, as accountants know them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from thuphi.money.books.rules import BookName

from .words import METHODS, Words


@dataclass(frozen=True, slots=True)
class BookWords:
    """What a book is called and what it is for; `form` is its number in the usual reports."""

    form: str
    title: Words
    use: Words


BOOKS: Mapping[BookName, BookWords] = {
    BookName.UNPAID: BookWords(
        "HP-BC03",
        gettext_lazy("Danh sách chưa nộp, nộp thiếu"),
        gettext_lazy("Ai còn nợ, bao nhiêu, hạn nào, gọi số nào."),
    ),
    BookName.PAID: BookWords(
        "HP-BC02",
        gettext_lazy("Danh sách đã nộp"),
        gettext_lazy("Ai đã nộp đủ hoặc một phần, và nộp lần cuối ngày nào."),
    ),
    BookName.OVERPAID: BookWords(
        "HP-BC12",
        gettext_lazy("Danh sách nộp thừa"),
        gettext_lazy("Khoản nào nộp thừa, đã trừ hoặc trả lại bao nhiêu, còn giữ bao nhiêu."),
    ),
    BookName.BALANCES: BookWords(
        "HP-BC13b",
        gettext_lazy("Bảng đối chiếu số dư"),
        gettext_lazy("Từng học sinh: nợ và tiền thừa đầu kỳ, phát sinh, cuối kỳ."),
    ),
    BookName.RUN: BookWords(
        "HP-BC04a",
        gettext_lazy("Tổng hợp một đợt thu"),
        gettext_lazy("Một đợt thu theo từng lớp: phải thu, đã thu, còn lại, bao nhiêu em."),
    ),
    BookName.RUNS: BookWords(
        "HP-BC04b",
        gettext_lazy("Tổng hợp nhiều đợt thu"),
        gettext_lazy("Các đợt thu cạnh nhau: phải thu, đã thu, còn lại."),
    ),
    BookName.ITEMS: BookWords(
        "",
        gettext_lazy("Tổng hợp theo khoản mục thu"),
        gettext_lazy("Mỗi khoản mục phải thu và đã thu bao nhiêu."),
    ),
    BookName.CLASS_ITEMS: BookWords(
        "",
        gettext_lazy("Tổng hợp theo lớp và khoản mục thu"),
        gettext_lazy("Mỗi lớp, mỗi khoản mục: phải thu và đã thu bao nhiêu."),
    ),
    BookName.INVOICED: BookWords(
        "HP-BC07",
        gettext_lazy("Thu tiền và hóa đơn đã phát hành"),
        gettext_lazy("Khoản nào đã thu mà chưa có hóa đơn, hoặc hóa đơn lệch với số đã thu."),
    ),
    BookName.RECEIPTS: BookWords(
        "",
        gettext_lazy("Sổ thu và thanh toán"),
        gettext_lazy("Từng khoản tiền vào và tiền trả lại gia đình, theo ngày."),
    ),
    BookName.CASH: BookWords(
        "",
        gettext_lazy("Sổ quỹ tiền mặt"),
        gettext_lazy("Tiền mặt thu, chi và tồn sau mỗi chứng từ."),
    ),
}

_COMMON: Mapping[str, Words] = {
    "code": gettext_lazy("Mã học sinh"),
    "name": gettext_lazy("Họ và tên"),
    "class_name": gettext_lazy("Lớp"),
    "run": gettext_lazy("Đợt thu"),
    "bill_code": gettext_lazy("Mã khoản thu"),
    "charged_vnd": gettext_lazy("Ban đầu"),
    "waived_vnd": gettext_lazy("Miễn, giảm"),
    "due_vnd": gettext_lazy("Phải thu"),
    "paid_vnd": gettext_lazy("Đã thu"),
    "rest_vnd": gettext_lazy("Còn lại"),
    "paid_on": gettext_lazy("Nộp lần cuối"),
    "payer": gettext_lazy("Người nộp"),
    "phone": gettext_lazy("Điện thoại"),
    "state": gettext_lazy("Tình trạng"),
    "opens_on": gettext_lazy("Từ ngày"),
    "due_on": gettext_lazy("Hạn nộp"),
    "pupils": gettext_lazy("Số em"),
    "whole": gettext_lazy("Nộp đủ"),
    "part": gettext_lazy("Nộp thiếu"),
    "none": gettext_lazy("Chưa nộp"),
    "item": gettext_lazy("Khoản mục thu"),
    "amount_vnd": gettext_lazy("Đã nộp"),
    "excess_vnd": gettext_lazy("Nộp thừa"),
    "used_vnd": gettext_lazy("Đã trừ, đã trả"),
    "left_vnd": gettext_lazy("Còn giữ"),
    "owed_before_vnd": gettext_lazy("Nợ đầu kỳ"),
    "owed_vnd": gettext_lazy("Nợ cuối kỳ"),
    "credit_before_vnd": gettext_lazy("Tiền thừa đầu kỳ"),
    "credited_vnd": gettext_lazy("Tăng"),
    "credit_vnd": gettext_lazy("Tiền thừa cuối kỳ"),
    "invoice": gettext_lazy("Số hóa đơn"),
    "invoiced_vnd": gettext_lazy("Đã xuất hóa đơn"),
    "not_invoiced_vnd": gettext_lazy("Chưa xuất"),
    "not_paid_vnd": gettext_lazy("Xuất quá số thu"),
    "on": gettext_lazy("Ngày"),
    "paper": gettext_lazy("Chứng từ"),
    "reason": gettext_lazy("Nội dung"),
    "method": gettext_lazy("Hình thức"),
    "in_vnd": gettext_lazy("Thu"),
    "out_vnd": gettext_lazy("Chi"),
    "deed": gettext_lazy("Diễn giải"),
}
_OWN: Mapping[tuple[BookName, str], Words] = {
    (BookName.OVERPAID, "paid_on"): gettext_lazy("Ngày nộp"),
    (BookName.CASH, "left_vnd"): gettext_lazy("Tồn quỹ"),
}

WORDS: Mapping[str, Words] = {
    "open": gettext_lazy("Chưa nộp"),
    "part_paid": gettext_lazy("Nộp thiếu"),
    "refund": gettext_lazy("Trả lại tiền"),
    "payout": gettext_lazy("Chi trả tiền thừa"),
    "cash_before": gettext_lazy("Tồn đầu kỳ"),
    "cash_taken": gettext_lazy("Thu tiền mặt"),
    "cash_returned": gettext_lazy("Trả lại tiền mặt"),
    "cash_paid_out": gettext_lazy("Chi trả tiền thừa"),
    "cash_banked": gettext_lazy("Nộp tiền vào ngân hàng"),
    **{method.value: word for method, word in METHODS.items()},
}


def head_of(book: BookName, key: str) -> Words:
    """What a column is called as long as a school has not called it otherwise."""
    return _OWN.get((book, key)) or _COMMON[key]
