"""Leaves a line alone that fails again and again, and lets one call try it after a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Lock
from time import monotonic_ns
from typing import Final

SECOND_NS: Final = 10**9
FAILURES_MAX: Final = 5
PAUSE_NS: Final = 30 * SECOND_NS
PAUSE_NS_MAX: Final = 600 * SECOND_NS


class LineDown(Exception):
    """The line is left alone."""


class LineBusy(Exception):
    """The line has as many calls under way as it may."""


@dataclass(slots=True)
class _Trouble:
    failures: int = 0
    pause_ns: int = 0
    """0 while the line is still used."""
    rests_until_ns: int = 0
    is_tried: bool = False


class Breakers:
    """The trouble of each line, in the memory of this process; a line without any is not kept."""

    def __init__(self, clock: Callable[[], int] = monotonic_ns) -> None:
        self._clock = clock
        self._lock = Lock()
        self._troubles: dict[str, _Trouble] = {}

    def is_down(self, line: str) -> bool:
        """Whether the line is left alone, or only tried."""
        with self._lock:
            trouble = self._troubles.get(line)
            return trouble is not None and trouble.pause_ns > 0

    def check(self, line: str) -> None:
        """Raises `LineDown` while nobody may try the line."""
        with self._lock:
            self._trouble_to_try(line)

    def enter(self, line: str) -> bool:
        """Whether this call is the one that tries a line that was down. Raises `LineDown`."""
        with self._lock:
            trouble = self._trouble_to_try(line)
            if trouble is None:
                return False
            trouble.is_tried = True
            return True

    def _trouble_to_try(self, line: str) -> _Trouble | None:
        trouble = self._troubles.get(line)
        if trouble is None or not trouble.pause_ns:
            return None
        if trouble.is_tried or self._clock() < trouble.rests_until_ns:
            raise LineDown
        return trouble

    def worked(self, line: str) -> None:
        """The line answered: all is forgotten."""
        with self._lock:
            self._troubles.pop(line, None)

    def failed(self, line: str, *, was_trial: bool) -> None:
        """The line did not answer, or said that it cannot."""
        with self._lock:
            trouble = self._troubles.setdefault(line, _Trouble())
            if trouble.pause_ns and not was_trial:
                return
            trouble.failures += 1
            trouble.is_tried = False
            if was_trial or trouble.failures >= FAILURES_MAX:
                trouble.pause_ns = min(2 * trouble.pause_ns or PAUSE_NS, PAUSE_NS_MAX)
                trouble.rests_until_ns = self._clock() + trouble.pause_ns

    def left(self, line: str, *, was_trial: bool) -> None:
        """The call ended without saying anything about the line: the next may try it."""
        with self._lock:
            trouble = self._troubles.get(line)
            if was_trial and trouble is not None:
                trouble.is_tried = False


class Places:
    """How many calls of one line may be under way at once; lines do not wait for each other."""

    def __init__(self, *, size: int, wait_seconds: float) -> None:
        self._size = size
        self._wait_seconds = wait_seconds
        self._taken: dict[str, int] = {}
        self._freed = Condition()

    def take(self, line: str) -> None:
        """A place, after a short wait at most. Raises `LineBusy`."""
        with self._freed:
            if not self._freed.wait_for(lambda: self._has_room(line), self._wait_seconds):
                raise LineBusy
            self._taken[line] = self._taken.get(line, 0) + 1

    def _has_room(self, line: str) -> bool:
        return self._taken.get(line, 0) < self._size

    def give_back(self, line: str) -> None:
        """The place is free again."""
        with self._freed:
            self._taken[line] -= 1
            if not self._taken[line]:
                del self._taken[line]
            self._freed.notify_all()
