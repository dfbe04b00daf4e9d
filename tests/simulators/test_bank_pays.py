"""The bank at work: damage on the way, twice, late, repeated, refused, many at once."""

from __future__ import annotations

import json
import time

import httpx
import pytest
from thuphi_side import Listener

from simulators.bank.words import Damage, damaged

BILL = "TF003NQK8NRQ AN HOC PHI"


def _texts(thuphi: Listener) -> list[str]:
    return [json.loads(call.body)["text"] for call in thuphi.at("sandbox")]


@pytest.mark.parametrize(
    ("damage", "arrives"),
    [
        ("lower", "tf003nqk8nrq an hoc phi"),
        ("spaces", "TF00 3NQK 8NRQ AN HOC PHI"),
        ("dots", "TF00.3NQK.8NRQ AN HOC PHI"),
        (
            "prefix",
            "MBVCB.3278907687.105213.TF003NQK8NRQ AN HOC PHI.CT tu 0351000123456 NGUYEN VAN A",
        ),
        ("one_symbol", "TF003NRK8NRQ AN HOC PHI"),
        ("no_text", ""),
        ("o_for_zero", "TFOO3NQK8NRQ AN HOC PHI"),
    ],
)
def test_a_damaged_text_arrives_damaged(
    bank: httpx.Client, thuphi: Listener, qr: str, damage: str, arrives: str
) -> None:
    order = {"qr": qr, "text": "TF003NQK8NRQ ăn học phí", "damage": damage, "provider": "sandbox"}
    paid = bank.post("/pay", json=order).json()
    assert paid["text"] == arrives
    assert _texts(thuphi) == [arrives]


@pytest.mark.parametrize("damage", Damage)
def test_damage_to_an_empty_text_is_no_accident(damage: Damage) -> None:
    told = damaged("", damage, payer_name="A", payer_account="1")
    assert told == ("MBVCB.3278907687.105213..CT tu 1 A" if damage is Damage.PREFIX else "")


def test_one_wrong_symbol_is_exactly_one() -> None:
    told = damaged(BILL, Damage.ONE_SYMBOL, payer_name="A", payer_account="1")
    assert sum(a != b for a, b in zip(BILL, told, strict=True)) == 1


def test_an_amount_and_a_text_may_be_edited(bank: httpx.Client, thuphi: Listener, qr: str) -> None:
    paid = bank.post("/pay", json={"qr": qr, "amount_vnd": 78_999, "text": "Đóng tiền"}).json()
    assert (paid["amount_vnd"], paid["text"]) == (78_999, "DONG TIEN")
    told = {call.path: json.loads(call.body) for call in thuphi.heard}
    assert told["/gate/sandbox/school"]["amount_vnd"] == 78_999
    assert told["/gate/sepay/school"]["transferAmount"] == 78_999
    assert told["/gate/casso/school"]["data"]["amount"] == 78_999
    assert told["/gate/payos/school"]["data"]["amount"] == 78_999


def test_paying_twice_moves_money_twice(bank: httpx.Client, thuphi: Listener, qr: str) -> None:
    paid = bank.post("/pay", json={"qr": qr, "times": 2, "provider": "sandbox"}).json()
    first, second = (json.loads(call.body) for call in thuphi.heard)
    assert first["id"] != second["id"]
    assert {first["bank_reference"], second["bank_reference"]} == set(paid["bank_references"])
    assert len(set(paid["bank_references"])) == 2


def test_a_bank_reference_has_the_form_of_a_core_banking_number(
    bank: httpx.Client, thuphi: Listener, qr: str
) -> None:
    reference = bank.post("/pay", json={"qr": qr}).json()["bank_reference"]
    assert reference[:2] == "FT"
    assert reference[2:].isdigit()
    assert len(reference) == 16


@pytest.mark.parametrize("provider", ["sepay", "casso", "payos", "sandbox"])
def test_a_notification_is_repeated_after_500_until_it_is_acknowledged(
    bank: httpx.Client, thuphi: Listener, qr: str, provider: str
) -> None:
    thuphi.answers += [(500, b"{}"), (503, b"{}")]
    paid = bank.post("/pay", json={"qr": qr, "provider": provider}).json()
    assert len(thuphi.heard) == 3
    assert len({call.body for call in thuphi.heard}) == 1
    [told] = paid["sent"]
    assert (told["status"], told["tries"], told["is_acknowledged"]) == (200, 3, True)


def test_repeats_end(bank: httpx.Client, thuphi: Listener, qr: str) -> None:
    thuphi.answers += [(500, b"down")] * 9
    paid = bank.post("/pay", json={"qr": qr, "provider": "sepay"}).json()
    assert len(thuphi.heard) == 4
    [told] = paid["sent"]
    assert (told["status"], told["body"], told["is_acknowledged"]) == (500, "down", False)


def test_sepay_is_not_content_with_200_alone(bank: httpx.Client, thuphi: Listener, qr: str) -> None:
    thuphi.answers += [(200, b'{"success": false}'), (201, b'{"success": true}')]
    paid = bank.post("/pay", json={"qr": qr, "provider": "sepay"}).json()
    assert [told["status"] for told in paid["sent"]] == [201]
    assert len(thuphi.heard) == 2


