"""A DOCX in the layout of Decree 30/2020: measured in the file itself."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import docx as library
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt

from tests.oversight.reports.forms import samples
from tests.oversight.reports.forms.papers import W, lines, packed_on, part
from thuphi.oversight.reports.forms.document import Document, Paragraph, Percent, Row, Table
from thuphi.oversight.reports.forms.word.writing import docx

HALF_A_MILLIMETRE = Mm(1) // 2


def opened(document: Document | None = None) -> library.document.Document:
    """The file as python-docx reads it."""
    return library.Document(io.BytesIO(docx(document or samples.document())))


def look(words: str, document: Document | None = None) -> tuple[BaseOxmlElement, int, bool, bool]:
    """The paragraph of these words; the size of its letters, whether bold, whether italic."""
    for paragraph in part(docx(document or samples.document()), "word/document.xml").iter(f"{W}p"):
        said = "".join(
            one.text or "" if one.tag == f"{W}t" else " "
            for one in paragraph.iter(f"{W}t", f"{W}br")
        )
        if said == words:
            letters = paragraph.find(f"{W}r/{W}rPr")
            size = int(letters.find(f"{W}sz").get(f"{W}val")) // 2
            return (
                paragraph,
                size,
                letters.find(f"{W}b") is not None,
                letters.find(f"{W}i") is not None,
            )
    raise AssertionError(words)


def align(paragraph: BaseOxmlElement) -> str:
    return str(paragraph.find(f"{W}pPr/{W}jc").get(f"{W}val"))


def is_near(length: int | None, wanted: int) -> bool:
    return length is not None and abs(length - wanted) < HALF_A_MILLIMETRE


def test_the_sheet_is_a4_upright_with_the_margins_of_the_decree() -> None:
    section = opened().sections[0]
    assert section.orientation == WD_ORIENT.PORTRAIT
    assert is_near(section.page_width, Mm(210))
    assert is_near(section.page_height, Mm(297))
    for margin, wanted in (
        (section.top_margin, Mm(20)),
        (section.bottom_margin, Mm(20)),
        (section.left_margin, Mm(30)),
        (section.right_margin, Mm(15)),
    ):
        assert is_near(margin, wanted)


def test_all_letters_are_times_new_roman_in_every_script() -> None:
    made = docx(samples.document())
    fonts = part(made, "word/styles.xml").findall(f".//{W}rFonts")
    assert [
        {one.get(f"{W}{slot}") for slot in ("ascii", "hAnsi", "eastAsia", "cs")} for one in fonts
    ] == [{"Times New Roman"}]
    assert not part(made, "word/document.xml").findall(f".//{W}rFonts")
    assert not part(made, "word/header1.xml").findall(f".//{W}rFonts")
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert not any("theme" in name for name in file.namelist())


def test_the_parts_stand_in_the_order_of_the_decree() -> None:
    told = lines(docx(samples.document()))
    wanted = [
        "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 08/BC-SGDĐT",
        "Bắc Giang, ngày 19 tháng 9 năm 2022",
        "BÁO CÁO",
        samples.SUBJECT,
        "Kính gửi:",
        "- Ủy ban nhân dân tỉnh Bắc Giang;",
        "- Sở Thông tin và Truyền thông.",
        "Căn cứ Quyết định số 1813/QĐ-TTg ngày 28 tháng 10 năm 2021 của Thủ tướng Chính phủ;",
        "Căn cứ Kế hoạch của Ủy ban nhân dân tỉnh Bắc Giang.",
        "Sở Giáo dục và Đào tạo báo cáo kết quả thực hiện như sau:",
        "I. KẾT QUẢ THỰC HIỆN CÁC MỤC TIÊU",
        "1. Số liệu chung",
        "Bảng 1. Kết quả thực hiện các mục tiêu",
        "49,99\u00a0%",
        "Hình 1. Tỷ lệ so với yêu cầu",
        "II. KHÓ KHĂN, VƯỚNG MẮC",
        "- Một số cơ sở chưa có thiết bị;",
        "Trên đây là báo cáo của Sở, trân trọng báo cáo./.",
        "Nơi nhận:",
        "- Như trên;",
        "- Phòng GDĐT các huyện, thành phố;",
        "- Lãnh đạo Sở;",
        "- Lưu: VT, KHTC.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Nguyễn Thị Hồng Ánh",
        "Phụ lục I",
        "SỐ LIỆU THEO ĐƠN VỊ",
        "Phụ lục II",
        "CƠ SỞ CHƯA CÓ SỐ LIỆU",
        "Tất cả các cơ sở đã có số liệu.",
    ]
    at = [told.index(line) for line in wanted]
    assert at == sorted(at)


@pytest.mark.parametrize(
    ("words", "size", "is_bold", "is_italic", "aligned"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH BẮC GIANG", 12, False, False, "center"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", 12, True, False, "center"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False, "center"),
        ("Độc lập - Tự do - Hạnh phúc", 13, True, False, "center"),
        ("Số: 08/BC-SGDĐT", 13, False, False, "center"),
        ("Bắc Giang, ngày 19 tháng 9 năm 2022", 13, False, True, "center"),
        ("BÁO CÁO", 14, True, False, "center"),
        (samples.SUBJECT, 14, True, False, "center"),
        ("Căn cứ Kế hoạch của Ủy ban nhân dân tỉnh Bắc Giang.", 14, False, True, "both"),
        ("Sở Giáo dục và Đào tạo báo cáo kết quả thực hiện như sau:", 14, False, False, "both"),
        ("Nơi nhận:", 12, True, True, "left"),
        ("- Lưu: VT, KHTC.", 11, False, False, "left"),
        ("KT. GIÁM ĐỐC", 14, True, False, "center"),
        ("Nguyễn Thị Hồng Ánh", 14, True, False, "center"),
        ("Phụ lục I", 14, True, False, "center"),
        ("SỐ LIỆU THEO ĐƠN VỊ", 13, True, False, "center"),
    ],
)
def test_each_part_has_its_size_and_style(
    words: str, size: int, is_bold: bool, is_italic: bool, aligned: str
) -> None:
    paragraph, *rest = look(words)
    assert rest == [size, is_bold, is_italic]
    assert align(paragraph) == aligned


def test_the_body_is_set_in_by_a_centimetre_with_six_points_between_paragraphs() -> None:
    paragraph = next(
        one for one in opened().paragraphs if one.text.startswith("Sở Giáo dục và Đào tạo báo cáo")
    )
    shape = paragraph.paragraph_format
    assert paragraph.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert is_near(shape.first_line_indent, Mm(10))
    assert shape.space_after is not None
    assert shape.space_after >= Pt(6)
    assert isinstance(shape.line_spacing, float)
    assert 1 <= shape.line_spacing <= 1.5


def test_pages_are_numbered_in_the_top_margin_but_for_the_first() -> None:
    made = docx(samples.document())
    section = opened().sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.is_linked_to_previous
    assert is_near(section.header_distance, Mm(10))
    header = part(made, "word/header1.xml")
    (paragraph,) = header.findall(f"{W}p")
    assert align(paragraph) == "center"
    field = paragraph.find(f"{W}fldSimple")
    assert field.get(f"{W}instr").strip() == "PAGE"
    assert {one.get(f"{W}val") for one in paragraph.iter(f"{W}sz")} == {"28"}


def test_annexes_begin_on_new_pages_and_count_them_anew() -> None:
    sections = opened().sections
    assert len(sections) == 3
    assert [one.orientation for one in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
    ]
    starts = part(docx(samples.document()), "word/document.xml").findall(f".//{W}pgNumType")
    assert [one.get(f"{W}start") for one in starts] == ["1", "1"]
    for section in sections:
        assert section.different_first_page_header_footer
        assert is_near(section.left_margin, Mm(30))
    assert is_near(sections[2].page_width, Mm(297))
    assert is_near(sections[2].page_height, Mm(210))


def test_rules_are_drawn_and_of_their_lengths() -> None:
    body = part(docx(samples.document()), "word/document.xml")
    cells = body.findall(f".//{W}tc")
    lengths = []
    for holder in (cells[0], cells[1], body):
        borders = [
            paragraph
            for paragraph in holder.iter(f"{W}p")
            if paragraph.find(f"{W}pPr/{W}pBdr/{W}top") is not None
        ]
        indents = borders[-1].find(f"{W}pPr/{W}ind")
        room = int(holder.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) if holder is not body else 9354
        lengths.append(room - int(indents.get(f"{W}left")) - int(indents.get(f"{W}right")))
    office, motto, subject = lengths
    # In Times New Roman at 13 points the motto is 56 mm long; at 12 the office's name 55 mm.
    assert abs(motto - 3183) < 60
    assert 3100 // 3 <= office <= 3200 // 2
    assert 2000 < subject < 4000
    assert "___" not in "".join(lines(docx(samples.document())))


def test_recipients_stand_on_the_left_beside_the_signer() -> None:
    body = part(docx(samples.document()), "word/document.xml")
    row = next(
        row
        for row in body.iter(f"{W}tr")
        if any(one.text == "Nơi nhận:" for one in row.iter(f"{W}t"))
    )
    left, right = row.findall(f"{W}tc")
    assert [one.text for one in left.iter(f"{W}t")] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Phòng GDĐT các huyện, thành phố;",
        "- Lãnh đạo Sở;",
        "- Lưu: VT, KHTC.",
    ]
    assert [one.text for one in right.iter(f"{W}t")] == [
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Nguyễn Thị Hồng Ánh",
    ]


def test_heads_of_tables_come_back_on_each_page() -> None:
    body = part(docx(samples.document()), "word/document.xml")
    heads = [row for row in body.iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert len(heads) == 3
    assert [one.text for one in heads[0].iter(f"{W}t")] == [
        "TT",
        "Mục tiêu",
        "Tử số",
        "Mẫu số",
        "Tỷ lệ",
    ]


def test_the_chart_of_the_page_is_a_picture_with_words() -> None:
    file = opened()
    (picture,) = file.inline_shapes
    assert is_near(picture.width, Mm(150))
    assert picture._inline.docPr.get("descr") == "Mục tiêu 1: 49,9 %; mục tiêu 2: 83,3 %."


def test_the_file_names_its_office_and_no_machine() -> None:
    file = opened()
    told = file.core_properties
    assert told.title == f"Báo cáo {samples.SUBJECT}"[:255]
    assert told.author == told.last_modified_by == "Sở Giáo dục và Đào tạo"
    assert told.language == "vi-VN"
    assert told.comments == ""
    assert told.created == told.modified
    assert told.created is not None
    assert told.created.replace(tzinfo=None) == datetime(2022, 9, 19)
    with zipfile.ZipFile(io.BytesIO(docx(samples.document()))) as opened_file:
        everything = b"".join(opened_file.read(name) for name in opened_file.namelist())
        assert "docProps/app.xml" not in opened_file.namelist()
    for name in (b"python-docx", b"Macintosh", b"Calibri", b"Cambria"):
        assert name not in everything


def test_the_same_document_is_the_same_bytes_at_any_time() -> None:
    first = docx(samples.document())
    assert docx(samples.document()) == first
    assert packed_on(first) == {(1980, 1, 1, 0, 0, 0)}


def test_a_document_without_number_and_day_leaves_room_for_them() -> None:
    told = lines(docx(samples.document(number=None, issued_on=None)))
    assert "Số:         /BC-SGDĐT" in told
    assert "Bắc Giang, ngày      tháng 9 năm 2022" in told


def test_a_single_addressee_stands_beside_the_greeting() -> None:
    told = lines(docx(samples.document(addressees=("Ủy ban nhân dân tỉnh",))))
    assert "Kính gửi: Ủy ban nhân dân tỉnh" in told


def test_without_addressees_nobody_is_greeted_and_nothing_is_as_above() -> None:
    told = lines(docx(samples.document(addressees=())))
    assert not [line for line in told if line.startswith(("Kính gửi", "- Như trên"))]


def test_a_body_that_does_not_end_in_words_is_no_document() -> None:
    document = samples.document()
    with pytest.raises(ValueError, match="ends in a paragraph"):
        Document(
            **{
                **{name: getattr(document, name) for name in document.__dataclass_fields__},
                "body": (samples.TABLE,),
            }
        )


def test_seven_hundred_rows_are_all_there() -> None:
    rows = tuple(Row((str(n), f"Trường số {n}", n, 1000, Percent(n, 1000))) for n in range(1, 701))
    told = lines(docx(samples.document(attached=samples.annexes(rows))))
    assert [line for line in told if line.startswith("Trường số")] == [
        f"Trường số {n}" for n in range(1, 701)
    ]
    assert "70,00\u00a0%" in told


def test_signs_that_would_break_the_file_are_left_out_and_others_kept() -> None:
    hostile = (
        'A\x00\x0b\x1f&<w:p>\ufffe\ud800 \N{RIGHT-TO-LEFT OVERRIDE}مدرسة 🏫 ]]> #eval("x")\n\tcuối'
    )
    told = lines(docx(samples.document(extra=(Paragraph(hostile),))))
    assert 'A &<w:p> مدرسة 🏫 ]]> #eval("x")  cuối' in told


def test_very_long_names_are_kept_whole() -> None:
    name = "Trung tâm Giáo dục nghề nghiệp và Giáo dục thường xuyên liên huyện " * 6
    told = lines(docx(samples.document(name=name, subject=f"{samples.SUBJECT} {name}")))
    assert name.strip().upper() in told
    assert f"{samples.SUBJECT} {name}".strip() in told


def test_an_empty_table_says_so() -> None:
    table = Table("Bảng 9", samples.COLUMNS, ())
    assert "Không có." in lines(docx(samples.document(extra=(table,))))


def test_a_row_with_a_cell_too_few_is_no_table() -> None:
    with pytest.raises(ValueError, match="Bảng 9, row 1: 1 cells under 5 heads"):
        Table("Bảng 9", samples.COLUMNS, (Row(("1",)),))


def test_days_before_the_tenth_and_the_first_two_months_bear_a_nought() -> None:
    told = lines(docx(samples.document(issued_on=date(2026, 1, 5), number=15)))
    assert "Bắc Giang, ngày 05 tháng 01 năm 2026" in told
    assert "Số: 15/BC-SGDĐT" in told
