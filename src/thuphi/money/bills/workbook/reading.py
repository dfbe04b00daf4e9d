"""Reading a whole workbook: sheets, heads, rows, cells. Knows no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from .charges import read_charges
from .columns import OfferedItem, Sheet
from .errors import FileRefused
from .faults import Faults
from .pupils import Pupils, read_pupils
from .rows import ChargeRow, Reading
from .scanning import Scan, scan
from .sealing import Sealed, sheet_key, unseal
from .tables import Progress, Steps, table_of

READ = (Sheet.PUPILS, Sheet.CHARGES)


def read(
    content: bytes,
    *,
    items: Sequence[OfferedItem],
    born_before: date,
    progress: Progress | None = None,
) -> Reading:
    """Read a whole workbook, noting every fault. Raises `FileRefused` for a file that is none."""
    sealed = unseal(content, frozenset(sheet_key(name) for name in READ))
    if not sealed.sheets:
        raise FileRefused(
            _("Không thấy trang tính “%(pupils)s” hay “%(charges)s”: hãy dùng tệp mẫu.")
            % {"pupils": Sheet.PUPILS.value, "charges": Sheet.CHARGES.value}
        )
    scans = {
        name: scan(sealed.parts[sealed.sheets[sheet_key(name)]], name.value)
        for name in READ
        if sheet_key(name) in sealed.sheets
    }
    try:
        return _read_sheets(sealed, scans, items, born_before, progress)
    except (CalamineError, ValueError, OverflowError, KeyError) as error:
        raise FileRefused(
            _("Nội dung bên trong tệp bị hỏng: mở bằng Excel rồi lưu lại thành .xlsx.")
        ) from error


def _read_sheets(
    sealed: Sealed,
    scans: Mapping[Sheet, Scan],
    items: Sequence[OfferedItem],
    born_before: date,
    progress: Progress | None,
) -> Reading:
    faults = Faults([name.value for name in READ])
    steps = Steps(sum(found.last_row for found in scans.values()), progress)
    pupils = Pupils()
    charges: tuple[ChargeRow, ...] = ()
    with CalamineWorkbook.from_filelike(sealed.packed()) as workbook:
        names = {sheet_key(name): name for name in workbook.sheet_names}
        for name, found in scans.items():
            sheet = workbook.get_sheet_by_name(names[sheet_key(name)])
            table = table_of(name, sheet, found, faults, steps)
            if table is None:
                continue
            if name is Sheet.PUPILS:
                pupils = read_pupils(table, born_before)
            else:
                charges = read_charges(table, items)
    return Reading(
        pupils=pupils.rows,
        pupil_codes=pupils.codes,
        charges=charges,
        faults=faults,
        unused_columns=pupils.unused_columns,
    )
