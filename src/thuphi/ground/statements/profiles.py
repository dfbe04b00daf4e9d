"""Column profiles: which head words of a bank's sheet mean which field. Data, not code.

The built-in ones stand in `profiles.toml`; a school may have more of its own, which go first.
"""

from __future__ import annotations

import enum
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from thuphi.ground.kit.fold import search_key

GENERIC = "generic"
SHORT = 3
"""Words of so few letters are compared with their marks: `No.` is no `Nợ`."""

_PARENTHESES = re.compile(r"\([^)]*\)?")
_SIGNS = re.compile(r"[^\w/+' -]+")
_HALVES = re.compile(r"[/\n]| - ")


class Field(enum.StrEnum):
    """What a column may mean."""

    BOOKED = "booked"
    TRANSACTED = "transacted"
    REQUESTED = "requested"
    VALUED = "valued"
    TIME = "time"
    DAY_AND_DOCUMENT = "day_and_document"
    DOCUMENT = "document"
    REFERENCE = "reference"
    DEBIT = "debit"
    CREDIT = "credit"
    AMOUNT = "amount"
    SIGN = "sign"
    BALANCE = "balance"
    TEXT = "text"
    NAME = "name"
    ACCOUNT = "account"
    BANK = "bank"
    VIRTUAL_ACCOUNT = "virtual_account"
    OWN_ACCOUNT = "own_account"
    CURRENCY = "currency"
    END_TO_END = "end_to_end"


DAYS = (Field.BOOKED, Field.TRANSACTED, Field.DAY_AND_DOCUMENT, Field.VALUED, Field.REQUESTED)
"""Which day a line is booked on: the first of these that there is."""


@dataclass(frozen=True)
class Profile:
    """Head words by field. `account` is the account of sheets that do not name theirs."""

    name: str
    heads: Mapping[str, tuple[str, ...]]
    account: str = ""

    def fields(self) -> Mapping[str, Field]:
        """The field of each word, as `written` writes words. Fields we do not have are left out."""
        known = {one.value for one in Field}
        return {
            key: Field(field)
            for field, words in self.heads.items()
            if field in known
            for word in words
            if (key := written(word))
        }


def written(word: str) -> str:
    """A head word as it is compared: lower case, without marks unless it is very short."""
    plain = unicodedata.normalize("NFC", word).lower()
    plain = " ".join(_SIGNS.sub(" ", _PARENTHESES.sub(" ", plain)).split())
    return plain if len(plain) <= SHORT else search_key(plain)


@lru_cache(maxsize=1)
def built_in() -> tuple[Profile, ...]:
    """The profiles that come with the program, the one for unknown banks last."""
    told = tomllib.loads(Path(__file__).with_name("profiles.toml").read_text("utf-8"))
    return tuple(
        Profile(name, {field: tuple(words) for field, words in heads.items()})
        for name, heads in told.items()
    )


class Words:
    """A profile made ready to look at heads."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._fields = profile.fields()
        self._longest_first = sorted(
            (word for word in self._fields if len(word) > SHORT), key=len, reverse=True
        )
        self._seen: dict[str, Field | None] = {}

    def field_of(self, head: str) -> Field | None:
        """What a head means; a head in two languages or lines is looked at half by half."""
        if head not in self._seen:
            if len(self._seen) > 20_000:
                self._seen.clear()
            self._seen[head] = self._field_of(head)
        return self._seen[head]

    def strength(self, head: str) -> int:
        """How many words of a head say what it means to this profile, in both languages."""
        meant = self.field_of(head)
        if self._fields.get(written(head)) == meant:
            return 1
        said = [self._fields.get(written(half)) for half in _HALVES.split(head)]
        if meant in (Field.DAY_AND_DOCUMENT, Field.SIGN):
            return sum(one is not None for one in said)
        return sum(one == meant for one in said)

    def _field_of(self, head: str) -> Field | None:
        if not head or len(head) > 150:
            return None
        whole = self._fields.get(written(head))
        if whole is not None:
            return whole
        halves = [written(half) for half in _HALVES.split(head)]
        exact = {self._fields[half] for half in halves if half in self._fields}
        found = exact or {field for half in halves if (field := self._begins(half)) is not None}
        return _one_of(found)

    def _begins(self, half: str) -> Field | None:
        for word in self._longest_first:
            if half.startswith(word + " "):
                return self._fields[word]
        return None


def _one_of(found: set[Field]) -> Field | None:
    """What a head means whose halves mean several things."""
    if {Field.DEBIT, Field.CREDIT} <= found:
        return Field.SIGN
    if found & {Field.DOCUMENT, Field.REFERENCE} and found & set(DAYS):
        return Field.DAY_AND_DOCUMENT
    # `Số tiền` over `Ghi nợ`: the narrower one is meant.
    for wide in (Field.AMOUNT, Field.OWN_ACCOUNT, Field.TRANSACTED):
        if len(found) > 1:
            found = found - {wide}
    return min(found, key=list(Field).index) if found else None


@lru_cache(maxsize=1)
def _built_in_words() -> tuple[Words, ...]:
    return tuple(Words(profile) for profile in built_in())


def ready(profiles: Sequence[Profile]) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """A school's own profiles, and the built-in ones."""
    return tuple(Words(profile) for profile in profiles), _built_in_words()
