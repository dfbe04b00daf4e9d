"""Bill codes: twelve letters that any bank can check and that heal one typing error.

The marker, 8 data symbols, 2 check symbols. The ten symbols are a systematic Reed-Solomon code
over GF(32) (field polynomial x^5+x^2+1, alpha = 2, generator (x - 1)(x - alpha)); the first symbol
is the highest power and the check symbols come last. `docs/bill-codes.md` is the same for people.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MARKER = "TF"
NUMBERS = 1 << 40
"""How many numbers there are; the largest is one less."""
LENGTH = len(MARKER) + 10


class NotABillCode(ValueError):
    """This text is not a bill code, and no single wrong symbol explains it."""


class MarkerMissing(NotABillCode):
    """The text does not begin with the marker."""


class WrongLength(NotABillCode):
    """The marker is not followed by exactly ten symbols."""


class StrangeSymbol(NotABillCode):
    """More than one letter is not a symbol of the alphabet."""


class ChecksDoNotFit(NotABillCode):
    """The check symbols do not fit the others."""


class NumberOutOfRange(ValueError):
    """Only whole numbers from 0 to 2^40 - 1 have a code."""


class Decoded(NamedTuple):
    """A code as it was meant: twelve capital letters, its number, whether it had to be mended."""

    code: str
    number: int
    corrected: bool


def _powers() -> tuple[tuple[int, ...], dict[int, int]]:
    """alpha^0 ... alpha^30, and the exponent of each of them."""
    powers = [1]
    while len(powers) < 31:
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100101 if doubled & 32 else doubled)
    return tuple(powers), {value: exponent for exponent, value in enumerate(powers)}


_EXP, _LOG = _powers()


def _times(a: int, b: int) -> int:
    return _EXP[(_LOG[a] + _LOG[b]) % 31] if a and b else 0


def _syndromes(symbols: list[int]) -> tuple[int, int]:
    """The word's value at x = 1 and at x = alpha; both are 0 for a code."""
    at_one = at_alpha = 0
    for symbol in symbols:
        at_one ^= symbol
        at_alpha = _times(at_alpha, 2) ^ symbol
    return at_one, at_alpha


def _checks(data: list[int]) -> int:
    """The two check symbols of eight data symbols, as ten bits."""
    at_one, at_alpha = _syndromes([*data, 0, 0])
    # c1 + c0 = at_one and alpha c1 + c0 = at_alpha, so c1 = (at_one + at_alpha) / (1 + alpha).
    first = _times(at_one ^ at_alpha, _EXP[31 - _LOG[1 ^ 2]])
    return first << 5 | (at_one ^ first)


def _check_table(place: int) -> tuple[int, ...]:
    """What a pair of symbols at one of the four places adds to the check symbols."""
    table = []
    for pair in range(1024):
        data = [0] * 8
        data[2 * place], data[2 * place + 1] = pair >> 5, pair & 31
        table.append(_checks(data))
    return tuple(table)


_C0, _C1, _C2, _C3 = (_check_table(place) for place in range(4))
_PAIRS = tuple(a + b for a in ALPHABET for b in ALPHABET)
_PAIR_VALUE = {pair.encode(): value for value, pair in enumerate(_PAIRS)}
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}

_READ_AS = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s.\-_–—]+")


def encode(number: int, marker: str = MARKER) -> str:
    """The code of a number from 0 to 2^40 - 1. Raises `NumberOutOfRange`."""
    if not 0 <= number < NUMBERS:
        raise NumberOutOfRange(number)
    a, b, c, d = number >> 30, number >> 20 & 1023, number >> 10 & 1023, number & 1023
    checks = _C0[a] ^ _C1[b] ^ _C2[c] ^ _C3[d]
    return f"{marker}{_PAIRS[a]}{_PAIRS[b]}{_PAIRS[c]}{_PAIRS[d]}{_PAIRS[checks]}"


