"""Sheets as schools have them: titles above, two-line heads, classes wherever they stand."""

from __future__ import annotations

import datetime

import openpyxl
import pytest

from tests.money.sheets.books import Cells, book, faults, first_sheet, of_rows, saved, short
from thuphi.money.bills.workbook.errors import FileRefused
from thuphi.money.sheets.found import Found
from thuphi.money.sheets.reading import read

HEAD = ("STT", "Mã HS", "Họ và tên", "Học phí", "Tiền ăn")
AN = (1, "HS01", "Nguyễn Văn An", 155_000, 700_000)
BINH = (2, "HS02", "Trần Thị Bình", 155_000, None)
WANTED = [
    ("HS01", "6A1", {"Học phí": 155_000, "Tiền ăn": 700_000}),
    ("HS02", "6A1", {"Học phí": 155_000}),
]


def clean(found: Found) -> list[tuple[str, str, dict[str, int]]]:
    assert [one.reason for one in found.told()] == []
    return short(found)


def test_titles_and_mottos_above_the_head_are_passed_over() -> None:
    rows = [
        ("UBND PHƯỜNG VÍ DỤ", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("TRƯỜNG THCS VÍ DỤ", None, None, "Độc lập - Tự do - Hạnh phúc"),
        (),
        ("DANH SÁCH THU TIỀN THÁNG 10/2025",),
        (),
        HEAD,
        AN,
        BINH,
    ]
    assert clean(of_rows(rows, merges=["A4:E4"])) == WANTED


def test_a_two_line_head_names_the_items_under_their_group() -> None:
    rows = [
        ("STT", "Mã HS", "Họ và tên", "Các khoản thu", None, "Ghi chú"),
        (None, None, None, "Học phí", "Tiền ăn", None),
        (*AN, "nộp sớm"),
        (*BINH, None),
    ]
    merges = ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"]
    assert clean(of_rows(rows, merges=merges)) == WANTED
    assert clean(of_rows(rows)) == WANTED


def test_a_third_line_that_counts_the_columns_is_passed_over() -> None:
    rows = [HEAD, ("A", "B", "C", 1, 2), AN, BINH]
    assert clean(of_rows(rows)) == WANTED
    assert clean(of_rows([HEAD, ("(1)", "(2)", "(3)", "(4)", "(5)"), AN, BINH])) == WANTED


def test_the_same_item_in_two_groups_takes_the_name_of_its_group() -> None:
    rows = [
        ("STT", "Mã HS", "Họ và tên", "Tháng 9", None, "Tháng 10", None),
        (None, None, None, "Học phí", "Tiền ăn", "Học phí", "Tiền ăn"),
        (1, "HS01", "Nguyễn Văn An", 1000, 2000, 3000, 4000),
    ]
    assert clean(of_rows(rows, merges=["D1:E1", "F1:G1"])) == [
        (
            "HS01",
            "6A1",
            {
                "Tháng 9 - Học phí": 1000,
                "Tháng 9 - Tiền ăn": 2000,
                "Tháng 10 - Học phí": 3000,
                "Tháng 10 - Tiền ăn": 4000,
            },
        )
    ]


def test_quantity_and_price_beside_an_amount_are_not_charged() -> None:
    rows = [
        ("STT", "Mã HS", "Họ và tên", "Tiền ăn", None, None, "Học phí"),
        (None, None, None, "Số ngày", "Đơn giá", "Thành tiền", None),
        (1, "HS01", "Nguyễn Văn An", 20, 35_000, 700_000, 155_000),
    ]
    merges = ["A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:G2"]
    assert clean(of_rows(rows, merges=merges)) == [
        ("HS01", "6A1", {"Tiền ăn": 700_000, "Học phí": 155_000})
    ]


@pytest.mark.parametrize("name", ["6A1", "Lớp 6A1", "lop 6A1", "LỚP 6A1", "6A1 - T10", "Thu 6A1"])
def test_a_class_on_the_name_of_the_sheet(name: str) -> None:
    assert clean(of_rows([HEAD, AN, BINH], name=name)) == WANTED


def test_several_sheets_are_several_classes() -> None:
    found = read(
        book(
            {
                "1A": [HEAD, AN],
                "Lớp 2B": [HEAD, BINH],
                "Hướng dẫn": [("Điền đủ các cột",), ("Không gộp ô",)],
            }
        ),
        file_name="x.xlsx",
    )
    assert [(code, name) for code, name, _c in clean(found)] == [("HS01", "1A"), ("HS02", "2B")]


@pytest.mark.parametrize(
    "title",
    [
        ("Lớp: 6A1",),
        ("DANH SÁCH THU TIỀN LỚP 6A1 THÁNG 10/2025",),
        ("Lớp:", "6A1"),
        ("Lớp: 6A1 - GVCN: Lê Thị Hoa",),
    ],
)
def test_a_class_in_the_title(title: tuple[str, ...]) -> None:
    assert clean(of_rows([title, (), HEAD, AN, BINH], name="Tháng 10")) == WANTED


def test_a_class_in_its_own_column_merged_over_its_pupils() -> None:
    rows = [
        ("Lớp", *HEAD),
        ("6A1", *AN),
        (None, *BINH),
        ("Lớp 6A2", 3, "HS03", "Lê Văn Cường", 155_000, 0),
    ]
    assert clean(of_rows(rows, name="Sheet1", merges=["A2:A3"])) == [
        *WANTED,
        ("HS03", "6A2", {"Học phí": 155_000}),
    ]


def test_a_class_as_a_row_between_pupils_with_its_own_sum() -> None:
    rows = [
        HEAD,
        ("Lớp 6A1",),
        AN,
        BINH,
        ("Cộng lớp 6A1", None, None, 310_000, 700_000),
        ("II", "Lớp 6A2", None, 155_000, None),
        (1, "HS03", "Lê Văn Cường", 155_000, None),
        ("Tổng cộng", None, None, 465_000, 700_000),
        (None, None, "Người lập biểu", None, "Hiệu trưởng"),
        (None, None, "Lê Thị Hoa"),
    ]
    assert clean(of_rows(rows, name="Sheet1")) == [*WANTED, ("HS03", "6A2", {"Học phí": 155_000})]


def test_a_table_for_each_class_one_below_the_other() -> None:
    rows = [
        ("DANH SÁCH LỚP 6A1",),
        HEAD,
        AN,
        BINH,
        ("Cộng", None, None, 310_000, 700_000),
        (None, None, None, "Kế toán"),
        (),
        ("DANH SÁCH LỚP 6A2",),
        HEAD,
        (1, "HS03", "Lê Văn Cường", 155_000, None),
        ("Cộng", None, None, 155_000, None),
    ]
    assert clean(of_rows(rows, name="Khối 6")) == [*WANTED, ("HS03", "6A2", {"Học phí": 155_000})]


def test_a_title_that_names_another_class_than_the_sheet_is_a_fault() -> None:
    found = of_rows([("Lớp: 6A2",), HEAD, AN], name="6A1")
    assert faults(found) == [("6A1", 3, "")]


def test_a_name_in_two_columns_is_put_together() -> None:
    rows = [("STT", "Họ và tên", None, "Lớp", "BHYT"), (1, "Nguyễn Văn", "An", "6A1", 631_800)]
    wanted = [("Nguyễn Văn An", "6A1", {"BHYT": 631_800})]
    assert clean(of_rows(rows, merges=["B1:C1"])) == wanted
    assert clean(of_rows(rows)) == wanted
    apart = [("STT", "Họ đệm", "Tên", "Lớp", "BHYT"), (1, "Hồ Văn", "Hồ", "6A1", 631_800)]
    assert clean(of_rows(apart)) == [("Hồ Văn Hồ", "6A1", {"BHYT": 631_800})]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("1.250.000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("1 250 000", 1_250_000),
        ("1250000", 1_250_000),
        ("16.000 đ", 16_000),
        ("16.000đ", 16_000),
        ("16.000 VNĐ", 16_000),
        ("VNĐ 16.000", 16_000),
        ("1.250.000,00", 1_250_000),
        ("'155000", 155_000),
        (155_000.0, 155_000),
        ("-", None),
        ("0", None),
        ("", None),
    ],
)
def test_amounts_as_people_type_them(written: object, wanted: int | None) -> None:
    found = of_rows([HEAD, (1, "HS01", "Nguyễn Văn An", 155_000, written)])
    charges = {"Học phí": 155_000} | ({"Tiền ăn": wanted} if wanted else {})
    assert clean(found) == [("HS01", "6A1", charges)]


