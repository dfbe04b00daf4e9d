"""Declarations as workbooks: written for download, read back with faults. Knows no database."""

from thuphi.money.bills.workbook.errors import FileRefused
from thuphi.money.bills.workbook.faults import Fault

from .reading import Filled, ManyReading, OneReading, read_department, read_one
from .writing import Line, department_workbook, one_workbook

__all__ = [
    "Fault",
    "FileRefused",
    "Filled",
    "Line",
    "ManyReading",
    "OneReading",
    "department_workbook",
    "one_workbook",
    "read_department",
    "read_one",
]
