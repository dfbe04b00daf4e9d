"""Every promise of the database is attacked by raw SQL and refuses by its own name."""

from __future__ import annotations

import re
from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import sql

from tests.house import every_table
from tests.house.attacks import CASES, KEPT
from tests.house.every_table import own_tables
from tests.world import World


@pytest.fixture
def town_at_work(db: None, as_role: Callable[..., None]) -> World:
    """All tables have rows, and we are their owner: whom nothing but a constraint holds back."""
    world = every_table.build()
    as_role("none")
    return world


def refusal_of(deed: str) -> str | None:
    """The name of the constraint that refuses a deed; None when it was let through."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(deed)
            changed = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError as error:
        cause = error.__cause__
        assert isinstance(cause, psycopg.Error)
        return cause.diag.constraint_name or cause.diag.message_primary
    assert changed != 0, f"nothing to try it on: {deed}"
    return None


def test_every_constraint_refuses_what_breaks_it(town_at_work: World) -> None:
    answers = [(name, deed, refusal_of(deed)) for name, deed in CASES]
    assert [case for case in answers if case[0] != case[2]] == []


def test_every_foreign_key_holds_its_row(town_at_work: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conname, c.conrelid::regclass::text, a.attname FROM pg_constraint AS c"
            " JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " WHERE c.contype = 'f' AND c.conrelid::regclass::text = ANY (%s)",
            [own_tables()],
        )
        keys = cursor.fetchall()
        # What changes no row at all is switched off for the test, to get at the keys behind it.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in {str(table) for _, table, _ in keys}:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    answers = {
        str(name): refusal_of(
            f"UPDATE {table} SET {column} = -1 WHERE ctid ="
            f" (SELECT ctid FROM {table} ORDER BY {column} IS NULL LIMIT 1)"
        )
        for name, table, column in keys
    }
    assert len(answers) >= 25
    assert {name: refused for name, refused in answers.items() if name != refused} == {}


def names_in_the_database() -> set[str]:
    """Names of checks, unique and excluding constraints, unique indexes, and of triggers' refusals.

    Primary keys are left out, and so are foreign keys, which have a test of their own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype IN ('c', 'u', 'x')"
            " AND conrelid::regclass::text = ANY (%(tables)s)"
            " UNION SELECT indexrelid::regclass::text FROM pg_index"
            " WHERE indisunique AND NOT indisprimary"
            " AND indrelid::regclass::text = ANY (%(tables)s)",
            {"tables": own_tables()},
        )
        names = {str(name) for (name,) in cursor.fetchall()}
        cursor.execute(
            "SELECT t.tgrelid::regclass::text, p.prosrc FROM pg_trigger AS t"
            " JOIN pg_proc AS p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND t.tgrelid::regclass::text = ANY (%s)",
            [own_tables()],
        )
        for table, source in cursor.fetchall():
            names |= set(re.findall(r"(?:CONSTRAINT =|broken :=) '(\w+)'", source))
            if "INTO broken" in source:
                names |= set(re.findall(r"(?:THEN|ELSE) '(\w+_\w+)'", source))
            names |= {
                table + suffix
                for suffix in re.findall(r"CONSTRAINT = TG_TABLE_NAME \|\| '(\w+)'", source)
            }
        cursor.execute(
            "SELECT convert_from(substring(t.tgargs FOR position('\\000'::bytea IN t.tgargs) - 1),"
            " 'UTF8') FROM pg_trigger AS t JOIN pg_proc AS p ON p.oid = t.tgfoid"
            " WHERE p.proname = 'rows_are_of_one_facility'"
            " OR p.prosrc LIKE '%CONSTRAINT = TG_ARGV[0]%'"
        )
        names |= {str(name) for (name,) in cursor.fetchall()}
    return names


def test_every_named_constraint_has_a_case(db: None) -> None:
    assert names_in_the_database() - {name for name, _ in CASES} == set()


def test_every_case_is_of_a_constraint_that_is_there(db: None) -> None:
    assert {name for name, _ in CASES} - names_in_the_database() == set()


def test_every_kept_table_refuses_updates_of_each_of_its_columns(town_at_work: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_name = ANY (%s)",
            [list(KEPT)],
        )
        columns = cursor.fetchall()
    for table, column in columns:
        deed = f'UPDATE {table} SET "{column}" = "{column}"'
        assert refusal_of(deed) == f"{table}_is_append_only", deed


def test_every_table_with_a_trigger_that_keeps_it_is_listed(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'refuse_change'"
        )
        assert sorted(str(table) for (table,) in cursor.fetchall()) == sorted(KEPT)


@pytest.mark.parametrize("role", ["thuphi_app", "thuphi_worker"])
@pytest.mark.parametrize("table", ["transfer", "payment", "heard", "event", "bill_line"])
def test_the_book_refuses_the_application_itself(
    town_at_work: World, as_role: Callable[..., None], role: str, table: str
) -> None:
    as_role(role, town_at_work.a.id)
    before = contents(table)
    assert before != []
    column = "amount_vnd" if table != "event" else "at"
    for deed in (
        f"UPDATE {table} SET {column} = {column}",
        f"UPDATE {table} SET facility_id = {town_at_work.b.id}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        f"DROP TRIGGER refuse_change ON {table}",
        f"SELECT 1 FROM {table} FOR UPDATE",
        "SET LOCAL session_replication_role = replica",
    ):
        assert state_of(deed) == "42501", deed
    assert contents(table) == before


@pytest.mark.parametrize("role", ["thuphi_app", "thuphi_worker"])
def test_nobody_but_the_book_moves_a_balance(
    town_at_work: World, as_role: Callable[..., None], role: str
) -> None:
    as_role(role, town_at_work.a.id)
    before = contents("ledger_account")
    assert before != []
    facility = town_at_work.a.id
    for deed in (
        "UPDATE ledger_account SET debit_vnd = debit_vnd + 1",
        "UPDATE ledger_account SET credit_vnd = 0",
        "UPDATE ledger_account SET kind = 'bank'",
        "INSERT INTO ledger_account (facility_id, kind, detail, debit_vnd, credit_vnd)"
        f" VALUES ({facility}, 'bank', 'x', 1000000, 0)",
        "DELETE FROM ledger_account",
        "TRUNCATE ledger_account",
    ):
        assert state_of(deed) == "42501", deed
    assert contents("ledger_account") == before


def contents(table: str) -> list[tuple[object, ...]]:
    """All rows that this role is shown."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT * FROM {} ORDER BY id").format(sql.Identifier(table)))
        return [tuple(row) for row in cursor.fetchall()]


def state_of(deed: str) -> str | None:
    """The SQLSTATE of a refused deed; 42501 is a missing privilege."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)
            transaction.set_rollback(True)
    except DatabaseError as error:
        cause = error.__cause__
        assert isinstance(cause, psycopg.Error)
        return cause.diag.sqlstate
    return None
