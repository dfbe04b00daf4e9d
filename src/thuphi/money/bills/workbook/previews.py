"""What a workbook would do if it were confirmed: counts and sums, and what is wrong with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import msgspec

from .faults import Fault


@dataclass(frozen=True, slots=True)
class ItemTotal:
    """One fee item: for how many pupils, how many units, how much (whole đồng)."""

    code: str
    name: str
    price_vnd: int
    pupils: int
    quantity: int
    total_vnd: int


@dataclass(frozen=True, slots=True)
class ClassTotal:
    """One class: pupils on the list, pupils billed, how much (whole đồng)."""

    class_name: str
    pupils: int
    billed: int
    total_vnd: int


@dataclass(frozen=True, slots=True)
class Preview:
    """The effect of a workbook on the register of today. `digest` stands for all of it."""

    workbook_digest: str
    facility_id: int
    school_year: str
    pupils_new: int
    pupils_changed: int
    pupils_same: int
    billed: int
    """Pupils with at least one charge."""
    charges: int
    total_vnd: int
    items: tuple[ItemTotal, ...]
    classes: tuple[ClassTotal, ...]
    unused_columns: tuple[str, ...]
    faults: tuple[Fault, ...]
    fault_count: int
    digest: str = ""

    @property
    def pupils(self) -> int:
        """Pupils on the list."""
        return self.pupils_new + self.pupils_changed + self.pupils_same

    @property
    def is_clean(self) -> bool:
        """Whether it may be confirmed."""
        return self.fault_count == 0

    @property
    def faults_not_shown(self) -> int:
        """Faults beyond those that are named."""
        return self.fault_count - len(self.faults)


def sealed(preview: Preview) -> Preview:
    """The same preview with the digest of everything it says."""
    said = msgspec.json.encode(replace(preview, digest=""))
    return replace(preview, digest=hashlib.sha256(said).hexdigest())


def to_json(preview: Preview) -> dict[str, object]:
    """A preview as it is kept beside an upload."""
    return msgspec.convert(msgspec.to_builtins(preview), dict[str, object])


def from_json(kept: object) -> Preview:
    """A preview as it was kept."""
    return msgspec.convert(kept, Preview)
