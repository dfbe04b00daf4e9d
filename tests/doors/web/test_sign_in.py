"""Sign-in as the pages' own role of the database sees it, and what is closed to everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.world import Person, World
from thuphi.registers.staff.models import User

PASSWORD = "mười hai con giáp"
HOME = "/lam-viec"


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.fixture
def lan(world: World, as_role: Callable[..., None]) -> Person:
    """An accountant with a password; from here on the connection is that of a page."""
    world.lan.user.set_password(PASSWORD)
    world.lan.user.save(update_fields=["password"])
    as_role("thuphi_app")
    return world.lan


def sign_in(client: Client, password: str = PASSWORD, after: str = "") -> str:
    """Where the answer leads; nowhere for who is not let in."""
    form = {"login": "lan", "password": password, **({"next": after} if after else {})}
    return str(client.post(reverse("account_login"), form).get("Location", ""))


@pytest.mark.parametrize(
    "address",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "password/set/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/1-abc/",
        "login/code/",
        "login/code/confirm/",
        "social/signup/",
        "3rdparty/",
    ],
)
def test_nobody_signs_up_or_gets_a_password_by_mail(lan: Person, address: str) -> None:
    client = Client()
    assert client.get(f"/tai-khoan/{address}").status_code == 404
    assert client.post(f"/tai-khoan/{address}", {"login": "lan"}).status_code == 404


def test_who_knows_the_password_gets_in_with_a_new_session(lan: Person) -> None:
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["was"] = "here"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = str(planted)
    assert sign_in(client) == HOME
    assert client.cookies["sessionid"].value != planted
    assert client.get(reverse("desk_home")).status_code == 200
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"]
)
def test_after_signing_in_nobody_is_sent_to_another_site(lan: Person, elsewhere: str) -> None:
    client = Client()
    assert sign_in(client, after=elsewhere) == HOME


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/"])
def test_the_language_switch_stays_on_the_site(lan: Person, elsewhere: str) -> None:
    answer = Client().post("/ngon-ngu", {"language": "en", "next": elsewhere})
    assert answer["Location"] == "/"


def test_five_wrong_passwords_close_the_login_for_a_while(lan: Person) -> None:
    for number in range(5):
        assert sign_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), "sai mật khẩu") == ""
    assert sign_in(Client(REMOTE_ADDR="192.0.2.99")) == ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_cache")
        assert cursor.fetchone()[0] > 0, "counted where every process sees it"


def test_a_password_is_changed_by_who_knows_the_old_one(lan: Person) -> None:
    client = Client()
    assert sign_in(client) == HOME
    form = {"oldpassword": "sai", "password1": "mới hoàn toàn 1", "password2": "mới hoàn toàn 1"}
    assert client.post(reverse("account_change_password"), form).status_code == 200
    right = client.post(reverse("account_change_password"), {**form, "oldpassword": PASSWORD})
    assert right.status_code == 302
    assert User.objects.get(username="lan").check_password("mới hoàn toàn 1")


def test_who_was_made_inactive_is_out_at_once(lan: Person, as_role: Callable[..., None]) -> None:
    client = Client()
    assert sign_in(client) == HOME
    as_role("thuphi_worker")
    User.objects.filter(pk=lan.user.pk).update(is_active=False)
    as_role("thuphi_app")
    assert client.get(reverse("desk_home")).status_code == 302
    again = Client()
    sign_in(again)
    assert again.get(reverse("desk_home")).status_code == 302
