"""MT940: signs, pages, texts, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ground.statements import writing
from tests.ground.statements.refused import reasons
from tests.ground.statements.writing import Known, moves
from thuphi.ground.statements.contract import ReadStatement
from thuphi.ground.statements.reading import read


def message(body: str, *, opening: int = 1_000_000, closing: int = 1_000_000) -> bytes:
    return (
        f":20:A\n:25:0123499999\n:28C:7/1\n:60F:C260105VND{opening},\n{body}"
        f":62F:C260105VND{closing},\n-\n"
    ).encode()


def statement(body: str, closing: int) -> ReadStatement:
    (one,) = read("x", message(body, closing=closing)).statements
    return one


@pytest.mark.parametrize(
    ("mark", "is_in", "is_reversal"),
    [
        ("C", True, False),
        ("CD", True, False),
        ("D", False, False),
        ("DD", False, False),
        ("RC", False, True),
        ("RCD", False, True),
        ("RD", True, True),
        ("RDD", True, True),
    ],
)
def test_the_funds_letter_is_no_direction(mark: str, is_in: bool, is_reversal: bool) -> None:
    closing = 1_250_000 if is_in else 750_000
    (line,) = statement(f":61:2601050105{mark}250000,NTRFNONREF//B1\n", closing).lines
    assert (line.is_in, line.is_reversal, line.amount_vnd) == (is_in, is_reversal, 250_000)


def test_references_are_apart_and_nonref_is_none() -> None:
    body = (
        ":61:260105C1,NTRFHP26/1//FT26\n:61:260105C1,NTRFNONREF\n:61:260105C1,NTRF//B//C\nSUPPL\n"
    )
    found = statement(body, 1_000_003).lines
    assert [(line.end_to_end, line.bank_reference, line.text) for line in found] == [
        ("HP26/1", "FT26", ""),
        ("", "", ""),
        ("", "B//C", "SUPPL"),
    ]


@pytest.mark.parametrize(
    ("value", "entry", "booked"),
    [
        ("260105", "0105", date(2026, 1, 5)),
        ("260105", "", date(2026, 1, 5)),
        ("251231", "0102", date(2026, 1, 2)),
        ("260102", "1231", date(2025, 12, 31)),
        ("240301", "0229", date(2024, 2, 29)),
    ],
)
def test_the_entry_day_is_the_nearest_to_the_value_day(
    value: str, entry: str, booked: date
) -> None:
    (line,) = statement(f":61:{value}{entry}C5,NTRFNONREF\n", 1_000_005).lines
    assert line.booked_on == booked


def test_a_text_loses_no_letter_at_the_end_of_a_row() -> None:
    first = "MBVCB.3278907687.HOC PHI THANG 9 NGUYEN VAN A LOP 7A TRUONG TF003"
    assert len(first) == 65
    (line,) = statement(f":61:260105C5,NTRFNONREF\n:86:{first}\nNQK8NRQ\nCT tu\n", 1_000_005).lines
    assert line.text == f"{first}NQK8NRQ CT tu"


def test_sub_fields_are_text_name_and_account() -> None:
    said = (
        "166?00CHUYEN KHOAN?20HOC PHI TF003NQK8NRQ LOP 7A?21 CAM ON"
        "?30970436?31099887766?32NGUYEN VAN?33 A"
    )
    (line,) = statement(f":61:260105C5,NTRFNONREF\n:86:{said[:60]}\n{said[60:]}\n", 1_000_005).lines
    assert line.text == "HOC PHI TF003NQK8NRQ LOP 7A CAM ON"
    assert (line.payer_name, line.payer_account, line.payer_bank) == (
        "NGUYEN VAN A",
        "099887766",
        "970436",
    )


def test_a_text_of_the_whole_statement_is_of_no_line() -> None:
    content = message(":61:260105C5,NTRFNONREF\n", closing=1_000_005)
    content = content.replace(b"-\n", b":86:TF003NQK8NRQ\n-\n")
    assert read("x", content).statements[0].lines[0].text == ""


def test_swift_blocks_and_bank_names_around_the_account_do_not_matter() -> None:
    content = message("").replace(b":25:0123", b":25:BFTVVNVX/0123")
    wrapped = b"{1:F01BFTVVNVXAXXX0000000000}{2:O940}{4:\r\n" + content.replace(b"-\n", b"-}\r\n")
    assert read("x", wrapped).statements[0].account == "0123499999"


@pytest.mark.parametrize("written", ["0123 499 999", "0123499999VND", "BFTVVNVX/0123499999/VND"])
def test_the_account_is_its_number(written: str) -> None:
    content = message("").replace(b":25:0123499999", f":25:{written}".encode())
    assert read("x", content).statements[0].account == "0123499999"


def test_several_statements_stand_in_one_file() -> None:
    two = writing.mt940(Known(moves(3))) + writing.mt940(Known(moves(2), account="77", number=6))
    found = read("x", two).statements
    assert [(one.account, one.number, len(one.lines)) for one in found] == [
        (writing.ACCOUNT, "5", 3),
        ("77", "6", 2),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1258", "utf-16"])
def test_letters_are_read_in_every_encoding(encoding: str) -> None:
    body = ":61:260105C5,NTRFNONREF\n:86:Học phí Nguyễn Thị Mười\n"
    text = message(body, closing=1_000_005).decode()
    (one,) = read("x", writing.encoded(text, encoding)).statements
    assert one.lines[0].text == "Học phí Nguyễn Thị Mười"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            message("", closing=5),
            "Dòng 1: Số dư đầu 1.000.000 + ghi có 0 - ghi nợ 0 = 1.000.000, khác số dư"
            " cuối 5: tệp thiếu hoặc thừa dòng, hãy tải lại.",
        ),
        (
            message("").split(b":62F:")[0],
            "Dòng 1: Sao kê bị cắt dở, thiếu số dư cuối (:62F:): tải lại tệp đầy đủ.",
        ),
        (
            message("").replace(b"62F", b"62M"),
            "Dòng 1: Sao kê bị cắt dở, thiếu số dư cuối (:62F:): tải lại tệp đầy đủ.",
        ),
        (
            message("").replace(b"60F", b"60M"),
            ":60M: dòng 4: Sao kê bắt đầu từ trang tiếp theo (:60M:), thiếu trang"
            " đầu: ghép đủ các trang rồi nhập.",
        ),
        (
            message("").replace(b"VND", b"USD"),
            ":60F: dòng 4: Loại tiền USD không phải VND: chỉ nhập sao kê tài khoản tiền đồng.",
        ),
        (
            message(":61:26AA\n"),
            ":61: thứ 1 (dòng 5): Không đọc được thẻ :61: “26AA”: tải lại tệp từ ngân hàng.",
        ),
        (
            message(":61:260105C5,50NTRFX\n"),
            ":61: thứ 1 (dòng 5): “5,50” có số lẻ của đồng: kiểm tra lại loại tiền và số tiền.",
        ),
        (
            message(":61:260230C5,NTRFX\n"),
            ":61: thứ 1 (dòng 5): “260230” không phải ngày đọc được: ghi dạng ngày/tháng/năm.",
        ),
        (
            message(":61:991231C5,NTRFX\n"),
            ":61: thứ 1 (dòng 5): Năm của ngày 31/12/1999 không hợp lý: kiểm tra lại"
            " ngày trong tệp.",
        ),
        (
            message("").replace(b":25:0123499999\n", b""),
            "Dòng 1: Không thấy số tài khoản: thêm một dòng “Số tài khoản: …” phía trên bảng.",
        ),
        (
            message(":25:888888\n"),
            "Dòng 5: Có hai tài khoản 0123499999 và 888888 trong một bảng: tải riêng sao kê"
            " của từng tài khoản.",
        ),
    ],
)
def test_a_bad_file_is_refused_with_its_place_and_reason(content: bytes, reason: str) -> None:
    assert reason in reasons(content)


def test_a_page_that_is_missing_is_noticed() -> None:
    pages = writing.mt940(Known(moves(6)), newline="\n", page=2).decode().split("-\n")
    del pages[1]
    (reason,) = [one for one in reasons("-\n".join(pages).encode()) if "trang" in one]
    assert reason.startswith(":60M: dòng 14: Trang sau mở đầu bằng số dư 25.200.000, trang trước")


def test_expected_money_is_left_out_and_told() -> None:
    found = read("x", message(":61:260105EC5,NTRFX\n"))
    assert found.statements[0].lines == ()
    assert [note.kind for note in found.notes] == ["pending"]
