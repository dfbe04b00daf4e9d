"""Addresses that a provider hands us: which are followed."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuphi.doors.web.pay import outside

NEAR = frozenset({"127.0.0.1:8011"})


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://pay.vnpay.vn/vpcpay.html?vnp_Amount=1", "pay.vnpay.vn"),
        ("https://PAY.vnpay.vn:8443/x", "pay.vnpay.vn"),
        ("http://127.0.0.1:8011/pay", "127.0.0.1"),
    ],
)
def test_https_and_our_own_simulators_are_followed(url: str, host: str) -> None:
    assert outside.page_at(url, may_go_to=NEAR) == outside.Outside(url, host)


@pytest.mark.parametrize(
    "url",
    [
        "", "http://127.0.0.1:8012/pay", "http://pay.vnpay.vn/", "ftp://x.vn", "https://",
        "https://a@b.vn", "https://b.vn:port/", "https://[::1", "https://b.vn/\nSet-Cookie: x",
        "https://b.vn/'x", "javascript:alert(1)//https://b.vn", "https://ví.vn/",
        "https://b.vn/" + "x" * 4_000, "//b.vn/x", "/b/TF", "HTTPS:b.vn",
    ],
)  # fmt: skip
def test_all_else_is_not(url: str) -> None:
    assert outside.page_at(url, may_go_to=NEAR) is None


@given(url=st.one_of(st.text(), st.builds("https://{}".format, st.text())))
def test_whatever_is_followed_is_plain_https_to_the_host_that_is_shown(url: str) -> None:
    page = outside.page_at(url, may_go_to=frozenset())
    if page is not None:
        parts = urlsplit(page.url)
        assert (parts.scheme, parts.hostname) == ("https", page.host)
        assert not set(page.url) & set("\r\n\t \"'<>\\")