def test_an_asked_for_repeat_is_the_same_and_a_changed_one_differs_in_its_amount(
    bank: httpx.Client, thuphi: Listener, qr: str
) -> None:
    paid = bank.post("/pay", json={"qr": qr, "provider": "sandbox"}).json()
    wish = {"bank_reference": paid["bank_reference"], "provider": "sandbox"}
    bank.post("/notify/repeat", json=wish)
    bank.post("/notify/repeat", json={**wish, "change_body": True})
    first, same, changed = (json.loads(call.body) for call in thuphi.heard)
    assert same == first
    assert changed == {**first, "amount_vnd": 80_000}


def test_a_late_notification_comes_later_and_the_money_at_once(
    bank: httpx.Client, thuphi: Listener, qr: str
) -> None:
    order = {"qr": qr, "delay_seconds": 1, "provider": "sandbox"}
    paid = bank.post("/pay", json=order).json()
    assert paid["sent"] == []
    assert thuphi.heard == []
    booked = bank.get("/ledger").json()["payments"][-1]
    assert (booked["bank_reference"], booked["sent"]) == (paid["bank_reference"], [])
    until = time.monotonic() + 10
    while not thuphi.heard and time.monotonic() < until:
        time.sleep(0.05)
    assert json.loads(thuphi.heard[0].body)["bank_reference"] == paid["bank_reference"]


def test_the_ledger_shows_every_payment_and_the_balance(
    bank: httpx.Client, thuphi: Listener, qr: str
) -> None:
    before = bank.get("/ledger").json()
    paid = bank.post("/pay", json={"qr": qr, "amount_vnd": 1_000}).json()
    after = bank.get("/ledger").json()
    [new] = after["payments"][len(before["payments"]) :]
    assert new["bank_reference"] == paid["bank_reference"]
    assert sorted(told["provider"] for told in new["sent"]) == [
        "casso",
        "payos",
        "sandbox",
        "sepay",
    ]
    account = {"bin": "970415", "account": "113366668888"}
    had = [one["balance_vnd"] for one in before["balances"] if account.items() <= one.items()]
    has = [one["balance_vnd"] for one in after["balances"] if account.items() <= one.items()]
    assert has == [sum(had) + 1_000]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"amount_vnd": 500_000_000},
            "Chuyển nhanh NAPAS 247 chỉ nhận dưới 500.000.000 đồng mỗi lần.",
        ),
        ({"amount_vnd": 0}, "Số tiền phải lớn hơn 0 đồng."),
        ({"amount_vnd": -5}, "Số tiền phải lớn hơn 0 đồng."),
        ({"qr": ""}, "Xin dán đường dẫn, mã khoản thu, hoặc chọn ảnh mã QR."),
        ({"times": 11}, "Số lần trả từ 1 đến 10, trễ tối đa một ngày."),
    ],
)
def test_what_a_bank_refuses_moves_nothing_and_tells_nobody(
    bank: httpx.Client, thuphi: Listener, qr: str, change: dict, reason: str
) -> None:
    before = len(bank.get("/ledger").json()["payments"])
    reply = bank.post("/pay", json={"qr": qr, **change})
    assert (reply.status_code, reply.json()) == (422, {"error": reason})
    assert len(bank.get("/ledger").json()["payments"]) == before
    assert thuphi.heard == []


def test_the_largest_amount_of_napas_247_is_carried(
    bank: httpx.Client, thuphi: Listener, qr: str
) -> None:
    paid = bank.post("/pay", json={"qr": qr, "amount_vnd": 499_999_999}).json()
    assert paid["amount_vnd"] == 499_999_999


def test_a_request_in_another_form_is_refused(bank: httpx.Client, thuphi: Listener) -> None:
    for body in (b"{", b'{"surprise": 1}', b'{"qr": "", "damage": "fire"}'):
        assert bank.post("/pay", content=body).status_code == 400


def test_an_account_that_nobody_watches_is_credited_in_silence(
    bank: httpx.Client, thuphi: Listener
) -> None:
    other = (
        "00020101021138540010A00000072701240006970423011000999999990208QRIBFTTA"
        "53037045802VN6304CBB4"
    )
    without = bank.post("/pay", json={"qr": other})
    assert without.json() == {"error": "Mã QR không có số tiền. Xin nhập số tiền."}
    paid = bank.post("/pay", json={"qr": other, "amount_vnd": 2_000}).json()
    assert (paid["amount_vnd"], paid["sent"], thuphi.heard) == (2_000, [], [])


def test_a_burst_tells_how_many_were_acknowledged(
    bank: httpx.Client, thuphi: Listener, qr: str
) -> None:
    thuphi.answers += [(503, b"")] * 3
    only_sandbox = {"qr": qr, "provider": "sandbox"}
    done = bank.post("/burst", json={"payloads": [only_sandbox] * 40, "concurrency": 8}).json()
    assert (done["sent"], done["acknowledged"]) == (40, 37)
    assert done["statuses"] == {"200": 37, "503": 3}
    heard = {json.loads(call.body)["bank_reference"] for call in thuphi.heard}
    assert len(heard) == 40
    assert set(done["acknowledged_references"]) < heard


def test_a_burst_of_plain_codes_goes_to_every_subscriber(
    bank: httpx.Client, thuphi: Listener, qr: str
) -> None:
    done = bank.post("/burst", json={"payloads": [qr, qr]}).json()
    assert (done["sent"], done["acknowledged"], len(thuphi.heard)) == (8, 8, 8)