@pytest.mark.parametrize(
    "written", ["x", "miễn", "155k", "1.25", "1tr2", -5000, "-5.000", 1250.5, "#N/A", "12.34.5"]
)
def test_an_amount_that_is_not_clear_is_a_fault_and_never_a_charge(written: object) -> None:
    found = of_rows([HEAD, (1, "HS01", "Nguyễn Văn An", 155_000, written), BINH])
    assert faults(found) == [("6A1", 2, "E")]
    assert short(found) == [("HS01", "6A1", {"Học phí": 155_000}), WANTED[1]]


def test_a_sum_beside_the_items_is_no_charge_and_is_held_against_them() -> None:
    head = (*HEAD, "Tổng cộng", "Đã nộp", "Còn nợ", "Ký nhận")
    rows = [head, (*AN, 855_000, 855_000, 0, None), (*BINH, "155.000 đ", 0, 155_000, "Bình")]
    assert clean(of_rows(rows)) == WANTED
    wrong = of_rows([head, (*AN, 855_000, 0, 0, ""), (*BINH, 165_000, 0, 0, "")])
    assert faults(wrong) == [("6A1", 3, "F")]
    assert short(wrong) == WANTED


def test_an_amount_alone_is_the_charge_and_beside_items_their_sum() -> None:
    alone = of_rows([("STT", "Mã HS", "Họ tên", "Số tiền"), (1, "HS01", "Nguyễn An", 50_000)])
    assert clean(alone) == [("HS01", "6A1", {"Số tiền": 50_000})]
    beside = of_rows([(*HEAD, "Số tiền"), (*AN, 855_000)])
    assert clean(beside) == WANTED[:1]


