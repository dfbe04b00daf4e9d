"""`thuphi ledger verify`: an honest book holds, a changed one is told of by period and transfer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from tests import world as worlds
from tests.money.periods.conftest import (
    DAY,
    booked_when_it_happened,
    close_day,
    plant,
    statement,
)
from tests.money.seen import number
from tests.world import World
from thuphi.doors.cli.ledger import app


@pytest.fixture
def world(db: None) -> World:
    """School A has issued three bills and closed the day."""
    world = worlds.build()
    worlds.issued_run(world, items=[("AN", 22)])
    statement(world.a.id, DAY)
    booked_when_it_happened()
    close_day(world)
    return world


def told(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["verify", *words])
    return done.exit_code, " ".join(done.output.split())


def test_an_honest_book_holds(world: World) -> None:
    said = "✓ 1 niêm phong, 3 bút toán: nguyên như lúc khóa sổ."
    assert told() == (0, said)
    assert told("--facility", world.a.facility.code) == (0, said)


def test_a_facility_that_closed_nothing_is_told_so(world: World) -> None:
    code, output = told("--facility", world.b.facility.code)
    assert code == 2
    assert "Không có đơn vị mã 27002 đã khóa sổ." in output


def test_nothing_closed_is_no_fault(db: None) -> None:
    assert told() == (0, "✓ 0 niêm phong, 0 bút toán: nguyên như lúc khóa sổ.")


def changed(world: World) -> str:
    row = number("SELECT min(transfer_id) FROM sealed_transfer")
    plant("UPDATE transfer SET amount_vnd = 1 WHERE id = %s", row)
    return f"bút toán bị sửa sau khi niêm phong: {row}"


def removed(world: World) -> str:
    row = number("SELECT min(transfer_id) FROM sealed_transfer")
    plant("DELETE FROM transfer WHERE id = %s", row)
    return f"bút toán đã bị xóa khỏi sổ: {row}"


def added(world: World) -> str:
    plant(
        "INSERT INTO sealed_transfer (transfer_id, seal_id, facility_id, sha256)"
        " SELECT 999, seal_id, facility_id, sha256 FROM sealed_transfer LIMIT 1"
    )
    return "số bút toán dưới niêm phong không còn đúng"


def resealed(world: World) -> str:
    plant("UPDATE period_seal SET sha256 = %s", bytes(32))
    return "niêm phong, kỳ khóa sổ hoặc số liệu đã lưu bị sửa"


def unchained(world: World) -> str:
    plant("UPDATE period_seal SET previous_sha256 = %s", b"x" * 32)
    return "không nối với niêm phong trước"


@pytest.mark.parametrize("deed", [changed, removed, added, resealed, unchained])
def test_a_change_behind_the_books_back_is_told_of(
    world: World, deed: Callable[[World], str]
) -> None:
    expected = deed(world)
    code, output = told()
    assert code == 1
    assert (
        "✗ 27001 Trường Tiểu học Ví Dụ: niêm phong số 1, ngày 05/10/2026, khóa lúc 08:00 06/10/2026"
        in output
    )
    assert expected in output
    assert "✗ 1 trên 1 niêm phong không còn nguyên." in output
