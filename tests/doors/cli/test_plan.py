"""`thuphi plan`: check on a bare machine; list, adopt and verdicts on a database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests import world as worlds
from tests.oversight import towns
from tests.oversight.plans.texts import SMALL, line_of
from tests.world import World
from thuphi.doors.cli.plan_book import app
from thuphi.oversight.plans import queries
from thuphi.oversight.plans.shelf import PROFILES


def run(*words: str) -> tuple[int, str, str]:
    """Exit code, output, and what was said as an error."""
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A plan with two faults."""
    file = tmp_path / "sai.toml"
    text = SMALL.replace("goal = 50", "goal = 500").replace('"STTTT"]', '"STTT"]')
    file.write_text(text, encoding="utf-8")
    return file


def test_check_counts_what_is_in_a_plan() -> None:
    code, output, _ = run("check", str(PROFILES / "ag-2022.toml"))
    assert code == 0
    assert output.startswith("✓ AG2022: Kế hoạch hỗ trợ")
    assert "10 chỉ tiêu, 8 yêu cầu đối với cơ sở, 26 nhiệm vụ, 4 chế độ báo cáo" in output


def test_check_tells_every_fault_with_line_and_key(bad: Path) -> None:
    code, output, errors = run("check", str(bad))
    assert (code, output) == (2, "")
    assert f"dòng {line_of('goal = 50')}, targets[1].goal: cần một số nguyên" in errors
    assert f"dòng {line_of('leads =')}, tasks[1].leads[1]: cơ quan không biết 'STTT'" in errors
    assert "2 lỗi; chưa dùng được kế hoạch này." in errors


def test_check_speaks_json(bad: Path) -> None:
    code, output, _ = run("check", str(bad), "--json")
    told = json.loads(output)
    assert code == 2
    assert [(one["line"], one["key"]) for one in told["faults"]] == [
        (line_of("goal = 50"), "targets[1].goal"),
        (line_of("leads ="), "tasks[1].leads[1]"),
    ]
    code, output, _ = run("check", str(PROFILES / "bg-2022.toml"), "--json")
    assert code == 0
    assert json.loads(output)["counts"]["targets"] == 8


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    code, _, errors = run("check", str(tmp_path / "không-có.toml"))
    assert code == 2
    assert "không mở được tệp" in errors


def test_check_needs_neither_django_nor_a_database(tmp_path: Path) -> None:
    inside = (
        "import sys; sys.argv = ['thuphi', 'plan', 'check', sys.argv[1]]\n"
        "from thuphi.doors.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n"
        "    print(end.code, 'django' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", inside, str(PROFILES / "hy-2022-2025.toml")],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "0 False"


def test_a_plan_is_adopted_and_listed(db: None, tmp_path: Path) -> None:
    file = tmp_path / "xy.toml"
    file.write_text(SMALL, encoding="utf-8")
    code, output, _ = run("adopt", str(file))
    assert code == 0
    assert output.startswith("✓ XY2026: có hiệu lực từ")
    assert queries.plan("XY2026").title == "Kế hoạch của tỉnh Ví Dụ"
    code, output, _ = run("list")
    assert [line.split()[0] for line in output.splitlines()] == [
        "NAT2022", "BG2022", "TH2022", "AG2022", "HY2022_2025", "XY2026",
    ]  # fmt: skip
    adopted_at = {one["plan"]: one["adopted_at"] for one in json.loads(run("list", "--json")[1])}
    assert adopted_at["BG2022"] is None
    assert adopted_at["XY2026"] is not None


def test_a_bad_plan_is_not_adopted(db: None, bad: Path) -> None:
    assert run("adopt", str(bad))[0] == 2
    assert len(queries.plans()) == 5


@pytest.fixture
def scene(db: None) -> World:
    return worlds.build()


KEYS = ["target", "indicator", "part", "whole", "comparator", "goal", "state"]


def test_verdicts_are_a_json_list_in_the_order_of_the_targets(scene: World) -> None:
    code, output, errors = run("verdicts", "bg2022", "--as-of", "2022-12-31")
    assert code == 0, errors
    told = json.loads(output)
    assert [one["target"] for one in told] == [f"BG-T{number}" for number in range(1, 9)]
    assert all(list(one) == KEYS for one in told)
    assert told[4]["indicator"] == "TXN_COUNT_SHARE"
    assert (told[4]["comparator"], told[4]["goal"], told[4]["state"]) == ("ge", 50, "no_data")


def test_verdicts_of_a_file_count_what_was_booked(scene: World, tmp_path: Path) -> None:
    file = tmp_path / "xy.toml"
    file.write_text(SMALL, encoding="utf-8")
    first, second, _ = worlds.issued_run(scene)
    for bill, method in ((first, "qr"), (second, "cash")):
        worlds.hear(scene, bill.code, bill.total_vnd, method=method)
    towns.post()
    code, output, errors = run("verdicts", str(file), "--as-of", "2026-10-31")
    assert code == 0, errors
    assert json.loads(output)[0] == {
        "target": "XY-T1",
        "indicator": "TXN_COUNT_SHARE",
        "part": 1,
        "whole": 2,
        "comparator": "ge",
        "goal": 50,
        "state": "reached",
    }


def test_verdicts_below_a_place_count_only_there(scene: World) -> None:
    elsewhere = "10003820220101"
    code, output, errors = run("verdicts", "TH2022", "--as-of", "2022-12-31", "--place", elsewhere)
    assert code == 0, errors
    assert {(one["part"], one["whole"]) for one in json.loads(output)} == {(0, 0)}
    assert "Thanh Hóa" in errors


def test_verdicts_without_a_place_are_of_the_plans_own_province(scene: World) -> None:
    code, output, errors = run("verdicts", "BG2022", "--as-of", "2026-10-31")
    assert code == 0, errors
    assert {one["whole"] for one in json.loads(output)} - {0}
    code, output, errors = run("verdicts", "AG2022", "--as-of", "2026-10-31")
    assert code == 0
    assert {one["whole"] for one in json.loads(output)} == {0}
    assert "An Giang" in errors


def test_an_unknown_plan_or_place_is_refused(scene: World) -> None:
    code, _, errors = run("verdicts", "XX2022", "--as-of", "2022-12-31")
    assert code == 2
    assert "NAT2022, BG2022, TH2022, AG2022, HY2022_2025" in errors
    code, _, errors = run("verdicts", "BG2022", "--as-of", "2022-12-31", "--place", "1")
    assert code == 2
    assert "Không có đơn vị hành chính mang số 1" in errors
    assert run("verdicts", "BG2022", "--as-of", "31/12/2022")[0] == 2