def encode_many(numbers: list[int]) -> list[str]:
    """The codes of many numbers, in their order. Raises `NumberOutOfRange`."""
    if numbers and not (min(numbers) >= 0 and max(numbers) < NUMBERS):
        raise NumberOutOfRange
    pairs, c0, c1, c2, c3 = _PAIRS, _C0, _C1, _C2, _C3
    codes = []
    for number in numbers:
        a, b, c, d = number >> 30, number >> 20 & 1023, number >> 10 & 1023, number & 1023
        checks = c0[a] ^ c1[b] ^ c2[c] ^ c3[d]
        codes.append(f"{MARKER}{pairs[a]}{pairs[b]}{pairs[c]}{pairs[d]}{pairs[checks]}")
    return codes


def decode(text: str, marker: str = MARKER, *, strict: bool = False) -> Decoded:
    """Read one code that a person typed; spaces, dots and dashes do not matter, nor does case.

    One wrong symbol is corrected. With `strict` nothing is corrected, and then every one or two
    wrong symbols are noticed. Raises a `NotABillCode`.
    """
    squeezed = _SEPARATORS.sub("", text).upper()
    if not squeezed.startswith(marker.upper()):
        raise MarkerMissing(f"a bill code begins with {marker}")
    symbols = squeezed[len(marker) :].translate(_READ_AS)
    if len(symbols) != 10:
        raise WrongLength(f"a bill code has 10 symbols after {marker}, not {len(symbols)}")
    return _mend(symbols, marker, strict=strict)


def _mend(symbols: str, marker: str, *, strict: bool) -> Decoded:
    values = [_VALUE.get(symbol, -1) for symbol in symbols]
    strange = [place for place, value in enumerate(values) if value < 0]
    if len(strange) > 1 or (strange and strict):
        raise StrangeSymbol("bill codes are written with " + ALPHABET)
    values = [max(value, 0) for value in values]
    at_one, at_alpha = _syndromes(values)
    wrong = bool(at_one or at_alpha)
    if wrong:
        # One error e at power p leaves at_one = e and at_alpha = e alpha^p.
        power = (_LOG[at_alpha] - _LOG[at_one]) % 31 if at_one and at_alpha else 31
        place = 9 - power
        if strict or place < 0 or (strange and place != strange[0]):
            raise ChecksDoNotFit("the last two symbols do not fit the first eight")
        values[place] ^= at_one
    number = 0
    for value in values[:8]:
        number = number << 5 | value
    return Decoded(encode(number, marker), number, wrong or bool(strange))


