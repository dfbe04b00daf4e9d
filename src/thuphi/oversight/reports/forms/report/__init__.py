"""A report on a plan as an official document, from figures that were frozen when it was filed."""

from .building import report_document
from .said import FigureLine, Report, SilentFacility, SourceLine, UnitLine, UnitTable

__all__ = [
    "FigureLine",
    "Report",
    "SilentFacility",
    "SourceLine",
    "UnitLine",
    "UnitTable",
    "report_document",
]
