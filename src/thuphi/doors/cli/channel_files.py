"""The files that `thuphi channel` reads: a merchant's settings, and one request.

Members are those of `thuphi.ground.channels.contract`; each error names the file and the member.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from thuphi.ground.channels.contract import Answer, Connector, Knock, Order, Question, RefundOrder
from thuphi.ground.kit.clock import VIETNAM

Texts = dict[str, str]
Kind = TypeVar("Kind", bound="Request")
NAMES = ("reference", "payment_reference", "provider_reference", "token", "request_id", "tail")
"""Members that are names; a provider's number without quotes is taken for one."""
_MISSING = re.compile(r"missing required field `([^`]+)`")
_PATH = re.compile(r"at `\$\.?([^`]*)`")
_STAMPED = re.compile(r"x-[a-z0-9-]+-timestamp")
_STAMP = re.compile(r"[0-9]{9,14}")
_CASSO_STAMP = re.compile(r"(?:^|,)\s*t=([0-9]{9,14})\s*(?:,|$)")
_FIRST_MILLISECONDS = 10**11
"""A stamp from here on counts milliseconds: in seconds it would be the year 5138."""


class FileRefused(Exception):
    """A file cannot be used; the sentence names it, the member and the mend."""


class AnswerFile(msgspec.Struct):
    """What came back on a call."""

    status: int = 200
    headers: Texts = {}
    body: str = ""


class Request(msgspec.Struct, kw_only=True):
    """What all request files may have."""

    at: str = ""
    """ISO 8601; without a zone it is Việt Nam time, absent it is now."""
    answer: AnswerFile | None = None


class KnownOrder(msgspec.Struct):
    """What we know of the order that a notification names."""

    amount_vnd: int


class KnockFile(Request, kw_only=True):
    """A notification as it arrived."""

    method: str = "POST"
    query: Texts = {}
    headers: Texts = {}
    body: str = ""
    tail: str = ""
    order: KnownOrder | msgspec.UnsetType | None = msgspec.UNSET
    """Given: the reply says whether the amount fits; null: the order is not ours."""


class OrderFile(Request, kw_only=True):
    """A payment to start."""

    reference: str
    amount_vnd: int
    description: str
    return_url: str = ""
    notify_url: str = ""
    ip: str = "127.0.0.1"
    expires_at: str = ""
    payer_name: str = ""
    beneficiary_name: str = ""
    extra: Texts = {}


class QuestionFile(Request, kw_only=True):
    """An attempt to ask about, or to cancel."""

    reference: str
    amount_vnd: int
    description: str = ""
    """The text of the question, for a provider that wants one."""
    started_at: str = ""
    request_id: str = ""
    token: str = ""
    provider_reference: str = ""
    ip: str = "127.0.0.1"
    extra: Texts = {}


class RefundFile(Request, kw_only=True):
    """Money to send back, or a refund to ask about."""

    reference: str
    amount_vnd: int
    payment_reference: str = ""
    provider_reference: str = ""
    paid_vnd: int | None = None
    description: str = "Hoan tien"
    started_at: str = ""
    request_id: str = ""
    asked_by: str = "thuphi"
    token: str = ""
    ip: str = "127.0.0.1"
    extra: Texts = {}


def _content(file: Path) -> object:
    try:
        return msgspec.json.decode(file.read_bytes())
    except OSError as error:
        why = "không có tệp này" if isinstance(error, FileNotFoundError) else "tệp không đọc được"
        raise FileRefused(f"{file}: {why}; hãy kiểm tra đường dẫn và quyền đọc.") from error
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise FileRefused(f"{file}: không phải JSON đúng mẫu ({error}).") from error