def test_only_a_sum_is_a_fault_since_nobody_is_billed_a_sum() -> None:
    found = of_rows([("STT", "Mã HS", "Họ tên", "Tổng cộng"), (1, "HS01", "Nguyễn An", 50_000)])
    assert faults(found) == [("6A1", 1, "D")]
    assert short(found) == [("HS01", "6A1", {})]


def test_a_sum_below_that_contradicts_its_column_is_a_fault() -> None:
    found = of_rows([HEAD, AN, BINH, ("Tổng cộng", None, None, 310_000, 800_000)])
    assert faults(found) == [("6A1", 4, "E")]
    assert short(found) == WANTED


def test_what_is_taken_off_is_a_fault_and_its_sum_is_understood() -> None:
    found = of_rows([(*HEAD, "Miễn giảm", "Tổng"), (*AN, 55_000, 800_000), (*BINH, None, 155_000)])
    assert faults(found) == [("6A1", 2, "F")]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (912345678, "0912345678"),
        ("912345678", "0912345678"),
        ("0912 345 678", "0912345678"),
        ("+84 912.345.678", "0912345678"),
        (84912345678, "0912345678"),
        (2438234567, "02438234567"),
        (None, ""),
    ],
)
def test_a_telephone_number_gets_back_the_nought_that_was_eaten(
    written: object, wanted: str
) -> None:
    found = of_rows([("Mã HS", "Họ tên", "SĐT phụ huynh"), ("HS01", "Nguyễn An", written)])
    assert clean(found) == [("HS01", "6A1", {})]
    assert found.pupils[0].phone == wanted


def test_a_telephone_number_that_is_none_is_a_fault() -> None:
    found = of_rows([("Mã HS", "Họ tên", "SĐT"), ("HS01", "Nguyễn An", "12345")])
    assert faults(found) == [("6A1", 2, "C")]
    assert found.pupils[0].phone == ""


def test_two_pupils_with_one_code_are_a_fault() -> None:
    found = of_rows([HEAD, AN, (2, "HS01", "Trần Thị Bình", 155_000, None)])
    assert faults(found) == [("6A1", 3, "B")]
    assert short(found) == WANTED[:1]


def test_without_a_code_name_and_class_tell_pupils_apart() -> None:
    rows = [
        ("STT", "Họ và tên", "Lớp", "Học phí"),
        (1, "Nguyễn Văn An", "6A1", 155_000),
        (2, "Nguyễn Văn An", "6A2", 155_000),
        (3, "Nguyễn  Văn An", "6A1", 155_000),
    ]
    found = of_rows(rows, name="Sheet1")
    assert faults(found) == [("Sheet1", 4, "B")]
    assert [one.class_name for one in found.pupils] == ["6A1", "6A2"]
    assert {one.code for one in found.pupils} == {""}


def test_a_pupil_without_code_and_class_is_a_fault() -> None:
    found = of_rows([("Họ và tên", "Học phí"), ("Nguyễn Văn An", 155_000)], name="Sheet1")
    assert faults(found) == [("Sheet1", 2, "")]


def test_one_pupil_on_two_sheets_has_the_items_of_both() -> None:
    sheets = {
        "Học phí": [("Mã HS", "Họ tên", "Lớp", "Học phí"), ("HS01", "Nguyễn An", "6A1", 155_000)],
        "BHYT": [("Mã HS", "Họ tên", "Lớp", "BHYT"), ("HS01", "Nguyễn An", "6A1", 631_800)],
    }
    assert clean(read(book(sheets), file_name="x.xlsx")) == [
        ("HS01", "6A1", {"Học phí": 155_000, "BHYT": 631_800})
    ]
    again = read(book({**sheets, "Lần 2": sheets["BHYT"]}), file_name="x.xlsx")
    assert faults(again) == [("Lần 2", 2, "A")]


