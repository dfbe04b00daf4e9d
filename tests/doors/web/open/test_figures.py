"""The public's figures: counted by the worker, without small numbers, as page and as open data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import world as worlds
from tests.oversight import bac_giang
from tests.oversight.bac_giang import BacGiang
from thuphi.doors.web.open import figures
from thuphi.ground.kit import clock
from thuphi.oversight.indicators import publishing

NBSP = "\u00a0"
BG = "?ke-hoach=bg2022"


@pytest.fixture(autouse=True)
def the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning on which everything in the world happened."""
    monkeypatch.setattr(clock, "now", lambda: worlds.AT)


@pytest.fixture
def year(db: None) -> BacGiang:
    """Four districts of Bắc Giang, each with three schools and a station; one has the hospital."""
    return bac_giang.build(worlds.build(), districts=4, months=range(9, 12))


@pytest.fixture
def public(year: BacGiang, as_role: Callable[..., None]) -> Client:
    """Anybody, after the worker has counted; the database shows pages no facility at all."""
    publishing.publish(at=worlds.AT)
    as_role("thuphi_app")
    return Client()


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().replace(NBSP, " ").split())


def test_before_the_worker_has_counted_the_page_says_so(db: None) -> None:
    cache.clear()
    assert "Số liệu đang được tính" in text(Client(), "/so-lieu")
    assert Client().get("/so-lieu.json").status_code == 404
    assert Client().get("/so-lieu.csv").status_code == 404


def test_the_page_tells_every_target_and_no_single_small_unit(public: Client) -> None:
    page = text(public, f"/so-lieu{BG}&chi-tieu=BG-T1")
    assert "Kế hoạch 2022 của Bắc Giang" in page
    assert "tính đến hết 31/12/2022" in page
    # Nine of twelve schools use a platform; no district has five schools.
    assert "9 trên 12 cơ sở" in page
    assert "4 đơn vị có ít cơ sở hoặc ít giao dịch, gộp chung" in page
    assert '<th scope="row">Huyện Yên Thế</th>' not in page


def test_no_name_of_a_facility_or_person_is_in_the_page_or_the_data(
    public: Client, year: BacGiang
) -> None:
    told = "".join(
        public.get(f"/so-lieu{tail}{BG}").content.decode() for tail in ("", ".json", ".csv")
    )
    names = [one.facility.name for one in [*year.schools, *year.stations, year.hospital]]
    assert not [name for name in [*names, "Phạm Thị Thu", "NGUYEN VAN BINH"] if name in told]


def test_the_data_keeps_its_shape_and_adds_up(public: Client) -> None:
    found = json.loads(public.get(f"/so-lieu.json{BG}").content)
    assert set(found) == {
        "plan", "title", "place", "as_of", "units_on", "published_at", "targets", "version",
    }  # fmt: skip
    assert (found["version"], found["plan"], found["as_of"]) == (1, "BG2022", "2022-12-31")
    assert [one["id"] for one in found["targets"]] == [f"BG-T{n}" for n in range(1, 9)]
    for target in found["targets"]:
        assert set(target) == {
            "id", "state", "part", "whole", "facilities", "missing_facilities", "months", "units",
            "rest", "empty",
        }  # fmt: skip
        rows = [*target["units"], *([target["rest"]] if target["rest"] else [])]
        if target["whole"] is not None:
            assert sum(row["part"] for row in rows) == target["part"]
            assert sum(row["whole"] for row in rows) == target["whole"]
        else:
            assert not rows


def test_the_table_holds_the_same_figures(public: Client) -> None:
    answer = public.get(f"/so-lieu.csv{BG}")
    assert answer["Content-Disposition"] == 'attachment; filename="so-lieu-bg2022-2022-12-31.csv"'
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    first = lines[0]
    assert tuple(first) == figures.COLUMNS
    assert (first["target"], first["unit"], first["part"], first["whole"]) == (
        "BG-T1", "", "9", "12",
    )  # fmt: skip
    assert (first["share_permille"], first["is_rest"]) == ("750", "0")
    assert lines[1]["is_rest"] == "1"


def test_a_page_asks_the_database_for_no_rows_of_facilities(public: Client) -> None:
    public.get(f"/so-lieu{BG}")
    with CaptureQueriesContext(connection) as asked:
        public.get(f"/so-lieu{BG}")
    said = " ".join(one["sql"] for one in asked)
    assert "facility" not in said.replace("thuphi.facilities", "")
    assert "payment" not in said
    assert len(asked) <= 12


def test_an_unknown_plan_is_not_there(public: Client) -> None:
    for tail in ("", ".json", ".csv"):
        assert public.get(f"/so-lieu{tail}?ke-hoach=XX2022").status_code == 404
    assert public.get(f"/so-lieu{BG}&chi-tieu=nonsense").status_code == 200
    assert public.post("/so-lieu").status_code == 405


def test_who_asks_too_often_waits_a_minute(public: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "A_MINUTE", 2)
    assert [public.get("/so-lieu.json").status_code for _ in range(3)] == [200, 200, 429]
    assert public.get("/so-lieu")["Retry-After"] == "60"


def test_programmes_elsewhere_may_read_the_data_and_keep_it_for_minutes(public: Client) -> None:
    answer = public.get("/so-lieu.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("tail", ["", ".json", ".csv"])
def test_the_word_to_wait_is_kept_by_nobody_for_others(
    public: Client, monkeypatch: pytest.MonkeyPatch, tail: str
) -> None:
    monkeypatch.setattr(figures, "A_MINUTE", 0)
    answer = public.get(f"/so-lieu{tail}{BG}")
    assert answer.status_code == 429
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("odd", ["%00", "bg2022%00", "a%20b", "x" * 5000])
def test_an_address_is_no_name_to_ask_the_cache_for(public: Client, odd: str) -> None:
    for tail in ("", ".json", ".csv"):
        assert public.get(f"/so-lieu{tail}?ke-hoach={odd}").status_code == 404


def test_a_small_month_of_money_is_not_told_and_not_to_be_subtracted(
    year: BacGiang, as_role: Callable[..., None]
) -> None:
    # In December one school took one payment: its sum would be a family's.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO month_count (facility_id, month, method, payments, value_vnd)"
            " VALUES (%s, '2022-12-01', 'qr', 1, 475000)",
            [year.schools[0].facility.pk],
        )
    publishing.publish(at=worlds.AT)
    as_role("thuphi_app")
    found = json.loads(Client().get(f"/so-lieu.json{BG}").content)
    targets = {one["id"]: one for one in found["targets"]}
    for id, hidden in (("BG-T5", 1), ("BG-T6", 475_000)):
        told = targets[id]["months"]
        assert "2022-12" not in {one["month"] for one in told}
        assert targets[id]["whole"] - sum(one["whole"] for one in told) > hidden
        assert len(told) == 2
