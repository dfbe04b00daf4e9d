"""Letters are laid out once, whole, and only where they can be written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from thuphi.ground.notices import actions, errors
from thuphi.ground.notices.actions import Letter
from thuphi.ground.notices.models import Letter as Row
from thuphi.ground.notices.rules import Kind, Way

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
BILL = {
    "facility": "Trường Tiểu học Hoa Mai",
    "pupil": "Trần Gia Bảo",
    "reason": "Tiền ăn tháng 11",
    "sum_vnd": "450000",
    "due_on": "2026-11-30",
    "link": "https://thuphi.vidu.vn/b/TF0123456789",
    "contact": "Cô Lan 0912 345 678",
}


def code(phone: str = "0912 345 678") -> Letter:
    return Letter(Way.SMS, Kind.CODE, phone, "one_time_code", {"code": "123456", "minutes": "5"})


def notice(facility_id: int = 7, way: Way = Way.SMS, to: str = "0912345678") -> Letter:
    return Letter(way, Kind.NOTICE, to, "notice", BILL, "TF0123456789", facility_id)


@pytest.fixture
def as_page(as_role: Callable[..., None]) -> Iterator[Callable[..., None]]:
    yield lambda *facilities: as_role("thuphi_app", *facilities)


def test_a_letter_waits_with_what_it_says_and_where_it_goes() -> None:
    (number,) = actions.queue(letters=[notice()], at=AT)
    row = Row.objects.get(pk=number)
    assert (row.state, row.way, row.kind, row.to_address) == (
        "waiting",
        "sms",
        "notice",
        "84912345678",
    )
    assert (row.facility_id, row.about, row.language, row.tries, row.cost_vnd) == (
        7,
        "TF0123456789",
        "vi",
        0,
        0,
    )
    assert (row.facts, row.not_before, row.created_at) == (BILL, AT, AT)


def test_many_letters_are_laid_out_in_two_questions(
    django_assert_num_queries: Callable[..., object],
) -> None:
    letters = [notice(to=f"09123{number:05}") for number in range(500)]
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        ids = actions.queue(letters=letters, at=AT)
    rows = Row.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "to_address")
    assert list(rows) == [(number, f"849123{place:05}") for place, number in enumerate(ids)]


def test_nothing_is_laid_out_for_nobody() -> None:
    assert actions.queue(letters=[], at=AT) == []


@pytest.mark.parametrize("phone", ["024 3825 1234", "12345", "", "0212345678", "abc"])
def test_a_landline_gets_no_message_and_nothing_is_half_done(phone: str) -> None:
    with pytest.raises(errors.AddressUnusable):
        actions.queue(letters=[code(), code(phone)], at=AT)
    assert not Row.objects.exists()


@pytest.mark.parametrize("mail", ["lan", "lan@", "a b@vidu.vn", "lan@vidu", "x\n@vidu.vn"])
def test_what_is_no_mail_address_gets_no_mail(mail: str) -> None:
    with pytest.raises(errors.AddressUnusable):
        actions.queue(letters=[notice(way=Way.MAIL, to=mail)], at=AT)
    assert not Row.objects.exists()


def test_a_letter_without_its_facts_is_never_laid_out() -> None:
    bare = Letter(Way.SMS, Kind.CODE, "0912345678", "one_time_code", {"minutes": "5"})
    with pytest.raises(errors.FactsMissing) as caught:
        actions.queue(letters=[bare], at=AT)
    assert caught.value.names == ("code",)
    for name, wrong in (("sum_vnd", "12,5"), ("due_on", "mai")):
        with pytest.raises(errors.FactsMissing):
            facts = {**BILL, name: wrong}
            actions.queue(
                letters=[Letter(Way.SMS, Kind.NOTICE, "0912345678", "notice", facts, "", 7)], at=AT
            )
    with pytest.raises(errors.TemplateUnknown):
        actions.queue(letters=[Letter(Way.SMS, Kind.CODE, "0912345678", "love", {})], at=AT)
    assert not Row.objects.exists()


def test_a_page_lays_out_a_familys_code_and_never_sees_it_again(
    as_page: Callable[..., None],
) -> None:
    as_page()
    (number,) = actions.queue(letters=[code()], at=AT)
    assert not Row.objects.filter(pk=number).exists()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE thuphi_worker")
    assert Row.objects.get(pk=number).facts == {"code": "123456", "minutes": "5"}


def test_a_page_lays_out_letters_of_its_own_school_only(as_page: Callable[..., None]) -> None:
    as_page(7)
    actions.queue(letters=[notice(7)], at=AT)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        actions.queue(letters=[notice(8)], at=AT)
    assert [row.facility_id for row in Row.objects.all()] == [7]
    as_page(8)
    assert not Row.objects.exists()


def test_letters_about_a_bill_are_stopped_and_no_others() -> None:
    other = Letter(Way.SMS, Kind.NOTICE, "0912345678", "notice", BILL, "TF1 TF2", 7)
    first, second, family = actions.queue(letters=[notice(), other, code()], at=AT)
    assert actions.stop_about(about=["TF2"], at=AT) == 1
    assert actions.stop_about(about=[], at=AT) == 0
    states = dict(Row.objects.values_list("pk", "state"))
    assert states == {first: "waiting", second: "stopped", family: "waiting"}