def _plain(value: object) -> object:
    """A number written without quotes, as JSON files of merchants often have it, is a text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _plainer(name: str, value: object) -> object:
    if name in ("extra", "query", "headers") and isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return _plain(value) if name in NAMES else value


def settings(file: Path, connector: Connector, *, warn: Callable[[str], None]) -> Texts:
    """A merchant's settings under the provider's own names. Raises `FileRefused`."""
    content = _content(file)
    if not isinstance(content, dict):
        raise FileRefused(f"{file}: phải là một đối tượng JSON gồm các mục cấu hình.")
    told: Texts = {}
    for name, value in content.items():
        if name not in connector.SETTINGS:
            warn(f"{file}: bỏ qua mục {name}; {connector.name} có {', '.join(connector.SETTINGS)}.")
            continue
        text = _plain(value)
        if not isinstance(text, str):
            raise FileRefused(f"{file}: mục {name} phải là chữ, đặt trong dấu ngoặc kép.")
        told[name] = text
    return told


def request(file: Path, kind: type[Kind], *, warn: Callable[[str], None]) -> Kind:
    """One request in its type. Raises `FileRefused`."""
    content = _content(file)
    if not isinstance(content, dict):
        raise FileRefused(f"{file}: phải là một đối tượng JSON.")
    known = {member.name for member in msgspec.structs.fields(kind)}
    if strange := sorted(set(content) - known):
        warn(f"{file}: bỏ qua mục {', '.join(strange)}.")
    told = {
        name: _plainer(name, value)
        for name, value in content.items()
        if value is not None or name == "order"
    }
    try:
        return msgspec.convert(told, type=kind)
    except msgspec.ValidationError as error:
        raise FileRefused(f"{file}: {_in_words(str(error))}") from error


def _in_words(complaint: str) -> str:
    path = _PATH.search(complaint)
    place = path.group(1) if path else ""
    if missing := _MISSING.search(complaint):
        name = f"{place}.{missing.group(1)}" if place else missing.group(1)
        return f"thiếu mục {name}."
    return f"mục {place or 'ngoài cùng'} không đúng kiểu ({complaint})."


def instant(file: Path, member: str, written: str, default: datetime) -> datetime:
    """An instant of a request. Raises `FileRefused`."""
    if not written:
        return default
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise FileRefused(
            f"{file}: mục {member} phải là thời điểm ISO 8601, ví dụ 2026-01-05T08:31:50+07:00."
        ) from error
    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)


def knock(file: Path, told: KnockFile, now: datetime) -> Knock:
    """The notification as the gate hands it on."""
    return Knock(
        method=told.method.upper(),
        query=told.query,
        headers={name.lower(): value for name, value in told.headers.items()},
        body=told.body.encode(),
        at=instant(file, "at", told.at, now),
        tail=told.tail,
    )


def signed_at(headers: Mapping[str, str]) -> datetime | None:
    """The instant that a notification signs in its headers: `X-...-Timestamp` in seconds or
    milliseconds, or the `t` of Casso's signature. Names in small letters."""
    stamps = [value.strip() for name, value in headers.items() if _STAMPED.fullmatch(name)]
    stamps += _CASSO_STAMP.findall(headers.get("x-casso-signature", ""))
    stamp = next((one for one in stamps if _STAMP.fullmatch(one)), None)
    if stamp is None:
        return None
    count = int(stamp)
    whole, rest = divmod(count, 1000) if count >= _FIRST_MILLISECONDS else (count, 0)
    return datetime.fromtimestamp(whole, VIETNAM).replace(microsecond=rest * 1000)


def answer(told: AnswerFile, at: datetime) -> Answer:
    """The answer as the sender hands it on."""
    headers = {name.lower(): value for name, value in told.headers.items()}
    return Answer(told.status, headers, told.body.encode(), at)


def order(file: Path, told: OrderFile, now: datetime) -> Order:
    """The order that is started."""
    at = instant(file, "at", told.at, now)
    expires_at = instant(file, "expires_at", told.expires_at, at) if told.expires_at else None
    return Order(
        reference=told.reference,
        amount_vnd=told.amount_vnd,
        description=told.description,
        return_url=told.return_url,
        notify_url=told.notify_url,
        ip=told.ip,
        at=at,
        expires_at=expires_at,
        payer_name=told.payer_name,
        beneficiary_name=told.beneficiary_name,
        extra=told.extra,
    )


def _request_id(at: datetime) -> str:
    return at.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")


def question(file: Path, told: QuestionFile, now: datetime) -> Question:
    """The attempt that is asked about."""
    at = instant(file, "at", told.at, now)
    return Question(
        reference=told.reference,
        amount_vnd=told.amount_vnd,
        started_at=instant(file, "started_at", told.started_at, at),
        at=at,
        request_id=told.request_id or _request_id(at),
        token=told.token,
        provider_reference=told.provider_reference,
        ip=told.ip,
        extra={"order_info": told.description, **told.extra} if told.description else told.extra,
    )


def refund(file: Path, told: RefundFile, now: datetime) -> RefundOrder:
    """The refund that is ordered, or asked about."""
    at = instant(file, "at", told.at, now)
    return RefundOrder(
        reference=told.reference,
        request_id=told.request_id or _request_id(at),
        payment_reference=told.payment_reference,
        provider_reference=told.provider_reference,
        amount_vnd=told.amount_vnd,
        paid_vnd=told.amount_vnd if told.paid_vnd is None else told.paid_vnd,
        description=told.description,
        started_at=instant(file, "started_at", told.started_at, at),
        at=at,
        asked_by=told.asked_by,
        token=told.token,
        ip=told.ip,
        extra=told.extra,
    )


def missing(connector: Connector, told: Mapping[str, str]) -> str:
    """The settings that a file does not give and that have no default, for a sentence."""
    absent = [
        name
        for name in connector.SETTINGS
        if not told.get(name) and name not in connector.ADDRESSES
    ]
    return ", ".join(absent)
