"""What the answer to a question means, and what is not believed."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.vnpay.answering import (
    PAID,
    REFERENCE,
    SETTINGS,
    STARTED_AT,
    TERMINAL,
    body_of,
    question,
    replied,
    said,
    signed_reply,
)
from thuphi.ground.channels.contract import (
    Call,
    Malformed,
    Outcome,
    SignatureWrong,
)
from thuphi.ground.channels.vnpay import VNPay

VNPAY = VNPay()


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("00", Outcome.CONFIRMED),
        ("01", Outcome.PENDING),
        ("02", Outcome.REFUSED),
        ("04", Outcome.MISMATCH),
        ("05", Outcome.PENDING),
        ("06", Outcome.MISMATCH),
        ("07", Outcome.MISMATCH),
        ("08", Outcome.PENDING),
        ("09", Outcome.MISMATCH),
        ("20", Outcome.UNKNOWN),
        ("", Outcome.UNKNOWN),
    ],
)
def test_the_status_of_an_answer_is_about_the_money(status: str, outcome: Outcome) -> None:
    notice = VNPAY.read_asked(question(), replied(PAID, TransactionStatus=status), SETTINGS)
    assert (notice.outcome, notice.status) == (outcome, f"00/{status}")


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("02", Outcome.UNKNOWN),
        ("03", Outcome.UNKNOWN),
        ("94", Outcome.UNKNOWN),
        ("97", Outcome.UNKNOWN),
        ("99", Outcome.UNKNOWN),
    ],
)
def test_a_question_that_was_not_taken_says_nothing_of_the_money(
    code: str, outcome: Outcome
) -> None:
    """Not even with a status of 00 beside it."""
    notice = VNPAY.read_asked(question(), replied(PAID, ResponseCode=code), SETTINGS)
    assert (notice.outcome, notice.provider_reference) == (outcome, REFERENCE)


@pytest.mark.parametrize(
    ("minutes", "outcome"), [(6, Outcome.PENDING), (16, Outcome.PENDING), (17, Outcome.REFUSED)]
)
def test_a_payment_not_found_is_dead_once_its_page_has_closed(
    minutes: int, outcome: Outcome
) -> None:
    asked = question(at=STARTED_AT + timedelta(minutes=minutes))
    notice = VNPAY.read_asked(asked, replied(PAID, ResponseCode="91"), SETTINGS)
    assert notice.outcome is outcome


@pytest.mark.parametrize(
    "changes",
    [
        {"Amount": "125000100"},
        {"TransactionNo": "0"},
        {"TransactionNo": ""},
        {"TransactionType": "02"},
        {"TransactionType": "03", "TransactionStatus": "02"},
    ],
)
def test_an_answer_that_does_not_fit_is_for_a_person(changes: dict[str, str]) -> None:
    notice = VNPAY.read_asked(question(), replied(PAID, **changes), SETTINGS)
    assert notice.outcome is Outcome.MISMATCH


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"TmnCode": "SCHOOL02"}, "merchant"),
        ({"TxnRef": "HP26000123-2"}, "another_question"),
        ({"Command": "other"}, "another_question"),
        ({"Message": "a|b"}, "message"),
    ],
)
def test_an_answer_to_another_question_is_not_believed(
    changes: dict[str, str], reason: str
) -> None:
    with pytest.raises((SignatureWrong, Malformed), match=reason):
        VNPAY.read_asked(question(), replied(PAID, **changes), SETTINGS)


@given(st.sampled_from(sorted(PAID)), st.data())
def test_any_altered_letter_of_an_answer_is_refused(name: str, data: st.DataObject) -> None:
    told = signed_reply(PAID)
    value = told[name]
    place = data.draw(st.integers(0, len(value) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda c: c != value[place]))
    told[name] = value[:place] + letter + value[place + 1 :]
    with pytest.raises((SignatureWrong, Malformed)):
        VNPAY.read_asked(question(), said(told), SETTINGS)


def test_a_word_moved_over_a_bar_is_not_believed() -> None:
    """The signed text would be the same."""
    told = signed_reply(PAID)
    told["vnp_Message"], told["vnp_TmnCode"] = "QueryDR", f"Success|{TERMINAL}"
    with pytest.raises((SignatureWrong, Malformed)):
        VNPAY.read_asked(question(), said(told), SETTINGS)
    moved = {**told, "vnp_BankCode": "NCB|20260105083145", "vnp_PayDate": ""}
    with pytest.raises((SignatureWrong, Malformed)):
        VNPAY.read_asked(question(), said(moved), SETTINGS)


def test_a_member_that_is_not_signed_is_not_read() -> None:
    told = {**signed_reply(PAID), "vnp_CardType": "QRCODE", "vnp_BankTranNo": "X"}
    notice = VNPAY.read_asked(question(), said(told), SETTINGS)
    assert (notice.method, notice.details) == ("", {"bank_code": "NCB"})


def test_numbers_and_nulls_in_an_answer_are_the_same_words() -> None:
    told: dict[str, object] = {**signed_reply(PAID), "vnp_Amount": 125000000}
    told["vnp_PromotionCode"] = None
    assert VNPAY.read_asked(question(), said(told), SETTINGS).outcome is Outcome.CONFIRMED


def test_an_answer_without_a_signature_is_not_believed() -> None:
    with pytest.raises(SignatureWrong):
        VNPAY.read_asked(question(), said(PAID), SETTINGS)
    with pytest.raises(SignatureWrong):
        VNPAY.read_asked(question(), said(signed_reply(PAID, "another")), SETTINGS)


def test_a_question_is_new_each_time_and_short_enough() -> None:
    long = "018f3c7e-5b7a-7c11-9a55-8d3c2f1e0b64-018f"
    names = [
        body_of(VNPAY.ask(question(request_id=one), SETTINGS))["vnp_RequestId"]
        for one in (long, long + "x", "a|b", "REQ0001")
    ]
    assert len(set(names)) == 4
    assert all(len(name) <= 32 and "|" not in name for name in names)
    assert names[3] == "REQ0001"


def test_our_own_reference_is_not_sent_as_vnpays_number() -> None:
    step = VNPAY.ask(question(provider_reference=REFERENCE), SETTINGS)
    assert "vnp_TransactionNo" not in body_of(step)
    assert isinstance(step.call, Call)
    assert step.call.url == "https://sandbox.vnpayment.vn/merchant_webapi/api/transaction"


def test_vnpay_is_never_asked_twice_within_five_minutes() -> None:
    asks = (timedelta(0), *VNPAY.WAITS.ask_after)
    gaps = [later - earlier for earlier, later in itertools.pairwise(asks)]
    assert min(gaps) > timedelta(minutes=5)
