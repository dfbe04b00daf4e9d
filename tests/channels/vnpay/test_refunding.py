"""Money that goes back through VNPAY."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.vnpay.answering import (
    PAID,
    REFERENCE,
    SECRET,
    SENT_BACK,
    SETTINGS,
    body_of,
    question,
    refund,
    replied,
    said,
    signed_reply,
)
from thuphi.ground.channels.contract import (
    Malformed,
    OrderRefused,
    Outcome,
    SignatureWrong,
)
from thuphi.ground.channels.vnpay import VNPay

VNPAY = VNPay()


def test_a_part_goes_back_as_type_03() -> None:
    told = body_of(VNPAY.refund(refund(amount_vnd=250_000), SETTINGS))
    assert (told["vnp_TransactionType"], told["vnp_Amount"]) == ("03", "25000000")
    assert told["vnp_TransactionNo"] == "14422574"
    assert told["vnp_TransactionDate"] == "20260105083000"


@pytest.mark.parametrize(
    ("changes", "member"),
    [
        ({"amount_vnd": 1_250_001}, "vnp_Amount"),
        ({"amount_vnd": 0}, "vnp_Amount"),
        ({"provider_reference": REFERENCE}, "vnp_TransactionNo"),
        ({"provider_reference": "0"}, "vnp_TransactionNo"),
        ({"asked_by": "**"}, "vnp_CreateBy"),
    ],
)
def test_a_refund_that_must_not_be_sent_is_refused(changes: dict[str, object], member: str) -> None:
    with pytest.raises(OrderRefused, match=rf"^{member}: .+; xin "):
        VNPAY.refund(refund(**changes), SETTINGS)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.PENDING),
        ({"TransactionStatus": ""}, Outcome.PENDING),
        ({"TransactionStatus": "06"}, Outcome.CONFIRMED),
        ({"TransactionStatus": "00"}, Outcome.CONFIRMED),
        ({"TransactionStatus": "09"}, Outcome.REFUSED),
        ({"TransactionStatus": "33"}, Outcome.UNKNOWN),
        ({"TransactionStatus": "06", "Amount": "100"}, Outcome.UNKNOWN),
        *(({"ResponseCode": one}, Outcome.REFUSED) for one in ("02", "03", "91", "93", "95", "97")),
        *(({"ResponseCode": one}, Outcome.UNKNOWN) for one in ("08", "16", "99", "55")),
        ({"ResponseCode": "94"}, Outcome.PENDING),
    ],
)
def test_what_vnpay_says_to_a_refund(changes: dict[str, str], outcome: Outcome) -> None:
    notice = VNPAY.read_refunded(refund(), replied(SENT_BACK, **changes), SETTINGS)
    assert (notice.outcome, notice.amount_vnd) == (outcome, 1_250_000)
    assert notice.provider_reference == "14422999"


@pytest.mark.parametrize(
    ("changes", "amount_vnd", "outcome"),
    [
        ({"TransactionStatus": "05"}, 1_250_000, Outcome.PENDING),
        ({"TransactionStatus": "06"}, 1_250_000, Outcome.CONFIRMED),
        ({"TransactionStatus": "09"}, 1_250_000, Outcome.REFUSED),
        ({"TransactionStatus": "00"}, 1_250_000, Outcome.UNKNOWN),
        ({"TransactionStatus": "00", "TransactionType": "02"}, 1_250_000, Outcome.CONFIRMED),
        ({"TransactionStatus": "06", "TransactionType": "03"}, 1_250_000, Outcome.UNKNOWN),
        ({"TransactionStatus": "06"}, 250_000, Outcome.UNKNOWN),
        (
            {"TransactionStatus": "06", "TransactionType": "03", "Amount": "25000000"},
            250_000,
            Outcome.CONFIRMED,
        ),
        (
            {"TransactionStatus": "06", "TransactionType": "03", "Amount": "35000000"},
            250_000,
            Outcome.UNKNOWN,
        ),
        ({"ResponseCode": "94"}, 1_250_000, Outcome.PENDING),
        ({"ResponseCode": "91"}, 1_250_000, Outcome.UNKNOWN),
        ({"TransactionStatus": ""}, 1_250_000, Outcome.UNKNOWN),
    ],
)
def test_a_refund_is_seen_in_the_answer_about_its_payment(
    changes: dict[str, str], amount_vnd: int, outcome: Outcome
) -> None:
    """An end that may be that of an earlier part is not taken for the end of this one."""
    asked = refund(amount_vnd=amount_vnd)
    notice = VNPAY.read_refund_asked(asked, replied(PAID, **changes), SETTINGS)
    assert (notice.outcome, notice.amount_vnd) == (outcome, amount_vnd)


def test_asking_for_a_refund_asks_for_its_payment() -> None:
    step = VNPAY.ask_refund(refund(), SETTINGS)
    told = body_of(step)
    assert (told["vnp_Command"], told["vnp_TxnRef"]) == ("querydr", REFERENCE)
    assert told["vnp_TransactionDate"] == "20260105083000"


@given(st.sampled_from(sorted(SENT_BACK)), st.data())
def test_any_altered_letter_of_a_refunds_answer_is_refused(name: str, data: st.DataObject) -> None:
    told = signed_reply(SENT_BACK)
    value = told[name]
    place = data.draw(st.integers(0, len(value) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda c: c != value[place]))
    told[name] = value[:place] + letter + value[place + 1 :]
    with pytest.raises((SignatureWrong, Malformed)):
        VNPAY.read_refunded(refund(), said(told), SETTINGS)


def test_a_page_instead_of_an_answer_is_not_read() -> None:
    answer = replied(PAID)
    with pytest.raises(Malformed, match="status"):
        VNPAY.read_asked(question(), replace(answer, status=502), SETTINGS)
    with pytest.raises(Malformed, match="json"):
        VNPAY.read_asked(question(), replace(answer, body=answer.body[:-5]), SETTINGS)
    assert SECRET not in answer.body.decode()
