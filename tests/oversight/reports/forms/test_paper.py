"""The PDF and its pictures: the same words as the DOCX, on the sheet of the Decree."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.oversight.reports.forms import samples
from tests.oversight.reports.forms.papers import letters, lines, pdf_pages, pdf_text
from thuphi.oversight.reports import forms
from thuphi.oversight.reports.forms import paper
from thuphi.oversight.reports.forms.document import Paragraph, Percent, Row
from thuphi.oversight.reports.forms.word.writing import docx

BETWEEN = 400
"""The letters of a chart and of repeated heads stand between two lines of the DOCX."""


def test_the_pdf_says_every_line_of_the_docx_in_the_same_order() -> None:
    document = samples.document()
    told, at = pdf_text(paper.pdf(document)), 0
    for line in lines(docx(document)):
        found = told.find(letters(line), at, at + BETWEEN + len(line))
        assert found >= 0, line
        at = found + len(letters(line))


def test_the_pdf_carries_the_free_typeface_and_vietnamese_as_its_language() -> None:
    made = paper.pdf(samples.document())
    assert b"TeXGyreTermes-Regular" in made
    assert b"TeXGyreTermes-BoldItalic" in made
    assert b"/Lang(vi-VN)" in made


def test_the_typeface_is_shipped_with_its_licence() -> None:
    folder = Path(next(iter(forms.__path__))) / "typeface"
    assert sorted(one.name for one in folder.iterdir()) == [
        "GUST-FONT-LICENSE.txt",
        "README-TeX-Gyre-Termes.txt",
        "texgyretermes-bold.otf",
        "texgyretermes-bolditalic.otf",
        "texgyretermes-italic.otf",
        "texgyretermes-regular.otf",
    ]


def test_the_same_document_is_the_same_pdf_at_any_time() -> None:
    first = paper.pdf(samples.document())
    assert paper.pdf(samples.document()) == first
    assert b"D:20220919" in first


def test_the_page_is_a4_and_nothing_stands_in_the_margins() -> None:
    page = Image.open(io.BytesIO(paper.png(samples.document(), 1))).convert("L")
    per_mm = paper.SCREEN_PPI / 25.4
    assert abs(page.width - 210 * per_mm) < 2
    assert abs(page.height - 297 * per_mm) < 2
    ink = page.point(lambda shade: 255 if shade < 200 else 0).getbbox()
    assert ink is not None
    left, top, right, bottom = (edge / per_mm for edge in ink)
    assert 29.5 <= left <= 31
    # The hook of Ủ rises a little above the line.
    assert 19.5 <= top <= 25
    assert 193 <= right <= 195.5
    assert bottom <= 277


def test_a_page_that_is_not_there_is_refused() -> None:
    document = samples.document()
    count = len(paper.pages(document))
    assert pdf_pages(paper.pdf(document)) == count
    for page in (0, count + 1):
        with pytest.raises(paper.NoSuchPage):
            paper.png(document, page)


def test_hostile_words_stay_words() -> None:
    hostile = '#panic("x") $sqrt(2)$ \\ *đậm* _nghiêng_ <nhãn> @ai `mã` [ô] \x00\ud800\ufffe=1+1'
    made = paper.pdf(samples.document(extra=(Paragraph(hostile),)))
    said = letters('#panic("x") $sqrt(2)$ \\ *đậm* _nghiêng_ <nhãn> @ai `mã` [ô] =1+1')
    assert said in pdf_text(made)


def test_foreign_letters_do_not_stop_the_drawer() -> None:
    made = paper.pdf(samples.document(extra=(Paragraph("مدرسة 🏫 學校 Trường"),)))
    assert "Trường" in pdf_text(made)


def test_seven_hundred_rows_fill_pages_with_their_heads_and_numbers_of_their_own() -> None:
    rows = tuple(Row((str(n), f"Trường số {n}.", n, 1000, Percent(n, 1000))) for n in range(1, 701))
    made = paper.pdf(samples.document(attached=samples.annexes(rows)[:1]))
    told = pdf_text(made)
    assert all(f"Trườngsố{n}." in told for n in range(1, 701))
    assert told.count("TTMụctiêuTửsốMẫusốTỷlệ") == pdf_pages(made) - 1
    assert "2TTMụctiêuTửsố" in told


def test_one_annex_alone_bears_no_number() -> None:
    made = paper.pdf(samples.document(attached=samples.annexes()[:1]))
    assert "PhụlụcSỐLIỆUTHEOĐƠNVỊ" in pdf_text(made)
