"""What the editor of column profiles is shown of a file."""

from __future__ import annotations

from tests.ground.statements import writing
from tests.ground.statements.writing import Cells, Known, Sheet, moves
from thuphi.ground.statements.profiles import Field, Profile
from thuphi.ground.statements.reading import read
from thuphi.ground.statements.suggesting import suggest

ROWS: list[Cells] = [
    ["QUỸ TÍN DỤNG NHÂN DÂN"],
    ["Số tài khoản: 555666777"],
    ["Lúc", "Mã giao dịch", "Vô", "Ra", "Lời nhắn"],
    ["05/01/2026", "A1", "9", "", "HOC PHI"],
    ["06/01/2026", "A2", "", "4", "PHI"],
]


def test_a_known_bank_is_suggested_whole() -> None:
    found = suggest(writing.workbook(writing.techcombank(Known(moves(5)))))
    assert (found.profile, found.row) == ("techcombank", 3)
    assert [(head.letters, head.field) for head in found.heads][-4:] == [
        ("G", Field.TEXT),
        ("H", Field.DEBIT),
        ("I", Field.CREDIT),
        ("J", Field.BALANCE),
    ]
    assert found.heads[2].samples == ("FT2600500000004", "FT2600500000003", "FT2600500000002")


def test_the_heads_of_an_unknown_sheet_are_shown_with_guesses_and_samples() -> None:
    for content in (writing.workbook(Sheet(ROWS)), writing.as_csv(Sheet(ROWS), ";")):
        found = suggest(content)
        assert (found.profile, found.row) == ("", 3)
        assert [(head.letters, head.text, head.field) for head in found.heads] == [
            ("A", "Lúc", None),
            ("B", "Mã giao dịch", Field.REFERENCE),
            ("C", "Vô", None),
            ("D", "Ra", None),
            ("E", "Lời nhắn", None),
        ]
        assert found.heads[0].samples == ("05/01/2026", "06/01/2026")
        assert found.as_heads() == {"reference": ("Mã giao dịch",)}


def test_what_the_editor_adds_makes_the_sheet_readable() -> None:
    content = writing.workbook(Sheet(ROWS))
    heads = {
        **suggest(content).as_heads(),
        "transacted": ("Lúc",),
        "credit": ("Vô",),
        "debit": ("Ra",),
        "text": ("Lời nhắn",),
    }
    own = Profile("Quỹ tín dụng", heads)
    assert suggest(content, profiles=[own]).profile == "Quỹ tín dụng"
    found = read("x", content, profiles=[own])
    assert [
        (line.is_in, line.amount_vnd, line.bank_reference) for line in found.statements[0].lines
    ] == [
        (True, 9, "A1"),
        (False, 4, "A2"),
    ]
