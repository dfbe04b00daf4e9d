"""Calls to an operator and the addresses that it calls back on. Not a connector.

GSMA Mobile Money API 1.2.0, "Headers": who asks, when, under which correlation id, and the hash of
the body. `X-User-Bearer` and `X-User-Credential-*` are the payer's and never sent by us.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from thuphi.ground.channels import gsma_accounts, gsma_words, reading
from thuphi.ground.channels.contract import Call, OrderRefused, SignatureWrong, Step

SANDBOX = "https://sandbox.mobilemoneyapi.io/simulator/v1.2/passthrough/mm"

_PHONE = re.compile(r"(?:\+?84|0)([1-9][0-9]{8})")
_BETWEEN = re.compile(r"[\s.\-]+")


def post(
    path: str,
    body: Mapping[str, object],
    settings: Mapping[str, str],
    reference: str,
    at: datetime,
    more: Mapping[str, str],
) -> Step:
    """A POST about a reference of ours; sent again it carries the same `X-CorrelationID`."""
    raw = msgspec.json.encode(body)
    content_hash = hashlib.sha256(raw).hexdigest()
    headers = {
        **_headers(settings, at),
        "Content-Type": "application/json",
        "X-CorrelationID": gsma_words.correlation_id(reference),
        "X-Content-Hash": content_hash,
        **more,
    }
    call = Call("POST", f"{_endpoint(settings)}/{path}", headers, raw)
    return Step(call=call, signed_text=raw.decode(), signature=content_hash)


def get(path: str, settings: Mapping[str, str], at: datetime) -> Step:
    """A question."""
    return Step(call=Call("GET", f"{_endpoint(settings)}/{path}", _headers(settings, at)))


def _headers(settings: Mapping[str, str], at: datetime) -> dict[str, str]:
    """Who calls, and when. Raises `SignatureWrong` when nothing would say who."""
    if not any(settings.get(name) for name in ("apiKey", "bearerToken", "username")):
        raise SignatureWrong("no_secret")
    headers = {
        "Accept": "application/json",
        "X-Date": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "X-Channel": "Web",
    }
    if settings.get("apiKey"):
        headers["X-API-Key"] = settings["apiKey"]
    if settings.get("clientId"):
        headers["X-Client-Id"] = settings["clientId"]
    if settings.get("bearerToken"):
        headers["Authorization"] = f"Bearer {settings['bearerToken']}"
    elif settings.get("username"):
        login = f"{settings['username']}:{settings.get('password', '')}"
        headers["Authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"
    return headers


def _endpoint(settings: Mapping[str, str]) -> str:
    return (settings.get("endpoint") or SANDBOX).rstrip("/")


def callback_tail(reference: str, settings: Mapping[str, str]) -> str:
    """What a callback's address ends with: our reference and a mac that nobody else can make.

    Raises `SignatureWrong` when no `callbackKey` was set.
    """
    key = reading.secret(settings, "callbackKey")
    mac = hmac.new(key, b"gsma callback " + reference.encode(), hashlib.sha256)
    return f"{reference}.{mac.hexdigest()[:32]}"


def msisdn(written: str) -> str:
    """`+84901234567` of a Vietnamese mobile number. Raises `OrderRefused`."""
    found = _PHONE.fullmatch(_BETWEEN.sub("", written))
    if found is None:
        raise OrderRefused("msisdn: điền số điện thoại có ví, ví dụ 0901234567.")
    return f"+84{found[1]}"


def short(text: str) -> str:
    """One line of at most 256 letters."""
    return " ".join(text.split())[: gsma_accounts.TEXT_LENGTH_MAX]
