"""Addresses that a provider handed us. They are a stranger's: only plain ones are followed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

APP_SCHEMES = {"momo": frozenset({"momo"}), "zalopay": frozenset({"zalopay"})}
"""Which kind of link opens which wallet's app; a link of any other kind is not shown."""

LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Outside:
    """A page of a provider's."""

    url: str
    host: str
    """What the payer's browser will show, said before they go there."""


def page_at(url: str, *, may_go_to: Collection[str] | None = None) -> Outside | None:
    """The page, or none when the address is not https to a plain host.

    `may_go_to` are simulators on this network as `host:port`, the installation's own unless told.
    """
    near = settings.CALLS_MAY_GO_TO if may_go_to is None else may_go_to
    if not url or len(url) > LONGEST or not url.isascii() or not url.isprintable():
        return None
    if any(sign in url for sign in " \\\"'<>^`{|}"):
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    if not host or "@" in parts.netloc:
        return None
    if parts.scheme == "https" or (parts.scheme == "http" and parts.netloc in near):
        return Outside(url, host)
    return None


def app_link(channel: str, link: str) -> str:
    """The link when it opens the app of this provider and nothing else; empty otherwise."""
    scheme, _, rest = link.partition("://")
    is_plain = len(link) <= LONGEST and link.isascii() and link.isprintable() and " " not in link
    return link if is_plain and rest and scheme in APP_SCHEMES.get(channel, ()) else ""
