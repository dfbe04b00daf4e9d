from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import world as worlds
from tests.world import World
from thuphi.registers.payers import queries, rules
from thuphi.registers.payers.models import Beneficiary

BORN_ON = date(2019, 2, 1)
PHONE = "0912345678"


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def names(found: list[Beneficiary]) -> list[str]:
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("nguyen minh anh", ["Nguyễn Minh Anh"]),
        ("ANH nguyễn", ["Nguyễn Minh Anh"]),
        ("dang khanh", ["Đặng Khánh Chi"]),
        ("hs002", ["Trần Gia Bảo"]),
        ("2A", ["Nguyễn Minh Anh", "Trần Gia Bảo"]),
        ("tran thi cuc", ["Trần Gia Bảo"]),
        ("lê hải đăng", []),
        ("", []),
        ("%", []),
    ],
)
def test_a_search_ignores_accents_and_the_order_of_words(
    world: World, words: str, expected: list[str]
) -> None:
    assert names(queries.search(world.a.id, words)) == expected


def test_codes_that_are_not_there_are_left_out(world: World) -> None:
    found = queries.by_codes(world.a.id, ["HS003", "HS999"])
    assert {code: one.name for code, one in found.items()} == {"HS003": "Đặng Khánh Chi"}


def test_classes_are_counted_and_stand_in_the_order_of_people(world: World) -> None:
    anh = world.a.pupils["HS001"]
    Beneficiary.objects.filter(pk=anh.pk).update(class_name="10A1", grade="10")
    assert queries.classes(world.a.id) == [("2A", "2", 1), ("5B", "5", 1), ("10A1", "10", 1)]
    Beneficiary.objects.filter(pk=anh.pk).update(is_active=False)
    assert queries.classes(world.a.id) == [("2A", "2", 1), ("5B", "5", 1)]


@pytest.mark.parametrize(
    "fact",
    [
        "1/2/2019", "01/02/2019", "01-02-2019", "01.02.2019", "1 2 2019", "01022019", "1/2/19",
        "2019-02-01", " 01/02/2019 ", "678", "5678", "0912345678", "+84 912 345 678",
        "0912.345.678",
    ],
)  # fmt: skip
def test_the_birth_date_or_the_end_of_the_phone_proves(world: World, fact: str) -> None:
    assert queries.proves(world.a.pupils["HS001"], fact)


@pytest.mark.parametrize(
    "fact",
    [
        "", " ", "78", "8", "679", "2/1/2019", "31/2/2019", "01/02/2018", "2019", "Nguyễn Minh Anh",
        "abc678", "12345678901234567890", "00912345678", "٦٧٨", "+84", "-", "...", "0912345679",
    ],
)  # fmt: skip
def test_anything_else_proves_nothing(world: World, fact: str) -> None:
    assert not queries.proves(world.a.pupils["HS001"], fact)


@pytest.mark.parametrize("fact", ["", "000", "-", "None", "01/01/0001"])
def test_nothing_proves_where_nothing_is_known(fact: str) -> None:
    assert not rules.proves(fact=fact, born_on=None, payer_phone="")


@given(st.text(max_size=24))
def test_no_text_breaks_the_proof(fact: str) -> None:
    proven = rules.proves(fact=fact, born_on=BORN_ON, payer_phone=PHONE)
    digits = "".join(sign for sign in fact if sign.isdigit())
    assert not proven or len(digits) >= 3


@given(st.integers(3, 10))
def test_every_end_of_three_digits_or_more_proves(length: int) -> None:
    assert rules.proves(fact=PHONE[-length:], born_on=None, payer_phone=PHONE)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0912345678", "0912345678"),
        ("912345678", "0912345678"),
        ("+84912345678", "0912345678"),
        ("+84 0912 345 678", "0912345678"),
        ("(0222) 382-1234", "02223821234"),
        ("+4915112345678", "+4915112345678"),
        ("", ""),
        ("1234567", None),
        ("09123x5678", None),
        ("٠٩١٢٣٤٥٦٧٨", None),
    ],
)
def test_a_phone_number_is_kept_as_digits(written: str, kept: str | None) -> None:
    assert rules.phone(written) == kept
