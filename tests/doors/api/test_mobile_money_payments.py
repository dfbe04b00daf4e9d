"""Operators pay bills: each payment is heard once, judged, and booked by the road of all money."""

from __future__ import annotations

import hashlib
import json
import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from pytest_django import Settings

from tests import world as worlds
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Heard, HeardOtherwise, MonthCount
from thuphi.registers.methods.models import Merchant

from .conftest import as_worker
from .operators import TOTAL_VND, OperatorSoftware, body, booked, code_of, contract, issue, read

PUPIL = "consumerno@HS001$serviceprovider@27001"


@pytest.fixture(autouse=True)
def the_bill_server(the_site: None, settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.doors.api.mobile_money_site"
    settings.SITE_URL = "https://thuphi.example"


@pytest.fixture
def bills(world: World) -> list[Bill]:
    contract(world.a)
    return issue(world)


@pytest.fixture
def operator(bills: list[Bill], as_role: Callable[..., None]) -> OperatorSoftware:
    as_role("thuphi_app")
    return OperatorSoftware()


def test_a_bill_is_paid_and_the_payer_is_told(
    operator: OperatorSoftware, bills: list[Bill]
) -> None:
    said = read(operator.pay(bills[0], TOTAL_VND, "MM-778899", paymentType="fullpayment"))
    with as_worker():
        heard = Heard.objects.get()
    assert said == {
        "currency": "VND",
        "amountPaid": str(TOTAL_VND),
        "billPaymentStatus": "paid",
        "serviceProviderPaymentReference": f"TP-{heard.pk}",
        "requestingOrganisationTransactionReference": "MM-778899",
        "serviceProviderNotification": (
            f"Đã nhận 826.800\u00a0đ cho Thu tháng 10/2026, mã {bills[0].code}."
        ),
        "serviceProviderComment": f"Biên nhận: https://thuphi.example/b/{bills[0].code}",
        "creationDate": "2026-10-06T02:30:00Z",
    }
    assert (heard.outcome, heard.provider_reference, heard.payer_name) == (
        "confirmed",
        "MM-778899",
        "Nguyen Van A",
    )
    assert booked() == [("gsma", "mobile_money", "exact", TOTAL_VND)]
    with as_worker():
        bill = Bill.objects.get(pk=bills[0].pk)
        counted = MonthCount.objects.get(facility_id=bill.facility_id)
    assert (bill.state, bill.paid_vnd) == ("paid", TOTAL_VND)
    assert (counted.method, counted.value_vnd) == ("mobile_money", TOTAL_VND)


@pytest.mark.parametrize(
    "path",
    [
        "bills/{code}/payments",
        "accounts/consumerno@{code}/bills/{code}/payments",
        f"accounts/{PUPIL}/bills/{{code}}/payments",
        "accounts/consumerno/HS001/bills/{code}/payments",
        "accounts/consumerno/{code}/bills/payments",
        f"accounts/{PUPIL}/bills/payments",
    ],
)
def test_every_address_of_the_document_takes_a_payment(
    path: str, operator: OperatorSoftware, bills: list[Bill]
) -> None:
    path = path.replace("{code}", bills[0].code)
    assert read(operator.post(path, body()))["billPaymentStatus"] == "paid"
    (seen,) = json.loads(operator.get(path).content)
    assert (seen["amountPaid"], seen["billPaymentStatus"]) == (str(TOTAL_VND), "paid")
    assert booked() == [("gsma", "mobile_money", "exact", TOTAL_VND)]


def test_a_repeat_gets_the_same_answer_and_moves_nothing(
    operator: OperatorSoftware, bills: list[Bill]
) -> None:
    correlation, path = str(uuid.uuid4()), f"bills/{bills[0].code}/payments"
    first = operator.post(path, body(), correlation=correlation)
    second = operator.post(path, body(), correlation=correlation)
    assert booked() == [("gsma", "mobile_money", "exact", TOTAL_VND)]
    third = operator.post(path, body())
    assert [one.status_code for one in (first, second, third)] == [201, 201, 201]
    assert first.content == second.content == third.content
    assert booked() == [("gsma", "mobile_money", "exact", TOTAL_VND)]


def test_a_repeat_on_account_means_the_bill_it_paid_before(
    operator: OperatorSoftware, bills: list[Bill]
) -> None:
    path = f"accounts/{PUPIL}/bills/payments"
    first = operator.post(path, body())
    assert len(booked()) == 1
    assert operator.post(path, body()).content == first.content


def test_a_payment_without_a_reference_goes_by_its_correlation_id(
    operator: OperatorSoftware, bills: list[Bill]
) -> None:
    path, correlation = f"bills/{bills[0].code}/payments", str(uuid.uuid4())
    sent = {"currency": "VND", "amountPaid": str(TOTAL_VND)}
    first = operator.post(path, sent, correlation=correlation)
    assert read(first)["requestingOrganisationTransactionReference"] == correlation
    assert operator.post(path, sent, correlation=correlation).content == first.content
    assert code_of(operator.post(path, sent)) == (400, "incorrectState")


def test_a_payment_has_one_name_at_least(operator: OperatorSoftware, bills: list[Bill]) -> None:
    path = f"bills/{bills[0].code}/payments"
    nameless = {"currency": "VND", "amountPaid": str(TOTAL_VND)}
    answer = operator.post(path, nameless, X_CorrelationID="")
    assert code_of(answer) == (400, "mandatoryValueNotSupplied")
    assert read(operator.post(path, body(), X_CorrelationID=""))["billPaymentStatus"] == "paid"


@pytest.mark.parametrize("differs", ["amount", "bill"])
def test_a_repeat_that_says_another_thing_is_refused_and_kept(
    differs: str, world: World, operator: OperatorSoftware, bills: list[Bill]
) -> None:
    read(operator.pay(bills[0], TOTAL_VND, "MM-1"))
    other = bills[1] if differs == "bill" else bills[0]
    amount_vnd = TOTAL_VND - 1_000 if differs == "amount" else TOTAL_VND
    assert code_of(operator.pay(other, amount_vnd, "MM-1")) == (400, "duplicateRequest")
    with as_worker():
        assert HeardOtherwise.objects.count() == 1
    assert booked() == [("gsma", "mobile_money", "exact", TOTAL_VND)]


def test_a_correlation_id_belongs_to_one_payment(
    operator: OperatorSoftware, bills: list[Bill]
) -> None:
    correlation = str(uuid.uuid4())
    paths = [f"bills/{bill.code}/payments" for bill in bills]
    read(operator.post(paths[0], body(reference="MM-1"), correlation=correlation))
    answer = operator.post(paths[1], body(reference="MM-2"), correlation=correlation.upper())
    assert code_of(answer) == (400, "duplicateRequest")
    assert len(booked()) == 1


@pytest.mark.parametrize(
    ("sent", "refusal", "parameter"),
    [
        (body("826799"), (400, "underPaymentNotAllowed"), {"key": "amountDue", "value": "826800"}),
        (body("826801"), (400, "overPaymentNotAllowed"), {"key": "amountDue", "value": "826800"}),
        (
            body(str(10**17)),
            (400, "overPaymentNotAllowed"),
            {"key": "amountPaid", "value": str(10**17)},
        ),
        (body(currency="USD"), (400, "currencyNotSupported"), {"key": "currency", "value": "USD"}),
        (body("0"), (400, "negativeValue"), {"key": "amountPaid", "value": "0"}),
        (body("-1"), (400, "negativeValue"), {"key": "amountPaid", "value": "-1"}),
        (body("826800.5"), (400, "formatError"), {"key": "amountPaid", "value": "826800.5"}),
        (body("826.800"), (400, "formatError"), {"key": "amountPaid", "value": "826.800"}),
        (body("٨٢٦٨٠٠"), (400, "formatError"), {"key": "amountPaid", "value": "٨٢٦٨٠٠"}),
        (
            {"currency": "VND"},
            (400, "mandatoryValueNotSupplied"),
            {"key": "amountPaid", "value": ""},
        ),
        ({"amountPaid": "1"}, (400, "mandatoryValueNotSupplied"), {"key": "currency", "value": ""}),
        (
            body(customerReference="x" * 257),
            (400, "lengthError"),
            {"key": "value", "value": "customerReference"},
        ),
        (
            {**body(), "amountPaid": 826_800},
            (400, "formatError"),
            {"key": "value", "value": "amountPaid"},
        ),
        (
            body(reference="MM\0001"),
            (400, "formatError"),
            {"key": "value", "value": "requestingOrganisationTransactionReference"},
        ),
    ],
)
def test_a_payment_that_cannot_be_taken_is_refused_by_name(
    sent: dict[str, object],
    refusal: tuple[int, str],
    parameter: dict[str, str],
    operator: OperatorSoftware,
    bills: list[Bill],
) -> None:
    answer = operator.post(f"bills/{bills[0].code}/payments", sent)
    assert code_of(answer) == refusal
    assert json.loads(answer.content)["errorParameters"] == [parameter]
    assert booked() == []


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 5000, b"<pay/>"])
def test_a_body_that_is_none_is_refused(
    raw: bytes, operator: OperatorSoftware, bills: list[Bill]
) -> None:
    answer = operator.post(f"bills/{bills[0].code}/payments", raw)
    assert code_of(answer) == (400, "formatError")


