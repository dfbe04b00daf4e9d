"""Names, classes, telephones and amounts suggest, and never book."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuphi.ground.kit.billcode import encode
from thuphi.money.matching import words
from thuphi.money.matching.contract import Line, OpenBill, Rung
from thuphi.money.matching.finder import Finder

ANH = OpenBill(encode(1), 500_000, "Nguyễn Văn Bình", "Nguyễn Minh Anh", "Lớp 2A", "0912 345 678")
NAMESAKE = OpenBill(encode(2), 500_000, "Trần Văn Tú", "Nguyễn Minh Anh", "Lớp 3B")
SIBLING = OpenBill(encode(3), 650_000, "Nguyễn Văn Bình", "Nguyễn Hoài Đức", "Lớp 5C")
STRANGER = OpenBill(encode(4), 500_000, "Lê Thị Hoa", "Phạm Gia Bảo", "1A")
BILLS = (ANH, NAMESAKE, SIBLING, STRANGER)


def suggested(
    text: str, amount_vnd: int, payer: str = ""
) -> list[tuple[str, int, tuple[str, ...]]]:
    """Code, score and reasons of each suggestion; nothing of this kind ever books."""
    found = Finder(BILLS).find(Line("1", text, amount_vnd, payer))
    assert found.code is None
    assert found.how is (Rung.SUGGESTED if found.suggestions else Rung.NONE)
    return [(one.code, one.score, one.reasons) for one in found.suggestions]


def test_namesakes_of_one_amount_are_shown_side_by_side() -> None:
    assert suggested("nguyen minh anh nop hoc phi", 500_000) == [
        (ANH.code, 80, ("amount", "beneficiary")),
        (NAMESAKE.code, 80, ("amount", "beneficiary")),
    ]


def test_the_class_puts_one_namesake_first() -> None:
    assert suggested("NGUYEN MINH ANH lop 3 B", 500_000) == [
        (NAMESAKE.code, 85, ("amount", "beneficiary", "class")),
        (ANH.code, 80, ("amount", "beneficiary")),
    ]


def test_the_payer_and_the_telephone_are_grounds() -> None:
    assert suggested("Nguyễn Minh Anh 0912.345.678", 500_000, "NGUYEN VAN BINH")[0] == (
        ANH.code,
        99,
        ("amount", "beneficiary", "payer", "phone"),
    )


@pytest.mark.parametrize("text", ["NGUYENMINHANH", "nguyễn minh anh", "MINH ANH NGUYEN MINH ANH"])
def test_a_name_is_known_with_or_without_marks_and_blanks(text: str) -> None:
    assert suggested(text, 500_000)[0][2] == ("amount", "beneficiary")


@pytest.mark.parametrize(
    "text", ["nguyen min anh 2A", "ck NGUYEN MIHN ANH", "NguyenMinhAnhnophocphi"]
)
def test_a_name_nearly_right_is_said_to_be_nearly_right(text: str) -> None:
    assert "beneficiary_like" in suggested(text, 500_000)[0][2]


def test_a_name_without_the_amount_is_told_if_few_bear_it() -> None:
    assert suggested("hoc phi Nguyen Hoai Duc", 1) == [(SIBLING.code, 35, ("beneficiary",))]


def test_siblings_of_one_payer_are_not_told_by_the_payer_alone() -> None:
    assert suggested("nop tien", 1, "NGUYEN VAN BINH") == []


def test_an_amount_alone_is_told_only_if_one_open_bill_has_it() -> None:
    assert suggested("", 650_000) == [(SIBLING.code, 45, ("amount",))]
    assert suggested("", 500_000) == []


def test_part_of_another_name_is_no_full_name() -> None:
    assert all("beneficiary" not in one[2] for one in suggested("NGUYEN MINH ANHTU", 500_000))


def test_never_more_than_five() -> None:
    bills = [OpenBill(encode(at), 9_000, "", "Nguyễn Minh Anh") for at in range(30)]
    found = Finder(bills).find(Line("1", "nguyen minh anh", 9_000))
    assert len(found.suggestions) == 5
    assert Finder(bills).find(Line("1", "nguyen minh anh", 1)).suggestions == ()


def test_bills_without_names_are_found_by_code_only() -> None:
    finder = Finder([OpenBill(encode(1), 5), OpenBill(encode(2), 5)])
    assert finder.find(Line("1", "NGUYEN MINH ANH", 5, "LE THI HOA")).suggestions == ()


@given(st.lists(st.text(max_size=30)))
def test_many_names_are_written_as_each(names: list[str]) -> None:
    assert words.written(names) == [" ".join(words.tokens(name)) for name in names]


@given(st.text(), st.text(), st.integers(1, 10**12))
def test_no_text_and_no_name_is_too_odd(text: str, payer: str, amount_vnd: int) -> None:
    Finder(BILLS).find(Line("1", text, amount_vnd, payer))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0912345678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("12345", ""),
        ("", ""),
    ],
)
def test_telephones_are_compared_as_they_are_dialled(written: str, number: str) -> None:
    assert words.phone(written) == number


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("lop 2A", True),
        ("2A", True),
        ("lop 2 A", True),
        ("lop2A", True),
        ("12A", False),
        ("2AB", False),
        ("", False),
    ],
)
def test_a_class_is_known_when_it_stands_by_itself(text: str, is_named: bool) -> None:
    assert words.names_class(words.tokens(text), words.class_key("Lớp 2A")) is is_named
