"""`thuphi code`."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from thuphi.doors.cli.code import app

run = CliRunner()


def test_encode_prints_the_code_only() -> None:
    result = run.invoke(app, ["encode", "123456789"])
    assert (result.exit_code, result.stdout) == (0, "TF003NQK8NRQ\n")


@pytest.mark.parametrize("number", ["1099511627776", "-1", "x", "1.5"])
def test_encode_exits_with_2_for_what_has_no_code(number: str) -> None:
    result = run.invoke(app, ["encode", number])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("TF003NQK8NRQ", False),
        ("tf 003n-qk8n.rq", False),
        ("TFOO3NQK8NRQ", False),
        ("TF003NQK8NRX", True),
        ("MBVCB.3278907687.TF003NQK8NRQ KHOAN THU.CT tu 0123456789", False),
    ],
)
def test_decode_prints_the_code_its_number_and_whether_it_was_mended(
    text: str, corrected: bool
) -> None:
    result = run.invoke(app, ["decode", text])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "code": "TF003NQK8NRQ",
        "number": 123456789,
        "corrected": corrected,
    }


@pytest.mark.parametrize("text", ["", "TF", "TF HCM", "TFBOYS", "TF03N0QK8NRQ", "TF003NQK8"])
def test_decode_exits_with_2_and_says_why(text: str) -> None:
    result = run.invoke(app, ["decode", text])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr
