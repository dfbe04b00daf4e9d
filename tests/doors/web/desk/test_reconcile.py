"""The reconciliation screen: four states, the figures, the lists behind them, the workbook."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import python_calamine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.bank_told import beside, line, stands
from tests.doors.web.desk.conftest import NOW, At
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.actions.reconciling import reconcile
from thuphi.money.reconciliation.queries import screen
from thuphi.money.reconciliation.queries.screen import Narrowed, Span, Tally
from thuphi.money.reconciliation.rules import Confirmed, Outcome

TOTAL = 660_000
DAY = worlds.TODAY


@pytest.fixture
def bills(world: World) -> list[Bill]:
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)


def pay(world: World, code: str, amount_vnd: int = TOTAL) -> Payment:
    """A notification, booked."""
    heard = worlds.hear(world, code, amount_vnd)
    payments.post_waiting(at=NOW)
    return Payment.objects.get(heard_id=heard)


@pytest.fixture
def month(world: World, bills: list[Bill]) -> dict[str, Payment]:
    """One payment on the account, one on its way, one without an owner; a line nobody knows, and
    one that a person said is none of ours."""
    there, road = pay(world, bills[0].code), pay(world, bills[1].code)
    lost = pay(world, "", 50_000)
    beside(line(world.a, TOTAL, "TIEN AN", on=DAY + timedelta(days=1)), there)
    stands(line(world.a, 70_000, "ung ho quy lop"), Outcome.ONLY_THEIRS)
    stands(line(world.a, 9_000_000, "ngan sach cap"), Outcome.NOT_OURS)
    return {"there": there, "road": road, "lost": lost}


def span(world: World, **days: date | bool) -> Span:
    facts = {"from_on": date(2026, 10, 1), "to_on": date(2026, 10, 31), **days}
    return Span(facility_id=world.a.id, **facts)  # type: ignore[arg-type]


def of(asked: Span, confirmed: Confirmed) -> Tally:
    return screen.total(screen.groups(asked), Narrowed(confirmed=frozenset({confirmed})))


def test_every_dong_of_a_month_stands_in_one_of_four_states(
    world: World, month: dict[str, Payment]
) -> None:
    asked = span(world)
    assert of(asked, Confirmed.BY_ITSELF) == Tally(1, TOTAL)
    assert of(asked, Confirmed.BY_PERSON) == Tally()
    assert of(asked, Confirmed.NOT_RECEIVED) == Tally(1, TOTAL)
    assert of(asked, Confirmed.NOT_CONFIRMED) == Tally(2, 120_000)
    assert screen.told(asked) == screen.Told(3, 9_730_000, 9_000_000)


def test_money_whose_owner_a_person_found_is_confirmed_by_hand(
    world: World, bills: list[Bill]
) -> None:
    lost = pay(world, "", TOTAL)
    payments.identify(by=world.lan.actor, payment_id=lost.pk, code=bills[0].code, at=NOW)
    assert of(span(world), Confirmed.NOT_RECEIVED) == Tally(1, TOTAL)
    beside(line(world.a, TOTAL, "tien an"), lost)
    assert of(span(world), Confirmed.BY_PERSON) == Tally(1, TOTAL)
    assert of(span(world), Confirmed.NOT_RECEIVED) == Tally()


def test_a_move_is_of_the_day_that_the_school_books_by(
    world: World, month: dict[str, Payment]
) -> None:
    first = {"from_on": DAY, "to_on": DAY}
    assert of(span(world, **first), Confirmed.BY_ITSELF) == Tally(1, TOTAL)
    assert of(span(world, **first, by_arrival=True), Confirmed.BY_ITSELF) == Tally()
    second = {"from_on": DAY + timedelta(days=1), "to_on": DAY + timedelta(days=1)}
    assert of(span(world, **second, by_arrival=True), Confirmed.BY_ITSELF) == Tally(1, TOTAL)


def test_what_the_worker_matches_is_confirmed_by_itself(world: World, bills: list[Bill]) -> None:
    pay(world, bills[0].code)
    line(world.a, TOTAL, f"MBVCB {bills[0].code} tien an")
    line(world.a, TOTAL, f"MBVCB {bills[1].code} tien an", on=DAY + timedelta(days=1))
    line(world.a, 70_000, "ung ho quy lop", payer="HOI PHU HUYNH")
    reconcile(facility_id=world.a.id, at=NOW)
    assert of(span(world), Confirmed.BY_ITSELF) == Tally(2, 2 * TOTAL)
    assert of(span(world), Confirmed.NOT_CONFIRMED) == Tally(1, 70_000)
    assert of(span(world), Confirmed.NOT_RECEIVED) == Tally()


def test_cash_is_not_looked_for_on_the_account(world: World, bills: list[Bill]) -> None:
    payments.take_cash(
        by=world.minh.actor, code=bills[0].code, amount_vnd=TOTAL, key="c" * 32,
        payer_name="", at=NOW,
    )  # fmt: skip
    assert screen.groups(span(world)) == []


def test_the_page_says_what_differs_and_every_figure_opens_its_list(
    world: World, month: dict[str, Payment], at_desk: At
) -> None:
    lan = at_desk(world.lan)
    page = lan.get(reverse("desk_reconcile"))
    words = said(page)
    assert "Tháng 10/2026 · theo ngày gia đình nộp" in words
    assert "3 giao dịch lệch , 780.000 đ." in words
    assert "Tiền theo phần mềm 1.320.000 đ 2 giao dịch đã xác nhận" in words
    assert "Tiền đã về 780.000 đ" in words
    assert "trong đó 9.000.000 đ không phải tiền thu" in words
    assert "Chênh lệch +540.000 đ phần mềm nhiều hơn" in words
    assert "Trường thực nhận 780.000 đ không mất phí cổng" in words
    assert "Chưa nhận tiền, đã xác nhận 660.000 đ 1 giao dịch" in words
    assert "Đã nhận tiền, chưa xác nhận 120.000 đ 2 giao dịch" in words
    listed = said(lan.get(reverse("desk_reconcile"), {"list": "not_received"}))
    assert "Trần Gia Bảo" in listed
    assert "Nguyễn Minh Anh" not in listed
    assert "Cộng 1 giao dịch 660.000 đ" in listed
    differing = said(lan.get(reverse("desk_reconcile"), {"list": "differing"}))
    assert "Cộng 3 giao dịch 780.000 đ" in differing


@pytest.mark.parametrize(
    ("outcome", "number"),
    [
        (Outcome.MATCHED, 1),
        (Outcome.ONLY_OURS, 1),
        (Outcome.ONLY_THEIRS, 2),
        (Outcome.NOT_OURS, 1),
        (Outcome.DUPLICATE, 0),
    ],
)
def test_a_list_is_narrowed_to_an_outcome(
    world: World, month: dict[str, Payment], at_desk: At, outcome: Outcome, number: int
) -> None:
    page = said(at_desk(world.lan).get(reverse("desk_reconcile"), {"outcome": outcome.value}))
    if number:
        assert f"Cộng {number} giao dịch" in page
    else:
        assert "Không có giao dịch nào ở đây" in page


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({"span": "day", "on": "2026-10-05"}, "Ngày 05/10/2026"),
        ({"span": "week", "on": "2026-10-07"}, "Từ 05/10/2026 đến 11/10/2026"),
        ({"span": "month", "on": "2026-02-07"}, "Tháng 02/2026"),
        ({"from_on": "2026-10-09", "until_on": "2026-10-05"}, "Từ 05/10/2026 đến 09/10/2026"),
        ({"span": "year", "on": "0000-99-99", "page": "x"}, "Tháng 10/2026"),
    ],
)
def test_a_day_a_week_a_month_or_two_typed_days(
    world: World, month: dict[str, Payment], at_desk: At, asked: dict[str, str], name: str
) -> None:
    assert name in said(at_desk(world.lan).get(reverse("desk_reconcile"), asked))


def sheet(client: Client, **asked: str) -> list[list[object]]:
    answer = client.get(reverse("desk_reconcile_xlsx"), asked)
    assert answer.status_code == 200
    made = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return [list(row) for row in made.get_sheet_by_index(0).to_python()]


def test_the_list_is_a_workbook_and_no_text_is_a_formula(
    world: World, month: dict[str, Payment], at_desk: At
) -> None:
    stands(line(world.a, 1_000, "=HYPERLINK(1)"), Outcome.ONLY_THEIRS)
    lan = at_desk(world.lan)
    rows = sheet(lan)
    assert rows[0][:3] == ["Thời gian", "Ngày tiền về", "Người thụ hưởng"]
    assert len(rows) == 7
    assert [row[6] for row in sheet(lan, list="not_received")[1:]] == [660_000.0]
    assert [row[11] for row in sheet(lan, list="not_confirmed")[1:]].count("=HYPERLINK(1)") == 1


def test_another_school_sees_nothing_of_it(
    world: World, month: dict[str, Payment], at_desk: At
) -> None:
    words = said(at_desk(world.quan).get(reverse("desk_reconcile")))
    assert "Chưa có giao dịch nào trong những ngày này." in words
    assert "Trần Gia Bảo" not in words


def test_a_teacher_and_an_officer_are_refused(world: World, at_desk: At) -> None:
    assert at_desk(world.dung).get(reverse("desk_reconcile")).status_code == 403


def test_the_page_asks_as_many_questions_for_thirty_moves_as_for_three(
    world: World, month: dict[str, Payment], at_desk: At
) -> None:
    lan = at_desk(world.lan)
    lan.get(reverse("desk_reconcile"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        lan.get(reverse("desk_reconcile"))
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE thuphi_worker")
    for number in range(30):
        pay(world, "", 1_000 + number)
        stands(line(world.a, 2_000 + number, "x"), Outcome.TO_LOOK_AT)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE thuphi_app")
    with CaptureQueriesContext(connection) as many:
        lan.get(reverse("desk_reconcile"))
    assert len(many) == len(few)


def test_reports_follow_the_day_that_was_chosen(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    address = reverse("desk_reconcile_rule")
    assert "theo ngày gia đình nộp" in said(client.get(reverse("desk_reconcile")))
    client.post(address, {"books_by": "sideways"})
    assert "theo ngày gia đình nộp" in said(client.get(reverse("desk_reconcile")))
    changed = said(client.post(address, {"books_by": "arrived"}, follow=True))
    assert "từ nay theo ngày tiền về tài khoản" in changed
    assert "Đổi sang theo ngày nộp" in changed
    assert at_desk(world.hoa).post(address, {"books_by": "paid"}).status_code == 403
