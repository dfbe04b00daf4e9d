"""Damaged codes: the right bill or nothing, whatever stands around and beside."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from benchmarks import matching_texts
from thuphi.ground.kit.billcode import ALPHABET, NUMBERS, NotABillCode, decode, encode
from thuphi.money.matching import heals, symbols
from thuphi.money.matching.contract import HEALED, Line, OpenBill, Rung
from thuphi.money.matching.finder import Finder
from thuphi.money.matching.guesses import MOST

numbers = st.integers(0, NUMBERS - 1)
around = st.text("ABCDEFGHIKLMNOPQRSTUVXY 0123456789.,:-/tf", max_size=25)
tens = st.text(ALPHABET, min_size=10, max_size=10)


def word_code(word: int) -> str:
    """The code that a word without misfit is."""
    assert not symbols.unfit(word)
    return encode(word >> 10)


def neighbours(code: str, random: Random, count: int) -> set[str]:
    """Codes three or four symbols away from this one, as near as codes can be."""
    found: set[str] = set()
    word = symbols.word(code[2:])
    while len(found) < count:
        error = 0
        places = random.sample(range(10), random.choice((3, 4)))
        for place in places[2:]:
            error |= random.randrange(1, 32) << 5 * place
        left, right = max(places[:2]), min(places[:2])
        error ^= symbols.pairs()[left, right][symbols.unfit(error)]
        found.add(word_code(word ^ error))
    return found - {code}


@given(tens)
def test_a_word_fits_exactly_if_it_is_a_code(ten: str) -> None:
    try:
        decode("TF" + ten, strict=True)
        is_code = True
    except NotABillCode:
        is_code = False
    assert (symbols.unfit(symbols.word(ten)) == 0) is is_code
    assert symbols.unfit(symbols.word(encode(symbols.word(ten) >> 10)[2:])) == 0


@given(st.text())
def test_any_text_can_be_squeezed(text: str) -> None:
    allowed = b"0123456789ABCDEFGHIJKLMNOPQRSTUV~"
    assert set(symbols.squeezed(text)) <= set(allowed)


def test_each_misfit_is_explained_by_one_error_at_most() -> None:
    assert len(symbols.SINGLE) == 310
    assert all(symbols.unfit(error) == misfit for misfit, error in symbols.SINGLE.items())
    for (left, right), table in symbols.pairs().items():
        assert left > right
        assert all(symbols.unfit(error) == misfit for misfit, error in enumerate(table))


def _mishap(draw: st.DataObject, text: str) -> str:
    at = draw.draw(st.integers(0, len(text) - 1))
    letter = draw.draw(st.sampled_from(ALPHABET))
    match draw.draw(st.sampled_from(("wrong", "lost", "many", "swapped"))):
        case "wrong":
            return text[:at] + letter + text[at + 1 :]
        case "lost":
            return text[:at] + text[at + 1 :]
        case "many":
            return text[:at] + letter + text[at:]
        case _:
            return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


@settings(max_examples=400)
@given(numbers, st.data(), st.booleans())
def test_all_that_two_mishaps_leave_is_explained(
    number: int, data: st.DataObject, once: bool
) -> None:
    code = encode(number)[2:]
    received = _mishap(data, code) if once else _mishap(data, _mishap(data, code))
    after = symbols.squeezed(received)
    assert symbols.word(code) in heals.two_mishaps(after)
    wanted = symbols.squeezed(code).decode()
    if OSA.distance(wanted, after.decode()) <= 2:
        assert heals.is_within_two(wanted, after.decode())
    if once and received != code:
        assert symbols.word(code) in [healed for _, healed in heals.one_mishap(after)]


@settings(max_examples=300, deadline=None)
@given(
    numbers,
    st.sampled_from(sorted(matching_texts.HEALABLE)),
    around,
    around,
    st.integers(0, 2**32),
    st.booleans(),
)
def test_one_mishap_in_any_text_gives_that_bill_or_none(
    number: int, kind: str, before: str, behind: str, seed: int, stands_alone: bool
) -> None:
    random = Random(seed)
    code = encode(number)
    near = neighbours(code, random, 20)
    bills = [OpenBill(one, 500_000) for one in (code, *sorted(near))]
    blank = " " if stands_alone else ""
    damage = matching_texts.HEALABLE[kind](random, code)
    text = before + blank + damage + blank + behind
    found = Finder(bills).find(Line("1", text, 500_000))
    assert found.code in {code, None}
    single = Finder(bills[:1]).find(Line("1", text, 500_000))
    assert single.code in {code, None}


@settings(max_examples=300, deadline=None)
@given(numbers, st.sampled_from(sorted(matching_texts.HOPELESS)), around, st.integers(0, 2**32))
@example(0, "two symbols wrong", "", 0)
def test_two_mishaps_among_neighbours_never_give_another_bill(
    number: int, kind: str, behind: str, seed: int
) -> None:
    random = Random(seed)
    code = encode(number)
    bills = [OpenBill(one, 500_000) for one in (code, *sorted(neighbours(code, random, 60)))]
    damage = matching_texts.HOPELESS[kind](random, code)
    blank = random.choice(("", " "))
    found = Finder(bills).find(Line("1", damage + blank + behind, 500_000))
    assert found.code in {code, None}


@pytest.mark.parametrize("many", [30, 400])
def test_every_two_wrong_symbols_between_two_neighbours_go_to_a_person(many: int) -> None:
    """Also with more bills of one amount than are compared one by one."""
    random = Random(many)
    code = encode(987654321)
    bills = [OpenBill(one, 500_000) for one in (code, *sorted(neighbours(code, random, many)))]
    finder = Finder(bills)
    for near in bills[1:]:
        apart = [at for at in range(12) if code[at] != near.code[at]]
        for _ in range(3):
            taken = random.sample(apart, 2)
            received = "".join((near.code if at in taken else code)[at] for at in range(12))
            found = finder.find(Line("1", received, 500_000))
            assert found.code is None
            named = {one.code for one in found.suggestions}
            assert {code, near.code} <= named or len(named) == MOST
            if len(apart) == 3:
                assert found.how is Rung.AMBIGUOUS


def test_of_a_small_town_every_healable_line_finds_its_bill_and_no_stranger_finds_any() -> None:
    random = Random(6)
    bills = matching_texts.open_bills(3_000, random)
    closed = [bill.code for bill in matching_texts.open_bills(200, random, 3_000)]
    finder = Finder(bills)
    for kind in matching_texts.HEALABLE:
        for bill in random.sample(bills, 60):
            line = matching_texts.damaged(kind, bill, random)
            assert finder.find(line).code == bill.code, line
    for kind in (*matching_texts.HOPELESS, matching_texts.NO_CODE):
        for bill in random.sample(bills, 60):
            found = finder.find(matching_texts.damaged(kind, bill, random))
            named = {one.code for one in found.suggestions} | {found.code}
            assert found.code in {None, bill.code}
            assert bill.code in named
    for line in matching_texts.strangers(3_000, random, closed, bills):
        assert finder.find(line).code is None, line


def test_a_healed_bill_is_always_open_and_owed_just_this() -> None:
    random = Random(7)
    bills = matching_texts.open_bills(300, random)
    owed = {bill.code: bill.amount_vnd for bill in bills}
    finder = Finder(bills)
    for bill in bills:
        for kind in (*matching_texts.HEALABLE, *matching_texts.HOPELESS):
            line = matching_texts.damaged(kind, bill, random)
            other = Line("1", line.text, random.choice(bills).amount_vnd)
            for asked in (line, other):
                found = finder.find(asked)
                if found.how in HEALED:
                    assert found.code is not None
                    assert owed[found.code] == asked.amount_vnd
