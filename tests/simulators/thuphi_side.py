"""Thu Phí's side of the bank's two wires, as small as a test needs it."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import segno

QR = (
    "00020101021238560010A0000007270126000697041501121133666688880208QRIBFTTA"
    "53037045405790005802VN62220818Ung Ho Quy Vac Xin63043ACF"
)
ACCOUNT = {"bin": "970415", "account": "113366668888"}
SECRETS = {name: f"secret of {name}" for name in ("sepay", "casso", "payos", "sandbox")}


def drawn(payload: str) -> bytes:
    """The payload as a PNG."""
    out = io.BytesIO()
    segno.make(payload, error="m", micro=False).save(out, kind="png", scale=5, border=4)
    return out.getvalue()


@dataclass(frozen=True)
class Heard:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """Thu Phí's part: hears notifications, answers as told, shows one bill's QR."""

    heard: list[Heard] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    url: str = ""

    def at(self, provider: str) -> list[Heard]:
        return [call for call in self.heard if call.path == f"/gate/{provider}/school"]


def handler(listener: Listener) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _say(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            listener.heard.append(Heard(self.path, headers, body))
            status, answer = listener.answers.pop(0) if listener.answers else (200, GOOD)
            self._say(status, "application/json", answer)

        def do_GET(self) -> None:
            if self.path == "/b/TF003NQK8NRQ/qr.png":
                self._say(200, "image/png", drawn(QR))
            else:
                self._say(404, "text/plain", b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


GOOD = b'{"success": true}'


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True
