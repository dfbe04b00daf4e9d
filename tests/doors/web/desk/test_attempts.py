"""Attempts on the desk: the list, the steps, and what only a person decides."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.money_back import POI, Ways, ways_of_school_a
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.ground.channels.contract import Answer, Call, Outcome
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import PAYER
from thuphi.money.attempts import actions
from thuphi.money.attempts.actions import Wish
from thuphi.money.attempts.models import Attempt
from thuphi.money.bills.models import Bill
from thuphi.money.errands.actions import run_due
from thuphi.money.payments import actions as payments


@pytest.fixture
def ways(world: World) -> Ways:
    return ways_of_school_a(world)


@pytest.fixture
def bills(world: World, ways: Ways) -> list[Bill]:
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)


def begun(world: World, bill: Bill, ways: Ways) -> Attempt:
    """A card at the counter, sent to the terminal."""
    wish = Wish(code=bill.code, merchant_id=ways.card.pk, amount_vnd=660_000, extra={"poi_id": POI})
    attempt = actions.begin(by=world.minh.actor, wish=wish, at=NOW)
    actions.claim_due(at=NOW, limit=5)
    return attempt


def learnt(attempt: Attempt, outcome: Outcome, status: str = "", note: str = "") -> None:
    actions.record_told(
        attempt_id=attempt.pk, deed="answered", outcome=outcome, status=status, note=note,
        took_ms=2140, at=NOW,
    )  # fmt: skip


def mismatched(world: World, bill: Bill, ways: Ways, amount_vnd: int) -> Attempt:
    """The terminal took another amount than it was asked for."""
    attempt = begun(world, bill, ways)
    worlds.hear(
        world, bill.code, amount_vnd, merchant=ways.card, account="", method="card",
        our_reference=attempt.reference, reference="POI-7|x:mismatch", outcome="mismatch",
    )  # fmt: skip
    payments.post_waiting(at=NOW)
    attempt.refresh_from_db()
    assert attempt.needs_person
    return attempt


def test_the_list_is_narrowed_by_state_code_name_and_reference(
    world: World, bills: list[Bill], ways: Ways, at_desk: At
) -> None:
    first, second = begun(world, bills[0], ways), begun(world, bills[1], ways)
    learnt(first, Outcome.REFUSED, "Failure/WrongPIN")
    client = at_desk(world.lan)
    address = reverse("desk_attempts")
    everything = said(client.get(address))
    assert "Tất cả 2 Cần người xem 0 Chờ người nộp 1 Không thành 1" in everything
    for wanted in ({"q": bills[0].code.lower()}, {"q": first.reference}, {"q": "nguyen minh"}):
        words = said(client.get(address, wanted))
        assert first.reference in words, wanted
        assert second.reference not in words, wanted
    refused = said(client.get(address, {"state": "refused"}))
    assert first.reference in refused
    assert second.reference not in refused
    assert "Không có lần trả nào khớp" in said(client.get(address, {"q": "zzz"}))
    nobody = said(client.get(address, {"state": "person"}))
    assert "Không có lần trả nào cần người xem" in nobody


def test_a_page_tells_every_step_who_took_it_and_how_long(
    world: World, bills: list[Bill], ways: Ways, at_desk: At
) -> None:
    attempt = begun(world, bills[0], ways)
    learnt(attempt, Outcome.UNKNOWN, note="timed_out")
    learnt(attempt, Outcome.REFUSED, "Failure/WrongPIN")
    words = said(at_desk(world.lan).get(reverse("desk_attempt", args=[attempt.pk])))
    for fact in (
        "Lần trả 660.000 đ",
        "Mã PIN sai.",
        "Bắt đầu Phạm Văn Minh",
        "Gửi yêu cầu đi",
        "Nhà cung cấp trả lời chưa rõ hết giờ chờ, không có trả lời",
        "Nhà cung cấp trả lời không thành Failure/WrongPIN · trả lời sau 2.140 ms",
        f"Mã tham chiếu của trường {attempt.reference}",
        "Nguyễn Minh Anh · 2A Thu tháng 10/2026",
    ):
        assert fact in words, fact
    assert "Cần làm gì" not in words


def test_an_attempt_that_needs_a_person_is_counted_where_people_look(
    world: World, bills: list[Bill], ways: Ways, at_desk: At
) -> None:
    mismatched(world, bills[0], ways, 661_000)
    client = at_desk(world.lan)
    home = said(client.get(reverse("desk_home")))
    assert "Chờ người quyết định Lần trả cần người xem" in home
    assert "Tiền vào 1 việc chờ" in home
    assert "Lần trả cần người xem 1" in said(client.get(reverse("desk_workbench")))
    assert "Cần người xem 1" in said(client.get(reverse("desk_attempts"), {"state": "person"}))
    cashier = said(at_desk(world.minh).get(reverse("desk_home")))
    assert "Tiền vào 1 việc chờ" not in cashier


@pytest.mark.parametrize(
    ("held", "means"),
    [
        (661_000, "phần thừa ghi có cho gia đình, có thể trả lại"),
        (330_000, "phần thiếu vẫn phải nộp"),
    ],
)
def test_money_that_does_not_fit_is_accepted_as_it_came(
    world: World, bills: list[Bill], ways: Ways, at_desk: At, held: int, means: str
) -> None:
    attempt = mismatched(world, bills[0], ways, held)
    client = at_desk(world.lan)
    address = reverse("desk_attempt", args=[attempt.pk])
    words = said(client.get(address))
    sums = f"Đã yêu cầu 660.000 đ Nhà cung cấp đang giữ {held // 1000}.000 đ"
    assert sums in words
    assert means in words
    without = client.post(reverse("desk_attempt_accept", args=[attempt.pk]), {"reason": " "})
    assert "Chưa có lý do. Viết bạn biết từ đâu" in said(without)
    reason = {"reason": "Phiếu máy in số 12"}
    for _ in range(2):
        client.post(reverse("desk_attempt_accept", args=[attempt.pk]), reason)
    assert "Đã có người nhận số tiền này" in said(client.get(address))
    assert Event.objects.filter(kind="attempt_accepted").count() == 1
    with as_worker():
        run_due(sender=Nobody(), clock=lambda: NOW)
        payments.post_waiting(at=NOW)
    attempt.refresh_from_db()
    assert attempt.state == "confirmed"
    bill = Bill.objects.get(pk=bills[0].pk)
    assert bill.paid_vnd == min(held, 660_000)
    words = said(client.get(address))
    assert "Nhận tiền Phiếu máy in số 12" in words
    assert "biên nhận 2026-0000001" in words


class Nobody:
    """There is no line: accepting needs no call."""

    def send(self, call: Call, *, line: str) -> Answer:
        raise AssertionError(line)


def test_a_person_who_knows_that_no_money_came_frees_the_bill(
    world: World, bills: list[Bill], ways: Ways, at_desk: At
) -> None:
    attempt = begun(world, bills[0], ways)
    learnt(attempt, Outcome.UNKNOWN, note="timed_out")
    client = at_desk(world.lan)
    address = reverse("desk_attempt", args=[attempt.pk])
    shown = said(client.get(address))
    assert "Kết luận không có tiền: khoản này được thu lại ngay." in shown
    assert "Nhà cung cấp đang giữ" not in shown
    gone = reverse("desk_attempt_give_up", args=[attempt.pk])
    assert client.post(gone, {"reason": ""}).status_code == 400
    client.post(gone, {"reason": "Sao kê ngày 06/10 không có"})
    attempt.refresh_from_db()
    assert attempt.state == "refused"
    again = said(client.post(gone, {"reason": "Lần nữa"}, follow=True))
    assert "Lần trả này không còn chờ quyết định" in again
    assert "Không có tiền Sao kê ngày 06/10 không có" in again
    assert client.get(reverse("desk_collect_card", args=[bills[0].code])).status_code == 200


def test_asking_again_makes_it_due_now_and_begins_nothing(
    world: World, bills: list[Bill], ways: Ways, at_desk: At
) -> None:
    attempt = begun(world, bills[0], ways)
    learnt(attempt, Outcome.UNKNOWN)
    address = reverse("desk_attempt_ask", args=[attempt.pk])
    client = at_desk(world.minh)
    assert client.post(address)["Location"] == reverse("desk_attempt", args=[attempt.pk])
    back = client.post(address, {"back": "counter"})
    assert back["Location"] == reverse("desk_collected", args=[bills[0].code, attempt.pk])
    attempt.refresh_from_db()
    assert attempt.next_ask_at == NOW
    assert Attempt.objects.count() == 1


def test_an_attempt_on_several_bills_leads_to_each(
    world: World, bills: list[Bill], ways: Ways, at_desk: At
) -> None:
    basket = actions.make_basket(by=PAYER, codes=[one.code for one in bills[:2]], at=NOW)
    wish = Wish(code=basket.code, merchant_id=ways.vnpay.pk, amount_vnd=1_320_000)
    attempt = actions.begin(by=PAYER, wish=wish, at=NOW)
    client = at_desk(world.lan)
    words = said(client.get(reverse("desk_attempt", args=[attempt.pk])))
    assert "Nguyễn Minh Anh · 2A" in words
    assert "Trần Gia Bảo · 2A" in words
    assert "Người nộp, trên mạng" in words
    for bill in bills[:2]:
        found = said(client.get(reverse("desk_attempts"), {"q": bill.code}))
        assert attempt.reference in found
        assert "Các lần trả 1.320.000 đ" in said(client.get(reverse("desk_bill", args=[bill.code])))
    counter = client.get(reverse("desk_collect_card", args=[bills[0].code]))
    assert counter["Location"] == reverse("desk_collected", args=[bills[0].code, attempt.pk])
    assert "Gia đình đang trả trên mạng" in said(client.get(counter["Location"]))


def test_money_told_of_after_an_attempt_died_waits_for_a_person_and_blocks_the_counter(
    world: World, bills: list[Bill], ways: Ways, at_desk: At
) -> None:
    attempt = begun(world, bills[0], ways)
    learnt(attempt, Outcome.REFUSED, "Failure/Refusal")
    worlds.hear(
        world, bills[0].code, 661_000, merchant=ways.card, account="", method="card",
        our_reference=attempt.reference, reference="POI-8|x:mismatch", outcome="mismatch",
    )  # fmt: skip
    payments.post_waiting(at=NOW)
    client = at_desk(world.lan)
    shown = said(client.get(reverse("desk_attempt", args=[attempt.pk])))
    assert "Cần người xem" in shown
    assert "Nhà cung cấp đang giữ 661.000 đ" in shown
    counter = client.get(reverse("desk_collect_card", args=[bills[0].code]))
    assert counter["Location"] == reverse("desk_collected", args=[bills[0].code, attempt.pk])
    words = said(client.get(counter["Location"]))
    assert "Chưa rõ — KHÔNG quẹt lại" in words
    assert "Thử lại" not in words
    assert "Đang có một lần trả chưa xong" in said(
        client.get(reverse("desk_cash_bill", args=[bills[0].code]))
    )
