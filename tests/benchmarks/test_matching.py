"""The benchmark of finding bills runs, counts right and compares with a join that works."""

from __future__ import annotations

from random import Random

import pytest
from rich.console import Console

from benchmarks import matching, matching_texts
from benchmarks.matching import Count, Size
from thuphi.money.matching.contract import Found, Rung, Suggestion

SMALL = Size(bills=2_000, damaged=20, strangers=500, lines=3_000, rounds=1)


def test_a_small_round_finds_every_healable_line_and_books_no_stranger() -> None:
    counts = matching.search(SMALL, print)
    assert matching.healed(counts) == (240, 240)
    assert matching.all_wrong(counts) == 0
    by_kind = {one.kind: one for one in counts}
    assert by_kind["bank text around"].plain_found == 20
    assert by_kind["small letters"].plain_found == 0
    assert by_kind[matching_texts.LOOK_ALIKES].plain_found == 0
    assert by_kind["strangers' lines"].lines == 500


def test_the_speed_stands_beside_a_join_that_finds_the_whole_codes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    figure = matching.speed(SMALL, print)
    assert figure.ours > 0
    assert figure.rival_rate > 0
    said = capsys.readouterr().out
    ours, joined = (int(part.split()[0].replace(",", "")) for part in said.split("for ")[1:])
    assert 2_700 < joined < ours <= 2_850


def test_a_wrong_find_is_counted_as_wrong() -> None:
    count = Count("kind")
    count.take(Found("1", "TF2", Rung.EXACT), "TF3", "TF1")
    count.take(Found("1", None, Rung.SUGGESTED, (Suggestion("TF1", 1, ()),)), "TF1", "TF1")
    assert (count.lines, count.found, count.wrong, count.suggested) == (2, 0, 1, 1)
    assert (count.plain_found, count.plain_wrong) == (1, 1)


def test_a_wrong_find_stops_the_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Count("kind", lines=1, wrong=1)
    monkeypatch.setattr(matching, "search", lambda _size, _say: [wrong])
    with pytest.raises(SystemExit):
        matching.measure(SMALL, Console(quiet=True))


def test_the_same_seed_gives_the_same_lines() -> None:
    def lines() -> list[object]:
        random = Random(5)
        bills = matching_texts.open_bills(50, random)
        return [bills, list(matching_texts.strangers(50, random, ["TF"], bills))]

    assert lines() == lines()
