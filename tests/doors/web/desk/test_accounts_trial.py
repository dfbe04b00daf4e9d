"""Trial balance, statements of account, aged debts and the exported book at the desk."""

from __future__ import annotations

import asyncio
import io
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import python_calamine
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.saying import said
from tests.money.accounts.banked import arrived
from tests.world import DUE_ON, World
from thuphi.doors.web.desk import accounts_files
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.accounts.queries import ledger
from thuphi.money.bills.models import Bill
from thuphi.money.ledger.rules import AccountKind
from thuphi.money.payments import actions as payments
from thuphi.money.payments import returning
from thuphi.money.payments.models import Payment
from thuphi.money.payments.returning import WayOut
from thuphi.money.reconciliation.models import ReconciliationRule
from thuphi.registers.payers import actions as payers

ALL = {"span": "tat-ca"}


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills of 660.000 đ: one paid over by transfer, one paid in part in cash, one open."""
    first, second, third = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)
    worlds.hear(world, first.code, 700_000, paid_at=NOW)
    payments.post_waiting(at=NOW)
    payments.take_cash(
        by=world.minh.actor,
        code=second.code,
        amount_vnd=60_000,
        key="c" * 32,
        payer_name="",
        at=NOW,
    )
    return [first, second, third]


def account_id(world: World, kind: AccountKind, detail: str = "") -> int:
    """The number of an account of school A."""
    with as_worker():
        found = ledger.account_of(world.a.id, kind, detail)
    assert found is not None
    return found.id


def downloaded(client: Client, address: str, **wanted: str) -> bytes:
    """The bytes of a file."""
    answer = client.get(address, wanted)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return answer.content


def sheet(client: Client, address: str, **wanted: str) -> list[list[object]]:
    """The workbook at an address, row by row."""
    made = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(downloaded(client, address, **wanted))
    )
    return [list(row) for row in made.get_sheet_by_index(0).to_python()]


def test_the_trial_balance_says_every_account_and_comes_out_even(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    page = said(at_desk(world.lan).get(reverse("desk_accounts"), {"by": "paid"}))
    assert "Bảng cân đối số phát sinh" in page
    assert "Từ ngày 01/10/2026 đến ngày 06/10/2026" in page
    assert "Tiền mặt Nợ 60.000 60.000 60.000" in page
    assert "Chờ về tài khoản · Sandbox Nợ 700.000 700.000 700.000" in page
    assert "Phải thu Nợ 1.260.000 1.980.000 720.000 1.260.000" in page
    assert "Tiền thừa của gia đình · Nguyễn Minh Anh · 2A Có 40.000 40.000 40.000" in page
    assert "Doanh thu · Tiền ăn bán trú (AN) Có 1.980.000 1.980.000 1.980.000" in page
    assert "Cộng 2.740.000 2.740.000 2.020.000 2.020.000" in page


def test_money_that_is_not_on_the_account_is_left_out_by_the_day_of_arrival(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    client = at_desk(world.lan)
    page = said(client.get(reverse("desk_accounts"), {"by": "arrived"}))
    assert "Chưa về tài khoản: 2 khoản, 700.000 đ" in page
    assert "Phải thu Nợ 1.920.000 1.980.000 60.000 1.920.000" in page
    with as_worker():
        arrived(world, Payment.objects.get(bill=bills[0]), on=NOW.date())
    page = said(client.get(reverse("desk_accounts"), {"by": "arrived"}))
    assert "Chưa về tài khoản:" not in page
    assert "Phải thu Nợ 1.260.000 1.980.000 720.000 1.260.000" in page
    assert f"Tiền gửi ngân hàng · {worlds.ACCOUNT_A} Nợ 700.000 700.000" in page


def test_the_facility_s_own_rule_is_what_a_page_begins_with(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    ReconciliationRule.objects.create(facility=world.a.facility, books_by="arrived", changed_at=NOW)
    client = at_desk(world.lan)
    assert "Chưa về tài khoản: 2 khoản" in said(client.get(reverse("desk_accounts")))
    assert "Chưa về tài khoản:" not in said(client.get(reverse("desk_accounts"), {"by": "paid"}))


def test_each_figure_leads_to_its_transfers_and_each_transfer_to_its_bill(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    client = at_desk(world.lan)
    receivable = account_id(world, AccountKind.RECEIVABLE)
    address = reverse("desk_account_one", args=[receivable])
    trial = client.get(reverse("desk_accounts"), ALL).content.decode()
    assert address in trial
    one = client.get(address, ALL)
    page = said(one)
    assert "Số dư đầu kỳ" in page
    assert "Nguyễn Minh Anh · 2A" in page
    assert "Thu chuyển khoản Chờ về tài khoản · Sandbox 660.000" in page
    assert "Cộng phát sinh, số dư cuối kỳ 1.980.000 720.000 1.260.000" in page
    for bill in bills:
        assert reverse("desk_bill", args=[bill.code]) in one.content.decode()
    about = said(client.get(reverse("desk_account_about", args=[bills[0].code])))
    assert "Phát hành Phải thu Doanh thu · Tiền ăn bán trú (AN) 660.000" in about
    assert "Nộp thừa Chờ về tài khoản · Sandbox Tiền thừa của gia đình" in about


def test_days_before_are_the_opening_balance(world: World, bills: list[Bill], at_desk: At) -> None:
    address = reverse("desk_account_one", args=[account_id(world, AccountKind.RECEIVABLE)])
    days = {"from_on": "06/10/2026", "until_on": "06/10/2026"}
    page = said(at_desk(world.lan).get(address, days))
    assert "Số dư đầu kỳ 1.980.000" in page
    assert "Cộng phát sinh, số dư cuối kỳ 720.000 1.260.000" in page
    wrong = {"from_on": "06/10/2026", "until_on": "01/10/2026"}
    assert "Đến ngày phải sau hoặc trùng Từ ngày." in said(at_desk(world.lan).get(address, wrong))


def test_a_long_account_is_shown_a_page_at_a_time_and_runs_on(world: World, at_desk: At) -> None:
    for number in range(20):
        worlds.issued_run(world, items=[("NU", 1)], name=f"Đợt {number}")
    address = reverse("desk_account_one", args=[account_id(world, AccountKind.RECEIVABLE)])
    client = at_desk(world.lan)
    first, second = client.get(address, ALL), client.get(address, {**ALL, "page": "2"})
    assert "1–50 trong 60" in said(first)
    assert "51–60 trong 60" in said(second)
    assert "765.000" in said(second)
    assert "Số dư đầu kỳ" not in said(second)
    assert "900.000 900.000" in said(second)
    assert client.get(address, {**ALL, "page": "x"}).status_code == 200
    assert "51–60 trong 60" in said(client.get(address, {**ALL, "page": "99"}))


def test_kinds_of_many_accounts_have_a_page_of_their_own(world: World, at_desk: At) -> None:
    payers.enrol_many(
        by=SYSTEM,
        facility_id=world.a.id,
        people=[
            payers.NewBeneficiary(f"N{n}", f"Lê Thị {n}", class_name="1A", payer_name="Lê Ba")
            for n in range(20)
        ],
        at=NOW,
    )
    for bill in worlds.issued_run(world, items=[("NU", 1)], classes=["1A"]):
        worlds.hear(world, bill.code, 20_000, paid_at=NOW)
    payments.post_waiting(at=NOW)
    client = at_desk(world.lan)
    page = said(client.get(reverse("desk_accounts")))
    assert "Tiền thừa của gia đình 20 tài khoản Có 100.000 100.000 100.000" in page
    assert "Lê Thị 7" not in page
    kind = said(client.get(reverse("desk_accounts_kind", args=["payer_credit"])))
    assert "Lê Thị 7 · 1A Có 5.000 5.000 5.000" in kind
    assert client.get(reverse("desk_accounts_kind", args=["nothing"])).status_code == 404
    assert client.get(reverse("desk_accounts_kind", args=["deposit"])).status_code == 200


def test_a_family_s_statement_tells_its_refunds_too(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    payment = Payment.objects.get(bill=bills[0])
    returning.set_aside(payment_id=payment.pk, refund_id=1, amount_vnd=30_000, at=NOW)
    returning.let_go(refund_id=1, out_of=WayOut.CASH, detail="", at=NOW + timedelta(minutes=1))
    client = at_desk(world.lan)
    pupil = world.a.pupils["HS001"]
    page = said(client.get(reverse("desk_account_payer", args=[pupil.pk])))
    assert "Sổ chi tiết công nợ Nguyễn Minh Anh" in page
    assert "Trường đang giữ của gia đình 10.000 đ." in page
    assert f"Phát hành Thu tháng 10/2026 {bills[0].code} 660.000 660.000 0" in page
    assert f"Đã trả lại tiền mặt Thu tháng 10/2026 {bills[0].code} 30.000 0 10.000" in page
    rows = sheet(client, reverse("desk_account_payer_file", args=[pupil.pk, "xlsx"]))
    assert "Trường đang giữ của gia đình 10.000\u00a0đ." in str(rows[4][0])
    assert rows[-1][1:] == ["Cộng phát sinh, số dư cuối kỳ", "", 720_000, 730_000, 0, 10_000]


def test_a_fee_item_by_class_and_by_month(world: World, bills: list[Bill], at_desk: At) -> None:
    client = at_desk(world.lan)
    items = client.get(reverse("desk_account_items"))
    address = reverse("desk_account_item", args=[world.a.items["AN"].pk])
    assert address in items.content.decode()
    page = client.get(address)
    assert "2A Còn 600.000 2 1.320.000 720.000 600.000" in said(page)
    assert "10/2026 Còn 1.260.000 3 1.980.000 720.000 1.260.000" in said(page)
    assert "Cộng 3 1.980.000 720.000 1.260.000" in said(page)
    assert reverse("desk_account_one", args=[account_id(world, AccountKind.REVENUE, "AN")]) in (
        page.content.decode()
    )
    rows = sheet(client, reverse("desk_account_item_file", args=[world.a.items["AN"].pk, "xlsx"]))
    assert rows[-1] == ["Cộng", 3, 1_980_000, 0, 0, 720_000, 1_260_000]


def test_debts_by_age_and_who_is_reminded_today(
    world: World, bills: list[Bill], at_desk: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "thuphi.ground.kit.clock.now", lambda: NOW + (DUE_ON - NOW.date() + timedelta(days=4))
    )
    client = at_desk(world.lan)
    page = said(client.get(reverse("desk_aged")))
    assert "Trong đó đã quá hạn 1.260.000 đ" in page
    assert "2A 600.000 600.000 1 khoản 600.000 1 khoản" in page
    assert "Quá hạn, nhắc lần một 2 khoản, 1.260.000 đ" in page
    assert "Lịch nhắc đang tắt" in page
    for by in ("run", "item"):
        assert "Cộng 1.260.000 1.260.000" in said(client.get(reverse("desk_aged"), {"by": by}))
    rows = sheet(client, reverse("desk_aged_file", args=["xlsx"]), by="item")
    assert rows[-1] == ["Cộng", 0, 1_260_000, 0, 0, 0, 1_260_000]


def test_a_long_file_flows_and_is_the_same(
    world: World, bills: list[Bill], at_desk: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = at_desk(world.lan)
    address = reverse("desk_account_export_file", args=["csv"])
    whole = downloaded(client, address, **ALL)
    monkeypatch.setattr(accounts_files, "HELD", 10)
    monkeypatch.setattr(accounts_files, "PIECE", 7)
    answer = client.get(address, ALL)
    assert answer["Content-Length"] == str(len(whole))
    assert answer.getvalue() == whole


async def _gathered(pieces: AsyncIterator[bytes]) -> list[bytes]:
    return [piece async for piece in pieces]


def test_pieces_flow_to_many_readers_at_once_and_the_file_is_closed() -> None:
    file = io.BytesIO(b"x" * (accounts_files.PIECE + 1))
    assert [len(one) for one in asyncio.run(_gathered(accounts_files._flowing(file)))] == [
        accounts_files.PIECE,
        1,
    ]
    assert file.closed


def test_csv_has_its_mark_and_no_cell_is_a_formula(world: World, at_desk: At) -> None:
    payers.enrol_many(
        by=SYSTEM,
        facility_id=world.a.id,
        people=[
            payers.NewBeneficiary(
                "X1", '=HYPERLINK("http://x")', class_name="@SUM", payer_name="+84"
            )
        ],
        at=NOW,
    )
    (bill,) = worlds.issued_run(world, items=[("NU", 1)], classes=["@SUM"])
    client = at_desk(world.lan)
    made = downloaded(client, reverse("desk_aged_file", args=["csv"]))
    assert made.startswith(b"\xef\xbb\xbf")
    assert "\r\n'@SUM,15000," in made.decode("utf-8-sig")
    receivable = account_id(world, AccountKind.RECEIVABLE)
    address = reverse("desk_account_file", args=[receivable, "csv"])
    assert "\"'=HYPERLINK(" in downloaded(client, address, **ALL).decode("utf-8-sig")
    book = downloaded(client, reverse("desk_account_file", args=[receivable, "xlsx"]), **ALL)
    assert b"<f>" not in book
    assert bill.code


def test_the_whole_book_is_exported_in_three_formats(
    world: World, bills: list[Bill], at_desk: At, tmp_path: Path
) -> None:
    client = at_desk(world.lan)
    page = said(client.get(reverse("desk_account_export"), ALL))
    assert "6 bút toán" in page
    rows = sheet(client, reverse("desk_account_export_file", args=["xlsx"]), **ALL)
    head = next(place for place, row in enumerate(rows) if row[0] == "Bút toán")
    assert len(rows) - head - 1 == 6
    lines = downloaded(client, reverse("desk_account_export_file", args=["csv"]), **ALL)
    assert lines.decode("utf-8-sig").count("\r\n") == 7
    file = tmp_path / "book.beancount"
    address = reverse("desk_account_export_file", args=["beancount"])
    file.write_bytes(downloaded(client, address, **ALL))
    tool = Path(sys.executable).parent / "bean-check"
    assert subprocess.run([str(tool), "--no-cache", str(file)], check=False).returncode == 0
    assert '"Thu chuyển khoản"' in file.read_text(encoding="utf-8")


def test_a_stranger_finds_nothing(world: World, bills: list[Bill], at_desk: At) -> None:
    receivable = account_id(world, AccountKind.RECEIVABLE)
    client = at_desk(world.quan)
    for name, number in (
        ("desk_account_one", receivable),
        ("desk_account_payer", world.a.pupils["HS001"].pk),
        ("desk_account_item", world.a.items["AN"].pk),
    ):
        assert client.get(reverse(name, args=[number])).status_code == 404
        file = reverse(name.replace("_one", "") + "_file", args=[number, "csv"])
        assert client.get(file).status_code == 404
    assert client.get(reverse("desk_account_about", args=[bills[0].code])).status_code == 404
    assert "1.980.000" not in said(client.get(reverse("desk_accounts"), ALL))
    text = downloaded(client, reverse("desk_account_export_file", args=["beancount"]), **ALL)
    assert b"Receivable" not in text


def test_a_page_asks_a_fixed_number_of_questions(
    world: World, bills: list[Bill], at_desk: At, django_assert_max_num_queries: type
) -> None:
    client = at_desk(world.lan)
    for address, most in (
        (reverse("desk_accounts"), 22),
        (reverse("desk_account_one", args=[account_id(world, AccountKind.RECEIVABLE)]), 24),
        (reverse("desk_account_payer", args=[world.a.pupils["HS001"].pk]), 20),
        (reverse("desk_account_item", args=[world.a.items["AN"].pk]), 22),
        (reverse("desk_aged"), 22),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address, ALL).status_code == 200


def test_no_address_of_a_page_is_cut_off(world: World, bills: list[Bill], at_desk: At) -> None:
    client = at_desk(world.lan)
    for name in ("desk_accounts", "desk_account_items", "desk_aged", "desk_account_export"):
        page = client.get(reverse(name), ALL).content.decode()
        for address in set(re.findall(r'href="(/ban-lam-viec/so-chi-tiet/[^"]*)"', page)):
            assert client.get(address.replace("&amp;", "&")).status_code == 200
