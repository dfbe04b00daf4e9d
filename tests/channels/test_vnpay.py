"""VNPAY: every published vector."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.channels.vnpay.answering import (
    SETTINGS,
    body_of,
    knock,
    order,
    question,
    refund,
    said,
)
from thuphi.ground.channels.contract import (
    Outcome,
    Step,
)
from thuphi.ground.channels.vnpay import VNPay

VNPAY = VNPay()


class Vector(msgspec.Struct):
    id: str
    kind: str
    sign_string: str
    params: dict[str, str] = {}
    query: dict[str, str] = {}
    body: dict[str, str] = {}
    secret: str = ""
    secure_hash: str = ""
    url: str = ""
    expected_outcome: str = ""


class Vectors(msgspec.Struct):
    secret: str
    tmn_code: str
    vectors: list[Vector]


ALL = msgspec.json.decode(
    (Path(__file__).parent / "vnpay" / "vectors" / "vnpay.json").read_bytes(), type=Vectors
)


def of_kind(kind: str) -> list[Vector]:
    return [vector for vector in ALL.vectors if vector.kind == kind]


def test_every_vector_has_its_test() -> None:
    tested = {"pay_url", "ipn", "querydr_request", "refund_request", "querydr_response"}
    assert {vector.kind for vector in ALL.vectors} == tested
    assert len(ALL.vectors) == 11


@pytest.mark.parametrize("vector", of_kind("pay_url"), ids=lambda one: one.id)
def test_a_pay_address_is_as_three_libraries_write_it(vector: Vector) -> None:
    told = vector.params
    extra = {"order_type": told["vnp_OrderType"], "bank_code": told.get("vnp_BankCode", "")}
    step = VNPAY.start(
        order(
            reference=told["vnp_TxnRef"],
            amount_vnd=int(told["vnp_Amount"]) // 100,
            description=told["vnp_OrderInfo"],
            return_url=told["vnp_ReturnUrl"],
            ip=told["vnp_IpAddr"],
            extra=extra,
        ),
        SETTINGS,
    )
    assert step == Step(
        url=vector.url, signed_text=vector.sign_string, signature=vector.secure_hash
    )


@pytest.mark.parametrize("vector", of_kind("ipn"), ids=lambda one: one.id)
def test_a_notification_of_the_vectors_is_heard(vector: Vector) -> None:
    settings = {
        "vnp_TmnCode": vector.query["vnp_TmnCode"],
        "vnp_HashSecret": vector.secret or ALL.secret,
    }
    notice = VNPAY.hear(knock(vector.query), settings)
    both = (vector.query["vnp_ResponseCode"], vector.query["vnp_TransactionStatus"])
    expected = Outcome.CONFIRMED if both == ("00", "00") else Outcome.MISMATCH
    assert notice.outcome is expected
    assert (notice.outcome is Outcome.CONFIRMED) is (
        vector.expected_outcome == "paid" or vector.id == "repo_return_rc00"
    )
    assert notice.amount_vnd * 100 == int(vector.query["vnp_Amount"])
    assert notice.provider_reference == "14422574"
    assert notice.reference == vector.query["vnp_TxnRef"]


def test_a_question_is_signed_as_in_the_vector() -> None:
    [vector] = of_kind("querydr_request")
    asked = question(
        provider_reference="14422574", extra={"order_info": vector.body["vnp_OrderInfo"]}
    )
    step = VNPAY.ask(asked, SETTINGS)
    assert (step.signed_text, step.signature) == (vector.sign_string, vector.secure_hash)
    assert body_of(step) == vector.body


def test_a_refund_is_signed_as_in_the_vector() -> None:
    [vector] = of_kind("refund_request")
    step = VNPAY.refund(refund(), SETTINGS)
    assert (step.signed_text, step.signature) == (vector.sign_string, vector.secure_hash)
    assert {**body_of(step), "vnp_Locale": "vn"} == vector.body


def test_an_answer_of_the_vectors_is_read() -> None:
    [vector] = of_kind("querydr_response")
    asked = question(reference=vector.body["vnp_TxnRef"])
    notice = VNPAY.read_asked(asked, said(vector.body), SETTINGS)
    assert (notice.outcome, notice.status) == (Outcome.REFUSED, "querydr 91")
    assert notice.provider_reference == notice.reference == "HP26000999-1"
