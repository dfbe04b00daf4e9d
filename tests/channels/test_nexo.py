"""Card terminals: what we send, how it is sealed, and how their recorded answer is read."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.recordings import load, sample
from thuphi.ground.channels import nexo_crypto, nexo_messages
from thuphi.ground.channels.contract import (
    Ability,
    Answer,
    Call,
    CannotDo,
    Knock,
    OrderRefused,
    Outcome,
    SignatureWrong,
    Step,
)
from thuphi.ground.channels.nexo import Nexo
from thuphi.ground.channels.nexo_crypto import Sealed, SharedKey, Trailer, keys_of, seal, unseal

HERE = Path(__file__).parent / "nexo"
VECTOR = json.loads((HERE / "vectors" / "nexo_crypto.json").read_text(encoding="utf-8"))
KEY = SharedKey(
    VECTOR["key"]["KeyIdentifier"], VECTOR["key"]["KeyVersion"], VECTOR["key"]["Passphrase"]
)
NONCE = bytes(range(16))
NEXO = Nexo(nonce=lambda: NONCE)
GOOD = load(HERE / "good.json")
GIVEN = sample(NEXO)
ORDER, SETTINGS = GIVEN.order, GIVEN.settings


def plain_of(step: Step) -> dict[str, dict[str, object]]:
    """What we sealed, opened again."""
    assert isinstance(step.call, Call)
    inside = json.loads(step.call.body)["SaleToPOIRequest"]
    trailer = inside["SecurityTrailer"]
    sealed = Sealed(
        inside["NexoBlob"],
        Trailer(
            trailer["AdyenCryptoVersion"],
            trailer["Hmac"],
            trailer["KeyIdentifier"],
            trailer["KeyVersion"],
            trailer["Nonce"],
        ),
    )
    plain = unseal(sealed, KEY)
    assert plain.decode() == step.signed_text
    message: dict[str, dict[str, object]] = json.loads(plain)["SaleToPOIRequest"]
    assert message["MessageHeader"] == inside["MessageHeader"]
    return message


def test_the_vectors_keys_are_derived() -> None:
    keys = keys_of(KEY.passphrase)
    assert keys.hmac_key.hex() == VECTOR["derived"]["hmac_key"]
    assert keys.cipher_key.hex() == VECTOR["derived"]["cipher_key"]
    assert keys.iv.hex() == VECTOR["derived"]["iv"]


def test_the_vectors_message_is_sealed_letter_by_letter() -> None:
    secured = VECTOR["secured"]
    nonce = base64.b64decode(secured["SecurityTrailer"]["Nonce"])
    sealed = seal(VECTOR["plaintext"].encode(), KEY, nonce)
    assert sealed.nexo_blob == secured["NexoBlob"]
    assert sealed.security_trailer.hmac == secured["SecurityTrailer"]["Hmac"]
    assert unseal(sealed, KEY).decode() == VECTOR["plaintext"]


def test_the_vectors_payment_is_written_letter_by_letter() -> None:
    terminal = nexo_messages.terminal_of(SETTINGS, {})
    body = nexo_messages.payment(
        "HP26000123-1", 1_250_000, datetime.fromisoformat("2026-01-05T01:30:00Z")
    )
    head = nexo_messages.header(terminal, "Payment", "0105083000")
    assert nexo_messages.plain_message(head, body) == VECTOR["plaintext"]
    packed, proof = nexo_messages.packed(terminal, head, VECTOR["plaintext"], NONCE)
    assert json.loads(packed)["SaleToPOIRequest"] == VECTOR["secured"]
    assert proof == VECTOR["secured"]["SecurityTrailer"]["Hmac"]


@given(plain=st.binary(max_size=300), nonce=st.binary(min_size=16, max_size=16))
def test_what_is_sealed_can_be_opened_again(plain: bytes, nonce: bytes) -> None:
    assert unseal(seal(plain, KEY, nonce), KEY) == plain


@given(place=st.integers(0, 799), bit=st.integers(0, 7), part=st.sampled_from(["blob", "hmac"]))
def test_no_bit_of_a_sealed_message_can_be_changed(place: int, bit: int, part: str) -> None:
    sealed = seal(VECTOR["plaintext"].encode(), KEY, NONCE)
    texts = {"blob": sealed.nexo_blob, "hmac": sealed.security_trailer.hmac}
    raw = bytearray(base64.b64decode(texts[part]))
    raw[place % len(raw)] ^= 1 << bit
    texts[part] = base64.b64encode(raw).decode()
    sealed.nexo_blob, sealed.security_trailer.hmac = texts["blob"], texts["hmac"]
    with pytest.raises(SignatureWrong):
        unseal(sealed, KEY)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("nonce", "AAECAwQFBgcICQoLDA0OEA=="),
        ("nonce", "AAEC"),
        ("nonce", "é"),
        ("hmac", ""),
        ("key_identifier", "another"),
        ("key_version", 2),
        ("adyen_crypto_version", 2),
    ],
)
def test_a_changed_trailer_is_refused(member: str, value: str | int) -> None:
    sealed = seal(b"{}", KEY, NONCE)
    setattr(sealed.security_trailer, member, value)
    with pytest.raises(SignatureWrong):
        unseal(sealed, KEY)


def test_the_cache_of_keys_holds_no_passphrase() -> None:
    text = "một mật khẩu chỉ dùng ở đây"
    asked = nexo_crypto._Passphrase(text)
    keys = nexo_crypto._derived(asked)
    assert asked.take() == b""
    before = nexo_crypto._derived.cache_info().hits
    assert keys_of(text) is keys
    assert nexo_crypto._derived.cache_info().hits == before + 1
    assert keys_of(f"{text}x") != keys
    with pytest.raises(SignatureWrong):
        keys_of("")


def test_a_nonce_is_new_for_each_message() -> None:
    first, second = (Nexo().start(ORDER, SETTINGS).call for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.body != second.body
    assert plain_of(Nexo().start(ORDER, SETTINGS)) == plain_of(NEXO.start(ORDER, SETTINGS))


def test_a_payment_is_one_call_that_waits_for_the_payer() -> None:
    step = NEXO.start(ORDER, SETTINGS)
    assert step.call is not None
    assert step.call.url == "https://192.168.1.20:8443/nexo"
    assert step.call.timeout_seconds == 120
    message = plain_of(step)
    assert message["MessageHeader"] == {
        "ProtocolVersion": "3.0",
        "MessageClass": "Service",
        "MessageCategory": "Payment",
        "MessageType": "Request",
        "SaleID": "CASHIER01",
        "ServiceID": nexo_messages.service_id("TF003NQK8NRQ-7"),
        "POIID": "P400Plus-000000001",
    }
    assert message["PaymentRequest"] == {
        "SaleData": {
            "SaleTransactionID": {
                "TransactionID": "TF003NQK8NRQ-7",
                "TimeStamp": "2026-01-05T08:32:00+07:00",
            }
        },
        "PaymentTransaction": {"AmountsReq": {"Currency": "VND", "RequestedAmount": 1_250_000}},
    }


def test_a_service_id_is_ten_letters_known_before_sending() -> None:
    assert nexo_messages.service_id("TF003NQK8NRQ-7") == "4J9NWI0ZDH"
    names = {nexo_messages.service_id(f"TF003NQK8NRQ-{number}") for number in range(2000)}
    assert len(names) == 2000
    assert all(len(name) == 10 and name.isascii() and name.isalnum() for name in names)


def test_an_order_may_name_another_terminal() -> None:
    other = {"poi_id": "P400Plus-000000002", "endpoint": "https://192.168.1.21:8443/nexo"}
    step = NEXO.start(replace(ORDER, extra=other), SETTINGS)
    assert step.call is not None
    assert step.call.url == "https://192.168.1.21:8443/nexo"
    assert plain_of(step)["MessageHeader"]["POIID"] == "P400Plus-000000002"
    with pytest.raises(SignatureWrong, match="not_to_our_message"):
        NEXO.read_started(replace(ORDER, extra=other), answer(), SETTINGS)


def test_a_hundred_million_does_not_fit_into_a_terminal() -> None:
    fitting = NEXO.start(replace(ORDER, amount_vnd=99_999_999), SETTINGS)
    assert "99999999" in fitting.signed_text
    with pytest.raises(OrderRefused, match=r"Máy POS chỉ nhận dưới 100\.000\.000 đ một lần; "):
        NEXO.start(replace(ORDER, amount_vnd=100_000_000), SETTINGS)
    with pytest.raises(OrderRefused, match="amount_vnd"):
        NEXO.start(replace(ORDER, amount_vnd=0), SETTINGS)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"endpoint": ""}, "endpoint"),
        ({"endpoint": "192.168.1.20"}, "endpoint"),
        ({"endpoint": "ftp://192.168.1.20"}, "endpoint"),
        ({"SaleID": ""}, "SaleID"),
        ({"POIID": ""}, "POIID"),
        ({"KeyIdentifier": ""}, "KeyIdentifier"),
        ({"KeyVersion": "một"}, "KeyVersion"),
        ({"Passphrase": "", "endpoint": "http://192.168.1.20/nexo"}, "Passphrase"),
    ],
)
def test_a_setting_that_is_missing_is_named(changed: Mapping[str, str], named: str) -> None:
    for step in (
        lambda settings: NEXO.start(ORDER, settings),
        lambda settings: NEXO.ask(GIVEN.question, settings),
        lambda settings: NEXO.refund(GIVEN.refund, settings),
    ):
        with pytest.raises(OrderRefused, match=f"^{named}: "):
            step({**SETTINGS, **changed})


def test_a_question_has_a_new_service_id_and_names_the_payments() -> None:
    message = plain_of(NEXO.ask(GIVEN.question, SETTINGS))
    own = message["MessageHeader"]["ServiceID"]
    assert message["MessageHeader"]["MessageCategory"] == "TransactionStatus"
    assert message["TransactionStatusRequest"] == {
        "MessageReference": {
            "MessageCategory": "Payment",
            "SaleID": "CASHIER01",
            "ServiceID": nexo_messages.service_id(ORDER.reference),
            "POIID": "P400Plus-000000001",
        }
    }
    later = replace(GIVEN.question, at=GIVEN.question.at + timedelta(seconds=5))
    assert plain_of(NEXO.ask(later, SETTINGS))["MessageHeader"]["ServiceID"] != own


def test_an_abort_names_the_payment() -> None:
    message = plain_of(NEXO.cancel(GIVEN.question, SETTINGS))
    assert message["MessageHeader"]["MessageCategory"] == "Abort"
    assert message["AbortRequest"] == {
        "MessageReference": {
            "MessageCategory": "Payment",
            "SaleID": "CASHIER01",
            "ServiceID": nexo_messages.service_id(ORDER.reference),
            "POIID": "P400Plus-000000001",
        },
        "AbortReason": "MerchantAbort",
    }


def test_a_whole_refund_names_the_payment_and_no_amount() -> None:
    message = plain_of(NEXO.refund(GIVEN.refund, SETTINGS))
    assert message["ReversalRequest"] == {
        "SaleData": {
            "SaleTransactionID": {
                "TransactionID": "TF003NQK8NRQ-8",
                "TimeStamp": "2026-01-05T08:32:00+07:00",
            }
        },
        "OriginalPOITransaction": {
            "POITransactionID": {
                "TransactionID": "BV0q000000000000001.VK9D000000000001",
                "TimeStamp": "2026-01-05T01:31:45.000Z",
            }
        },
        "ReversalReason": "MerchantCancel",
    }


def test_a_part_refund_names_the_part() -> None:
    body = plain_of(NEXO.refund(GIVEN.part_refund, SETTINGS))["ReversalRequest"]
    assert body["ReversedAmount"] == 1_249_000
    assert body["SaleData"]["SaleToAcquirerData"] == "currency=VND"


def test_a_refund_is_known_by_the_same_service_id_when_it_is_asked_for() -> None:
    sent = plain_of(NEXO.refund(GIVEN.refund, SETTINGS))["MessageHeader"]["ServiceID"]
    asked = plain_of(NEXO.ask_refund(GIVEN.refund, SETTINGS))
    named = asked["TransactionStatusRequest"]["MessageReference"]
    assert (named["MessageCategory"], named["ServiceID"]) == ("Reversal", sent)
    assert asked["MessageHeader"]["ServiceID"] != sent


def test_a_refund_without_the_terminals_name_of_the_payment_is_refused() -> None:
    with pytest.raises(OrderRefused, match="provider_reference"):
        NEXO.refund(replace(GIVEN.refund, provider_reference="PAID26000123"), SETTINGS)


def answer(body: str = GOOD.body, status: int = 200) -> Answer:
    return Answer(status, {}, body.encode(), GOOD.at)


def test_the_recorded_answer_is_read_as_it_was_meant() -> None:
    started = NEXO.read_started(ORDER, answer(), SETTINGS)
    assert started.outcome is Outcome.CONFIRMED
    assert started.token == nexo_messages.service_id(ORDER.reference)
    assert started.notice is not None
    facts = {name: fact for name, fact in asdict(started.notice).items() if fact}
    expected = dict(GOOD.expect.notice or {})
    assert facts.pop("outcome").value == expected.pop("outcome")
    assert facts.pop("paid_at") == datetime.fromisoformat(str(expected.pop("paid_at")))
    assert facts == expected


@pytest.mark.parametrize("name", ["Passphrase", "KeyIdentifier", "KeyVersion", "SaleID", "POIID"])
@pytest.mark.parametrize("value", ["", "9"])
def test_an_answer_is_not_believed_with_other_settings(name: str, value: str) -> None:
    with pytest.raises(SignatureWrong):
        NEXO.read_started(ORDER, answer(), {**SETTINGS, name: value})


def test_a_terminal_never_knocks() -> None:
    assert not NEXO.CAN[Ability.HEAR].can
    with pytest.raises(CannotDo):
        NEXO.hear(Knock("POST", {}, {}, GOOD.body.encode(), GOOD.at), SETTINGS)
