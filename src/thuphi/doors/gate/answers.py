"""What the gate says when the provider's own words do not apply, and how any reply is sent."""

from __future__ import annotations

import enum
from typing import Final

from starlette.types import Send

from thuphi.ground.channels.contract import Reply


class Answer(enum.Enum):
    """How a knock ended, as it is counted."""

    RECORDED = "recorded"
    REPEATED = "repeated"
    OTHERWISE = "repeated_otherwise"
    NOTHING = "nothing_to_record"
    REFUSED = "refused"
    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    TOO_MANY = "too_many"
    BUSY = "busy"
    FULL = "full"
    GONE = "gone"


def plain(status: int, word: str) -> Reply:
    """A short JSON answer in our own words."""
    return Reply(status=status, body=b'{"error":"' + word.encode() + b'"}')


NOT_FOUND: Final = plain(404, "not_found")
"""The same for an unknown channel, an unknown merchant and an inactive one: no hint which."""
TOO_LARGE: Final = plain(413, "too_large")
TOO_SLOW: Final = plain(408, "too_slow")
TOO_MANY: Final = plain(429, "too_many")
MALFORMED: Final = plain(400, "malformed")

_RETRY: Final = (b"retry-after", b"1")


async def send_reply(send: Send, reply: Reply) -> None:
    """One whole HTTP answer."""
    body = reply.body
    headers = [
        (b"content-type", reply.content_type.encode("latin-1")),
        (b"content-length", b"%d" % len(body)),
    ]
    if reply.status in (429, 503):
        headers.append(_RETRY)
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
