"""Where the name of a class can stand when it has no column: titles, section rows, sheet names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from thuphi.ground.kit.fold import search_key

_PLAIN = (
    r"(?:1[0-2]|0?[1-9])(?:[A-ZĐ]{1,4}[0-9]{0,2}(?:[./-][0-9]{1,2})?"
    r"| [A-ZĐ][0-9]{0,2}|[./][0-9]{1,2}(?![0-9./]))"
)
_WITH_A_DASH = r"(?:1[0-2]|[1-9])[-_.][0-9]{1,2}(?![0-9./])"
"""A class only after the word for it: by itself it may be two months."""
_TAIL = r"(?: ?[-_] ?(?:clc|cl[cb]|ta|ban tru|bt))?"
_ALONE = re.compile(rf"{_PLAIN}{_TAIL}", re.IGNORECASE)
_LONG_ALONE = re.compile(
    r"(?:1[0-2]) ?(?:chuyên )?(?:toán|văn|anh|lý|hoá|hóa|sinh|sử|địa|tin|pháp|nga|trung|nhật)"
    r" ?[0-9]{0,2}",
    re.IGNORECASE,
)
_PRESCHOOL = re.compile(
    r"(?:[2-5] ?(?:-? ?[3-6] )?tuổi|[0-9]{1,2} ?- ?[0-9]{2} tháng|mầm|chồi|lá|nhà trẻ|mẫu giáo"
    r"|mg|nt|nhóm trẻ|cơm thường|cơm nát|cháo)"
    r"(?: ?(?:bé|nhỡ|lớn))?(?: ?[-.]? ?[0-9]{1,2}| ?[a-zđ]| ?[a-zđ][0-9]{1,2}| ?[0-9]{1,2}[a-zđ])?",
    re.IGNORECASE,
)
_SAID = re.compile(r"(?<!\w)l(?:ớp|op)(?!\w)\s*[:.\-]?\s*", re.IGNORECASE)
_END = re.compile(
    r"\s*(?:[-–—,;(|]|\s{2,}|gvcn|gv |giáo viên|sĩ số|si so|ss|năm học|nam hoc|tháng|thang|học kỳ"
    r"|hoc ky|hk|đợt|dot|trường|truong|khối|điểm|có|gồm|:).*",
    re.IGNORECASE | re.DOTALL,
)
_BEGINS = re.compile(
    rf"(?:{_PLAIN}{_TAIL}|{_WITH_A_DASH}|{_LONG_ALONE.pattern}|{_PRESCHOOL.pattern})(?!\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?:1[0-2]|[1-9])[A-ZĐ][0-9]{0,2}", re.IGNORECASE)
_WHOLE_GRADE = re.compile(r"1[0-2]|[1-9]")


@lru_cache(maxsize=1024)
def tidy(written: str) -> str:
    """A class as it is kept: `Lớp 6A1` and `6A1 ` are 6A1."""
    plain = " ".join(unicodedata.normalize("NFC", written).split())
    said = _SAID.match(plain)
    return plain[said.end() :].strip() if said and plain[said.end() :].strip() else plain


def same(one: str, other: str) -> bool:
    """Whether two spellings name one class."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return re.sub(r"[\s.\-_/]", "", search_key(tidy(name)))


def is_class(text: str) -> bool:
    """Whether a text is the name of a class and nothing else."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return any(form.fullmatch(plain) for form in (_ALONE, _LONG_ALONE, _PRESCHOOL))


def of_sheet(name: str) -> str:
    """The class that a sheet is named after; empty for `Sheet1` or `Tháng 10`."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    said = _SAID.match(plain)
    if said or is_class(plain):
        return of_title(plain) if said else plain
    # "6A1 - T10", "HP 6A1": one word of a class, and nothing else that could be one.
    words = [word for word in re.split(r"[\s_\-–.,()]+", plain) if _WORD.fullmatch(word)]
    return words[0] if len(words) == 1 else of_title(plain)


def of_title(text: str) -> str:
    """The class that a title or a section row speaks of; empty when it speaks of none."""
    plain = unicodedata.normalize("NFC", text).replace("\n", "  ").strip()
    for said in _SAID.finditer(plain):
        rest = plain[said.end() :]
        if found := _BEGINS.match(rest):
            return " ".join(found[0].split())
        named = _END.sub("", rest).strip()
        has_colon = ":" in said[0]
        if (has_colon or said.start() == 0) and 0 < len(named) <= 20:
            is_grade = _WHOLE_GRADE.fullmatch(named) is not None
            if search_key(named).startswith("hoc"):
                continue
            if not is_grade or has_colon or named == rest.strip():
                return " ".join(named.split())
    return ""


def of_section(text: str) -> str:
    """The class of a row that stands between pupils: `Lớp 6A1`, or only `6A1`."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    if is_class(plain):
        return plain
    return of_title(plain) if _SAID.match(plain) else ""
