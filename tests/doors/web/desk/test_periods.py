from __future__ import annotations

import io
from datetime import timedelta
from http import HTTPStatus

import pytest
from python_calamine import CalamineWorkbook

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.saying import said
from tests.money.periods.conftest import (
    DAY,
    booked_when_it_happened,
    close_day,
    heard,
    plant,
    settled,
    stands,
    statement,
)
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.periods.models import PeriodClosing, Seal
from thuphi.money.reconciliation.rules import Outcome

PERIODS = "/ban-lam-viec/khoa-so/"
CLOSE = f"{PERIODS}khoa?kind=day&until_on=2026-10-05"


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills of 660.000 đồng; the first is paid and on the statement, the second in cash."""
    made = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)
    payment = heard(world, made[0], 660_000)
    payments.take_cash(
        by=world.minh.actor, code=made[1].code, amount_vnd=660_000, key="t1", payer_name="",
        at=worlds.AT,
    )  # fmt: skip
    (line,) = statement(world.a.id, DAY, [(660_000, made[0].code)])
    settled(payment, line)
    booked_when_it_happened()
    return made


def test_a_month_shows_which_days_are_ready_and_which_closed(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    client = at_desk(world.lan)
    text = said(client.get(PERIODS))
    assert "Khóa được đến hết ngày 05/10/2026" in text
    assert "Chưa khóa ngày nào." in text
    closed = client.post(CLOSE, {"reason": ""})
    assert closed.status_code == HTTPStatus.FOUND
    text = said(client.get(PERIODS))
    assert "Đã khóa hết ngày 05/10/2026." in text
    assert "Nguyễn Thị Lan" in text
    assert "số 1" in text
    for odd in ("không", "0001-01", "9999-12", "2026-13"):
        assert client.get(f"{PERIODS}?month={odd}").status_code == HTTPStatus.OK


def test_what_is_missing_is_named_with_the_place_that_mends_it(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    (line,) = statement(world.a.id, DAY, [(10_000, "CK khong ro")])
    stands(line, Outcome.ONLY_THEIRS)
    client = at_desk(world.lan)
    page = client.get(CLOSE)
    text = said(page)
    assert "Chưa khóa được" in text
    assert "Dòng sao kê cần người quyết định · 1" in text
    assert f"/dong-{line.pk}" in page.content.decode()
    refused = client.post(CLOSE, {"reason": ""})
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert "Chưa khóa được: Dòng sao kê cần người quyết định (1)." in said(refused)
    assert not PeriodClosing.objects.exists()


def test_a_count_that_differs_asks_for_a_reason_and_keeps_it(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    client = at_desk(world.hoa)
    short = {"note_500000": "1", "reason": ""}
    refused = client.post(CLOSE, short)
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert "Đếm được khác sổ quỹ -160.000" in said(refused)
    done = client.post(CLOSE, {**short, "reason": "Thiếu, Minh đang tìm"})
    assert done.status_code == HTTPStatus.FOUND
    text = said(client.get(done["Location"]))
    assert "Thiếu, Minh đang tìm" in text
    assert "Đếm được" in text
    closing = PeriodClosing.objects.get()
    assert (closing.cash_vnd, closing.counted_vnd) == (660_000, 500_000)


def test_days_without_a_statement_are_closed_with_a_reason(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    text = said(client.get(CLOSE))
    assert "Khóa được khi có lý do" in text
    done = client.post(CLOSE, {"why_no_statement": "Kho bạc chỉ in giấy, đã dò tay"})
    assert done.status_code == HTTPStatus.FOUND
    assert "Kho bạc chỉ in giấy, đã dò tay" in said(client.get(done["Location"]))


def test_a_day_that_is_not_over_or_is_closed_is_not_closed(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    client = at_desk(world.lan)
    today = f"{PERIODS}khoa?kind=day&until_on={NOW:%Y-%m-%d}"
    assert client.post(today, {}).status_code == HTTPStatus.FOUND
    assert "Ngày 06/10/2026 chưa hết." in said(client.get(PERIODS))
    for odd in ("", "x", "0001-01-01", "9999-12-31"):
        for kind in ("day", "month", "x"):
            answer = client.get(f"{PERIODS}khoa?kind={kind}&until_on={odd}")
            assert answer.status_code in (HTTPStatus.OK, HTTPStatus.FOUND)
    assert client.post(CLOSE, {}).status_code == HTTPStatus.FOUND
    again = client.post(CLOSE, {})
    assert again["Location"] == PERIODS
    assert "Ngày 05/10/2026 đã khóa trước đó." in said(client.get(PERIODS))
    assert Seal.objects.count() == 1


def test_the_papers_say_what_was_frozen(world: World, bills: list[Bill], at_desk: At) -> None:
    client = at_desk(world.lan)
    here = client.post(CLOSE, {"note_500000": "1", "note_20000": "8"})["Location"]
    seal = Seal.objects.get()
    assert bytes(seal.sha256).hex() in client.get(here).content.decode()
    paper = client.get(f"{here}/doi-soat.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{here}/doi-soat.xlsx").content))
    assert book.sheet_names == [
        "Theo kênh", "Sao kê", "Kết quả", "Trên đường", "Giải thích", "Điều chỉnh", "Tiền mặt",
        "Sổ cái",
    ]  # fmt: skip
    channels = book.get_sheet_by_name("Theo kênh").to_python()
    assert ["Sandbox", 0, 660_000, 660_000, 0, 0, 0, 0, 0, 0, 0] in channels
    accounts = book.get_sheet_by_name("Sao kê").to_python()
    assert [
        worlds.ACCOUNT_A, 1_000_000, 660_000, 0, 1_660_000, 660_000, 0, 0, 0, 0, 0, 0,
    ] in accounts  # fmt: skip
    cash = book.get_sheet_by_name("Tiền mặt").to_python()
    assert [0, 660_000, 0, 660_000, 660_000, 0] in [row[:6] for row in cash]
    assert any(bytes(seal.sha256).hex() in str(cell) for row in cash for cell in row)
    for ending in ("pdf", "xlsx"):
        assert client.get(f"{here}/kiem-ke-quy.{ending}").status_code == HTTPStatus.OK


def test_a_cashier_counts_and_prints_any_time_but_does_not_close(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    client = at_desk(world.minh)
    page = f"{PERIODS}kiem-ke-quy"
    asked = "on=2026-10-05&note_500000=1&note_100000=1&reason="
    text = said(client.get(f"{page}?{asked}"))
    assert "Đếm được 600.000 đ, lệch -60.000 đ" in text
    assert "Phạm Văn Minh" in text
    assert "Kiểm kê quỹ" in said(client.get(page))
    assert client.get(f"{page}?on=2026-10-05&note_500000=x&reason=").status_code == 400
    for ending in ("pdf", "xlsx"):
        assert client.get(f"{page}.{ending}?{asked}").status_code == HTTPStatus.OK
        assert client.get(f"{page}.{ending}").status_code == HTTPStatus.OK
    assert client.get(PERIODS).status_code == HTTPStatus.OK
    assert client.get(f"{page}.pdf?on=0001-01-01").status_code == HTTPStatus.OK
    assert client.get(CLOSE).status_code == HTTPStatus.FORBIDDEN
    assert client.post(CLOSE, {}).status_code == HTTPStatus.FORBIDDEN


def test_another_schools_period_is_not_there(world: World, bills: list[Bill], at_desk: At) -> None:
    here = at_desk(world.lan).post(CLOSE, {})["Location"]
    client = at_desk(world.quan)
    for tail in ("", "/doi-soat.pdf", "/doi-soat.xlsx", "/kiem-ke-quy.pdf"):
        assert client.get(f"{here}{tail}").status_code == HTTPStatus.NOT_FOUND
    assert "Chưa khóa ngày nào." in said(client.get(PERIODS))


def test_a_period_shows_what_corrected_it_and_what_it_corrects(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    client = at_desk(world.lan)
    first = client.post(CLOSE, {})["Location"]
    with as_worker():
        payments.take_cash(
            by=world.minh.actor, code=bills[2].code, amount_vnd=50_000, key="late", payer_name="",
            at=worlds.AT,
        )  # fmt: skip
        plant(
            "UPDATE transfer SET booked_at = %s WHERE booked_at > %s",
            NOW + timedelta(hours=1),
            NOW + timedelta(days=1),
        )
        statement(world.a.id, DAY + timedelta(days=1), opening_vnd=1_660_000)
        second = close_day(world, DAY + timedelta(days=1)).closing
    client = at_desk(world.lan)
    assert "Sau khi khóa có 1 bút toán nói về kỳ này" in said(client.get(first))
    text = said(client.get(f"{PERIODS}{second.pk}"))
    assert "Điều chỉnh các kỳ trước, ghi trong kỳ này" in text
    assert "05/10/2026" in text