def test_hidden_sheets_are_not_read_and_are_named() -> None:
    made = openpyxl.Workbook()
    sheet = first_sheet(made)
    sheet.title = "6A1"
    for name, state in (("Năm ngoái", "hidden"), ("Ghi chép", "veryHidden")):
        made.create_sheet(name).sheet_state = state
    made["Ghi chép"].append(["Không có gì"])
    for row in (HEAD, AN, BINH):
        sheet.append(list(row))
        made["Năm ngoái"].append(list(row))
    found = read(saved(made), file_name="x.xlsx")
    assert faults(found) == [("Năm ngoái", 0, "")]
    assert short(found) == WANTED


def test_hidden_rows_and_columns_are_read_and_named() -> None:
    made = openpyxl.Workbook()
    sheet = first_sheet(made)
    sheet.title = "6A1"
    for row in (HEAD, AN, BINH):
        sheet.append(list(row))
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions["E"].hidden = True
    found = read(saved(made), file_name="x.xlsx")
    assert faults(found) == [("6A1", 1, "E"), ("6A1", 3, "")]
    assert short(found) == WANTED


def test_formulas_count_by_their_results_and_without_one_are_a_fault() -> None:
    made = openpyxl.Workbook()
    sheet = first_sheet(made)
    sheet.title = "6A1"
    rows = [
        (*HEAD, "Tổng"),
        (1, "HS01", "Nguyễn Văn An", 155_000, "=20*35000", "=D2+E2"),
        (*BINH, "=D3+E3"),
        ("Tổng cộng", None, None, "=SUM(D2:D3)", "=SUM(E2:E3)", "=SUM(F2:F3)"),
    ]
    for row in rows:
        sheet.append(list(row))
    found = read(saved(made), file_name="x.xlsx")
    assert faults(found) == [("6A1", 2, "E")]
    assert short(found) == [("HS01", "6A1", {"Học phí": 155_000}), WANTED[1]]


def test_letters_with_marks_apart_are_the_same_letters() -> None:
    import unicodedata

    rows = [[unicodedata.normalize("NFD", str(cell)) for cell in row] for row in (HEAD, AN[:4])]
    found = of_rows(rows)
    assert clean(found) == [("HS01", "6A1", {"Học phí": 155_000})]
    assert found.pupils[0].name == unicodedata.normalize("NFC", "Nguyễn Văn An")


def test_other_columns_that_schools_have_are_passed_over() -> None:
    head = ("TT", "Mã định danh Bộ GD&ĐT", "Mã học sinh", "Họ và tên", "Ngày sinh", "Giới tính",
            "Nữ", "Dân tộc", "Nơi sinh", "Lớp", "Khối", "Họ tên cha", "Học phí", "Số biên lai",
            "Ngày nộp", "Chữ ký")  # fmt: skip
    row = (1, "0123456789", "HS01", "Nguyễn Văn An", datetime.date(2013, 9, 5), "Nam", "x", "Kinh",
           "Hà Nội", "6A1", 6, "Nguyễn Văn Ba", 155_000, "0001", datetime.date(2025, 10, 5),
           None)  # fmt: skip
    found = of_rows([head, row], name="Sheet1")
    assert clean(found) == [("HS01", "6A1", {"Học phí": 155_000})]
    assert found.pupils[0].payer == "Nguyễn Văn Ba"
    assert found.pupils[0].born_on == datetime.date(2013, 9, 5)


def test_a_column_nobody_understands_is_one_fault() -> None:
    rows: list[Cells] = [(*HEAD, "Câu lạc bộ")]
    rows += [(n, f"HS{n}", f"Nguyễn Văn {'ABCDE'[n]}", 1000, 2000, "Cờ vua") for n in range(1, 5)]
    found = of_rows(rows)
    assert faults(found) == [("6A1", 1, "F")]
    assert len(found.pupils) == 4


def test_amounts_in_thousands_are_read_as_thousands_only_where_it_is_said() -> None:
    rows = [("Đơn vị tính: nghìn đồng",), HEAD, (1, "HS01", "An Nguyễn", 155, "631,8")]
    found = of_rows(rows)
    assert short(found) == [("HS01", "6A1", {"Học phí": 155_000})]
    assert faults(found) == [("6A1", 3, "E")]
    counted = of_rows([HEAD, *[(n, f"HS{n}", f"An {'ABCD'[n]}", 22, 700_000) for n in range(4)]])
    assert faults(counted) == [("6A1", 1, "D")]


