"""An official document on paper: typst draws what `document.typ` says, as PDF or as a picture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from threading import Lock
from typing import Literal, assert_never

import typst

from thuphi.oversight.indicators import charts
from thuphi.oversight.reports import forms
from thuphi.oversight.reports.forms import letters, measures, wording
from thuphi.oversight.reports.forms.document import (
    Annex,
    Block,
    Chart,
    Document,
    Heading,
    Item,
    Paragraph,
    Row,
    Table,
)

Fact = str | int | bool | list["Fact"] | Mapping[str, "Fact"]

SCREEN_PPI = 110

_DRAWING = Lock()


@cache
def _drawer() -> typst.Compiler:
    """Made once: reading the fonts takes longer than drawing."""
    here = resources.files(forms)
    return typst.Compiler(
        str(here / "document.typ"),
        font_paths=[
            str(here / "typeface"),
            str(resources.files("fontpkg_be_vietnam_pro") / "files"),
        ],
        ignore_system_fonts=True,
    )


class NoSuchPage(LookupError):
    """The document has no page of this number."""


def pdf(document: Document) -> bytes:
    """The PDF of a document, in the layout of Decree 30/2020; the same bytes each time."""
    return _drawn(document, "pdf")[0]


def png(document: Document, page: int) -> bytes:
    """A page of the PDF as a picture; pages count from 1. Raises `NoSuchPage`."""
    drawn = pages(document)
    if not 1 <= page <= len(drawn):
        raise NoSuchPage(page)
    return drawn[page - 1]


def pages(document: Document) -> list[bytes]:
    """All pages as pictures."""
    return _drawn(document, "png")


def _drawn(document: Document, form: Literal["pdf", "png"]) -> list[bytes]:
    inputs = {"facts": json.dumps(facts(document), ensure_ascii=False)}
    with _DRAWING:
        drawn = _drawer().compile(format=form, ppi=SCREEN_PPI, sys_inputs=inputs)
    if drawn is None:
        raise TypeError("a document has pages")
    return [drawn] if isinstance(drawn, bytes) else list(drawn)


def facts(document: Document) -> Mapping[str, Fact]:
    """Everything on the sheet, as the form wants it; the words of all formats are the same."""
    office, subject = wording.office_lines(document), wording.subject_lines(document)
    on = wording.written_on(document)
    return {
        "measures": MEASURES,
        "title": wording.title(document),
        "author": wording.plain(document.office.name),
        "day": [on.year, on.month, on.day],
        "superior": [*wording.superior_lines(document)],
        "office": [*office],
        "office_rule": letters.rule_under(
            office, size_pt=measures.OFFICE_PT, room_mm=measures.OFFICE_TEXT_MM
        ),
        "country": wording.COUNTRY,
        "motto": wording.MOTTO,
        "motto_rule": letters.line_twips(wording.MOTTO, size_pt=measures.MOTTO_PT),
        "number": wording.number_line(document),
        "place": wording.place_line(document),
        "kind": document.kind.value,
        "subject": [*subject],
        "subject_rule": letters.rule_under(
            subject, size_pt=measures.SUBJECT_PT, room_mm=measures.SUBJECT_MM
        ),
        "addressees": [*wording.addressees(document)],
        "bases": [*wording.bases(document)],
        "body": [_block(block) for block in document.body[:-1]],
        "closing": wording.closing(document).text,
        "recipients": [*wording.recipients(document)],
        "signer": [*wording.signing(document)],
        "signer_name": wording.plain(document.signer.name),
        "annexes": [_annex(document, annex) for annex in document.annexes],
    }


MEASURES: Mapping[str, Fact] = {
    name: value
    for name, value in vars(measures).items()
    if name.isupper() and isinstance(value, str | int)
}


def _annex(document: Document, annex: Annex) -> Mapping[str, Fact]:
    return {
        "name": wording.annex_name(document, annex),
        "title": [*_centred(annex.title.upper(), is_landscape=annex.is_landscape)],
        "reference": [
            *_centred(wording.annex_reference(document), is_landscape=annex.is_landscape)
        ],
        "is_landscape": annex.is_landscape,
        "blocks": [_block(block) for block in annex.blocks],
    }


def _centred(text: str, *, is_landscape: bool = False) -> list[str]:
    return wording.set_lines(text, size_pt=measures.CAPTION_PT, is_landscape=is_landscape)


def _block(block: Block) -> Mapping[str, Fact]:
    match block:
        case Heading():
            return {"is": "heading", "level": block.level, "text": wording.heading_line(block)}
        case Paragraph():
            return {"is": "paragraph", "text": wording.plain(block.text)}
        case Item():
            return {"is": "paragraph", "text": wording.item_line(block)}
        case Table():
            return _table(block)
        case Chart():
            return {
                "is": "chart",
                "svg": charts.svg(block.spec),
                "told": wording.plain(block.told),
                "caption": [*_centred(block.caption)],
                "width_mm": block.width_mm,
            }
        case _:
            assert_never(block)


def _table(table: Table) -> Mapping[str, Fact]:
    return {
        "is": "table",
        "caption": [*_centred(table.caption)],
        "columns": [
            {
                "title": wording.plain(column.title),
                "width": column.width,
                "shown": column.shown.value,
            }
            for column in table.columns
        ],
        "rows": [_row(row) for row in table.rows],
        "when_empty": table.when_empty,
        "note": wording.plain(table.note),
    }


def _row(row: Row) -> Mapping[str, Fact]:
    return {
        "is_strong": row.is_strong,
        "cells": [wording.figure(cell) for cell in row.cells],
    }
