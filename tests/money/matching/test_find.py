"""`Finder.find`: account, then code, then text."""

from __future__ import annotations

import time

import pytest

from thuphi.ground.kit.billcode import encode
from thuphi.money.matching.contract import BOOKS, Found, Line, OpenBill, Rung, Suggestion
from thuphi.money.matching.errors import CodeStandsTwice, NotACodeOfOurs
from thuphi.money.matching.finder import Finder
from thuphi.money.matching.symbols import pairs, unfit, word

CODE = "TF003NQK8NRQ"
OTHER = encode(987654321)
PAID = encode(55555)
OWED_VND = 1_250_000
OTHER_VND = 300_000


def bill(code: str = CODE, amount_vnd: int = OWED_VND, account: str = "") -> OpenBill:
    """An open bill of nobody in particular."""
    return OpenBill(code, amount_vnd, virtual_account=account)


def find(text: str, amount_vnd: int = OWED_VND, *bills: OpenBill, account: str = "") -> Found:
    """What is found among these bills, or among the two of everyone's example."""
    among = bills or (bill(), bill(OTHER, OTHER_VND))
    return Finder(among).find(Line("1", text, amount_vnd, virtual_account=account))


def neighbour(code: str) -> str:
    """A code that differs in three symbols: of 45 pairs of places, the first beside place 9."""
    error = 7 << 45
    apart = error ^ pairs()[5, 2][unfit(error)]
    near = word(code[2:]) ^ apart
    data = near >> 10
    assert not unfit(near)
    return encode(data)


def told(found: Found) -> tuple[str | None, Rung, tuple[str, ...]]:
    """Code, rung, further codes."""
    return found.code, found.how, found.others


def test_a_whole_code_is_found_glued_into_any_text_whatever_the_amount() -> None:
    assert told(find(f"MBVCB.123.{CODE}GD 991", 1)) == (CODE, Rung.EXACT, ())


@pytest.mark.parametrize(
    "text",
    [
        "tf003nqk8nrq",
        "TF 003N QK8N RQ",
        "tf.003n.qk8n.rq",
        "T-F-0-0-3-N-Q-K-8-N-R-Q",
        "TFOO3NQK8NRQ",
        "ＴＦ００３ＮＱＫ８ＮＲＱ",
        "nộp TF003N–QK8NRQ ạ",
    ],
)
def test_a_code_in_another_dress_is_found_whatever_the_amount(text: str) -> None:
    assert told(find(text, 1)) == (CODE, Rung.FOLDED, ())


def test_i_and_l_are_read_as_one() -> None:
    code = encode(1)
    assert code == "TF0000000132"
    for shown in ("TFoOoOoOoL32", "tf oooo-oooi 32", "TF0000000l32"):
        assert told(find(shown, 5, bill(code))) == (code, Rung.FOLDED, ())


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("003NQK8NRQ", Rung.MARKER),
        ("TX003NQK8NRQ", Rung.MARKER),
        ("FT003NQK8NRQ", Rung.MARKER),
        ("F003NQK8NRQ hoc phi", Rung.MARKER),
        ("MBVCB.77003nqk8nrqCT", Rung.MARKER),
        ("TF003NQ08NRQ", Rung.ONE_WRONG),
        ("TF003NQU8NRQ", Rung.ONE_WRONG),
        ("tf 003n q08n rq cam on", Rung.ONE_WRONG),
        ("nop TX003NQ08NRQ", Rung.ONE_WRONG),
        ("TF03NQK8NRQ NGUYEN", Rung.ONE_LOST),
        ("TF003NQK8NR", Rung.ONE_LOST),
        ("TF003N?K8NRQ", Rung.ONE_LOST),
        ("TF003NQQK8NRQ", Rung.ONE_TOO_MANY),
        ("TF003NQUK8NRQ", Rung.ONE_TOO_MANY),
        ("TF030NQK8NRQ", Rung.SWAPPED),
        ("TF003NQK8NQR x", Rung.SWAPPED),
        ("T0F03NQK8NRQ", Rung.SWAPPED),
    ],
)
def test_one_mishap_is_healed_only_when_the_amount_is_what_is_left(text: str, how: Rung) -> None:
    assert told(find(text)) == (CODE, how, ())
    for amount_vnd in (OWED_VND - 1, OWED_VND + 1, OTHER_VND):
        assert find(text, amount_vnd).code is None


