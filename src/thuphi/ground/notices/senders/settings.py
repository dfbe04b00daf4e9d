"""Which senders this installation has; every choice comes by environment.

THUPHI_SMTP             host:port of the mail server; without it no mail is sent
THUPHI_SMTP_TLS         tls (from the first byte), starttls (the usual) or none (only for tests)
THUPHI_SMTP_USER, THUPHI_SMTP_PASSWORD
THUPHI_MAIL_FROM        the address that mail comes from
THUPHI_SMS_URL          address of the gateway, https://sms.example.vn; without it no SMS is sent
THUPHI_SMS_KEY          our key there
THUPHI_SMS_BRAND        the name that telephones show
THUPHI_SMS_VND          what one message costs by contract, for the sum shown before sending
THUPHI_SMS_SECRET       whsec_...: what the gateway signs its delivery reports with
THUPHI_ZALO_URL         https://business.openapi.zalo.me; without it nothing is sent by Zalo
THUPHI_ZALO_TOKEN       access token of the official account
THUPHI_ZALO_TEMPLATES   notice=123,reminder_before=124,...: numbers of the approved templates
THUPHI_ZALO_VND         what one message costs
THUPHI_ZALO_APP, THUPHI_ZALO_SECRET   app id and secret that delivery reports are signed with
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

import structlog

from thuphi.ground.notices.errors import SettingsWrong
from thuphi.ground.notices.rules import Way

TLS = ("tls", "starttls", "none")

log = structlog.get_logger("thuphi.notices")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """A mail server that takes our letters."""

    host: str
    port: int
    from_address: str
    tls: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """A gateway for short messages."""

    url: str
    key: str = field(repr=False)
    brand: str
    price_vnd: int | None = None
    report_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ZaloSettings:
    """An official account that may send notices by Zalo (ZNS)."""

    url: str
    token: str = field(repr=False)
    templates: Mapping[str, str]
    price_vnd: int | None = None
    app_id: str = ""
    report_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SenderSettings:
    """Each way that is open here; `None` for one that is not."""

    mail: MailSettings | None = None
    sms: SmsSettings | None = None
    zalo: ZaloSettings | None = None

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways by which letters leave this installation, the cheapest for families first."""
        there = {Way.ZALO: self.zalo, Way.SMS: self.sms, Way.MAIL: self.mail}
        return tuple(way for way, settings in there.items() if settings is not None)

    def price_vnd(self, way: Way) -> int | None:
        """What one letter costs in đồng; `None` when the contract's price was not told."""
        match way:
            case Way.MAIL:
                return 0
            case Way.SMS:
                return self.sms.price_vnd if self.sms else None
            case Way.ZALO:
                return self.zalo.price_vnd if self.zalo else None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """As the environment says. Raises `SettingsWrong` with the name of what is missing."""
        return cls(mail=_mail(environment), sms=_sms(environment), zalo=_zalo(environment))


def senders_here() -> SenderSettings:
    """The senders of this installation; none, and a line in the log that is watched, when what the
    environment says of them is not whole: no page stands still for it."""
    try:
        return SenderSettings.from_environment()
    except SettingsWrong as wrong:
        log.critical("senders_not_configured", missing=str(wrong))
        return SenderSettings()


def _mail(given: Mapping[str, str]) -> MailSettings | None:
    if not given.get("THUPHI_SMTP"):
        return None
    host, _, port = given["THUPHI_SMTP"].rpartition(":")
    if not host or not (port.isascii() and port.isdigit()):
        raise SettingsWrong("THUPHI_SMTP: host:port")
    tls = given.get("THUPHI_SMTP_TLS", "starttls")
    if tls not in TLS:
        raise SettingsWrong(f"THUPHI_SMTP_TLS: {', '.join(TLS)}")
    return MailSettings(
        host=host,
        port=int(port),
        from_address=_needed(given, "THUPHI_MAIL_FROM"),
        tls=tls,
        user=given.get("THUPHI_SMTP_USER", ""),
        password=given.get("THUPHI_SMTP_PASSWORD", ""),
    )


def _sms(given: Mapping[str, str]) -> SmsSettings | None:
    if not given.get("THUPHI_SMS_URL"):
        return None
    return SmsSettings(
        url=given["THUPHI_SMS_URL"].rstrip("/"),
        key=_needed(given, "THUPHI_SMS_KEY"),
        brand=_needed(given, "THUPHI_SMS_BRAND"),
        price_vnd=_price(given, "THUPHI_SMS_VND"),
        report_secret=given.get("THUPHI_SMS_SECRET", ""),
    )


def _zalo(given: Mapping[str, str]) -> ZaloSettings | None:
    if not given.get("THUPHI_ZALO_URL"):
        return None
    pairs = [pair.partition("=") for pair in _needed(given, "THUPHI_ZALO_TEMPLATES").split(",")]
    if not all(name.strip() and number.strip() for name, _, number in pairs):
        raise SettingsWrong("THUPHI_ZALO_TEMPLATES: notice=123,reminder_before=124")
    return ZaloSettings(
        url=given["THUPHI_ZALO_URL"].rstrip("/"),
        token=_needed(given, "THUPHI_ZALO_TOKEN"),
        templates={name.strip(): number.strip() for name, _, number in pairs},
        price_vnd=_price(given, "THUPHI_ZALO_VND"),
        app_id=given.get("THUPHI_ZALO_APP", ""),
        report_secret=given.get("THUPHI_ZALO_SECRET", ""),
    )


def _needed(given: Mapping[str, str], name: str) -> str:
    if not given.get(name):
        raise SettingsWrong(name)
    return given[name]


def _price(given: Mapping[str, str], name: str) -> int | None:
    told = given.get(name, "")
    if not told:
        return None
    if not (told.isascii() and told.isdigit()):
        raise SettingsWrong(f"{name}: whole đồng")
    return int(told)
