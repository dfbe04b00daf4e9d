"""Card and Mobile Money at the counter: what is asked, what is shown, and never a second charge."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

import pytest
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.money_back import POI, Ways, put_terminal, ways_of_school_a
from tests.doors.web.desk.saying import Answer, said
from tests.world import World
from thuphi.ground.channels.contract import Outcome
from thuphi.ground.kit.actor import PAYER
from thuphi.money.attempts import actions
from thuphi.money.attempts.actions import Wish
from thuphi.money.attempts.models import Attempt
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments


@pytest.fixture
def ways(world: World) -> Ways:
    return ways_of_school_a(world)


@pytest.fixture
def bill(world: World, ways: Ways) -> Bill:
    """660.000 đồng, may be paid in parts."""
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)[0]


class Reply(Answer, Protocol):
    """An answer with its status and its headers."""

    @property
    def status_code(self) -> int: ...

    def __getitem__(self, header: str) -> str: ...


def press(client: Client, route: str, bill: Bill, **typed: object) -> Reply:
    """The form of a way, sent."""
    facts = {"amount_vnd": "660.000", "after": "0", **typed}
    return client.post(reverse(route, args=[bill.code]), facts)


def page(client: Client, attempt: Attempt) -> str:
    """What the counter shows of an attempt."""
    return said(client.get(reverse("desk_collected", args=[attempt.code, attempt.pk])))


def told(attempt: Attempt, outcome: Outcome, status: str = "", note: str = "") -> None:
    """The worker has learnt something."""
    with as_worker():
        actions.claim_due(at=NOW, limit=1)
        actions.record_told(
            attempt_id=attempt.pk,
            deed="answered",
            outcome=outcome,
            status=status,
            note=note,
            took_ms=2140,
            at=NOW,
        )


def test_the_counter_offers_card_and_mobile_money_beside_cash(
    world: World, bill: Bill, at_desk: At
) -> None:
    words = said(at_desk(world.minh).get(reverse("desk_cash_bill", args=[bill.code])))
    assert "Thu 660.000 đ tiền mặt" in words
    assert "Quẹt thẻ Mobile Money Người nộp quét mã QR" in words


def test_a_card_is_sent_to_the_terminal_of_the_counter(
    world: World, bill: Bill, ways: Ways, at_desk: At
) -> None:
    client = at_desk(world.minh)
    shown = said(client.get(reverse("desk_collect_card", args=[bill.code])))
    assert "Quầy tài vụ, tầng 1 P400Plus-000000001 · miễn phí" in shown
    answer = press(client, "desk_collect_card", bill, place=ways.terminal.pk)
    attempt = Attempt.objects.get()
    assert answer["Location"] == reverse("desk_collected", args=[bill.code, attempt.pk])
    assert (attempt.channel, attempt.method, attempt.amount_vnd) == ("nexo", "card", 660_000)
    assert attempt.extra == {"poi_id": POI}
    assert attempt.started_by == world.minh.user.pk
    words = page(client, attempt)
    assert "Mời người nộp quẹt thẻ" in words
    assert "Hủy lần này" in words
    assert "Chờ đến 09:45." in words


def test_several_terminals_are_chosen_between(
    world: World, bill: Bill, ways: Ways, at_desk: At
) -> None:
    other = put_terminal(ways.card, "P400Plus-000000002", "Nhà ăn")
    client = at_desk(world.minh)
    nothing = press(client, "desk_collect_card", bill)
    assert nothing.status_code == 400
    assert "Chưa chọn nơi thu." in said(nothing)
    press(client, "desk_collect_card", bill, place=other.pk, amount_vnd="100.000")
    attempt = Attempt.objects.get()
    assert (attempt.extra, attempt.amount_vnd) == ({"poi_id": "P400Plus-000000002"}, 100_000)


def test_mobile_money_goes_to_the_phone_that_was_typed(
    world: World, bill: Bill, ways: Ways, at_desk: At
) -> None:
    client = at_desk(world.minh)
    form = client.get(reverse("desk_collect_mobile", args=[bill.code]))
    assert 'value="0912345678"' in form.content.decode()
    wrong = press(client, "desk_collect_mobile", bill, place=ways.mobile.pk, msisdn="12")
    assert "Số này không phải số điện thoại." in said(wrong)
    typed = "+84 901.234.567"
    press(client, "desk_collect_mobile", bill, place=ways.mobile.pk, msisdn=typed)
    attempt = Attempt.objects.get()
    assert attempt.extra == {"msisdn": "0901234567"}
    told(attempt, Outcome.PENDING)
    words = page(client, attempt)
    assert "Mời người nộp xác nhận trên điện thoại" in words
    assert "Điện thoại số 0901234567 đang hiện yêu cầu" in words
    assert "Hủy lần này" not in words
    assert "Không hủy được từ quầy" in words


def test_a_number_that_the_family_gave_on_the_web_is_masked_at_the_counter(
    world: World, bill: Bill, ways: Ways, at_desk: At
) -> None:
    wish = Wish(
        code=bill.code,
        merchant_id=ways.mobile.pk,
        amount_vnd=660_000,
        extra={"msisdn": "0901234567"},
    )
    attempt = actions.begin(by=PAYER, wish=wish, at=NOW)
    told(attempt, Outcome.PENDING)
    words = page(at_desk(world.minh), attempt)
    assert "Điện thoại số •••••••567 đang hiện yêu cầu" in words
    assert "0901234567" not in words


def test_pressed_twice_one_attempt_is_begun(
    world: World, bill: Bill, ways: Ways, at_desk: At
) -> None:
    client = at_desk(world.minh)
    first = press(client, "desk_collect_card", bill, place=ways.terminal.pk)
    again = press(client, "desk_collect_card", bill, place=ways.terminal.pk)
    assert first["Location"] == again["Location"]
    told(Attempt.objects.get(), Outcome.REFUSED, "Failure/Refusal")
    # The same page sent once more, after the first attempt has ended: it began one already.
    late = press(client, "desk_collect_card", bill, place=ways.terminal.pk)
    assert late["Location"] == first["Location"]
    assert Attempt.objects.count() == 1
    fresh = press(
        client, "desk_collect_card", bill, place=ways.terminal.pk, after=Attempt.objects.get().pk
    )
    assert fresh["Location"] != first["Location"]


def test_what_may_have_been_paid_is_not_collected_again(
    world: World, bill: Bill, ways: Ways, at_desk: At
) -> None:
    client = at_desk(world.minh)
    press(client, "desk_collect_card", bill, place=ways.terminal.pk)
    attempt = Attempt.objects.get()
    told(attempt, Outcome.UNKNOWN, note="timed_out")
    words = page(client, attempt)
    assert "Chưa rõ — KHÔNG quẹt lại" in words
    assert "Thử lại" not in words
    form = client.get(reverse("desk_collect_mobile", args=[bill.code]))
    assert form["Location"] == reverse("desk_collected", args=[bill.code, attempt.pk])
    cash = said(client.get(reverse("desk_cash_bill", args=[bill.code])))
    assert "Đang có một lần trả chưa xong" in cash
    assert "Vẫn thu 660.000 đ tiền mặt" in cash


@pytest.mark.parametrize(
    ("status", "note", "reason"),
    [
        ("Failure/WrongPIN", "", "Mã PIN sai."),
        ("Failure/Busy (new try is free)", "", "Máy POS đang bận với người khác."),
        ("Failure/Sulking", "", "Nhà cung cấp báo: Failure/Sulking."),
        ("", "not_connected", "Không kết nối được, chưa gửi gì đi."),
    ],
)
def test_a_refusal_says_why_and_may_be_tried_again(
    world: World, bill: Bill, ways: Ways, at_desk: At, status: str, note: str, reason: str
) -> None:
    client = at_desk(world.minh)
    press(client, "desk_collect_card", bill, place=ways.terminal.pk)
    attempt = Attempt.objects.get()
    told(attempt, Outcome.REFUSED, status, note)
    words = page(client, attempt)
    assert "Không thành, không thu gì" in words
    assert reason in words
    assert "Thử lại" in words
    assert ("chắc chắn không có tiền nào bị trừ" in words) == (note == "not_connected")


def test_what_is_paid_shows_its_receipt(world: World, bill: Bill, ways: Ways, at_desk: At) -> None:
    client = at_desk(world.minh)
    press(client, "desk_collect_card", bill, place=ways.terminal.pk)
    attempt = Attempt.objects.get()
    with as_worker():
        actions.claim_due(at=NOW, limit=1)
        worlds.hear(
            world, bill.code, 660_000, merchant=ways.card, account="", method="card",
            our_reference=attempt.reference, reference="POI-1|2026",
        )  # fmt: skip
        payments.post_waiting(at=NOW)
    words = page(client, attempt)
    assert "660.000 đ Đã thu Biên nhận số 2026-0000001" in words
    assert "Mã giao dịch POI-1" in words
    assert "|2026" not in words
    assert "In biên nhận" in words


def test_the_waiting_part_is_only_sent_when_it_says_something_new(
    world: World, bill: Bill, ways: Ways, at_desk: At
) -> None:
    client = at_desk(world.minh)
    press(client, "desk_collect_card", bill, place=ways.terminal.pk)
    attempt = Attempt.objects.get()
    address = reverse("desk_collected_state", args=[bill.code, attempt.pk])
    assert client.get(address, {"seen": "created"}).status_code == 204
    told(attempt, Outcome.REFUSED, "Failure/WrongPIN")
    news = client.get(address, {"seen": "created"})
    assert news.status_code == 200
    assert "hx-get" not in news.content.decode()
    assert "Mã PIN sai." in said(news)


def test_a_wait_may_be_ended(world: World, bill: Bill, ways: Ways, at_desk: At) -> None:
    client = at_desk(world.minh)
    press(client, "desk_collect_card", bill, place=ways.terminal.pk)
    attempt = Attempt.objects.get()
    ended = reverse("desk_collect_cancel", args=[bill.code, attempt.pk])
    for _ in range(2):
        assert client.post(ended).status_code == 302
    attempt.refresh_from_db()
    assert attempt.cancel_asked_at == NOW
    assert "Đang hủy" in page(client, attempt)
    with as_worker():
        actions.record_told(attempt_id=attempt.pk, deed="answered", outcome=Outcome.REFUSED, at=NOW)
    assert "Đã hủy, không thu gì" in page(client, attempt)


def test_an_amount_above_the_limit_is_refused_in_words(
    world: World, ways: Ways, at_desk: At
) -> None:
    dear = worlds.issued_run(world, items=[("AN", 5_000)])[0]
    assert dear.total_vnd == 150_000_000
    client = at_desk(world.minh)
    words = said(client.get(reverse("desk_collect_card", args=[dear.code])))
    assert "Không máy POS nào nhận được khoản này" in words
    assert "Quầy tài vụ, tầng 1: Nhiều nhất 99.999.999 đ một lần." in words
    assert "Đừng chia nhỏ khoản tiền." in words
    press(client, "desk_collect_card", dear, place=ways.terminal.pk, amount_vnd="150000000")
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("700.000", "Khoản này chỉ còn 660.000 đ. Thu nhiều nhất chừng đó."),
        ("0", "Số tiền phải lớn hơn 0."),
        ("abc", "không đọc được thành số đồng"),
    ],
)
def test_a_wrong_amount_begins_nothing(
    world: World, bill: Bill, ways: Ways, at_desk: At, typed: str, sentence: str
) -> None:
    answer = press(
        at_desk(world.minh), "desk_collect_card", bill, place=ways.terminal.pk, amount_vnd=typed
    )
    assert answer.status_code == 400
    assert sentence in said(answer)
    assert not Attempt.objects.exists()


def test_a_bill_that_is_paid_whole_takes_no_part(world: World, ways: Ways, at_desk: At) -> None:
    whole = worlds.issued_run(world, items=[("AN", 22)])[0]
    answer = press(
        at_desk(world.minh),
        "desk_collect_card",
        whole,
        place=ways.terminal.pk,
        amount_vnd="100.000",
    )
    assert "Khoản này phải nộp một lần đủ 660.000 đ." in said(answer)


def test_an_attempt_whose_time_is_over_is_not_called_waiting(
    world: World, bill: Bill, ways: Ways, at_desk: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = at_desk(world.minh)
    press(client, "desk_collect_card", bill, place=ways.terminal.pk)
    attempt = Attempt.objects.get()
    told(attempt, Outcome.PENDING)
    later = NOW + timedelta(minutes=16)
    monkeypatch.setattr("thuphi.ground.kit.clock.now", lambda: later)
    assert "Chưa rõ — KHÔNG quẹt lại" in page(client, attempt)
