"""Why there is no answer to a call: the two kinds differ in whether it may have arrived."""

from __future__ import annotations

import enum


class Why(enum.Enum):
    """What came between, as a short word for logs and steps."""

    NOT_ALLOWED = "not_allowed"
    """The address is not one that this installation calls: no https, not public, or no address."""
    NOT_RESOLVED = "not_resolved"
    NOT_CONNECTED = "not_connected"
    NO_TLS = "no_tls"
    """No secure connection: the certificate is not the host's, or the handshake broke off."""
    DOWN = "down"
    """The line failed again and again lately and is left alone for a while."""
    BUSY = "busy"
    """As many calls of the line are under way as may be."""
    UNWRITABLE = "unwritable"
    """The call itself is not one that HTTP can carry."""
    TIMED_OUT = "timed_out"
    CUT = "cut"
    TOO_LARGE = "too_large"


class NoReply(Exception):
    """There is no answer. Its text names the reason and the host, never a path, key or body."""

    def __init__(self, why: Why, host: str = "") -> None:
        super().__init__(f"{why.value} {host}".strip())
        self.why = why


class NotSent(NoReply):
    """Not one byte of the call has left: it never arrived, and may be sent again."""


class NoAnswer(NoReply):
    """The call may have arrived and been obeyed: what became of it is unknown."""