def test_merged_amounts_are_a_fault() -> None:
    found = of_rows([HEAD, AN, BINH], merges=["E2:E3"])
    assert faults(found) == [("6A1", 2, "E")]


def test_money_without_a_name_is_a_fault_and_numbered_blanks_are_not() -> None:
    found = of_rows([HEAD, AN, (2, None, None, None, None), (3, None, None, 155_000, None)])
    assert faults(found) == [("6A1", 4, "D")]
    assert short(found) == WANTED[:1]


def test_a_sum_without_a_word_is_a_sum_only_if_it_is_one() -> None:
    assert clean(of_rows([HEAD, AN, BINH, (None, None, None, 310_000, 700_000)])) == WANTED
    found = of_rows([HEAD, AN, BINH, (None, None, None, 310_000, 700_001)])
    assert faults(found) == [("6A1", 4, "D")]


def test_money_under_no_head_is_a_fault() -> None:
    found = of_rows([HEAD, (*AN, 5_000), (*BINH, 5_000)])
    assert faults(found) == [("6A1", 2, "F")]


def test_prices_inside_the_head_are_no_names() -> None:
    rows = [HEAD, (None, None, None, 155_000, 35_000), AN, BINH]
    assert clean(of_rows(rows, merges=["A1:A2", "B1:B2", "C1:C2"])) == WANTED
    said = [HEAD, (None, None, "Mức thu", 155_000, 35_000), AN, BINH]
    assert clean(of_rows(said)) == WANTED


def test_names_of_signers_below_are_no_pupils() -> None:
    rows = [
        HEAD,
        AN,
        BINH,
        (),
        (None, None, "KẾ TOÁN", "HIỆU TRƯỞNG"),
        (),
        (None, None, "Lê A", "Lê B"),
    ]
    assert clean(of_rows(rows)) == WANTED


def test_a_pupil_called_tong_is_no_sum() -> None:
    rows = [
        ("STT", "Họ và tên", "Học phí"),
        (1, "Tống Công Danh", 155_000),
        (2, "Cồng Thị Tổng", 155_000),
    ]
    assert [name for name, _c, _x in clean(of_rows(rows))] == ["Tống Công Danh", "Cồng Thị Tổng"]


def test_a_file_that_is_no_list_says_so() -> None:
    found = read(book({"Sheet1": [("Xin chào",)]}), file_name="x.xlsx")
    assert faults(found) == [("", 0, "")]
    numbers = read(book({"Sheet1": [("Thu", 155_000)]}), file_name="x.xlsx")
    assert faults(numbers) == [("Sheet1", 1, "")]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"%PDF-1.4 x", b"\x00\x01\x02\x03"])
def test_a_file_that_cannot_be_opened_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused):
        read(content, file_name="x.xlsx")


TEXT = "STT;Mã HS;Họ và tên;Lớp;Học phí;Tiền ăn\r\n1;HS01;Nguyễn Văn An;6A1;155.000;700,000\r\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        ("sep=;\r\n" + TEXT).encode("utf-8-sig"),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace("700,000", "700000").replace(";", ",").encode(),
    ],
)
def test_text_files_are_read_whatever_their_letters(content: bytes) -> None:
    found = read(content, file_name="thu.csv")
    assert clean(found) == WANTED[:1]


def test_a_text_file_of_windows_1258_is_read() -> None:
    import unicodedata

    apart = "".join(
        letter if letter in "âêôăơưđÂÊÔĂƠƯĐ" else unicodedata.normalize("NFD", letter)
        for letter in _half_apart(TEXT)
    )
    found = read(apart.encode("cp1258"), file_name="thu.csv")
    assert clean(found) == WANTED[:1]
    assert found.pupils[0].name == "Nguyễn Văn An"


def _half_apart(text: str) -> str:
    """Marks of tone apart, as Windows-1258 writes them; other marks on their letters."""
    import unicodedata

    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = []
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tone = "".join(one for one in apart if one in tones)
        rest = unicodedata.normalize("NFC", "".join(one for one in apart if one not in tones))
        parts.append(rest + tone)
    return "".join(parts)


def test_letters_of_old_fonts_are_refused_with_the_mend() -> None:
    with pytest.raises(FileRefused, match="Unicode"):
        read("STT;Hä vµ tªn;Häc phÝ\n1;NguyÔn V¨n An;1000\n".encode(), file_name="x.csv")
