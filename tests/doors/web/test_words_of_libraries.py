"""What Vietnamese readers see of the words of Django and of the sign-in library."""

from __future__ import annotations

import html
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests import world as worlds

ENGLISH = re.compile(
    r"\b(the|your|you|a|is|are|password|sign|please|enter|username|account|code|app|not|of|reset"
    r"|change|confirm|access|forgot|two-factor|authenticator|activate|view|generate|email)\b",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def the_site(settings: Settings) -> None:
    """The whole site; nobody has guessed at a password yet."""
    settings.ROOT_URLCONF = "thuphi.config.urls"
    cache.clear()


def test_an_empty_field_asks_to_be_filled(client: Client, db: None) -> None:
    page = client.post(reverse("account_login"), {}).content.decode()
    assert page.count("Hãy điền ô này.") == 2
    assert "bắt buộc." not in page


def test_a_wrong_password_is_told_in_vietnamese(client: Client, db: None) -> None:
    answer = client.post(reverse("account_login"), {"login": "lan", "password": "sai mật khẩu"})
    page = answer.content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng. Hãy gõ lại." in page


def test_a_new_password_is_judged_in_vietnamese(db: None) -> None:
    world = worlds.build()
    worlds.give_password(world.lan)
    client = Client()
    assert client.login(username="lan", password=worlds.PASSWORD)
    typed = {"oldpassword": "sai", "password1": "ngan", "password2": "khac"}
    page = client.post(reverse("account_change_password"), typed).content.decode()
    assert "Mật khẩu hiện nay không đúng. Hãy gõ lại." in page
    assert "Mật khẩu ngắn quá: ít nhất 10 ký tự." in page


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_logout",
        "account_change_password",
        "account_inactive",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
    ],
)
def test_pages_of_the_sign_in_library_have_no_english(name: str, db: None) -> None:
    world = worlds.build()
    worlds.give_password(world.lan)
    client = Client()
    if name != "account_login":
        assert client.login(username="lan", password=worlds.PASSWORD)
        client.post(reverse("account_reauthenticate"), {"password": worlds.PASSWORD})
    answer = client.get(reverse(name), follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == reverse(name)
    page = re.sub(r"<(script|style)\b.*?</\1>|<title>.*?</title>", " ", answer.content.decode())
    words = html.unescape(re.sub(r"<[^>]+>", "\n", page)).split("\n")
    assert [one.strip() for one in words if ENGLISH.search(one)] == []
