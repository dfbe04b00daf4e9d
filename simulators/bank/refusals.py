"""Why this bank says no."""

from __future__ import annotations


class Refused(Exception):
    """The bank does not do it; the text is a Vietnamese sentence for the person at the phone."""
