"""The worker as it runs in life: a process of its own on a database with real commits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests import databases, world
from thuphi.doors.jobs import issuing, posting, schedule
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Bill, CollectionRun, UploadedWorkbook
from thuphi.money.credits import actions as credits
from thuphi.money.payments.models import HeardWaiting, Payment

WAIT_SECONDS = 20


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


@pytest.fixture
def worker(town: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "thuphi.doors.cli", "work"],
        env={**os.environ, "DATABASE_URL": databases.address(town)},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    yield process
    process.kill()
    process.wait()


def test_it_books_what_is_heard_and_issues_what_is_asked_for(
    town: str, worker: subprocess.Popen[bytes]
) -> None:
    built = world.build()
    run = world.planned_run(built)
    bills.request_issue(by=SYSTEM, run_id=run.pk, at=world.AT)
    until(lambda: CollectionRun.objects.get(pk=run.pk).state == "issued")
    bill = Bill.objects.filter(run=run).order_by("pk")[0]
    world.hear(built, bill.code, bill.total_vnd)
    until(lambda: Bill.objects.get(pk=bill.pk).state == "paid")
    assert Payment.objects.get(bill=bill).receipt_number == 1
    assert not HeardWaiting.objects.exists()


def until_it_hears(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Wait until a process has a handler of its own for a signal."""
    for _ in range(10 * WAIT_SECONDS):
        told = Path(f"/proc/{process.pid}/status").read_text()
        caught = int(told.partition("SigCgt:")[2].split()[0], 16)
        if caught >> (number - 1) & 1:
            return
        time.sleep(0.1)
    raise AssertionError("the worker did not start")


def test_told_to_end_it_ends_in_order(town: str, worker: subprocess.Popen[bytes]) -> None:
    until_it_hears(worker, signal.SIGTERM)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=WAIT_SECONDS) == 0


def test_all_that_waits_is_booked_at_once(db: None) -> None:
    built = world.build()
    for bill in world.issued_run(built):
        world.hear(built, bill.code, bill.total_vnd)
    assert posting.post_all() == 3
    assert posting.post_all() == 0


def test_a_run_that_broke_off_is_taken_up_again(db: None) -> None:
    built = world.build()
    run = world.planned_run(built)
    bills.request_issue(by=SYSTEM, run_id=run.pk, at=world.AT)
    assert issuing.issue_requested() == 3
    assert issuing.issue_requested() == 0


def test_the_nightly_recount_says_nothing_when_all_is_well(db: None) -> None:
    world.issued_run(world.build())
    with capture_logs() as said:
        schedule.compare_with_recount(timestamp=0)
    assert said == []


def test_uploads_that_nobody_confirmed_are_forgotten_after_a_day(db: None) -> None:
    built = world.build()
    now = datetime(2026, 10, 6, 8, 15, tzinfo=UTC)
    for hours in (1, 25):
        UploadedWorkbook.objects.create(
            facility_id=built.a.id,
            school_year=world.SCHOOL_YEAR,
            file_name="x.xlsx",
            digest="0" * 64,
            content=b"",
            preview={},
            state="faulty",
            uploaded_at=now - timedelta(hours=hours),
        )
    schedule.forget_uploads(timestamp=int(now.timestamp()))
    assert UploadedWorkbook.objects.count() == 1


def test_a_run_that_goes_out_is_paid_from_what_families_have_left(db: None) -> None:
    built = world.build()
    child = built.a.pupils["HS001"].pk
    credits.open_credit(
        by=SYSTEM, facility_id=built.a.id, beneficiary_id=child, amount_vnd=45_000,
        fee_item_id=None, is_cashless=True, reason="Tiền ăn thừa", at=world.AT,
    )  # fmt: skip
    run = world.planned_run(built, items=[("NU", 1)])
    bills.request_issue(by=SYSTEM, run_id=run.pk, at=world.AT)
    assert issuing.issue_requested() == 3
    bill = Bill.objects.get(run=run, beneficiary_id=child)
    assert (bill.state, bill.paid_vnd) == ("paid", 15_000)
