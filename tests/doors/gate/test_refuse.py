"""What the gate does not take: how it says so, and that nothing of it is kept or written down."""

from __future__ import annotations

import json
import socket

import httpx
import pytest

from .conftest import StartGate
from .harness import RunningGate, add_merchant, message, signed


def _nothing_is_kept(gate: RunningGate) -> None:
    assert gate.rows("SELECT count(*) FROM heard") == [(0,)]
    assert gate.rows("SELECT count(*) FROM heard_otherwise") == [(0,)]
    assert gate.rows("SELECT count(*) FROM heard_waiting") == [(0,)]


def test_a_wrong_signature_is_401_and_leaves_a_line_without_persons(gate: RunningGate) -> None:
    body = message()
    answer = gate.knock(body, secret="another secret")
    assert (answer.status_code, answer.json()["success"]) == (401, False)
    _nothing_is_kept(gate)
    log = gate.log.read_text()
    line = json.loads(next(line for line in log.splitlines() if "gate_knock_refused" in line))
    assert line.pop("timestamp")
    assert len(line.pop("sha256")) == 12
    assert line == {
        "event": "gate_knock_refused",
        "level": "warning",
        "channel": "sandbox",
        "merchant": "truong-a",
        "reason": "signature",
        "bytes": len(body),
    }
    for personal in ("HOA", "1250000", "hoc phi", "FT26", "0011"):
        assert personal not in log


def test_a_signed_message_that_cannot_be_read_is_400(gate: RunningGate) -> None:
    for body in (b"{", b"[]", b'{"id": "x"}', message(amount_vnd="much"), message(reference="")):
        assert gate.knock(body).status_code == 400
    _nothing_is_kept(gate)


def test_unknown_and_inactive_are_one_answer(gate: RunningGate) -> None:
    add_merchant(gate.dsn, "truong-nghi", is_active=False)
    body = message()
    answers = [
        gate.knock(body, channel="nobody"),
        gate.knock(body, slug="nobody"),
        gate.knock(body, slug="truong-nghi"),
        gate.knock(body, slug="x" * 500),
        gate.knock(body, slug="%00"),
    ]
    assert {(one.status_code, one.content) for one in answers} == {(404, b'{"error":"not_found"}')}
    _nothing_is_kept(gate)


def test_who_never_calls_us_has_no_door(gate: RunningGate) -> None:
    add_merchant(gate.dsn, channel="nexo")
    knocked = gate.knock(message(), channel="nexo")
    assert (knocked.status_code, knocked.json()) == (404, {"error": "not_found"})
    assert gate.metric('thuphi_gate_knocks_total{answer="unknown",channel="nexo"}') == 1
    assert "gate_knock_refused" not in gate.log.read_text()
    _nothing_is_kept(gate)


def test_a_merchant_that_comes_later_is_found(gate: RunningGate) -> None:
    assert gate.knock(message(), slug="truong-moi").status_code == 404
    add_merchant(gate.dsn, "truong-moi")
    gate.wait_until(lambda: gate.knock(message(), slug="truong-moi").status_code == 200, 5)


def test_too_many_bytes_are_413_whether_announced_or_not(start_gate: StartGate) -> None:
    gate = start_gate(body_bytes_max=1000)
    long = message(text="x" * 1000)
    assert gate.knock(long).status_code == 413

    def chunks() -> object:
        yield from (long[start : start + 100] for start in range(0, len(long), 100))

    headers = signed(long)
    answer = httpx.post(
        f"{gate.address}/gate/sandbox/truong-a",
        content=chunks(),  # type: ignore[arg-type]
        headers=headers,
    )
    assert answer.status_code == 413
    answer = httpx.get(f"{gate.address}/gate/sandbox/truong-a?x={'y' * 1000}")
    assert answer.status_code == 413
    assert gate.knock(message()).status_code == 200
    assert gate.rows("SELECT count(*) FROM heard") == [(1,)]


def test_a_body_in_pieces_is_read_whole(gate: RunningGate) -> None:
    body = message()

    def chunks() -> object:
        yield from (body[start : start + 10] for start in range(0, len(body), 10))

    answer = httpx.post(
        f"{gate.address}/gate/sandbox/truong-a",
        content=chunks(),  # type: ignore[arg-type]
        headers=signed(body),
    )
    assert answer.status_code == 200
    assert gate.rows("SELECT raw FROM heard") == [(body,)]


def test_a_body_that_does_not_come_is_408(start_gate: StartGate) -> None:
    gate = start_gate(request_seconds_max=1)
    with socket.create_connection(("127.0.0.1", gate.port), timeout=10) as caller:
        caller.sendall(
            b"POST /gate/sandbox/truong-a HTTP/1.1\r\nhost: x\r\ncontent-length: 400\r\n\r\nbegun"
        )
        assert caller.recv(1000).startswith(b"HTTP/1.1 408 ")
    assert gate.knock(message()).status_code == 200


def test_a_flood_from_one_address_is_429_without_a_store(start_gate: StartGate) -> None:
    gate = start_gate(address_rate=1, address_burst=3)
    told = [gate.knock(message(f"R{n}")).status_code for n in range(5)]
    assert told[:3] == [200, 200, 200]
    assert 429 in told[3:]


def test_guessing_merchants_is_slowed_down(start_gate: StartGate) -> None:
    gate = start_gate(unknown_rate=1, unknown_burst=2)
    told = [gate.knock(message(), slug=f"guess-{n}").status_code for n in range(4)]
    assert told[:2] == [404, 404]
    assert 429 in told[2:]
    assert gate.knock(message()).status_code == 200


def test_refused_knocks_do_not_use_up_a_merchants_allowance(start_gate: StartGate) -> None:
    gate = start_gate(merchant_rate=1, merchant_burst=1)
    for _ in range(5):
        assert gate.knock(message(), secret="wrong").status_code == 401
    assert gate.knock(message()).status_code == 200
    assert gate.knock(message("S2")).status_code == 429


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_provider_that_comes_another_way_is_heard_and_not_believed(
    gate: RunningGate, method: str
) -> None:
    answer = httpx.request(method, f"{gate.address}/gate/sandbox/truong-a")
    assert answer.status_code == 401
    _nothing_is_kept(gate)


@pytest.mark.parametrize("method", ["PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_a_knock_is_a_get_a_post_or_a_put(gate: RunningGate, method: str) -> None:
    answer = httpx.request(method, f"{gate.address}/gate/sandbox/truong-a")
    assert answer.status_code == 405


def test_figures_are_for_the_machine_itself(gate: RunningGate) -> None:
    gate.knock(message())
    near = httpx.get(f"{gate.address}/gate/metrics")
    assert near.status_code == 200
    assert 'thuphi_gate_knocks_total{answer="recorded",channel="sandbox"} 1.0' in near.text
    assert "thuphi_gate_flush_rows_sum 1.0" in near.text
    far = httpx.get(f"{gate.address}/gate/metrics", headers={"x-forwarded-for": "203.0.113.9"})
    assert far.status_code == 404
