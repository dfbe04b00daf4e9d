"""Messages to software of neighbours, sent for real to receivers of every kind."""

from __future__ import annotations

import http.server
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django import Settings
from standardwebhooks.webhooks import Webhook

from tests import world as worlds
from tests.world import World
from thuphi.doors.jobs import webhooks
from thuphi.registers.neighbours.actions import deliveries, endpoints
from thuphi.registers.neighbours.actions.endpoints import EndpointMade
from thuphi.registers.neighbours.models import KeptAnswer, WebhookDelivery, WebhookEndpoint
from thuphi.registers.neighbours.rules import HookEvent, News

WAIT_SECONDS = 20
PEM = serialization.Encoding.PEM


@dataclass
class Receiver:
    """A neighbour's server: answers as told, and remembers what came."""

    status: int = 200
    wait_seconds: float = 0
    headers: dict[str, str] = field(default_factory=dict)
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""
    place: str = ""


def handler_of(one: Receiver) -> type[http.server.BaseHTTPRequestHandler]:
    """What answers for a receiver."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            headers = {name.lower(): value for name, value in self.headers.items()}
            one.came.append((self.path, headers, self.rfile.read(length)))
            time.sleep(one.wait_seconds)
            self.send_response(one.status)
            for name, value in one.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
def receiver() -> Iterator[Callable[..., Receiver]]:
    """`receiver(status=410)`: one more server on a port of its own."""
    servers = []

    def begin(**told: object) -> Receiver:
        one = Receiver(**told)  # type: ignore[arg-type]

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler_of(one))
        one.place = f"127.0.0.1:{server.server_port}"
        one.url = f"http://{one.place}/nhan-tin?a=1"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return one

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def world(town: str) -> World:
    """Two schools and five people, on a database with real commits."""
    return worlds.build()


@pytest.fixture
def worker(world: World) -> Iterator[Callable[[], None]]:
    """`worker()` begins to deliver; ended with the test."""
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def begin() -> None:
        thread = threading.Thread(target=webhooks.deliver_until, args=(stop,))
        thread.start()
        threads.append(thread)

    yield begin
    stop.set()
    for thread in threads:
        thread.join()


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def tell(world: World, settings: Settings, *receivers: Receiver) -> list[EndpointMade]:
    """Each receiver is told of paid bills from now on, at addresses that are exempt."""
    settings.WEBHOOKS_MAY_GO_TO = frozenset(one.place for one in receivers)
    return [
        endpoints.register_endpoint(
            by=world.hoa.actor,
            facility_id=world.a.id,
            url=one.url,
            told_of={HookEvent.BILL_PAID},
            at=datetime.now(UTC),
        )
        for one in receivers
    ]


def happened(world: World, code: str = "TF0000000132") -> None:
    """A bill of school A was paid."""
    news = News(
        facility_id=world.a.id,
        event=HookEvent.BILL_PAID,
        at=worlds.AT,
        data={"bill_code": code, "paid_vnd": 660_000},
    )
    deliveries.queue([news], at=datetime.now(UTC))


def states() -> list[str]:
    return list(WebhookDelivery.objects.order_by("pk").values_list("state", flat=True))


def test_a_message_arrives_signed(
    world: World,
    receiver: Callable[..., Receiver],
    worker: Callable[[], None],
    settings: Settings,
) -> None:
    server = receiver()
    (made,) = tell(world, settings, server)
    happened(world)
    worker()
    until(lambda: states() == ["delivered"])
    ((path, headers, body),) = server.came
    assert path == "/nhan-tin?a=1"
    assert headers["host"] == server.place
    assert Webhook(made.secret).verify(body, headers) == {
        "type": "bill.paid",
        "timestamp": "2026-10-05T08:00:00+07:00",
        "data": {"bill_code": "TF0000000132", "paid_vnd": 660_000},
    }
    row = WebhookDelivery.objects.get()
    assert (row.tries, row.last_status, row.last_error, row.next_try_at) == (1, 200, "", None)
    assert headers["webhook-id"] == row.message_id
    assert row.took_ms is not None
    deliveries.send_again(by=world.hoa.actor, delivery_id=row.pk, at=datetime.now(UTC))
    until(lambda: len(server.came) == 2 and states() == ["delivered"])
    assert server.came[1][1]["webhook-id"] == row.message_id


def test_a_failure_is_tried_again_and_a_redirect_is_not_followed(
    world: World,
    receiver: Callable[..., Receiver],
    worker: Callable[[], None],
    settings: Settings,
) -> None:
    elsewhere = receiver()
    broken = receiver(status=500)
    moved = receiver(status=307, headers={"Location": elsewhere.url})
    tell(world, settings, broken, moved)
    happened(world)
    before = datetime.now(UTC)
    worker()
    until(lambda: states() == ["failed", "failed"])
    for row in WebhookDelivery.objects.order_by("pk"):
        assert row.last_error == "status"
        assert row.next_try_at is not None
        assert before + timedelta(seconds=5) <= row.next_try_at
    assert elsewhere.came == []
    broken.status = 204
    until(lambda: states()[0] == "delivered")
    assert [row.tries for row in WebhookDelivery.objects.order_by("pk")] == [2, 2]


def test_gone_ends_an_address_and_all_that_waits_for_it(
    world: World,
    receiver: Callable[..., Receiver],
    worker: Callable[[], None],
    settings: Settings,
) -> None:
    tell(world, settings, receiver(status=410))
    happened(world)
    happened(world, "TF0000000264")
    worker()
    until(lambda: states() == ["given_up", "given_up"])
    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.is_active, endpoint.disabled_reason) == (False, "gone")
    happened(world)
    assert WebhookDelivery.objects.count() == 2


def test_a_slow_address_keeps_nobody_waiting(
    world: World,
    receiver: Callable[..., Receiver],
    worker: Callable[[], None],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhooks, "TRY_SECONDS", 3)
    slow, quick = receiver(wait_seconds=5), receiver()
    tell(world, settings, slow, quick)
    for number in range(10):
        happened(world, f"B{number}")
    began = time.monotonic()
    worker()
    until(lambda: len(quick.came) == 10)
    assert time.monotonic() - began < 3
    assert [json.loads(body)["data"]["bill_code"] for _, _, body in quick.came] == [
        f"B{number}" for number in range(10)
    ]
    assert len(slow.came) == 1, "one at a time"
    until(lambda: WebhookDelivery.objects.filter(last_error="timeout").exists())


def test_two_workers_send_a_message_once(
    world: World,
    receiver: Callable[..., Receiver],
    worker: Callable[[], None],
    settings: Settings,
) -> None:
    server = receiver()
    tell(world, settings, server)
    for number in range(20):
        happened(world, f"B{number}")
    worker()
    worker()
    until(lambda: set(states()) == {"delivered"})
    assert len({headers["webhook-id"] for _, headers, _ in server.came}) == 20
    assert len(server.came) == 20


PRIVATE = (
    "127.0.0.1", "localhost", "169.254.169.254", "10.0.0.7", "[::1]", "[::ffff:10.0.0.7]",
    "[fd00::1]", "0.0.0.0", "100.64.0.1", "[64:ff9b::a00:7]",
)  # fmt: skip


def test_nothing_is_sent_into_a_private_network(world: World, worker: Callable[[], None]) -> None:
    for place in PRIVATE:
        endpoints.register_endpoint(
            by=world.hoa.actor,
            facility_id=world.a.id,
            url=f"https://{place}/x",
            told_of={HookEvent.BILL_PAID},
            at=datetime.now(UTC),
        )
    happened(world)
    worker()
    until(lambda: states() == ["failed"] * len(PRIVATE))
    told = WebhookDelivery.objects.values_list("last_error", "last_status")
    assert set(told) == {("not_public", None)}


def test_a_name_is_looked_up_once_and_its_address_called(
    world: World,
    receiver: Callable[..., Receiver],
    worker: Callable[[], None],
    settings: Settings,
) -> None:
    server = receiver()
    port = server.place.partition(":")[2]
    server.url, server.place = f"http://localhost:{port}/", f"localhost:{port}"
    tell(world, settings, server)
    happened(world)
    worker()
    until(lambda: states() in (["delivered"], ["failed"]))
    if server.came:  # a machine whose localhost is ::1 first has nobody there
        assert server.came[0][1]["host"] == f"localhost:{port}"


@pytest.fixture
def certified(tmp_path: Path) -> Iterator[tuple[Receiver, ssl.SSLContext]]:
    """A receiver behind https whose certificate is of the name `localhost`, and who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    at = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    both = tmp_path / "both.pem"
    both.write_bytes(
        key.private_bytes(
            PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(PEM)
    )
    one = Receiver()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler_of(one))
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(both)
    server.socket = serving.wrap_socket(server.socket, server_side=True)
    one.place = str(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield one, ssl.create_default_context(cadata=certificate.public_bytes(PEM).decode())
    server.shutdown()
    server.server_close()


def test_a_certificate_has_to_be_of_the_name_though_its_address_is_called(
    world: World,
    certified: tuple[Receiver, ssl.SSLContext],
    worker: Callable[[], None],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server, trusting = certified
    port = server.place
    monkeypatch.setattr(webhooks, "_tls", lambda: trusting)
    named = Receiver(url=f"https://localhost:{port}/", place=f"localhost:{port}")
    other = Receiver(url=f"https://127.0.0.1:{port}/", place=f"127.0.0.1:{port}")
    tell(world, settings, named, other)
    happened(world)
    worker()
    until(lambda: states() == ["delivered", "failed"])
    assert WebhookDelivery.objects.get(state="failed").last_error == "unreachable"
    assert [headers["host"] for _, headers, _ in server.came] == [f"localhost:{port}"]


def test_what_is_old_is_dropped(world: World, settings: Settings) -> None:
    settings.WEBHOOKS_MAY_GO_TO = frozenset({"127.0.0.1:9"})
    one = Receiver(url="http://127.0.0.1:9/", place="127.0.0.1:9")
    (made,) = tell(world, settings, one)
    happened(world)
    endpoints.remove_endpoint(
        by=world.hoa.actor, endpoint_id=made.row.pk, at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    webhooks.forget_neighbours(timestamp=int(datetime(2026, 3, 31, tzinfo=UTC).timestamp()))
    assert WebhookDelivery.objects.count() == 1
    webhooks.forget_neighbours(timestamp=int(datetime(2026, 4, 2, tzinfo=UTC).timestamp()))
    assert WebhookDelivery.objects.count() == 0
    assert KeptAnswer.objects.count() == 0
