"""Who is let in, how often and with what; refusals are problem+json in the reader's language."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from tests.doors.api.conftest import NOW, Software, as_worker, bill_for, read
from tests.world import World
from thuphi.ground.kit import clock
from thuphi.money.bills.models import Bill
from thuphi.registers.neighbours.actions import keys
from thuphi.registers.neighbours.models import ApiKey
from thuphi.registers.neighbours.rules import Scope


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic dGVzdDp0ZXN0"},
        {"Authorization": f"Bearer tp_live_{'0' * 12}_{'0' * 64}"},
        {"Authorization": "Bearer tp_live_\u0111"},
    ],
)
def test_without_a_good_key_nobody_comes_in(software: Software, headers: dict[str, str]) -> None:
    answer = Client().get("/api/v1/bills", headers=headers)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == 'Bearer realm="Thu Phi"'
    assert read(answer)["type"] == "/api/v1/docs#unauthorized"


def test_an_altered_key_is_refused(software: Software) -> None:
    last = "0" if software.key[-1] != "0" else "1"
    assert Software(software.key[:-1] + last).get("bills").status_code == 401


def test_a_revoked_key_and_one_that_is_over_are_refused(
    world: World, software: Software, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_worker():
        short = keys.create_key(
            by=world.hoa.actor, facility_id=world.a.id, name="x", scopes=[Scope.BILLS_READ],
            expires_on=clock.today(NOW) + timedelta(days=1), at=NOW,
        )  # fmt: skip
    brief = Software(short.key.written)
    assert brief.get("bills").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    assert brief.get("bills").status_code == 401
    assert software.get("bills").status_code == 200
    with as_worker():
        row = ApiKey.objects.get(name="Phần mềm A")
        keys.revoke_key(by=world.hoa.actor, key_id=row.pk, at=NOW)
    assert software.get("bills").status_code == 401


def test_the_day_of_use_is_kept(software: Software) -> None:
    software.get("bills")
    with as_worker():
        assert ApiKey.objects.get().last_used_on == clock.today(NOW)


def test_a_key_that_asks_too_often_waits(software: Software, settings: Settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    assert [software.get("bills").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = software.get("bills")
    assert refused["Retry-After"] == "60"
    assert read(refused)["detail"] == (
        "Mỗi khóa gọi nhiều nhất 3 lần một phút. Thử lại sau 60 giây."
    )


def test_what_is_not_json_is_refused(software: Software) -> None:
    form = software.post("bills", "a=1", content_type="application/x-www-form-urlencoded")
    assert (form.status_code, read(form)["type"]) == (415, "/api/v1/docs#not-json")
    for body in (
        "{", "nul", '{"a":NaN}', "[" * 100_000,
        '{"reason":"a","reason":"b"}', b"\xff\xfe", "9" * 5000,
    ):  # fmt: skip
        answer = software.call("POST", "bills", body, idempotency_key="1")
        assert (answer.status_code, read(answer)["type"]) == (400, "/api/v1/docs#unreadable")
    empty = software.call("POST", "bills", None, idempotency_key="1")
    assert empty.status_code == 422
    assert Bill.objects.count() == 0


def test_what_is_too_large_is_refused(software: Software) -> None:
    large = bill_for(reason="x" * 1_600_000)
    answer = software.post("bills", large, idempotency_key="1")
    assert (answer.status_code, read(answer)["title"]) == (413, "Yêu cầu lớn quá")


def test_the_key_of_a_deed_is_needed_and_plain(software: Software) -> None:
    for headers in ({}, {"idempotency_key": "x" * 201}, {"idempotency_key": "có dấu"}):
        answer = software.post("bills", bill_for(), **headers)
        assert answer.status_code == 422
        told = read(answer)["errors"]
        assert isinstance(told, list)
        assert told[0]["parameter"] == "Idempotency-Key", told


def test_what_is_not_there_and_what_is_not_allowed_are_problems(software: Software) -> None:
    for path in ("", "nothing", "bills/TF000", "docs/x", "bills/"):
        answer = software.get(path)
        assert answer.status_code in (404, 422), path
        assert answer["Content-Type"] == "application/problem+json"
    answer = software.call("PUT", "bills")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST")
    assert read(answer)["detail"] == "Các phương thức dùng được: GET, POST."


def test_a_cookie_of_the_desk_opens_nothing(world: World, software: Software) -> None:
    client = Client()
    client.force_login(
        world.lan.user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get("/api/v1/bills").status_code == 401


def test_the_rows_of_no_facility_are_shown_before_the_key_is_known(software: Software) -> None:
    software.get("bills")
    Client().get("/api/v1/bills")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('thuphi.facilities'), current_user")
        assert cursor.fetchone() == ("", "thuphi_app")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "vi"),
        ("en", "en"),
        ("en-US,en;q=0.9", "en"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en;q=0.5,vi;q=0.9", "vi"),
        ("fr,en;q=0.1", "en"),
        ("de", "vi"),
        ("en;q=x", "vi"),
    ],
)
def test_the_language_is_the_readers(software: Software, accepted: str, language: str) -> None:
    answer = software.get("bills/TFZZZZZZZZ22", accept_language=accepted)
    assert answer["Content-Language"] == language
    assert read(answer)["title"] == {"vi": "Không có", "en": "Not found"}[language]


def test_the_api_is_described_for_programs_and_for_people(software: Software) -> None:
    visitor = Client()
    answer = visitor.get("/api/v1/openapi.json")
    document = read(answer)
    assert document["openapi"] == "3.1.0"
    page = visitor.get("/api/v1/docs")
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("<script") == 1, "the site's own, and none from elsewhere"
    assert "//cdn" not in text
    assert 'id="create_bill"' in text
    assert 'id="idempotency-key-reused"' in text
