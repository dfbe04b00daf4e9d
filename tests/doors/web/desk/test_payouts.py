"""Payouts and ceilings at the desk: two persons, files, and sentences that say what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests import world as worlds
from tests.world import World
from thuphi.ground.kit import clock
from thuphi.money.credits import actions as credits
from thuphi.money.payouts import actions, queries
from thuphi.money.payouts.actions import PayeeAccount
from thuphi.money.payouts.models import Payout, PayoutAccount, PayoutList

BASE = "/ban-lam-viec/chi-tra/"


@pytest.fixture
def world(db: None) -> World:
    made = worlds.build()
    credits.open_credit(
        by=made.lan.actor, facility_id=made.a.id, beneficiary_id=made.a.pupils["HS001"].pk,
        amount_vnd=96_000, fee_item_id=None, is_cashless=True, reason="Tiền ăn thừa",
        at=clock.now() - timedelta(days=30),
    )  # fmt: skip
    return made


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(getattr(world, name).user)
    return client


def test_a_list_is_made_by_one_and_released_by_another(world: World) -> None:
    child = world.a.pupils["HS001"].pk
    actions.set_account(
        by=world.lan.actor, beneficiary_id=child,
        account=PayeeAccount("970436", "1012345678", "NGUYEN VAN BINH"),
        at=clock.now() - timedelta(days=10),
    )  # fmt: skip
    lan, hoa = signed_in(world, "lan"), signed_in(world, "hoa")
    page = lan.get(f"{BASE}moi").content.decode()
    assert "Nguyễn Minh Anh" in page and "1012345678" in page
    told = {"reason": "Trả tiền ăn thừa", f"take_{child}": "on", f"amount_{child}": "96.000"}
    answer = lan.post(f"{BASE}moi", told, follow=True)
    made = PayoutList.objects.get()
    assert "Người thứ hai duyệt" in answer.content.decode()
    assert lan.post(f"{BASE}{made.pk}/duyet").status_code == 403
    assert lan.get(f"{BASE}{made.pk}/lenh.xml").status_code == 404
    told_hoa = hoa.post(f"{BASE}{made.pk}/duyet", follow=True).content.decode()
    assert "Đã duyệt" in told_hoa
    file = lan.get(f"{BASE}{made.pk}/lenh.xml")
    assert file["Content-Type"] == "application/xml"
    assert b'<InstdAmt Ccy="VND">96000</InstdAmt>' in file.content
    assert lan.get(f"{BASE}{made.pk}/bang.xlsx").status_code == 200
    (row,) = queries.payouts_of(made.pk)
    said = lan.post(f"{BASE}{made.pk}/ket-qua", {"payout": row.pk, "paid": "1"}, follow=True)
    assert "Chưa có số chứng từ" in said.content.decode()
    lan.post(f"{BASE}{made.pk}/ket-qua", {"payout": row.pk, "paid": "1", "words": "UNC 12"})
    assert Payout.objects.get().state == "paid"


def test_a_young_account_is_named_with_what_to_do(world: World) -> None:
    child = world.a.pupils["HS001"].pk
    lan, hoa = signed_in(world, "lan"), signed_in(world, "hoa")
    lan.post(
        f"{BASE}tai-khoan/{child}",
        {"bank": "970436", "number": "1012345678", "name": "NGUYEN VAN BINH"},
    )
    lan.post(
        f"{BASE}moi",
        {"reason": "Trả", f"take_{child}": "on", f"amount_{child}": "96.000"},
    )
    made = PayoutList.objects.get()
    refused = hoa.post(f"{BASE}{made.pk}/duyet", follow=True).content.decode()
    assert "mới khai hoặc mới đổi" in refused and "Nguyễn Minh Anh (2A)" in refused
    account = PayoutAccount.objects.get()
    hoa.post(f"{BASE}tai-khoan/{child}/xac-nhan/{account.pk}")
    hoa.post(f"{BASE}{made.pk}/duyet")
    made.refresh_from_db()
    assert made.state == "released"


def test_what_cannot_be_read_stays_on_the_page_with_its_reason(world: World) -> None:
    child = world.a.pupils["HS001"].pk
    lan = signed_in(world, "lan")
    told = {"reason": "Trả", f"take_{child}": "on", f"amount_{child}": "một trăm"}
    answer = lan.post(f"{BASE}moi", told)
    assert answer.status_code == 400
    assert "không đọc được thành số đồng" in answer.content.decode()
    told[f"amount_{child}"] = "96.001"
    told[f"way_{child}"] = "cash"
    assert "Số dư không đủ cho Nguyễn Minh Anh" in lan.post(f"{BASE}moi", told).content.decode()
    assert "Chưa chọn ai" in lan.post(f"{BASE}moi", {"reason": "Trả"}).content.decode()


def test_another_school_finds_nothing(world: World) -> None:
    quan = signed_in(world, "quan")
    child = world.a.pupils["HS001"].pk
    assert quan.get(f"{BASE}tai-khoan/{child}").status_code == 404
    assert "Nguyễn Minh Anh" not in quan.get(f"{BASE}moi").content.decode()
    assert signed_in(world, "minh").get(f"{BASE}moi").status_code == 403


def test_a_school_sees_its_items_beside_the_rules_and_files_an_agreement(world: World) -> None:
    lan = signed_in(world, "lan")
    page = lan.get("/ban-lam-viec/quy-dinh-muc-thu/?year=2026-2027").content.decode()
    assert "Quản lý bán trú" in page and "Chưa gắn mã thống kê" in page
    item = world.a.items["BT"].pk
    here = f"/ban-lam-viec/quy-dinh-muc-thu/{item}"
    refused = lan.post(
        here, {"number": "BB 01", "agreed_on": "05/09/2026", "asked": "30", "agreed": "31"}
    )
    assert refused.status_code == 400
    assert "Không thể nhiều hơn" in refused.content.decode()
    filed = lan.post(
        here, {"number": "BB 01", "agreed_on": "05/09/2026", "asked": "30", "agreed": "29"},
        follow=True,
    )  # fmt: skip
    assert "29 trên 30 phụ huynh đồng ý" in filed.content.decode()
    assert signed_in(world, "quan").get(here).status_code == 404
