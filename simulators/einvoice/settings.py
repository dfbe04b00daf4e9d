"""Whose invoices this provider numbers, and how it behaves."""

from __future__ import annotations

import msgspec


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One unit with its tax code, the serials it registered, and its secret."""

    tax_code: str
    secret: str
    serials: list[str]
    name: str = "Trường Tiểu học Hoa Mai"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that this provider is told at its start."""

    units: list[Unit]
    pending_seconds: int = 0
    """So long an order waits for the tax office's code when nothing else is said."""
