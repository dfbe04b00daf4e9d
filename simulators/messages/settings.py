"""What the carriers are told at their start: the JSON file that MESSAGES_CONFIG names."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec


class SmsAccount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sender under contract at the gateway."""

    key: str
    brand: str
    report_secret: str
    """whsec_...: what delivery reports are signed with."""
    balance_vnd: int = 1_000_000
    price_vnd: int = 350
    """For each part of 160 letters."""


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text that Zalo has approved, with the names of its facts in angle brackets."""

    text: str
    params: list[str]


class ZaloAccount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An official account with its approved texts."""

    token: str
    name: str
    app_id: str
    secret: str
    templates: dict[str, Template]
    webhook_url: str = ""
    balance_vnd: int = 1_000_000
    price_vnd: int = 250


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that the carriers are told."""

    sms: list[SmsAccount] = []
    zalo: list[ZaloAccount] = []
    smtp_port: int = 0
    """0 for any free one; `/ledger` says which."""
    smtp_user: str = ""
    smtp_password: str = ""
    tls_certificate: str = ""
    tls_key: str = ""
    """PEM files; with them the mail server offers STARTTLS."""
    unknown_numbers: list[str] = []
    """84...: numbers that nobody has."""
    off_numbers: list[str] = []
    """Telephones that are switched off: taken, and reported as not delivered."""
    without_zalo: list[str] = []
    unknown_mail: list[str] = []
    delivery_ms: int = 100
    """How long a message is on its way."""
    silence_ms: int = 60_000
    """How long a call is left without an answer when it is to time out."""
    timeout_ms: int = 8_000
    repeats_max: int = 3
    repeat_ms: int = 200


class MessagesConfigMissing(Exception):
    """MESSAGES_CONFIG does not name a readable file in the documented form."""


def from_environment() -> Settings:
    """The settings, or `MessagesConfigMissing` with what to mend."""
    path = os.environ.get("MESSAGES_CONFIG", "")
    if not path:
        raise MessagesConfigMissing("set MESSAGES_CONFIG to a JSON file, see docs/simulators")
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError) as error:
        raise MessagesConfigMissing(f"MESSAGES_CONFIG={path!r}: {error}") from error
