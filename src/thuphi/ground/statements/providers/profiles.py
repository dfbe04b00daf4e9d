"""Which head words mean which field, from `heads.toml`: a new layout is a line of data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from thuphi.ground.kit.fold import search_key

_OTHERS = re.compile(r"[^a-z0-9]+")
_UNIT = re.compile(r" (?:vnd|dong|d)$")
_TABLES = frozenset({"common", "kinds", "statuses"})
_NOT_FIELDS = frozenset({"title", "words", "own", "pays"})
CARD_FIELDS = ("tid", "mid", "batch", "stan", "rrn", "approval", "card", "brand")


@dataclass(frozen=True, slots=True)
class ProviderProfile:
    """How one provider's files are known and read."""

    channel: str
    title: str
    words: tuple[str, ...]
    """In the file's name or above its heads they name the provider."""
    own: frozenset[str]
    """Heads that no other provider and no bank has."""
    pays_each: bool
    """Each payment comes to the account by itself; there is no sum to find on the statement."""
    heads: Mapping[str, tuple[str, ...]]

    def columns(self, heads: Sequence[str]) -> dict[str, int]:
        """Field -> column, from folded heads of a row."""
        places = {head: place for place, head in reversed(list(enumerate(heads))) if head}
        found: dict[str, int] = {}
        for field, words in self.heads.items():
            place = next((places[word] for word in words if word in places), None)
            if place is not None:
                found[field] = place
        return found

    def is_told_by(self, heads: Sequence[str]) -> bool:
        """Whether these heads are this provider's and nobody else's."""
        return any(
            head in self.own or any(f" {word} " in f" {head} " for word in self.words)
            for head in heads
        )


@dataclass(frozen=True, slots=True)
class Words:
    """What providers call the kinds and states of transactions."""

    kinds: Mapping[str, str]
    done: frozenset[str]
    nothing: frozenset[str]


def head_key(written: object) -> str:
    """A head without marks, capitals, signs and unit: `Số tiền (VNĐ)` is `so tien`."""
    if not isinstance(written, str) or not written or len(written) > 200:
        return ""
    return _folded(written)


@lru_cache(maxsize=10_000)
def _folded(written: str) -> str:
    folded = _OTHERS.sub(" ", search_key(written)).strip()
    return _UNIT.sub("", folded)


@cache
def _data() -> Mapping[str, Mapping[str, object]]:
    path = Path(__file__).parent / "heads.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _list(table: Mapping[str, object], name: str) -> tuple[str, ...]:
    told = table.get(name, [])
    return tuple(str(one) for one in told) if isinstance(told, list) else ()


@cache
def profiles() -> Mapping[str, ProviderProfile]:
    """Every provider by its channel's name."""
    common = _data()["common"]
    found = {}
    for channel, table in _data().items():
        if channel in _TABLES:
            continue
        fields = dict.fromkeys([*table, *common])
        found[channel] = ProviderProfile(
            channel=channel,
            title=str(table["title"]),
            words=_list(table, "words"),
            own=frozenset(_list(table, "own")),
            pays_each=table.get("pays") == "each",
            heads={
                field: (*_list(table, field), *_list(common, field))
                for field in fields
                if field not in _NOT_FIELDS
            },
        )
    return found


@cache
def words() -> Words:
    """The words of kinds and states."""
    kinds, statuses = _data()["kinds"], _data()["statuses"]
    return Words(
        kinds={word: kind for kind in kinds for word in _list(kinds, kind)},
        done=frozenset(_list(statuses, "done")),
        nothing=frozenset(_list(statuses, "nothing")),
    )
