"""Credits go back: the accountant lists, the head calls back and releases, the bank's file is made;
and what the school collects stands beside what its province allows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from tests import world as worlds
from tests.stories.conftest import OpenContext, Site, look_at
from tests.stories.test_accountant_month import sign_in
from tests.stories.test_officer_looks import sign_in as enter_office
from tests.world import World
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.catalogue import agreeing
from thuphi.money.catalogue.agreeing import Minutes
from thuphi.money.credits import actions as credits
from thuphi.money.payouts import actions
from thuphi.money.payouts.actions import PayeeAccount
from thuphi.registers.agencies.models import Agency
from thuphi.registers.fee_rules import actions as fee_rules
from thuphi.registers.fee_rules.actions import NewCeiling
from thuphi.registers.fee_rules.rules import Nature
from thuphi.registers.staff.rules import Role

pytestmark = [pytest.mark.browser]


def credited(world: World) -> None:
    """Two families have money left; one has given its account long ago, one lately."""
    now = clock.now()
    for code, amount, days in (("HS001", 96_000, 30), ("HS002", 150_000, 1)):
        child = world.a.pupils[code].pk
        credits.open_credit(
            by=SYSTEM, facility_id=world.a.id, beneficiary_id=child, amount_vnd=amount,
            fee_item_id=None, is_cashless=True, reason="Tiền ăn thừa", at=now - timedelta(days=40),
        )  # fmt: skip
        actions.set_account(
            by=world.lan.actor, beneficiary_id=child, at=now - timedelta(days=days),
            account=PayeeAccount("970436", f"10123456{days:02}", "NGUYEN VAN BINH"),
        )  # fmt: skip


def ruled(world: World) -> Agency:
    """The province allows less than the school collects for one item, and more for another."""
    office = Agency.objects.create(
        name="Sở Giáo dục và Đào tạo Bắc Ninh", kind="education_department", place=world.province,
        valid=(date(2025, 7, 1), None),
    )  # fmt: skip
    for code, most, unit in (("BT", 150_000, "tháng"), ("AN", 28_000, "suất")):
        ceiling = NewCeiling(
            place_id=world.province.pk, code=code, name=world.a.items[code].name,
            nature=Nature.AGREED, unit=unit, max_vnd=most, ground="NQ 10/2025/NQ-HĐND",
            ground_on=date(2025, 7, 10), from_on=date(2025, 9, 1),
        )  # fmt: skip
        fee_rules.set_ceiling(by=SYSTEM, agency_id=office.pk, ceiling=ceiling, at=worlds.AT)
        agreeing.set_statistic_code(
            by=SYSTEM, item_id=world.a.items[code].pk, code=code, at=worlds.AT
        )
    agreeing.file_agreement(
        by=SYSTEM, item_id=world.a.items["BT"].pk, at=worlds.AT,
        minutes=Minutes(date(2026, 9, 5), "BB 01/2026", asked=420, agreed=415),
    )  # fmt: skip
    return office


@pytest.fixture
def world(site: Site) -> World:
    """The two schools, in the database that the site stands on."""
    with transaction.atomic():
        return worlds.build()


def test_money_left_goes_back_by_two_persons(
    world: World, site: Site, visitor: OpenContext
) -> None:
    credited(world)
    lan = sign_in(site, visitor(width=1280), world.lan)
    hoa = sign_in(site, visitor(width=390), world.hoa)
    lan.goto(f"{site.address}/ban-lam-viec/chi-tra/moi")
    lan.get_by_role("checkbox", name="Trả Nguyễn Minh Anh").check()
    lan.get_by_role("checkbox", name="Trả Trần Gia Bảo").check()
    lan.get_by_label("Lý do chi trả").fill("Trả tiền ăn thừa tháng 10")
    look_at(visitor, lan.url, "payout-new", cookies=lan.context)
    lan.get_by_role("button", name="Lập danh sách").click()
    lan.get_by_text("Người thứ hai duyệt rồi tiền mới được đi").wait_for()
    address = lan.url
    hoa.goto(address)
    look_at(visitor, hoa.url, "payout-to-release", cookies=hoa.context)
    hoa.get_by_role("button", name="Duyệt chi 246.000").click()
    hoa.get_by_text("mới khai hoặc mới đổi").first.wait_for()
    hoa.get_by_role("link", name="Xác nhận tài khoản").click()
    look_at(visitor, hoa.url, "payout-account", cookies=hoa.context)
    hoa.get_by_role("button", name="Đã gọi, đúng tài khoản").click()
    hoa.goto(address)
    hoa.get_by_role("button", name="Duyệt chi 246.000").click()
    hoa.get_by_text("Đã duyệt. Tải tệp lệnh chi").wait_for()
    lan.goto(address)
    with lan.expect_download() as told:
        lan.get_by_role("link", name="Tải lệnh chi cho ngân hàng").click()
    assert told.value.path().read_bytes().count(b"<CdtTrfTxInf>") == 2
    lan.get_by_label("Số chứng từ, hoặc ngân hàng báo gì").fill("UNC 0112")
    look_at(visitor, lan.url, "payout-outcome", cookies=lan.context)
    lan.get_by_role("button", name="Đã trả những người đã chọn").click()
    lan.get_by_text("Đã ghi 2 khoản ngân hàng đã trả").wait_for()
    lan.goto(f"{site.address}/ban-lam-viec/chi-tra/")
    look_at(visitor, lan.url, "payouts", cookies=lan.context)


def test_what_is_collected_stands_beside_what_is_allowed(
    world: World, site: Site, visitor: OpenContext
) -> None:
    office = ruled(world)
    lan = sign_in(site, visitor(width=1280), world.lan)
    lan.goto(f"{site.address}/ban-lam-viec/quy-dinh-muc-thu/?year={worlds.SCHOOL_YEAR}")
    lan.get_by_text("vượt mức tối đa 28.000").wait_for()
    look_at(visitor, lan.url, "fee-rules", cookies=lan.context)
    lan.get_by_role("link", name="Tiền ăn bán trú").click()
    look_at(visitor, lan.url, "fee-rule", cookies=lan.context)
    world.a.facility.agency = office
    world.a.facility.save()
    officer = worlds.person("so", "Đào Thị Sen", Role.OFFICER, place_id=world.province.pk)
    page = enter_office(site, visitor(width=1280), officer)
    page.goto(f"{site.address}/van-phong/muc-thu")
    page.get_by_role("link", name="Trường Tiểu học Ví Dụ").wait_for()
    look_at(visitor, page.url, "fee-rules-office", cookies=page.context)
