"""A connection of the pages sees and writes rows of the facilities it was let into, no others."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.house import every_table
from tests.world import World

OPEN = {
    "facility_place": "where a facility stands is public; figures of a province are added up by it",
    "facility_area": "the area class is public, for the same reason",
    "beneficiary_account": "printed on every bill; decided about by two persons only",
    "staff_assignment": "read to find out whose rows a person may see, before any can be shown",
    "month_count": "sums without any person in them, shown on public pages",
    "fee_count": "sums without any person in them, counted by the worker",
    "fee_count_stale": "which months are to be counted again; the worker alone sees it",
}
"""Tables with a facility whose rows are not guarded, each with its reason."""

SEEN_BY_ALL = {"beneficiary_account", "month_count", "fee_count"}
"""Open to read, guarded to write."""

SEEN_BY_THE_WORKER = {"fee_count_stale"}
"""Guarded from pages altogether."""


OPEN_VIEWS = {
    "contract_figure": "from when to when a facility could take money, without names",
    "declared_figure": "sums a facility declared and the department verified, without names",
    "platform_figure": "in which days a facility used a platform, without names",
}
"""Views that show more than their tables, each with its reason."""


def guarded_tables() -> list[str]:
    """Every table with a facility, but the open ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name FROM information_schema.columns AS c"
            " JOIN information_schema.tables AS t USING (table_schema, table_name)"
            " WHERE c.table_schema = 'public' AND c.column_name = 'facility_id'"
            " AND t.table_type = 'BASE TABLE' ORDER BY 1"
        )
        return [str(name) for (name,) in cursor.fetchall() if name not in OPEN]


def values(query: str, *parameters: str | int) -> list[object]:
    """The first column of what a query shows to the present role."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return [row[0] for row in cursor.fetchall()]


def attempt(deed: str, *parameters: str | int) -> str | int:
    """How many rows a deed changes, or the SQLSTATE that refuses it; nothing of it stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed, parameters)
            changed: int = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError as error:
        cause = error.__cause__
        assert isinstance(cause, psycopg.Error)
        return cause.diag.sqlstate or "?"
    return changed


@pytest.fixture
def world(db: None) -> World:
    return every_table.build()


def test_every_table_with_a_facility_is_guarded_or_open_for_a_reason(db: None) -> None:
    unguarded = values(
        "SELECT c.relname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid"
        " WHERE a.attname = 'facility_id' AND c.relkind IN ('r', 'p')"
        " AND c.relnamespace = 'public'::regnamespace AND NOT c.relrowsecurity"
    )
    assert sorted(str(table) for table in unguarded) == sorted(
        set(OPEN) - SEEN_BY_ALL - SEEN_BY_THE_WORKER
    )


def test_no_view_shows_what_its_table_hides(db: None) -> None:
    views = values(
        "SELECT c.relname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid"
        " WHERE a.attname = 'facility_id' AND c.relkind IN ('v', 'm')"
        " AND c.relnamespace = 'public'::regnamespace"
        " AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)"
    )
    assert sorted(str(view) for view in views) == sorted(OPEN_VIEWS)


def test_neither_role_of_ours_may_look_past_the_guard(db: None) -> None:
    assert (
        values(
            "SELECT rolname FROM pg_roles WHERE rolname IN ('thuphi_app', 'thuphi_worker')"
            " AND (rolbypassrls OR rolsuper OR rolcreaterole)"
        )
        == []
    )


def test_nobody_sees_a_row_of_another_school(world: World, as_role: Callable[..., None]) -> None:
    of_a = {
        table: len(values(f"SELECT 1 FROM {table} WHERE facility_id = %s", world.a.id))
        for table in guarded_tables()
    }
    assert [table for table, rows in of_a.items() if not rows] == []
    as_role("thuphi_app", world.b.id)
    for table in of_a:
        assert values(f"SELECT 1 FROM {table} WHERE facility_id = %s", world.a.id) == [], table
        shown = set(values(f"SELECT facility_id FROM {table}"))
        assert shown <= {world.b.id}, table
    as_role("thuphi_app", world.a.id)
    for table, rows in of_a.items():
        shown_rows = values(f"SELECT 1 FROM {table} WHERE facility_id = %s", world.a.id)
        assert len(shown_rows) == rows, table


