"""Every value that goes to the database comes back from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thuphi.doors.gate import columns
from thuphi.doors.gate.columns import Column, ColumnDumper

NOON = datetime(2026, 9, 5, 12, tzinfo=UTC)


def _back(dsn: str, column: Column, kind: str) -> list[object]:
    with psycopg.connect(dsn) as connection:
        connection.adapters.register_dumper(Column, ColumnDumper)
        query = f"SELECT * FROM unnest(%s::{kind}[])".encode()
        return [value for (value,) in connection.execute(query, [column])]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=st.lists(st.text(), min_size=1))
def test_any_text_comes_back_but_for_nul(fresh_database: str, values: list[str]) -> None:
    column = Column(columns.TEXT, [columns.text(value) for value in values])
    assert _back(fresh_database, column, "text") == [
        value.replace("\0", "\ufffd") for value in values
    ]


def test_other_kinds_come_back(fresh_database: str) -> None:
    numbers = [0, 1, -1, 10**15, 2**63 - 1]
    sent = Column(columns.BIGINT, [columns.bigint(number) for number in numbers])
    assert _back(fresh_database, sent, "bigint") == numbers
    hanoi = timezone(timedelta(hours=7))
    instants = [NOON, NOON.astimezone(hanoi), datetime(1970, 1, 1, 0, 0, 0, 1, tzinfo=UTC)]
    sent = Column(columns.TIMESTAMPTZ, [columns.instant(one) for one in instants])
    assert _back(fresh_database, sent, "timestamptz") == instants
    sent = Column(columns.BYTEA, [columns.raw(b""), columns.raw(b"\0\xff")])
    assert _back(fresh_database, sent, "bytea") == [b"", b"\0\xff"]
    sent = Column(columns.BOOLEAN, [columns.TRUE, columns.FALSE])
    assert _back(fresh_database, sent, "boolean") == [True, False]


def test_half_a_surrogate_pair_becomes_a_replacement_mark(fresh_database: str) -> None:
    sent = Column(columns.TEXT, [columns.text("a\ud800b")])
    assert _back(fresh_database, sent, "text") == ["a\ufffdb"]


def test_named_texts_come_back_but_for_what_no_database_takes(fresh_database: str) -> None:
    values = [{}, {"brand": "Napas", "tên": 'a"\\u0000b\n'}, {"nul": "a\0b", "half": "a\ud800b"}]
    sent = Column(columns.TEXT, [columns.texts(value) for value in values])
    with psycopg.connect(fresh_database) as connection:
        connection.adapters.register_dumper(Column, ColumnDumper)
        rows = connection.execute("SELECT t::jsonb FROM unnest(%s::text[]) AS t", [sent]).fetchall()
    replaced = {"nul": "a\ufffdb", "half": "a\ufffdb"}
    assert [value for (value,) in rows] == [values[0], values[1], replaced]


def test_what_no_column_holds_is_refused() -> None:
    with pytest.raises(columns.Unwritable):
        columns.bigint(2**63)
    with pytest.raises(columns.Unwritable):
        columns.instant(NOON.replace(tzinfo=None))
