"""A document on A4: typst draws what `sheets/period.typ` says."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from threading import Lock

import typst

from .period_document import Document, Section, written

_DRAWING = Lock()


@cache
def _drawer() -> typst.Compiler:
    """Made once: reading the fonts takes longer than drawing."""
    return typst.Compiler(
        str(resources.files(__package__) / "sheets" / "period.typ"),
        font_paths=[str(resources.files("fontpkg_be_vietnam_pro") / "files")],
        ignore_system_fonts=True,
    )


def _table(section: Section) -> dict[str, object]:
    return {
        "title": section.title,
        "columns": [
            {"name": one.name, "weight": one.weight, "number": one.is_number}
            for one in section.columns
        ],
        "rows": [[written(cell) for cell in row] for row in section.rows],
        "sums": [written(cell) for cell in section.sums],
        "notes": list(section.notes),
    }


def pdf(document: Document, words: dict[str, str]) -> bytes:
    """The sheets, as the office signs and keeps them. `words` are those around the tables."""
    facts = {
        "unit_above": document.unit_above,
        "unit": document.facility.name,
        "title": document.title,
        "lines": list(document.lines),
        "sections": [_table(one) for one in document.sections],
        "signed": document.place_and_day,
        "signers": [{"title": title, "name": name} for title, name in document.signers],
        "seal": document.seal,
        "wide": document.is_wide,
        "words": words,
    }
    # Facts reach the form as data and are never read as its language.
    with _DRAWING:
        drawn = _drawer().compile(
            format="pdf", sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)}
        )
    if not isinstance(drawn, bytes):
        raise TypeError("a report is one document")
    return drawn
