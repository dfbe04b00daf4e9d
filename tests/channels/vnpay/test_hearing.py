"""What VNPAY's notification means, and what is not believed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.vnpay.answering import (
    IPN,
    PAID,
    REFERENCE,
    SETTINGS,
    knock,
    question,
    replied,
    signed_query,
)
from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import (
    Malformed,
    OrderFault,
    Outcome,
    SignatureWrong,
)
from thuphi.ground.channels.vnpay import VNPay

VNPAY = VNPay()


def test_hearing_names_the_money_as_asking_does() -> None:
    heard = VNPAY.hear(knock(signed_query(IPN)), SETTINGS)
    asked = VNPAY.read_asked(question(), replied(PAID), SETTINGS)
    assert heard.outcome is asked.outcome is Outcome.CONFIRMED
    assert heard.provider_reference == asked.provider_reference == "14422574"
    assert heard.amount_vnd == asked.amount_vnd == 1_250_000
    assert heard.paid_at == asked.paid_at == reading.local_time("2026-01-05 08:31:45")
    assert heard.reference == asked.reference == REFERENCE


@pytest.mark.parametrize("code", ["09", "10", "11", "12", "13", "24", "51", "65", "75", "79", "99"])
def test_a_decline_is_refused(code: str) -> None:
    declined = {**IPN, "vnp_ResponseCode": code, "vnp_TransactionStatus": "02"}
    assert VNPAY.hear(knock(signed_query(declined)), SETTINGS).outcome is Outcome.REFUSED


CODES = st.sampled_from(
    ["", "00", "01", "02", "04", "05", "06", "07", "08", "09", "10", "24", "99"]
)


@given(CODES, CODES)
def test_paid_is_only_00_and_00(response: str, status: str) -> None:
    told = {**IPN, "vnp_ResponseCode": response, "vnp_TransactionStatus": status}
    outcome = VNPAY.hear(knock(signed_query(told)), SETTINGS).outcome
    assert (outcome is Outcome.CONFIRMED) is (response == status == "00")
    if "07" in (response, status) or status == "04":
        assert outcome is Outcome.MISMATCH


@given(st.sampled_from(sorted(IPN)), st.data())
def test_any_altered_letter_of_a_query_is_refused(name: str, data: st.DataObject) -> None:
    query = signed_query(IPN)
    value = query[name]
    place = data.draw(st.integers(0, len(value) - 1))
    letter = data.draw(st.characters().filter(lambda c: c != value[place]))
    query[name] = value[:place] + letter + value[place + 1 :]
    with pytest.raises(SignatureWrong):
        VNPAY.hear(knock(query), SETTINGS)


@given(st.sampled_from(sorted(IPN)), st.text(st.characters(codec="ascii"), min_size=1, max_size=9))
def test_a_renamed_member_is_refused(name: str, other: str) -> None:
    query = signed_query(IPN)
    if other in query:
        return
    query[other] = query.pop(name)
    with pytest.raises(SignatureWrong):
        VNPAY.hear(knock(query), SETTINGS)


@given(st.integers(0, 127), st.sampled_from("0123456789abcdefg "))
def test_any_altered_digit_of_a_signature_is_refused(place: int, digit: str) -> None:
    query = signed_query(IPN)
    given_hash = query["vnp_SecureHash"]
    if given_hash[place] == digit:
        return
    query["vnp_SecureHash"] = given_hash[:place] + digit + given_hash[place + 1 :]
    with pytest.raises(SignatureWrong):
        VNPAY.hear(knock(query), SETTINGS)


def test_members_that_are_not_vnpays_do_not_matter() -> None:
    query = {**signed_query(IPN), "utm_source": "zalo", "_": "1"}
    assert VNPAY.hear(knock(query), SETTINGS).outcome is Outcome.CONFIRMED


def test_replies_are_the_six_of_the_document() -> None:
    replies = {
        VNPAY.reply_recorded(): ("00", "Confirm Success"),
        VNPAY.reply_order(OrderFault.NOT_FOUND): ("01", "Order not found"),
        VNPAY.reply_repeated(): ("02", "Order already confirmed"),
        VNPAY.reply_order(OrderFault.AMOUNT_DIFFERS): ("04", "invalid amount"),
        VNPAY.reply_refused(SignatureWrong("signature")): ("97", "Invalid signature"),
        VNPAY.reply_refused(Malformed("amount")): ("99", "Unknow error"),
        VNPAY.reply_busy(): ("99", "Unknow error"),
    }
    for reply, (code, message) in replies.items():
        assert reply.status == 200
        assert json.loads(reply.body) == {"RspCode": code, "Message": message}
