"""Several simulators in one process, each on a port of its own: what the demo starts.

Each keeps its own book and reads its own settings; they share nothing but the memory they save.
`VNPAY_CONFIG=vnpay.json MOMO_CONFIG=momo.json python -m simulators.street vnpay=8011 momo=8012`
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Sequence

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from starlette.applications import Starlette

from simulators.einvoice.app import app as einvoice
from simulators.messages.app import app as messages
from simulators.momo.app import app as momo
from simulators.operator.app import app as operator
from simulators.payos.app import app as payos
from simulators.terminal.app import app as terminal
from simulators.vnpay.app import app as vnpay
from simulators.zalopay.app import app as zalopay

HOUSES: dict[str, Starlette] = {
    "vnpay": vnpay,
    "momo": momo,
    "zalopay": zalopay,
    "payos": payos,
    "operator": operator,
    "terminal": terminal,
    "messages": messages,
    "einvoice": einvoice,
}


def _server(name: str, port: int) -> Server:
    return Server(
        HOUSES[name],
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_level=LogLevels.error,
    )


async def keep_open(ports: Sequence[tuple[str, int]]) -> None:
    """Answer on every port until SIGTERM or Ctrl-C; when one ends, all do."""
    servers = [_server(name, port) for name, port in ports]
    loop = asyncio.get_running_loop()
    serving = [loop.create_task(server.serve()) for server in servers]

    def end() -> None:
        for server in servers:
            server.stop()  # type: ignore[no-untyped-call]  # granian says no types here

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    await asyncio.wait(serving, return_when=asyncio.FIRST_COMPLETED)
    end()
    done, _ = await asyncio.wait(serving, timeout=5)
    for one in done:
        one.result()


def main(words: Sequence[str]) -> int:
    """`name=port` for each; 2 for a name that nobody knows."""
    ports = []
    for word in words:
        name, _, port = word.partition("=")
        if name not in HOUSES or not (port.isascii() and port.isdigit()):
            print(f"{word!r}: cần tên=cổng; có: {', '.join(HOUSES)}", file=sys.stderr)
            return 2
        ports.append((name, int(port)))
    asyncio.run(keep_open(ports))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
