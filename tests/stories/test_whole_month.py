"""A whole month at one school, clicked through: the first morning, who takes what, the run, meals,
notices, money right and wrong, changes, reminders, what goes back, the books and the closing. The
same clicks write docs/huong-dan-ke-toan.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import world
from tests.stories.guide import Guide
from tests.stories.test_accountant_month import sign_in
from tests.stories.test_teacher_ticks import sign_in as enter
from tests.stories.whole_month import (
    CLASS,
    EAT,
    MEALS,
    PUPILS,
    WRONG,
    Month10,
    ate,
    cooks_on,
    opened,
    own_sheet,
    until,
)
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.notices.models import Letter
from thuphi.money.bills.models import Bill
from thuphi.money.meals.models import MealSettlement
from thuphi.money.payments.models import Payment
from thuphi.money.proofs.models import AccountProof
from thuphi.money.registrations import actions as registrations
from thuphi.money.reminders import actions as reminders
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary

pytestmark = [pytest.mark.browser]
Visitor = Callable[..., BrowserContext]

LATE = "Lò Văn Muộn"
NOTICES = len(PUPILS)


@dataclass(frozen=True)
class Told:
    """The story as it is told: the school, the guide, and the accountant at her screen."""

    town: Month10
    guide: Guide
    lan: Page
    visitor: Visitor

    def go(self, path: str) -> Page:
        """The accountant opens a page."""
        self.town.go(self.lan, path)
        return self.lan


def test_a_whole_month_at_one_school(town: str, visitor: Visitor, tmp_path: Path) -> None:
    guide = Guide(
        "docs/huong-dan-ke-toan.md",
        "Một tháng thu tiền, từng bước",
        "Dành cho kế toán trường.",
        "Tên người và tên trường là tên đặt ra; hình chụp từ một tháng chạy thử,",
        "nút nào được nhắc là nút đã được bấm.",
    )
    with opened(town, tmp_path) as school:
        told = Told(school, guide, sign_in(school.site, visitor(width=1280), school.world.lan), visitor)
        for part in (
            first_morning,
            own_list,
            registers,
            plans_the_run,
            brings_up_to_date,
            writes_to_families,
            teacher_ticks,
            money_comes,
            cash_by_class,
            late_exemption,
            price_cut,
            settles_meals,
            reminds,
            pays_back,
            prints_books,
            closes,
        ):
            began = __import__("time").monotonic()
            part(told)
            print(part.__name__, __import__("time").monotonic() - began, flush=True)
    guide.close()


def first_morning(told: Told) -> None:
    page, guide = told.go("bat-dau/"), told.guide
    guide.press(page, "Lấy mã thử 1.000 đồng")
    text = AccountProof.objects.get().text
    world.hear(told.town.world, "", 1_000, text=f"CT {text}", paid_at=clock.now())
    until(Payment.objects.filter(amount_vnd=1_000).exists, "1.000 đồng không vào sổ")
    guide.press(page, "Đã chuyển, kiểm tra")
    guide.reads(page, "Đã thấy 1.000 đồng")
    guide.picture(page, "bat-dau")
    guide.chapter(
        "Buổi sáng đầu tiên",
        "Trang Bắt đầu nói trường còn thiếu gì.",
        "Bấm “Lấy mã thử 1.000 đồng”, chuyển đúng 1.000 đồng, rồi bấm “Đã chuyển, kiểm tra”:",
        "tiền tới đúng tài khoản thì bước này tự đánh dấu xong.",
    )


def own_list(told: Told) -> None:
    page, guide = told.go("so-truong/"), told.guide
    page.get_by_label("Tệp của trường").set_input_files(
        {
            "name": "lop-3c.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": own_sheet(),
        }
    )
    guide.press(page, "Xem tệp")
    expect(page.get_by_role("heading", name="Mỗi cột là gì?")).to_be_visible()
    guide.picture(page, "cot", to=page.locator("table.drawn tbody tr").nth(8))
    guide.press(page, "Đúng rồi, xem trước")
    guide.press(page, "Xác nhận và ghi")
    guide.reads(page, f"{NOTICES} học sinh mới")
    assert told.town.child(0).payer_phone == "0912600000"
    guide.chapter(
        "Đưa danh sách của trường vào",
        "Để nguyên tệp trường đang dùng: dòng tiêu đề, ô gộp, số điện thoại mất số 0 đều đọc được.",
        "Chọn tệp, bấm “Xem tệp”, xem mỗi cột là gì, bấm “Đúng rồi, xem trước”.",
        "Đúng thì bấm “Xác nhận và ghi”. Lần sau tệp cùng kiểu không hỏi lại.",
    )


def registers(told: Told) -> None:
    first = told.town.month.first_day_on
    page, guide = told.go(f"dang-ky?class={CLASS}&on={first}"), told.guide
    guide.press(page, "Cả lớp dùng Nước uống", role="box")
    guide.press(page, "Cả lớp dùng Tiền ăn bán trú", role="box")
    guide.press(page, f"Lưu lớp {CLASS}")
    for name in PUPILS[EAT:]:
        row = page.get_by_role("row").filter(has_text=name)
        row.get_by_role("checkbox", checked=True).first.uncheck()
    guide.picture(page, "dang-ky")
    guide.press(page, f"Lưu lớp {CLASS}")
    expect(page.get_by_text(f"{EAT} / {EAT}")).to_be_visible()
    guide.chapter(
        "Đăng ký khoản tự nguyện",
        "Mỗi em một dòng, mỗi khoản một cột. Cả lớp cùng dùng thì đánh dấu một ô, như",
        "“Cả lớp dùng Nước uống”; em nào không ăn thì bỏ dấu.",
        f"Bấm “Lưu lớp {CLASS}”. Khoản bắt buộc không cần đăng ký.",
    )


def plans_the_run(told: Told) -> None:
    page, guide = told.go("dot-thu/moi"), told.guide
    guide.fill(page, "Tên đợt thu", "Bán trú lớp 3C")
    guide.fill(page, "Nội dung thu", "Tiền ăn, nước uống tháng trước")
    guide.fill(page, "Thu từ ngày", str(told.town.month.first_day_on))
    guide.fill(page, "Hạn nộp", str(clock.today(clock.now())))
    guide.press(page, "Tiền ăn bán trú", role="box")
    guide.fill(page, "Số lượng Tiền ăn bán trú", str(MEALS))
    guide.press(page, "Nước uống", role="box")
    guide.press(page, "Một số lớp", role="radio")
    guide.press(page, CLASS, role="box")
    guide.press(page, "Em nào đã đăng ký", role="radio")
    guide.press(page, "Cho phép nộp nhiều lần", role="box")
    guide.picture(page, "lap-dot-thu")
    guide.press(page, "Xem tổng")
    guide.reads(page, "Phát hành rồi không sửa được tên, số tiền")
    guide.press(page, f"Phát hành {NOTICES} giấy báo")
    expect(page.get_by_text("Đã phát hành").first).to_be_visible(timeout=20_000)
    until(lambda: Bill.objects.filter(run=told.town.run).count() == NOTICES, "chưa phát hành hết")
    assert told.town.bill(0).total_vnd == MEALS * 30_000 + 15_000
    assert told.town.bill(EAT).total_vnd == 15_000
    guide.chapter(
        "Lập đợt thu theo đăng ký",
        "Đánh dấu khoản thu, ghi số lượng, chọn lớp, chọn “Em nào đã đăng ký”.",
        "Bấm “Xem tổng”: chưa có gì gửi đi.",
        f"Số đúng thì bấm “Phát hành {NOTICES} giấy báo”; mỗi em có một mã riêng.",
    )


def brings_up_to_date(told: Told) -> None:
    school, guide = told.town.world.a, told.guide
    late = payers.enrol(
        by=SYSTEM, facility_id=school.id, at=clock.now(),
        person=NewBeneficiary("HS399", LATE, class_name=CLASS, grade="3", payer_phone="0911223344"),
    )  # fmt: skip
    registrations.register(
        by=SYSTEM, facility_id=school.id, beneficiary_id=late.pk, at=clock.now(),
        fee_item_id=school.items["NU"].pk, from_on=told.town.month.first_day_on,
    )  # fmt: skip
    page = told.go(f"dot-thu/{told.town.run.pk}")
    guide.press(page, "Cập nhật đợt thu", role="link")
    guide.press(page, "Xem thay đổi")
    guide.reads(page, "Danh sách thay đổi")
    guide.fill(page, "Lý do", "Em Muộn vào lớp sau")
    guide.fill(page, "Căn cứ", "Đơn ngày 12")
    changes = page.get_by_role("heading", name="Danh sách thay đổi")
    guide.picture(page, "cap-nhat", since=changes)
    guide.press(page, "Lưu thay đổi")
    until(lambda: Bill.objects.filter(run=told.town.run).count() == NOTICES + 1, "thiếu em Muộn")
    guide.chapter(
        "Cập nhật đợt thu khi có em vào sau",
        "Mở đợt thu, bấm “Cập nhật đợt thu”, rồi “Xem thay đổi”.",
        "Xem kỹ “Danh sách thay đổi”, ghi lý do, bấm “Lưu thay đổi”.",
        "Giấy báo đã phát hành giữ nguyên mã.",
    )


def writes_to_families(told: Told) -> None:
    page, guide = told.go(f"tin-bao/dot-thu/{told.town.run.pk}"), told.guide
    for way in ("Zalo", "Thư điện tử"):
        page.get_by_role("checkbox", name=way).uncheck()
    guide.press(page, "Tin nhắn SMS", role="box")
    guide.press(page, "Tính lại số tin và cước")
    guide.picture(page, "gui-tin")
    guide.press(page, f"Gửi {NOTICES + 1} tin")
    letters = Letter.objects.filter(facility_id=told.town.world.a.id, kind="notice")
    until(
        lambda: letters.exclude(state__in=["waiting", "sending", "sent"]).count() == NOTICES + 1,
        "tin chưa đi hết",
    )
    assert letters.filter(state="failed").count() == 1
    page = told.go("tin-bao/")
    guide.reads(page, "Số và địa chỉ cần sửa")
    expect(page.get_by_role("link", name=PUPILS[WRONG]).first).to_be_visible()
    guide.picture(page, "so-sai", to=page.get_by_role("region", name="Theo cách gửi"))
    guide.chapter(
        "Báo cho gia đình",
        "Chọn cách gửi, bấm “Tính lại số tin và cước”: số tin và tiền cước hiện ra trước khi gửi.",
        f"Bấm “Gửi {NOTICES + 1} tin”. Số không có người dùng nằm ở “Số và địa chỉ cần sửa”:",
        "gia đình đó nhận giấy báo in.",
    )


def teacher_ticks(told: Told) -> None:
    guide, day = told.guide, cooks_on(clock.today(clock.now()) + timedelta(days=1))
    phone = told.visitor(width=390)
    page = enter(told.town.site, phone, told.town.teacher, "/ban-lam-viec/lop-toi/")
    page.goto(f"{told.town.site.address}/ban-lam-viec/lop-toi/?ngay={day}")
    guide.reads(page, "Chạm vào em vắng. Em còn lại đều ăn.")
    for name in PUPILS[:2]:
        page.locator(".kids label", has_text=name).first.tap()
    guide.picture(page, "cham-an")
    guide.press(page, "Lưu lớp")
    guide.reads(page, f"Đã lưu lớp {CLASS}: {EAT - 2} ăn, 2 vắng.")
    expect(page.get_by_text("0 trên 11 em đã nộp đủ")).to_be_visible()
    ate(told.town)
    guide.chapter(
        "Giáo viên chấm ăn trên điện thoại",
        "“Chạm vào em vắng. Em còn lại đều ăn.” Xong thì bấm “Lưu lớp”.",
        "Báo trước giờ chốt thì không tính tiền bữa đó.",
        "Giáo viên không thu tiền, không nhắc nợ.",
    )


def money_comes(told: Told) -> None:
    town, guide = told.town, told.guide
    total = town.bill(0).total_vnd
    town.pays(0)
    town.pays(1, amount_vnd=total - 50_000)
    town.pays(2, amount_vnd=total + 20_000)
    town.pays(3, damage="no_text")
    until(lambda: Payment.objects.filter(amount_vnd__gt=1_000).count() == 4, "tiền chưa vào sổ")
    assert [town.bill(place).state for place in range(4)] == ["paid", "part_paid", "paid", "open"]
    lost = Payment.objects.get(finding="unknown", amount_vnd=total)
    page = told.go("can-xu-ly")
    page.goto(f"{town.site.address}/ban-lam-viec/can-xu-ly/{lost.pk}")
    guide.fill(page, "Tìm khoản thu", "pham tien dung")
    page.get_by_label("Tìm khoản thu").press("Enter")
    guide.picture(page, "cua-ai")
    guide.press(page, PUPILS[3], role="link")
    guide.press(page, "Gạch 675.000")
    guide.reads(page, f"Đã gạch 675.000 đ cho {PUPILS[3]}")
    assert town.bill(3).state == "paid"
    page = told.go(f"dot-thu/{town.run.pk}")
    guide.picture(page, "dot-thu")
    guide.chapter(
        "Tiền vào: đúng, thiếu, thừa, không nội dung",
        "Gia đình quét mã thì tiền tự vào đúng em. Nộp thiếu thì còn lại phần thiếu;",
        "nộp thừa thì phần thừa là số dư của gia đình.",
        "Tiền không ghi nội dung nằm ở mục cần xử lý: gõ tên vào ô “Tìm khoản thu”, chọn em,",
        "bấm “Gạch 675.000”.",
    )


def cash_by_class(told: Told) -> None:
    town, guide = told.town, told.guide
    page = told.go(f"quy/thu-theo-lop?class={CLASS}")
    page.wait_for_load_state("networkidle")
    if not page.locator(".till-row").count():
        page.get_by_role("link", name=CLASS).first.click()
    for place in (4, 5):
        page.locator(".till-tick", has_text=PUPILS[place]).click()
    guide.picture(page, "tien-mat")
    guide.press(page, "Ghi các khoản đã thu")
    until(lambda: [town.bill(one).state for one in (4, 5)] == ["paid", "paid"], "chưa ghi tiền mặt")
    guide.reads(page, "đã ghi, biên nhận")
    guide.chapter(
        "Thu tiền mặt theo lớp",
        "Đánh dấu em nộp đủ, hoặc gõ số khác, rồi bấm “Ghi các khoản đã thu”.",
        "Mỗi em một biên nhận. Mạng đứt giữa chừng hay bấm hai lần cũng chỉ ghi một lần.",
    )


def late_exemption(told: Told) -> None:
    town, guide = told.town, told.guide
    page = told.go(f"hoc-sinh/{town.child(0).pk}")
    page.get_by_text("Thêm miễn giảm").click()
    guide.fill(page, "Khoản mục thu", f"{town.world.a.items['AN'].pk}")
    guide.fill(page, "Giảm bao nhiêu phần trăm", "50")
    guide.fill(page, "Diện miễn giảm", "near_poor_household")
    guide.press(page, "Cả năm học", role="radio")
    guide.fill(page, "Lý do miễn giảm", "Hộ cận nghèo, nộp giấy muộn")
    guide.fill(page, "Giấy tờ", "GCN 12/2026")
    guide.press(page, "Ghi miễn giảm")
    page = told.go("dieu-chinh/")
    guide.press(page, "Miễn giảm muộn", role="link")
    page.get_by_role("link", name=PUPILS[0]).click()
    guide.fill(page, "Văn bản", "GCN 12/2026")
    guide.press(page, "Xem lại")
    guide.picture(page, "mien-giam-muon")
    guide.press(page, "Ghi điều chỉnh")
    until(lambda: town.bill(0).total_vnd == MEALS * 15_000 + 15_000, "chưa giảm")
    assert town.bill(0).state == "paid"
    guide.chapter(
        "Miễn giảm biết muộn, khoản đã nộp rồi",
        "Ghi miễn giảm ở trang của em: bấm “Ghi miễn giảm”.",
        "Rồi mở Điều chỉnh, chọn “Miễn giảm muộn”, chọn em, bấm “Xem lại”, “Ghi điều chỉnh”.",
        "Không hủy, không làm lại: phần nộp dư thành số dư của gia đình.",
    )


def price_cut(told: Told) -> None:
    town, guide = told.town, told.guide
    page = told.go("dieu-chinh/")
    guide.press(page, "Giảm giá một khoản mục", role="link")
    guide.fill(page, "Khoản mục thu", f"{town.world.a.items['NU'].pk}")
    guide.fill(page, "Đơn giá mới", "12.000")
    guide.press(page, "Bán trú lớp 3C", role="box")
    guide.fill(page, "Lý do", "Nước uống giảm giá")
    guide.fill(page, "Văn bản", "BB 07/2026")
    guide.press(page, "Xem lại")
    guide.reads(page, "Thành số dư của gia đình")
    guide.press(page, "Ghi điều chỉnh")
    until(lambda: town.bill(EAT).total_vnd == 12_000, "chưa giảm giá")
    page = told.go("dieu-chinh/")
    guide.picture(page, "dieu-chinh")
    guide.chapter(
        "Giảm giá cho mọi em",
        "Chọn “Giảm giá một khoản mục”, ghi “Đơn giá mới”, đánh dấu đợt thu, bấm “Xem lại”.",
        "Trang cho thấy bao nhiêu tiền giảm, bao nhiêu “Thành số dư của gia đình”;",
        "đồng ý thì bấm “Ghi điều chỉnh”.",
    )


def settles_meals(told: Told) -> None:
    page, guide = told.go(f"bua-an/thang?thang={told.town.month}"), told.guide
    fields = {"Lý do": "Quyết toán tiền ăn", "Số, ngày văn bản": "Bảng chấm ăn"}
    for label, value in fields.items():
        guide.fill(page, label, value)
    guide.picture(page, "quyet-toan")
    guide.press(page, "Quyết toán tháng")
    guide.reads(page, "Đã quyết toán tháng")
    assert MealSettlement.objects.count() == 1
    guide.chapter(
        "Quyết toán tiền ăn",
        "Sau khi tháng hết, trang này so số bữa đã thu với số bữa đã ăn.",
        "Bữa vắng báo kịp được trả lại, báo muộn thì không.",
        "Xem bảng, bấm “Quyết toán tháng”: mỗi em một dòng giảm, không ai phải nộp lại.",
    )


def reminds(told: Told) -> None:
    town, guide = told.town, told.guide
    page = told.go("tin-bao/nhac")
    guide.press(page, "Hệ thống tự nhắc gia đình", role="box")
    guide.press(page, "Nhắc đúng ngày đến hạn", role="box")
    guide.picture(page, "lich-nhac", to=page.get_by_role("button", name="Lưu lịch nhắc"))
    guide.press(page, "Lưu lịch nhắc")
    expect(page.get_by_text("Đang bật: hệ thống nhắc lúc 08:00")).to_be_visible()
    reminders.remind(
        by=town.world.lan.actor, facility_id=town.world.a.id, site=town.site.address,
        at=clock.now(),
    )  # fmt: skip
    letters = Letter.objects.filter(facility_id=town.world.a.id, kind="reminder")
    until(lambda: letters.filter(state="delivered").exists(), "không tin nhắc nào tới")
    paid = {town.bill(place).code for place in (0, 3, 4, 5)}
    assert not paid & {code for one in letters for code in one.about.split()}
    guide.chapter(
        "Nhắc nộp",
        "Đánh dấu “Hệ thống tự nhắc gia đình”, chọn ngày nhắc, bấm “Lưu lịch nhắc”.",
        "Lời nhắc lịch sự, không gửi ban đêm, mỗi nhà nhiều nhất một tin một ngày,",
        "và dừng ngay khi tiền đến.",
    )


def pays_back(told: Told) -> None:
    town, guide, page = told.town, told.guide, told.lan
    told.go(f"chi-tra/tai-khoan/{town.child(0).pk}")
    guide.fill(page, "Ngân hàng", "970436")
    guide.fill(page, "Số tài khoản", "0123456789")
    guide.fill(page, "Tên chủ tài khoản nhận", "NGUYEN VAN TAM")
    guide.press(page, "Ghi tài khoản")
    told.go("chi-tra/moi")
    guide.press(page, f"Trả {PUPILS[0]}", role="box")
    guide.fill(page, "Lý do chi trả", "Trả tiền giảm sau khi nộp")
    guide.picture(page, "lap-chi-tra")
    guide.press(page, "Lập danh sách")
    expect(page.get_by_text("Người thứ hai duyệt rồi tiền mới được đi")).to_be_visible()
    head = sign_in(town.site, told.visitor(width=390), town.world.hoa)
    head.goto(page.url)
    guide.press(head, "Xác nhận tài khoản", role="link")
    guide.press(head, "Đã gọi, đúng tài khoản")
    head.goto(page.url)
    guide.picture(head, "duyet-chi")
    guide.press(head, "Duyệt chi")
    expect(head.get_by_text("Đã duyệt. Tải tệp lệnh chi")).to_be_visible()
    page.reload()
    with page.expect_download() as file:
        guide.press(page, "Tải lệnh chi cho ngân hàng", role="link")
    assert file.value.path().read_bytes().count(b"<CdtTrfTxInf>") == 1
    page.get_by_label("Số chứng từ, hoặc ngân hàng báo gì").fill("UNC 88")
    guide.press(page, "Đã trả những người đã chọn")
    expect(page.get_by_text("Đã ghi 1 khoản ngân hàng đã trả")).to_be_visible()
    guide.chapter(
        "Trả lại tiền thừa",
        "Kế toán đánh dấu gia đình, bấm “Lập danh sách”.",
        "Tài khoản mới khai thì hiệu trưởng gọi lại gia đình, bấm “Đã gọi, đúng tài khoản”,",
        "rồi mới “Duyệt chi” được. Kế toán bấm “Tải lệnh chi cho ngân hàng”; ngân hàng trả xong",
        "thì bấm “Đã trả những người đã chọn”.",
    )


def prints_books(told: Told) -> None:
    page, guide = told.go("so-sach/"), told.guide
    guide.reads(page, "Danh sách và sổ")
    page.get_by_role("link", name="chưa nộp").first.click()
    guide.picture(page, "chua-nop")
    with page.expect_download() as book:
        guide.press(page, "Tải Excel", role="link")
    assert book.value.path().read_bytes().startswith(b"PK")
    paper = page.request.get(page.url.split("?")[0] + "/ban-in.pdf")
    assert paper.body().startswith(b"%PDF")
    expect(page.get_by_role("link", name="Bản in PDF")).to_be_visible()
    guide.reads(page, "Bản in PDF")
    guide.chapter(
        "In danh sách và sổ",
        "Mở “Danh sách và sổ”, chọn một sổ. “Tải Excel” để làm tiếp,",
        "“Bản in PDF” có chỗ cho người lập, kế toán và thủ trưởng ký.",
    )


def closes(told: Told) -> None:
    town, guide = told.town, told.guide
    page = told.go(f"dot-thu/{town.run.pk}")
    guide.press(page, "Chốt đợt thu", role="link")
    guide.reads(page, "Không có tiền nào đang trên đường")
    guide.press(page, "Chốt đợt thu")
    guide.reads(page, "Ai còn nợ bao nhiêu khi chốt")
    guide.picture(page, "chot")
    assert town.run.state == "closed"
    rest = town.bill(EAT)
    town.pays(EAT)
    until(lambda: town.bill(EAT).state == "paid", "tiền đến sau khi chốt không được ghi")
    assert rest.total_vnd == 12_000
    guide.chapter(
        "Chốt đợt thu",
        "Bấm “Chốt đợt thu”. Còn tiền trên đường thì trang nói khoản nào và chưa cho chốt.",
        "Chốt rồi, bảng “Ai còn nợ bao nhiêu khi chốt” được giữ nguyên; tiền đến sau vẫn được ghi.",
    )
