"""`thuphi statement read`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from tests.ground.statements import writing
from tests.ground.statements.writing import Known, moves
from thuphi.doors.cli.statement import app

FILES = Path(__file__).with_name("files")
run = CliRunner()


def test_read_prints_each_statement_and_each_line() -> None:
    result = run.invoke(app, ["read", str(FILES / "statement_mt940.txt"), "--format", "json"])
    assert result.exit_code == 0
    statement, *lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert statement == {
        "kind": "statement",
        "format": "mt940",
        "profile": "",
        "account": "9704360000000123456789",
        "statement_kind": "end_of_day",
        "lines": 3,
        "from_on": "2026-01-05",
        "to_on": "2026-01-05",
        "number": "5",
        "opening_vnd": 25_000_000,
        "closing_vnd": 26_500_000,
        "bank": "",
        "owner": "",
    }
    assert [(one["kind"], one["is_in"], one["amount_vnd"]) for one in lines] == [
        ("line", True, 1_250_000),
        ("line", False, 50_000),
        ("line", True, 300_000),
    ]
    assert lines[0] == {
        "kind": "line",
        "account": "9704360000000123456789",
        "place": 1,
        "booked_on": "2026-01-05",
        "is_in": True,
        "amount_vnd": 1_250_000,
        "is_reversal": False,
        "value_on": "2026-01-05",
        "booked_at": None,
        "bank_reference": "FT26005123456789",
        "end_to_end": "HP26000123-1",
        "text": "HP26000123 HOC PHI KY 1 NGUYEN VAN A",
        "payer_name": "",
        "payer_account": "",
        "payer_bank": "",
        "virtual_account": "",
        "balance_vnd": None,
        "raw": {
            ":61:": "2601050105CD1250000,NTRFHP26000123-1//FT26005123456789",
            ":86:": "HP26000123 HOC PHI KY 1 NGUYEN VAN A",
        },
    }


def test_a_refused_file_prints_its_faults_and_ends_with_1(tmp_path: Path) -> None:
    made = writing.vietcombank_short(Known(moves(4)))
    del made.rows[7]
    path = tmp_path / "sao-ke.xlsx"
    path.write_bytes(writing.workbook(made))
    result = run.invoke(app, ["read", str(path)])
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "kind": "fault",
        "place": "",
        "reason": "Số dư đầu 25.000.000 + ghi có 202.000 - ghi nợ 103.000 = 25.099.000, khác số dư"
        " cuối 25.200.000: tệp thiếu hoặc thừa dòng, hãy tải lại.",
    }


def test_a_file_that_is_not_there_ends_with_1(tmp_path: Path) -> None:
    result = run.invoke(app, ["read", str(tmp_path / "x")])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "không mở được tệp" in result.stderr


def test_it_starts_without_django() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; import thuphi.doors.cli.statement; print('django' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "False\n"