@pytest.mark.parametrize("correlation", ["not-a-uuid", "1"])
def test_a_correlation_id_is_a_uuid(
    correlation: str, operator: OperatorSoftware, bills: list[Bill]
) -> None:
    answer = operator.post(f"bills/{bills[0].code}/payments", body(), correlation=correlation)
    assert code_of(answer) == (400, "formatError")


def test_a_body_altered_on_its_way_is_refused(
    operator: OperatorSoftware, bills: list[Bill]
) -> None:
    raw = json.dumps(body()).encode()
    good = hashlib.sha256(raw).hexdigest()
    path = f"bills/{bills[0].code}/payments"
    altered = raw.replace(b"MM-1", b"MM-2")
    answer = operator.post(path, altered, X_Content_Hash=good)
    assert code_of(answer) == (400, "formatError")
    assert read(operator.post(path, raw, X_Content_Hash=good))["billPaymentStatus"] == "paid"


def test_zeros_behind_the_point_and_the_alias_are_read(
    operator: OperatorSoftware, bills: list[Bill]
) -> None:
    sent = {"currency": "VND", "paidAmount": f"{TOTAL_VND}.00"}
    said = read(operator.post(f"bills/{bills[0].code}/payments", sent))
    assert said["amountPaid"] == str(TOTAL_VND)


