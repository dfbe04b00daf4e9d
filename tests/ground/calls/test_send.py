"""A call is sent once; what comes back is an answer, or the certainty which kind of none."""

from __future__ import annotations

import logging
import socket
import ssl
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
import structlog

from thuphi.ground.calls.errors import NoAnswer, NoReply, NotSent, Why
from thuphi.ground.calls.sender import Sender
from thuphi.ground.channels.contract import Answer, Call

from .strangers import Behaviour, Stranger, certificate, says, stranger

LINE = "sandbox/truong-a"


def _send(one: Stranger, call: Call | None = None, *, seconds: int = 5) -> Answer:
    sender = Sender(may_go_to=frozenset({one.name}))
    return sender.send(call or Call("GET", one.url, timeout_seconds=seconds), line=LINE)


def _no_answer(behaviour: Behaviour, *, seconds: int = 5) -> tuple[NoReply, int]:
    """The error, and after how many milliseconds it came."""
    began = time.monotonic_ns()
    with stranger(behaviour) as one, pytest.raises(NoAnswer) as caught:
        _send(one, seconds=seconds)
    assert len(one.heard) == 1
    return caught.value, (time.monotonic_ns() - began) // 1_000_000


def test_a_call_arrives_as_it_was_written_and_its_answer_comes_back_raw() -> None:
    body = '{"số":1}'.encode()
    headers = ("X-Signature: ab", "Content-Type: application/json")
    with stranger(says(b'{"ok":1}', headers=headers)) as one:
        answer = _send(
            one,
            Call(
                "POST",
                f"{one.url}/v2/create?a=b%20c&d=",
                headers={"Content-Type": "application/json", "X-Key": "k", "User-Agent": "mine"},
                body=body,
            ),
        )
    assert (answer.status, answer.body) == (200, b'{"ok":1}')
    assert answer.headers["x-signature"] == "ab"
    assert answer.headers["content-type"] == "application/json"
    assert answer.at.tzinfo is not None
    (request,) = one.heard
    head, _, sent = request.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    assert head.startswith(b"POST /v2/create?a=b%20c&d= HTTP/1.1\r\n")
    assert sent == body
    assert set(lines[1:]) == {
        f"host: {one.name}".encode(),
        b"content-type: application/json",
        b"x-key: k",
        b"user-agent: mine",
        b"accept: */*",
        b"accept-encoding: identity",
        b"connection: close",
        f"content-length: {len(body)}".encode(),
    }


@pytest.mark.parametrize("status", ["204 No Content", "404 Not Found", "503 Busy"])
def test_an_answer_is_an_answer_whatever_its_status(status: str) -> None:
    with stranger(says(b"", status=status)) as one:
        assert _send(one).status == int(status[:3])


def test_a_redirect_is_not_followed() -> None:
    with stranger(says()) as other:
        moved = says(b"", status="302 Found", headers=(f"Location: {other.url}/",))
        with stranger(moved) as one:
            assert _send(one).status == 302
    assert other.heard == []


def test_proxies_of_the_environment_count_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with stranger(says(b"proxy")) as proxy, stranger(says(b"itself")) as one:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert _send(one).body == b"itself"
    assert proxy.heard == []


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NotSent) as caught:
        _send(Stranger(port))
    assert caught.value.why is Why.NOT_CONNECTED


def test_a_machine_that_takes_nobody_in_is_left_in_time() -> None:
    with socket.socket() as server, ExitStack() as stack:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        began = time.monotonic_ns()
        with pytest.raises(NotSent) as caught:
            _send(Stranger(server.getsockname()[1]), seconds=1)
    assert caught.value.why is Why.NOT_CONNECTED
    assert time.monotonic_ns() - began < 3 * 10**9


def test_a_name_that_nobody_knows() -> None:
    sender = Sender(may_go_to=frozenset({"nobody.invalid:80"}))
    with pytest.raises(NotSent) as caught:
        sender.send(Call("GET", "http://nobody.invalid/"), line=LINE)
    assert caught.value.why is Why.NOT_RESOLVED


def test_silence_ends_with_the_calls_own_time() -> None:
    def silent(line: socket.socket, _: bytes) -> None:
        line.recv(1)

    error, took_ms = _no_answer(silent, seconds=1)
    assert error.why is Why.TIMED_OUT
    assert 900 < took_ms < 3000


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n"])
def test_drops_that_never_end_do_not_stretch_the_time(beginning: bytes) -> None:
    def drip(line: socket.socket, _: bytes) -> None:
        line.sendall(beginning or b"HTTP/1.1 200 OK\r\nx-long: ")
        for _ in range(100):
            line.sendall(b"x")
            time.sleep(0.1)

    error, took_ms = _no_answer(drip, seconds=1)
    assert error.why is Why.TIMED_OUT
    assert 900 < took_ms < 3000


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-le",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
    ],
)
def test_an_answer_that_breaks_off_or_is_none(words: bytes) -> None:
    error, _ = _no_answer(lambda line, _: line.sendall(words))
    assert error.why is Why.CUT


def test_an_answer_may_have_a_megabyte_and_not_a_letter_more() -> None:
    with stranger(says(b"x" * 1_000_000)) as one:
        assert len(_send(one).body) == 1_000_000
    error, _ = _no_answer(says(b"x" * 1_000_001))
    assert error.why is Why.TOO_LARGE

    def endless(line: socket.socket, _: bytes) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            line.sendall(b"x" * 65536)

    error, _ = _no_answer(endless)
    assert error.why is Why.TOO_LARGE


