"""A page hears that its bill is paid."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import psycopg
import pytest

from .conftest import StartGate
from .harness import CODE, RunningGate

OTHER = "TF0000000132"
LOOK = ["event: look", "data: {}"]


@contextmanager
def _stream(
    gate: RunningGate, path: str = f"/gate/live/{CODE}", **headers: str
) -> Iterator[Iterator[str]]:
    with httpx.stream("GET", gate.address + path, headers=headers, timeout=20) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
        yield (line for line in answer.iter_lines() if line)


def _hello(lines: Iterator[str]) -> None:
    assert [next(lines), next(lines)] == ["retry: 3000", "id: 1"]


def _tell(gate: RunningGate, *codes: str) -> None:
    with psycopg.connect(gate.dsn, autocommit=True) as worker:
        for code in codes:
            worker.execute("SELECT pg_notify('thuphi_paid', %s)", [code])


def test_a_page_is_told_of_its_own_bill_only(gate: RunningGate) -> None:
    with _stream(gate) as lines:
        _hello(lines)
        _tell(gate, OTHER, CODE)
        assert [next(lines), next(lines)] == ["event: paid", f'data: {{"code":"{CODE}"}}']


def test_a_code_may_be_typed_in_small_letters(gate: RunningGate) -> None:
    with _stream(gate, f"/gate/live/{CODE.lower()}") as lines:
        _hello(lines)
        _tell(gate, CODE)
        assert next(lines) == "event: paid"


def test_one_stream_may_follow_several_bills(gate: RunningGate) -> None:
    with _stream(gate, f"/gate/live?codes={CODE},{OTHER}") as lines:
        _hello(lines)
        _tell(gate, OTHER, CODE)
        told = [next(lines) for _ in range(4)]
    assert told[1::2] == [f'data: {{"code":"{OTHER}"}}', f'data: {{"code":"{CODE}"}}']


def test_a_page_looks_again_when_the_gate_may_have_missed_something(gate: RunningGate) -> None:
    with _stream(gate) as lines:
        _hello(lines)
        gate.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'thuphi gate listener'"
        )
        assert [next(lines), next(lines)] == LOOK
        _tell(gate, CODE)
        assert next(lines) == "event: paid"


def test_a_page_that_comes_back_looks_again(gate: RunningGate) -> None:
    with _stream(gate, **{"last-event-id": "1"}) as lines:
        _hello(lines)
        assert [next(lines), next(lines)] == LOOK


def test_a_quiet_stream_is_kept_open(start_gate: StartGate) -> None:
    gate = start_gate(stream_keep_seconds=1)
    with _stream(gate) as lines:
        _hello(lines)
        assert [next(lines), next(lines)] == [": keep", ": keep"]


def test_a_stream_ends_by_itself(start_gate: StartGate) -> None:
    gate = start_gate(stream_keep_seconds=1, stream_seconds_max=1)
    with _stream(gate) as lines:
        assert list(lines)[:2] == ["retry: 3000", "id: 1"]
    gate.wait_until(lambda: gate.metric("thuphi_gate_streams") == 0)


def test_a_page_that_leaves_is_forgotten(gate: RunningGate) -> None:
    with _stream(gate) as lines:
        _hello(lines)
        assert gate.metric("thuphi_gate_streams") == 1
    gate.wait_until(lambda: gate.metric("thuphi_gate_streams") == 0)


def test_one_address_has_only_so_many_streams(start_gate: StartGate) -> None:
    gate = start_gate(streams_per_address_max=2)
    with _stream(gate) as one, _stream(gate) as two:
        _hello(one)
        _hello(two)
        third = httpx.get(f"{gate.address}/gate/live/{CODE}")
        assert third.status_code == 429
    gate.wait_until(lambda: gate.metric("thuphi_gate_streams") == 0)
    with _stream(gate) as lines:
        _hello(lines)


@pytest.mark.parametrize(
    "path",
    [
        "/gate/live/TF1",
        "/gate/live/'%20OR%201",
        "/gate/live",
        "/gate/live?codes=TF1",
        "/gate/live?codes=" + ",".join(f"TF{n:010d}" for n in range(21)),
    ],
)
def test_what_is_no_code_has_no_stream(gate: RunningGate, path: str) -> None:
    assert httpx.get(gate.address + path).status_code == 404
