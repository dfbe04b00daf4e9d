"""How often somebody may knock: a token bucket for each, in memory, whole nanoseconds only."""

from __future__ import annotations

import time

SECOND_NS = 1_000_000_000


class RateLimit:
    """At most `rate` a second and `burst` at once for each key. A rate of 0 admits all.

    A bucket is kept as the instant at which it will be full again, so that one number for each key
    is enough and a key that has been quiet can be forgotten.
    """

    def __init__(self, *, rate: int, burst: int, keys_max: int = 20_000) -> None:
        self._interval_ns = SECOND_NS // rate if rate else 0
        self._slack_ns = self._interval_ns * max(burst - 1, 0)
        self._keys_max = keys_max
        self._full_at: dict[str, int] = {}

    def admits(self, key: str, now_ns: int | None = None) -> bool:
        """Whether one more from `key` is welcome now; a refused one costs nothing."""
        if not self._interval_ns:
            return True
        now = time.monotonic_ns() if now_ns is None else now_ns
        full_at = max(self._full_at.get(key, now), now)
        if full_at - now > self._slack_ns:
            return False
        if len(self._full_at) >= self._keys_max and key not in self._full_at:
            self._forget(now)
        self._full_at[key] = full_at + self._interval_ns
        return True

    def _forget(self, now: int) -> None:
        """Drop the full buckets; if all are in use, the half that was seen first."""
        kept = {key: full_at for key, full_at in self._full_at.items() if full_at > now}
        if len(kept) > self._keys_max // 2:
            kept = dict(list(kept.items())[self._keys_max // 2 :])
        self._full_at = kept
