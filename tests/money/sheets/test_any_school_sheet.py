"""Whatever way a school lays its list out, every pupil and every đồng is read back exactly."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.money.sheets.books import book, short
from thuphi.money.sheets.reading import read

SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hồ", "Tống", "Đặng", "Vũ")
MIDDLES = ("Văn", "Thị", "Công", "Minh", "Ngọc Bảo")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Tổng", "Hà", "Lộc", "Ánh")
ITEMS = (
    "Học phí", "Tiền ăn", "BHYT", "Nước uống", "Sổ liên lạc điện tử", "Học 2 buổi/ngày", "Điện",
    "Quỹ lớp", "Đồng phục", "Tiền ăn sáng", "Kỹ năng sống", "Trông trưa", "Vệ sinh bán trú",
)  # fmt: skip
CLASSES = ("1A", "1B", "2A", "6A1", "6A2", "10A1", "9/2", "12 Anh 1")


@dataclass(frozen=True)
class School:
    """What the list says, and how it is laid out."""

    pupils: dict[str, list[tuple[str, str, list[int]]]]
    items: list[str]
    class_stands: str
    titles: int
    has_order: bool
    has_code: bool
    head_lines: int
    is_merged: bool
    has_total: bool
    has_sum: bool
    has_foot: bool
    has_settled: bool
    writes: str
    blank_rows: bool
    form: str


@st.composite
def schools(draw: st.DrawFn) -> School:
    """Any school."""
    items = draw(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=5, unique=True))
    classes = draw(st.lists(st.sampled_from(CLASSES), min_size=1, max_size=3, unique=True))
    amounts = st.one_of(st.just(0), st.integers(min_value=2, max_value=5000).map(lambda n: n * 500))
    number = 0
    pupils: dict[str, list[tuple[str, str, list[int]]]] = {}
    for class_name in classes:
        rows = []
        for _n in range(draw(st.integers(min_value=1, max_value=5))):
            number += 1
            name = " ".join(draw(st.sampled_from(part)) for part in (SURNAMES, MIDDLES, GIVEN))
            charged = draw(st.lists(amounts, min_size=len(items), max_size=len(items)))
            rows.append((f"HS{number:03d}", f"{name} {chr(64 + number)}", charged))
        pupils[class_name] = rows
    return School(
        pupils=pupils,
        items=items,
        class_stands=draw(st.sampled_from(["sheet", "column", "section", "title", "merged"])),
        titles=draw(st.integers(min_value=0, max_value=4)),
        has_order=draw(st.booleans()),
        has_code=draw(st.booleans()),
        head_lines=draw(st.integers(min_value=1, max_value=2)),
        is_merged=draw(st.booleans()),
        has_total=draw(st.booleans()),
        has_sum=draw(st.booleans()),
        has_foot=draw(st.booleans()),
        has_settled=draw(st.booleans()),
        writes=draw(st.sampled_from(["number", "dots", "commas", "unit", "digits"])),
        blank_rows=draw(st.booleans()),
        form=draw(st.sampled_from(["NFC", "NFD"])),
    )


def _amount(amount_vnd: int, school: School) -> object:
    if not amount_vnd:
        return "-" if school.writes == "dots" else None
    dotted = f"{amount_vnd:,}".replace(",", ".")
    return {
        "number": amount_vnd,
        "dots": dotted,
        "commas": f"{amount_vnd:,}",
        "unit": f"{dotted} đ",
        "digits": str(amount_vnd),
    }[school.writes]


def _heads(school: School) -> tuple[list[list[object]], list[str]]:
    before = ["STT"] if school.has_order else []
    before += ["Mã HS"] if school.has_code else []
    before += ["Họ và tên"]
    before += ["Lớp"] if school.class_stands in ("column", "merged") else []
    after = (["Tổng cộng"] if school.has_total else []) + (
        ["Đã nộp", "Ghi chú"] if school.has_settled else []
    )
    width = len(school.items)
    if school.head_lines == 1:
        return [[*before, *school.items, *after]], []
    merges = []
    if school.is_merged:
        columns = [
            *range(len(before)),
            *range(len(before) + width, len(before) + width + len(after)),
        ]
        merges = [f"{chr(65 + c)}{{0}}:{chr(65 + c)}{{1}}" for c in columns]
        if width > 1:
            last = chr(65 + len(before) + width - 1)
            merges.append(f"{chr(65 + len(before))}{{0}}:{last}{{0}}")
    group: list[object] = [*before, "Các khoản thu", *[None] * (width - 1), *after]
    below: list[object] = [*[None] * len(before), *school.items, *[None] * len(after)]
    return [group, below], merges


def _rows_of(school: School, class_name: str, rows: Sequence[tuple[str, str, list[int]]], *,
             is_first: bool) -> list[list[object]]:  # fmt: skip
    found: list[list[object]] = []
    if school.class_stands == "section":
        found.append([f"Lớp {class_name}"])
    for order, (code, name, charged) in enumerate(rows, start=1):
        row: list[object] = [order] if school.has_order else []
        row += [code] if school.has_code else []
        row.append(name)
        if school.class_stands == "column" or (school.class_stands == "merged" and order == 1):
            row.append(class_name)
        elif school.class_stands == "merged":
            row.append(None)
        row += [_amount(amount_vnd, school) for amount_vnd in charged]
        row += [sum(charged)] if school.has_total else []
        row += [sum(charged), "đủ"] if school.has_settled else []
        found.append(row)
        if school.blank_rows and order % 2:
            found.append([])
    return found


def _sum_row(school: School, rows: Sequence[tuple[str, str, list[int]]]) -> list[object]:
    width = school.has_order + school.has_code + 1 + (school.class_stands in ("column", "merged"))
    sums = [sum(charged[i] for _c, _n, charged in rows) for i in range(len(school.items))]
    return ["Tổng cộng", *[None] * (width - 1), *sums, *([sum(sums)] if school.has_total else [])]


def laid_out(school: School) -> bytes:
    """The school's workbook."""
    sheets: dict[str, list[list[object]]] = {}
    merges: dict[str, list[str]] = {}
    by_sheet = school.class_stands in ("sheet", "title")
    parts = [{name: rows} for name, rows in school.pupils.items()] if by_sheet else [school.pupils]
    titles = ["TRƯỜNG THCS VÍ DỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "",
              "DANH SÁCH THU TIỀN THÁNG 10/2025"]  # fmt: skip
    for place, part in enumerate(parts, start=1):
        first = next(iter(part))
        called = first.replace("/", "_") if school.class_stands == "sheet" else f"Tháng {place}"
        rows: list[list[object]] = [[title] for title in titles[: school.titles]]
        if school.class_stands == "title" or ("/" in first and by_sheet):
            rows.append([f"Lớp: {first}"])
            called = f"Tháng {place}"
        heads, wanted = _heads(school)
        merges[called] = [one.format(len(rows) + 1, len(rows) + 2) for one in wanted]
        rows += heads
        everybody: list[tuple[str, str, list[int]]] = []
        for class_name, pupils in part.items():
            top = len(rows) + 1
            more = _rows_of(school, class_name, pupils, is_first=not everybody)
            rows += more
            everybody += pupils
            if school.class_stands == "merged" and len(more) > 1:
                column = chr(65 + school.has_order + school.has_code + 1)
                merges[called].append(f"{column}{top}:{column}{len(rows)}")
        if school.has_sum:
            rows.append(_sum_row(school, everybody))
        if school.has_foot:
            rows += [[None, None, "Người lập biểu"], [None, None, "(Ký, họ tên)"], [],
                     [None, None, "Lê Thị Hoa"]]  # fmt: skip
        sheets[called] = [
            [unicodedata.normalize("NFD", c) if school.form == "NFD" and isinstance(c, str) else c
             for c in row]
            for row in rows
        ]  # fmt: skip
    return book(sheets, merges)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schools())
def test_any_layout_is_read_back_exactly(school: School) -> None:
    found = read(laid_out(school), file_name="thu.xlsx")
    assert [one.reason for one in found.told()] == []
    assert short(found) == [
        (
            code if school.has_code else name,
            class_name,
            {item: a for item, a in zip(school.items, charged, strict=True) if a},
        )
        for class_name, pupils in school.pupils.items()
        for code, name, charged in pupils
    ]
    assert found.total_vnd == sum(sum(c) for rows in school.pupils.values() for _c, _n, c in rows)
