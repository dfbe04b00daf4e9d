"""The payments behind a figure as text: whole, without names, and never all of them in memory."""

from __future__ import annotations

import asyncio
import csv
import io
import tracemalloc
from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import connection
from django.test import AsyncClient, Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests import databases
from tests import world as worlds
from tests.doors.web.office.conftest import OFFICE, SIGN_IN, At
from tests.money.seen import post_all
from tests.world import World
from thuphi.doors.web.office import export, flowing
from thuphi.doors.web.office.flowing import Asking
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.periods import Month
from thuphi.money.bills.models import Bill
from thuphi.money.payments.rules import Method
from thuphi.oversight.indicators.queries.made_of import Paid
from thuphi.oversight.indicators.rules import Span

HEADS = ["Mã cơ sở", "Cơ sở", "Thời gian", "Số tiền", "Hình thức", "Mã khoản thu"]
OCTOBER = Span(Month(2026, 10), Month(2026, 10))
MEMORY_BYTES_MAX = 20_000_000


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Two schools that were paid, also by money that nobody can place."""
    found = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)
    (other,) = worlds.issued_run(world, school=world.b)
    worlds.hear(world, found[0].code, 660_000)
    worlds.hear(world, found[1].code, 100_000, method="card")
    worlds.hear(world, "", 50_000)
    worlds.hear(world, other.code, 1_200_000, merchant=world.b.sandbox)
    post_all()
    return found


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def fetched(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return lines(answer.getvalue())


def test_a_facilitys_payments_flow_as_text_without_names(
    world: World, bills: list[Bill], at_office: At
) -> None:
    found = fetched(at_office(world.lan), f"{OFFICE}don-vi/{world.a.id}/tien-vao.csv")
    assert found[0] == HEADS
    school = ["27001", "Trường Tiểu học Ví Dụ", "05/10/2026 09:00"]
    assert sorted(found[1:], key=lambda line: line[3]) == [
        [*school, "100000", "Thẻ tại máy POS", bills[1].code],
        [*school, "50000", "Chuyển khoản VietQR", ""],
        [*school, "660000", "Chuyển khoản VietQR", bills[0].code],
    ]


def test_it_is_narrowed_as_the_page_is(world: World, bills: list[Bill], at_office: At) -> None:
    page = f"{OFFICE}don-vi/{world.a.id}/tien-vao.csv"
    lan = at_office(world.lan)
    assert [line[3] for line in fetched(lan, f"{page}?hinh-thuc=card")[1:]] == ["100000"]
    assert fetched(lan, f"{page}?tien-mat=co") == [HEADS]
    assert len(fetched(lan, f"{page}?tien-mat=khong")) == 4
    assert [line[3] for line in fetched(lan, f"{page}?noi-dung=")[1:]] == ["50000"]
    assert fetched(lan, f"{page}?ngay=2026-10-04") == [HEADS]
    assert fetched(lan, f"{page}?tu=2026-09&den=2026-09") == [HEADS]


def test_a_provinces_list_adds_up_to_its_figure(
    world: World, bills: list[Bill], at_office: At
) -> None:
    dung = at_office(world.dung)
    found = fetched(dung, f"{OFFICE}dia-ban/{world.province.pk}/tien-vao.csv")
    assert sum(int(line[3]) for line in found[1:]) == 2_010_000
    assert {line[0] for line in found[1:]} == {"27001", "27002"}
    page = dung.get(f"{OFFICE}dia-ban/{world.province.pk}/co-so").content.decode()
    assert f"{OFFICE}dia-ban/{world.province.pk}/tien-vao.csv?" in page


def test_to_a_stranger_there_is_no_list(world: World, bills: list[Bill], at_office: At) -> None:
    stranger = at_office(world.quan)
    assert stranger.get(f"{OFFICE}don-vi/{world.a.id}/tien-vao.csv").status_code == 404
    assert stranger.get(f"{OFFICE}dia-ban/{world.province.pk}/tien-vao.csv").status_code == 404
    own = fetched(stranger, reverse("office:payments_csv", args=[world.b.id]))
    assert {line[0] for line in own[1:]} == {"27002"}


def test_a_name_that_looks_like_a_formula_is_text(
    world: World, bills: list[Bill], at_office: At
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE facility SET name = '=1+1' WHERE id = %s", [world.a.id])
    found = fetched(at_office(world.lan), f"{OFFICE}don-vi/{world.a.id}/tien-vao.csv")
    assert {line[1] for line in found[1:]} == {"'=1+1"}


def test_a_workbook_ends_with_where_the_rest_is() -> None:
    paid = [Paid(number, worlds.AT, 1_000, Method.QR, "TF0000000000") for number in range(7)]
    content = export.payments_workbook(paid, rows_max=5)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    written = sheet.to_python()
    assert len(written) == 7
    assert written[6][0] == "Bảng dừng ở 5 dòng. Tải CSV để có đủ danh sách."


def fill(name: str, facility_id: int, rows: int) -> None:
    """So many payments without an owner, past every trigger."""
    with psycopg.connect(databases.address(name), autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(
            "INSERT INTO payment (facility_id, heard_id, finding, channel, method, amount_vnd,"
            " applied_vnd, excess_vnd, unidentified_vnd, paid_at, booked_at)"
            " SELECT %s, %s * 1000000 + i, 'unknown', 'sandbox', 'qr', 1000, 0, 0, 1000,"
            " %s + i * interval '1 second', now() FROM generate_series(1, %s) AS i",
            [facility_id, facility_id, datetime(2026, 10, 1, tzinfo=VIETNAM), rows],
        )


def test_two_hundred_thousand_rows_never_stand_in_memory(town: str) -> None:
    world = worlds.build()
    fill(town, world.a.id, 200_000)
    asking = Asking((world.a.id,), OCTOBER)
    words = {method.value: method.value for method in Method}
    tracemalloc.start()
    size = count = 0
    for piece in flowing.text_of(asking, HEADS, words, flowing._page_line):
        size += len(piece)
        count += piece.count(b"\r\n")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 200_001
    assert size > 10_000_000
    assert peak < MEMORY_BYTES_MAX


@pytest.mark.filterwarnings("error")
def test_behind_the_web_server_rows_flow_on_a_connection_of_their_own(town: str) -> None:
    world = worlds.build()
    fill(town, world.a.id, 30_000)
    fill(town, world.b.id, 10)
    client = AsyncClient()
    client.force_login(world.lan.user, backend=SIGN_IN)

    async def fetch() -> list[bytes]:
        answer = await client.get(
            f"{OFFICE}don-vi/{world.a.id}/tien-vao.csv?tu=2026-10&den=2026-10"
        )
        assert answer.status_code == 200
        return [piece async for piece in answer.streaming_content]  # type: ignore[attr-defined]

    pieces = asyncio.run(fetch())
    assert len(pieces) == 16
    assert len(lines(b"".join(pieces))) == 30_001
    waiting = timedelta(seconds=0)
    with psycopg.connect(databases.address(town)) as owner:
        row = owner.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
            " AND state = 'idle in transaction' AND now() - xact_start > %s",
            [town, waiting],
        ).fetchone()
    assert row == (0,)
