"""Where a call to a stranger's address may go: only to addresses that the whole world can reach."""

from __future__ import annotations

import ipaddress
import socket
from queue import Empty, Queue
from threading import Thread
from typing import Final

RESOLVE_SECONDS_MAX: Final = 5

_CLOSED: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/23",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
    )
)
"""Beside what `ipaddress` calls not global: networks that can carry a private address inside, and
those that the IANA registers closed later than the library was written."""


class NotResolved(Exception):
    """The name has no address, or nobody said so in time."""


class NotPublic(Exception):
    """The name leads, by at least one of its addresses, into a network that is not public."""


def addresses(
    host: str, port: int, *, wait_seconds: float = RESOLVE_SECONDS_MAX
) -> tuple[str, ...]:
    """The addresses that a host has now, in the resolver's order. Raises `NotResolved`."""
    told: Queue[tuple[str, ...]] = Queue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            told.put(())
        else:
            told.put(tuple(dict.fromkeys(str(entry[4][0]) for entry in found)))

    # The resolver has no time-out of its own, and must not hold up whoever waits.
    Thread(target=ask, name="resolve", daemon=True).start()
    try:
        found = told.get(timeout=min(wait_seconds, RESOLVE_SECONDS_MAX))
    except Empty:
        found = ()
    if not found:
        raise NotResolved
    return found


def public_addresses(
    host: str, port: int, *, wait_seconds: float = RESOLVE_SECONDS_MAX
) -> tuple[str, ...]:
    """The same, for a host that is public by every one of its addresses.

    Connect to one of these and not to the name, which may be led elsewhere a moment later.
    Raises `NotResolved`, `NotPublic`.
    """
    found = addresses(host, port, wait_seconds=wait_seconds)
    if not all(is_public(address) for address in found):
        raise NotPublic
    return found


def is_public(address: str) -> bool:
    """Whether an IP address is reached by the whole world and belongs to one machine."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if any(ip in network for network in _CLOSED):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
