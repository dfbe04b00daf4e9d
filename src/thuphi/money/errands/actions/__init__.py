"""One step with a provider: written down before, sent, read, and written down again."""

from .attempt_steps import WALK_MAX, take_attempt_step
from .due import run_due
from .lines import Clock, Sends, now
from .refund_steps import take_refund_step

__all__ = [
    "WALK_MAX",
    "Clock",
    "Sends",
    "now",
    "run_due",
    "take_attempt_step",
    "take_refund_step",
]
