"""Each provider's signature, computed again here from its document and held to the samples."""

from __future__ import annotations

import hmac
import json
import time
from pathlib import Path

import httpx
import pytest
from thuphi_side import SECRETS, Heard, Listener

from simulators.bank import messages

VECTORS = json.loads(Path(__file__).with_name("signature_vectors.json").read_text(encoding="utf-8"))


def _hex(secret: str, text: str, algorithm: str) -> str:
    return hmac.new(secret.encode(), text.encode(), algorithm).hexdigest()


def _sorted_deeply(value: object) -> str:
    if isinstance(value, dict):
        inside = ",".join(f'"{name}":{_sorted_deeply(value[name])}' for name in sorted(value))
        return "{" + inside + "}"
    return json.dumps(value, ensure_ascii=False)


def sepay_holds(call: Heard, secret: str) -> bool:
    stamp = call.headers["x-sepay-timestamp"]
    signed = "sha256=" + _hex(secret, f"{stamp}.{call.body.decode()}", "sha256")
    return abs(time.time() - int(stamp)) < 300 and signed == call.headers["x-sepay-signature"]


def casso_holds(call: Heard, secret: str) -> bool:
    stamp, signature = call.headers["x-casso-signature"].split(",")
    assert stamp.startswith("t=") and signature.startswith("v1=") and len(stamp) == 15
    text = f"{stamp[2:]}.{_sorted_deeply(json.loads(call.body))}"
    return _hex(secret, text, "sha512") == signature[3:]


def payos_holds(call: Heard, secret: str) -> bool:
    told = json.loads(call.body)
    shown = {name: "" if value is None else value for name, value in told["data"].items()}
    text = "&".join(f"{name}={shown[name]}" for name in sorted(shown))
    return _hex(secret, text, "sha256") == told["signature"]


def sandbox_holds(call: Heard, secret: str) -> bool:
    stamp = call.headers["x-sandbox-timestamp"]
    text = f"{stamp}.{call.body.decode()}"
    return _hex(secret, text, "sha256") == call.headers["x-sandbox-signature"]


HOLDS = {
    "sepay": sepay_holds,
    "casso": casso_holds,
    "payos": payos_holds,
    "sandbox": sandbox_holds,
}


@pytest.mark.parametrize("provider", HOLDS)
def test_a_notification_bears_its_providers_signature(
    bank: httpx.Client, thuphi: Listener, qr: str, provider: str
) -> None:
    paid = bank.post("/pay", json={"qr": qr, "provider": provider}).json()
    [call] = thuphi.heard
    assert call.path == f"/gate/{provider}/school"
    assert HOLDS[provider](call, SECRETS[provider])
    assert not HOLDS[provider](call, "another secret")
    assert paid["bank_reference"].encode() in call.body


@pytest.mark.parametrize("provider", HOLDS)
def test_a_bad_signature_does_not_hold(
    bank: httpx.Client, thuphi: Listener, qr: str, provider: str
) -> None:
    paid = bank.post("/pay", json={"qr": qr, "provider": provider}).json()
    thuphi.answers.append((401, b"{}"))
    repeated = bank.post(
        "/notify/repeat",
        json={
            "bank_reference": paid["bank_reference"],
            "bad_signature": True,
            "provider": provider,
        },
    ).json()
    first, second = thuphi.heard
    assert HOLDS[provider](first, SECRETS[provider])
    assert not HOLDS[provider](second, SECRETS[provider])
    assert [told["status"] for told in repeated["sent"]] == [401]


@pytest.mark.parametrize("vector", VECTORS["sepay"], ids=lambda v: v["id"])
def test_sepay_samples(vector: dict) -> None:
    signature = messages.sepay_signature(
        secret=vector["secret"],
        timestamp=vector["timestamp"],
        body=vector["raw_body"].encode(),
    )
    assert (signature == vector["header"]["X-SePay-Signature"]) is vector["valid"]


@pytest.mark.parametrize("vector", VECTORS["casso"], ids=lambda v: v["id"])
def test_casso_samples(vector: dict) -> None:
    signature = messages.casso_signature(
        secret=vector["key"], timestamp=vector["t"], members=vector["body"]
    )
    assert signature == vector["header"]


@pytest.mark.parametrize("vector", VECTORS["payos"], ids=lambda v: v["id"])
def test_payos_samples(vector: dict) -> None:
    signature = messages.payos_signature(secret=vector["key"], data=vector["data"])
    assert signature == vector["signature"]


def test_the_sandbox_form_is_exact(bank: httpx.Client, thuphi: Listener, qr: str) -> None:
    paid = bank.post(
        "/pay", json={"qr": qr, "provider": "sandbox", "payer_name": "Trần Thị Đào"}
    ).json()
    told = json.loads(thuphi.heard[0].body)
    assert list(told) == [
        "id",
        "amount_vnd",
        "text",
        "paid_at",
        "account",
        "method",
        "payer_name",
        "bank_reference",
    ]
    assert told["paid_at"].endswith("+07:00")
    del told["id"], told["paid_at"]
    assert told == {
        "amount_vnd": 79_000,
        "text": "UNG HO QUY VAC XIN",
        "account": "113366668888",
        "method": "qr",
        "payer_name": "TRAN THI DAO",
        "bank_reference": paid["bank_reference"],
    }


def test_sepay_and_casso_say_the_members_of_their_documents(
    bank: httpx.Client, thuphi: Listener, qr: str
) -> None:
    bank.post("/pay", json={"qr": qr})
    [sepay], [casso] = thuphi.at("sepay"), thuphi.at("casso")
    sample = json.loads(VECTORS["sepay"][0]["raw_body"])
    assert list(json.loads(sepay.body)) == list(sample)
    assert json.loads(sepay.body)["transferAmount"] == 79_000
    told = json.loads(casso.body)
    assert list(told["data"]) == list(VECTORS["casso"][0]["body"]["data"])
    assert (told["error"], told["data"]["amount"]) == (0, 79_000)


def test_payos_takes_an_order_code_from_the_text_or_counts(
    bank: httpx.Client, thuphi: Listener, qr: str
) -> None:
    for text in ("CSABCD 26000123", "TF003NQK8NRQ", "TF003NQK8NRQ"):
        bank.post("/pay", json={"qr": qr, "provider": "payos", "text": text})
    told = [json.loads(call.body)["data"] for call in thuphi.heard]
    first, second, third = (data["orderCode"] for data in told)
    assert first == 26_000_123
    assert second >= 100_001
    assert third == second + 1
    assert list(told[0]) == list(VECTORS["payos"][0]["data"])