def test_a_connection_that_was_let_in_nowhere_sees_nothing(
    world: World, as_role: Callable[..., None]
) -> None:
    tables = [*guarded_tables(), "heard_waiting", "heard_otherwise"]
    as_role("thuphi_app")
    assert {table: values(f"SELECT 1 FROM {table}") for table in tables} == {
        table: [] for table in tables
    }


def test_nobody_changes_or_removes_a_row_of_another_school(
    world: World, as_role: Callable[..., None]
) -> None:
    tables = guarded_tables()
    as_role("thuphi_app", world.b.id)
    for table in tables:
        for deed in (
            f"UPDATE {table} SET facility_id = facility_id WHERE facility_id = %s",
            f"DELETE FROM {table} WHERE facility_id = %s",
        ):
            # 42501: the privilege is missing; 23000: the table keeps its rows, whoever asks.
            assert attempt(deed, world.a.id) in (0, "42501", "23000"), deed


def test_nobody_writes_a_row_for_another_school(world: World, as_role: Callable[..., None]) -> None:
    copies = {
        table: str(
            values(f"SELECT to_jsonb(r) FROM {table} AS r WHERE facility_id = %s", world.a.id)[0]
        )
        for table in guarded_tables()
    }
    as_role("none")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in copies:
            # Some triggers refuse before the guard is asked: here it stands alone.
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    as_role("thuphi_app", world.b.id)
    for table, row in copies.items():
        deed = f"INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, %s)).*"
        assert attempt(deed, row) == "42501", table


def test_nobody_gives_a_row_away_to_another_school(
    world: World, as_role: Callable[..., None]
) -> None:
    tables = guarded_tables()
    as_role("thuphi_app", world.b.id)
    for table in tables:
        if values(f"SELECT 1 FROM {table}"):
            deed = f"UPDATE {table} SET facility_id = %s"
            # A table may also refuse because its rows or its keys never change.
            assert attempt(deed, world.a.id) in ("42501", "23000"), table


def test_the_inbox_is_seen_by_the_worker_alone_until_it_is_booked(
    world: World, as_role: Callable[..., None]
) -> None:
    assert len(values("SELECT 1 FROM heard_waiting")) == 1
    assert len(values("SELECT 1 FROM heard_otherwise")) == 1
    as_role("thuphi_app", world.a.id)
    assert values("SELECT 1 FROM heard_waiting") == []
    assert len(values("SELECT 1 FROM heard_otherwise")) == 1
    as_role("thuphi_app", world.b.id)
    assert values("SELECT 1 FROM heard_otherwise") == []


def test_everybody_sees_which_account_is_a_schools_but_strangers_do_not_write_it(
    world: World, as_role: Callable[..., None]
) -> None:
    as_role("thuphi_app", world.b.id)
    seen = values("SELECT id FROM beneficiary_account WHERE facility_id = %s", world.a.id)
    assert world.a.account.pk in seen
    assert (
        attempt("UPDATE beneficiary_account SET number = '1234' WHERE facility_id = %s", world.a.id)
        == 0
    )
    assert (
        attempt(
            "INSERT INTO beneficiary_account (facility_id, bin, number, name, state, proposed_by,"
            " proposed_at) VALUES (%s, '970415', '9999', 'X', 'proposed', 1, now())",
            world.a.id,
        )
        == "42501"
    )


@pytest.mark.parametrize("role", ["thuphi_app", "thuphi_worker"])
@pytest.mark.parametrize("table", ["place", "place_succession"])
def test_the_register_of_places_is_read_only_to_us(
    db: None, as_role: Callable[..., None], role: str, table: str
) -> None:
    as_role(role)
    assert attempt(f"DELETE FROM {table}") == "42501"
    assert attempt(f"UPDATE {table} SET source = 'x'") == "42501"
    assert attempt(f"TRUNCATE {table}") == "42501"
