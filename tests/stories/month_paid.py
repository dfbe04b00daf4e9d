"""The whole month from the money on: right and wrong, changes, meals, what goes back, the books."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.stories.month_told import Told
from tests.stories.test_accountant_month import sign_in
from tests.stories.whole_month import (
    CLASS,
    EAT,
    MEAL_VND,
    PUPILS,
    WATER_VND,
    reminds_at_any_hour,
    until,
)
from thuphi.ground.kit import clock
from thuphi.ground.notices.models import Letter
from thuphi.money.meals.models import MealSettlement
from thuphi.money.payments.models import Payment
from thuphi.money.reminders import actions as reminders


def money_comes(told: Told) -> None:
    town, guide = told.town, told.guide
    total = town.full_vnd
    town.pays(0)
    town.pays(1, amount_vnd=total - 50_000)
    town.pays(2, amount_vnd=total + 20_000)
    town.pays(3, damage="no_text")
    until(lambda: Payment.objects.filter(amount_vnd__gt=1_000).count() == 4, "tiền chưa vào sổ")
    assert [town.bill(place).state for place in range(4)] == ["paid", "part_paid", "paid", "open"]
    lost = Payment.objects.get(finding="unknown", amount_vnd=total)
    page = told.go(f"doi-soat/can-xu-ly/tien-{lost.pk}/")
    guide.reads(page, "Gán khoản khác")
    page.locator("summary", has_text="Gán khoản khác").click()
    guide.fill(page, "Mã khoản thu hoặc tên không dấu", "pham tien dung")
    guide.press(page, "Tìm khoản thu")
    guide.reads(page, PUPILS[3])
    card = page.locator(".bench-take")
    guide.picture(page, "cua-ai", "Tìm chủ của khoản tiền không ghi nội dung", of=card)
    guide.press(page, "Gạch")
    expect(page.get_by_text(re.compile(f"Đã gạch .+ cho {PUPILS[3]}"))).to_be_visible()
    assert town.bill(3).state == "paid"
    page = told.go(f"dot-thu/{town.run.pk}")
    guide.picture(page, "dot-thu", "Đợt thu sau khi tiền vào")
    guide.chapter(
        "Tiền vào: đúng, thiếu, thừa, không nội dung",
        "Gia đình quét mã thì tiền tự vào đúng em. Nộp thiếu thì còn lại phần thiếu;",
        "nộp thừa thì phần thừa là số dư của gia đình.",
        "Tiền không ghi nội dung nằm ở mục cần xử lý: mở “Gán khoản khác”, gõ tên vào ô",
        "“Mã khoản thu hoặc tên không dấu”, bấm “Tìm khoản thu”, thấy đúng em thì bấm “Gạch”.",
    )


def cash_by_class(told: Told) -> None:
    town, guide = told.town, told.guide
    page = told.go(f"quy/thu-theo-lop?class_name={CLASS}")
    for place in (4, 5):
        page.locator(".till-tick", has_text=PUPILS[place]).click()
    guide.picture(page, "tien-mat", "Đánh dấu những em nộp tiền mặt")
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
    half = town.full_vnd - len(town.meal_days) * MEAL_VND // 2
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
    guide.picture(page, "mien-giam-muon", "Trước và sau khi giảm")
    guide.press(page, "Ghi điều chỉnh")
    until(lambda: town.bill(0).total_vnd == half, "chưa giảm")
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
    guide.press(page, "Bán trú lớp 3C", role="checkbox")
    guide.fill(page, "Lý do", "Nước uống giảm giá")
    guide.fill(page, "Văn bản", "BB 07/2026")
    guide.press(page, "Xem lại")
    guide.reads(page, "Thành số dư của gia đình")
    guide.press(page, "Ghi điều chỉnh")
    until(lambda: town.bill(EAT).total_vnd == 12_000, "chưa giảm giá")
    page = told.go("dieu-chinh/")
    guide.picture(page, "dieu-chinh", "Các điều chỉnh đã ghi")
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
    table = page.get_by_role("region", name="Từng em")
    guide.picture(page, "quyet-toan", "Số bữa đã thu, đã ăn, trả lại của từng em", to=table)
    guide.press(page, "Quyết toán tháng")
    guide.reads(page, "Đã quyết toán tháng")
    assert MealSettlement.objects.count() == 1
    after = [told.town.bill(place).total_vnd for place in (2, 7)]
    water = 12_000
    assert after == [
        told.town.full_vnd - WATER_VND + water - MEAL_VND,
        told.town.full_vnd - WATER_VND + water,
    ]
    guide.chapter(
        "Quyết toán tiền ăn",
        "Sau khi tháng hết, trang này so số bữa đã thu với số bữa đã ăn.",
        "Bữa vắng báo kịp được trả lại, báo muộn thì không.",
        "Xem bảng rồi bấm “Quyết toán tháng”: tiền trả lại thành dòng giảm trên khoản của từng em.",
    )


def reminds(told: Told) -> None:
    town, guide = told.town, told.guide
    page = told.go("tin-bao/nhac")
    guide.press(page, "Hệ thống tự nhắc gia đình", role="checkbox")
    guide.press(page, "Nhắc đúng ngày đến hạn", role="checkbox")
    guide.fill(page, "Không gửi từ", "21:00")
    guide.fill(page, "Gửi lại từ", "07:00")
    guide.press(page, "Chủ nhật không gửi", role="checkbox")
    form = page.locator("section.card", has_text="Đặt lịch")
    guide.picture(page, "lich-nhac", "Lịch nhắc của trường", of=form)
    guide.press(page, "Lưu lịch nhắc")
    expect(page.get_by_text("Đang bật: hệ thống nhắc lúc 08:00")).to_be_visible()
    reminds_at_any_hour(town, is_on=True)
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
        "Từ “Không gửi từ” đến “Gửi lại từ” không ai bị làm phiền;",
        "mỗi nhà nhiều nhất một tin một ngày, và lời nhắc dừng ngay khi tiền đến.",
    )


def pays_back(told: Told) -> None:
    town, guide, page = told.town, told.guide, told.lan
    told.go(f"chi-tra/tai-khoan/{town.child(0).pk}")
    guide.fill(page, "Ngân hàng", "970436")
    guide.fill(page, "Số tài khoản", "0123456789")
    guide.fill(page, "Tên chủ tài khoản nhận", "NGUYEN VAN TAM")
    guide.press(page, "Ghi tài khoản")
    told.go("chi-tra/moi")
    guide.press(page, f"Trả {PUPILS[0]}", role="checkbox")
    guide.fill(page, "Lý do chi trả", "Trả tiền giảm sau khi nộp")
    guide.picture(page, "lap-chi-tra", "Các gia đình còn tiền thừa")
    guide.press(page, "Lập danh sách")
    expect(page.get_by_text("Người thứ hai duyệt rồi tiền mới được đi")).to_be_visible()
    head = sign_in(town.site, told.visitor(width=390), town.world.hoa)
    head.goto(page.url)
    guide.press(head, "Xác nhận tài khoản", role="link")
    guide.press(head, "Đã gọi, đúng tài khoản")
    head.goto(page.url)
    guide.picture(head, "duyet-chi", "Hiệu trưởng duyệt trên điện thoại")
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
    guide.picture(page, "chua-nop", "Danh sách chưa nộp, nộp thiếu")
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
    guide.picture(page, "chot", "Bản chốt của đợt thu")
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
