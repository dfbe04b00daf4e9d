"""Whether a list of ways to pay favours anybody.

Ho Chi Minh City's guidance of September 2025 for school fees: licensed systems only, several
channels, no bank or app favoured, the cheapest or a free provider, the fee told on the notice.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from itertools import pairwise

from thuphi.ground.kit.fold import search_key

from .offers import Offer

SEVERAL = 2


class Bias(enum.StrEnum):
    """What is wrong with a list."""

    ONE_PROVIDER = "one_provider"
    """There is nothing to choose between."""
    NO_FREE_WAY = "no_free_way"
    """Every way costs the family something."""
    DEARER_FIRST = "dearer_first"
    """A way stands before a cheaper one."""
    NOT_BY_NAME = "not_by_name"
    """Among ways of one price somebody stands before their place in the alphabet."""
    TWICE = "twice"
    """A provider stands there twice."""
    CHOSEN_BEFORE = "chosen_before"
    """One is ticked before the family has chosen."""


def is_neutral(offers: Sequence[Offer], *, chosen: Offer | None = None) -> list[Bias]:
    """The faults of a list as it is shown, in a fixed order; none when it favours nobody."""
    pairs = list(pairwise(offers))
    names = [(offer.channel, search_key(offer.label)) for offer in offers]
    found = {
        Bias.ONE_PROVIDER: len(set(names)) < SEVERAL,
        Bias.NO_FREE_WAY: all(offer.cost_vnd for offer in offers),
        Bias.DEARER_FIRST: any(one.cost_vnd > other.cost_vnd for one, other in pairs),
        Bias.NOT_BY_NAME: any(
            one.cost_vnd == other.cost_vnd and search_key(one.label) > search_key(other.label)
            for one, other in pairs
        ),
        Bias.TWICE: len(set(names)) < len(names),
        Bias.CHOSEN_BEFORE: chosen is not None,
    }
    return [bias for bias, is_there in found.items() if is_there]