def test_a_healed_code_with_another_amount_is_a_suggestion() -> None:
    assert find("TF003NQ08NRQ", 1000) == Found(
        "1", None, Rung.SUGGESTED, (Suggestion(CODE, 65, ("code_healed",)),)
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("TF003NQK8N", "code_cut"),
        ("TF003NQ hoc phi", "code_cut"),
        ("TF0Z3NQK8NZQ", "code_two_wrong"),
    ],
)
def test_more_damage_only_suggests(text: str, reason: str) -> None:
    suggestion = Suggestion(CODE, 75, ("amount", reason))
    assert find(text) == Found("1", None, Rung.SUGGESTED, (suggestion,))


def test_two_wrong_symbols_are_not_taken_for_one_wrong_in_a_neighbour() -> None:
    near = neighbour(CODE)
    apart = [at for at in range(12) if CODE[at] != near[at]]
    assert len(apart) == 3
    received = "".join(near[at] if at in apart[:2] else CODE[at] for at in range(12))
    found = find(received, OWED_VND, bill(), bill(near))
    assert (found.code, found.how) == (None, Rung.AMBIGUOUS)
    assert [one.code for one in found.suggestions] == [near, CODE]
    assert find(received, OWED_VND, bill(), bill(near, OTHER_VND)).code is None
    assert told(find(received, OTHER_VND, bill(), bill(near, OTHER_VND)))[0] == near


def test_a_cut_off_code_is_not_completed_by_the_text_behind_it() -> None:
    """Behind the cut, the bank's text begins like the end of another code."""
    cut, other = bill("TFDTA8RN5H7B"), bill("TFDTA8RN54X4")
    found = find("TFDTA8RN5-4XTD7L9IFL", OWED_VND, cut, other)
    assert (found.code, found.how) == (None, Rung.AMBIGUOUS)
    assert {one.code for one in found.suggestions} == {cut.code, other.code}
    assert told(find("TFDTA8RN5-4XTD7L9IFL", OWED_VND, other))[:2] == (other.code, Rung.ONE_WRONG)


def test_two_different_damaged_codes_of_one_amount_are_nobodys() -> None:
    found = find("TF003NQ08NRQ " + OTHER[:-1], OWED_VND, bill(), bill(OTHER))
    assert (found.code, found.how) == (None, Rung.AMBIGUOUS)
    assert {one.code for one in found.suggestions} == {CODE, OTHER}


def test_two_whole_codes_are_paid_together_when_the_sum_is_what_came() -> None:
    text = f"{CODE} va {OTHER}"
    assert told(find(text, OWED_VND + OTHER_VND)) == (CODE, Rung.EXACT, (OTHER,))
    assert told(find(text.lower(), OWED_VND + OTHER_VND)) == (CODE, Rung.FOLDED, (OTHER,))


def test_of_two_whole_codes_the_one_is_paid_whose_rest_came() -> None:
    text = f"{CODE} va {OTHER}"
    assert told(find(text, OTHER_VND)) == (OTHER, Rung.EXACT, ())
    assert told(find(text, OWED_VND)) == (CODE, Rung.EXACT, ())


def test_two_whole_codes_and_another_amount_go_to_a_person() -> None:
    found = find(f"{CODE} va {OTHER}", 7)
    assert (found.code, found.how) == (None, Rung.AMBIGUOUS)
    assert found.suggestions == (
        Suggestion(CODE, 90, ("code",)),
        Suggestion(OTHER, 90, ("code",)),
    )


def test_the_same_code_twice_is_one_code() -> None:
    assert told(find(f"{CODE} {CODE.lower()}", 5)) == (CODE, Rung.EXACT, ())


def test_a_code_beside_a_paid_one_takes_its_own_amount_and_no_other() -> None:
    assert told(find(f"{CODE} {PAID}", OWED_VND)) == (CODE, Rung.EXACT, ())
    assert find(f"{CODE} {PAID}", OWED_VND + 50_000).how is Rung.AMBIGUOUS


def test_a_code_beside_a_damaged_one_that_takes_the_rest_goes_to_a_person() -> None:
    found = find(f"{CODE} {OTHER[:-1]}", OWED_VND + OTHER_VND)
    assert (found.code, found.how) == (None, Rung.AMBIGUOUS)
    assert [one.code for one in found.suggestions] == [CODE, OTHER]
    assert find(f"{CODE} {OTHER[2:]}", OTHER_VND).how is Rung.AMBIGUOUS
    assert told(find(f"{CODE} TF HCM", OWED_VND + OTHER_VND)) == (CODE, Rung.EXACT, ())


@pytest.mark.parametrize(
    "text",
    [
        "TF HCM",
        "TFBOYS",
        "TRUONG TF",
        "0912345678",
        "19036000123456 TF",
        "SEVQR TKP0123456789AB",
        "VNPAY 23112200112233",
        PAID,
        PAID.lower(),
        "TF" + "0" * 9 + "9",
        "",
        "TF",
        "~~~ \x00 \U0001f600",
    ],
)
def test_a_decoy_gives_nothing(text: str) -> None:
    assert find(text, 77_000) == Found("1", None, Rung.NONE)
    two = (bill(), bill(OTHER))
    assert find(text, OWED_VND, *two) == Found("1", None, Rung.NONE)


