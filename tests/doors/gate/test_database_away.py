"""When the database fails nobody is told that his money is on record, and the gate comes back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg

from .conftest import StartGate
from .harness import RunningGate, message

BUSY = {"success": False, "message": "busy"}
CUT = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name LIKE 'thuphi gate%'"
)


def test_a_connection_cut_in_the_middle_of_a_flush_is_503_and_then_all_is_well(
    gate: RunningGate,
) -> None:
    with psycopg.connect(gate.dsn) as holder, ThreadPoolExecutor(8) as knockers:
        holder.execute("LOCK TABLE heard IN SHARE MODE")
        waiting = [knockers.submit(gate.knock, message(f"K{n}")) for n in range(8)]
        gate.wait_until(lambda: gate.metric("thuphi_gate_flush_rows_sum") >= 2)
        gate.rows(CUT)
        early = [future.result() for future in waiting if future.done()]
        assert all(one.status_code == 503 for one in early)
        holder.rollback()
        told = [future.result() for future in waiting]
    assert {one.status_code for one in told} <= {200, 503}
    assert any(one.status_code == 503 and one.json() == BUSY for one in told)
    assert told[0].headers["content-type"] == "application/json"
    recorded = {f"K{n}" for n, one in enumerate(told) if one.status_code == 200}
    on_disk = {name for (name,) in gate.rows("SELECT provider_reference FROM heard")}
    assert recorded <= on_disk
    for n in range(8):
        assert gate.knock(message(f"K{n}")).status_code == 200
    assert gate.rows("SELECT count(*) FROM heard") == [(8,)]
    assert gate.rows("SELECT count(*) FROM heard_otherwise") == [(0,)]


def test_while_the_database_is_away_all_is_503_and_afterwards_200_without_a_restart(
    gate: RunningGate,
) -> None:
    assert gate.knock(message("before")).status_code == 200
    with psycopg.connect(gate.dsn, autocommit=True, dbname="postgres") as admin:
        name = psycopg.conninfo.conninfo_to_dict(gate.dsn)["dbname"]
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            gate.wait_until(lambda: gate.health() == (503, "database_away"))
            told = [gate.knock(message("during")) for _ in range(2)]
            assert [(one.status_code, one.json()) for one in told] == [(503, BUSY)] * 2
        finally:
            admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    gate.wait_until(lambda: gate.health() == (200, "ok"))
    assert gate.knock(message("during")).json() == {"success": True}
    assert gate.rows("SELECT provider_reference FROM heard ORDER BY 1") == [
        ("before",),
        ("during",),
    ]


def test_a_connection_lost_while_all_was_quiet_costs_nobody_an_answer(gate: RunningGate) -> None:
    assert gate.knock(message("before")).status_code == 200
    assert gate.rows(CUT) in ([(3,)], [(4,)])
    gate.wait_until(lambda: "gate_listener_away" in gate.log.read_text())
    gate.wait_until(lambda: gate.health() == (200, "ok"))
    assert gate.knock(message()).status_code == 200
    assert gate.knock(message(), slug="nobody").status_code == 404


def test_every_flusher_is_there_when_it_is_needed(gate: RunningGate) -> None:
    for n in range(3):
        assert gate.knock(message(f"quiet-{n}")).status_code == 200
    before = gate.metric("thuphi_gate_flush_rows_count")
    assert before == 3
    with psycopg.connect(gate.dsn) as holder, ThreadPoolExecutor(2) as knockers:
        holder.execute("LOCK TABLE heard IN SHARE MODE")
        one = knockers.submit(gate.knock, message("one"))
        gate.wait_until(lambda: gate.metric("thuphi_gate_flush_rows_count") == before + 1)
        two = knockers.submit(gate.knock, message("two"))
        gate.wait_until(lambda: gate.metric("thuphi_gate_flush_rows_count") == before + 2, 5)
        holder.rollback()
        assert (one.result().status_code, two.result().status_code) == (200, 200)
    assert "gate_flusher_fault" not in gate.log.read_text()


def test_a_commit_that_fails_is_never_answered_as_done(start_gate: StartGate) -> None:
    gate = start_gate(flushers=1)
    with psycopg.connect(gate.dsn) as owner:
        owner.execute(
            "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'NGUYEN THI HOA' USING ERRCODE = 'check_violation'; END $$"
        )
        owner.execute(
            "CREATE CONSTRAINT TRIGGER spoil AFTER INSERT ON heard DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW WHEN (NEW.provider_reference = 'spoilt') EXECUTE FUNCTION spoil()"
        )
    with psycopg.connect(gate.dsn) as holder, ThreadPoolExecutor(12) as knockers:
        holder.execute("LOCK TABLE heard IN SHARE MODE")
        first = knockers.submit(gate.knock, message("busy"))
        gate.wait_until(lambda: gate.metric("thuphi_gate_flush_rows_count") == 1)
        names = ["A", "B", "spoilt", "C", "D"]
        same_flush = [knockers.submit(gate.knock, message(name)) for name in names]
        gate.wait_until(lambda: gate.metric("thuphi_gate_queue") == 5)
        holder.rollback()
        assert first.result().status_code == 200
        told = [future.result().status_code for future in same_flush]
    assert told == [200, 200, 503, 200, 200]
    assert gate.rows(
        "SELECT provider_reference FROM heard WHERE provider_reference NOT LIKE 'busy%' ORDER BY 1"
    ) == [("A",), ("B",), ("C",), ("D",)]
    assert "gate_row_refused" in gate.log.read_text()
    assert "HOA" not in gate.log.read_text()


def test_a_database_that_hangs_is_503_in_time(start_gate: StartGate) -> None:
    gate = start_gate(flush_seconds_max=1)
    with psycopg.connect(gate.dsn) as holder:
        holder.execute("LOCK TABLE heard IN SHARE MODE")
        assert gate.knock(message()).status_code == 503
    gate.wait_until(lambda: gate.health() == (200, "ok"))
    assert gate.knock(message()).status_code == 200
    assert gate.rows("SELECT count(*) FROM heard") == [(1,)]


def test_a_full_queue_is_503_and_one_line(start_gate: StartGate) -> None:
    gate = start_gate(queue_max=5, flushers=1, flush_rows_max=1)
    with psycopg.connect(gate.dsn) as holder, ThreadPoolExecutor(6) as knockers:
        holder.execute("LOCK TABLE heard IN SHARE MODE")
        waiting = [knockers.submit(gate.knock, message("Q0"))]
        gate.wait_until(lambda: gate.metric("thuphi_gate_flush_rows_sum") == 1)
        waiting += [knockers.submit(gate.knock, message(f"Q{n}")) for n in range(1, 6)]
        gate.wait_until(lambda: gate.metric("thuphi_gate_queue") == 5)
        full = [gate.knock(message(f"F{n}")) for n in range(3)]
        assert [(one.status_code, one.json()) for one in full] == [(503, BUSY)] * 3
        holder.rollback()
        assert {future.result().status_code for future in waiting} == {200}
    assert gate.rows("SELECT count(*) FROM heard") == [(6,)]
    assert gate.log.read_text().count("gate_queue_full") == 1


def test_no_flush_trusts_a_database_that_may_forget(gate: RunningGate) -> None:
    with psycopg.connect(gate.dsn, autocommit=True) as owner:
        name = psycopg.conninfo.conninfo_to_dict(gate.dsn)["dbname"]
        owner.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
        owner.execute("CREATE TABLE said (setting text)")
        owner.execute("GRANT INSERT ON said TO PUBLIC")
        owner.execute(
            "CREATE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " INSERT INTO said VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$"
        )
        owner.execute(
            "CREATE TRIGGER say AFTER INSERT ON heard FOR EACH ROW EXECUTE FUNCTION say()"
        )
    gate.rows(CUT)
    gate.wait_until(lambda: gate.knock(message()).status_code == 200)
    assert gate.rows("SELECT DISTINCT setting FROM said") == [("on",)]
