"""A settlement file: opened, its provider found, and read as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from thuphi.ground.statements.contract import ReadFile, Unreadable

from . import gsma_json, sheet
from .faults import Faults, ProviderFault, refused
from .grid import Sheet, is_table, sheets
from .profiles import ProviderProfile, profiles


def read_provider(name: str, content: bytes, *, channel: str = "") -> ReadFile | None:
    """A provider's settlement file, understood; None for a file that is not one of theirs, or that
    cannot even be opened.

    With `channel` the file is that provider's, by the word of who brought it. All or nothing:
    raises `Unreadable` with every fault found, at most a hundred.
    """
    if channel:
        return read_settlements(name, content, channel=channel)
    is_json = gsma_json.is_json(content)
    if not is_json and not is_table(content):
        return None
    try:
        tables = _tables(content, is_json=is_json)
    except Unreadable:
        return None
    return _read(name, tables, "")


def read_settlements(name: str, content: bytes, *, channel: str = "") -> ReadFile:
    """The same for a file that is said to be a provider's: whatever is not is `Unreadable`."""
    tables = _tables(content, is_json=gsma_json.is_json(content) and channel in ("", "gsma"))
    found = _read(name, tables, channel)
    if found is None:
        raise refused(ProviderFault.UNKNOWN)
    return found


def _tables(content: bytes, *, is_json: bool) -> list[Sheet]:
    return [Sheet("", gsma_json.rows(content))] if is_json else sheets(content)


def _read(name: str, tables: Sequence[Sheet], channel: str) -> ReadFile | None:
    faults = Faults()
    found = _find(name, tables, channel, faults)
    if found is None:
        return None
    told = sheet.read(found)
    faults.refuse_if_any()
    profile = found.profile
    return ReadFile(format=profile.channel, settlements=told, profile=profile.title)


def _find(name: str, tables: Sequence[Sheet], channel: str, faults: Faults) -> sheet.Table | None:
    wanted = [profiles()[channel]] if channel else list(profiles().values())
    found = [
        table
        for one in tables
        for profile in wanted
        if (table := sheet.find_table(one, profile, faults)) is not None
    ]
    if channel:
        if not found:
            raise refused(
                ProviderFault.NO_HEADS,
                needed=_needed(wanted[0]),
                rows=sheet.HEAD_LOOKED_FOR_IN,
            )
        return found[0]
    told = [table for table in found if sheet.is_told_by(table, name)]
    names = sorted({table.profile.title for table in told})
    if len(names) > 1:
        raise refused(ProviderFault.SEVERAL, names=", ".join(names))
    return told[0] if told else None


def _needed(profile: ProviderProfile) -> str:
    if profile.channel == "nexo":
        return "TID, Số tham chiếu (RRN), Số tiền"
    return "Mã giao dịch, Số tiền, Phí hoặc Thực nhận"
