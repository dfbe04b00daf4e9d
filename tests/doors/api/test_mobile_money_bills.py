"""Operators, banks and the portal ask for bills in GSMA's shape."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from pytest_django import Settings

from tests import world as worlds
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.registers.methods.models import Merchant

from .conftest import as_worker
from .operators import TOTAL_VND, OperatorSoftware, code_of, contract, issue


@pytest.fixture(autouse=True)
def the_bill_server(the_site: None, settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.doors.api.mobile_money_site"


@pytest.fixture
def bills(world: World) -> list[Bill]:
    contract(world.a)
    return issue(world)


@pytest.fixture
def operator(bills: list[Bill], as_role: Callable[..., None]) -> OperatorSoftware:
    as_role("thuphi_app")
    return OperatorSoftware()


def read(answer: HttpResponse) -> list[dict[str, object]]:
    assert answer.status_code == 200, answer.content
    found = json.loads(answer.content)
    assert isinstance(found, list)
    return found


def test_a_bill_is_found_by_its_code(operator: OperatorSoftware, bills: list[Bill]) -> None:
    code = bills[0].code
    assert read(operator.get(f"accounts/consumerno@{code}/bills")) == [
        {
            "billReference": code,
            "billStatus": "unpaid",
            "amountDue": str(TOTAL_VND),
            "currency": "VND",
            "billdescription": "Thu tháng 10/2026",
            "dueDate": "2026-10-31",
            "minimumAmountDue": str(TOTAL_VND),
            "creationDate": "2026-10-05T01:00:00Z",
            "metadata": [
                {"key": "payerName", "value": "Nguyễn V** B***"},
                {"key": "beneficiaryName", "value": "Nguyễn M*** A**"},
                {"key": "reason", "value": "Thu tháng 10/2026"},
                {"key": "billCode", "value": code},
                {"key": "serviceProvider", "value": "Trường Tiểu học Ví Dụ"},
            ],
        }
    ]


@pytest.mark.parametrize(
    "path",
    [
        "accounts/consumerno@HS001$serviceprovider@27001/bills",
        quote("accounts/consumerno@HS001$serviceprovider@27001/bills", safe="/"),
        "accounts/consumerno@{code}$serviceprovider@27001/bills",
        "accounts/consumerno/{code}/bills",
    ],
    ids=["pupil", "quoted", "code_of_the_school", "one_identifier"],
)
def test_a_bill_is_found_by_each_name_of_the_account(
    path: str, operator: OperatorSoftware, bills: list[Bill]
) -> None:
    found = read(operator.get(path.replace("{code}", bills[0].code)))
    assert [one["billReference"] for one in found] == [bills[0].code]


def test_the_school_may_stand_in_a_header(operator: OperatorSoftware, bills: list[Bill]) -> None:
    headers = {"X_Account_Holding_Institution_Identifier": "27001"}
    found = read(operator.get("accounts/consumerno/HS002/bills", **named(headers)))
    assert [one["billReference"] for one in found] == [bills[1].code]


def named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def test_a_pupils_bills_come_with_those_to_be_paid_first(
    world: World, operator: OperatorSoftware, bills: list[Bill]
) -> None:
    with as_worker():
        november = issue(world, name="Thu tháng 11/2026")
        worlds.hear(world, november[0].code, TOTAL_VND)
        payments.post_waiting(at=worlds.AT)
    path = "accounts/consumerno@HS001$serviceprovider@27001/bills"
    found = read(operator.get(path))
    assert [(one["billReference"], one["billStatus"]) for one in found] == [
        (bills[0].code, "unpaid"),
        (november[0].code, "paid"),
    ]
    second = operator.get(f"{path}?limit=1&offset=1")
    assert [one["billReference"] for one in read(second)] == [november[0].code]
    assert second["X-Records-Available-Count"] == "2"
    assert second["X-Records-Returned-Count"] == "1"
    assert read(operator.get(f"{path}?fromDateTime=2026-10-06T00:00:00Z")) == []
    assert len(read(operator.get(f"{path}?toDateTime=2026-10-05T08:00:00%2B07:00"))) == 2


@pytest.mark.parametrize(
    "query", ["limit=ten", "offset=-1", "fromDateTime=yesterday", "toDateTime=2026-13-01T00:00:00Z"]
)
def test_a_question_that_cannot_be_read_is_refused(
    query: str, operator: OperatorSoftware, bills: list[Bill]
) -> None:
    answer = operator.get(f"accounts/consumerno@{bills[0].code}/bills?{query}")
    assert code_of(answer) == (400, "formatError")


def test_a_bill_in_parts_says_the_least_that_is_taken(
    world: World, as_role: Callable[..., None]
) -> None:
    contract(world.a)
    bill = issue(world, allows_part=True)[0]
    worlds.hear(world, bill.code, 100_000)
    payments.post_waiting(at=worlds.AT)
    as_role("thuphi_app")
    (found,) = read(OperatorSoftware().get(f"accounts/consumerno@{bill.code}/bills"))
    assert (found["billStatus"], found["amountDue"], found["minimumAmountDue"]) == (
        "partialpaid",
        "726800",
        "1",
    )


def test_money_that_waits_to_be_booked_is_not_asked_for_again(
    world: World, operator: OperatorSoftware, bills: list[Bill]
) -> None:
    with as_worker():
        worlds.hear(world, bills[0].code, TOTAL_VND)
    (found,) = read(operator.get(f"accounts/consumerno@{bills[0].code}/bills"))
    assert (found["billStatus"], found["amountDue"]) == ("paid", "0")


def test_a_cancelled_bill_is_nobodys_debt(operator: OperatorSoftware, bills: list[Bill]) -> None:
    with as_worker():
        bill_actions.cancel_bill(by=SYSTEM, code=bills[0].code, reason="Nghỉ học", at=worlds.AT)
    assert read(operator.get(f"accounts/consumerno@{bills[0].code}/bills")) == []


@pytest.mark.parametrize(
    ("account", "refusal"),
    [
        ("student@HS001", (400, "formatError")),
        ("HS001", (400, "formatError")),
        ("consumerno@HS001$storeid@1$walletid@2$iban@3", (400, "formatError")),
        ("msisdn@+84901234567", (400, "mandatoryValueNotSupplied")),
        ("consumerno@HS001", (400, "mandatoryValueNotSupplied")),
        ("consumerno@HS%00$serviceprovider@27001", (400, "mandatoryValueNotSupplied")),
        ("consumerno@HS999$serviceprovider@27001", (404, "identifierError")),
        ("consumerno@HS001$serviceprovider@99999", (401, "clientAuthorisationError")),
        ("consumerno@HS001$serviceprovider@27002", (401, "clientAuthorisationError")),
        ("consumerno@TF0000000000", (401, "clientAuthorisationError")),
        ("consumerno@TF0000000001", (400, "mandatoryValueNotSupplied")),
    ],
)
def test_an_account_that_is_not_ours_to_show_is_refused(
    account: str, refusal: tuple[int, str], operator: OperatorSoftware
) -> None:
    answer = operator.get(f"accounts/{account}/bills")
    assert code_of(answer) == refusal
    said = json.loads(answer.content)
    assert said["errorDateTime"] == "2026-10-06T02:30:00Z"
    assert said["errordescription"].endswith(".")


def test_another_schools_bill_is_not_shown(world: World, operator: OperatorSoftware) -> None:
    with as_worker():
        (foreign,) = worlds.issued_run(world, school=world.b)
    stranger = operator.get(f"accounts/consumerno@{foreign.code}/bills")
    assert code_of(stranger) == (401, "clientAuthorisationError")
    mixed = operator.get(f"accounts/consumerno@{foreign.code}$serviceprovider@27001/bills")
    assert code_of(mixed) == (404, "identifierError")


@pytest.mark.parametrize(
    "stranger",
    [
        OperatorSoftware(key="another key"),
        OperatorSoftware(key=""),
        OperatorSoftware(slug=""),
        OperatorSoftware(slug="vidu-sandbox"),
        OperatorSoftware(slug="a-stranger"),
    ],
    ids=["wrong_key", "no_key", "no_name", "another_channel", "unknown"],
)
def test_a_stranger_learns_nothing(
    stranger: OperatorSoftware, operator: OperatorSoftware, bills: list[Bill]
) -> None:
    answer = stranger.get(f"accounts/consumerno@{bills[0].code}/bills")
    assert code_of(answer) == (401, "clientAuthorisationError")
    assert "HS" not in answer.content.decode()


def test_a_merchant_without_a_key_of_the_caller_lets_nobody_in(
    world: World, bills: list[Bill], as_role: Callable[..., None]
) -> None:
    as_role("thuphi_app")
    answer = OperatorSoftware(slug="vidu-sepay", key="").get(
        f"accounts/consumerno@{bills[0].code}/bills"
    )
    assert code_of(answer) == (401, "clientAuthorisationError")


def test_a_contract_that_is_over_lets_nobody_in(
    operator: OperatorSoftware, bills: list[Bill]
) -> None:
    with as_worker():
        Merchant.objects.filter(channel="gsma").update(is_active=False)
    answer = operator.get(f"accounts/consumerno@{bills[0].code}/bills")
    assert code_of(answer) == (401, "clientAuthorisationError")


def test_an_operator_that_asks_without_end_is_slowed_down(
    operator: OperatorSoftware, bills: list[Bill], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thuphi.doors.api.mobile_money_entry.ASKED_A_MINUTE", 2)
    path = f"accounts/consumerno@{bills[0].code}/bills"
    statuses = [operator.get(path).status_code for _ in range(3)]
    assert statuses == [200, 200, 400]
    assert code_of(operator.get(path)) == (400, "rateLimitError")


def test_the_heartbeat_asks_for_no_key(operator: OperatorSoftware) -> None:
    answer = OperatorSoftware(slug="", key="").get("heartbeat")
    assert json.loads(answer.content) == {"serviceStatus": "available", "delay": 0}


def test_no_log_names_a_pupil(
    operator: OperatorSoftware, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    operator.get("accounts/consumerno@HS999$serviceprovider@27001/bills")
    OperatorSoftware(key="").get("accounts/consumerno@HS001$serviceprovider@27001/bills")
    said = capsys.readouterr()
    assert "HS" not in caplog.text + said.out + said.err


def test_answers_are_kept_by_nobody(operator: OperatorSoftware, bills: list[Bill]) -> None:
    answer = operator.get(f"accounts/consumerno@{bills[0].code}/bills")
    assert "no-store" in answer["Cache-Control"]
