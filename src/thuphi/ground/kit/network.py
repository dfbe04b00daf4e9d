"""Who calls, as far as limits are concerned."""

from __future__ import annotations

import ipaddress

IPV6_PREFIX = 64
"""One household has that many addresses to itself."""


def network_of(address: str) -> str:
    """The address, or for IPv6 the network it is one of very many addresses of."""
    if ":" not in address:
        return address
    try:
        ip = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, IPV6_PREFIX), strict=False))
