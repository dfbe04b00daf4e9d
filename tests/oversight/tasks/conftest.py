"""Offices of 2022 in Bắc Giang, and connections of the pages for offices."""

from __future__ import annotations

from tests.oversight.reports.conftest import as_office, bac_giang

__all__ = ["as_office", "bac_giang"]
