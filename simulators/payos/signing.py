"""Signs as payos.vn, "Kiểm tra dữ liệu với signature", describes it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

REQUEST = ("amount", "cancelUrl", "description", "orderCode", "returnUrl")


def digest(key: str, text: str) -> str:
    """HMAC-SHA256, hexadecimal."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def of_data(key: str, data: Mapping[str, object]) -> str:
    """The signature beside `data` in a webhook and in an answer."""
    return digest(key, "&".join(f"{name}={_shown(data[name])}" for name in sorted(data)))


def of_request(key: str, body: Mapping[str, object]) -> str:
    """The signature that a new request must have: five members, in the order of their names."""
    return digest(key, "&".join(f"{name}={_shown(body.get(name))}" for name in REQUEST))


def _shown(value: object) -> str:
    if value is None or value in ("null", "undefined"):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return str(value)


def spoilt(signature: str) -> str:
    """The signature of somebody who does not have the key."""
    return signature[:-1] + ("0" if signature[-1] != "0" else "1")
