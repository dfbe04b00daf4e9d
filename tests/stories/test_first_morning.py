"""A school's first morning without script: its own sheet goes in, its account is proved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests import world
from tests.money.sheets.books import book
from tests.stories.conftest import Site, look_at
from tests.stories.test_desk_registers import sign_in
from thuphi.ground.kit import clock
from thuphi.money.payments import actions as payments
from thuphi.money.proofs.models import AccountProof

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]

ROWS = [
    ("TRƯỜNG TIỂU HỌC VÍ DỤ",),
    ("DANH SÁCH THU TIỀN THÁNG 10/2026",),
    ("STT", "Mã HS", "Họ và tên", "SĐT", "Các khoản thu", None, "Tổng cộng", "Ký nhận"),
    (None, None, None, None, "Nước uống", "Sổ liên lạc điện tử", None, None),
    (1, "HS001", "Nguyễn Minh Anh", 912345678, "15.000 đ", 50_000, 65_000, None),
    (2, None, "Trần Gia Bảo", None, 15_000, "-", 15_000, None),
    (3, None, "Vũ Thu Em", 966777888, 15_000, "50.000", 65_000, None),
    ("Tổng cộng", None, None, None, 45_000, 100_000, 145_000, None),
    (None, None, "Người lập biểu", None, None, "Hiệu trưởng"),
]
MERGES = ["A1:H1", "A2:H2", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4", "H3:H4"]


def test_a_schools_own_sheet_goes_in(site: Site, visitor: Visitor, tmp_path: Path) -> None:
    made = world.build()
    file = tmp_path / "thu-thang-10.xlsx"
    file.write_bytes(book({"2A": ROWS}, {"2A": MERGES}))
    wrong = tmp_path / "sai.xlsx"
    wrong.write_bytes(book({"2A": [*ROWS[:5], (2, None, "Trần Gia Bảo", 12, "x", None, 9_000)]}))
    lan = sign_in(site, visitor(width=1280, script=False), made.lan)
    first = f"{site.address}/ban-lam-viec/so-truong/"
    lan.goto(first)
    look_at(visitor, first, "desk-sheet", cookies=lan.context)
    lan.get_by_label("Tệp của trường").set_input_files(file)
    lan.get_by_role("button", name="Xem tệp").click()
    look_at(visitor, lan.url, "desk-sheet-columns", cookies=lan.context)
    lan.locator("#c0_5").select_option("charge|+")
    lan.get_by_role("button", name="Đúng rồi, xem trước").click()
    look_at(visitor, lan.url, "desk-sheet-preview", cookies=lan.context)
    lan.get_by_label("Tên đợt thu").fill("Thu tháng 10")
    lan.get_by_label("Nội dung thu").fill("Các khoản tháng 10")
    lan.get_by_label("Hạn nộp").fill("2026-12-31")
    lan.get_by_label("Căn cứ của khoản mục mới").fill("Biên bản họp cha mẹ")
    lan.get_by_role("button", name="Xác nhận và ghi").click()
    expect(lan.get_by_text("Đã ghi: 1 học sinh mới")).to_be_visible()

    lan.goto(first)
    lan.get_by_label("Tệp của trường").set_input_files(wrong)
    lan.get_by_role("button", name="Xem tệp").click()
    expect(lan.get_by_text("không phải số tiền")).to_be_visible()
    look_at(visitor, lan.url, "desk-sheet-faults", cookies=lan.context)


def test_a_thousand_dong_prove_the_account(site: Site, visitor: Visitor) -> None:
    made = world.build()
    run = world.planned_run(made)
    lan = sign_in(site, visitor(width=390, script=False), made.lan)
    steps = f"{site.address}/ban-lam-viec/bat-dau/"
    lan.goto(steps)
    lan.get_by_role("button", name="Lấy mã thử 1.000 đồng").click()
    look_at(visitor, steps, "desk-setup", cookies=lan.context)
    now = clock.now()
    world.hear(made, "", 1_000, text=f"CT {AccountProof.objects.get().text}", paid_at=now)
    payments.post_waiting(at=now)
    lan.get_by_role("button", name="Đã chuyển, kiểm tra").click()
    expect(lan.get_by_text("Đã thấy 1.000 đồng")).to_be_visible()
    lan.get_by_role("button", name="Xem giấy báo mẫu").click()
    expect(lan.get_by_text("MẪU", exact=True).first).to_be_visible()
    look_at(
        visitor,
        f"{steps}giay-mau/{run.pk}",
        "desk-setup-specimen",
        cookies=lan.context,
    )
