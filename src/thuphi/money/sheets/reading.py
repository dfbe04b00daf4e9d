"""Reading a school's own sheets: every row as a pupil with their charges, or as a fault."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from . import classes
from .found import Charge, Found, Pupil
from .grids import Grid, open_file
from .heads import Meaning
from .merges import Merges
from .pupils import read_pupil
from .rules import person_key
from .tables import Place, rows_of_pupils

PUPILS_MAX = 50_000
NOBODY: Mapping[str, Mapping[int, Meaning]] = {}


def read(
    content: bytes,
    *,
    file_name: str,
    said: Mapping[str, Mapping[int, Meaning]] = NOBODY,
) -> Found:
    """Everything a file says. `said` is what people have said of heads before, by signature.

    Raises `FileRefused` for a file that cannot be opened.
    """
    found = Found()
    people = _People(found)
    for grid in open_file(content, file_name):
        if grid.is_hidden:
            _note_hidden(grid, found)
            continue
        _read_sheet(grid, found, said, people)
    people.hand_over()
    if not found.tables and not found.fault_count:
        found.fault("", 0, -1, "", _("không thấy bảng nào có cột “Họ và tên” hay “Mã học sinh”"))
    return found


def _read_sheet(
    grid: Grid, found: Found, said: Mapping[str, Mapping[int, Meaning]], people: _People
) -> None:
    named = classes.of_sheet(grid.name)
    place = Place(grid, Merges(grid.merged), found, said, class_name=named)
    is_checked = not named
    for row, values in rows_of_pupils(place):
        if not is_checked:
            is_checked = True
            if not classes.same(place.class_name, named):
                found.fault(
                    grid.name,
                    row,
                    -1,
                    "",
                    _("tiêu đề ghi lớp %(title)s, tên trang tính ghi lớp %(sheet)s")
                    % {"title": place.class_name, "sheet": named},
                )
        pupil = read_pupil(place, row, values)
        if pupil is not None:
            people.add(pupil, place)
        if len(people) > PUPILS_MAX:
            most = f"{PUPILS_MAX:,}".replace(",", ".")
            found.fault(
                grid.name,
                row,
                -1,
                "",
                _("quá %(most)s dòng: tách thành nhiều tệp") % {"most": most},
            )
            return


def _note_hidden(grid: Grid, found: Found) -> None:
    """A hidden sheet is not read; one that holds a list is named, so that nobody misses it."""
    unseen = Found()
    place = Place(grid, Merges(grid.merged), unseen, NOBODY)
    if next(rows_of_pupils(place), None) is not None:
        found.fault(
            grid.name,
            0,
            -1,
            "",
            _("trang tính đang ẩn có danh sách học sinh và không được đọc: bỏ ẩn, hoặc xóa đi"),
        )


class _People:
    """Every pupil once: a row that says one again on another sheet adds its items."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._seen: dict[tuple[str, str], Pupil] = {}

    def __len__(self) -> int:
        return len(self._seen)

    def add(self, pupil: Pupil, place: Place) -> None:
        """Take up a pupil, or note why the row cannot be theirs."""
        key = person_key(pupil.code, pupil.name, pupil.class_name)
        before = self._seen.get(key)
        if before is None:
            self._seen[key] = pupil
            return
        layout = place.layout
        by = Meaning.CODE if pupil.code else Meaning.NAME
        columns = layout.of(by, Meaning.SURNAME) if layout else ()
        index = columns[0].index if columns else -1
        if before.sheet != pupil.sheet and _is_same(before, pupil):
            twice = {one.item for one in before.charges} & {one.item for one in pupil.charges}
            if not twice:
                self._seen[key] = _joined(before, pupil)
                return
        where = {"row": before.row, "sheet": before.sheet}
        if pupil.code:
            place.fault(
                pupil.row,
                index,
                _("mã “%(code)s” đã có ở dòng %(row)d, trang tính “%(sheet)s”")
                % {"code": pupil.code, **where},
            )
        else:
            place.fault(
                pupil.row,
                index,
                _(
                    "học sinh “%(name)s” lớp %(class)s đã có ở dòng %(row)d, trang tính"
                    " “%(sheet)s”: thêm cột mã học sinh nếu là hai em"
                )
                % {"name": pupil.name, "class": pupil.class_name, **where},
            )

    def hand_over(self) -> None:
        """Put the pupils where they are looked for, in the order of the file."""
        self._found.pupils = list(self._seen.values())


def _is_same(before: Pupil, after: Pupil) -> bool:
    return (not before.name or not after.name or before.name == after.name) and (
        not before.class_name
        or not after.class_name
        or classes.same(before.class_name, after.class_name)
    )


def _joined(before: Pupil, after: Pupil) -> Pupil:
    charges: tuple[Charge, ...] = (*before.charges, *after.charges)
    return Pupil(
        sheet=before.sheet,
        row=before.row,
        signature=before.signature,
        code=before.code,
        name=before.name or after.name,
        class_name=before.class_name or after.class_name,
        phone=before.phone or after.phone,
        payer=before.payer or after.payer,
        email=before.email or after.email,
        born_on=before.born_on or after.born_on,
        charges=charges,
    )
