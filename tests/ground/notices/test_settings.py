"""What an installation says of its senders is read whole or not at all."""

from __future__ import annotations

import pytest

from tests.carriers import SMS_KEY, Carriers
from thuphi.ground.notices.errors import SettingsWrong
from thuphi.ground.notices.rules import Way
from thuphi.ground.notices.senders.settings import SenderSettings, senders_here

WHOLE = Carriers("https://tin.vidu.vn/", 25).environment


def test_each_way_is_open_with_its_price() -> None:
    told = SenderSettings.from_environment(WHOLE)
    assert told.ways == (Way.ZALO, Way.SMS, Way.MAIL)
    assert [told.price_vnd(way) for way in told.ways] == [250, 350, 0]
    assert told.sms is not None
    assert told.sms.url == "https://tin.vidu.vn"


def test_without_a_word_nothing_is_open() -> None:
    told = SenderSettings.from_environment({})
    assert (told.ways, told.price_vnd(Way.SMS)) == ((), None)


def test_a_price_that_was_not_told_is_not_known() -> None:
    given = {name: value for name, value in WHOLE.items() if name != "THUPHI_SMS_VND"}
    assert SenderSettings.from_environment(given).price_vnd(Way.SMS) is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"THUPHI_SMS_KEY": ""}, "THUPHI_SMS_KEY"),
        ({"THUPHI_SMS_VND": "3,5"}, "THUPHI_SMS_VND: whole đồng"),
        ({"THUPHI_SMTP": "mail"}, "THUPHI_SMTP: host:port"),
        ({"THUPHI_SMTP_TLS": "maybe"}, "THUPHI_SMTP_TLS: tls, starttls, none"),
        ({"THUPHI_MAIL_FROM": ""}, "THUPHI_MAIL_FROM"),
        (
            {"THUPHI_ZALO_TEMPLATES": "notice"},
            "THUPHI_ZALO_TEMPLATES: notice=123,reminder_before=124",
        ),
    ],
)
def test_what_is_missing_is_named_and_pages_stand_without_senders(
    wrong: dict[str, str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SettingsWrong, match=sentence):
        SenderSettings.from_environment({**WHOLE, **wrong})
    for name, value in {**WHOLE, **wrong}.items():
        monkeypatch.setenv(name, value)
    assert senders_here() == SenderSettings()
    assert "senders_not_configured" in capsys.readouterr().out


def test_no_secret_is_shown_when_settings_are_printed() -> None:
    told = SenderSettings.from_environment({**WHOLE, "THUPHI_SMTP_PASSWORD": "made-up-password"})
    shown = repr(told)
    assert SMS_KEY not in shown
    for name in ("THUPHI_SMS_SECRET", "THUPHI_ZALO_TOKEN", "THUPHI_ZALO_SECRET"):
        assert WHOLE[name] not in shown
    assert "made-up-password" not in shown
