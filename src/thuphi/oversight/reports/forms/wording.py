"""How the parts of a sheet are worded and punctuated: number, day, closing marks, figures.

Source: Decree 30/2020/NĐ-CP, Annex I. No database, no paper.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date

from thuphi.oversight.reports.forms import letters, measures
from thuphi.oversight.reports.forms.document import (
    Annex,
    Cell,
    Document,
    Heading,
    Item,
    Paragraph,
    Percent,
)

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
UNKNOWN = "–"
END = "./."

_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def plain(text: str) -> str:
    """One line of text that every format can hold.

    Control characters and halves of a character would make a DOCX unreadable; marks that turn the
    direction of writing would let a name reorder the line it stands in. Both are left out. Line
    breaks and tabs become a space.
    """
    kept = []
    for sign in unicodedata.normalize("NFC", text):
        if sign in "\t\n\r\x0b\x0c\x85\u2028\u2029":
            kept.append(" ")
        elif sign in _TURNING or unicodedata.category(sign) in {"Cc", "Cs", "Cn"}:
            continue
        else:
            kept.append(sign)
    return "".join(kept).strip()


def title(document: Document) -> str:
    """What a file is called by those who list files: `Báo cáo kết quả …`."""
    return f"{document.kind.capitalize()} {plain(document.subject)}"


def number_line(document: Document) -> str:
    """`Số: 08/BC-SGDĐT`: below ten with a zero; room to write while there is no number."""
    number = "        " if document.number is None else f"{document.number:02}"
    return f"Số: {number}/{document.kind.abbreviation}-{document.office.short}"


def day_line(on: date | None, *, month: tuple[int, int]) -> str:
    """`ngày 05 tháng 01 năm 2026`: a zero before days under 10, and months 1 and 2 only."""
    if on is None:
        return f"ngày      tháng {month_of_year(month[1])} năm {month[0]}"
    return f"ngày {on.day:02} tháng {month_of_year(on.month)} năm {on.year}"


def place_line(document: Document) -> str:
    """`Bắc Giang, ngày 19 tháng 9 năm 2022`."""
    return f"{document.place}, {day_line(document.issued_on, month=document.month)}"


def month_of_year(month: int) -> str:
    """`01`, `02`, then `3` to `12`."""
    return f"{month:02}" if month <= 2 else str(month)


def without_stop(text: str) -> str:
    """The text without the mark it ends in."""
    return plain(text).removesuffix(END).rstrip(" ;,.")


def superior_lines(document: Document) -> list[str]:
    """The superior office in capitals, in lines of its box."""
    return _in_box(document.office.superior)


def office_lines(document: Document) -> list[str]:
    """The issuing office in capitals, in lines of its box."""
    return _in_box(document.office.name)


def subject_lines(document: Document) -> list[str]:
    """The subject in lines of about one length."""
    return letters.broken(
        plain(document.subject), size_pt=measures.SUBJECT_PT, room_mm=measures.SUBJECT_MM
    )


def _in_box(text: str) -> list[str]:
    return letters.broken(
        plain(text).upper(), size_pt=measures.OFFICE_PT, room_mm=measures.OFFICE_TEXT_MM
    )


def bases(document: Document) -> list[str]:
    """`Căn cứ …;` a line each, the last closed by a full stop."""
    return _closed([f"Căn cứ {without_stop(base)}" for base in document.bases])


def addressees(document: Document) -> list[str]:
    """Who it is sent to: one by itself, several with a dash and a closing mark each."""
    names = [without_stop(name) for name in document.addressees]
    return names if len(names) == 1 else _closed([f"- {name}" for name in names])


def recipients(document: Document) -> list[str]:
    """Below `Nơi nhận:`; `Như trên` first when there are addressees, `Lưu` last."""
    above = ["Như trên"] if document.addressees else []
    kept = ", ".join(part for part in ("VT", plain(document.kept_by)) if part)
    names = [without_stop(name) for name in document.recipients]
    return _closed([f"- {name}" for name in [*above, *names, f"Lưu: {kept}"]])


def _closed(lines: Sequence[str]) -> list[str]:
    return [f"{line};" for line in lines[:-1]] + [f"{line}." for line in lines[-1:]]


def closing(document: Document) -> Paragraph:
    """The last paragraph of the body, closed by `./.`. Raises `TypeError` without one."""
    last = document.body[-1]
    if not isinstance(last, Paragraph):
        raise TypeError("the body of a document ends in a paragraph")
    return Paragraph(without_stop(last.text) + END)


def heading_line(heading: Heading) -> str:
    """A heading; the first level in capitals."""
    text = plain(heading.text)
    return text.upper() if heading.level == 1 else text


def signing(document: Document) -> list[str]:
    """`KT. GIÁM ĐỐC`, `PHÓ GIÁM ĐỐC`: authority and position, in capitals."""
    signer = document.signer
    return [plain(line).upper() for line in (*signer.authority, signer.position)]


def written_on(document: Document) -> date:
    """The day the file bears, so that it does not depend on when it was drawn."""
    year, month = document.month
    return document.issued_on or date(year, month, 1)


def item_line(item: Item) -> str:
    """`- …`."""
    return f"- {plain(item.text)}"


def annex_name(document: Document, annex: Annex) -> str:
    """`Phụ lục II`; a single one bears no number."""
    if len(document.annexes) == 1:
        return "Phụ lục"
    number = next(n for n, one in enumerate(document.annexes, 1) if one is annex)
    return f"Phụ lục {roman(number)}"


def set_lines(text: str, *, size_pt: int, is_landscape: bool = False) -> list[str]:
    """A centred line of a title or caption, broken into lines of about one length."""
    room_mm = measures.LANDSCAPE_TEXT_MM if is_landscape else measures.TEXT_MM
    return letters.broken(plain(text), size_pt=size_pt, room_mm=room_mm)


def annex_reference(document: Document) -> str:
    """The line below an annex's title that ties it to its document."""
    kind = plain(document.kind).capitalize()
    number = number_line(document).removeprefix("Số: ")
    # A day is not broken between two lines.
    day = day_line(document.issued_on, month=document.month).replace(" ", "\u00a0")
    return f"(Kèm theo {kind} số {number} {day} của {plain(document.office.name)})"


def roman(number: int) -> str:
    """The Roman numeral of a number from 1 to 39. Raises `ValueError`."""
    if not 1 <= number <= 39:
        raise ValueError(number)
    written = ""
    for worth, sign in _ROMAN:
        times, number = divmod(number, worth)
        written += sign * times
    return written


def figure(cell: Cell) -> str:
    """A cell as it is read: `12.345`, `49,99 %`, words, or a dash for nothing known."""
    if cell is None:
        return UNKNOWN
    if isinstance(cell, Percent):
        cut = cell.hundredths
        return UNKNOWN if cut is None else f"{whole(cut // 100)},{cut % 100:02}\u00a0%"
    if isinstance(cell, int):
        return whole(cell)
    return plain(cell)


def whole(number: int) -> str:
    """A whole number with a point between thousands, as Vietnamese papers write it."""
    return f"{number:,}".replace(",", ".")
