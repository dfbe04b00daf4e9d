"""A machine out there that we call: a real socket that behaves as it is told."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Behaviour = Callable[[socket.socket, bytes], None]


@dataclass
class Stranger:
    """Its port, and what it was sent."""

    port: int
    heard: list[bytes] = field(default_factory=list)
    behaviour: Behaviour | None = None
    leaving: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.port}"


def says(
    body: bytes = b"{}", *, status: str = "200 OK", headers: tuple[str, ...] = ()
) -> Behaviour:
    """An ordinary answer."""
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers, "", ""]

    def answer(line: socket.socket, _: bytes) -> None:
        line.sendall("\r\n".join(lines).encode() + body)

    return answer


@contextmanager
def stranger(behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> Iterator[Stranger]:
    """Listens until the end of the block; each connection has a thread of its own."""
    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        one = Stranger(server.getsockname()[1], behaviour=behaviour)

        def serve() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                if one.leaving.is_set():
                    line.close()
                    return
                thread = threading.Thread(target=_talk, args=(one, line, tls))
                threads.append(thread)
                thread.start()

        accepting = threading.Thread(target=serve)
        accepting.start()
        try:
            yield one
        finally:
            one.leaving.set()
            with suppress(OSError), socket.create_connection(("127.0.0.1", one.port), 1):
                pass
            accepting.join(5)
            for thread in threads:
                thread.join(5)


def _talk(one: Stranger, line: socket.socket, tls: ssl.SSLContext | None) -> None:
    with suppress(OSError), line:
        line.settimeout(10)
        if tls is not None:
            line = tls.wrap_socket(line, server_side=True)
        with line:
            request = _request(line)
            one.heard.append(request)
            assert one.behaviour is not None
            one.behaviour(line, request)


def _request(line: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        part = line.recv(65536)
        if not part:
            return got
        got += part
    head, _, body = got.partition(b"\r\n\r\n")
    size = 0
    for header in head.lower().split(b"\r\n"):
        if header.startswith(b"content-length:"):
            size = int(header.partition(b":")[2])
    while len(body) < size:
        part = line.recv(65536)
        if not part:
            break
        body += part
    return head + b"\r\n\r\n" + body


def certificate(folder: Path, host: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's side of a certificate for a host, and a caller's side that believes it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    try:
        known_as: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        known_as = x509.DNSName(host)
    paper = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.SubjectAlternativeName([known_as]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "cert.pem", folder / "key.pem"
    public.write_bytes(paper.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(public, private)
    return server, ssl.create_default_context(cafile=str(public))
