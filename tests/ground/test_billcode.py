"""Bill codes: check values, what is corrected, what is noticed, what a bank may do to a text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuphi.ground.kit import billcode
from thuphi.ground.kit.billcode import Decoded, Permutation

CHECK_VALUES = {
    0: "TF0000000000",
    1: "TF0000000132",
    2: "TF0000000264",
    31: "TF0000000Z4V",
    32: "TF0000001076",
    1000: "TF000000Z8FR",
    123456789: "TF003NQK8NRQ",
    2**40 - 1: "TFZZZZZZZZ22",
}
CODE, NUMBER = "TF003NQK8NRQ", 123456789
WHOLE, MENDED = Decoded(CODE, NUMBER, False), Decoded(CODE, NUMBER, True)

numbers = st.integers(0, 2**40 - 1)
places = st.integers(0, 9)
shifts = st.integers(1, 31)


def with_wrong(code: str, place: int, shift: int) -> str:
    """The code with another symbol at one of its ten places."""
    at = place + 2
    other = billcode.ALPHABET[(billcode.ALPHABET.index(code[at]) + shift) % 32]
    return code[:at] + other + code[at + 1 :]


@pytest.mark.parametrize(("number", "code"), CHECK_VALUES.items())
def test_the_check_values_hold_both_ways(number: int, code: str) -> None:
    assert billcode.encode(number) == code
    assert billcode.decode(code) == Decoded(code, number, False)


@pytest.mark.parametrize("number", [-1, 2**40])
def test_a_number_outside_of_40_bits_has_no_code(number: int) -> None:
    with pytest.raises(billcode.NumberOutOfRange):
        billcode.encode(number)
    with pytest.raises(billcode.NumberOutOfRange):
        billcode.encode_many([0, number])


@given(numbers)
def test_encoding_many_is_encoding_each(number: int) -> None:
    assert billcode.encode_many([number, 0]) == [billcode.encode(number), "TF0000000000"]


@given(numbers, places, shifts)
def test_every_single_wrong_symbol_is_corrected(number: int, place: int, shift: int) -> None:
    code = billcode.encode(number)
    assert billcode.decode(with_wrong(code, place, shift)) == Decoded(code, number, True)


def test_every_single_wrong_symbol_of_one_code_is_corrected_and_found() -> None:
    for place in range(10):
        for shift in range(1, 32):
            wrong = with_wrong(CODE, place, shift)
            assert billcode.decode(wrong) == MENDED
            assert billcode.find(f"MBVCB.1.{wrong} HOC PHI") == (MENDED,)


@given(numbers, places, places, shifts, shifts)
def test_two_wrong_symbols_never_pass_for_the_code_they_came_from(
    number: int, place: int, other: int, shift: int, other_shift: int
) -> None:
    code = billcode.encode(number)
    wrong = with_wrong(with_wrong(code, place, shift), (place + other) % 10, other_shift)
    if place == (place + other) % 10 or wrong == code:
        return
    try:
        read = billcode.decode(wrong)
    except billcode.NotABillCode:
        return
    assert read.code != code
    assert read.corrected


@given(numbers, places, places, shifts, shifts)
def test_strict_reading_notices_one_and_two_wrong_symbols(
    number: int, place: int, other: int, shift: int, other_shift: int
) -> None:
    one = with_wrong(billcode.encode(number), place, shift)
    with pytest.raises(billcode.ChecksDoNotFit):
        billcode.decode(one, strict=True)
    if other != place:
        with pytest.raises(billcode.ChecksDoNotFit):
            billcode.decode(with_wrong(one, other, other_shift), strict=True)


def test_how_many_double_errors_are_taken_for_another_code() -> None:
    """The code is linear, so errors in the code of 0 stand for errors in every code."""
    mistaken = pairs = 0
    for place in range(10):
        for other in range(place + 1, 10):
            for shift in range(1, 32):
                one = with_wrong("TF0000000000", place, shift)
                for other_shift in range(1, 32):
                    pairs += 1
                    try:
                        billcode.decode(with_wrong(one, other, other_shift))
                    except billcode.NotABillCode:
                        continue
                    mistaken += 1
    assert (mistaken, pairs) == (11160, 43245)


@pytest.mark.parametrize(
    "text",
    ["tf003nqk8nrq", " TF 003N QK8N RQ ", "TF-003NQK8N-RQ", "T.F.003NQK8NRQ", "TFOO3NQK8NRQ"],
)
def test_case_spaces_dots_dashes_and_look_alikes_do_not_matter(text: str) -> None:
    assert billcode.decode(text) == WHOLE


@pytest.mark.parametrize(
    ("text", "code"), [("TFOOOOOOOI32", "TF0000000132"), ("tfoooooool32", "TF0000000132")]
)
def test_o_is_zero_and_i_and_l_are_one(text: str, code: str) -> None:
    assert billcode.decode(text) == Decoded(code, 1, False)


def test_a_letter_that_is_no_symbol_is_one_wrong_symbol() -> None:
    assert billcode.decode("TFU03NQK8NRQ") == MENDED
    with pytest.raises(billcode.StrangeSymbol):
        billcode.decode("TFUU3NQK8NRQ")
    with pytest.raises(billcode.StrangeSymbol):
        billcode.decode("TFU03NQK8NRQ", strict=True)
    with pytest.raises(billcode.ChecksDoNotFit):
        billcode.decode("TFU03NQK8NRX")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", billcode.MarkerMissing),
        ("XX003NQK8NRQ", billcode.MarkerMissing),
        ("003NQK8NRQ", billcode.MarkerMissing),
        ("TF", billcode.WrongLength),
        ("TF003NQK8NR", billcode.WrongLength),
        ("TF003NQK8NRQQ", billcode.WrongLength),
        ("TF03N0QK8NRQ", billcode.ChecksDoNotFit),
    ],
)
def test_what_is_not_a_code_is_named(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        billcode.decode(text)


def test_another_marker_is_written_and_read() -> None:
    assert billcode.encode(1, "BL") == "BL0000000132"
    assert billcode.decode("bl 0000 0001 32", "BL") == Decoded("BL0000000132", 1, False)
    with pytest.raises(billcode.MarkerMissing):
        billcode.decode("BL0000000132")


@pytest.mark.parametrize(
    "text",
    [
        "TF003NQK8NRQ",
        "TF003NQK8NRQ KHOAN THU T10",
        "MBVCB.3278907687.TF003NQK8NRQ.CT tu 0123456789 NGUYEN VAN A toi 0011001932418",
        "FT26005123456789 tf003nqk8nrq",
        "IBFTTF003NQK8NRQKHOANTHU",
        "TF 003N QK8N RQ nop tien",
        "nop tien TF.003NQK.8NRQ-T10",
        "TF003NQK8N\nRQ",
        "Đóng tiềnTF003NQK8NRQỞ trường",
        "TFOO3NQK8NRQ",
        "TF TF003NQK8NRQ TF HCM",
        "TF003NQK8NRQ TF003NQK8NRQ",
    ],
)
def test_a_whole_code_is_found_whatever_stands_around_and_within(text: str) -> None:
    assert billcode.find(text) == (WHOLE,)


@pytest.mark.parametrize(
    "text",
    [
        "ck TF003NQK8NRX",
        "TF 003N QK8N RX",
        "tf.003nqk8n.rx xong",
        "X.TF003NQK8NR0.CT tu 012",
        "TF-103NQK8NRQ",
    ],
)
def test_one_wrong_symbol_is_mended_when_the_code_stands_by_itself(text: str) -> None:
    assert billcode.find(text) == (MENDED,)


def test_whole_codes_come_before_mended_ones() -> None:
    one = Decoded("TF0000000132", 1, False)
    assert billcode.find("TF003NQK8NRX va TF0000000I32") == (one, MENDED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "HOC PHI THANG 10",
        "TF HCM chuyen tien 0912345678",
        "TF HCM ck 50000",
        "TF HCM 1234567",
        "TFBOYS",
        "TFBOYS fanclub 2026",
        "TFTECHNOLOGY",
        "TF",
        "TF003NQK8",
        "TF003NQK8NXX",
        "003NQK8NRQ",
        "TF003NQK8NRXHOCPHI",
        "NOPTF003NQK8NRX",
    ],
)
def test_decoys_cut_codes_and_glued_wrong_codes_give_nothing(text: str) -> None:
    assert billcode.find(text) == ()


@given(st.text(), numbers, st.text())
def test_finding_never_fails_and_never_misses_a_whole_code(
    before: str, number: int, after: str
) -> None:
    code = billcode.encode(number)
    codes = [found.code for found in billcode.find(f"{before}|{code}|{after}")]
    assert code in codes or "TF" in "".join(c for c in before.upper() if c.isalnum())


@given(st.text(alphabet="TF0123 .-XU", max_size=60))
def test_whatever_is_found_is_a_code(text: str) -> None:
    for found in billcode.find(text):
        assert billcode.decode(found.code, strict=True).number == found.number


@given(st.binary(min_size=1, max_size=32), numbers)
def test_the_permutation_goes_both_ways(key: bytes, number: int) -> None:
    permutation = Permutation(key)
    shuffled = permutation.forward(number)
    assert 0 <= shuffled < 2**40
    assert permutation.backward(shuffled) == number
    assert permutation.forward(permutation.backward(number)) == number


def test_the_permutation_never_changes() -> None:
    """Codes on paper live as long as their bills: these values must hold for ever."""
    assert Permutation(b"a key of a test").forward_many([0, 1, 2, 2**40 - 1]) == [
        876687719039,
        464705221416,
        753708627598,
        828445693698,
    ]


def test_the_permutation_depends_on_the_key_and_scatters_neighbours() -> None:
    first, second = Permutation(b"one"), Permutation(b"two")
    run = list(range(2000))
    assert first.forward_many(run) == [first.forward(number) for number in run]
    assert len(set(first.forward_many(run))) == 2000
    assert not set(first.forward_many(run)) & set(second.forward_many(run))
    scattered = first.forward_many(run)
    assert min(scattered) < 2**35
    assert max(scattered) > 2**40 - 2**35


def test_codes_of_a_run_of_bills_come_in_its_order() -> None:
    permutation = Permutation(b"key")
    run = random.Random(7).sample(range(2**40), 50)
    assert permutation.encode_many(run) == [billcode.encode(permutation.forward(n)) for n in run]
    assert permutation.encode_many([]) == []


@pytest.mark.parametrize("number", [-1, 2**40])
def test_the_permutation_takes_40_bits_only(number: int) -> None:
    permutation = Permutation(b"key")
    with pytest.raises(billcode.NumberOutOfRange):
        permutation.forward(number)
    with pytest.raises(billcode.NumberOutOfRange):
        permutation.backward(number)


def test_an_empty_key_is_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        Permutation(b"")
