"""payOS payment requests: what is asked, and how answers are read."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from tests.channels.recordings import CODE, load, sample
from thuphi.ground.channels import payos_signature as signing
from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import (
    Answer,
    Knock,
    Malformed,
    Notice,
    Order,
    OrderRefused,
    Outcome,
    SignatureWrong,
    Started,
)
from thuphi.ground.channels.payos import PayOS

HERE = Path(__file__).parent / "payos"
GIVEN = sample(PayOS())
KEY = GIVEN.settings["checksumKey"].encode()
LINK = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
CREDIT: dict[str, object] = {
    "reference": "FT26005123456789",
    "amount": 1_250_000,
    "accountNumber": "0011001932418",
    "description": "CSABCD HP26000123",
    "transactionDateTime": "2026-01-05T08:31:45+07:00",
    "virtualAccountName": None,
    "virtualAccountNumber": "V3CAS0001",
    "counterAccountBankId": "970436",
    "counterAccountBankName": None,
    "counterAccountName": "NGUYEN VAN A",
    "counterAccountNumber": "0123456789",
}


def order(**changes: object) -> Order:
    return msgspec.convert({**msgspec.to_builtins(GIVEN.order), **changes}, type=Order)


def answer(data: object, *, code: str = "00", status: int = 200, signed: bool = True) -> Answer:
    body: dict[str, object] = {"code": code, "desc": "", "data": data}
    if signed and isinstance(data, dict):
        body["signature"] = signing.signature(KEY, signing.sign_text(data))
    return Answer(status, {}, msgspec.json.encode(body), GIVEN.question.at)


def made(**changes: object) -> dict[str, object]:
    return {
        "bin": "970418",
        "accountNumber": "V3CAS0001",
        "accountName": "TRUONG TIEU HOC HOA MAI",
        "amount": 1_250_000,
        "description": f"{CODE} Hoc phi",
        "orderCode": 7,
        "currency": "VND",
        "paymentLinkId": LINK,
        "status": "PENDING",
        "checkoutUrl": f"https://pay.payos.vn/web/{LINK}",
        "qrCode": "00020101021238570010A000000727",
        **changes,
    }


def link(status: str, *credits: dict[str, object], **changes: object) -> dict[str, object]:
    paid = sum(int(str(credit["amount"])) for credit in credits)
    return {
        "id": LINK,
        "orderCode": 7,
        "amount": 1_250_000,
        "amountPaid": paid,
        "amountRemaining": 1_250_000 - paid,
        "status": status,
        "createdAt": "2026-01-05T08:30:00+07:00",
        "transactions": list(credits),
        "cancellationReason": None,
        "canceledAt": None,
        **changes,
    }


def read(said: Answer) -> Notice:
    return PayOS().read_asked(GIVEN.question, said, GIVEN.settings)


def read_made(said: Answer) -> Started:
    return PayOS().read_started(GIVEN.order, said, GIVEN.settings)


def test_a_request_is_sent_as_payos_wants_it() -> None:
    step = PayOS().start(GIVEN.order, GIVEN.settings)
    assert step.call is not None
    assert (step.call.method, step.call.url) == (
        "POST",
        "https://api-merchant.payos.vn/v2/payment-requests",
    )
    assert step.call.headers == {
        "x-client-id": "made-up-client-id",
        "x-api-key": "made-up-api-key",
        "content-type": "application/json",
    }
    back = "https://truong.example.edu.vn/tra-ve"
    text = (
        f"amount=1250000&cancelUrl={back}&description={CODE} Hoc phi&orderCode=7&returnUrl={back}"
    )
    digest = hmac.new(KEY, text.encode(), hashlib.sha256).hexdigest()
    assert (step.signed_text, step.signature) == (text, digest)
    assert msgspec.json.decode(step.call.body) == {
        "orderCode": 7,
        "amount": 1_250_000,
        "description": f"{CODE} Hoc phi",
        "cancelUrl": back,
        "returnUrl": back,
        "expiredAt": int((GIVEN.order.at + timedelta(minutes=15)).timestamp()),
        "buyerName": "Nguyễn Văn A",
        "signature": digest,
    }


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        (f"Học phí tháng 9 {CODE}", f"{CODE} Hoc phi"),
        (f"{CODE}-7 Đặng/Ánh", f"{CODE}7 DangAnh"),
        ("Tiền ăn & bán trú, lớp 1A", "Tien an ban tru lop 1A"),
        ("a" * 40, "a" * 25),
        ("Thu hộ", "Thu ho"),
    ],
)
def test_the_text_begins_with_the_code_and_has_25_letters(said: str, sent: str) -> None:
    step = PayOS().start(order(description=said), GIVEN.settings)
    assert step.call is not None
    assert msgspec.json.decode(step.call.body)["description"] == sent
    assert len(sent) <= 25


@pytest.mark.parametrize(
    ("changes", "member"),
    [
        ({"reference": f"{CODE}-7"}, "reference"),
        ({"reference": "0"}, "reference"),
        ({"reference": "007"}, "reference"),
        ({"reference": "٣"}, "reference"),
        ({"reference": str(2**53)}, "reference"),
        ({"amount_vnd": 500_000_000}, "amount_vnd"),
        ({"description": "///"}, "description"),
        ({"return_url": "javascript:alert(1)"}, "return_url"),
        ({"return_url": "https://trường.vn/"}, "return_url"),
        ({"return_url": ""}, "return_url"),
        ({"extra": {"cancelUrl": "ftp://x"}}, "extra.cancelUrl"),
    ],
)
def test_an_order_that_payos_would_not_take_is_refused_by_its_member(
    changes: dict[str, object], member: str
) -> None:
    with pytest.raises(OrderRefused) as refusal:
        PayOS().start(order(**changes), GIVEN.settings)
    assert str(refusal.value).startswith(f"{member}: ")


def test_a_payer_who_goes_back_may_have_another_address() -> None:
    away = "https://truong.example.edu.vn/quay-lai"
    step = PayOS().start(order(extra={"cancelUrl": away}), GIVEN.settings)
    assert f"&cancelUrl={away}&" in step.signed_text


def test_a_request_can_be_signed_without_the_keys_of_its_headers() -> None:
    key = {"checksumKey": GIVEN.settings["checksumKey"]}
    step = PayOS().start(GIVEN.order, key)
    assert step.signature == PayOS().start(GIVEN.order, GIVEN.settings).signature
    assert step.call is not None
    assert set(step.call.headers) == {"content-type"}
    for unsigned in (PayOS().ask, PayOS().cancel):
        with pytest.raises(SignatureWrong):
            unsigned(GIVEN.question, key)


def test_the_largest_order_code_is_taken() -> None:
    assert PayOS().start(order(reference=str(2**53 - 1)), GIVEN.settings).call is not None


def test_a_link_that_was_made_can_be_opened() -> None:
    assert read_made(answer(made())) == Started(
        Outcome.PENDING,
        url=f"https://pay.payos.vn/web/{LINK}",
        qr="00020101021238570010A000000727",
        token=LINK,
        status="PENDING",
    )


@pytest.mark.parametrize(
    ("code", "status", "outcome"),
    [
        ("20", 200, Outcome.REFUSED),
        ("401", 401, Outcome.REFUSED),
        ("231", 200, Outcome.UNKNOWN),
        ("429", 429, Outcome.UNKNOWN),
        ("nobody knows", 200, Outcome.UNKNOWN),
    ],
)
def test_a_link_that_was_not_made_is_refused_only_by_a_listed_code(
    code: str, status: int, outcome: Outcome
) -> None:
    assert read_made(answer(None, code=code, status=status)) == Started(outcome, status=code)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("PROCESSING", Outcome.PENDING),
        ("CANCELLED", Outcome.REFUSED),
        ("PAID", Outcome.UNKNOWN),
        ("UNDERPAID", Outcome.UNKNOWN),
        ("SOMETHING_NEW", Outcome.UNKNOWN),
    ],
)
def test_a_new_link_is_never_paid_by_its_own_word(status: str, outcome: Outcome) -> None:
    assert read_made(answer(made(status=status))).outcome is outcome


@pytest.mark.parametrize(
    "changes",
    [
        {"orderCode": 8},
        {"amount": 1_249_999},
        {"currency": "USD"},
        {"checkoutUrl": "javascript:alert(1)"},
        {"checkoutUrl": None},
        {"paymentLinkId": ""},
        {"amount": "1250000"},
    ],
)
def test_a_link_of_another_order_is_malformed(changes: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        read_made(answer(made(**changes)))


def test_an_answer_without_its_signature_is_not_believed() -> None:
    for said in (answer(made(), signed=False), answer(made(), status=502)):
        with pytest.raises((SignatureWrong, Malformed)):
            read_made(said)
    body = answer(made()).body.replace(b"pay.payos.vn", b"pay.pay0s.vn")
    with pytest.raises(SignatureWrong):
        read_made(replace(answer(made()), body=body))


def test_the_answer_to_a_question_names_the_credit_as_its_webhook_does() -> None:
    recording = load(HERE / "good.json")
    heard = PayOS().hear(recording.knock, recording.settings)
    question = replace(GIVEN.question, reference=heard.reference, token=LINK)
    said = answer(link("PAID", CREDIT, orderCode=int(heard.reference)))
    asked = PayOS().read_asked(question, said, GIVEN.settings)
    assert asked == replace(heard, status="PAID")


def test_the_sdks_own_signature_of_a_link_is_believed() -> None:
    vectors = msgspec.json.decode((HERE / "vectors" / "payos.json").read_bytes())["vectors"]
    vector = next(one for one in vectors if one["id"] == "get_payment_link_response")
    body = {"code": "00", "desc": "success", "data": vector["data"]}
    said = msgspec.json.encode({**body, "signature": vector["signature"]})
    question = replace(GIVEN.question, reference="26000123", token="0f1e")
    settings = {**GIVEN.settings, "checksumKey": vector["key"]}
    notice = PayOS().read_asked(question, Answer(200, {}, said, GIVEN.order.at), settings)
    assert (notice.outcome, notice.amount_vnd) == (Outcome.CONFIRMED, 1_250_000)
    assert notice.provider_reference == "0f1e:FT26005123456789"
    assert notice.paid_at == reading.local_time("2026-01-05 08:31:45")


@pytest.mark.parametrize(
    ("status", "credits", "outcome", "amount_vnd"),
    [
        ("PENDING", (), Outcome.PENDING, 1_250_000),
        ("PROCESSING", (), Outcome.PENDING, 1_250_000),
        ("EXPIRED", (), Outcome.REFUSED, 1_250_000),
        ("CANCELLED", (), Outcome.REFUSED, 1_250_000),
        ("FAILED", (), Outcome.REFUSED, 1_250_000),
        ("UNDERPAID", (1_000_000,), Outcome.MISMATCH, 1_000_000),
        ("EXPIRED", (1_000_000,), Outcome.MISMATCH, 1_000_000),
        ("CANCELLED", (1_250_000,), Outcome.MISMATCH, 1_250_000),
        ("PAID", (1_000_000, 250_000), Outcome.MISMATCH, 1_250_000),
        ("PAID", (), Outcome.MISMATCH, 1_250_000),
        ("PAID", (1_300_000,), Outcome.CONFIRMED, 1_300_000),
        ("REFUNDING", (), Outcome.UNKNOWN, 1_250_000),
    ],
)
def test_what_became_of_a_link(
    status: str, credits: tuple[int, ...], outcome: Outcome, amount_vnd: int
) -> None:
    notice = read(answer(link(status, *({**CREDIT, "amount": one} for one in credits))))
    assert (notice.outcome, notice.amount_vnd, notice.status) == (outcome, amount_vnd, status)
    # One credit has its own name, also when it does not fit; several have none.
    named = f"{LINK}:FT26005123456789" if len(credits) == 1 else "7"
    assert (notice.provider_reference, notice.reference) == (named, "7")


def test_sums_that_contradict_each_other_are_for_a_person() -> None:
    for changes in ({"amountPaid": 1_249_999}, {"amount": 1_000_000}):
        assert read(answer(link("PAID", CREDIT, **changes))).outcome is Outcome.MISMATCH


def test_a_link_that_is_not_found_is_unknown() -> None:
    notice = read(answer(None, code="101", status=404))
    assert (notice.outcome, notice.status) == (Outcome.UNKNOWN, "101")


def test_the_answer_to_another_question_is_malformed() -> None:
    other_id = link("PAID", CREDIT, id="another")
    with pytest.raises(Malformed):
        read(answer(link("PAID", CREDIT, orderCode=8)))
    with pytest.raises(Malformed):
        PayOS().read_asked(replace(GIVEN.question, token=LINK), answer(other_id), GIVEN.settings)


def test_a_question_names_the_link_or_else_the_order() -> None:
    named = PayOS().ask(replace(GIVEN.question, token=LINK), GIVEN.settings).call
    unnamed = PayOS().ask(replace(GIVEN.question, token=""), GIVEN.settings).call
    assert named is not None
    assert unnamed is not None
    base = "https://api-merchant.payos.vn/v2/payment-requests"
    assert (named.method, named.url) == ("GET", f"{base}/{LINK}")
    assert unnamed.url == f"{base}/7"
    cancel = PayOS().cancel(replace(GIVEN.question, token="a/../b"), GIVEN.settings).call
    assert cancel is not None
    assert (cancel.method, cancel.url) == ("POST", f"{base}/a%2F..%2Fb/cancel")


def test_a_cancel_that_came_too_late_tells_of_the_money() -> None:
    said = answer(link("PAID", CREDIT))
    notice = PayOS().read_cancelled(GIVEN.question, said, GIVEN.settings)
    assert (notice.outcome, notice.amount_vnd) == (Outcome.CONFIRMED, 1_250_000)
    said = answer(link("CANCELLED"))
    assert PayOS().read_cancelled(GIVEN.question, said, GIVEN.settings).outcome is Outcome.REFUSED


def test_a_signed_text_that_reads_in_two_ways_is_for_a_person() -> None:
    """Values are joined without encoding: `&orderCode=` may lie within one, or end it."""
    data = msgspec.json.decode(load(HERE / "good.json").body)["data"]
    data["description"] = "HP&orderCode=9"
    body = {"code": "00", "data": data}
    body["signature"] = signing.signature(KEY, signing.sign_text(data))
    knock = Knock("POST", {}, {}, msgspec.json.encode(body), GIVEN.order.at)
    assert PayOS().hear(knock, GIVEN.settings).outcome is Outcome.MISMATCH


@pytest.mark.parametrize("when", ["0001-01-01 00:00:00", "9999-12-31 23:59:59", "1999-12-31"])
def test_a_year_in_which_nobody_pays_is_malformed(when: str) -> None:
    with pytest.raises(Malformed):
        reading.local_time(when)
