"""Who calls, as far as limits are concerned."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest

IPV6_PREFIX = 64
"""One household has that many addresses to itself."""


def network_of(request: HttpRequest) -> str:
    """The caller's address, or for IPv6 the network it is one of many addresses of.

    Behind a trusted proxy it is the address that the proxy saw (`doors/gate/bounds.py`).
    """
    said = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return said
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))
    return said
