"""How offices stand on their papers, and who signs for them."""

from __future__ import annotations

import pytest

from thuphi.oversight.reports.forms.report import offices


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Sở Giáo dục và Đào tạo", "SGDĐT"),
        ("Sở Thông tin và Truyền thông", "STTTT"),
        ("Sở Khoa học và Công nghệ", "SKHCN"),
        ("Sở Y tế", "SYT"),
    ],
)
def test_a_symbol_is_made_of_first_letters(name: str, short: str) -> None:
    assert offices.initials(name) == short


@pytest.mark.parametrize(
    "name",
    [
        "Sở Giáo dục và Đào tạo",
        "Sở Giáo dục và Đào tạo Bắc Giang",
        "Sở Giáo dục và Đào tạo tỉnh Bắc Giang",
    ],
)
def test_a_department_stands_under_the_committee_of_its_province(name: str) -> None:
    made = offices.office(
        name=name,
        kind="education_department",
        place_name="Bắc Giang",
        place_full_name="Tỉnh Bắc Giang",
    )
    assert (made.superior, made.name, made.short) == (
        "Ủy ban nhân dân tỉnh Bắc Giang",
        "Sở Giáo dục và Đào tạo",
        "SGDĐT",
    )


def test_a_peoples_committee_stands_alone() -> None:
    made = offices.office(
        name="Ủy ban nhân dân huyện Yên Thế",
        kind="peoples_committee",
        place_name="Yên Thế",
        place_full_name="Huyện Yên Thế",
    )
    assert (made.superior, made.name, made.short) == ("", "Ủy ban nhân dân huyện Yên Thế", "UBND")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12/BC-SGDĐT", (12, "SGDĐT")),
        ("Số: 08 / BC - STTTT", (8, "STTTT")),
        ("", (None, "")),
        ("mười hai", (None, "")),
        ("12/KH-SGDĐT", (None, "")),
    ],
)
def test_the_number_of_a_paper_is_read(written: str, read: tuple[int | None, str]) -> None:
    assert offices.numbered(written) == read


@pytest.mark.parametrize(
    ("title", "kind", "authority", "position"),
    [
        ("Giám đốc", "education_department", (), "Giám đốc"),
        ("Phó Giám đốc", "education_department", ("KT. Giám đốc",), "Phó Giám đốc"),
        ("", "health_department", (), "Giám đốc"),
        ("Chủ tịch", "peoples_committee", ("TM. Ủy ban nhân dân",), "Chủ tịch"),
        (
            "Phó Chủ tịch",
            "peoples_committee",
            ("TM. Ủy ban nhân dân", "KT. Chủ tịch"),
            "Phó Chủ tịch",
        ),
        (
            "TL. Giám đốc\nChánh Văn phòng",
            "health_department",
            ("TL. Giám đốc",),
            "Chánh Văn phòng",
        ),
    ],
)
def test_who_signs_for_whom_is_said(
    title: str, kind: str, authority: tuple[str, ...], position: str
) -> None:
    made = offices.signer(
        title=title, name=" Mai Sơn ", kind=kind, office_name="Ủy ban nhân dân tỉnh Bắc Giang"
    )
    assert (made.authority, made.position, made.name) == (authority, position, "Mai Sơn")
