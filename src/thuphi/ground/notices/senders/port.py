"""What every sender is: it carries one letter once and says how that went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Protocol

import msgspec

from thuphi.ground.notices.rules import Trouble, Way


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter as its sender needs it."""

    reference: str
    """Ours; the same at every try, so that a provider who keeps it sends nothing twice."""
    to_address: str
    template: str
    facts: Mapping[str, str] = field(repr=False)
    """As people write them; for providers who keep the text themselves."""
    subject: str = field(repr=False)
    text: str = field(repr=False)
    report_url: str = ""
    """Where the provider may tell that it arrived."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the provider said: taken, or the trouble."""

    trouble: Trouble | None = None
    provider_reference: str = ""
    cost_vnd: int = 0


ProviderReference = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")]
CostVnd = Annotated[int, msgspec.Meta(le=10**9)]
"""What can be kept of a provider's words; anything else is no answer and no report."""


class Post(Protocol):
    """A way out for letters."""

    @property
    def way(self) -> Way:
        """By what it carries."""

    def send(self, parcel: Parcel) -> Told:
        """Carry a letter, once. Never raises for what a provider does."""


def reference_of(letter_id: int) -> str:
    """The name by which a provider knows a letter."""
    return f"thuphi-{letter_id}"


def letter_of(reference: str) -> int | None:
    """The letter of a reference that came back; `None` for what is none of ours."""
    name, _, number = reference.partition("-")
    fits = name == "thuphi" and number.isascii() and number.isdigit() and len(number) < 19
    return int(number) if fits else None
