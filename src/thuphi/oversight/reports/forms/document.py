"""An official document as a value: what Decree 30/2020/NĐ-CP wants on the sheet, in its order.

Nothing here knows paper. `word.docx`, `paper.pdf`, `paper.png` and `workbook.xlsx` draw the same
value, so that what is signed, what is sent and what is computed with say one thing.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


class Kind(enum.StrEnum):
    """The name of the type, as it stands above the subject."""

    REPORT = "BÁO CÁO"
    PLAN = "KẾ HOẠCH"
    NOTICE = "THÔNG BÁO"
    SUBMISSION = "TỜ TRÌNH"
    DECISION = "QUYẾT ĐỊNH"

    @property
    def abbreviation(self) -> str:
        """What stands in the symbol, `BC` (Annex III of the Decree)."""
        return {
            Kind.REPORT: "BC",
            Kind.PLAN: "KH",
            Kind.NOTICE: "TB",
            Kind.SUBMISSION: "TTr",
            Kind.DECISION: "QĐ",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who issues: `superior` stands above it on the sheet, empty when there is none."""

    name: str
    short: str
    """As in the symbol of a number: `SGDĐT`."""
    superior: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs. `authority` is `TM. ỦY BAN NHÂN DÂN` or `KT. GIÁM ĐỐC`, a line each."""

    position: str
    name: str
    authority: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Percent:
    """A share as two integers; what is shown of it is cut, never rounded up."""

    part: int
    whole: int

    @property
    def hundredths(self) -> int | None:
        """Hundredths of a percent, cut: 4999 for 49,99 %. None of nothing has no share."""
        return self.part * 10_000 // self.whole if self.whole > 0 else None


Cell = str | int | Percent | None
"""Words, a count or an amount in đồng, a share, or nothing known."""


class Shown(enum.Enum):
    """How the cells of a column are set and, in a workbook, formatted."""

    TEXT = "text"
    SHORT_TEXT = "short_text"
    """A word or a code: centred."""
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; widths are parts of the sum of all widths."""

    title: str
    width: int
    shown: Shown = Shown.TEXT


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a strong one is a total."""

    cells: tuple[Cell, ...]
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads that come back on every page. `when_empty` is said when there are none."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    when_empty: str = "Không có."
    note: str = ""

    def __post_init__(self) -> None:
        """Every row has a cell under every head. Raises `ValueError`."""
        if not self.columns:
            raise ValueError(f"{self.caption}: a table has columns")
        for number, row in enumerate(self.rows, 1):
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"{self.caption}, row {number}: "
                    f"{len(row.cells)} cells under {len(self.columns)} heads"
                )


@dataclass(frozen=True, slots=True)
class Heading:
    """`I. KẾT QUẢ …` (level 1, capitals) or `1. …` (level 2); the number is part of the text."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, justified, first line set in."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list, `- …`."""

    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of the page, by the same spec; `told` says in words what is seen."""

    spec: Mapping[str, object]
    told: str
    caption: str = ""
    width_mm: int = 150


Block = Heading | Paragraph | Item | Table | Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """What is attached: on a page of its own, with its own page numbers."""

    title: str
    blocks: tuple[Block, ...]
    is_landscape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One official document.

    `number` and `issued_on` are empty until the clerk's office gives them: the sheet then has
    room to write. The body ends in a paragraph, for `./.` closes its last line.
    """

    office: Office
    number: int | None
    place: str
    issued_on: date | None
    month: tuple[int, int]
    """Year and month, printed while the day is not known yet."""
    kind: Kind
    subject: str
    body: tuple[Block, ...]
    signer: Signer
    recipients: tuple[str, ...]
    """Without `- Lưu`; each as it is printed, without dash and semicolon."""
    kept_by: str
    """After `Lưu: VT, `: the unit that drafted it."""
    bases: tuple[str, ...] = ()
    """After `Căn cứ `, without the closing mark."""
    addressees: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()

    def __post_init__(self) -> None:
        """Raises `ValueError` where the sheet could not be closed in due form."""
        if not self.body or not isinstance(self.body[-1], Paragraph):
            raise ValueError("the body of a document ends in a paragraph")
        if not self.signer.position:
            raise ValueError("a signer has a position")
