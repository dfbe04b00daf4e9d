"""What becomes of a transfer text on its way through banks."""

from __future__ import annotations

import enum
import re
import unicodedata

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Damage(enum.Enum):
    """The kinds of damage seen in real statements."""

    LOWER = "lower"
    SPACES = "spaces"
    DOTS = "dots"
    PREFIX = "prefix"
    ONE_SYMBOL = "one_symbol"
    NO_TEXT = "no_text"
    O_FOR_ZERO = "o_for_zero"
    ONE_LOST = "one_lost"
    SWAPPED = "swapped"
    NO_MARKER = "no_marker"
    OTHER_MARKER = "other_marker"
    CUT = "cut"


def folded(text: str) -> str:
    """Upper case without accents; what no bank's core can keep becomes a space."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^A-Za-z0-9 .,:/_-]", " ", plain).split()).upper()


def _split(word: str, mark: str) -> str:
    return mark.join(word[at : at + 4] for at in range(0, len(word), 4))


def _other_symbol(word: str) -> str:
    at = len(word) // 2
    known = SYMBOLS.find(word[at])
    return word[:at] + SYMBOLS[(known + 1) % len(SYMBOLS)] + word[at + 1 :]


def _swapped(word: str) -> str:
    """Two neighbours of the number change places, the first two that differ."""
    for at in range(4, len(word) - 1):
        if word[at] != word[at + 1]:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word


def damaged(text: str, damage: Damage, *, payer_name: str, payer_account: str) -> str:
    """The text as it comes out at the other end. The first word is taken for the bill's code."""
    word, space, rest = text.partition(" ")
    match damage:
        case Damage.LOWER:
            return text.lower()
        case Damage.SPACES:
            return _split(word, " ") + space + rest
        case Damage.DOTS:
            return _split(word, ".") + space + rest
        case Damage.PREFIX:
            return f"MBVCB.3278907687.105213.{text}.CT tu {payer_account} {payer_name}"
        case Damage.ONE_SYMBOL:
            return (_other_symbol(word) if word else "") + space + rest
        case Damage.NO_TEXT:
            return ""
        case Damage.O_FOR_ZERO:
            return word.replace("0", "O") + space + rest
        case Damage.ONE_LOST:
            return word[:5] + word[6:] + space + rest
        case Damage.SWAPPED:
            return _swapped(word) + space + rest
        case Damage.NO_MARKER:
            return word[2:] + space + rest
        case Damage.OTHER_MARKER:
            return ("TE" + word[2:] if word else "") + space + rest
        case Damage.CUT:
            return word[:-3]
