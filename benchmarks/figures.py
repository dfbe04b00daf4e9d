"""What a benchmark hands back, and how it is shown and kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median_low

from rich.console import Console
from rich.table import Table

RESULT = Path(__file__).resolve().parent.parent / "build" / "bench.json"


@dataclass(frozen=True, slots=True)
class Round:
    """One measurement of ours with the rival's own, taken right beside it."""

    ours: int
    rival: int

    @property
    def thousandths(self) -> int:
        """How many thousandths of the rival's rate ours is."""
        return self.ours * 1000 // max(self.rival, 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. Rates are whole things a second; ratio and goal are decimal texts."""

    figure: str
    ours: int
    rival: str
    rival_rate: int
    ratio: str
    goal: str


def decimal(thousandths: int) -> str:
    """2500 -> 2.50."""
    return f"{thousandths // 1000}.{thousandths % 1000 // 10:02}"


def figure(name: str, rival: str, rounds: Sequence[Round], goal: str) -> Figure:
    """The round in the middle, by ratio: ours and the rival always come from the same round."""
    middle = median_low(sorted(one.thousandths for one in rounds))
    taken = next(one for one in rounds if one.thousandths == middle)
    return Figure(name, taken.ours, rival, taken.rival, decimal(middle), goal)


def is_reached(one: Figure) -> bool:
    """Whether the ratio is at least the goal."""

    def hundredths(text: str) -> int:
        whole, _, rest = text.partition(".")
        return int(whole) * 100 + int(f"{rest:0<2}"[:2])

    return hundredths(one.ratio) >= hundredths(one.goal)


def show(figures: Sequence[Figure], console: Console) -> None:
    """The table of product speed, each figure with its rival beside it."""
    table = Table(title="Speed, ours beside the rival, one run, one machine")
    for name in ("figure", "ours/s", "rival", "rival/s", "ratio", "goal", ""):
        table.add_column(name, justify="left" if name in {"figure", "rival"} else "right")
    for one in figures:
        table.add_row(
            one.figure, f"{one.ours:,}", one.rival, f"{one.rival_rate:,}", one.ratio,
            one.goal, "reached" if is_reached(one) else "missed",
        )  # fmt: skip
    console.print(table)


def keep(figures: Sequence[Figure], path: Path = RESULT) -> None:
    """Write the list of figures as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(one) for one in figures], indent=2) + "\n", "utf-8")
