"""An invented province: the same words give the same rows, and every promise of the book holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from typer.testing import CliRunner

from tests import databases
from tests.conftest import _use
from tests.money.seen import number, rows
from thuphi.doors.cli.commands import app
from thuphi.doors.cli.synth import command, planning
from thuphi.doors.cli.synth.command import SynthRefused
from thuphi.doors.cli.synth.planning import Posture
from thuphi.doors.cli.synth.sizes import PROVINCES
from thuphi.money.payments.rebuild import differences
from thuphi.registers.facilities.models import Level

BUILT = (
    "agency", "beneficiary", "beneficiary_account", "bill", "bill_line", "collection_run",
    "declaration", "declared_value", "facility", "facility_area", "facility_place", "fee_count",
    "fee_item", "heard", "ledger_account", "merchant", "month_count", "payment", "receipt_series",
    "transfer",
)  # fmt: skip


def build(
    province: str = "thanh-hoa",
    scale: str = "0.002",
    *,
    seed: int = 1,
    payments: int | None = 1_500,
    add: bool = False,
) -> command.Built:
    asked = command.request(province, 12, scale, seed, payments, "2026-10")
    return command.build(asked, add=add)


def digest() -> str:
    """Every row of every table that is built, in the order of the rows' own text."""
    whole = hashlib.sha256()
    for table in BUILT:
        columns = [
            str(name)
            for (name,) in rows(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
                " AND table_name = %s ORDER BY ordinal_position",
                table,
            )
        ]
        kept = "concat_ws('|', " + ", ".join(f"{name}::text" for name in columns) + ")"
        found = rows(f"SELECT md5(string_agg({kept}, ',' ORDER BY {kept})) FROM {table}")
        whole.update(f"{table}={found[0][0]}".encode())
    return whole.hexdigest()


@contextmanager
def elsewhere(before: str) -> Iterator[None]:
    """Django on one more empty database."""
    with databases.clone() as name:
        _use(name)
        try:
            yield
        finally:
            connection.close()
            _use(before)


def test_the_same_seed_builds_the_same_bytes_and_another_seed_others(town: str) -> None:
    build()
    first = digest()
    with elsewhere(town):
        build()
        assert digest() == first
    with elsewhere(town):
        build(seed=2)
        assert digest() != first


def test_a_hundredth_of_a_province_keeps_every_promise(town: str) -> None:
    built = build(scale="0.01", payments=30_000)
    assert differences() == []
    assert number("SELECT count(*) FROM fee_count_stale") == 0
    assert number("SELECT count(*) FROM payment WHERE finding <> 'unknown'") == built.payments
    assert 27_000 < built.payments < 33_000
    found = rows("SELECT level, count(*) FROM facility GROUP BY 1")
    levels = {str(level): int(str(count)) for level, count in found}
    assert levels["preschool"] == 7
    assert levels["lower_secondary"] == 6
    assert {str(one[0]) for one in rows("SELECT DISTINCT finding FROM payment")} == {
        "exact", "part", "over", "unknown",
    }  # fmt: skip
    assert {str(one[0]) for one in rows("SELECT DISTINCT state FROM bill")} == {
        "open", "part_paid", "paid", "cancelled",
    }  # fmt: skip
    first, last = (
        number(
            "SELECT div(1000 * sum(payments) FILTER (WHERE method <> 'cash'), sum(payments))"
            f" FROM month_count WHERE month = '{month}'"
        )
        for month in ("2025-11-01", "2026-10-01")
    )
    assert last > first + 20


def test_work_goes_on_where_the_generator_stopped(town: str) -> None:
    """The next row of every table gets a number of its own."""
    build()
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 0
    for table in ("bill_line", "heard", "payment", "transfer", "ledger_account", "beneficiary"):
        last = number(f"SELECT max(id) FROM {table}")
        assert number(f"SELECT nextval(pg_get_serial_sequence('{table}', 'id'))") == last + 1
    assert number("SELECT nextval('bill_number')") == number("SELECT max(id) + 1 FROM bill")


def test_a_province_is_added_only_when_told_to(town: str) -> None:
    build(payments=300)
    with pytest.raises(SynthRefused, match="--add"):
        build("hung-yen", payments=300)
    build("hung-yen", payments=300, add=True)
    assert differences() == []
    with pytest.raises(SynthRefused, match="đã được dựng"):
        build("hung-yen", payments=300, add=True)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["--province", "hue"], "Không có tỉnh “hue”"),
        (["--province", "an-giang", "--scale", "viel"], "Tỷ lệ “viel” không đọc được"),
        (["--province", "an-giang", "--scale", "0"], "Tỷ lệ “0” không đọc được"),
        (["--province", "an-giang", "--until", "10/2026"], "phải viết như 2026-10"),
        (["--province", "an-giang", "--months", "61"], "từ 1 đến 60"),
    ],
)
def test_what_cannot_be_built_is_said_with_its_mend(
    db: None, words: list[str], answer: str
) -> None:
    result = CliRunner().invoke(app, ["synth", *words])
    assert result.exit_code == 2
    assert answer in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("province", "schools"),
    [("thanh-hoa", 2001), ("bac-ninh", 1221), ("hung-yen", 1237), ("an-giang", 1355)],
)
def test_a_whole_province_has_as_many_schools_as_were_published(
    db: None, province: str, schools: int
) -> None:
    asked = command.request(province, 12, "1", 1, None, "2026-10")
    _, communes = command.land(asked)
    plan = planning.plan(asked, communes)
    assert sum(one.size.sector == "education" for one in plan) == schools
    stations = [one for one in plan if one.size.level is Level.COMMUNE_STATION]
    assert {one.place.pk for one in stations} == {one.pk for one in communes}
    postures = {posture: sum(one.posture is posture for one in plan) for posture in Posture}
    assert min(postures.values()) > 50
    assert PROVINCES[province].name == asked.province.name


def test_a_whole_province_brings_about_ten_million_payments(db: None) -> None:
    asked = command.request("thanh-hoa", 12, "1", 1, None, "2026-10")
    _, communes = command.land(asked)
    payments = planning.expected_payments(planning.plan(asked, communes), asked.months)
    assert 9_000_000 < payments < 11_000_000
