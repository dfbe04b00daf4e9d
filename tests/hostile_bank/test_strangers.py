"""Lines of strangers, written to be taken for a bill's."""

from __future__ import annotations

import random

import pytest

from tests.world import ACCOUNT_A
from thuphi.ground.kit import billcode
from thuphi.money.matching.contract import BOOKS, Line, OpenBill
from thuphi.money.matching.finder import Finder

VND = 660_000


def code_of(number: int) -> str:
    return billcode.encode(number)


def booked(finder: Finder, text: str, vnd: int = VND, **more: str) -> str | None:
    found = finder.find(Line("1", text, vnd, **more))
    return found.code if found.how in BOOKS else None


def test_a_telephone_number_pays_no_bill() -> None:
    rng = random.Random(6)
    while True:
        first = f"0{rng.randrange(10**7):07}"
        if found := [
            one
            for last in range(100)
            for one in billcode.find(f"TF{first}{last:02}")
            if not one.corrected
        ]:
            break
    code = found[0].code
    finder = Finder([OpenBill(code, VND)])
    assert booked(finder, code) == code
    for text in (
        f"LE VAN X SDT {code[2:]} chuyen tien",
        f"{code[2:]}",
        f"0011{code[2:]}99",
        f"GD {code[2:6]} {code[6:]} 660000",
    ):
        assert booked(finder, text) is None, text


def test_a_code_of_another_school_heals_to_no_bill_here() -> None:
    rng = random.Random(7)
    numbers = rng.sample(range(2**40), 4_000)
    here = [code_of(number) for number in numbers[:2_000]]
    there = [code_of(number) for number in numbers[2_000:]]
    finder = Finder([OpenBill(code, VND) for code in here])
    for code in there:
        for text in (
            code,
            code.lower(),
            f"A{code}B",
            f"{code[2:]}",
            f"T F {code[2:7]}.{code[7:]}",
            f"{code[:-1]}",
            f"{code[:5]}{code[6:]}",
            f"MBVCB.{code}CT",
        ):
            assert booked(finder, text) is None, text


def test_neighbours_of_one_amount_are_never_taken_for_each_other() -> None:
    """Codes that differ in as little as codes can differ, all of one amount, each damaged."""
    rng = random.Random(8)
    base = rng.randrange(2**40)
    near = sorted(
        {base}
        | {base ^ 1 << bit for bit in range(40)}
        | {base ^ (31 << 5 * place) for place in range(8)}
        | {base + n for n in range(64)}
    )
    codes = [code_of(number) for number in near if 0 <= number < 2**40]
    finder = Finder([OpenBill(code, VND) for code in codes])
    wrong = []
    for code in codes:
        ten = code[2:]
        for place in range(10):
            for other in billcode.ALPHABET:
                for text in (
                    f"TF{ten[:place]}{other}{ten[place + 1 :]}",
                    f"TF{ten[:place]}{other}{ten[place:]}",
                ):
                    got = booked(finder, text)
                    if got not in (None, code):
                        wrong.append((code, text, got))
            swapped = ten[:place] + ten[place : place + 2][::-1] + ten[place + 2 :]
            for text in (f"TF{ten[:place]}{ten[place + 1 :]}", f"TF{swapped}", swapped, ten):
                got = booked(finder, text)
                if got not in (None, code):
                    wrong.append((code, text, got))
    # What one mishap turns into a whole code of a neighbour is that neighbour's code to any reader.
    assert [one for one in wrong if one[2] not in one[1].replace(" ", "")] == []


@pytest.mark.parametrize("vnd", [VND, VND - 1, 2 * VND])
def test_two_damaged_codes_in_one_text_pay_neither(vnd: int) -> None:
    one, two = code_of(123_456_789_012), code_of(987_654_321_098)
    finder = Finder([OpenBill(one, VND), OpenBill(two, VND)])
    cut = one[:5] + one[6:]
    other = two[:7] + ("A" if two[7] != "A" else "B") + two[8:]
    assert booked(finder, f"{cut} va {other}", vnd) is None


def test_letters_that_look_alike_are_not_a_code() -> None:
    """Cyrillic and Greek letters are not what they look like; full-width ones are."""
    code = code_of(123_456_789_012)
    finder = Finder([OpenBill(code, VND)])
    assert booked(finder, "ТF" + code[2:], VND + 1) is None
    assert booked(finder, "\u0422\u0424" + code[2:], VND + 1) is None


def test_a_virtual_account_within_a_longer_number_pays_nothing() -> None:
    finder = Finder([OpenBill(code_of(5), VND, virtual_account="96388812345678")])
    for text in (
        "196388812345678",
        "963888123456789",
        "TK96388812345678",
        "9638881234567",
        "963888 12345678",
        f"{ACCOUNT_A}96388812345678",
    ):
        assert booked(finder, text) is None, text


def test_names_amounts_and_decoys_never_book() -> None:
    bill = OpenBill(
        code_of(77),
        VND,
        payer="Nguyễn Văn Bình",
        beneficiary="Nguyễn Minh Anh",
        class_name="2A",
        phone="0912345678",
    )
    finder = Finder([bill])
    for text in (
        "TF HCM",
        "TFBOYS",
        "TFBOYS FANCLUB VIETNAM",
        "TF HCM 0912345678",
        "Nguyen Minh Anh 2A 0912345678 Nguyen Van Binh",
        "TF" * 500,
        "TF0000000000",
        "TFTFTFTFTFTF",
        "T.F.H.C.M 2A NGUYEN MINH ANH",
        bill.code[:9],
        bill.code[3:9],
        bill.code[::-1],
        "TF" + bill.code[2:][::-1],
    ):
        assert booked(finder, text, payer="Nguyễn Văn Bình") is None, text


def test_strangers_texts_in_a_hundred_thousand_never_book() -> None:
    rng = random.Random(9)
    finder = Finder([OpenBill(code_of(number), VND) for number in rng.sample(range(2**40), 3_000)])
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZOIL .-"
    for _ in range(20_000):
        text = "".join(rng.choices(alphabet, k=rng.randrange(8, 60)))
        assert booked(finder, rng.choice(["TF", "CT TF ", "7F", ""]) + text) is None, text
