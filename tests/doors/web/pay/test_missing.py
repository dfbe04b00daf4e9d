"""Walking through codes: what nobody has may be asked for some hundred times, not more."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client

from tests.doors.web.pay.conftest import Village
from thuphi.doors.web.pay import missing
from thuphi.ground.kit import billcode
from thuphi.ground.tries import actions as tries

WALKER = "192.0.2.66"


@pytest.fixture(autouse=True)
def soon_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten misses instead of hundreds."""
    monkeypatch.setattr(missing, "MISSES_PER_ADDRESS", 10)


def walk(*, times: int, address: str = "/b/{}", marker: str = "TF") -> list[int]:
    client = Client(REMOTE_ADDR=WALKER)
    codes = (billcode.encode(1_000_000 + number, marker=marker) for number in range(times))
    return [client.get(address.format(code)).status_code for code in codes]


def test_a_walk_through_codes_is_stopped_also_where_there_is_a_bill(village: Village) -> None:
    assert walk(times=13) == [404] * 11 + [429] * 2
    found = Client(REMOTE_ADDR=WALKER).get(f"/b/{village.bills[0].code}")
    assert found.status_code == 429
    assert "Đã thử sai nhiều lần." in found.content.decode()
    assert Client(REMOTE_ADDR="192.0.2.67").get(f"/b/{village.bills[0].code}").status_code == 200


def test_receipts_and_the_public_check_count_too(village: Village) -> None:
    assert walk(times=6, address="/bien-lai/{}", marker="BL") == [404] * 6
    assert walk(times=5, address="/kiem-tra?ma={}") == [200] * 5
    last = Client(REMOTE_ADDR=WALKER).get(f"/kiem-tra?ma={village.bills[0].code}")
    assert "Đã thử sai nhiều lần." in last.content.decode()
    assert "Khoản thu thật" not in last.content.decode()


def test_whoever_asks_for_what_is_there_is_never_stopped(village: Village) -> None:
    client = Client(REMOTE_ADDR=WALKER)
    answers = {client.get(f"/b/{village.bills[0].code}").status_code for _ in range(20)}
    assert answers == {200}


def test_paying_goes_on_when_the_counters_are_out_of_order(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> int:
        raise OperationalError

    monkeypatch.setattr(tries, "spend", broken)
    assert walk(times=12) == [404] * 12
    assert Client(REMOTE_ADDR=WALKER).get(f"/b/{village.bills[0].code}").status_code == 200
