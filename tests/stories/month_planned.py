"""The whole month until the money comes: the list, who takes what, the run, notices, meals."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from tests import world
from tests.stories.month_told import Told
from tests.stories.test_teacher_ticks import sign_in as enter
from tests.stories.whole_month import (
    CLASS,
    EAT,
    PUPILS,
    WATER_VND,
    WRONG,
    ate,
    cooks_on,
    own_sheet,
    reminds_at_any_hour,
    until,
)
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.notices.models import Letter
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Payment
from thuphi.money.proofs.models import AccountProof
from thuphi.money.registrations import actions as registrations
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary

LATE = "Lò Văn Muộn"
NOTICES = len(PUPILS)


def first_morning(told: Told) -> None:
    page, guide = told.go("bat-dau/"), told.guide
    guide.press(page, "Lấy mã thử 1.000 đồng")
    text = AccountProof.objects.get().text
    world.hear(told.town.world, "", 1_000, text=f"CT {text}", paid_at=clock.now())
    until(Payment.objects.filter(amount_vnd=1_000).exists, "1.000 đồng không vào sổ")
    guide.press(page, "Đã chuyển, kiểm tra")
    expect(page.get_by_text("1.000 đồng ấy nằm trong tiền chưa rõ chủ")).to_be_visible()
    guide.picture(page, "bat-dau", "Trang Bắt đầu: sáu bước đã xong, bước tiếp là lập đợt thu")
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
    rows = page.locator("table.drawn tbody tr")
    guide.picture(page, "cot", "Mỗi cột của tệp được hiểu là gì", to=rows.nth(8))
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
    guide.press(page, "Cả lớp dùng Nước uống", role="checkbox")
    guide.press(page, "Cả lớp dùng Tiền ăn bán trú", role="checkbox")
    guide.press(page, f"Lưu lớp {CLASS}")
    for name in PUPILS[EAT:]:
        row = page.get_by_role("row").filter(has_text=name)
        row.get_by_role("checkbox", checked=True).first.uncheck()
    guide.picture(page, "dang-ky", "Bảng đăng ký của lớp, mỗi em một dòng")
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
    guide.press(page, "Tiền ăn bán trú", role="checkbox")
    guide.fill(page, "Số lượng Tiền ăn bán trú", str(len(told.town.meal_days)))
    guide.press(page, "Nước uống", role="checkbox")
    guide.press(page, "Một số lớp", role="radio")
    guide.press(page, CLASS, role="checkbox")
    guide.press(page, "Em nào đã đăng ký", role="radio")
    guide.press(page, "Cho phép nộp nhiều lần", role="checkbox")
    guide.picture(page, "lap-dot-thu", "Chọn khoản thu, lớp và hạn nộp")
    guide.press(page, "Xem tổng")
    guide.reads(page, "Phát hành rồi không sửa được tên, số tiền")
    guide.press(page, f"Phát hành {NOTICES} giấy báo")
    expect(page.get_by_text("Đã phát hành").first).to_be_visible(timeout=20_000)
    until(lambda: Bill.objects.filter(run=told.town.run).count() == NOTICES, "chưa phát hành hết")
    assert told.town.bill(0).total_vnd == told.town.full_vnd
    assert told.town.bill(EAT).total_vnd == WATER_VND
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
    guide.picture(page, "cap-nhat", "Danh sách thay đổi trước khi lưu", since=changes)
    guide.press(page, "Lưu thay đổi")
    until(lambda: Bill.objects.filter(run=told.town.run).count() == NOTICES + 1, "thiếu em Muộn")
    guide.chapter(
        "Cập nhật đợt thu khi có em vào sau",
        "Mở đợt thu, bấm “Cập nhật đợt thu”, rồi “Xem thay đổi”.",
        "Xem kỹ “Danh sách thay đổi”, ghi lý do, bấm “Lưu thay đổi”.",
        "Giấy báo đã phát hành giữ nguyên mã.",
    )


def writes_to_families(told: Told) -> None:
    reminds_at_any_hour(told.town, is_on=False)
    page, guide = told.go(f"tin-bao/dot-thu/{told.town.run.pk}"), told.guide
    for way in ("Zalo", "Thư điện tử"):
        page.get_by_role("checkbox", name=way).uncheck()
    guide.press(page, "Tin nhắn SMS", role="checkbox")
    guide.press(page, "Tính lại số tin và cước")
    guide.picture(page, "gui-tin", "Số tin và cước trước khi gửi")
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
    ways = page.get_by_role("region", name="Theo cách gửi")
    guide.picture(page, "so-sai", "Số điện thoại cần sửa", to=ways)
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
    guide.picture(page, "cham-an", "Chấm ăn trên điện thoại: hai em vắng")
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
