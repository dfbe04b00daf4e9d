"""The same request twice is one deed; another request with the same key is a conflict."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from tests import world as worlds
from tests.doors.api.conftest import Software, as_worker, bill_for, make_key, read
from tests.world import World
from thuphi.money.bills import ad_hoc
from thuphi.money.bills.models import Bill
from thuphi.registers.neighbours.models import KeptAnswer


def test_the_same_request_again_gets_the_same_answer(software: Software) -> None:
    first = software.post("bills", bill_for(), idempotency_key="a")
    again = software.post("bills", bill_for(), idempotency_key="a")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    with as_worker():
        assert Bill.objects.count() == 1
        assert KeptAnswer.objects.count() == 1


def test_another_request_with_the_same_key_is_refused(software: Software) -> None:
    software.post("bills", bill_for(), idempotency_key="a")
    for path, body in (
        ("bills", bill_for("HS002")),
        ("bills/batch", {"bills": [bill_for("HS002")]}),
    ):
        answer = software.post(path, body, idempotency_key="a")
        assert answer.status_code == 422
        assert read(answer)["type"] == "/api/v1/docs#idempotency-key-reused"
    with as_worker():
        assert Bill.objects.count() == 1


def test_a_refused_request_spends_no_key(software: Software) -> None:
    wrong = bill_for(lines=[{"fee_item_code": "KHONG"}])
    assert software.post("bills", wrong, idempotency_key="a").status_code == 422
    assert software.post("bills", bill_for(), idempotency_key="a").status_code == 201


def test_keys_of_two_callers_are_apart(world: World, software: Software) -> None:
    with as_worker():
        other = Software(make_key(world.a, world.hoa, name="Khác").key.written)
    for caller in (software, other):
        assert caller.post("bills", bill_for(), idempotency_key="a").status_code == 201
    with as_worker():
        assert Bill.objects.count() == 2


def test_while_it_is_being_answered_the_same_request_waits(
    town: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = worlds.build()
    software = Software(make_key(world.a, world.hoa).key.written)
    begun, go_on = threading.Event(), threading.Event()
    issue: Callable[..., list[Bill]] = ad_hoc.issue_bills

    def slowly(**told: object) -> list[Bill]:
        begun.set()
        assert go_on.wait(20)
        return issue(**told)

    monkeypatch.setattr(ad_hoc, "issue_bills", slowly)
    answers: list[int] = []

    def first() -> None:
        answers.append(software.post("bills", bill_for(), idempotency_key="a").status_code)
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert begun.wait(20)
    meanwhile = Software(software.key).post("bills", bill_for(), idempotency_key="a")
    assert (meanwhile.status_code, read(meanwhile)["type"]) == (409, "/api/v1/docs#in-flight")
    assert meanwhile["Retry-After"] == "1"
    go_on.set()
    thread.join()
    assert answers == [201]
    assert Bill.objects.count() == 1
    monkeypatch.undo()


def test_a_fault_keeps_neither_the_deed_nor_an_answer(
    world: World, software: Software, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue: Callable[..., list[Bill]] = ad_hoc.issue_bills

    def broken(**told: object) -> list[Bill]:
        issue(**told)
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(ad_hoc, "issue_bills", broken)
        with pytest.raises(AssertionError, match="docs#fault"):
            software.post("bills", bill_for(), idempotency_key="a")
    with as_worker():
        assert (Bill.objects.count(), KeptAnswer.objects.count()) == (0, 0)
    assert software.post("bills", bill_for(), idempotency_key="a").status_code == 201
