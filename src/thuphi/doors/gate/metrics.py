"""Figures about the gate for its operator, in Prometheus' form."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from .answers import Answer


class Metrics:
    """The counters of one gate, in a registry of its own."""

    def __init__(self, channels: frozenset[str]) -> None:
        self.registry = CollectorRegistry()
        knocks = Counter(
            "thuphi_gate_knocks", "Knocks by channel and answer", ("channel", "answer"),
            registry=self.registry,
        )  # fmt: skip
        self._knocks = {
            (channel, answer): knocks.labels(channel, answer.value)
            for channel in {*channels, ""}
            for answer in Answer
        }
        self.flush_rows = Histogram(
            "thuphi_gate_flush_rows", "Knocks written by one flush", registry=self.registry,
            buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000),
        )  # fmt: skip
        self.queue = Gauge(
            "thuphi_gate_queue", "Knocks waiting for a flush", registry=self.registry
        )
        self.streams = Gauge("thuphi_gate_streams", "Open live streams", registry=self.registry)

    def count(self, channel: str, answer: Answer) -> None:
        """One knock more; an unknown channel counts under no name, so labels stay few."""
        self._knocks.get((channel, answer), self._knocks["", answer]).inc()

    def page(self) -> bytes:
        """All figures as text."""
        return generate_latest(self.registry)
