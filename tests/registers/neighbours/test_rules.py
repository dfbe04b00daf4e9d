"""How a message fares, where it may go, and what a key looks like: without a database."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuphi.ground.calls.addresses import is_public
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.registers.neighbours import addresses, errors, rules
from thuphi.registers.neighbours.rules import (
    AGAIN_AFTER,
    DELIVERY_STATES,
    DeliveryState,
    Tried,
    Trouble,
)

AT = datetime(2026, 10, 6, 2, 30, tzinfo=UTC)
FAILED = Tried(500, Trouble.STATUS, 1)


def test_the_waits_are_those_of_standard_webhooks() -> None:
    old, at, waits = DeliveryState.WAITING, AT, []
    for tries in itertools.count(1):
        verdict = rules.judge(old=old, tries=tries, tried=FAILED, at=at)
        old = verdict.state
        if verdict.next_try_at is None:
            break
        waits.append(verdict.next_try_at - at)
        at = verdict.next_try_at
    assert old is DeliveryState.GIVEN_UP
    assert waits == [
        timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
        timedelta(hours=5), timedelta(hours=10), timedelta(hours=14), timedelta(hours=20),
        timedelta(hours=24),
    ]  # fmt: skip
    assert tries == len(AGAIN_AFTER) + 1


@pytest.mark.parametrize(
    ("status", "trouble"),
    [(200, Trouble.NONE), (204, Trouble.NONE), (299, Trouble.NONE), (301, Trouble.STATUS),
     (404, Trouble.STATUS), (410, Trouble.GONE), (503, Trouble.STATUS), (199, Trouble.STATUS)],
)  # fmt: skip
def test_a_status_means_one_thing(status: int, trouble: Trouble) -> None:
    assert rules.trouble_of(status) is trouble


ALLOWED = {
    ("waiting", "delivered"), ("waiting", "failed"), ("waiting", "given_up"),
    ("failed", "delivered"), ("failed", "failed"), ("failed", "given_up"), ("failed", "waiting"),
    ("delivered", "waiting"), ("given_up", "waiting"),
}  # fmt: skip


@pytest.mark.parametrize("old", DeliveryState)
@pytest.mark.parametrize("new", DeliveryState)
def test_every_move_of_a_message(old: DeliveryState, new: DeliveryState) -> None:
    assert DELIVERY_STATES.allows(old, new) is ((old.value, new.value) in ALLOWED)


def test_a_delivered_message_is_not_judged_again() -> None:
    with pytest.raises(MoveNotAllowed):
        rules.judge(old=DeliveryState.DELIVERED, tries=2, tried=FAILED, at=AT)


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1",
     "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1",
     "::", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "::ffff:127.0.0.1", "2002:a00:1::",
     "64:ff9b::7f00:1", "2001::1", "ff02::1", "2001:db8::1", "fec0::1", "192.0.0.8", "3fff::1",
     "x", ""],
)  # fmt: skip
def test_a_special_address_is_not_public(address: str) -> None:
    assert is_public(address) is False


@pytest.mark.parametrize("address", ["203.162.4.191", "8.8.8.8", "2405:4800::1"])
def test_an_address_of_everybody_is_public(address: str) -> None:
    assert is_public(address) is True


def test_one_private_address_among_many_spoils_the_name() -> None:
    target = addresses.target_of("https://example.vn/x")
    assert addresses.pinned(target, ["8.8.8.8", "8.8.4.4"]) == "8.8.8.8"
    for found in (["8.8.8.8", "10.0.0.1"], ["::1"], ["fec0::1"], ["192.0.0.8"], []):
        with pytest.raises(errors.AddressNotPublic):
            addresses.pinned(target, found)
    exempt = addresses.target_of("http://10.0.0.1:81/x", {"10.0.0.1:81"})
    assert addresses.pinned(exempt, ["10.0.0.1"]) == "10.0.0.1"
    for other in ("http://10.0.0.1:82/", "http://10.0.0.1/", "http://10.0.0.1:81@x.vn/"):
        with pytest.raises(errors.AddressNotPlain):
            addresses.target_of(other, {"10.0.0.1:81"})


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for url in (text, f"https://{text}", f"https://{text}/x"):
        try:
            target = addresses.target_of(url)
        except errors.AddressNotPlain:
            continue
        assert (target.scheme, target.is_exempt) == ("https", False)
        assert 0 < target.port < 65536


@given(st.text(max_size=120))
def test_any_text_is_a_key_or_none(text: str) -> None:
    assert rules.read_key(text) is None


def test_every_scope_has_its_permissions() -> None:
    assert set(rules.PERMISSIONS) == set(rules.Scope)
    assert all(rules.PERMISSIONS.values())
