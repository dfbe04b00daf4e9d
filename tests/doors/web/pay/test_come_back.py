"""The way back from a provider: what the browser brings along is never believed, kept or logged."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.doors.web.pay.conftest import Village, as_worker, latest
from tests.doors.web.pay.test_choose import choose
from thuphi.money.attempts.models import Attempt, AttemptStep

CLAIM = "vnp_ResponseCode=00&vnp_TransactionStatus=00&resultCode=0&amount=1&ve=0"


@pytest.fixture
def back(parent: Client, village: Village) -> str:
    """The path that VNPAY sends the browser to."""
    choose(parent, village.bills[0].code, village.opens("vnpay"))
    return urlsplit(latest().return_url).path


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_claim_of_success_shows_that_we_are_looking(
    parent: Client, village: Village, back: str, method: str
) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.generic(method.upper(), f"{back}?{CLAIM}", CLAIM)
    assert answer.status_code == 303
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "vnp_" not in answer["Location"]
    assert answer["Location"].startswith(f"/b/{village.bills[0].code}/lan-tra/")
    page = strict.get(answer["Location"]).content.decode()
    assert "Đang kiểm tra với VNPAY" in page
    assert "Đã nhận" not in page
    assert latest().state == "pending"
    assert "vnp_ResponseCode" not in page


def test_nothing_of_what_came_along_is_kept(
    parent: Client, back: str, caplog: pytest.LogCaptureFixture
) -> None:
    with as_worker():
        before = (Attempt.objects.values().get(), AttemptStep.objects.count())
    parent.get(f"{back}?secret=so-bi-mat-123")
    with as_worker():
        assert (Attempt.objects.values().get(), AttemptStep.objects.count()) == before
    assert "so-bi-mat-123" not in caplog.text
    assert "so-bi-mat-123" not in str(dict(parent.session))


def test_once_the_server_knows_the_page_says_so(parent: Client, back: str) -> None:
    with as_worker():
        one = latest()
        Attempt.objects.update(state="refused", closed_at=one.started_at)
    page = parent.get(back, follow=True).content.decode()
    assert "Lần trả này không thành công" in page


def test_an_unknown_way_back_leads_to_the_bill(parent: Client, village: Village, back: str) -> None:
    code = village.bills[0].code
    answer = parent.get(f"/b/{code}/tra-ve/khong-co-ten-nay")
    assert (answer.status_code, answer["Location"]) == (303, f"/b/{code}")
    other = village.bills[1].code
    answer = parent.get(back.replace(code, other))
    assert (answer.status_code, answer["Location"]) == (303, f"/b/{other}")


def test_the_name_of_the_way_back_cannot_be_guessed(
    parent: Client, village: Village, back: str
) -> None:
    name = back.rpartition("/")[2]
    assert len(name) >= 32
    assert str(latest().pk) not in name[:0] + back.partition("/tra-ve/")[0]
