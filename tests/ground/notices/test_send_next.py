"""A letter leaves once, when it is due and still wanted, and what became of it is kept."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.carriers import NO_ZALO, NOBODY, Carriers
from tests.ground.notices.test_queue import BILL
from thuphi.ground.notices import actions, queries, sending
from thuphi.ground.notices.actions import Letter
from thuphi.ground.notices.models import Letter as Row
from thuphi.ground.notices.rules import Kind, LetterState, Trouble, Way
from thuphi.ground.notices.senders.port import Told
from thuphi.ground.notices.senders.reports import Report
from thuphi.ground.notices.sending import Due, Round, send_next

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
NUMBERS = itertools.count(84_920_000_000)


def wanted(_due: Due, at: datetime) -> datetime:
    return at


def phone() -> str:
    """A telephone on which nothing has arrived yet."""
    return str(next(NUMBERS))


def notice(to: str, way: Way = Way.SMS, **more: datetime) -> Letter:
    return Letter(way, Kind.NOTICE, to, "notice", BILL, "TF0123456789", 7, **more)  # type: ignore[arg-type]


def queued(letter: Letter) -> Row:
    (number,) = actions.queue(letters=[letter], at=AT)
    return Row.objects.get(pk=number)


def test_a_letter_arrives_and_its_cost_is_kept(house: Carriers) -> None:
    to = phone()
    row = queued(notice(to))
    assert send_next(post=house.posts()["sms"], at=AT, judge=wanted) is Round.SENT
    row.refresh_from_db()
    assert (row.state, row.cost_vnd, row.tries, row.sent_at) == ("sent", 350, 1, AT)
    (message,) = house.arrived(to)
    assert message["message_id"] == row.provider_reference
    assert message["text"] == (
        "TH Hoa Mai bao: Tran Gia Bao, Tien an thang 11: 450.000d, han 30/11. Xem va tra: "
        "https://thuphi.vidu.vn/b/TF0123456789 Truong khong hoi ma OTP."
    )
    assert send_next(post=house.posts()["sms"], at=AT, judge=wanted) is Round.NOTHING


def test_a_letter_that_nobody_wants_any_more_is_stopped_and_not_sent(house: Carriers) -> None:
    to = phone()
    row = queued(notice(to))
    ended = send_next(post=house.posts()["sms"], at=AT, judge=lambda _due, _at: None)
    row.refresh_from_db()
    assert (ended, row.state, row.sent_at) == (Round.STOPPED, "stopped", None)
    assert house.arrived(to) == []


def test_a_letter_waits_for_its_hour(house: Carriers) -> None:
    to, later = phone(), AT + timedelta(hours=8)
    row = queued(notice(to))
    assert send_next(post=house.posts()["sms"], at=AT, judge=lambda _due, _at: later) is Round.LATER
    row.refresh_from_db()
    assert (row.state, row.not_before, row.tries) == ("waiting", later, 0)
    assert send_next(post=house.posts()["sms"], at=AT, judge=wanted) is Round.NOTHING
    assert send_next(post=house.posts()["sms"], at=later, judge=wanted) is Round.SENT
    assert len(house.arrived(to)) == 1


def test_a_letter_that_is_too_late_is_stopped(house: Carriers) -> None:
    row = queued(notice(phone(), not_after=AT + timedelta(hours=1)))
    later = AT + timedelta(hours=2)
    assert send_next(post=house.posts()["sms"], at=later, judge=wanted) is Round.STOPPED
    row.refresh_from_db()
    assert row.state == "stopped"


def test_a_code_goes_first_and_is_forgotten_once_it_has_left(house: Carriers) -> None:
    to = phone()
    other = queued(notice(phone()))
    code = queued(
        Letter(Way.SMS, Kind.CODE, to, "one_time_code", {"code": "482913", "minutes": "5"})
    )
    assert send_next(post=house.posts()["sms"], at=AT, judge=wanted) is Round.SENT
    code.refresh_from_db()
    other.refresh_from_db()
    assert (code.state, code.facts, other.state) == ("sent", {}, "waiting")
    assert "482913" in str(house.arrived(to)[0]["text"])


def test_a_stopped_code_is_forgotten_too(house: Carriers) -> None:
    code = queued(
        Letter(Way.SMS, Kind.CODE, phone(), "one_time_code", {"code": "482913", "minutes": "5"})
    )
    send_next(post=house.posts()["sms"], at=AT, judge=lambda _due, _at: None)
    code.refresh_from_db()
    assert (code.state, code.facts) == ("stopped", {})


@pytest.mark.parametrize(
    ("way", "to", "trouble"),
    [
        (Way.SMS, NOBODY, Trouble.WRONG_ADDRESS),
        (Way.ZALO, NOBODY, Trouble.WRONG_ADDRESS),
        (Way.ZALO, NO_ZALO, Trouble.NO_ACCOUNT),
    ],
)
def test_a_wrong_number_fails_and_is_named_until_it_is_forgiven(
    house: Carriers, way: Way, to: str, trouble: Trouble
) -> None:
    row = queued(notice(to, way))
    assert send_next(post=house.posts()[way.value], at=AT, judge=wanted) is Round.FAILED
    row.refresh_from_db()
    assert (row.state, row.trouble, row.cost_vnd) == ("failed", trouble.value, 0)
    assert queries.dead_addresses(7) == {(way, to)}
    assert queries.dead_addresses(8) == frozenset()
    assert actions.forgive(facility_id=7, address=to) == 1
    assert queries.dead_addresses(7) == frozenset()


def test_a_carrier_that_is_closed_is_tried_again_and_given_up_at_last(house: Carriers) -> None:
    to, at = phone(), AT
    row = queued(notice(to))
    house.goes_wrong("down", times=8)
    for wait in (1, 2, 5, 15, 30, 60, 120):
        ended = send_next(post=house.posts()["sms"], at=at, judge=wanted)
        row.refresh_from_db()
        assert (ended, row.state, row.trouble) == (Round.LATER, "waiting", "unreachable")
        assert row.not_before == at + timedelta(minutes=wait)
        at = row.not_before
    assert send_next(post=house.posts()["sms"], at=at, judge=wanted) is Round.FAILED
    row.refresh_from_db()
    assert (row.state, row.trouble, row.tries) == ("failed", "unreachable", 8)
    assert queries.dead_addresses(7) == frozenset()


def test_a_letter_without_credit_waits_and_says_so(house: Carriers) -> None:
    row = queued(notice(phone()))
    house.goes_wrong("out_of_credit")
    assert send_next(post=house.posts()["sms"], at=AT, judge=wanted) is Round.LATER
    row.refresh_from_db()
    assert (row.state, row.trouble) == ("waiting", "out_of_credit")
    assert send_next(post=house.posts()["sms"], at=row.not_before, judge=wanted) is Round.SENT
    row.refresh_from_db()
    assert (row.state, row.trouble) == ("sent", "")


def test_a_letter_of_a_worker_that_died_is_taken_up_after_its_lease(house: Carriers) -> None:
    to = phone()
    queued(notice(to))
    held = sending._take(Way.SMS, AT)
    assert held is not None
    assert send_next(post=house.posts()["sms"], at=AT, judge=wanted) is Round.NOTHING
    later = AT + timedelta(minutes=2)
    assert send_next(post=house.posts()["sms"], at=later, judge=wanted) is Round.SENT
    assert len(house.arrived(to)) == 1


def delivered(row: Row, **more: object) -> Report:
    told = {"state": LetterState.DELIVERED, "provider_reference": "sms1", "cost_vnd": 700, **more}
    return Report(letter_id=row.pk, **told)  # type: ignore[arg-type]


def test_a_report_is_taken_once_also_by_a_page_that_sees_no_letters(
    house: Carriers, as_role: Callable[..., None]
) -> None:
    row = queued(notice(phone()))
    send_next(post=house.posts()["sms"], at=AT, judge=wanted)
    as_role("thuphi_app")
    later = AT + timedelta(minutes=3)
    assert sending.report(way=Way.SMS, told=delivered(row), at=later)
    assert not sending.report(way=Way.SMS, told=delivered(row), at=later)
    assert not Row.objects.exists()
    as_role("thuphi_worker")
    row.refresh_from_db()
    assert (row.state, row.delivered_at, row.cost_vnd) == ("delivered", later, 700)


def test_a_report_that_overtakes_the_answer_stays(house: Carriers) -> None:
    row = queued(notice(phone()))
    held = sending._take(Way.SMS, AT)
    assert held is not None
    assert sending.report(way=Way.SMS, told=delivered(row), at=AT)
    sending._note(held, Told(None, "sms1", 350), AT)
    row.refresh_from_db()
    assert (row.state, row.provider_reference, row.cost_vnd) == ("delivered", "sms1", 350)


def test_a_report_on_a_letter_that_never_left_or_left_otherwise_is_not_believed() -> None:
    row = queued(notice(phone()))
    assert not sending.report(way=Way.SMS, told=delivered(row), at=AT)
    assert not sending.report(way=Way.ZALO, told=delivered(row), at=AT)
    row.refresh_from_db()
    assert row.state == "waiting"


def test_a_number_found_wrong_only_by_the_report_is_named(house: Carriers) -> None:
    to = phone()
    row = queued(notice(to))
    send_next(post=house.posts()["sms"], at=AT, judge=wanted)
    wrong = delivered(row, state=LetterState.FAILED, trouble=Trouble.WRONG_ADDRESS)
    assert sending.report(way=Way.SMS, told=wrong, at=AT)
    assert queries.dead_addresses(7) == {(Way.SMS, to)}


def test_the_sums_of_a_facility_are_its_own(house: Carriers) -> None:
    queued(notice(phone()))
    queued(notice(NO_ZALO, Way.ZALO))
    assert send_next(post=house.posts()["sms"], at=AT, judge=wanted) is Round.SENT
    assert send_next(post=house.posts()["zalo"], at=AT, judge=wanted) is Round.FAILED
    told = {one.way: (one.number, one.cost_vnd) for one in queries.sums(7, since=AT)}
    assert told == {Way.SMS: (1, 350), Way.ZALO: (1, 0)}
    assert queries.sums(8, since=AT) == []


def test_codes_of_yesterday_are_dropped_and_nothing_else(house: Carriers) -> None:
    code = queued(
        Letter(Way.SMS, Kind.CODE, phone(), "one_time_code", {"code": "482913", "minutes": "5"})
    )
    kept = queued(notice(phone()))
    send_next(post=house.posts()["sms"], at=AT, judge=wanted)
    assert sending.forget_codes(at=AT + timedelta(hours=23)) == 0
    assert sending.forget_codes(at=AT + timedelta(hours=25)) == 1
    assert set(Row.objects.values_list("pk", flat=True)) == {kept.pk}
    assert not Row.objects.filter(pk=code.pk).exists()
