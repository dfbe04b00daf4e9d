"""The rival that books as Django programs usually do: django-hordak, a double-entry ledger.

It only books: nobody matches a bill, moves it, or numbers a receipt. Each process has its own
accounts, so that they never wait for each other.
"""

from __future__ import annotations

import subprocess
import sys

from benchmarks.children import run_together
from benchmarks.place import ROOT, Place, environment

DATABASE = "hordak"
PROCESSES = 2


def _environment(place: Place) -> dict[str, str]:
    return environment(place.dsn(DATABASE)) | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.hordak_settings"
    }


def prepare(place: Place) -> None:
    """A fresh database with hordak's own tables and triggers."""
    place.make(DATABASE)
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "django", "migrate", "--verbosity", "0"],
        check=True,
        env=_environment(place),
        cwd=ROOT,
    )


def rate(place: Place, way: str, size: int) -> int:
    """Transactions a second, two legs each; `way` is `one` or `bulk`."""
    place.settle()
    done, seconds = run_together(
        "benchmarks.hordak_child",
        [[way, size // PROCESSES] for _ in range(PROCESSES)],
        _environment(place),
    )
    return int(done / seconds)
