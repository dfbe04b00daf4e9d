"""The workbook that schools download, and that the program fills."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from datetime import date

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import AT, SCHOOL_YEAR, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.workbook import queries
from thuphi.money.bills.workbook.columns import OfferedItem
from thuphi.money.bills.workbook.template import Filling, write_workbook
from thuphi.money.catalogue import actions as catalogue
from thuphi.money.catalogue.actions import NewFeeItem
from thuphi.registers.payers.actions import NewBeneficiary

from .books import preview

ITEMS = (
    OfferedItem(1, "AN", "Tiền ăn", "suất", 30_000),
    OfferedItem(2, "XE", "=Xe đưa đón", "tháng", 0),
)


def empty() -> openpyxl.Workbook:
    return openpyxl.load_workbook(
        io.BytesIO(
            write_workbook(facility_name="=Trường Ví Dụ", school_year=SCHOOL_YEAR, items=ITEMS)
        )
    )


def test_it_has_three_sheets_with_frozen_heads() -> None:
    made = empty()
    assert made.sheetnames == ["Học sinh", "Khoản thu", "Hướng dẫn"]
    assert made["Học sinh"].freeze_panes == "C2"
    assert made["Khoản thu"].freeze_panes == "B3"
    assert [cell.value for cell in made["Học sinh"][1]] == [
        "Mã học sinh*", "Họ và tên*", "Ngày sinh", "Lớp*", "Khối", "Họ tên người nộp*",
        "Số điện thoại", "Email",
    ]  # fmt: skip
    assert [[cell.value for cell in row] for row in made["Khoản thu"].iter_rows(max_row=3)] == [
        ["Mã học sinh*", "AN - Tiền ăn (suất)", "XE - =Xe đưa đón (số tiền)"],
        ["# Đơn giá", "30.000\u00a0đ/suất", "ghi số tiền"],
        ["# Ví dụ: HS001", 1, 50_000],
    ]


def test_codes_phones_and_days_are_text_columns_and_cells_are_checked() -> None:
    made = empty()
    pupils = made["Học sinh"]
    assert {pupils.column_dimensions[letter].number_format for letter in "ACG"} == {"@"}
    ranges = [str(one.sqref) for one in pupils.data_validations.dataValidation]
    assert ranges == ["A3:A50002", "B3:B50002", "G3:G50002"]
    assert len(made["Khoản thu"].data_validations.dataValidation) == 2


def test_an_empty_template_reads_as_nothing(scene: World) -> None:
    items = queries.offered_items(scene.a.id, SCHOOL_YEAR)
    found = preview(scene, write_workbook(facility_name="A", school_year=SCHOOL_YEAR, items=items))
    assert (found.fault_count, found.pupils, found.charges) == (0, 0, 0)


def test_what_begins_like_a_formula_is_written_as_text() -> None:
    names = ("=1+1", "+84", "-2", "@SUM(A1)", "{=1}", "http://example.com")
    workbook = write_workbook(
        facility_name="=1",
        school_year=SCHOOL_YEAR,
        items=ITEMS,
        filling=Filling(pupils=[NewBeneficiary(code=name, name=name) for name in names]),
    )
    sheet = openpyxl.load_workbook(io.BytesIO(workbook))["Học sinh"]
    written = [sheet.cell(row, 1) for row in range(3, 3 + len(names))]
    assert [cell.value for cell in written] == list(names)
    assert {cell.data_type for cell in written} == {"s"}


def test_progress_is_told_while_writing() -> None:
    told: list[tuple[int, int]] = []
    write_workbook(
        facility_name="A",
        school_year=SCHOOL_YEAR,
        items=ITEMS,
        filling=Filling(
            pupils=[NewBeneficiary(code=f"H{n}", name="A") for n in range(1500)],
            charges={"H1": {"AN": 2}},
        ),
        progress=lambda done, expected: told.append((done, expected)),
    )
    assert told == [(1000, 1501), (1501, 1501)]


WORDS = st.text("ăâđêôơưáàảãạNguyễnTrầnLê'", min_size=1, max_size=12)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
PEOPLE = st.lists(
    st.builds(
        NewBeneficiary,
        code=st.from_regex(r"[A-Z]{1,3}[0-9]{1,9}", fullmatch=True),
        name=NAMES,
        born_on=st.none() | st.dates(date(2005, 1, 1), date(2023, 12, 31)),
        class_name=st.from_regex(r"(1[0-2]|[1-9])[A-H]", fullmatch=True),
        payer_name=NAMES,
        payer_phone=st.just("") | st.from_regex(r"0[35789][0-9]{8}", fullmatch=True),
        payer_email=st.sampled_from(["", "a@example.com"]),
    ),
    unique_by=lambda person: person.code,
    max_size=12,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(people=PEOPLE, chance=st.randoms(use_true_random=False))
def test_what_is_filled_in_is_what_the_preview_says(
    scene: World, people: list[NewBeneficiary], chance: random.Random
) -> None:
    items = _items_with_a_bus(scene)
    charges: dict[str, Mapping[str, int]] = {}
    for person in people:
        charges[person.code] = {
            item.code: chance.randint(0, 999 if item.price_vnd else 2_000_000)
            for item in items
            if chance.random() < 0.7
        }
    workbook = write_workbook(
        facility_name="Trường",
        school_year=SCHOOL_YEAR,
        items=items,
        filling=Filling(pupils=people, charges=charges),
    )
    examined = queries.examine(facility_id=scene.a.id, school_year=SCHOOL_YEAR, workbook=workbook)
    found = examined.preview
    lines = [
        count * (item.price_vnd or 1)
        for cells in charges.values()
        for item in items
        if (count := cells.get(item.code, 0))
    ]
    assert found.faults == ()
    assert found.pupils_new == len(people)
    assert (found.charges, found.total_vnd) == (len(lines), sum(lines))
    assert sum(item.total_vnd for item in found.items) == found.total_vnd
    assert sum(one.total_vnd for one in found.classes) == found.total_vnd
    assert sum(one.pupils for one in found.classes) == len(people)
    assert [(one.code, one.name, one.born_on, one.payer_phone) for one in examined.people] == [
        (one.code, one.name, one.born_on, one.payer_phone) for one in people
    ]


def _items_with_a_bus(scene: World) -> list[OfferedItem]:
    found = queries.offered_items(scene.a.id, SCHOOL_YEAR)
    if any(item.code == "XE" for item in found):
        return found
    bus = NewFeeItem("XE", "Xe đưa đón", "tháng", 0, "Thỏa thuận", False, SCHOOL_YEAR)
    catalogue.add_fee_item(by=SYSTEM, facility_id=scene.a.id, item=bus, at=AT)
    return queries.offered_items(scene.a.id, SCHOOL_YEAR)
