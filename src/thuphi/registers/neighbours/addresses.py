"""Where webhooks may go: to public https addresses, and to what an installation names itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from thuphi.ground.calls.addresses import is_public

from . import errors

URL_MAX = 2000
PORT_OF = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. An exempt one may be private and without https."""

    scheme: str
    host: str
    port: int
    is_exempt: bool

    @property
    def header(self) -> str:
        """The name as a request's `Host` header writes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORT_OF[self.scheme] else f"{host}:{self.port}"


def target_of(url: str, exempt: Collection[str] = ()) -> Target:
    """Take a webhook's address apart; `exempt` holds `host:port`. Raises `AddressNotPlain`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise errors.AddressNotPlain from error
    host = parts.hostname or ""
    if (
        len(url) > URL_MAX
        or not url.isascii()
        or not url.isprintable()
        or " " in url
        or "\\" in url
        or parts.scheme not in PORT_OF
        or not host
        or "@" in parts.netloc
        or "#" in url
        or port == 0
    ):
        raise errors.AddressNotPlain
    asked = PORT_OF[parts.scheme] if port is None else port
    is_exempt = f"{host}:{asked}" in exempt
    if parts.scheme != "https" and not is_exempt:
        raise errors.AddressNotPlain
    return Target(parts.scheme, host, asked, is_exempt)


def pinned(target: Target, resolved: Collection[str]) -> str:
    """The one resolved address to connect to. Raises `AddressNotPublic` when any is private.

    The connection goes to the address that was looked at, so a name that changes its mind between
    the look and the call (DNS rebinding) gains nothing.
    """
    if not resolved or not (target.is_exempt or all(is_public(one) for one in resolved)):
        raise errors.AddressNotPublic
    return next(iter(resolved))
