"""How an office stands on its paper: above whom, by what symbol, and who may sign for it.

Source: Decree 30/2020/NĐ-CP, Annex I, II and III. No database.
"""

from __future__ import annotations

import re

from thuphi.oversight.reports.forms.document import Office, Signer
from thuphi.oversight.reports.forms.wording import plain
from thuphi.oversight.reports.rules.routes import COMMITTEE, DEPARTMENTS

STATE_BANK = "state_bank"
SILENT_WORDS = frozenset({"và", "các"})
HEADS = {COMMITTEE: "Chủ tịch"}
HEAD = "Giám đốc"
DEPUTY = "Phó "
NUMBER = re.compile(r"\s*(?:Số:?\s*)?([0-9]{1,5})\s*/\s*BC\s*-\s*(\S.*?)\s*", re.IGNORECASE)


def office(*, name: str, kind: str, place_name: str, place_full_name: str) -> Office:
    """The office above its superior: a department stands under the committee of its province.

    Its own line then does not say the province again.
    """
    said = plain(name)
    place = place_full_name[:1].lower() + place_full_name[1:]
    if kind in DEPARTMENTS and place:
        short = said.removesuffix(place_name).rstrip().removesuffix("tỉnh").rstrip()
        short = short.removesuffix("thành phố").rstrip() or said
        superior = f"Ủy ban nhân dân {place}"
        return Office(name=short, short=initials(short), superior=superior)
    if kind == STATE_BANK:
        return Office(name=said, short="NHNN", superior="Ngân hàng Nhà nước Việt Nam")
    if kind == COMMITTEE:
        return Office(name=said if place_name in said else f"{said} {place_name}", short="UBND")
    return Office(name=said, short=initials(said))


def initials(name: str) -> str:
    """`SGDĐT` of `Sở Giáo dục và Đào tạo`: the first letter of each word that carries meaning."""
    return "".join(word[0].upper() for word in plain(name).split() if word not in SILENT_WORDS)


def numbered(written: str) -> tuple[int | None, str]:
    """Number and symbol of `12/BC-SGDĐT`; none and nothing of what does not read so."""
    found = NUMBER.fullmatch(written)
    return (int(found[1]), found[2]) if found else (None, "")


def signer(*, title: str, name: str, kind: str, office_name: str) -> Signer:
    """Who signs: a deputy `KT.` the head, a people's committee `TM.` the committee.

    A title of several lines is taken as the office wrote it, the last one being the position.
    """
    lines = [line for line in map(plain, title.splitlines()) if line]
    if len(lines) > 1:
        return Signer(position=lines[-1], name=plain(name), authority=tuple(lines[:-1]))
    position = lines[0] if lines else HEADS.get(kind, HEAD)
    authority: list[str] = []
    if kind == COMMITTEE:
        authority.append(f"TM. {_without_place(office_name)}")
    if position.casefold().startswith(DEPUTY.casefold()):
        authority.append(f"KT. {position[len(DEPUTY) :]}")
    return Signer(position=position, name=plain(name), authority=tuple(authority))


def _without_place(name: str) -> str:
    committee = "Ủy ban nhân dân"
    return committee if plain(name).startswith(committee) else plain(name)
