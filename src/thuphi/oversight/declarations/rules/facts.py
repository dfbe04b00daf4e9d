"""What a declaration is held against, and what is found. No database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from thuphi.ground.kit.periods import Month
from thuphi.money.payments.rules import Method

from .checks import Rule, Severity
from .items import Item, Kind, Values


@dataclass(frozen=True, slots=True)
class Booked:
    """What came in at the facility in the month by one method, as booked here."""

    count: int
    value_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """All that is known of a facility and a month beside the declaration itself."""

    kind: Kind
    month: Month
    today: date
    stood_in_month: bool
    """Whether the facility stood anywhere in the month."""
    history: Mapping[Item, Sequence[int]] = field(default_factory=dict)
    """What was submitted for the twelve months before, in any order."""
    standing: Values = field(default_factory=dict)
    """Days that were declared for earlier months and still hold."""
    booked: Mapping[Method, Booked] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is broken, by which item, with the figures the sentence needs."""

    rule: Rule
    item: Item | None
    facts: Mapping[str, int | str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.rule.severity

    @property
    def key(self) -> str:
        """The name under which its explanation is given: `rule` or `rule:item`."""
        return self.rule.value if self.item is None else f"{self.rule.value}:{self.item.value}"
