"""Real databases for tests: one migrated template, cloned in a moment as often as need be."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from thuphi.ground.server.embedded import EmbeddedServer
from thuphi.ground.server.folders import state_folder

SOURCE = Path(__file__).resolve().parent.parent / "src"


def test_server() -> EmbeddedServer:
    """The tests' own server, beside the real one."""
    return EmbeddedServer(state_folder() / "tests")


def address(database: str, role: str = "") -> str:
    """The address of a database on the tests' server, or on DATABASE_URL_FOR_TESTS'."""
    given = os.environ.get("DATABASE_URL_FOR_TESTS")
    parts = conninfo_to_dict(given or test_server().address(database))
    parts["dbname"] = database
    if role:
        parts["options"] = f"-c role={role}"
    return make_conninfo(**{name: str(value) for name, value in parts.items()})


def _admin() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(address("postgres"), autocommit=True)


def others_at_work() -> bool:
    """Whether another test run has connections open on the server."""
    with _admin() as admin:
        row = admin.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchone()
    return row is not None and row[0] != 0


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(SOURCE.glob("thuphi/**/migrations/0*")):
        digest.update(path.read_bytes())
    for path in sorted(SOURCE.glob("thuphi/registers/places/data/*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def template() -> str:
    """The name of a migrated database with all places loaded; made at the first call."""
    name = f"thuphi_template_{_fingerprint()}"
    with _admin() as admin:
        admin.execute("SELECT pg_advisory_lock(77002)")
        if admin.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            half = f"{name}_half"
            admin.execute(f'DROP DATABASE IF EXISTS "{half}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{half}"')
            subprocess.run(
                [sys.executable, "-W", "ignore", "-m", "tests.migrate"],
                check=True,
                cwd=SOURCE.parent,
                env={
                    **os.environ,
                    "DATABASE_URL": address(half),
                    "THUPHI_DB_ROLE": "",
                    "PYTHONPATH": f"{SOURCE}{os.pathsep}{SOURCE.parent}",
                },
            )
            admin.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
        admin.execute("SELECT pg_advisory_unlock(77002)")
    return name


@contextmanager
def clone(prefix: str = "town") -> Iterator[str]:
    """A fresh database cloned from the template; yields its name, drops it at the end."""
    source = template()
    name = f"{prefix}_{uuid.uuid4().hex[:12]}"
    with _admin() as admin:
        admin.execute("SELECT pg_advisory_lock(77003)")
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        admin.execute("SELECT pg_advisory_unlock(77003)")
    try:
        yield name
    finally:
        with _admin() as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