# Everything below reads the free text of a bank. It runs for every notification, so the ordinary
# case (the code is there, whole) works on bytes with two table look-ups for each pair of symbols.
_KEEP = bytes.maketrans(b"abcdefghijklmnopqrstuvwxyzOILoil", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ011011")
_DROP = bytes(byte for byte in range(128) if not chr(byte).isalnum())
_EXACT = re.compile(rb"TF(?=([0-9A-HJKMNP-TV-Z]{10}))")
_TOKEN = re.compile(r"[0-9A-Z]+")


def find(text: str) -> tuple[Decoded, ...]:
    """The codes within a transfer text, whole ones first, each once.

    A whole code is found wherever it stands, also glued to other words or with signs inside. A code
    with one wrong symbol is believed to be one only when it stands by itself (see `_alone`).
    """
    squeezed = text.encode("ascii", "ignore").translate(_KEEP, _DROP)
    markers = squeezed.count(b"TF")
    if not markers:
        return ()
    found: dict[str, Decoded] = {}
    end = hits = 0
    for match in _EXACT.finditer(squeezed):
        symbols = match[1]
        a, b, c, d, checks = (
            _PAIR_VALUE[symbols[0:2]],
            _PAIR_VALUE[symbols[2:4]],
            _PAIR_VALUE[symbols[4:6]],
            _PAIR_VALUE[symbols[6:8]],
            _PAIR_VALUE[symbols[8:10]],
        )
        if _C0[a] ^ _C1[b] ^ _C2[c] ^ _C3[d] == checks and match.start() >= end:
            code = MARKER + symbols.decode()
            found[code] = Decoded(code, a << 30 | b << 20 | c << 10 | d, False)
            end = match.start() + LENGTH
            hits += 1
    if hits < markers:
        for symbols_alone in _alone(text.upper()):
            try:
                mended = _mend(symbols_alone.translate(_READ_AS), MARKER, strict=False)
            except NotABillCode:
                continue
            found.setdefault(mended.code, mended)
    return tuple(found.values())


def _alone(text: str) -> Iterator[str]:
    """The ten symbols after each marker that stand by themselves and could be a mistyped code.

    By themselves: one unbroken word of twelve letters, or one parted into equal groups. A word
    without any digit that has an O, I, L or U is a word (codes are never printed with these).
    """
    tokens = list(_TOKEN.finditer(text))
    for start, token in enumerate(tokens):
        if not token[0].startswith(MARKER):
            continue
        groups = [token[0][len(MARKER) :]] if len(token[0]) > len(MARKER) else []
        for following in tokens[start + 1 :]:
            if sum(map(len, groups)) >= 10:
                break
            groups.append(following[0])
        symbols = "".join(groups)
        even = all(len(group) == len(groups[0]) for group in groups[:-1])
        if len(symbols) != 10 or not even or len(groups[-1]) > len(groups[0]):
            continue
        if any(symbol.isdigit() for symbol in symbols) or not set(symbols) & set("OILU"):
            yield symbols


_HALF = 0xFFFFF
_ROUNDS = 6


class Permutation:
    """A secret one-to-one shuffle of the 2^40 numbers, so that codes cannot be walked.

    A balanced Feistel network of six rounds over two halves of 20 bits; the round function is
    keyed BLAKE2s. The same key gives the same shuffle for ever: it must never change for a
    database that has bills.
    """

    def __init__(self, key: bytes) -> None:
        if not key:
            raise ValueError("the key is empty")
        secret = hashlib.blake2s(key, person=b"billcode").digest()
        self._rounds = tuple(
            hashlib.blake2s(key=secret, digest_size=4, person=b"round%d" % place)
            for place in range(_ROUNDS)
        )

    def forward(self, number: int) -> int:
        """The data number of a bill's number. Raises `NumberOutOfRange`."""
        return self.forward_many([number])[0]

    def backward(self, number: int) -> int:
        """The bill's number of a data number. Raises `NumberOutOfRange`."""
        if not 0 <= number < NUMBERS:
            raise NumberOutOfRange(number)
        left, right = number >> 20, number & _HALF
        for keyed in reversed(self._rounds):
            mixed = keyed.copy()
            mixed.update(left.to_bytes(3, "big"))
            left, right = right ^ (int.from_bytes(mixed.digest(), "big") & _HALF), left
        return left << 20 | right

    def forward_many(self, numbers: list[int]) -> list[int]:
        """The data numbers of many bills' numbers, in their order. Raises `NumberOutOfRange`."""
        if numbers and not (min(numbers) >= 0 and max(numbers) < NUMBERS):
            raise NumberOutOfRange
        read = int.from_bytes
        copies = tuple(keyed.copy for keyed in self._rounds)
        shuffled = []
        for number in numbers:
            left, right = number >> 20, number & _HALF
            for copy in copies:
                mixed = copy()
                mixed.update(right.to_bytes(3, "big"))
                left, right = right, left ^ (read(mixed.digest(), "big") & _HALF)
            shuffled.append(left << 20 | right)
        return shuffled

    def encode_many(self, numbers: list[int]) -> list[str]:
        """The shuffled codes of many bills' numbers, in their order. Raises `NumberOutOfRange`."""
        return encode_many(self.forward_many(numbers))
