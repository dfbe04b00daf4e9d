"""Whatever people write, all forms can be drawn and say it."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oversight.reports.forms import samples
from tests.oversight.reports.forms.papers import lines
from thuphi.oversight.reports.forms import paper, wording
from thuphi.oversight.reports.forms.document import (
    Heading,
    Item,
    Office,
    Paragraph,
    Percent,
    Row,
    Signer,
    Table,
)
from thuphi.oversight.reports.forms.word.writing import docx
from thuphi.oversight.reports.forms.workbook import xlsx

WORDS = st.text(max_size=80)


@settings(max_examples=25, deadline=None)
@given(WORDS, WORDS, WORDS)
def test_any_words_can_stand_anywhere(name: str, line: str, cell: str) -> None:
    table = Table(
        line, samples.COLUMNS, (Row((cell, name, 1, 2, Percent(1, 2)), is_strong=True),), note=cell
    )
    document = replace(
        samples.document(attached=samples.annexes(table.rows)),
        office=Office(name=name, short=cell, superior=line),
        subject=line,
        bases=(line, cell),
        addressees=(name,),
        recipients=(cell,),
        signer=Signer(position=name or "Giám đốc", name=cell),
        body=(Heading(line), Item(cell), table, Paragraph(name), Paragraph(line)),
    )
    told = lines(docx(document))
    assert f"Kính gửi: {wording.without_stop(name)}".strip() in [one.strip() for one in told]
    assert wording.item_line(Item(cell)).strip() in [one.strip() for one in told]
    assert paper.pdf(document).startswith(b"%PDF-1.7")
    book = openpyxl.load_workbook(io.BytesIO(xlsx(document)))
    assert book["Phụ lục I"].cell(6, 2).data_type in {"s", "n"}


def test_a_word_longer_than_the_sheet_does_not_stop_the_drawer() -> None:
    document = samples.document(name="Đ" * 400, subject="Ớ" * 900)
    assert "Đ" * 400 in lines(docx(document))
    assert paper.pages(document)
