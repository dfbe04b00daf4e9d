"""How long one notification takes a connector: verified and read, without any I/O.

The notification is the connector's good recording in `tests/channels/`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from statistics import median_low

from benchmarks.figures import Figure, Round, figure
from tests.channels.recordings import HERE, load
from thuphi.ground.channels.contract import Ability, Connector
from thuphi.ground.channels.registry import CONNECTORS

LIMIT_NS = 100_000
"""A hundred microseconds."""
SECOND_NS = 10**9
ROUNDS = 9


def nanoseconds(connector: Connector, times: int) -> int:
    """What one `hear` takes of a processor, in the middle one of nine rounds."""
    good = load(HERE / connector.name / "good.json")
    knock, settings = good.knock, good.settings
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time_ns()
        for _ in range(times):
            connector.hear(knock, settings)
        taken.append((time.process_time_ns() - began) // times)
    return median_low(taken)


def measure(
    say: Callable[[str], None],
    times: int = 1000,
    connectors: Mapping[str, Connector] = CONNECTORS,
) -> Figure:
    """The slowest connector beside the limit; prints every one."""
    hearing = {n: one for n, one in connectors.items() if one.CAN[Ability.HEAR].can}
    took = {name: nanoseconds(connector, times) for name, connector in hearing.items()}
    for name, spent in took.items():
        micros = f"{spent // 1000}.{spent % 1000 // 100}"
        say(f"hear, {name}: {micros} µs, limit {LIMIT_NS // 1000} µs")
    slowest = max(took, key=lambda name: took[name])
    each = Round(SECOND_NS // took[slowest], SECOND_NS // LIMIT_NS)
    return figure(f"hear, slowest connector ({slowest})", "limit of 100 µs", [each], "1.0")


if __name__ == "__main__":
    measure(lambda line: print(line, file=sys.stdout))
