"""Before a command can work: a server that runs, and a database on it. Needs no Django."""

from __future__ import annotations

import os

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from thuphi.ground.server.embedded import embedded_server


def server() -> bool:
    """Start the embedded server and its database, unless DATABASE_URL names another server.

    True when it was started here, so that whoever started it also stops it.
    """
    if os.environ.get("DATABASE_URL"):
        return False
    ours = embedded_server()
    started = ours.start()
    with psycopg.connect(ours.address("postgres"), autocommit=True) as admin:
        known = admin.execute("SELECT 1 FROM pg_database WHERE datname = 'thuphi'").fetchone()
        if known is None:
            admin.execute("CREATE DATABASE thuphi")
    return started


def empty_database(name: str) -> str:
    """An empty database of this name on the same server. Returns its address."""
    parts = conninfo_to_dict(os.environ.get("DATABASE_URL") or embedded_server().address())
    place = {key: str(value) for key, value in parts.items()}
    with psycopg.connect(
        make_conninfo(**{**place, "dbname": "postgres"}), autocommit=True
    ) as admin:
        drop_database(admin, name)
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return make_conninfo(**{**place, "dbname": name})


def drop_database(admin: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Remove a database and whoever is still connected to it."""
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
