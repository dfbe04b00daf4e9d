"""Provinces of the tests' own whose communes are merged, divided, renamed and absorbed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from thuphi.registers.places.models import Place, PlaceSuccession

OPENED_ON = date(2022, 1, 1)


@dataclass
class Land:
    """Two provinces with two districts each; the communes in force are changed one reform a day."""

    provinces: list[Place] = field(default_factory=list)
    districts: list[Place] = field(default_factory=list)
    communes: list[Place] = field(default_factory=list)
    """In force after the latest reform."""
    ended: list[Place] = field(default_factory=list)
    _codes: int = 90_000

    def _place(self, level: str, begins: date, parent: Place | None, kind: str) -> Place:
        self._codes += 1
        rank = {"province": 1, "district": 2, "commune": 3}[level]
        province = parent.province or parent if parent else None
        name = f"{kind} {self._codes}"
        place = Place.objects.create(
            id=int(f"{rank}{self._codes}{begins:%Y%m%d}"),
            code=str(self._codes),
            level=level,
            kind=kind,
            name=name,
            full_name=name,
            search_key=name.lower(),
            parent=parent,
            province=province,
            valid=(begins, None),
            certainty="known",
            source="test",
        )
        place.refresh_from_db()
        return place

    @classmethod
    def opened(cls) -> Land:
        """As it was on the first day: three communes a district."""
        land = cls()
        for _province in range(2):
            province = land._place("province", OPENED_ON, None, "Tỉnh")
            land.provinces.append(province)
            for _district in range(2):
                district = land._place("district", OPENED_ON, province, "Huyện")
                land.districts.append(district)
                for kind in ("Xã", "Phường", "Thị trấn"):
                    land.communes.append(land._place("commune", OPENED_ON, district, kind))
        return land

    def _end(self, place: Place, on: date) -> None:
        place.valid = (place.valid.lower, on)
        place.save(update_fields=["valid"])
        place.refresh_from_db()
        self.communes.remove(place)
        self.ended.append(place)

    def _begin(self, like: Place, on: date) -> Place:
        place = self._place("commune", on, like.parent, "Phường")
        self.communes.append(place)
        return place

    @staticmethod
    def _link(old: Place, new: Place, kind: str, *, is_default: bool) -> None:
        PlaceSuccession.objects.create(
            predecessor=old, successor=new, kind=kind, is_default=is_default, source="test"
        )

    def merge(self, one: Place, other: Place, on: date) -> None:
        """Two communes, of whatever district, become a new one in the first one's district."""
        new = self._begin(one, on)
        for old in (one, other):
            self._end(old, on)
            self._link(old, new, "whole", is_default=True)

    def absorb(self, one: Place, other: Place, on: date) -> None:
        """The other commune goes over into the first, which stays."""
        self._end(other, on)
        self._link(other, one, "whole", is_default=True)

    def divide(self, one: Place, other: Place, on: date) -> None:
        """The first commune ends: most of it is a new commune, a part goes to the other one."""
        new = self._begin(one, on)
        self._end(one, on)
        self._link(one, new, "part", is_default=True)
        self._link(one, other, "part", is_default=False)

    def rename(self, one: Place, other: Place, on: date) -> None:
        """The first commune is called otherwise."""
        new = self._begin(one, on)
        self._end(one, on)
        self._link(one, new, "whole", is_default=True)
