"""What the tests of Mobile Money have in common: the document's vectors and one payment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from thuphi.ground.channels.contract import (
    Answer,
    Call,
    Order,
    Outcome,
    Question,
    RefundOrder,
    Step,
)
from thuphi.ground.channels.gsma import Gsma
from thuphi.ground.kit.clock import VIETNAM

VECTORS = Path(__file__).parent / "gsma" / "vectors" / "gsma.json"


class AmountVector(msgspec.Struct):
    amount: str
    openapi_regex: bool
    guide_table: bool | None


class AccountVector(msgspec.Struct, rename={"account_id": "accountId"}):
    account_id: str
    valid: bool


class HashVector(msgspec.Struct):
    body: str
    sha256_hex: str


class Vectors(msgspec.Struct):
    amounts: list[AmountVector]
    account_ids: list[AccountVector]
    content_hash: HashVector
    examples: dict[str, msgspec.Raw]


GIVEN = msgspec.json.decode(VECTORS.read_bytes(), type=Vectors)
AT = datetime(2026, 1, 5, 8, 31, 45, tzinfo=VIETNAM)
GSMA = Gsma()
SETTINGS = {
    "endpoint": "https://operator.example/mm/",
    "apiKey": "made_up_api_key",
    "clientId": "truong-thpt-a",
    "username": "school",
    "password": "made up",
    "organisationId": "TRUONG-THPT-A",
    "callbackKey": "made_up_callback_key",
}
REFERENCE = "HP26000123-1"
ORDER = Order(
    reference=REFERENCE,
    amount_vnd=1_250_000,
    description="Hoc phi HP26000123",
    return_url="https://thuphi.example/b/HP26000123",
    notify_url="https://thuphi.example/gate/gsma/thpt-a",
    ip="203.0.113.7",
    at=AT,
    extra={"msisdn": "090 123 4567"},
)
QUESTION = Question(
    reference=REFERENCE,
    amount_vnd=1_250_000,
    started_at=AT,
    at=AT + timedelta(minutes=1),
    request_id="q-1",
)
REFUND = RefundOrder(
    reference="HP26000123-2",
    request_id="r-1",
    payment_reference=REFERENCE,
    provider_reference="TXN-1039",
    amount_vnd=250_000,
    paid_vnd=1_250_000,
    description="Thu thừa",
    started_at=AT,
    at=AT,
    asked_by="lan",
)
TRANSACTION = {
    "transactionReference": "TXN-1039",
    "transactionStatus": "completed",
    "amount": "1250000",
    "currency": "VND",
    "type": "merchantpay",
    "requestingOrganisationTransactionReference": REFERENCE,
    "debitParty": [{"key": "msisdn", "value": "+84901234567"}],
    "creditParty": [{"key": "organisationid", "value": "TRUONG-THPT-A"}],
}
SERVER_ID = "878be43d-9fde-467b-a26b-889c80bf8830"


def answer(status: int, body: object) -> Answer:
    raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
    return Answer(status, {"content-type": "application/json"}, raw, AT)


def call(step: Step) -> Call:
    assert step.call is not None
    return step.call


def asked(body: object, *, status: int = 200, **extra: str) -> tuple[Outcome, str]:
    question = replace(QUESTION, extra=extra)
    notice = GSMA.read_asked(question, answer(status, body), SETTINGS)
    return notice.outcome, notice.details.get("next", "")


REVERSAL = {
    "transactionReference": "REV-7",
    "transactionStatus": "completed",
    "type": "reversal",
    "amount": "250000",
    "currency": "VND",
    "originalTransactionReference": "TXN-1039",
}
