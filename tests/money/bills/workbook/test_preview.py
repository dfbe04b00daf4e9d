"""What a workbook would do, and every way it can be wrong, in the sheet's own coordinates."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from tests.world import SCHOOL_YEAR, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.bills.models import Charge, CollectionRun, UploadedWorkbook
from thuphi.money.bills.workbook import queries, tables
from thuphi.money.bills.workbook.faults import FAULTS_KEPT
from thuphi.money.bills.workbook.previews import ClassTotal, ItemTotal, from_json, to_json
from thuphi.registers.payers.models import Beneficiary

from .books import BOARDING, MEAL, NAM, PUPIL_HEADS, WATER_SUM, book, preview, reasons, rewritten

ANH = ("HS001", "Nguyễn Minh Anh", "01/02/2019", "2A", "2", "Nguyễn Văn Bình", "0912345678", "")
BAO = ("HS002", "Trần Gia Bảo", "23/11/2019", "2B", "2", "Trần Thị Cúc", "0987654321", "")
PUPILS, CHARGES = "Học sinh", "Khoản thu"


def test_new_changed_and_same_pupils_are_told_apart_and_charges_added_up(scene: World) -> None:
    workbook = book(
        [NAM, ANH, BAO],
        [("HS001", 22, 1, "45.000"), ("HS010", "20", "x", None), ("HS003", 0, None, 16000)],
    )
    found = preview(scene, workbook)
    assert reasons(found) == []
    assert (found.pupils_new, found.pupils_changed, found.pupils_same) == (1, 1, 1)
    assert (found.billed, found.charges) == (3, 6)
    assert found.total_vnd == 42 * 30_000 + 2 * 150_000 + 45_000 + 16_000
    assert found.items == (
        ItemTotal("AN", "Tiền ăn bán trú", 30_000, 2, 42, 1_260_000),
        ItemTotal("BT", "Quản lý bán trú", 150_000, 2, 2, 300_000),
        ItemTotal("NU", "Nước uống", 15_000, 2, 2, 61_000),
    )
    assert found.classes == (
        ClassTotal("2A", 2, 2, 855_000 + 750_000),
        ClassTotal("2B", 1, 0, 0),
        ClassTotal("5B", 0, 1, 16_000),
    )


def test_a_preview_writes_nothing(scene: World) -> None:
    before = Beneficiary.objects.count()
    preview(scene, book([NAM], [("HS010", 22, 1, None)]))
    assert Beneficiary.objects.count() == before
    assert not CollectionRun.objects.exists()
    assert not Charge.objects.exists()
    assert not UploadedWorkbook.objects.exists()


def test_the_digest_follows_the_register_and_the_file(scene: World) -> None:
    workbook = book([NAM], [])
    first = preview(scene, workbook)
    assert preview(scene, workbook) == first
    Beneficiary.objects.create(
        facility_id=scene.a.id, code="HS010", name="Lê Hoài Nam", search_key="", payer_name="Sơn"
    )
    assert preview(scene, workbook).digest != first.digest
    assert preview(scene, book([BAO], [])).digest != first.digest
    assert from_json(to_json(first)) == first


def test_names_in_parts_are_the_same_names(scene: World) -> None:
    apart = tuple(unicodedata.normalize("NFD", cell) for cell in ANH)
    heads = tuple(unicodedata.normalize("NFD", head) for head in PUPIL_HEADS)

    def rename(sheets: Mapping[str, Worksheet]) -> None:
        sheets[PUPILS].title = unicodedata.normalize("NFD", " học SINH ")

    found = preview(scene, book([apart], None, pupil_heads=heads, change=rename))
    assert reasons(found) == []
    assert (found.pupils_same, found.pupils_changed) == (1, 0)


def test_blank_optional_cells_keep_what_is_known(scene: World) -> None:
    bare = ("HS001", "Nguyễn Minh Anh", None, "2A", None, "Nguyễn Văn Bình", "  ", None)
    assert preview(scene, book([bare], None)).pupils_same == 1


def test_a_pupil_who_had_left_is_a_change_and_cannot_be_billed_unlisted(scene: World) -> None:
    Beneficiary.objects.filter(pk=scene.a.pupils["HS001"].pk).update(
        is_active=False, left_on=date(2026, 9, 1)
    )
    assert preview(scene, book([ANH], None)).pupils_changed == 1
    found = preview(scene, book([], [("HS001", 1, None, None)]))
    assert reasons(found) == [
        (CHARGES, 2, "A · Mã học sinh*", "học sinh mã “HS001” đã ngừng theo dõi")
    ]


def test_blank_rows_notes_and_sums_are_skipped_and_hidden_rows_are_read(scene: World) -> None:
    def hide(sheets: Mapping[str, Worksheet]) -> None:
        sheets[PUPILS].row_dimensions[4].hidden = True

    workbook = book(
        [("# Ví dụ", "x", "không phải ngày"), (None,), NAM, ("", " "), ("Tổng cộng:", 1)],
        [("# Đơn giá", "30.000 đ"), (None, None), ("HS010", 2), (None, "TỔNG CỘNG", 99)],
        change=hide,
    )
    found = preview(scene, workbook)
    assert reasons(found) == []
    assert (found.pupils_new, found.charges, found.total_vnd) == (1, 1, 60_000)


def test_heads_may_stand_below_a_school_name_and_right_of_a_number_column(scene: World) -> None:
    def title(sheets: Mapping[str, Worksheet]) -> None:
        sheets[PUPILS].insert_rows(1, 3)
        sheets[PUPILS].insert_cols(1, 2)
        sheets[PUPILS]["C1"] = "Trường Tiểu học Ví Dụ"
        sheets[PUPILS].merge_cells("C1:J1")

    found = preview(scene, book([(*NAM[:2], "31/02/2019", *NAM[3:])], None, change=title))
    assert reasons(found) == [
        (
            PUPILS,
            5,
            "E · Ngày sinh",
            "không có ngày “31/02/2019” trên lịch (viết ngày trước, tháng sau)",
        )
    ]


def test_every_fault_is_named_by_sheet_row_column_and_reason(scene: World) -> None:
    workbook = book(
        [
            ("HS010", "", "05/09/2019", "2A", "2", "Lê Văn Sơn", "12", "a@"),
            ("", "Lê B", None, "2A", None, "Lê C", None, None),
            ("HS011", "Lê D", None, None, None, "Lê C", None, None),
            ("HS010", "Lê E", None, "2A", None, "Lê C", None, None),
        ],
        [("HS001", 1.5, -1, "1.25"), ("HS001", 1), ("HS999", 1), (None, 2), ("HS002", "hai")],
    )
    assert reasons(preview(scene, workbook)) == [
        (PUPILS, 2, "B · Họ và tên*", "chưa điền"),
        (
            PUPILS,
            2,
            "G · Số điện thoại",
            "“12” không phải một số điện thoại: ghi một số, như 0912345678",
        ),
        (PUPILS, 2, "H · Email", "“a@” không phải địa chỉ thư điện tử"),
        (PUPILS, 3, "A · Mã học sinh*", "chưa điền"),
        (PUPILS, 4, "D · Lớp*", "chưa điền"),
        (PUPILS, 5, "A · Mã học sinh*", "mã “HS010” đã có ở dòng 2"),
        (CHARGES, 2, f"B · {MEAL}", "“1.5” có phần lẻ; số lượng phải là số nguyên"),
        (CHARGES, 2, f"C · {BOARDING}", "“-1” là số âm; số lượng không được âm"),
        (
            CHARGES,
            2,
            f"D · {WATER_SUM}",
            "“1.25” hiểu được hai cách; viết số tiền là số nguyên, như 1.250.000",
        ),
        (CHARGES, 3, "A · Mã học sinh*", "mã “HS001” đã có ở dòng 2"),
        (
            CHARGES,
            4,
            "A · Mã học sinh*",
            "mã “HS999” không có trong trang tính “Học sinh” và chưa có trong danh bạ",
        ),
        (CHARGES, 5, "A · Mã học sinh*", "chưa điền"),
        (CHARGES, 6, f"B · {MEAL}", "“hai” không phải số lượng"),
    ]


def test_columns_that_are_missing_unknown_or_double_are_named(scene: World) -> None:
    workbook = book(
        [("HS010", "Lê Hoài Nam")],
        [("HS001", 1, 2, 3, 4)],
        pupil_heads=("Mã học sinh", "Họ và tên", "Họ tên", "Giới tính"),
        charge_heads=("Mã học sinh", MEAL, "AN (số tiền)", "HP - Học phí (tháng)", None),
    )
    found = preview(scene, workbook)
    assert reasons(found) == [
        (PUPILS, 1, "C · Họ tên", "cột này có hai lần"),
        (PUPILS, 1, "", "thiếu cột “Lớp”"),
        (PUPILS, 1, "", "thiếu cột “Họ tên người nộp”"),
        (CHARGES, 1, "C · AN (số tiền)", "khoản thu “AN” có hai cột"),
        (
            CHARGES,
            1,
            "D · HP - Học phí (tháng)",
            "không có trong danh mục khoản thu của năm học này",
        ),
        (CHARGES, 2, "E", "có dữ liệu nhưng cột không có tên ở dòng tiêu đề"),
    ]
    assert found.unused_columns == ("D · Giới tính",)


def test_a_sheet_without_heads_is_a_fault_of_the_sheet(scene: World) -> None:
    found = preview(scene, book([NAM], None, pupil_heads=("a", "b")))
    assert reasons(found) == [
        (PUPILS, 0, "", "không thấy cột “Mã học sinh” trong 10 dòng đầu: hãy dùng tệp mẫu")
    ]


def test_merged_cells_over_pupils_are_refused(scene: World) -> None:
    def merge(sheets: Mapping[str, Worksheet]) -> None:
        sheets[PUPILS].merge_cells("D2:D3")

    lan = ("HS011", "Lê Lan", None, None, None, "Lê Văn Sơn", None, None)
    found = preview(scene, book([NAM, lan], None, change=merge))
    assert reasons(found) == [
        (PUPILS, 2, "D · Lớp*", "các ô D2:D3 bị gộp: bỏ gộp ô rồi điền từng ô"),
        (PUPILS, 3, "D · Lớp*", "chưa điền"),
    ]


def test_a_formula_counts_by_its_saved_result(scene: World) -> None:
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved) as made:
        sheet = made.add_worksheet(CHARGES)
        sheet.write_row(0, 0, ["Mã học sinh", MEAL, BOARDING])
        sheet.write_row(1, 0, ["HS001"])
        sheet.write_formula(1, 1, "=20+2", None, 22)
        sheet.write_row(2, 0, ["HS002"])
        sheet.write_formula(2, 1, "=B9", None, "")
        sheet.write_formula(2, 2, "=#REF!*2", None, "#REF!")
        sheet.write_row(3, 0, ["HS003"])
        sheet.write_formula(3, 1, '=""', None, "")
    found = preview(scene, saved.getvalue())
    assert (found.charges, found.total_vnd) == (1, 660_000)
    no_result = "công thức chưa có kết quả: mở bằng Excel, lưu lại, hoặc dán giá trị"
    assert reasons(found) == [
        (CHARGES, 3, f"B · {MEAL}", no_result),
        (CHARGES, 3, f"C · {BOARDING}", "ô báo lỗi #REF!"),
        (CHARGES, 4, f"B · {MEAL}", no_result),
    ]


def test_a_formula_never_calculated_is_a_fault_wherever_it_stands(scene: World) -> None:
    workbook = book([("=1+1", *NAM[1:2], "=TODAY()", *NAM[3:])], [("HS001", "=2*11")])
    assert [(row, column) for _, row, column, _ in reasons(preview(scene, workbook))] == [
        (2, "A · Mã học sinh*"),
        (2, "C · Ngày sinh"),
        (2, f"B · {MEAL}"),
    ]


def test_date_cells_and_number_cells_are_read_for_what_they_are(scene: World) -> None:
    row = (2026001, "Lê Hoài Nam", datetime(2019, 9, 5), "2A", 2, "Lê Văn Sơn", 912000111, None)
    found = queries.examine(
        facility_id=scene.a.id, school_year=SCHOOL_YEAR, workbook=book([row], None)
    )
    assert found.preview.is_clean
    person = found.people[0]
    assert (person.code, person.born_on, person.grade, person.payer_phone) == (
        "2026001", date(2019, 9, 5), "2", "0912000111",
    )  # fmt: skip


def test_faults_beyond_the_first_hundreds_are_counted(scene: World) -> None:
    found = preview(scene, book([], [(f"KHONG{n}", 1) for n in range(FAULTS_KEPT + 70)]))
    assert (len(found.faults), found.fault_count, found.faults_not_shown) == (500, 570, 70)


def test_fees_of_another_year_are_unknown_columns(scene: World) -> None:
    found = queries.preview(
        by=scene.lan.actor,
        facility_id=scene.a.id,
        school_year="2025-2026",
        workbook=book([], [], charge_heads=("Mã học sinh", MEAL)),
    )
    assert [fault.column for fault in found.faults] == [f"B · {MEAL}"]


def test_another_school_sees_nothing_of_the_register(scene: World) -> None:
    with pytest.raises(NotYours):
        queries.preview(
            by=scene.quan.actor, facility_id=scene.a.id, school_year=SCHOOL_YEAR, workbook=b""
        )
    with pytest.raises(NotAllowed):
        queries.preview(
            by=scene.minh.actor, facility_id=scene.a.id, school_year=SCHOOL_YEAR, workbook=b""
        )


def test_formats_far_below_the_last_row_cost_nothing(scene: World) -> None:
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    workbook = rewritten(
        book([NAM], None),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</sheetData>", far),
    )
    found = preview(scene, workbook)
    assert (found.fault_count, found.pupils_new) == (0, 1)


def test_more_pupils_than_a_workbook_takes_is_a_fault(
    scene: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "PUPILS_MAX", 2)
    others = [(f"HS0{n}", *NAM[1:]) for n in (11, 12, 13)]
    found = preview(scene, book(others, None))
    assert reasons(found) == [(PUPILS, 4, "", "quá 2 dòng: tách thành nhiều tệp")]
