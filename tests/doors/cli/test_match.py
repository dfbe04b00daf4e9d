"""`thuphi match`: files in, answers out."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from benchmarks import matching_texts
from thuphi.ground.kit.billcode import encode

CODE, OTHER = "TF003NQK8NRQ", encode(987654321)
COMMAND = "import typer; from thuphi.doors.cli.match import match; typer.run(match)"
BILLS = (
    {
        "code": CODE,
        "amount_vnd": 1_250_000,
        "payer": "Nguyễn Văn Bình",
        "beneficiary": "Nguyễn Minh Anh",
        "class": "2A",
        "phone": None,
        "unknown": [1],
    },
    {"code": OTHER, "amount_vnd": 300_000, "virtual_account": "970400112233"},
)


def written(path: Path, rows: Sequence[object]) -> Path:
    """The rows as JSON lines; texts as they are."""
    path.write_text(
        "".join(
            (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n"
            for row in rows
        ),
        "utf-8",
    )
    return path


def run(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": "src", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", COMMAND, *words],
        input=given, capture_output=True, env=environment, timeout=120, check=False,
    )  # fmt: skip


def match(
    folder: Path, lines: Sequence[object], bills: Sequence[object] = BILLS
) -> tuple[int, list[dict[str, object]], str]:
    """Exit code, answers, what was said as an error."""
    done = run(
        "--open", str(written(folder / "bills.jsonl", bills)),
        "--lines", str(written(folder / "lines.jsonl", lines)),
    )  # fmt: skip
    return (
        done.returncode,
        [json.loads(row) for row in done.stdout.splitlines()],
        done.stderr.decode(),
    )


def test_each_line_is_answered_in_its_order_with_its_own_id(tmp_path: Path) -> None:
    code, answers, said = match(
        tmp_path,
        [
            {"id": "a/1", "text": f"IBFT {CODE}", "amount_vnd": 5},
            {"id": 2, "text": "tf 003n q08n rq", "amount_vnd": 1_250_000},
            {"id": "ba", "text": "nguyen minh anh", "amount_vnd": 1_250_000},
            {"id": 4.5, "text": f"{CODE} {OTHER}", "amount_vnd": 1_550_000},
            {"id": 5, "text": None, "amount_vnd": 1, "virtual_account": "9704 0011 2233"},
            {"id": 6, "amount_vnd": 77, "payer": None},
            {"id": 7, "text": CODE, "amount_vnd": -5},
        ],
    )
    assert (code, said) == (0, "")
    suggestion = {"code": CODE, "score": 80, "reasons": ["amount", "beneficiary"]}
    assert answers == [
        {"id": "a/1", "code": CODE, "how": "exact", "suggestions": []},
        {"id": 2, "code": CODE, "how": "one_wrong", "suggestions": []},
        {"id": "ba", "code": None, "how": "suggested", "suggestions": [suggestion]},
        {"id": 4.5, "code": CODE, "how": "exact", "suggestions": [], "others": [OTHER]},
        {"id": 5, "code": OTHER, "how": "virtual_account", "suggestions": []},
        {"id": 6, "code": None, "how": "none", "suggestions": []},
        {"id": 7, "code": None, "how": "not_money_in", "suggestions": []},
    ]


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ("{", "không phải JSON đúng"),
        ("[1]", "phải là một đối tượng JSON"),
        ('{"amount_vnd": 5}', "thiếu trường code"),
        (f'{{"code": "{OTHER}"}}', "thiếu trường amount_vnd"),
        (f'{{"code": "{OTHER}", "amount_vnd": "5"}}', "trường amount_vnd phải là số nguyên"),
        (f'{{"code": "{OTHER}", "amount_vnd": 5.5}}', "trường amount_vnd phải là số nguyên"),
        (f'{{"code": "{OTHER}", "amount_vnd": 5, "payer": 5}}', "trường payer phải là chữ"),
        (f'{{"code": "{OTHER}", "amount_vnd": 0}}', "amount_vnd phải lớn hơn 0"),
        ('{"code": "TF003NQK8NRZ", "amount_vnd": 5}', "'TF003NQK8NRZ' không phải mã hóa đơn"),
        (f'{{"code": "{CODE}", "amount_vnd": 5}}', f"mã {CODE} đã có ở dòng 2"),
    ],
)
def test_a_bad_open_bill_stops_everything_and_is_named_by_its_line(
    tmp_path: Path, bad: str, fault: str
) -> None:
    lines = [{"id": 1, "text": CODE, "amount_vnd": 5}]
    code, answers, said = match(tmp_path, lines, ["", BILLS[0], "  ", bad, BILLS[1]])
    assert (code, answers) == (2, [])
    assert f"bills.jsonl, dòng 4: {fault}" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ("}", "không phải JSON đúng"),
        ('{"id": 1}', "thiếu trường amount_vnd"),
        ('{"text": "", "amount_vnd": 5}', "thiếu trường id"),
        ('{"id": null, "text": "", "amount_vnd": 5}', "trường id phải là chữ hoặc số"),
        ('{"id": [1], "text": "", "amount_vnd": 5}', "trường id phải là chữ hoặc số"),
        ('{"id": 1, "text": 5, "amount_vnd": 5}', "trường text phải là chữ"),
        ('{"id": 1, "text": "", "amount_vnd": null}', "trường amount_vnd phải là số nguyên"),
        ('{"id": 1, "text": "", "amount_vnd": 5.5}', "trường amount_vnd phải là số nguyên"),
        ('{"id": 1, "text": "", "amount_vnd": true}', "trường amount_vnd phải là số nguyên"),
    ],
)
def test_a_bad_line_stops_the_work_after_the_lines_before_it(
    tmp_path: Path, bad: str, fault: str
) -> None:
    good = {"id": 1, "text": CODE, "amount_vnd": 5}
    code, answers, said = match(tmp_path, [good, "", good, bad, good])
    assert (code, [one["id"] for one in answers]) == (2, [1, 1])
    assert "lines.jsonl, dòng 4: " in said
    assert fault in said
    assert "Traceback" not in said


def test_a_file_that_is_not_utf_8_is_told_so(tmp_path: Path) -> None:
    bills = written(tmp_path / "bills.jsonl", BILLS)
    lines = tmp_path / "lines.jsonl"
    lines.write_bytes('{"id": 1, "text": "Nguyễn", "amount_vnd": 5}\n'.encode("utf-16"))
    done = run("--open", str(bills), "--lines", str(lines))
    assert (done.returncode, done.stdout) == (2, b"")
    lines.write_bytes(b'{"id": 1, "text": "Nguy\xean", "amount_vnd": 5}\n')
    done = run("--open", str(bills), "--lines", str(lines))
    assert (done.returncode, done.stdout) == (2, b"")
    assert "dòng 1: không phải UTF-8" in done.stderr.decode()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    bills = written(tmp_path / "bills.jsonl", BILLS)
    done = run("--open", str(bills), "--lines", str(tmp_path / "khong"))
    assert (done.returncode, done.stdout) == (2, b"")
    assert "khong: không mở được tệp" in done.stderr.decode()


def test_a_byte_order_mark_and_other_line_ends_do_no_harm(tmp_path: Path) -> None:
    bills = tmp_path / "bills.jsonl"
    bills.write_bytes(b"\xef\xbb\xbf" + json.dumps(BILLS[1]).encode() + b"\r\n")
    line = json.dumps({"id": 1, "text": OTHER, "amount_vnd": 5}).encode()
    done = run("--open", str(bills), "--lines", "-", given=b"\xef\xbb\xbf" + line + b"\r\n" + line)
    assert done.returncode == 0, done.stderr
    assert [json.loads(one)["code"] for one in done.stdout.splitlines()] == [OTHER, OTHER]


def test_many_lines_are_answered_by_several_processes_as_by_one(tmp_path: Path) -> None:
    random = Random(8)
    bills = matching_texts.open_bills(500, random)
    written(
        tmp_path / "bills.jsonl",
        [
            {"code": one.code, "amount_vnd": one.amount_vnd, "beneficiary": one.beneficiary}
            for one in bills
        ],
    )
    kinds = [*matching_texts.HEALABLE, matching_texts.NO_CODE]
    rows = []
    for number in range(1_000):
        line = matching_texts.damaged(random.choice(kinds), random.choice(bills), random)
        rows.append({"id": number, "text": line.text, "amount_vnd": line.amount_vnd})
    few = written(tmp_path / "few.jsonl", rows)
    padding = {"id": 0, "text": "x" * 9_000, "amount_vnd": 1}
    many = written(tmp_path / "many.jsonl", [*rows, *[padding] * 1_200, *rows, "{"])
    assert many.stat().st_size > 10_000_000
    alone = run("--open", str(tmp_path / "bills.jsonl"), "--lines", str(few))
    together = run("--open", str(tmp_path / "bills.jsonl"), "--lines", str(many))
    assert alone.returncode == 0
    answers = together.stdout.splitlines(keepends=True)
    assert b"".join(answers[:1_000]) == b"".join(answers[2_200:]) == alone.stdout
    assert together.returncode == 2
    assert "many.jsonl, dòng 3201: không phải JSON đúng" in together.stderr.decode()


def test_a_terminal_sees_how_far_it_is_and_a_pipe_does_not(tmp_path: Path) -> None:
    bills = written(tmp_path / "bills.jsonl", BILLS)
    lines = written(tmp_path / "lines.jsonl", [{"id": 1, "text": CODE, "amount_vnd": 5}])
    words = [sys.executable, "-c", COMMAND, "--open", str(bills), "--lines", str(lines)]
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": "src", "TERM": "xterm"}
    done = subprocess.run(
        words, stdout=subprocess.PIPE, stderr=theirs, env=environment, check=True, timeout=60
    )
    os.close(theirs)
    assert json.loads(done.stdout)["code"] == CODE
    assert "Đối chiếu".encode() in os.read(ours, 10_000)
    os.close(ours)


def test_it_starts_without_django() -> None:
    script = (
        "import sys; import thuphi.doors.cli.match; "
        "print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": "src"},
    )  # fmt: skip
    assert done.stdout == "[]\n"
