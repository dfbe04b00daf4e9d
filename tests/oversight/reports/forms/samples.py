"""One department's report, as a document, to be drawn in every form."""

from __future__ import annotations

from datetime import date

from thuphi.oversight.indicators import charts
from thuphi.oversight.reports.forms.document import (
    Annex,
    Block,
    Chart,
    Column,
    Document,
    Heading,
    Item,
    Kind,
    Office,
    Paragraph,
    Percent,
    Row,
    Shown,
    Signer,
    Table,
)

SUBJECT = (
    "Kết quả thực hiện Kế hoạch thúc đẩy chuyển đổi số, thanh toán không dùng tiền mặt trong các "
    "cơ sở giáo dục, cơ sở y tế trên địa bàn tỉnh Bắc Giang tháng 9 năm 2022"
)
COLUMNS = (
    Column("TT", 6, Shown.SHORT_TEXT),
    Column("Mục tiêu", 40),
    Column("Tử số", 18, Shown.COUNT),
    Column("Mẫu số", 18, Shown.MONEY),
    Column("Tỷ lệ", 12, Shown.PERCENT),
)
ROW = Row(
    ("1", "Giá trị thanh toán không dùng tiền mặt", 49_999, 100_000, Percent(49_999, 100_000))
)
TABLE = Table("Bảng 1. Kết quả thực hiện các mục tiêu", COLUMNS, (ROW,))


def chart() -> Chart:
    """Two targets against their goals."""
    spec = charts.targets_chart(
        [
            charts.Bullet("Mục tiêu 1", "từ 50 %", 499, 500, is_reached=False, said="49,9 %"),
            charts.Bullet("Mục tiêu 2", "từ 80 %", 833, 800, is_reached=True, said="83,3 %, đạt"),
        ]
    )
    return Chart(spec, "Mục tiêu 1: 49,9 %; mục tiêu 2: 83,3 %.", "Hình 1. Tỷ lệ so với yêu cầu")


def annexes(rows: tuple[Row, ...] = (ROW,)) -> tuple[Annex, ...]:
    """One portrait annex with these rows, one landscape annex with nothing to list."""
    return (
        Annex(title="Số liệu theo đơn vị", blocks=(Table("", COLUMNS, rows),)),
        Annex(
            title="Cơ sở chưa có số liệu",
            blocks=(Table("", COLUMNS, (), when_empty="Tất cả các cơ sở đã có số liệu."),),
            is_landscape=True,
        ),
    )


def document(
    *,
    number: int | None = 8,
    issued_on: date | None = date(2022, 9, 19),
    name: str = "Sở Giáo dục và Đào tạo",
    subject: str = SUBJECT,
    addressees: tuple[str, ...] = (
        "Ủy ban nhân dân tỉnh Bắc Giang",
        "Sở Thông tin và Truyền thông",
    ),
    extra: tuple[Block, ...] = (),
    attached: tuple[Annex, ...] | None = None,
) -> Document:
    """A report of September 2022 with a table, a chart and two annexes."""
    return Document(
        office=Office(name=name, short="SGDĐT", superior="Ủy ban nhân dân tỉnh Bắc Giang"),
        number=number,
        place="Bắc Giang",
        issued_on=issued_on,
        month=(2022, 9),
        kind=Kind.REPORT,
        subject=subject,
        bases=(
            "Quyết định số 1813/QĐ-TTg ngày 28 tháng 10 năm 2021 của Thủ tướng Chính phủ",
            "Kế hoạch của Ủy ban nhân dân tỉnh Bắc Giang.",
        ),
        addressees=addressees,
        body=(
            Paragraph("Sở Giáo dục và Đào tạo báo cáo kết quả thực hiện như sau:"),
            Heading("I. Kết quả thực hiện các mục tiêu"),
            Heading("1. Số liệu chung", level=2),
            TABLE,
            chart(),
            Heading("II. Khó khăn, vướng mắc"),
            Item("Một số cơ sở chưa có thiết bị;"),
            *extra,
            Paragraph("Trên đây là báo cáo của Sở, trân trọng báo cáo./."),
        ),
        signer=Signer(
            position="Phó Giám đốc", name="Nguyễn Thị Hồng Ánh", authority=("KT. Giám đốc",)
        ),
        recipients=("Phòng GDĐT các huyện, thành phố;", "Lãnh đạo Sở"),
        kept_by="KHTC",
        annexes=annexes() if attached is None else attached,
    )
