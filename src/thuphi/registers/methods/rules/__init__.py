"""What this room decides without a database, a file for each noun."""

from .fees import PARTS, BorneBy, FeeTerms, fee_vnd
from .merchants import Sorted, check_whole, is_plain, part, sort_settings
from .neutrality import Bias, is_neutral
from .offers import (
    BIOMETRICS_ABOVE_VND,
    MOBILE_MONEY_MONTH_VND,
    Hint,
    IncentiveKind,
    IncentiveTerms,
    Offer,
    WayTerms,
    WhyNot,
    offers,
)
from .readiness import (
    FRESH_DAYS,
    METHODS_NEEDED,
    RANKS,
    MethodReadiness,
    MethodState,
    Readiness,
    best,
    state_of,
)
from .terminals import TERMINAL_STATES, TerminalState
from .ways import Way

__all__ = [
    "BIOMETRICS_ABOVE_VND",
    "FRESH_DAYS",
    "METHODS_NEEDED",
    "MOBILE_MONEY_MONTH_VND",
    "PARTS",
    "RANKS",
    "TERMINAL_STATES",
    "Bias",
    "BorneBy",
    "FeeTerms",
    "Hint",
    "IncentiveKind",
    "IncentiveTerms",
    "MethodReadiness",
    "MethodState",
    "Offer",
    "Readiness",
    "Sorted",
    "TerminalState",
    "Way",
    "WayTerms",
    "WhyNot",
    "best",
    "check_whole",
    "fee_vnd",
    "is_neutral",
    "is_plain",
    "offers",
    "part",
    "sort_settings",
    "state_of",
]
