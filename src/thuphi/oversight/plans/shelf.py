"""The plans that are shipped with the programme, read once. Needs no database."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from . import reading
from .rules import Plan

PROFILES = Path(__file__).parent / "profiles"
SHIPPED = ("nat-2022", "bg-2022", "th-2022", "ag-2022", "hy-2022-2025")
"""The order in which they are shown: the guidance to all provinces first."""


@cache
def shipped() -> tuple[Plan, ...]:
    """The plans of `profiles/`: the known ones in their order, then any other by name."""
    files = {file.stem: file for file in PROFILES.glob("*.toml")}
    others = sorted(files.keys() - set(SHIPPED))
    return tuple(reading.read_file(files[name]) for name in (*SHIPPED, *others))
