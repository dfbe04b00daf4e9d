"""Who calls, and which headers are kept."""

from __future__ import annotations

from thuphi.doors.gate.reading import caller_address, headers_to_keep

PROXY = frozenset({"10.0.0.1"})


def _scope(client: str, forwarded: bytes = b"") -> dict[str, object]:
    headers = [(b"x-forwarded-for", forwarded)] if forwarded else []
    return {"client": (client, 5000), "headers": headers}


def test_a_strangers_word_about_his_address_counts_for_nothing() -> None:
    assert caller_address(_scope("203.0.113.9", b"198.51.100.1"), PROXY) == "203.0.113.9"


def test_a_trusted_proxy_names_the_caller_it_saw_itself() -> None:
    scope = _scope("10.0.0.1", b"198.51.100.1, 203.0.113.9")
    assert caller_address(scope, PROXY) == "203.0.113.9"
    assert caller_address(_scope("10.0.0.1"), PROXY) == "10.0.0.1"


def test_headers_that_are_a_secret_are_not_kept() -> None:
    secrets = {
        "authorization": "Apikey k",
        "secure-token": "t",
        "cookie": "c",
        "x-api-key": "k",
        "x-user-bearer": "b",
        "x-user-credential-1": "1234",
        "x-user-signature": "1234",
        "proxy-authorization-digest": "d",
        "x-secret-timestamp": "s",
    }
    kept = {
        "content-type": "application/json",
        "x-casso-signature": "t=1,v1=ab",
        "x-sepay-timestamp": "1790000000",
    }
    assert headers_to_keep(secrets | kept) == kept