def test_a_call_that_http_cannot_carry_never_leaves() -> None:
    with stranger(says()) as one, pytest.raises(NotSent) as caught:
        _send(one, Call("GET", one.url, headers={"X-Note": "a\r\nX-Other: b"}))
    assert caught.value.why is Why.UNWRITABLE
    assert one.heard in ([], [b""])


@pytest.mark.parametrize(
    "url",
    [
        "http://8.8.8.8/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://2130706433/",
        "https://0/",
        "https://user:password@127.0.0.1/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://",
        "127.0.0.1",
        "",
    ],
)
def test_places_that_nobody_may_call(url: str) -> None:
    sender = Sender()
    for _ in range(7):
        with pytest.raises(NotSent) as caught:
            sender.send(Call("GET", url), line=LINE)
        assert caught.value.why is Why.NOT_ALLOWED
    assert not sender.is_down(LINE)


def test_what_an_installation_allows_is_one_port_of_one_host() -> None:
    with stranger(says()) as one:
        for name in (f"127.0.0.1:{one.port + 1}", f"localhost:{one.port}", "127.0.0.1"):
            with pytest.raises(NotSent):
                Sender(may_go_to=frozenset({name})).send(Call("GET", one.url), line=LINE)
    assert one.heard == []


def test_a_certificate_is_checked_for_the_host_that_was_named(tmp_path: Path) -> None:
    server, caller = certificate(tmp_path, "localhost")
    with stranger(says(b"safe"), server) as one:
        allowed = frozenset({f"localhost:{one.port}", one.name})
        call = Call("GET", f"https://localhost:{one.port}/")
        assert Sender(may_go_to=allowed, tls=caller).send(call, line=LINE).body == b"safe"
        for sender, url in (
            (Sender(may_go_to=allowed), f"https://localhost:{one.port}/"),
            (Sender(may_go_to=allowed, tls=caller), f"https://127.0.0.1:{one.port}/"),
        ):
            with pytest.raises(NotSent) as caught:
                sender.send(Call("POST", url, body=b"secret"), line=LINE)
            assert caught.value.why is Why.NO_TLS
    assert len(one.heard) == 1


def test_no_tls_where_it_is_awaited(tmp_path: Path) -> None:
    with stranger(says()) as one, pytest.raises(NotSent) as caught:
        _send(one, Call("GET", f"https://127.0.0.1:{one.port}/", timeout_seconds=2))
    assert caught.value.why is Why.NO_TLS


def test_the_address_that_was_looked_at_is_the_one_that_is_called(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    resolve = socket.getaddrinfo
    asked: list[object] = []

    def rebinding(host: str, port: int, *more: object, **named: object) -> object:
        if host != "pay.example.vn":
            return resolve(host, port, *more, **named)  # type: ignore[arg-type]
        asked.append(host)
        return resolve("127.0.0.1" if len(asked) == 1 else "127.0.0.2", port, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    server, caller = certificate(tmp_path, "pay.example.vn")
    with stranger(says(), server) as one:
        allowed = frozenset({f"pay.example.vn:{one.port}"})
        url = f"https://pay.example.vn:{one.port}/x"
        answer = Sender(may_go_to=allowed, tls=caller).send(Call("GET", url), line=LINE)
    assert answer.status == 200
    assert asked == ["pay.example.vn"]
    assert f"host: pay.example.vn:{one.port}".encode() in one.heard[0].lower()


def test_a_name_with_one_private_address_among_public_ones_is_not_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def mixed(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kind, ("93.184.216.34", port)), (*kind, ("10.0.0.9", port))]

    monkeypatch.setattr(socket, "getaddrinfo", mixed)
    with pytest.raises(NotSent) as caught:
        Sender().send(Call("GET", "https://mixed.example.vn/"), line=LINE)
    assert caught.value.why is Why.NOT_ALLOWED


def test_no_log_and_no_error_tells_what_was_sent(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.reset_defaults()
    caplog.set_level(logging.DEBUG)
    secrets = ("0901234567", "k3y", "pin=1234", "tok3n", "b0dy", "h3ader")
    call = Call(
        "POST",
        "{}/accounts/msisdn/0901234567?key=k3y",
        headers={"Authorization": "Bearer tok3n", "X-Other": "h3ader"},
        body=b"pin=1234 b0dy",
        timeout_seconds=1,
    )
    texts = []
    for behaviour in (says(b"b0dy"), lambda line, _: line.sendall(b"HTTP/1.1 2"), None):
        with stranger(behaviour or says()) as one:
            url = call.url.format(one.url)
            sender = Sender(may_go_to=frozenset({one.name}) if behaviour else frozenset())
            try:
                sender.send(
                    Call("POST", url, call.headers, call.body, call.timeout_seconds), line=LINE
                )
            except NoReply as error:
                texts += [str(error), repr(error)]
                assert error.__cause__ is None
                assert error.__suppress_context__ or error.__context__ is None
    printed = capsys.readouterr()
    everything = " ".join([*texts, caplog.text, printed.out, printed.err])
    assert "call_answered" in everything
    assert "call_not_answered" in everything
    assert LINE in everything
    assert len(texts) == 4
    for secret in secrets:
        assert secret not in everything


def test_a_sender_believes_real_certificates_only_by_default() -> None:
    tls = Sender()._tls
    assert tls.verify_mode is ssl.CERT_REQUIRED
    assert tls.check_hostname
