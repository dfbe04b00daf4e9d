"""Reports of delivery: the signature is checked first, then the words are read."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from thuphi.ground.notices.rules import LetterState, Trouble

from .port import CostVnd, ProviderReference, letter_of
from .settings import SmsSettings, ZaloSettings

SMS_STATUS: Final = {
    "delivered": (LetterState.DELIVERED, None),
    "undelivered": (LetterState.FAILED, Trouble.NOT_DELIVERED),
    "unknown_number": (LetterState.FAILED, Trouble.WRONG_ADDRESS),
}


class ReportNotSigned(Exception):
    """Whoever reports has not signed as the provider does."""


class ReportUnreadable(Exception):
    """Signed, but not a report on a letter of ours."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one letter."""

    letter_id: int
    provider_reference: str
    state: LetterState
    trouble: Trouble | None = None
    cost_vnd: int | None = None


class _Sms(msgspec.Struct):
    request_id: str
    message_id: ProviderReference
    status: str
    cost_vnd: CostVnd | None = None


class _ZaloMessage(msgspec.Struct):
    msg_id: ProviderReference
    tracking_id: str


class _Zalo(msgspec.Struct):
    event_name: str
    timestamp: str
    message: _ZaloMessage


def read_sms(settings: SmsSettings, headers: Mapping[str, str], body: bytes) -> Report:
    """A gateway's report (Standard Webhooks). Raises `ReportNotSigned`, `ReportUnreadable`."""
    if not settings.report_secret:
        raise ReportNotSigned
    try:
        Webhook(settings.report_secret).verify(body, dict(headers))
    except (WebhookVerificationError, ValueError) as error:
        raise ReportNotSigned from error
    try:
        told = msgspec.json.decode(body, type=_Sms)
    except msgspec.DecodeError as error:
        raise ReportUnreadable from error
    letter_id, meaning = letter_of(told.request_id), SMS_STATUS.get(told.status)
    if letter_id is None or meaning is None:
        raise ReportUnreadable
    cost = None if told.cost_vnd is None else max(0, told.cost_vnd)
    return Report(letter_id, told.message_id, *meaning, cost_vnd=cost)


def read_zalo(settings: ZaloSettings, headers: Mapping[str, str], body: bytes) -> Report:
    """Zalo's event user_received_message, signed `mac=sha256(app + body + time + key)`.

    Raises `ReportNotSigned`, `ReportUnreadable`.
    """
    try:
        told = msgspec.json.decode(body, type=_Zalo)
    except msgspec.DecodeError as error:
        raise ReportUnreadable from error
    signed = settings.app_id.encode() + body + (told.timestamp + settings.report_secret).encode()
    expected = f"mac={hashlib.sha256(signed).hexdigest()}"
    given = headers.get("x-zevent-signature", "")
    is_signed = hmac.compare_digest(expected.encode(), given.encode())
    if not settings.report_secret or not is_signed:
        raise ReportNotSigned
    letter_id = letter_of(told.message.tracking_id)
    if told.event_name != "user_received_message" or letter_id is None:
        raise ReportUnreadable
    return Report(letter_id, told.message.msg_id, LetterState.DELIVERED)
