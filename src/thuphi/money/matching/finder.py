"""Which open bill a line of the bank means: account, then code, then text.

`docs/matching.md` tells the ladder with examples and with the arithmetic of what may go wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

import msgspec

from .codes import Codes, Reached
from .contract import Found, Line, OpenBill, Rung, Suggestion
from .errors import CodeStandsTwice, NotACodeOfOurs
from .guesses import Guesser, merged
from .symbols import WHOLE, squeezed, unfit, word

_CODE = re.compile(r"TF([0-9A-HJKMNP-TV-Z]{10})")
_STANDING = re.compile(r"(?<![0-9A-Z])TF([0-9A-HJKMNP-TV-Z]{10})(?![0-9A-Z])")
_ACCOUNTS = re.compile(r"[0-9A-Z]{8,}")
"""What may be the number of a virtual account in a text; shorter ones are dates and hours."""
_SIGNS = re.compile(r"[^0-9A-Z]+")

LONGEST_TEXT = 4_000
"""No bank carries more; what is longer is cut, so that no line takes long."""
SURE_BEGINNING, MOST_OF_A_CODE = 6, 7
"""With so many first symbols a code that lost its end may explain what stands there; with so many
it is worth telling whatever the amount."""
WHOLE_CODE, HEALED_CODE, NEAR_CODE, OTHER_AMOUNT, CUT_SHORT = 90, 85, 75, 65, 60


class Finder:
    """The open bills, laid out so that a line finds its bill in a few microseconds.

    Nothing is remembered between lines. What only doubtful lines need is laid out when the first
    of them comes, or by `get_ready`.
    """

    def __init__(self, open_bills: Iterable[OpenBill]) -> None:
        """Raises `NotACodeOfOurs` and `CodeStandsTwice`, which name the bill."""
        self._bills = bills = list(open_bills)
        self._places: dict[int, int] = {}
        self._accounts: dict[str, list[int]] = {}
        places = self._places
        for place, bill in enumerate(bills):
            shape = _CODE.fullmatch(bill.code)
            if shape is None or unfit(symbols := word(shape[1])):
                raise NotACodeOfOurs(place, bill.code)
            if places.setdefault(symbols, place) != place:
                raise CodeStandsTwice(place, bill.code)
            if bill.virtual_account:
                self._accounts.setdefault(_account(bill.virtual_account), []).append(place)

    def get_ready(self) -> None:
        """Lay out now what doubtful lines need, so that processes may share it."""
        self._guesser.suggest(Line("", "", 0))
        self._codes.get_ready()

    @cached_property
    def _by_amount(self) -> dict[int, list[int]]:
        by_amount: dict[int, list[int]] = {}
        for place, bill in enumerate(self._bills):
            by_amount.setdefault(bill.amount_vnd, []).append(place)
        return by_amount

    @cached_property
    def _codes(self) -> Codes:
        return Codes(self._places)

    @cached_property
    def _guesser(self) -> Guesser:
        return Guesser(self._bills, self._by_amount)

    def find_many(self, lines: Iterable[Line]) -> list[Found]:
        """What `find` says of each line, in their order."""
        return [self.find(line) for line in lines]

    def find(self, line: Line) -> Found:
        """The bill that this line pays beyond doubt, or up to five that it may pay."""
        if line.amount_vnd <= 0:
            return Found(line.id, None, Rung.NOT_MONEY_IN)
        if len(line.text) > LONGEST_TEXT:
            line = msgspec.structs.replace(line, text=line.text[:LONGEST_TEXT])
        symbols = squeezed(line.text)
        whole: list[int] = []
        for ten in WHOLE.findall(symbols):
            place = self._places.get(int(ten, 32))
            if place is not None and place not in whole:
                whole.append(place)
        if self._accounts:
            by_account = self._by_account(line, whole)
            if by_account is not None:
                return by_account
        if len(whole) == 1:
            bill = self._bills[whole[0]]
            if bill.amount_vnd == line.amount_vnd:
                how = Rung.EXACT if bill.code in line.text else Rung.FOLDED
                return Found(line.id, bill.code, how)
            return self._with_another_amount(line, symbols, whole[0])
        if whole:
            return self._several(line, whole)
        return self._without_whole_code(line, symbols)

    def _by_account(self, line: Line, whole: list[int]) -> Found | None:
        """A virtual account that only one open bill has, in its field or standing in the text."""
        told = [_account(line.virtual_account)] if line.virtual_account else []
        places = {place for number in told for place in self._accounts.get(number, ())}
        if not places:
            told = _ACCOUNTS.findall(line.text.upper())
            places = {place for number in told for place in self._accounts.get(number, ())}
        if not places:
            return None
        if len(whole) == 1 and whole[0] in places:
            places = {whole[0]}
        if len(places) == 1:
            (place,) = places
            contrary = [
                other
                for other in whole
                if other != place and self._bills[other].amount_vnd == line.amount_vnd
            ]
            if not contrary or self._bills[place].amount_vnd == line.amount_vnd:
                return Found(line.id, self._bills[place].code, Rung.VIRTUAL_ACCOUNT)
            return self._ambiguous(
                line,
                [
                    self._suggestion(place, line, WHOLE_CODE, "virtual_account"),
                    *(self._suggestion(one, line, WHOLE_CODE, "code") for one in contrary),
                ],
            )
        return self._ambiguous(
            line, [self._suggestion(one, line, HEALED_CODE, "virtual_account") for one in places]
        )

    def _several(self, line: Line, whole: list[int]) -> Found:
        """Whole codes of several open bills: all of them if the sum fits, or the one that fits."""
        bills = [self._bills[place] for place in whole]
        is_exact = all(bill.code in line.text for bill in bills)
        how = Rung.EXACT if is_exact else Rung.FOLDED
        if sum(bill.amount_vnd for bill in bills) == line.amount_vnd:
            return Found(line.id, bills[0].code, how, others=tuple(bill.code for bill in bills[1:]))
        fitting = [bill for bill in bills if bill.amount_vnd == line.amount_vnd]
        if len(fitting) == 1:
            how = Rung.EXACT if fitting[0].code in line.text else Rung.FOLDED
            return Found(line.id, fitting[0].code, how)
        return self._ambiguous(
            line, [self._suggestion(place, line, WHOLE_CODE, "code") for place in whole]
        )

    def _with_another_amount(self, line: Line, symbols: bytes, place: int) -> Found:
        """One whole code, and not the amount that is left: a part, or more than that.

        If the text names a second bill that is not owed any more, or one damaged that is owed this
        amount or the difference, the money was perhaps not meant for the first alone.
        """
        bill = self._bills[place]
        rest_vnd = line.amount_vnd - bill.amount_vnd
        others = [
            one.place
            for one in self._codes.reach(line.text, symbols)
            if one.place != place
            and self._bills[one.place].amount_vnd in {rest_vnd, line.amount_vnd}
        ]
        if others or self._names_closed_bill(line.text):
            return self._ambiguous(
                line,
                [
                    self._suggestion(place, line, WHOLE_CODE, "code"),
                    *(self._suggestion(one, line, HEALED_CODE, "code_healed") for one in others),
                ],
            )
        how = Rung.EXACT if bill.code in line.text else Rung.FOLDED
        return Found(line.id, bill.code, how)

    def _names_closed_bill(self, text: str) -> bool:
        """Whether a whole code stands by itself that no open bill has."""
        return any(
            not unfit(symbols := word(ten)) and symbols not in self._places
            for ten in _STANDING.findall(text.upper())
        )

    def _without_whole_code(self, line: Line, symbols: bytes) -> Found:
        if self._names_closed_bill(line.text):
            return self._suggested(line)
        reached = self._codes.reach(line.text, symbols)
        fitting = [one for one in reached if self._fits(one.place, line)]
        if not fitting:
            return self._suggested(line, self._near(line, symbols, reached))
        rivals = self._rivals(line, symbols, fitting)
        if len(fitting) == 1 and not rivals:
            return Found(line.id, self._bills[fitting[0].place].code, fitting[0].rung)
        healed = [self._suggestion(one.place, line, HEALED_CODE, "code_healed") for one in fitting]
        near = [self._suggestion(place, line, NEAR_CODE, "code_near") for place in rivals]
        return self._ambiguous(line, healed + near)

    def _fits(self, place: int, line: Line) -> bool:
        return self._bills[place].amount_vnd == line.amount_vnd

    def _rivals(self, line: Line, symbols: bytes, fitting: list[Reached]) -> list[int]:
        """Other bills of this amount that two mishaps or a lost end turn into what is received."""
        known = {one.place for one in fitting}
        same_amount = self._by_amount[line.amount_vnd]
        if known.issuperset(same_amount):
            return []
        near = self._codes.within_two_mishaps(line.text, symbols, same_amount, self._bills)
        near += [
            place
            for place, shared in self._codes.begin_like(symbols).items()
            if shared >= SURE_BEGINNING and self._fits(place, line)
        ]
        return [place for place in dict.fromkeys(near) if place not in known]

    def _near(self, line: Line, symbols: bytes, reached: list[Reached]) -> list[Suggestion]:
        """What damaged codes suggest although they are not believed."""
        near = [self._suggestion(one.place, line, OTHER_AMOUNT, "code_healed") for one in reached]
        if line.amount_vnd in self._by_amount:
            near += [
                self._suggestion(place, line, NEAR_CODE, "code_two_wrong")
                for place in self._codes.two_wrong(line.text, symbols)
                if self._fits(place, line)
            ]
        return near + self._cut_short(line, symbols)

    def _cut_short(self, line: Line, symbols: bytes) -> list[Suggestion]:
        """Codes that begin like what stands behind a marker."""
        return [
            self._suggestion(place, line, NEAR_CODE if fits else CUT_SHORT, "code_cut")
            for place, shared in self._codes.begin_like(symbols).items()
            if (fits := self._fits(place, line)) or shared >= MOST_OF_A_CODE
        ]

    def _suggestion(self, place: int, line: Line, score: int, ground: str) -> Suggestion:
        reasons = ("amount", ground) if self._fits(place, line) else (ground,)
        return Suggestion(self._bills[place].code, score, reasons)

    def _ambiguous(self, line: Line, suggestions: Iterable[Suggestion]) -> Found:
        return Found(line.id, None, Rung.AMBIGUOUS, merged(suggestions))

    def _suggested(self, line: Line, near: Iterable[Suggestion] = ()) -> Found:
        best = merged(near, self._guesser.suggest(line))
        return Found(line.id, None, Rung.SUGGESTED if best else Rung.NONE, best)


def _account(number: str) -> str:
    return _SIGNS.sub("", number.upper())
