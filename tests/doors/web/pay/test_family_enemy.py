"""What an enemy tries at the family's door: a session planted before, another's child by number."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client

from tests.doors.web.pay import household
from tests.doors.web.pay.household import ANH, Household, page_of, say, sign_in


@pytest.fixture
def home(db: None, as_role: Callable[..., None]) -> Iterator[Household]:
    built = household.build()
    as_role("thuphi_app")
    yield built


def test_a_session_planted_before_signing_in_shows_nobody_anything(
    parent: Client, home: Household
) -> None:
    # The enemy opens any bill, gets a session, and plants its cookie in the family's browser.
    enemy = Client()
    session = enemy.session
    session["planted"] = True
    session.save()
    planted = str(session.session_key)
    parent.cookies[settings.SESSION_COOKIE_NAME] = planted
    sign_in(parent)
    say(parent, ANH)
    answer = parent.get(f"/gia-dinh/khoan/{home.anh.code}", follow=True)
    assert "Nguyễn Minh Anh" in answer.content.decode()
    enemy.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert "Nguyễn Minh Anh" not in enemy.get(f"/b/{home.anh.code}").content.decode()


def test_another_familys_child_bill_or_receipt_does_not_exist(
    parent: Client, home: Household
) -> None:
    sign_in(parent)
    say(parent, ANH)
    for address in (
        f"/gia-dinh/lich-su/{home.neighbour.beneficiary_id}",
        f"/gia-dinh/lich-su/{home.huy.beneficiary_id}",
        f"/gia-dinh/khoan/{home.neighbour.code}",
        f"/gia-dinh/khoan/{home.huy.code}",
    ):
        assert parent.get(address).status_code == 404, address
    assert parent.get("/gia-dinh/lich-su/99999999999999999999").status_code == 404


def test_a_copied_cookie_opens_nothing_after_signing_out(parent: Client, home: Household) -> None:
    sign_in(parent)
    say(parent, ANH)
    thief = Client()
    thief.cookies["gia_dinh"] = parent.cookies["gia_dinh"].value
    assert "Nguyễn Minh Anh" in page_of(thief)
    parent.post("/gia-dinh/thoat")
    assert "Nguyễn Minh Anh" not in page_of(thief)


def test_a_cookie_of_one_kind_is_none_of_another(parent: Client, home: Household) -> None:
    sign_in(parent)
    say(parent, ANH)
    thief = Client()
    for name in ("gia_dinh_may", "gia_dinh_hoi"):
        if name in parent.cookies:
            thief.cookies["gia_dinh"] = parent.cookies[name].value
            assert "Nguyễn Minh Anh" not in page_of(thief)


def test_pages_of_a_family_are_kept_by_nobody(parent: Client, home: Household) -> None:
    sign_in(parent)
    say(parent, ANH)
    for address in ("/gia-dinh/", f"/gia-dinh/lich-su/{home.anh.beneficiary_id}"):
        answer = parent.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
    cookie = parent.cookies["gia_dinh"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/gia-dinh/"


def test_code_guessing_with_signs_and_figures_of_other_scripts_opens_nothing(
    client: Client, home: Household
) -> None:
    assert client.post("/gia-dinh/", {"phone": household.PHONE}).status_code == 303
    code = household.sent_code()
    arabic = "".join(chr(0x0660 + int(one)) for one in code)
    for said in (arabic, f"{code}\n{code}", f"0{code}", "", " ", "%", "-"):
        answer = client.post("/gia-dinh/ma", {"code": said})
        assert answer.status_code == 200
        assert "gia_dinh" not in answer.cookies
