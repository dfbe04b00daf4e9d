"""Reads what a browser's form sends, typed text and one picture, without a further package."""

from __future__ import annotations

import re
from email.message import EmailMessage
from urllib.parse import parse_qsl

from simulators.bank.refusals import Refused

FORM_BYTES_MAX = 10_000_000


def _named(head: bytes) -> str:
    for line in head.decode(errors="replace").splitlines():
        if line.lower().startswith("content-disposition:"):
            match = re.search(r'[; ]name="([^"]*)"', line)
            return match[1] if match else ""
    return ""


def fields(content_type: str, body: bytes) -> dict[str, bytes]:
    """The fields of a form, urlencoded or multipart, each as bytes. Raises `Refused`."""
    if len(body) > FORM_BYTES_MAX:
        raise Refused("Ảnh lớn quá 8 MB.")
    header = EmailMessage()
    header["Content-Type"] = content_type or "application/x-www-form-urlencoded"
    if header.get_content_type() != "multipart/form-data":
        return {name: value.encode() for name, value in parse_qsl(body.decode(errors="replace"))}
    boundary = header.get_boundary()
    if not boundary:
        raise Refused("Biểu mẫu gửi lên bị hỏng.")
    found: dict[str, bytes] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        head, gap, value = part.partition(b"\r\n\r\n")
        if gap:
            found[_named(head)] = value
    return found