def test_the_code_of_a_paid_bill_is_not_healed_into_an_open_one() -> None:
    near = neighbour(CODE)
    text = f"{near} TF003NQ08NRQ"
    assert find(text).code is None
    assert find(f"{near}"[:-1]).code is None


@pytest.mark.parametrize("amount_vnd", [0, -1, -OWED_VND])
def test_what_is_not_money_in_pays_nothing(amount_vnd: int) -> None:
    assert find(CODE, amount_vnd) == Found("1", None, Rung.NOT_MONEY_IN)


def test_a_virtual_account_books_before_the_text() -> None:
    bills = (bill(account="9701-0001"), bill(OTHER, OTHER_VND))
    assert told(find("", 5, *bills, account="97010001")) == (CODE, Rung.VIRTUAL_ACCOUNT, ())
    assert told(find(OTHER, 5, *bills, account="97010001")) == (CODE, Rung.VIRTUAL_ACCOUNT, ())
    assert told(find("nop vao 97010001 nhe", 5, *bills)) == (CODE, Rung.VIRTUAL_ACCOUNT, ())


def test_a_virtual_account_against_a_code_with_its_amount_goes_to_a_person() -> None:
    bills = (bill(account="97010001"), bill(OTHER, OTHER_VND))
    found = find(OTHER, OTHER_VND, *bills, account="97010001")
    assert (found.code, found.how) == (None, Rung.AMBIGUOUS)
    assert {one.code for one in found.suggestions} == {CODE, OTHER}


def test_an_account_that_two_bills_share_needs_the_code() -> None:
    bills = (bill(account="97010001"), bill(OTHER, OTHER_VND, account="97010001"))
    assert find("", OWED_VND, *bills, account="97010001").how is Rung.AMBIGUOUS
    assert told(find(OTHER, 5, *bills, account="97010001")) == (OTHER, Rung.VIRTUAL_ACCOUNT, ())


def test_part_of_a_longer_number_is_no_virtual_account() -> None:
    found = find("GD 1970100012 luc 10h", 5, bill(account="97010001"))
    assert (found.code, found.how) == (None, Rung.NONE)
    assert find("970101", 5, bill(account="970101")).how is Rung.NONE


def test_an_unknown_virtual_account_leaves_the_code_to_speak() -> None:
    bills = (bill(account="97010001"), bill(OTHER, OTHER_VND))
    assert told(find(OTHER, 5, *bills, account="123")) == (OTHER, Rung.EXACT, ())


def test_many_are_found_in_their_order() -> None:
    lines = [Line("a", OTHER, 1), Line("b", "", 1), Line("c", CODE, 1)]
    found = Finder([bill(), bill(OTHER)]).find_many(lines)
    assert [(one.id, one.code) for one in found] == [("a", OTHER), ("b", None), ("c", CODE)]


def test_without_open_bills_nothing_is_found() -> None:
    finder = Finder([])
    finder.get_ready()
    assert finder.find(Line("1", f"{CODE} TF003NQ08NRQ", 5)) == Found("1", None, Rung.NONE)


@pytest.mark.parametrize("code", ["TF003NQK8NRZ", "tf003nqk8nrq", "XX003NQK8NRQ", "", "TF0"])
def test_a_list_with_a_code_that_is_none_is_refused(code: str) -> None:
    with pytest.raises(NotACodeOfOurs) as refusal:
        Finder([bill(), bill(code)])
    assert (refusal.value.place, refusal.value.code) == (1, code)


def test_a_list_with_a_code_twice_is_refused() -> None:
    with pytest.raises(CodeStandsTwice) as refusal:
        Finder([bill(), bill(OTHER), bill()])
    assert (refusal.value.place, refusal.value.code) == (2, CODE)


def test_only_rungs_that_book_name_a_code() -> None:
    for text in (CODE, "003NQK8NRQ", "TF003NQK8", "", "NGUYEN MINH ANH"):
        found = find(text)
        assert (found.code is not None) is (found.how in BOOKS)


def test_a_text_without_end_takes_no_time_without_end() -> None:
    began = time.process_time()
    for text in ("TF" * 500_000, "T" * 10**6, "NGUYEN " * 200_000, "003NQK8NR" * 10**5):
        assert find(text, 5).code is None
    assert find(CODE + "TF" * 500_000, OWED_VND).code == CODE
    assert time.process_time() - began < 10
