# ruff: noqa: E501 - rows of files are as long as they are
"""Settlement files of each provider: what is understood, and what is refused with its place."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
import xlsxwriter

from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.statements import grids
from thuphi.ground.statements.contract import ReadFile, ReadSettlement, Unreadable
from thuphi.ground.statements.faults import sentence
from thuphi.ground.statements.providers import grid
from thuphi.ground.statements.providers.profiles import profiles
from thuphi.ground.statements.providers.reading import read_provider, read_settlements

NINE = datetime(2026, 10, 5, 9, 15, 22, tzinfo=VIETNAM)
VNPAY = """Công ty CP Giải pháp Thanh toán VNPAY;;;;;;;;
Ngày đối soát: 06/10/2026;;;Mã đối soát;DS-2026-1006;;;;
STT;Mã giao dịch VNPAY;Mã đơn hàng;Thời gian giao dịch;Số tiền (VND);Phí;Thực nhận;Loại giao dịch;Trạng thái
1;14422574;TF003NQK8NRQ-1;05/10/2026 09:15:22;660.000;7.260;652.740;Thanh toán;Thành công
2;14422580;TF003NQK8NRX-1;05/10/2026 10:15:22;1.250.000;13.750;1.236.250;Thanh toán;Thành công
3;14422599;TF003NQK8NRX-2;05/10/2026 11:00:00;100.000;0;-100.000;Hoàn tiền;Thành công
4;14422600;TF003NQK8NRY-1;05/10/2026 12:00:00;90.000;990;89.010;Thanh toán;Thất bại
Tổng cộng;;;;1.810.000;21.010;1.788.990;;
Người lập;;;;;;Giám đốc;;
"""


def read(text: str, name: str = "tep.csv", channel: str = "") -> ReadFile:
    return read_settlements(name, text.encode(), channel=channel)


def only(text: str, name: str = "tep.csv", channel: str = "") -> ReadSettlement:
    (one,) = read(text, name, channel).settlements
    return one


def faults(text: str | bytes, name: str = "tep.csv", channel: str = "") -> list[str]:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(Unreadable) as refused:
        read_settlements(name, content, channel=channel)
    return [sentence(one).replace("\u00a0", " ") for one in refused.value.faults]


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"default_date_format": "dd/mm/yyyy hh:mm:ss"}) as book:
        sheet = book.add_worksheet("Chi tiết")
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(place, column, value)
    return packed.getvalue()


def test_vnpay_tells_payments_refunds_fees_and_its_own_number() -> None:
    found = read(VNPAY)
    assert (found.format, found.profile) == ("vnpay", "VNPAY")
    (one,) = found.settlements
    assert (one.channel, one.reference, one.settled_on) == (
        "vnpay", "DS-2026-1006", date(2026, 10, 6),
    )  # fmt: skip
    assert [
        (row.place, row.kind, row.provider_reference, row.our_reference, row.gross_vnd, row.fee_vnd)
        for row in one.rows
    ] == [
        (4, "payment", "14422574", "TF003NQK8NRQ-1", 660_000, 7_260),
        (5, "payment", "14422580", "TF003NQK8NRX-1", 1_250_000, 13_750),
        (6, "refund", "14422599", "TF003NQK8NRX-2", -100_000, 0),
    ]
    assert one.rows[0].paid_at == NINE
    assert sum(row.net_vnd for row in one.rows) == 1_788_990


def test_a_workbook_with_numbers_and_dates_says_the_same() -> None:
    at = datetime(2026, 10, 5, 9, 15, 22)
    content = workbook(
        [
            ["Đối soát MoMo"],
            [
                "orderId",
                "transId",
                "Ngày giao dịch",
                "Số tiền",
                "Phí",
                "VAT phí",
                "Ngày quyết toán",
            ],
            ["TF1-1", 4088878653, at, 660000, 6600, 660, date(2026, 10, 6)],
            ["TF2-1", 4088878654, at, 1250000, 12500, 1250, date(2026, 10, 7)],
        ]
    )
    found = read_settlements("x.xlsx", content)
    assert found.format == "momo"
    assert [(one.reference, one.settled_on) for one in found.settlements] == [
        ("2026-10-06", date(2026, 10, 6)), ("2026-10-07", date(2026, 10, 7)),
    ]  # fmt: skip
    row = found.settlements[0].rows[0]
    assert (row.provider_reference, row.our_reference) == ("4088878653", "TF1-1")
    assert (row.gross_vnd, row.fee_vnd, row.net_vnd, row.paid_at) == (
        660_000, 7_260, 652_740, NINE,
    )  # fmt: skip


def test_zalopay_is_known_by_its_members_and_pays_each_day() -> None:
    found = read(
        "app_trans_id,zp_trans_id,Thời gian thanh toán,Amount,Fee,Net amount,Trạng thái\n"
        '260105_TF1-1,260105000000001,2026-10-05 09:15:22,"660,000.00","7,260.00","652,740.00",Success\n'
        '260105_TF1-2,260105000000002,2026-10-06 09:15:22,"100,000","1,100","98,900",Success\n'
    )
    assert found.format == "zalopay"
    assert [(one.reference, len(one.rows)) for one in found.settlements] == [
        ("2026-10-05", 1), ("2026-10-06", 1),
    ]  # fmt: skip
    assert found.settlements[0].rows[0].our_reference == "260105_TF1-1"


def test_payos_has_no_fee_and_comes_to_the_account_one_by_one() -> None:
    one = only(
        "Order code;Payment link id;Mã tham chiếu;Số tiền;Thời gian giao dịch\n"
        "17;124c33293c43417ab7879e14c8d9eb18;FT26279;660000;05/10/2026 09:15:22\n"
    )
    assert (one.channel, one.rows[0].provider_reference, one.rows[0].our_reference) == (
        "payos", "FT26279", "17",
    )  # fmt: skip
    assert one.rows[0].fee_vnd == 0
    assert profiles()["payos"].pays_each


def test_mobile_money_as_json_and_as_csv() -> None:
    told = [
        {
            "transactionReference": "TXN-1", "amount": "660000.00", "currency": "VND",
            "type": "merchantpay", "transactionStatus": "completed",
            "requestingOrganisationTransactionReference": "TF1-1",
            "transactionDate": "2026-10-05T02:15:22Z",
            "fees": [{"feeType": "service", "feeAmount": "3300", "feeCurrency": "VND"},
                     {"feeType": "tax", "feeAmount": "330.00", "feeCurrency": "VND"}],
        },
        {
            "transactionReference": "TXN-2", "amount": "100000", "currency": "VND",
            "type": "reversal", "transactionStatus": "completed",
            "originalTransactionReference": "TXN-1", "creationDate": "2026-10-05T03:00:00Z",
        },
        {
            "transactionReference": "TXN-3", "amount": "5000", "currency": "VND",
            "type": "merchantpay", "transactionStatus": "failed",
        },
    ]  # fmt: skip
    one = only(json.dumps(told))
    assert one.channel == "gsma"
    assert [(row.kind, row.provider_reference, row.gross_vnd, row.fee_vnd) for row in one.rows] == [
        ("payment", "TXN-1", 660_000, 3_630), ("refund", "TXN-2", -100_000, 0),
    ]  # fmt: skip
    assert one.rows[0].paid_at == NINE
    assert only(json.dumps({"transactions": told})) == one
    sheet = "transactionReference,amount,currency,type,transactionDate\nTXN-1,660000,VND,merchantpay,2026-10-05T02:15:22Z\n"
    assert only(sheet).rows[0].provider_reference == "TXN-1"


def test_a_terminals_batch_is_named_by_its_slips_and_keeps_no_card_number() -> None:
    one = only(
        "TID,MID,Batch No,Trace No,RRN,Approval Code,Card Number,Transaction Date,Amount,MDR,Net Amount,Settlement Date\n"
        "12345678,000000012345678,000012,000123,628412345678,A12345,4111111111111111,05/10/2026 09:15:22,1250000,13750,1236250,06/10/2026\n"
        "12345678,000000012345678,000012,000124,,A12346,411111******1111,05/10/2026 09:20:00,660000,7260,652740,06/10/2026\n"
    )
    assert (one.channel, one.reference) == ("nexo", "2026-10-06-000000012345678")
    assert [row.provider_reference for row in one.rows] == [
        "628412345678",
        "12345678/000012/000124",
    ]
    raw = one.rows[0].raw
    assert {name: raw[name] for name in ("tid", "batch", "stan", "rrn", "approval")} == {
        "tid": "12345678", "batch": "000012", "stan": "000123", "rrn": "628412345678",
        "approval": "A12345",
    }  # fmt: skip
    assert raw["card"] == "411111******1111"


def test_a_card_number_under_any_head_loses_its_middle() -> None:
    one = only(
        VNPAY.replace("Trạng thái", "Ghi nhận").replace("Thành công", "4111 1111 1111 1111")
        .replace("Thất bại", "x").replace("Tổng cộng;;;;1.810.000;21.010;1.788.990;;", "")
    )  # fmt: skip
    assert one.rows[0].raw["Ghi nhận"] == "411111******1111"
    assert one.rows[0].raw["Mã giao dịch VNPAY"] == "14422574"


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (("652.740", "652.741"), "Dòng 4, cột G (Thực nhận): Số tiền 660.000 đ trừ phí 7.260 đ không bằng thực nhận 652.741 đ"),
        (("1.788.990;;", "1.788.991;;"), "Dòng 8, cột G (Thực nhận): Dòng tổng ghi Thực nhận 1.788.991 đ, cộng các dòng được 1.788.990 đ"),
        (("05/10/2026 09:15:22", "31/02/2026"), "Dòng 4, cột D (Thời gian giao dịch): Ngày giờ “31/02/2026” không đọc được"),
        (("05/10/2026 09:15:22", "05/10/0202"), "Ngày giờ “05/10/0202” không đọc được"),
        (("660.000;", "660,5;"), "Dòng 4, cột E (Số tiền (VND)): Số tiền “660,5” không đọc được"),
        (("1;14422574;TF003NQK8NRQ-1;", "1;;;"), "Dòng 4, cột B (Mã giao dịch VNPAY): Thiếu mã giao dịch"),
        (("14422580", "14422574"), "Dòng 5: Mã 14422574 có hai lần trong một quyết toán, lần đầu ở dòng 4"),
        (("Hoàn tiền", "Khuyến mãi"), "Dòng 6, cột H (Loại giao dịch): Không rõ loại giao dịch “Khuyến mãi”"),
        (("Thất bại", "Tạm giữ"), "Dòng 7, cột I (Trạng thái): Không rõ trạng thái “Tạm giữ”"),
        (("Phí;Thực nhận", "x;y"), "Dòng 3: Không thấy cột phí hay cột thực nhận"),
        (("14422574", "1" * 101), "Mã giao dịch dài quá 100 ký tự"),
    ],
)  # fmt: skip
def test_a_fault_names_the_row_the_column_and_the_mend(
    written: tuple[str, str], fault: str
) -> None:
    told = faults(VNPAY.replace(*written, 1))
    assert len(told) == 1
    assert fault in told[0]


def test_other_currencies_are_refused() -> None:
    text = VNPAY.replace("Trạng thái", "Loại tiền").replace("Thành công", "VND")
    text = text.replace("Thất bại", "USD")
    assert faults(text) == ["Dòng 7, cột I (Loại tiền): Loại tiền “USD”: chỉ nhận tiền đồng (VND)."]


def test_two_days_under_one_number_are_refused() -> None:
    text = (
        "Mã giao dịch VNPAY;Số tiền;Phí;Mã đối soát;Ngày đối soát\n"
        "1;660.000;0;DS1;05/10/2026\n2;660.000;0;DS1;06/10/2026\n"
    )
    assert faults(text) == ["Quyết toán DS1 có hai ngày khác nhau: 05/10/2026 và 06/10/2026."]


def test_a_row_of_no_day_is_refused() -> None:
    assert faults("Mã giao dịch VNPAY;Số tiền;Phí\n1;660.000;0\n") == [
        "Dòng 2: Không biết giao dịch thuộc ngày quyết toán nào: thiếu cột ngày."
    ]


def test_fees_that_come_to_less_than_nothing_are_refused() -> None:
    text = "Mã giao dịch VNPAY;Số tiền;Phí;Thực nhận;Ngày đối soát\n1;-100;-10;-90;06/10/2026\n"
    assert faults(text) == ["Quyết toán 2026-10-06 có tổng phí âm (-10 đ): xem lại cột phí."]


def test_a_long_number_that_excel_has_rounded_is_refused() -> None:
    content = workbook(
        [
            ["Mã giao dịch ZaloPay", "Số tiền", "Phí", "Ngày giao dịch"],
            [2610050000001234567, 660000, 0, datetime(2026, 10, 5, 9)],
        ]
    )
    assert "là số dài nên Excel đã làm tròn" in faults(content)[0]


def test_files_of_banks_are_none_of_ours() -> None:
    bank = "Ngày;Diễn giải;Ghi nợ;Ghi có;Số dư\n05/10/2026;TF003NQK8NRQ;0;660.000;1.000.000\n"
    assert read_provider("saoke.csv", bank.encode()) is None
    for content in (b"", b"<?xml version='1.0'?><Document/>", b":20:START\n:25:001\n", b"PK\x03\x04x",
                    b"%PDF-1.7", b'{"a": 1}', b"\xd0\xcf\x11\xe0", b"\xff\xfe\x00"):  # fmt: skip
        assert read_provider("x", content) is None
    assert faults(bank) == [
        "Không nhận ra tệp này của nhà cung cấp nào: chọn nhà cung cấp rồi tải lên lại."
    ]


def test_who_brings_a_file_may_name_its_provider() -> None:
    plain = "Mã giao dịch;Số tiền;Phí;Thời gian giao dịch\n77;660.000;6.600;05/10/2026 09:15:22\n"
    assert read_provider("a.csv", plain.encode()) is None
    assert only(plain, channel="momo").channel == "momo"
    assert only(plain, name="MoMo_2026-10-05.csv").channel == "momo"
    assert "Tệp ghi tên nhiều nhà cung cấp (MoMo, VNPAY)" in faults(plain, "momo-vnpay.csv")[0]
    assert "Không thấy dòng tiêu đề có" in faults("a;b\n1;2\n", channel="vnpay")[0]
    assert faults("Mã giao dịch VNPAY;Số tiền;Phí\n") == ["Không có giao dịch nào trong tệp."]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp rỗng."),
        (b"\xd0\xcf\x11\xe0abc", "Excel 97-2003"),
        ("Mã giao dịch".encode("cp1258", "replace") + b"\xff\x81", "bảng mã"),
        (b"PK\x03\x04broken", "Nội dung bên trong tệp Excel bị hỏng"),
        (b'[{"transactionReference": 5}]', "Tệp bị hỏng"),
    ],
)
def test_what_cannot_be_opened_is_refused_with_the_mend(content: bytes, words: str) -> None:
    assert words in faults(content)[0]


def test_too_large_too_long_and_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "ROWS_MAX", 5)
    assert "Tệp dài hơn 5 dòng" in faults(VNPAY)[0]
    monkeypatch.setattr(grids, "UNPACKED_BYTES_MAX", 1_000)
    assert "giải nén ra quá lớn" in faults(workbook([["a" * 5_000]]))[0]
    monkeypatch.setattr(grid, "BYTES_MAX", 100)
    assert "tách thành nhiều tệp" in faults(VNPAY)[0]


def test_at_most_a_hundred_faults_are_named() -> None:
    rows = "".join(f"{number};{number};;x;y;z;05/10/2026;;\n" for number in range(500))
    heads = "STT;Mã giao dịch VNPAY;Mã đơn hàng;Số tiền;Phí;Thực nhận;Ngày giao dịch;;\n"
    assert len(faults(heads + rows)) == 100


def test_a_formula_is_words_and_nothing_is_reckoned() -> None:
    text = VNPAY.replace("TF003NQK8NRQ-1", "=1+1")
    assert only(text).rows[0].our_reference == "=1+1"
    assert "không đọc được" in faults(VNPAY.replace("660.000;", "=660000;", 1))[0]


def test_a_reckoned_cell_of_a_workbook_is_refused() -> None:
    content = workbook(
        [
            ["Mã giao dịch MoMo", "Số tiền", "Phí", "Ngày giao dịch"],
            ["1", "=600000+60000", 0, "05/10/2026"],
        ]
    )
    assert faults(content) == [
        "Dòng 2, cột B (Số tiền): Ô chứa công thức, không được tính: dán giá trị (Paste values) rồi lưu lại."
    ]


def test_refunds_of_one_payment_under_its_own_number_are_told_apart() -> None:
    one = only(
        "Mã giao dịch VNPAY;Số tiền;Phí;Ngày giao dịch;Loại giao dịch\n"
        "1;100.000;0;05/10/2026;Hoàn tiền\n1;200.000;0;05/10/2026;Hoàn tiền\n"
    )
    assert [(row.provider_reference, row.gross_vnd) for row in one.rows] == [
        ("1", -100_000), ("1#2", -200_000),
    ]  # fmt: skip


def test_an_hour_in_a_column_of_its_own_is_read_with_its_day() -> None:
    one = only(
        "Mã giao dịch VNPAY;Số tiền;Phí;Ngày giao dịch;Giờ giao dịch\n"
        "1;660.000;0;05/10/2026;09:15:22\n"
    )
    assert one.rows[0].paid_at == NINE
    assert one.rows[0].paid_at - timedelta(hours=9) < NINE


def test_every_head_word_is_written_as_heads_are_compared() -> None:
    for profile in profiles().values():
        for words in profile.heads.values():
            assert [word for word in words if word != word.lower() or "  " in word] == []
        assert profile.heads["gross"]
