"""`thuphi qr`."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from tests.channels.vietqr_vectors import ALL, Bad, Good
from thuphi.doors.cli.qr import app

run = CliRunner()


def test_encode_prints_the_payload_only() -> None:
    told = ["encode", "--bin", "970403", "--account", "0011012345678", "--amount", "180000"]
    result = run.invoke(app, [*told, "--purpose", "thanh toán đơn hàng", "--bill", "NPS6869"])
    assert result.exit_code == 0
    assert result.stdout == (
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005"
        "802VN62340107NPS68690819thanh toan don hang63042E2E\n"
    )


def test_a_card_is_known_by_its_number() -> None:
    result = run.invoke(app, ["encode", "--bin", "970403", "--account", "9704031101234567"])
    assert result.stdout == ALL.vectors[0].payload + "\n"


@pytest.mark.parametrize(
    "told",
    [
        ["--bin", "97040", "--account", "1"],
        ["--bin", "970403", "--account", "1" * 20],
        ["--bin", "970403", "--account", "1", "--amount", "0"],
        ["--bin", "970403", "--account", "1", "--amount", "1.5"],
        ["--bin", "970403", "--account", "1", "--purpose", "x" * 26],
        ["--bin", "970403"],
    ],
)
def test_encode_exits_with_2_and_says_why(told: list[str]) -> None:
    result = run.invoke(app, ["encode", *told])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


@pytest.mark.parametrize("vector", ALL.vectors, ids=lambda vector: vector.id)
def test_decode_prints_what_a_code_says(vector: Good) -> None:
    result = run.invoke(app, ["decode", vector.payload])
    said = vector.expected
    assert result.exit_code == 0
    facts = json.loads(result.stdout)
    assert list(facts) == ["bin", "account", "service", "dynamic", "amount_vnd", "purpose", "bill"]
    assert [facts["bin"], facts["account"]] == [said.get("bin"), said.get("account")]
    assert facts["service"] == said.get("service")
    assert facts["dynamic"] is (said["poi"] == "12")
    if "bin" in said:
        assert facts["amount_vnd"] == (int(said["amount"]) if "amount" in said else None)
        assert facts["purpose"] == said.get("purpose")


@pytest.mark.parametrize("vector", ALL.negative, ids=lambda vector: vector.id)
def test_decode_exits_with_2_and_says_why(vector: Bad) -> None:
    result = run.invoke(app, ["decode", vector.payload])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert ": " in result.stderr


def test_the_commands_start_without_django() -> None:
    loaded = (
        "import thuphi.doors.cli.qr, thuphi.doors.cli.code, sys; print('django' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", loaded],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "False\n"
