"""What payOS signs: payos.vn, "Kiểm tra dữ liệu với signature"; SDK @payos/node 2.0.5.

Not a connector.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping

from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import Malformed, SignatureWrong

REQUEST_MEMBERS = ("amount", "cancelUrl", "description", "orderCode", "returnUrl")
"""The members of a new payment request that are signed, in this order."""

_LOOKS_LIKE_A_MEMBER = re.compile(r"&\w+=")


def sign_text(data: Mapping[str, object]) -> str:
    """The text that is signed: the members received, no more and no fewer, sorted by name."""
    return "&".join(f"{name}={_value(data[name])}" for name in sorted(data))


def _value(value: object) -> str:
    if type(value) is int:
        return str(value)
    if value is None or value in ("null", "undefined"):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return reading.compact_json(value)
    return str(value)


def is_ambiguous(data: Mapping[str, object]) -> bool:
    """Whether the signed text can be taken apart in more than one way.

    Values are joined without being encoded, so a value that holds `&name=` may have been another
    member when it was signed.
    """
    return any(
        isinstance(value, str) and "&" in value and _LOOKS_LIKE_A_MEMBER.search(value)
        for value in data.values()
    )


def signature(key: bytes, text: str) -> str:
    """HMAC-SHA256 in small hexadecimal digits."""
    return hmac.digest(key, text.encode(), "sha256").hex()


def checked_data(body: object, key: bytes) -> dict[str, object]:
    """The member `data` of a message whose `signature` fits. Raises `SignatureWrong`, `Malformed`.

    The members that arrived are what is checked: a model of them would drop the new ones.
    """
    if not isinstance(body, dict) or not isinstance(body.get("data"), dict):
        raise Malformed("message")
    given = body.get("signature")
    if not isinstance(given, str):
        raise SignatureWrong("signature")
    data: dict[str, object] = body["data"]
    reading.check_hmac(key, sign_text(data).encode(), given)
    return data
