"""Where all rivals run: one server with the product's own settings, a fresh database for each."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from thuphi.ground.server.embedded import EmbeddedServer
from thuphi.ground.server.folders import state_folder

ROOT = Path(__file__).resolve().parent.parent
MASTER_SECRET = "5b" * 32
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


class NotDurable(Exception):
    """The server would answer before the disk has it: such a figure is worth nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """A server reached as its owner."""

    admin_dsn: str
    prefix: str = "bench_"
    """Of the names of all databases of the bench."""
    migrated: str = ""
    """A database that has the product's schema already; without it, one is migrated."""

    def dsn(self, database: str) -> str:
        """The owner's address of a database. It holds a password: never print it."""
        return make_conninfo(self.admin_dsn, dbname=self.prefix + database)

    def admin(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection outside all databases of the bench."""
        return psycopg.connect(self.admin_dsn, autocommit=True)

    def make(self, database: str, copied_from: str = "") -> str:
        """A new database, in place of an old one of that name. Returns its address."""
        template = self.prefix + copied_from if copied_from else "template0"
        return self._make(database, template)

    def build(self, database: str) -> str:
        """A new database with the product's schema. Returns its address."""
        if self.migrated:
            return self._make(database, self.migrated)
        dsn = self.make(database)
        _migrate(dsn)
        return dsn

    def _make(self, database: str, template: str) -> str:
        self.drop(database)
        with self.admin() as admin:
            admin.execute(f'CREATE DATABASE "{self.prefix}{database}" TEMPLATE "{template}"')
        return self.dsn(database)

    def drop(self, database: str) -> None:
        """Away with it."""
        with self.admin() as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{self.prefix}{database}" WITH (FORCE)')

    def settle(self) -> None:
        """Start every measurement from the same state of the disk."""
        with self.admin() as admin:
            admin.execute("CHECKPOINT")

    def check_durable(self) -> None:
        """Raises `NotDurable`."""
        with self.admin() as admin:
            for name, wanted in DURABLE.items():
                row = admin.execute(f"SHOW {name}").fetchone()
                if row is None or row[0] != wanted:
                    raise NotDurable(name)


@contextmanager
def own_server() -> Iterator[Place]:
    """The bench's embedded server, beside the real one; stopped at the end if we started it."""
    server = EmbeddedServer(state_folder() / "bench")
    started = server.start()
    try:
        yield Place(server.address("postgres"))
    finally:
        if started:
            server.stop()


def environment(dsn: str, role: str = "thuphi_worker") -> dict[str, str]:
    """What a process of the product needs to work on this database."""
    return {
        **os.environ,
        "DATABASE_URL": dsn,
        "THUPHI_DB_ROLE": role,
        "THUPHI_MASTER_SECRET": MASTER_SECRET,
        "DJANGO_SETTINGS_MODULE": "thuphi.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "PYTHONWARNINGS": "ignore",
    }


def client_environment(dsn: str) -> dict[str, str]:
    """What PostgreSQL's own programs need."""
    parts = conninfo_to_dict(dsn)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD",
             "dbname": "PGDATABASE"}  # fmt: skip
    given = {names[name]: str(value) for name, value in parts.items() if name in names}
    return {**os.environ, **given}


def _migrate(dsn: str) -> None:
    """Bring an empty database to the product's schema."""
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--skip-checks"],
        check=True,
        env=environment(dsn, role=""),
        cwd=ROOT,
    )
