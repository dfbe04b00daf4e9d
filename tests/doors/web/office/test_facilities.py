"""The page of one facility, and the payments behind its figures: amounts and codes, no names."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests import world as worlds
from tests.doors.web.office.conftest import OFFICE, At, as_worker
from tests.oversight.towns import Payee, pay, post
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment

NBSP = "\u00a0"


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Two bills of school A paid by QR, one in cash, and 50.000 đồng that nobody knows."""
    made = worlds.issued_run(world)
    for bill in made[:2]:
        worlds.hear(world, bill.code, bill.total_vnd)
    worlds.hear(world, "", 50_000, text="ung ho", paid_at=worlds.AT - timedelta(days=1))
    post()
    payments.take_cash(
        by=world.minh.actor, code=made[2].code, amount_vnd=826_800, key="1", payer_name="",
        at=worlds.AT,
    )  # fmt: skip
    return made


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().replace(NBSP, " ").split())


def test_a_school_sees_both_shares_and_its_largest_cash_flow(
    world: World, bills: list[Bill], at_office: At
) -> None:
    page = text(at_office(world.lan), f"{OFFICE}don-vi/{world.a.id}")
    # 3 of 4 payments; 1.703.600 of 2.530.400 đồng.
    assert ">75,0 %</a> số lần nộp" in page
    assert ">67,3 %</a> số tiền" in page
    assert "1.703.600 đ trên 2.530.400 đ" in page
    assert "Dòng tiền mặt lớn nhất còn lại" in page
    assert "Lớp 5B" in page
    assert "Đặng Khánh Chi" not in page


def test_each_cash_flow_leads_to_the_payments_it_is_made_of(
    world: World, bills: list[Bill], at_office: At
) -> None:
    client = at_office(world.lan)
    with as_worker():
        pay(world, Payee(world.a.facility, world.a.sandbox), 70_000, "cash")
        post()
    flows = client.get(f"{OFFICE}don-vi/{world.a.id}").context["cash_flows"]
    assert [(one.reason, one.class_name, one.value_vnd) for one, _ in flows] == [
        ("Thu tháng 10/2026", "5B", 826_800),
        ("", "", 70_000),
    ]
    for one, href in flows:
        assert client.get(href).context["total"].value.whole == one.value_vnd


def test_the_payments_behind_a_figure_add_up_and_name_nobody(
    world: World, bills: list[Bill], at_office: At
) -> None:
    client = at_office(world.dung)
    address = f"{OFFICE}don-vi/{world.a.id}/tien-vao"
    answer = client.get(address)
    total = answer.context["total"]
    assert sum(one.amount_vnd for one in answer.context["page"]) == total.value.whole == 2_530_400
    assert sum(day.measure.value.whole for day in answer.context["days"]) == 2_530_400
    assert [day.measure.payments.whole for day in answer.context["days"]] == [3, 1]
    page = text(client, address)
    names = [bill.payer_name for bill in bills] + [bill.beneficiary_name for bill in bills]
    assert not [name for name in [*names, "NGUYEN VAN BINH"] if name in page]
    assert bills[0].code[4:8] in page
    assert "chưa rõ của ai" in page

    cash = client.get(f"{address}?tien-mat=co")
    assert [one.bill_code for one in cash.context["page"]] == [bills[2].code]
    assert client.get(f"{address}?tien-mat=khong").context["total"].value.whole == 1_703_600
    assert client.get(f"{address}?hinh-thuc=qr").context["total"].payments.whole == 3
    assert client.get(f"{address}?ngay=2026-10-04").context["total"].value.whole == 50_000
    assert client.get(f"{address}?den=2026-09").context["total"].value.whole == 0


def test_money_whose_owner_was_found_is_one_line_with_the_found_code(
    world: World, bills: list[Bill], at_office: At
) -> None:
    with_owner = worlds.issued_run(world, name="Thu thêm", allows_part=True)[0]
    ownerless = Payment.objects.get(finding="unknown")
    payments.identify(
        by=world.lan.actor, payment_id=ownerless.pk, code=with_owner.code, at=worlds.AT
    )
    answer = at_office(world.dung).get(f"{OFFICE}don-vi/{world.a.id}/tien-vao")
    lines = [(one.amount_vnd, one.bill_code) for one in answer.context["page"]]
    assert lines.count((50_000, with_owner.code)) == 1
    assert len(lines) == 4


def test_a_workbook_of_payments_has_no_names(
    world: World, bills: list[Bill], at_office: At
) -> None:
    answer = at_office(world.lan).get(f"{OFFICE}don-vi/{world.a.id}/tien-vao.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    lines = sheet.to_python()
    assert lines[0] == ["Thời gian", "Số tiền", "Hình thức", "Mã khoản thu"]
    assert sum(int(str(line[1]).split(".")[0]) for line in lines[1:]) == 2_530_400
    assert {line[3] for line in lines[1:]} == {*(bill.code for bill in bills), ""}


def test_somebody_of_another_school_gets_404(
    world: World, bills: list[Bill], at_office: At
) -> None:
    stranger = at_office(world.quan)
    for tail in ("", "/tien-vao", "/tien-vao.xlsx"):
        assert stranger.get(f"{OFFICE}don-vi/{world.a.id}{tail}").status_code == 404
        assert stranger.get(f"{OFFICE}don-vi/{world.b.id}{tail}").status_code == 200
        assert stranger.get(f"{OFFICE}don-vi/999999{tail}").status_code == 404


def test_a_month_without_money_says_so(world: World, at_office: At) -> None:
    page = text(at_office(world.quan), f"{OFFICE}don-vi/{world.b.id}")
    assert "Tháng 10/2026 chưa có giao dịch nào ở đây." in page


def test_the_number_of_questions_does_not_grow_with_the_payments(
    world: World, bills: list[Bill], at_office: At
) -> None:
    client = at_office(world.dung)
    addresses = [f"{OFFICE}don-vi/{world.a.id}{tail}" for tail in ("", "/tien-vao")]
    before = [questions(client, address) for address in addresses]
    with as_worker():
        for days in range(30):
            pay(
                world, Payee(world.a.facility, world.a.sandbox), 5_000, "cash",
                worlds.AT - timedelta(days=days % 5),
            )  # fmt: skip
        post()
    assert [questions(client, address) for address in addresses] == before
    assert max(before) <= 18


def questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as told:
        assert client.get(address).status_code == 200
    return len(told)
