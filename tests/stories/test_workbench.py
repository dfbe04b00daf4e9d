"""The accountant at the workbench with nothing but keys, and once more with nothing but a thumb."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import world as worlds
from tests.doors.web.desk.bank_told import beside, line, stands
from tests.stories.conftest import Site, look_at
from tests.stories.test_desk_registers import sign_in
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.models import Decision
from thuphi.money.reconciliation.rules import Outcome

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]
TOTAL = 660_000
TRIED = [
    {"how": "reference", "why": "none"},
    {"how": "code", "why": "none"},
    {"how": "names", "why": "suggested"},
]


def morning(world: World) -> list[Bill]:
    """Three lines wait: one for a bill of which all but the code is known, one for two pupils, one
    of the State's; a payment is on the account, another on its way."""
    bills = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)
    more = worlds.issued_run(world, items=[("NU", 1)], name="Nước uống tháng 10/2026")
    for bill in more[:2]:
        worlds.hear(world, bill.code, 15_000)
    payments.post_waiting(at=worlds.AT)
    beside(line(world.a, 15_000, f"{more[0].code} nuoc uong"), Payment.objects.earliest("id"))
    stands(
        line(world.a, TOTAL, "NGUYEN MINH ANH LOP 2A NOP TIEN AN T10"),
        Outcome.TO_LOOK_AT,
        tried=TRIED,
        suggestions=[
            {"code": bills[0].code, "score": 85, "reasons": ["amount", "beneficiary", "class"]},
            {"code": bills[1].code, "score": 50, "reasons": ["amount", "class"]},
        ],
    )
    stands(
        line(world.a, 1_000_000, "tien an 2 chau Bao va Chi", payer="TRAN THI CUC"),
        Outcome.TO_LOOK_AT,
        tried=TRIED,
        suggestions=[
            {"code": bills[1].code, "score": 50, "reasons": ["payer"]},
            {"code": bills[2].code, "score": 40, "reasons": ["beneficiary_like"]},
        ],
    )
    stands(
        line(world.a, 45_000_000, "CAP BU MIEN HOC PHI HK1", payer="KHO BAC NHA NUOC"),
        Outcome.ONLY_THEIRS,
        tried=[{"how": "reference", "why": "none"}, {"how": "code", "why": "none"}],
    )
    return bills


def paid(bills: list[Bill]) -> list[int]:
    """What each of the bills was paid, in đồng."""
    now = Bill.objects.in_bulk([bill.pk for bill in bills])
    return [now[bill.pk].paid_vnd for bill in bills]


def press(page: Page, *keys: str) -> None:
    """Keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


def test_keys_alone_take_share_out_leave_out_and_take_back(site: Site, visitor: Visitor) -> None:
    made = worlds.build()
    bills = morning(made)
    page = sign_in(site, visitor(width=1280), made.lan)
    bench = f"{site.address}/ban-lam-viec/doi-soat/can-xu-ly/"
    page.goto(f"{bench}?order=largest")
    look_at(visitor, f"{bench}?item=dong-2", "desk-workbench", cookies=page.context)

    expect(page.get_by_role("heading", name="45.000.000")).to_be_visible()
    press(page, "x")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã để 45.000.000 đ ngoài sổ thu.")).to_be_visible()

    expect(page.get_by_role("heading", name="1.000.000")).to_be_visible()
    press(page, "c")
    page.keyboard.type("600000")
    page.keyboard.press("Tab")
    page.keyboard.type("400000")
    expect(page.locator("[data-split-left]")).to_have_text("còn 0 đ")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã chia 1.000.000 đ cho 2 khoản.")).to_be_visible()

    expect(page.locator(".take .btn.main")).to_be_focused()
    page.keyboard.press("1")
    expect(page.get_by_text("Đã gạch 660.000 đ cho Nguyễn Minh Anh.")).to_be_visible()
    expect(page.get_by_role("heading", name="Xong hết. Mọi đồng đã có chủ.")).to_be_visible()
    expect(page.get_by_text("Hôm nay bạn đã xong 3 việc.").first).to_be_visible()
    assert paid(bills) == [TOTAL, 600_000, 400_000]
    look_at(visitor, bench, "desk-workbench-empty", cookies=page.context)

    press(page, "z")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã hủy xác nhận thu 660.000 đ; tiền chờ xử lý lại.")).to_be_visible()
    expect(page.get_by_text("Hủy xác nhận thu · Gạch nhầm học sinh")).to_be_visible()
    assert paid(bills) == [0, 600_000, 400_000]
    deeds = list(Decision.objects.order_by("id").values_list("deed", flat=True))
    assert deeds == ["not_ours", "split", "assign", "undo"]
    assert set(Decision.objects.values_list("decided_by", flat=True)) == {made.lan.user.pk}


def test_arrows_move_and_keys_can_be_switched_off(site: Site, visitor: Visitor) -> None:
    made = worlds.build()
    morning(made)
    page = sign_in(site, visitor(width=1280), made.lan)
    page.goto(f"{site.address}/ban-lam-viec/doi-soat/can-xu-ly/?order=largest")
    press(page, "ArrowRight")
    expect(page.get_by_role("heading", name="1.000.000")).to_be_visible()
    press(page, "ArrowLeft")
    expect(page.get_by_role("heading", name="45.000.000")).to_be_visible()
    press(page, "g")
    page.keyboard.type("gia bao")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tìm “gia bao”")).to_be_visible()
    expect(page.locator(".take").first).to_contain_text("Trần Gia Bảo")
    page.get_by_role("button", name="Phím tắt: bật").click()
    page.locator("h1").click()
    press(page, "1", "ArrowRight")
    expect(page.get_by_role("heading", name="Tìm “gia bao”")).to_be_visible()
    assert not Decision.objects.exists()


def test_a_thumb_without_script_does_the_same(site: Site, visitor: Visitor) -> None:
    made = worlds.build()
    bills = morning(made)
    page = sign_in(site, visitor(width=390, script=False), made.lan)
    page.goto(f"{site.address}/ban-lam-viec/doi-soat/?span=month&on=2026-10-05")
    look_at(visitor, page.url, "desk-reconcile", cookies=page.context)
    closing = f"{site.address}/ban-lam-viec/khoa-so/khoa?kind=day&until_on=2026-10-05"
    look_at(visitor, closing, "desk-period-close", cookies=page.context)
    page.get_by_role("link", name="Xử lý 3 việc").click()
    page.get_by_role("link", name="Sau").click()
    page.get_by_role("link", name="Sau").click()
    expect(page.get_by_role("heading", name="660.000")).to_be_visible()
    for button in page.locator(".take .btn").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 56
    page.get_by_role("button", name="Gạch").first.click()
    expect(page.get_by_text("Đã gạch 660.000 đ cho Nguyễn Minh Anh.")).to_be_visible()
    page.get_by_text("Vừa xong. Nhầm thì lấy lại").click()
    page.get_by_label("Gạch nhầm khoản thu").check()
    page.get_by_role("button", name="Hủy xác nhận thu").click()
    expect(page.get_by_text("Đã hủy xác nhận thu 660.000 đ")).to_be_visible()
    assert paid(bills) == [0, 0, 0]