def test_a_bill_in_parts_is_paid_in_parts(world: World, as_role: Callable[..., None]) -> None:
    contract(world.a)
    bill = issue(world, allows_part=True)[0]
    as_role("thuphi_app")
    operator = OperatorSoftware()
    full = operator.pay(bill, 100_000, "MM-1", paymentType="fullpayment")
    assert code_of(full) == (400, "underPaymentNotAllowed")
    part = read(operator.pay(bill, 100_000, "MM-2", paymentType="partialpayment"))
    assert part["billPaymentStatus"] == "partialpaid"
    # Not booked yet, and still the rest is what is due.
    assert code_of(operator.pay(bill, TOTAL_VND, "MM-3")) == (400, "overPaymentNotAllowed")
    rest = read(operator.pay(bill, TOTAL_VND - 100_000, "MM-4"))
    assert rest["billPaymentStatus"] == "paid"
    assert booked() == [
        ("gsma", "mobile_money", "part", 100_000),
        ("gsma", "mobile_money", "exact", TOTAL_VND - 100_000),
    ]
    seen = json.loads(operator.get(f"bills/{bill.code}/payments").content)
    assert [one["billPaymentStatus"] for one in seen] == ["partialpaid", "paid"]


@pytest.mark.parametrize("state", ["paid", "being_booked", "cancelled"])
def test_what_needs_no_money_takes_none(
    state: str, world: World, operator: OperatorSoftware, bills: list[Bill]
) -> None:
    with as_worker():
        if state == "cancelled":
            bill_actions.cancel_bill(by=SYSTEM, code=bills[0].code, reason="Nghỉ học", at=worlds.AT)
        else:
            worlds.hear(world, bills[0].code, TOTAL_VND)
        if state == "paid":
            payments.post_waiting(at=worlds.AT)
    assert code_of(operator.pay(bills[0], TOTAL_VND, "MM-1")) == (400, "incorrectState")


