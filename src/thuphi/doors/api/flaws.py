"""What may be wrong with a request, in words: for the checker of types and for verbs on bills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from thuphi.money.bills.ad_hoc import Fault, Flaw

from .problems import Flawed, pointer
from .words import Words

OF_A_TYPE: dict[str, Words] = {
    "missing": Words("Thiếu mục này.", "This member is missing."),
    "extra_forbidden": Words("Không có mục nào tên này.", "There is no member of this name."),
    "int_type": Words(
        "Phải là số nguyên, không dấu nháy, không phần lẻ.",
        "Has to be an integer, without quotes and without a fraction.",
    ),
    "bool_type": Words("Phải là true hoặc false.", "Has to be true or false."),
    "string_type": Words("Phải là chuỗi.", "Has to be a string."),
    "string_unicode": Words("Chuỗi không phải Unicode.", "Not a Unicode string."),
    "list_type": Words("Phải là danh sách.", "Has to be a list."),
    "greater_than_equal": Words("Nhỏ nhất là {ge}.", "At least {ge}."),
    "less_than_equal": Words("Lớn nhất là {le}.", "At most {le}."),
    "string_too_short": Words("Ít nhất {min_length} ký tự.", "At least {min_length} characters."),
    "string_too_long": Words("Nhiều nhất {max_length} ký tự.", "At most {max_length} characters."),
    "string_pattern_mismatch": Words("Không đúng dạng {pattern}.", "Has not the form {pattern}."),
    "too_short": Words("Ít nhất {min_length} mục.", "At least {min_length} entries."),
    "too_long": Words("Nhiều nhất {max_length} mục.", "At most {max_length} entries."),
    "enum": Words("Phải là một trong: {expected}.", "Has to be one of: {expected}."),
    "date_type": Words("Phải là ngày, dạng 2026-10-31.", "Has to be a date, as 2026-10-31."),
    "not_a_date": Words("Phải là ngày, dạng 2026-10-31.", "Has to be a date, as 2026-10-31."),
    "has_control_letters": Words(
        "Không được có ký tự điều khiển.", "Must not hold control characters."
    ),
    "is_blank": Words("Không được để trống.", "Must not be blank."),
    "not_a_cursor": Words(
        "Con trỏ không đúng: dùng next_cursor của trang trước.",
        "Not a cursor: use next_cursor of the page before.",
    ),
    "days_turned_round": Words("Ngày cuối trước ngày đầu.", "The last day is before the first."),
}
OTHERWISE = Words("Giá trị không đúng.", "Not a valid value.")

OF_A_BILL: dict[Flaw, Words] = {
    Flaw.REASON_MISSING: Words("Thiếu nội dung thu.", "The reason for payment is missing."),
    Flaw.LINES_MISSING: Words("Chưa có dòng thu nào.", "There is no line."),
    Flaw.ITEM_NOT_FOUND: Words(
        "Danh mục của năm học này không có khoản thu mã {found}.",
        "The list of this school year has no fee item of code {found}.",
    ),
    Flaw.QUANTITY_NOT_POSITIVE: Words("Số lượng ít nhất là 1.", "The quantity is at least 1."),
    Flaw.NOTHING_TO_PAY: Words("Tổng bằng 0, không có gì để thu.", "It sums up to nothing."),
    Flaw.TOO_MUCH: Words("Tổng {found} đ lớn quá.", "{found} đồng in all are too much."),
    Flaw.DUE_IN_THE_PAST: Words("Hạn nộp {found} đã qua.", "The last day {found} is over."),
    Flaw.NAME_MISSING: Words(
        "Chưa có ai mã {found} trong danh sách: gửi kèm họ tên để ghi vào.",
        "Nobody of code {found} is on the list: send the full name to enrol them.",
    ),
    Flaw.NAME_DIFFERS: Words(
        "Người có mã này tên là {found}. Sửa mã hoặc họ tên.",
        "The person of this code is called {found}. Mend the code or the name.",
    ),
    Flaw.PAYER_MISSING: Words(
        "Người mã {found} chưa có trong danh sách: gửi kèm họ tên người nộp.",
        "The person of code {found} is not on the list: send the payer's full name too.",
    ),
    Flaw.PHONE_NOT_DIGITS: Words(
        "Số điện thoại gồm 8 đến 15 chữ số.", "A phone number has 8 to 15 digits."
    ),
    Flaw.REFERENCE_TAKEN: Words(
        "Mã này đã thuộc khoản thu {found}.", "The bill {found} has this reference already."
    ),
    Flaw.REFERENCE_TWICE: Words(
        "Mã này có hai lần trong lô.", "The batch has this reference twice."
    ),
}


def flawed_bill(fault: Fault, *, is_batch: bool) -> Flawed:
    """One thing that is wrong with a bill, with its place in the request."""
    place = ("bills", fault.place, *fault.member) if is_batch else fault.member
    return Flawed(
        detail=OF_A_BILL[fault.flaw].said(found=fault.found),
        pointer=pointer(place),
        code=fault.flaw.value,
    )


def flawed_member(error: Mapping[str, object]) -> Flawed:
    """One finding of the checker of types, in words."""
    raw = error.get("loc")
    place: Sequence[str | int] = [
        one for one in (raw if isinstance(raw, tuple | list) else ()) if isinstance(one, str | int)
    ]
    code = str(error.get("type", ""))
    context = error.get("ctx")
    facts = dict(context) if isinstance(context, dict) else {}
    if code.startswith("date_"):
        code = "date_type"
    detail = OF_A_TYPE.get(code, OTHERWISE).said(**{str(k): str(v) for k, v in facts.items()})
    where, rest = (str(place[0]), place[1:]) if place else ("", [])
    if where == "body":
        return Flawed(detail=detail, pointer=pointer(rest[1:]), code=code)
    return Flawed(detail=detail, parameter=str(rest[-1]) if rest else "", code=code)
