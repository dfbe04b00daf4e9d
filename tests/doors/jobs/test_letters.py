"""The worker carries letters from the queue to telephones, mailboxes and Zalo."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from tests import carriers, world
from tests.carriers import NOBODY, within
from thuphi.doors.jobs import letters
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.notices import actions as notices
from thuphi.ground.notices.actions import Letter
from thuphi.ground.notices.models import Letter as Row
from thuphi.ground.notices.rules import Kind, Way
from thuphi.money.payments import actions as payments
from thuphi.money.reminders import actions as reminders
from thuphi.money.reminders import queries
from thuphi.money.reminders.rules import Plan, Quiet
from thuphi.registers.payers.models import Beneficiary

SITE = "https://thuphi.vidu.vn"
NEVER_QUIET = Quiet(
    datetime(2026, 1, 1, 0, 0).time(), datetime(2026, 1, 1, 0, 0).time(), rests_on_sunday=False
)


@pytest.fixture
def secure_log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def test_letters_leave_by_every_way_beside_each_other_and_the_log_names_nobody(
    town: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    secure_log: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    built = world.build()
    bills = world.issued_run(built, items=[("AN", 22)])
    plan = Plan(is_on=True, quiet=NEVER_QUIET)
    reminders.set_plan(by=built.lan.actor, facility_id=built.a.id, plan=plan, at=world.AT)
    for pupil, phone in (("HS001", "0923000001"), ("HS002", f"0{NOBODY[2:]}"), ("HS003", "")):
        Beneficiary.objects.filter(facility_id=built.a.id, code=pupil).update(payer_phone=phone)
    Beneficiary.objects.filter(facility_id=built.a.id, code="HS003").update(
        payer_email="dat@vidu.vn"
    )
    with carriers.running(tmp_path) as house:
        for name, value in house.environment.items():
            monkeypatch.setenv(name, value)
        settings.CALLS_MAY_GO_TO = frozenset({house.url.removeprefix("http://")})
        run_id = bills[0].run_id or 0
        told = reminders.tell_run(
            by=built.lan.actor,
            run_id=run_id,
            ways=(Way.SMS, Way.MAIL),
            expected=3,
            site=SITE,
            at=datetime.now(VIETNAM),
        )
        assert told.reach.by_way() == {Way.SMS: 2, Way.MAIL: 1}
        code = {"code": "482913", "minutes": "5"}
        notices.queue(
            letters=[Letter(Way.SMS, Kind.CODE, "0923000009", "one_time_code", code)],
            at=datetime.now(VIETNAM),
        )
        stop = threading.Event()
        working = threading.Thread(target=letters.send_letters_until, args=[stop])
        working.start()
        try:
            assert within(20, lambda: not Row.objects.filter(state="waiting").exists())
        finally:
            stop.set()
            working.join(20)
        assert not working.is_alive()
        assert within(5, lambda: house.arrived("84923000009"))
        assert len(house.arrived("84923000001")) == 1
        (mail,) = house.arrived("dat@vidu.vn")
        assert f"{SITE}/b/{bills[2].code}" in str(mail["text"])
        assert house.arrived(NOBODY) == []
    (wrong,) = queries.wrong_addresses(built.a.id)
    assert [one.code for one in wrong.people] == ["HS002"]
    said = secure_log.text + "".join(capsys.readouterr())
    for secret in ("482913", "923000001", "dat@vidu.vn", "Minh Anh", bills[0].code):
        assert secret not in said
    connection.close()


def test_the_clock_reminds_every_school_that_wants_it(db: None) -> None:
    built = world.build()
    world.issued_run(built, items=[("AN", 22)])
    at = datetime(2026, 10, 28, 8, 0, tzinfo=VIETNAM)
    letters.remind_families.func(int(at.timestamp()))
    assert not Row.objects.exists()
    reminders.set_plan(
        by=built.lan.actor, facility_id=built.a.id, plan=Plan(is_on=True), at=world.AT
    )
    letters.remind_families.func(int(at.timestamp()))
    letters.remind_families.func(int((at + timedelta(hours=1)).timestamp()))
    assert Row.objects.filter(kind="reminder").count() == 3


def test_without_senders_letters_wait(
    db: None, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    for name in ("THUPHI_SMTP", "THUPHI_SMS_URL", "THUPHI_ZALO_URL"):
        monkeypatch.delenv(name, raising=False)
    built = world.build()
    bills = world.issued_run(built, items=[("AN", 22)])
    reminders.tell_run(
        by=SYSTEM, run_id=bills[0].run_id or 0, ways=(Way.SMS,), expected=3, site=SITE, at=world.AT
    )
    payments.post_waiting(at=world.AT)
    stop = threading.Event()
    stop.set()
    letters.send_letters_until(stop)
    assert set(Row.objects.values_list("state", flat=True)) == {"waiting"}
