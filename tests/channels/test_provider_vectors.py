"""Signatures of the providers' own samples and of their SDKs."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import msgspec
import pytest

from thuphi.ground.channels import payos_signature, reading
from thuphi.ground.channels.casso import Casso
from thuphi.ground.channels.contract import Knock, Outcome, SignatureWrong
from thuphi.ground.channels.payos import PayOS
from thuphi.ground.channels.sepay import SePay

HERE = Path(__file__).parent
AT = reading.local_time("2026-01-05 08:31:50")


class SePayVector(msgspec.Struct):
    id: str
    kind: str
    header: dict[str, str]
    raw_body: str
    valid: bool
    secret: str = ""
    sign_string: str = ""


class CassoVector(msgspec.Struct):
    id: str
    key: str
    t: str
    body: dict[str, object]
    sign_string: str
    header: str


class PayOSVector(msgspec.Struct):
    id: str
    kind: str
    key: str
    data: dict[str, object]
    sign_string: str
    signature: str


class SePayVectors(msgspec.Struct):
    vectors: list[SePayVector]


class CassoVectors(msgspec.Struct):
    vectors: list[CassoVector]


class PayOSVectors(msgspec.Struct):
    vectors: list[PayOSVector]


def text(name: str) -> bytes:
    return (HERE / name / "vectors" / f"{name}.json").read_bytes()


SEPAY = msgspec.json.decode(text("sepay"), type=SePayVectors).vectors
CASSO = msgspec.json.decode(text("casso"), type=CassoVectors).vectors
PAYOS = msgspec.json.decode(text("payos"), type=PayOSVectors).vectors


def test_no_vector_was_lost() -> None:
    assert (len(SEPAY), len(CASSO), len(PAYOS)) == (3, 2, 4)


@pytest.mark.parametrize("vector", SEPAY, ids=lambda vector: vector.id)
def test_sepays_webhook(vector: SePayVector) -> None:
    headers = {name.lower(): value for name, value in vector.header.items()}
    key = headers.get("authorization", "").removeprefix("Apikey ")
    settings = {"secret": vector.secret} if vector.secret else {"api_key": key}
    knock = Knock("POST", {}, headers, vector.raw_body.encode(), AT)
    if not vector.valid:
        with pytest.raises(SignatureWrong):
            SePay().hear(knock, settings)
        return
    notice = SePay().hear(knock, settings)
    assert (notice.outcome, notice.amount_vnd) == (Outcome.CONFIRMED, 1250000)


@pytest.mark.parametrize("vector", CASSO, ids=lambda vector: vector.id)
def test_cassos_webhook(vector: CassoVector) -> None:
    assert f"{vector.t}.{reading.compact_json(vector.body)}" == vector.sign_string
    body = msgspec.json.encode(vector.body)
    knock = Knock("POST", {}, {"x-casso-signature": vector.header}, body, AT)
    notice = Casso().hear(knock, {"key": vector.key})
    assert (notice.outcome, notice.provider_reference) == (Outcome.CONFIRMED, "35")


@pytest.mark.parametrize("vector", PAYOS, ids=lambda vector: vector.id)
def test_what_payos_signs(vector: PayOSVector) -> None:
    signed = payos_signature.sign_text(vector.data)
    assert signed == vector.sign_string
    digest = hmac.new(vector.key.encode(), signed.encode(), hashlib.sha256).hexdigest()
    assert digest == vector.signature


@pytest.mark.parametrize(
    "vector", [v for v in PAYOS if v.kind == "webhook"], ids=lambda vector: vector.id
)
def test_payos_webhook(vector: PayOSVector) -> None:
    body = {"code": "00", "desc": "success", "success": True, "data": vector.data}
    signed = msgspec.json.encode({**body, "signature": vector.signature.upper()})
    notice = PayOS().hear(Knock("POST", {}, {}, signed, AT), {"checksumKey": vector.key})
    is_sample = vector.id == "webhook_vendor_doc_sample"
    assert notice.outcome is (Outcome.NOT_OURS if is_sample else Outcome.CONFIRMED)
