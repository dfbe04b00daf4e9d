"""However full a notice is, it stays on its part of the sheet, and its code can be scanned."""

from __future__ import annotations

import io
import json
import re
from datetime import date

import pytest
import zxingcpp
from PIL import Image

from thuphi.doors.web.desk import notice_pdf
from thuphi.doors.web.desk.notice_facts import LINES_SHOWN, Notice
from thuphi.doors.web.desk.notice_pdf import Form, notice_sheets
from thuphi.doors.web.desk.notice_ways import PrintedWays
from thuphi.ground.channels import qr_image, vietqr
from thuphi.registers.facilities.models import BeneficiaryAccount, Facility

PAYLOAD = vietqr.encode(
    vietqr.Transfer(
        bin="970415",
        account="0011001932418",
        amount_vnd=9_376_543,
        purpose="TF2ZWF1H3W32 NGUYEN HOANG",
        bill="TF2ZWF1H3W32",
    )
)
FACILITY = Facility(
    name="Trường Tiểu học và Trung học cơ sở Nguyễn Thị Minh Khai",
    address="Phường Kinh Bắc, tỉnh Bắc Ninh",
)
ACCOUNT = BeneficiaryAccount(
    bin="970415", number="0011001932418", name="TRUONG TIEU HOC VA THCS NGUYEN THI MINH KHAI"
)
WAYS = PrintedWays(
    "miễn phí (phí 1.100 đ đơn vị chịu)",
    (
        "Thẻ tại máy POS, tại quầy: miễn phí",
        "VNPAY: miễn phí (phí 8.360 đ đơn vị chịu)",
        "Ví MoMo: phí 5.940 đ (người nộp chịu)",
    ),
    (),
)


def full() -> Notice:
    """A notice with as much on it as there can be."""
    lines = [(f"Tiền ăn bán trú và quản lý trưa tháng {n}", 1_234_567) for n in range(LINES_SHOWN)]
    return Notice(
        code="TF2ZWF1H3W32",
        name="Nguyễn Hoàng Phương Minh Anh",
        pupil_code="HS00123",
        class_name="2A",
        reason="Thu học phí và các khoản tháng 10 năm 2026",
        lines=lines,
        total_vnd=9_876_543,
        paid_vnd=500_000,
        remaining_vnd=9_376_543,
        due_on=date(2026, 10, 31),
        allows_part=True,
        qr=qr_image.svg(PAYLOAD),  # type: ignore[arg-type]
        ways=WAYS,
        debt_vnd=1_250_000,
        credit_vnd=96_000,
    )


def sheets(form: Form, number: int = 5) -> bytes:
    return notice_sheets(
        [full()] * number,
        form=form,
        facility=FACILITY,
        account=ACCOUNT,
        contact="Cô Nguyễn Thị Lan 0912 345 678",
        site="thuphi.truonghoamai.edu.vn",
    )


@pytest.mark.parametrize(
    ("form", "pages"), [(Form.ONE, 5), (Form.TWO, 3), (Form.FOUR, 2), (Form.ROLL, 5)]
)
def test_a_full_notice_stays_on_its_part_of_the_sheet(form: Form, pages: int) -> None:
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheets(form))) == pages


@pytest.mark.parametrize("form", list(Form))
def test_the_printed_code_is_the_transfer(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, object] = {}
    monkeypatch.setattr(notice_pdf, "draw", lambda _sheet, facts: told.update(facts) or b"")
    sheets(form, 1)
    drawn = notice_pdf._drawer("notices.typ").compile(
        format="png", ppi=150, sys_inputs={"facts": json.dumps(told, ensure_ascii=False)}
    )
    assert isinstance(drawn, bytes)
    picture = Image.open(io.BytesIO(drawn))
    found = zxingcpp.read_barcodes(picture)
    assert [one.text for one in found] == [PAYLOAD]
