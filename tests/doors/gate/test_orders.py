"""Providers that want to be told whether a notice fits an order of ours."""

from __future__ import annotations

import httpx
import psycopg
import pytest

from .harness import CODE, SCHOOL, SECRET, RunningGate

REFERENCE = f"{CODE}-7"
PAID = {
    "key": SECRET, "id": "V1", "outcome": "confirmed", "amount": "250000", "reference": REFERENCE,
}  # fmt: skip


def _begin(gate: RunningGate, amount_vnd: int = 250_000, channel: str = "clerk") -> None:
    """An attempt; foreign keys and states are not what is tested here."""
    with psycopg.connect(gate.dsn) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(
            "INSERT INTO attempt (facility_id, merchant_id, channel, method, code, reference,"
            " amount_vnd, description, started_at, expires_at)"
            " SELECT %s, id, channel, 'web', %s, %s, %s, '', now(), now() + '15 minutes'"
            " FROM merchant WHERE channel = %s",
            [SCHOOL, CODE, REFERENCE, amount_vnd, channel],
        )


def _knock(gate: RunningGate, channel: str = "clerk", **changed: str) -> tuple[int, str]:
    answer = httpx.get(f"{gate.address}/gate/{channel}/truong-a", params=PAID | changed, timeout=30)
    return answer.status_code, answer.json()["told"]


def _heard(gate: RunningGate) -> list[tuple[object, ...]]:
    return gate.rows(
        "SELECT provider_reference, outcome, amount_vnd, heard_id IS NOT NULL FROM heard"
        " LEFT JOIN heard_waiting ON heard_id = id ORDER BY id"
    )


def test_an_order_that_fits_is_answered_as_usual(made_gate: RunningGate) -> None:
    _begin(made_gate)
    assert [_knock(made_gate) for _ in range(2)] == [(200, "recorded"), (200, "repeated")]
    assert _heard(made_gate) == [("V1", "confirmed", 250_000, True)]


def test_money_for_an_unknown_order_is_on_record_before_that_is_said(
    made_gate: RunningGate,
) -> None:
    _begin(made_gate, channel="teller")
    assert [_knock(made_gate) for _ in range(2)] == [(200, "not_found")] * 2
    assert _heard(made_gate) == [("V1", "confirmed", 250_000, True)]


def test_another_amount_is_a_mismatch_on_record_and_never_confirmed(
    made_gate: RunningGate,
) -> None:
    _begin(made_gate, amount_vnd=260_000)
    assert [_knock(made_gate) for _ in range(2)] == [(200, "amount_differs")] * 2
    assert _heard(made_gate) == [("V1:mismatch", "mismatch", 250_000, True)]
    assert _knock(made_gate, amount="260000") == (200, "recorded")
    assert _heard(made_gate)[1] == ("V1", "confirmed", 260_000, True)


def test_a_failed_payment_of_a_known_order_is_answered_as_usual(made_gate: RunningGate) -> None:
    _begin(made_gate)
    assert _knock(made_gate, outcome="refused", id="") == (200, "recorded")
    assert _heard(made_gate) == [(f"{REFERENCE}:refused", "refused", 250_000, True)]


def test_no_order_is_looked_for_when_no_money_of_ours_is_told(made_gate: RunningGate) -> None:
    assert _knock(made_gate, outcome="not_ours", reference="") == (200, "recorded")


def test_a_stranger_learns_nothing_about_orders(made_gate: RunningGate) -> None:
    _begin(made_gate)
    answer = httpx.get(f"{made_gate.address}/gate/clerk/truong-a", params=PAID | {"key": "guess"})
    assert answer.status_code == 401
    assert _heard(made_gate) == []


@pytest.mark.parametrize("channel", ["clerk", "teller"])
def test_only_those_who_want_it_depend_on_the_look_up(made_gate: RunningGate, channel: str) -> None:
    with psycopg.connect(made_gate.dsn) as owner:
        owner.execute("ALTER TABLE attempt RENAME TO attempt_elsewhere")
    told = {"clerk": (503, "busy"), "teller": (200, "recorded")}[channel]
    assert _knock(made_gate, channel) == told
    assert len(_heard(made_gate)) == (0 if channel == "clerk" else 1)
    with psycopg.connect(made_gate.dsn) as owner:
        owner.execute("ALTER TABLE attempt_elsewhere RENAME TO attempt")
    assert _knock(made_gate) == (200, "not_found")
