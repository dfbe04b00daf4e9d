"""Which addresses the whole world can reach, and no private network behind them."""

from __future__ import annotations

import pytest

from thuphi.ground.calls.addresses import (
    NotPublic,
    NotResolved,
    addresses,
    is_public,
    public_addresses,
)


@pytest.mark.parametrize("address", ["8.8.8.8", "203.113.131.1", "2001:4860:4860::8888"])
def test_public(address: str) -> None:
    assert is_public(address)
    assert public_addresses(address, 443) == (address,)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.0.9", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::", "2001::1",
        "192.88.99.1", "3fff::1", "5f00::1", "2001:db8::1", "fc00::1", "fd12::1", "fe80::1",
        "fec0::1", "ff02::1", "fe80::1%eth0",
        "not an address", "",
    ],
)  # fmt: skip
def test_not_public(address: str) -> None:
    assert not is_public(address)


def test_a_name_is_as_public_as_its_addresses() -> None:
    assert "127.0.0.1" in addresses("localhost", 443)
    with pytest.raises(NotPublic):
        public_addresses("localhost", 443)
    for name in ("nobody.invalid", "x" * 70 + ".vn", "a..vn"):
        with pytest.raises(NotResolved):
            public_addresses(name, 443)
