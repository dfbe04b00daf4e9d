"""The common rival: pgbench's TPC-B, 32 clients, prepared statements, on the same server."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

from benchmarks.place import Place, client_environment
from thuphi.ground.server.embedded import programs

DATABASE = "pgbench"
NAME = "pgbench TPC-B, 32 clients, prepared"


@dataclass(frozen=True, slots=True)
class PgBench:
    """A filled database of pgbench's own."""

    place: Place
    scale: int
    seconds: int

    def prepare(self) -> None:
        """Fill the tables of TPC-B at this scale."""
        self.place.make(DATABASE)
        self._run("-i", "-q", "-s", str(self.scale))

    def rate(self) -> int:
        """Transactions a second, without the time to connect."""
        self.place.settle()
        said = self._run(
            "-c", "32", "-j", "2", "-M", "prepared", "-n", "-T", str(self.seconds)
        )  # fmt: skip
        found = re.search(r"tps = (\d+)", said)
        return int(found.group(1)) if found else 0

    def _run(self, *words: str) -> str:
        return subprocess.run(
            [str(programs() / "pgbench"), *words],
            env=client_environment(self.place.dsn(DATABASE)),
            check=True,
            capture_output=True,
            text=True,
        ).stdout
