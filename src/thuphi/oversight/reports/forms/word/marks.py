"""Letters, paragraphs and rules as WordprocessingML; every text of a DOCX passes `dress`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

from thuphi.oversight.reports.forms import measures
from thuphi.oversight.reports.forms.wording import plain

TWIPS_PER_POINT = 20
SINGLE = 240
RULE_EIGHTHS = 6
"""Thickness of a rule in eighths of a point."""
THIN = 2 * TWIPS_PER_POINT


class Align(StrEnum):
    """How a line stands, in the words of WordprocessingML."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"
    JUSTIFIED = "both"


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks. Lengths are twips; gaps are points."""

    size_pt: int = measures.BODY_PT
    is_bold: bool = False
    is_italic: bool = False
    align: Align = Align.LEFT
    first: int = 0
    left: int = 0
    right: int = 0
    before_pt: int = 0
    after_pt: int = 0
    line_hundredths: int = 100
    is_kept_with_next: bool = False
    style: str = ""

    def kept(self) -> Self:
        """The same, never parted from what follows."""
        return replace(self, is_kept_with_next=True)


def element(tag: str, **attributes: str | int) -> BaseOxmlElement:
    """An element of WordprocessingML with attributes of the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def paragraph(text: str, look: Look) -> BaseOxmlElement:
    """A paragraph of one run."""
    return broken([text], look)


def broken(lines: Sequence[str], look: Look) -> BaseOxmlElement:
    """A paragraph whose lines end where they are told to."""
    made = element("p")
    dress(made, lines, look)
    return made


def dress(made: BaseOxmlElement, lines: Sequence[str], look: Look) -> None:
    """Give an empty paragraph its look and its lines."""
    properties = _properties(look)
    made.append(properties)
    told = [line for line in map(plain, lines) if line]
    if not told:
        properties.append(letters(look))
        return
    run = element("r")
    run.append(letters(look))
    for number, line in enumerate(told):
        if number:
            run.append(element("br"))
        words = element("t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
    made.append(run)


def letters(look: Look) -> BaseOxmlElement:
    """Weight, slant and size, for Latin and complex scripts alike."""
    made = element("rPr")
    if look.is_bold:
        made.extend([element("b"), element("bCs")])
    if look.is_italic:
        made.extend([element("i"), element("iCs")])
    made.extend([element("sz", val=look.size_pt * 2), element("szCs", val=look.size_pt * 2)])
    return made


def rule(*, room: int, length: int) -> BaseOxmlElement:
    """A rule in the middle of a room of the given width: the upper border of an empty line."""
    side = max(0, (room - length) // 2)
    made = element("p")
    properties = element("pPr")
    borders = element("pBdr")
    borders.append(element("top", val="single", sz=RULE_EIGHTHS, space=1, color="000000"))
    properties.append(borders)
    properties.append(element("spacing", before=0, after=0, line=THIN * 2, lineRule="exact"))
    properties.append(element("ind", left=side, right=side))
    mark = element("rPr")
    mark.append(element("sz", val=4))
    properties.append(mark)
    made.append(properties)
    return made


def _properties(look: Look) -> BaseOxmlElement:
    made = element("pPr")
    if look.style:
        made.append(element("pStyle", val=look.style))
    if look.is_kept_with_next:
        made.append(element("keepNext"))
    made.append(
        element(
            "spacing",
            before=look.before_pt * TWIPS_PER_POINT,
            after=look.after_pt * TWIPS_PER_POINT,
            line=SINGLE * look.line_hundredths // 100,
            lineRule="auto",
        )
    )
    indents = {"left": look.left, "right": look.right}
    indents |= {"hanging": -look.first} if look.first < 0 else {"firstLine": look.first}
    made.append(element("ind", **indents))
    made.append(element("jc", val=look.align.value))
    return made
