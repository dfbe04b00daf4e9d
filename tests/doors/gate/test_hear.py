"""What the gate answers is on disk; what is repeated is on disk once."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest

from .conftest import StartGate
from .harness import CODE, SCHOOL, RunningGate, add_merchant, message, signed, told

DONE = [(200, {"success": True}), (200, {"success": True, "repeated": True})]


def test_an_answered_knock_is_there_for_everybody(gate: RunningGate) -> None:
    body = message()
    with psycopg.connect(gate.dsn, autocommit=True) as other:
        answer = gate.knock(body)
        seen = other.execute("SELECT count(*) FROM heard").fetchone()
    assert (answer.status_code, answer.json()) == DONE[0]
    assert answer.headers["content-type"] == "application/json"
    assert seen == (1,)


def test_a_knock_is_kept_as_it_came_and_in_our_words(gate: RunningGate) -> None:
    body = message()
    assert gate.knock(body).status_code == 200
    assert gate.rows(
        "SELECT channel, facility_id, provider_reference, outcome, method, amount_vnd,"
        " paid_at = '2026-09-05 08:31:45+07', text, codes, corrected, bank_reference, account,"
        " virtual_account, payer_name, reference, details, raw, body_hash,"
        " now() - heard_at < '1 minute' FROM heard"
    ) == [
        (
            "sandbox", SCHOOL, "S1", "confirmed", "qr", 1_250_000, True,
            f"CT DEN 0912 {CODE} hoc phi thang 9", [CODE], False, "FT26", "0011", "",
            "NGUYEN THI HOA", "", {}, body, told("confirmed", 1_250_000, CODE), True,
        )
    ]  # fmt: skip
    (kept,) = gate.rows("SELECT headers FROM heard")[0]
    assert isinstance(kept, dict)
    assert {"x-sandbox-timestamp", "x-sandbox-signature", "content-type"} <= set(kept)
    assert gate.rows("SELECT count(*) FROM heard_waiting JOIN heard ON heard.id = heard_id") == [
        (1,)
    ]


def test_a_mended_code_is_marked(gate: RunningGate) -> None:
    wrong = CODE[:-1] + "R"
    assert gate.knock(message(text=f"{wrong} hoc phi")).status_code == 200
    assert gate.rows("SELECT codes, corrected FROM heard") == [([CODE], True)]


def test_a_mended_code_is_not_kept_beside_a_whole_one(gate: RunningGate) -> None:
    whole, wrong = "TF0000000132", CODE[:-1] + "R"
    assert gate.knock(message(text=f"{whole} {wrong} hoc phi")).status_code == 200
    assert gate.rows("SELECT codes, corrected FROM heard") == [([whole], False)]


def test_letters_that_no_column_takes_are_replaced_and_nothing_is_lost(gate: RunningGate) -> None:
    assert gate.knock(message(payer_name="Hoà \ud800 x")).status_code in (200, 400)
    assert gate.knock(message("S2", text="Nguyễn Thị Hoà\u0000 đóng 學費")).status_code == 200
    rows = gate.rows("SELECT text FROM heard WHERE provider_reference = 'S2'")
    assert rows in ([("Nguyễn Thị Hoà đóng 學費",)], [("Nguyễn Thị Hoà\ufffd đóng 學費",)])


def test_only_confirmed_money_waits_for_posting(gate: RunningGate) -> None:
    for reference, status in (("A", "paid"), ("B", "pending"), ("C", "refused"), ("D", "test")):
        assert gate.knock(message(reference, status=status)).status_code == 200
    assert gate.rows(
        "SELECT provider_reference, outcome, heard_id IS NOT NULL FROM heard"
        " LEFT JOIN heard_waiting ON heard_id = id ORDER BY 1"
    ) == [
        ("A", "confirmed", True),
        ("B:pending", "pending", False),
        ("C:refused", "refused", False),
        ("D:not_ours", "not_ours", False),
    ]


def test_the_posting_worker_is_woken(gate: RunningGate) -> None:
    with psycopg.connect(gate.dsn, autocommit=True) as worker:
        worker.execute("LISTEN thuphi_heard")
        gate.knock(message())
        calls = list(worker.notifies(timeout=5, stop_after=1))
    assert [(call.channel, call.payload) for call in calls] == [("thuphi_heard", "")]


def test_a_repeat_is_answered_as_done_and_kept_once(gate: RunningGate) -> None:
    body = message()
    answers = [gate.knock(body) for _ in range(3)]
    assert [(one.status_code, one.json()) for one in answers] == [DONE[0], DONE[1], DONE[1]]
    assert gate.rows("SELECT count(*) FROM heard") == [(1,)]
    assert gate.rows("SELECT count(*) FROM heard_otherwise") == [(0,)]


def test_a_repeat_that_tells_the_same_in_other_bytes_is_a_repeat(gate: RunningGate) -> None:
    told_otherwise = [message(), message(payer_name="NGUYEN T HOA"), message(text=f"{CODE} HP")]
    answers = [gate.knock(body) for body in told_otherwise]
    assert [(one.status_code, one.json()) for one in answers] == [DONE[0], DONE[1], DONE[1]]
    assert gate.rows("SELECT raw FROM heard") == [(message(),)]
    assert gate.rows("SELECT count(*) FROM heard_otherwise") == [(0,)]


@pytest.mark.parametrize("changed", [{"amount_vnd": 9}, {"text": "TF0000000132 hoc phi"}])
def test_a_repeat_with_another_amount_or_bill_is_kept_beside_and_never_waits(
    gate: RunningGate, changed: dict[str, object]
) -> None:
    gate.knock(message())
    other = message(**changed)  # type: ignore[arg-type]
    answers = [gate.knock(other) for _ in range(2)]
    assert [(one.status_code, one.json()) for one in answers] == [DONE[1], DONE[1]]
    assert gate.rows("SELECT amount_vnd FROM heard") == [(1_250_000,)]
    amount_vnd, code = changed.get("amount_vnd", 1_250_000), changed.get("text", CODE)
    assert isinstance(amount_vnd, int)
    assert gate.rows(
        "SELECT raw, o.body_hash, h.provider_reference FROM heard_otherwise AS o"
        " JOIN (SELECT id, provider_reference FROM heard) AS h ON h.id = o.heard_id"
    ) == [(other, told("confirmed", amount_vnd, str(code)[:12]), "S1")]
    assert gate.rows("SELECT count(*) FROM heard_waiting") == [(1,)]


def test_pending_first_and_confirmed_later_are_two_rows_and_one_of_money(
    gate: RunningGate,
) -> None:
    for status in ("pending", "paid", "pending", "paid"):
        assert gate.knock(message(status=status)).status_code == 200
    assert gate.rows(
        "SELECT provider_reference, outcome FROM heard JOIN heard_waiting ON heard_id = id"
    ) == [("S1", "confirmed")]
    assert gate.rows("SELECT provider_reference FROM heard ORDER BY id") == [
        ("S1:pending",),
        ("S1",),
    ]
    assert gate.rows("SELECT count(*) FROM heard_otherwise") == [(0,)]


def test_the_same_reference_of_another_merchant_is_another_movement(gate: RunningGate) -> None:
    add_merchant(gate.dsn, "truong-b")
    assert gate.knock(message()).json() == DONE[0][1]
    assert gate.knock(message(), slug="truong-b").json() == DONE[0][1]
    assert gate.rows("SELECT count(*), count(DISTINCT merchant_id) FROM heard") == [(2, 2)]


async def _all_at_once(gate: RunningGate, bodies: list[bytes]) -> list[httpx.Response]:
    limits = httpx.Limits(max_connections=len(bodies))
    async with httpx.AsyncClient(limits=limits, timeout=30) as client:
        address = f"{gate.address}/gate/sandbox/truong-a"
        return await asyncio.gather(
            *(client.post(address, content=body, headers=signed(body)) for body in bodies)
        )


def test_two_hundred_equal_knocks_at_once_are_one_row(gate: RunningGate) -> None:
    answers = asyncio.run(_all_at_once(gate, [message()] * 200))
    told = [(one.status_code, one.json()) for one in answers]
    assert told.count(DONE[0]) == 1
    assert told.count(DONE[1]) == 199
    assert gate.rows("SELECT count(*) FROM heard") == [(1,)]
    assert gate.rows("SELECT count(*) FROM heard_waiting") == [(1,)]


def test_two_bodies_for_one_reference_within_one_flush_are_both_kept(
    start_gate: StartGate,
) -> None:
    gate = start_gate(flushers=1)
    one, other = message(), message(amount_vnd=7)
    with psycopg.connect(gate.dsn) as holder, ThreadPoolExecutor(9) as knockers:
        holder.execute("LOCK TABLE heard IN SHARE MODE")
        first = knockers.submit(gate.knock, message("busy"))
        gate.wait_until(lambda: gate.metric("thuphi_gate_flush_rows_count") == 1)
        same_flush = [knockers.submit(gate.knock, body) for body in (one, one, other, one, other)]
        gate.wait_until(lambda: gate.metric("thuphi_gate_queue") == 5)
        holder.rollback()
        assert first.result().json() == DONE[0][1]
        told = [future.result().json() for future in same_flush]
    assert told.count(DONE[0][1]) == 1
    assert told.count(DONE[1][1]) == 4
    assert gate.metric("thuphi_gate_flush_rows_count") == 2
    kept = gate.rows("SELECT raw FROM heard WHERE provider_reference = 'S1'")
    kept += gate.rows("SELECT raw FROM heard_otherwise")
    assert sorted(kept) == sorted([(one,), (other,)])


def test_many_knocks_share_a_commit(gate: RunningGate) -> None:
    answers = asyncio.run(_all_at_once(gate, [message(f"M{n}") for n in range(300)]))
    assert {one.status_code for one in answers} == {200}
    assert gate.rows("SELECT count(DISTINCT provider_reference) FROM heard") == [(300,)]
    assert gate.metric("thuphi_gate_flush_rows_sum") == 300
    assert gate.metric("thuphi_gate_flush_rows_count") < 150


def test_a_gate_that_is_told_to_stop_writes_what_it_holds(gate: RunningGate) -> None:
    with psycopg.connect(gate.dsn) as holder, ThreadPoolExecutor(20) as knockers:
        holder.execute("LOCK TABLE heard IN SHARE MODE")
        waiting = [knockers.submit(gate.knock, message(f"L{n}")) for n in range(20)]
        gate.wait_until(
            lambda: (
                gate.metric("thuphi_gate_queue") + gate.metric("thuphi_gate_flush_rows_sum") == 20
            )
        )
        assert gate.process is not None
        gate.process.terminate()
        holder.rollback()
        gate.process.wait(30)
        answered = [future for future in waiting if future.exception() is None]
        told = [future.result().status_code for future in answered]
    on_disk = gate.rows("SELECT count(*) FROM heard")
    assert on_disk == [(20,)]
    assert set(told) <= {200}
