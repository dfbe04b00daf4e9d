"""Damaged files: some here, a hundred thousand with `make faults`."""

from __future__ import annotations

import resource

from tests.ground.statements import fuzz


def test_a_damaged_file_is_read_whole_or_refused_with_reasons() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tally = fuzz.run(1_500, seed=6)
    assert tally.outcomes.total() == 1_500
    assert tally.outcomes["read"] > 50
    assert len(tally.kinds) > 25
    assert tally.slowest < fuzz.SECONDS_MAX
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000