def test_several_bills_want_to_be_named(
    world: World, operator: OperatorSoftware, bills: list[Bill]
) -> None:
    with as_worker():
        issue(world, name="Thu tháng 11/2026")
    answer = operator.post(f"accounts/{PUPIL}/bills/payments", body())
    assert code_of(answer) == (404, "identifierError")
    assert "billReference" in json.loads(answer.content)["errordescription"]


def test_a_bill_of_another_pupil_is_not_in_the_account(
    operator: OperatorSoftware, bills: list[Bill]
) -> None:
    answer = operator.post(f"accounts/{PUPIL}/bills/{bills[1].code}/payments", body())
    assert code_of(answer) == (404, "identifierError")
    mistyped = operator.post("bills/TF0000000001/payments", body())
    assert code_of(mistyped) == (404, "identifierError")


def test_a_stranger_pays_nothing(operator: OperatorSoftware, bills: list[Bill]) -> None:
    answer = OperatorSoftware(key="another").pay(bills[0], TOTAL_VND, "MM-1")
    assert code_of(answer) == (401, "clientAuthorisationError")
    assert booked() == []


def test_an_operator_sees_only_what_it_paid_itself(
    world: World, operator: OperatorSoftware, bills: list[Bill]
) -> None:
    with as_worker():
        contract(world.a, slug="vidu-khac", key="the other's key")
        worlds.hear(world, bills[1].code, TOTAL_VND)
    read(operator.pay(bills[0], TOTAL_VND, "MM-1"))
    other = OperatorSoftware(slug="vidu-khac", key="the other's key")
    assert json.loads(other.get(f"bills/{bills[0].code}/payments").content) == []
    assert json.loads(operator.get(f"bills/{bills[1].code}/payments").content) == []
    # The same reference of two operators is two payments.
    read(other.pay(bills[2], TOTAL_VND, "MM-1"))


def test_a_payers_credentials_are_never_kept(
    operator: OperatorSoftware,
    bills: list[Bill],
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    secrets = {
        "X_User_Bearer": "bearer-of-the-payer",
        "X_User_Credential_1": "pin-of-the-payer",
        "X_User_Credential_2": "otp-of-the-payer",
    }
    path = f"bills/{bills[0].code}/payments"
    read(operator.post(path, body(), **secrets))
    operator.post(path, b"{", **secrets)
    said = capsys.readouterr()
    assert "of-the-payer" not in caplog.text + said.out + said.err
    with as_worker(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM heard WHERE heard::text LIKE '%%of-the-payer%%'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT raw, headers::text FROM heard")
        raw, headers = cursor.fetchone()
    assert (json.loads(bytes(raw)), headers) == (body(), "{}")


def test_other_methods_are_not_known(operator: OperatorSoftware, bills: list[Bill]) -> None:
    answer = operator.client.delete(f"/api/mm/v1.2/bills/{bills[0].code}/payments")
    assert answer.status_code == 405


def test_two_payments_at_once_are_judged_one_after_the_other(town: str, settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.doors.api.mobile_money_site"
    world = worlds.build()
    contract(world.a)
    bill = issue(world)[0]
    start = threading.Barrier(4)
    codes: list[int] = []

    def pay(number: int) -> None:
        start.wait()
        codes.append(OperatorSoftware().pay(bill, TOTAL_VND, f"MM-{number}").status_code)
        connection.close()

    threads = [threading.Thread(target=pay, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [201, 400, 400, 400]
    assert Heard.objects.count() == 1
    assert Merchant.objects.filter(channel="gsma").count() == 1


def test_the_portal_pays_in_the_same_shape(
    world: World, bills: list[Bill], as_role: Callable[..., None]
) -> None:
    Merchant.objects.create(
        channel="portal",
        slug="vidu-portal",
        facility_id=world.a.id,
        account_number="",
        settings={"callerKeyHash": hashlib.sha256(b"key of the portal").hexdigest()},
    )
    as_role("thuphi_app")
    portal = OperatorSoftware(slug="vidu-portal", key="key of the portal")
    assert read(portal.pay(bills[0], TOTAL_VND, "DVC-1"))["billPaymentStatus"] == "paid"
    assert booked() == [("portal", "web", "exact", TOTAL_VND)]
