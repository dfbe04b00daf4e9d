"""A card terminal in its own process, driven over HTTP by the connector and by a person's keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from terminal_side import NEXO, OTHER_POI, POI, Till, open_terminal

from thuphi.ground.channels.contract import Malformed, Outcome, SignatureWrong


@pytest.fixture(scope="module")
def terminal_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with open_terminal(tmp_path_factory.mktemp("terminal")) as url:
        yield url


@pytest.fixture
def till(terminal_url: str) -> Iterator[Till]:
    """A till beside a terminal whose payer approves at once, and nothing goes wrong."""
    till = Till(terminal_url)
    till.control(next=None, auto="approve")
    yield till
    till.control(press="give_up", next=None)
    till.pool.shutdown()
    till.web.close()


def test_a_payment_is_approved_asked_for_and_given_back(till: Till) -> None:
    order = till.order()
    started = till.pay(order)
    assert started.notice is not None
    assert (started.outcome, started.notice.amount_vnd) == (Outcome.CONFIRMED, 1_250_000)
    assert started.notice.details["masked_pan"] == "970400******0018"
    question = till.question(order)
    answer = till.sent(NEXO.ask(question, till.settings))
    assert NEXO.read_asked(question, answer, till.settings) == started.notice
    part = till.refund_order(order, started, 250_000)
    assert (till.refund(part), till.ask_refund(part)) == (Outcome.CONFIRMED, Outcome.CONFIRMED)
    rest = till.refund_order(order, started, 1_000_000)
    assert till.refund(rest) is Outcome.CONFIRMED
    more = till.refund_order(order, started, 1_000)
    assert till.refund(more) is Outcome.REFUSED
    assert till.charged(order) == [1_250_000]
    assert [till.given_back(one) for one in (part, rest, more)] == [[250_000], [1_000_000], []]


def test_a_person_pays_with_card_and_pin_and_gets_a_receipt(till: Till) -> None:
    till.control(auto=None)
    order = till.order(450_000)
    future = till.pay_later(order)
    assert "450.000\u00a0đ" in till.web.get(f"/t/{POI}").text
    assert till.ask(order) is Outcome.PENDING
    assert "Nhập mã PIN" in till.press(card="visa")
    for digit in "123":
        till.press(digit=digit)
    assert "Nhập mã PIN" in till.press(deed="enter")
    till.press(digit="4")
    page = till.press(deed="enter")
    assert "Giao dịch thành công" in page
    assert "411111******1111" in page
    assert "Sẵn sàng" in till.press(deed="ready")
    notice = future.result(10).notice
    assert notice is not None
    assert (notice.outcome, notice.details["brand"]) == (Outcome.CONFIRMED, "visa")
    assert notice.details["entry_mode"] == "Contactless"


@pytest.mark.parametrize(
    ("keys", "status", "words"),
    [
        (({"card": "mc"}, {"deed": "decline"}), "Failure/Refusal", "Ngân hàng từ chối"),
        (({"deed": "cancel"},), "Failure/Cancel", "Đã hủy"),
        (
            ({"card": "mc"}, *({"digit": "0"} for _ in range(4)), {"deed": "enter"}),
            "Failure/WrongPIN",
            "Sai mã PIN",
        ),
    ],
)
def test_a_card_that_is_refused_costs_nothing(
    till: Till, keys: tuple[dict[str, str], ...], status: str, words: str
) -> None:
    till.control(auto=None)
    order = till.order()
    future = till.pay_later(order)
    page = [till.press(**key) for key in keys][-1]
    assert words in page
    started = future.result(10)
    assert (started.outcome, started.status) == (Outcome.REFUSED, status)
    assert (till.ask(order), till.charged(order)) == (Outcome.REFUSED, [])


def test_the_cashier_stops_a_payment(till: Till) -> None:
    till.control(auto=None)
    order = till.order()
    future = till.pay_later(order)
    question = till.question(order)
    answer = till.sent(NEXO.cancel(question, till.settings))
    assert answer.body == b""
    assert NEXO.read_cancelled(question, answer, till.settings).outcome is Outcome.PENDING
    started = future.result(10)
    assert (started.outcome, started.status) == (Outcome.REFUSED, "Failure/Aborted")


def test_an_abort_that_comes_too_late_takes_nothing_back(till: Till) -> None:
    order = till.order()
    till.pay(order)
    till.sent(NEXO.cancel(till.question(order), till.settings))
    assert (till.ask(order), till.charged(order)) == (Outcome.CONFIRMED, [1_250_000])


def test_a_lost_answer_is_found_by_asking(till: Till) -> None:
    till.control(next="timeout")
    order = till.order()
    with pytest.raises(httpx.ReadTimeout):
        till.pay(order, patience_s=0.5)
    assert (till.ask(order), till.charged(order)) == (Outcome.CONFIRMED, [1_250_000])


def test_a_lost_question_is_known_to_be_dead_only_after_its_time(till: Till) -> None:
    till.control(next="lost")
    order = till.order()
    with pytest.raises(httpx.ReadTimeout):
        till.pay(order, patience_s=0.5)
    assert (till.ask(order), till.charged(order)) == (Outcome.PENDING, [])
    assert till.ask(order, seconds=120) is Outcome.REFUSED


def test_a_late_answer_is_still_an_answer(till: Till) -> None:
    till.control(next="late", late_ms=700)
    assert till.pay(till.order()).outcome is Outcome.CONFIRMED


def test_a_terminal_that_is_busy_with_another_payer_takes_nothing(till: Till) -> None:
    till.control(auto=None)
    first, second = till.order(), till.order()
    future = till.pay_later(first)
    busy = till.pay(second)
    assert (busy.outcome, busy.status) == (Outcome.REFUSED, "Failure/Busy (new try is free)")
    till.control(press="approve")
    assert future.result(10).outcome is Outcome.CONFIRMED
    assert (till.charged(first), till.charged(second)) == ([1_250_000], [])


@pytest.mark.parametrize(
    ("fault", "outcome", "charged"),
    [
        ("busy", Outcome.REFUSED, []),
        ("partial", Outcome.MISMATCH, [625_000]),
        ("wrong_amount", Outcome.MISMATCH, [1_251_000]),
        ("unknown_word", Outcome.UNKNOWN, []),
        ("unreachable_host", Outcome.UNKNOWN, []),
    ],
)
def test_a_fault_of_the_terminal_ends_as_it_should(
    till: Till, fault: str, outcome: Outcome, charged: list[int]
) -> None:
    till.control(next=fault)
    order = till.order()
    assert till.pay(order).outcome is outcome
    assert (till.ask(order), till.charged(order)) == (outcome, charged)


def test_an_answer_with_a_false_proof_is_not_believed_but_can_be_asked_for(till: Till) -> None:
    till.control(next="bad_signature")
    order = till.order()
    with pytest.raises(SignatureWrong):
        till.pay(order)
    assert till.ask(order) is Outcome.CONFIRMED


def test_a_terminal_that_is_down_says_nothing_of_the_payment(till: Till) -> None:
    till.control(next="down")
    order = till.order()
    with pytest.raises(Malformed, match="http_503"):
        till.pay(order)
    assert till.ask(order, seconds=300) is Outcome.REFUSED


def test_a_look_up_out_of_order_ends_right(till: Till) -> None:
    order = till.order()
    till.pay(order)
    till.control(next="out_of_order")
    assert [till.ask(order), till.ask(order)] == [Outcome.PENDING, Outcome.CONFIRMED]


def test_the_same_payment_sent_again_is_never_charged_twice(till: Till) -> None:
    order = till.order()
    assert till.pay(order).outcome is Outcome.CONFIRMED
    assert till.pay(order).outcome is Outcome.REFUSED
    assert (till.ask(order), till.charged(order)) == (Outcome.CONFIRMED, [1_250_000])


@pytest.mark.parametrize(
    ("fault", "outcome", "back"),
    [
        ("refund_fails", Outcome.REFUSED, []),
        ("partial", Outcome.MISMATCH, [625_000]),
        ("unknown_word", Outcome.UNKNOWN, []),
    ],
)
def test_a_refund_that_goes_wrong(
    till: Till, fault: str, outcome: Outcome, back: list[int]
) -> None:
    order = till.order()
    started = till.pay(order)
    refund = till.refund_order(order, started, 1_250_000)
    till.control(next=fault)
    assert till.refund(refund) is outcome
    assert (till.ask_refund(refund), till.given_back(refund)) == (outcome, back)


def test_a_refund_whose_answer_is_lost_is_found_by_asking(till: Till) -> None:
    order = till.order()
    refund = till.refund_order(order, till.pay(order), 1_250_000)
    till.control(next="timeout")
    with pytest.raises(httpx.ReadTimeout):
        till.sent(NEXO.refund(refund, till.settings), patience_s=0.5)
    assert (till.ask_refund(refund), till.given_back(refund)) == (Outcome.CONFIRMED, [1_250_000])


def test_the_batch_tells_its_totals_once(till: Till) -> None:
    at = datetime.now(UTC)

    def closed(request_id: str) -> dict[str, tuple[int, int]]:
        step = NEXO.reconcile(till.settings, request_id=request_id, at=at)
        lines = NEXO.read_reconciled(till.sent(step), till.settings, request_id=request_id, at=at)
        return {
            one.provider_reference.split(":", 1)[1]: (one.count, one.gross_vnd) for one in lines
        }

    closed("dong-ca-0")
    first, second = till.order(1_000_000), till.order(200_000)
    till.pay(first)
    till.refund(till.refund_order(second, till.pay(second), 50_000))
    assert closed("dong-ca-1") == {"napas:Debit": (2, 1_200_000), "napas:Credit": (1, -50_000)}
    assert closed("dong-ca-2") == {}


def test_two_terminals_of_one_till_are_two(till: Till) -> None:
    till.control(poi_id=OTHER_POI, auto="approve")
    order = replace(till.order(), extra={"poi_id": OTHER_POI})
    assert till.pay(order).outcome is Outcome.CONFIRMED
    assert till.ask(order, seconds=300) is Outcome.REFUSED
    rows = till.web.get("/ledger").json()["payments"]
    assert [row["poi_id"] for row in rows if row["reference"] == order.reference] == [OTHER_POI]


@pytest.mark.parametrize("name", ["Passphrase", "KeyIdentifier", "KeyVersion", "SaleID"])
def test_the_terminal_believes_only_its_own_till(till: Till, name: str) -> None:
    order = till.order()
    step = NEXO.start(order, {**till.settings, name: "2"})
    assert till.sent(step).status == 401
    assert till.charged(order) == []


def test_pages_of_terminals_that_are_not_there_say_so(till: Till) -> None:
    assert "Chọn máy POS" in till.web.get("/").text
    page = till.web.get("/t/nothing")
    assert (page.status_code, "Không có máy này" in page.text) == (404, True)
    chosen = till.web.post(f"/t/{POI}/fault", data={"fault": "busy"}, follow_redirects=True)
    assert "Đang chọn: Máy bận" in chosen.text
