"""By which ways a provider may come, and what is kept of it."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import httpx
import pytest

from .harness import CODE, SECRET, RunningGate, message, signed, told

PAID = {"key": SECRET, "id": "T1", "outcome": "confirmed", "amount": "250000"}


def _address(gate: RunningGate, tail: str = "", channel: str = "teller") -> str:
    return f"{gate.address}/gate/{channel}/truong-a{tail}"


def test_a_knock_by_get_is_all_in_the_query_and_kept_as_it_came(made_gate: RunningGate) -> None:
    query = urlencode(PAID | {"reference": f"{CODE}-7", "brand": "Thẻ nội địa", "masked": ""})
    answer = httpx.get(f"{_address(made_gate)}?{query}")
    assert (answer.status_code, answer.json()) == (200, {"told": "recorded"})
    assert made_gate.rows(
        "SELECT provider_reference, reference, codes, amount_vnd, details, raw, body_hash"
        " FROM heard"
    ) == [
        (
            "T1", f"{CODE}-7", [CODE], 250_000, {"brand": "Thẻ nội địa", "masked": ""},
            query.encode(), told("confirmed", 250_000, CODE),
        )
    ]  # fmt: skip
    assert httpx.get(f"{_address(made_gate)}?{query}").json() == {"told": "repeated"}


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_knock_by_post_or_put_is_its_body(made_gate: RunningGate, method: str) -> None:
    body = json.dumps(PAID).encode()
    answer = httpx.request(method, f"{_address(made_gate)}?more=1", content=body)
    assert (answer.status_code, answer.json()) == (200, {"told": "recorded"})
    assert made_gate.rows("SELECT raw FROM heard") == [(body,)]


def test_a_tail_reaches_the_connector_and_no_log(made_gate: RunningGate) -> None:
    said = {name: value for name, value in PAID.items() if name != "key"}
    tail = SECRET.replace(" ", "%20")
    good = httpx.put(_address(made_gate, f"/{tail}"), json=said)
    assert (good.status_code, good.json()) == (200, {"told": "recorded"})
    wrong = httpx.put(_address(made_gate, "/a-token-nobody-gave"), json=said)
    assert wrong.status_code == 401
    malformed = httpx.put(_address(made_gate, f"/{tail}"), json=said | {"amount": "much"})
    assert malformed.status_code == 400
    log = made_gate.log.read_text()
    assert "gate_knock_refused" in log
    for part in ("a-token", "shared secret", "%20"):
        assert part not in log
    assert made_gate.rows("SELECT headers FROM heard WHERE headers::text ~ 'shared secret'") == []


def test_a_tail_is_one_segment_of_at_most_two_hundred_letters(made_gate: RunningGate) -> None:
    for tail in ("/" + "x" * 201, "/a/b", "/a%2Fb", "/", "/a/"):
        assert httpx.post(_address(made_gate, tail), json=PAID).status_code == 404, tail
    assert httpx.post(_address(made_gate, "/" + "x" * 200), json=PAID).status_code == 200


def test_what_is_kept_is_scrubbed_and_holds_no_credential(made_gate: RunningGate) -> None:
    headers = {
        "X-API-Key": SECRET,
        "X-User-Credential-1": "4321",
        "X-User-Timestamp": "4321",
        "Cookie": "c=4321",
        "Authorization": "Basic 4321",
        "X-Request-Id": "r1",
    }
    said = {name: value for name, value in PAID.items() if name != "key"} | {"pin": "4321"}
    assert httpx.post(_address(made_gate), json=said, headers=headers).status_code == 200
    assert made_gate.rows("SELECT headers ? 'x-request-id' FROM heard") == [(True,)]
    (raw, kept) = made_gate.rows("SELECT convert_from(raw, 'utf8'), headers::text FROM heard")[0]
    assert json.loads(str(raw))["pin"] == "***"
    assert "4321" not in f"{raw}{kept}"
    assert SECRET not in str(kept)
    other = said | {"amount": "9"}
    assert httpx.post(_address(made_gate), json=other, headers=headers).status_code == 200
    assert made_gate.rows("SELECT raw::text ~ '4321' FROM heard_otherwise") == [(False,)]


def test_what_the_provider_says_more_is_kept_beside(made_gate: RunningGate) -> None:
    said = PAID | {"status": "00", "brand": "NAPAS", "masked": "970415******1234", "method": "card"}
    assert httpx.post(_address(made_gate), json=said).status_code == 200
    odd = PAID | {"id": "T2", "status": "a\0b\"'\\u0000", "method": "barter"}
    assert httpx.post(_address(made_gate), json=odd).status_code == 200
    assert made_gate.rows("SELECT method, details FROM heard ORDER BY id") == [
        ("card", {"status": "00", "brand": "NAPAS", "masked": "970415******1234"}),
        ("web", {"status": "a\ufffdb\"'\\u0000"}),
    ]


def test_whatever_names_a_reference_waits_for_the_worker(made_gate: RunningGate) -> None:
    for number, outcome in enumerate(
        ("confirmed", "pending", "refused", "mismatch", "unknown", "not_ours")
    ):
        for reference in ("", f"R-{number}"):
            said = PAID | {"id": f"N{number}{reference}", "outcome": outcome}
            answer = httpx.post(_address(made_gate), json=said | {"reference": reference})
            assert answer.json() == {"told": "recorded"}
    assert made_gate.rows(
        "SELECT outcome, reference <> '' FROM heard JOIN heard_waiting ON heard_id = id ORDER BY id"
    ) == [
        ("confirmed", False),
        ("confirmed", True),
        ("pending", True),
        ("refused", True),
        ("mismatch", True),
        ("unknown", True),
    ]


def test_a_hint_is_one_row_and_waits_again_each_time(made_gate: RunningGate) -> None:
    hint = {"key": SECRET, "reference": "R-1", "outcome": "pending"}
    told_back = []
    for amount, status in (("0", ""), ("0", "pending"), ("250000", "completed")):
        said = hint | {"amount": amount, "status": status}
        answers = [httpx.put(_address(made_gate), json=said) for _ in range(2)]
        told_back += [answer.json()["told"] for answer in answers]
        assert made_gate.rows(
            "SELECT provider_reference FROM heard JOIN heard_waiting ON heard_id = id"
        ) == [("R-1:pending",)]
        made_gate.rows("DELETE FROM heard_waiting RETURNING 1")
    assert told_back == ["recorded"] + 5 * ["repeated"]
    assert made_gate.rows("SELECT count(*) FROM heard") == [(1,)]
    assert made_gate.rows("SELECT count(*) FROM heard_otherwise") == [(0,)]


@pytest.mark.parametrize(
    "said",
    [
        {"outcome": "pending", "id": "P1"},
        {"outcome": "confirmed"},
        {"outcome": "refused"},
    ],
)
def test_what_is_no_hint_waits_once(made_gate: RunningGate, said: dict[str, str]) -> None:
    body = {"key": SECRET, "reference": "R-1", "amount": "250000"} | said
    for answer in ("recorded", "repeated"):
        assert httpx.post(_address(made_gate), json=body).json() == {"told": answer}
        waiting = made_gate.rows("DELETE FROM heard_waiting RETURNING 1")
        assert len(waiting) == (1 if answer == "recorded" else 0)


def test_connectors_that_were_there_before_are_heard_as_before(made_gate: RunningGate) -> None:
    body = message()
    answer = httpx.post(
        _address(made_gate, "/any-tail", "sandbox"), content=body, headers=signed(body)
    )
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert made_gate.rows("SELECT raw FROM heard") == [(body,)]
