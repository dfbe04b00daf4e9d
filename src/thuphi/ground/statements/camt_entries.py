"""The entries of a camt statement as lines: one for each detail of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.money import LARGEST_VND

from . import days
from .amounts import shown
from .bounds import LINES_MAX
from .contract import Fault, ReadLine
from .faults import FAULTS_MAX, FaultKind, Faults, refusal
from .texts import clean, is_garbled

Facts = dict[str, str]
"""Text by path; what repeats stands on several lines. `Amt@Ccy` is an attribute."""

NOT_BOOKED = frozenset({"PDNG", "INFO", "FUTR"})
NONE_GIVEN = frozenset({"NOTPROVIDED", "NONREF", "NOREF"})
_WAYS = {"CRDT": True, "DBIT": False}
_TRUE = frozenset({"true", "1"})
_BANK_LEAVES = ("Nm", "BICFI", "BIC", "ClrSysMmbId/MmbId", "Othr/Id")
_DETAIL_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")


def given(said: str) -> str:
    """What is said, or nothing where the standard's word for nothing stands."""
    return "" if said.upper() in NONE_GIVEN else said


def first(facts: Mapping[str, str], *paths: str) -> str:
    """The first of these that is told, as one clean line."""
    for path in paths:
        said = facts.get(path)
        if said:
            said = given(clean(said.partition("\n")[0]))
            if said:
                return said
    return ""


def amount_vnd(facts: Mapping[str, str], path: str, faults: Faults, place: str) -> int | None:
    """Whole đồng at a path, None with a fault noted where there are none."""
    written = facts.get(path, "")
    currency = facts.get(f"{path}@Ccy", "VND")
    if currency != "VND":
        faults.add(FaultKind.FOREIGN_CURRENCY, place, currency=currency)
        return None
    if not written:
        faults.add(FaultKind.NO_AMOUNT, place)
        return None
    if written.isascii() and written.isdigit() and len(written) <= 15:
        return int(written)
    try:
        exact = Decimal(written) if len(written) <= 40 else Decimal("NaN")
    except InvalidOperation:
        exact = Decimal("NaN")
    if not exact.is_finite() or not written.isascii() or "_" in written:
        faults.add(FaultKind.AMOUNT_UNREADABLE, place, text=written)
    elif exact < 0:
        faults.add(FaultKind.NEGATIVE, place, text=written)
    elif exact > LARGEST_VND:
        faults.add(FaultKind.AMOUNT_TOO_LARGE, place, text=written)
    elif exact != exact.to_integral_value():
        faults.add(FaultKind.NOT_WHOLE, place, text=written)
    else:
        return int(exact)
    return None


def moment(said: str) -> tuple[date, datetime | None] | None:
    """The Vietnamese day of `2026-01-05` or `2026-01-05T23:00:00+07:00`. Raises `ValueError`."""
    said = said.partition("\n")[0]
    if not said:
        return None
    if len(said) == 10:
        return date.fromisoformat(said), None
    if "T" not in said:
        # A day may have a zone of its own: 2026-01-05+07:00.
        return date.fromisoformat(said[:10]), None
    at = datetime.fromisoformat(said)
    if at.tzinfo is None:
        at = at.replace(tzinfo=VIETNAM)
    try:
        at = at.astimezone(VIETNAM)
    except OverflowError as error:
        raise ValueError(said) from error
    return at.date(), at


@dataclass(frozen=True, slots=True)
class _Part:
    """What becomes one line: an entry, or one detail of a batch."""

    facts: Facts
    is_in: bool
    vnd: int
    number: int = 1
    of: int = 1


class Entries:
    """The lines of one statement, taken up entry by entry."""

    def __init__(
        self,
        *,
        faults: Faults,
        notes: list[Fault],
        today: date | None,
        where: str,
        lines_before: int,
    ) -> None:
        self.lines: list[ReadLine] = []
        self.where = where
        self.account = ""
        """The statement's own; a payment to another number of it went to a virtual account."""
        self.count = 0
        self._faults = faults
        self._notes = notes
        self._today = today
        self._room = LINES_MAX - lines_before

    def place(self, entry: int) -> str:
        """An entry as a person would look for it."""
        return f"{self.where}, Ntry {entry}"

    def expect(self, details: int) -> None:
        """Raises `Unreadable` when the lines become too many."""
        if len(self.lines) + details > self._room:
            raise refusal(FaultKind.TOO_MANY_LINES, most=shown(LINES_MAX))

    def take(self, entry: Facts, details: list[Facts]) -> None:
        """An entry that is whole."""
        self.count += 1
        self.expect(max(len(details), 1))
        place = self.place(self.count)
        if not self._is_booked(entry, place):
            return
        vnd = amount_vnd(entry, "Amt", self._faults, place)
        is_in = _WAYS.get(entry.get("CdtDbtInd", ""))
        if is_in is None:
            self._faults.add(FaultKind.NO_DIRECTION, place, text=entry.get("Amt", ""))
        when = self._when(entry, place)
        if vnd is None or is_in is None or when is None:
            return
        if vnd == 0:
            self._note(FaultKind.NO_MONEY, place)
            return
        for part in self._parts(details, vnd, place, is_in=is_in):
            self.lines.append(self._line(entry, part, when))

    def _note(self, kind: FaultKind, place: str, **facts: str) -> None:
        if len(self._notes) < FAULTS_MAX:
            self._notes.append(Fault(kind, place, facts))

    def _is_booked(self, entry: Facts, place: str) -> bool:
        status = entry.get("Sts/Cd") or entry.get("Sts") or entry.get("Sts/Prtry", "")
        if status == "BOOK":
            return True
        if status in NOT_BOOKED:
            self._note(FaultKind.PENDING, place, text=status)
        elif status:
            self._faults.add(FaultKind.STATUS_UNKNOWN, place, text=status)
        else:
            self._faults.add(FaultKind.NO_STATUS, place)
        return False

    def _when(self, entry: Facts, place: str) -> tuple[date, datetime | None, date | None] | None:
        found = []
        for name in ("BookgDt", "ValDt"):
            said = entry.get(f"{name}/DtTm") or entry.get(f"{name}/Dt", "")
            try:
                found.append(moment(said))
            except ValueError:
                self._faults.add(FaultKind.DATE_UNREADABLE, place, text=said)
                return None
        booked, value = found
        when = booked or value
        if when is None:
            self._faults.add(FaultKind.NO_DATE, place)
            return None
        days.check_booked(when[0], self._today, self._faults, place)
        value_on = value[0] if value else None
        days.check_value(value_on, self._today, self._faults, place)
        return when[0], when[1], value_on

    def _parts(self, details: list[Facts], vnd: int, place: str, *, is_in: bool) -> list[_Part]:
        """Each detail with its way and amount; together they are the entry."""
        if not details:
            return [_Part({}, is_in, vnd)]
        if len(details) == 1 and "Amt" not in details[0]:
            return [_Part(details[0], is_in, vnd)]
        parts = []
        total = 0
        for number, facts in enumerate(details, start=1):
            path = next((one for one in _DETAIL_AMOUNTS if one in facts), "Amt")
            part = amount_vnd(facts, path, self._faults, f"{place}, TxDtls {number}")
            if part is None:
                return []
            way = _WAYS.get(facts.get("CdtDbtInd", ""), is_in)
            total += part if way == is_in else -part
            if part:
                parts.append(_Part(facts, way, part, number, len(details)))
        if total != vnd:
            self._faults.add(
                FaultKind.DETAILS_DIFFER, place, details=shown(total), entry=shown(vnd)
            )
            return []
        return parts

    def _line(
        self,
        entry: Facts,
        part: _Part,
        when: tuple[date, datetime | None, date | None],
    ) -> ReadLine:
        booked_on, booked_at, value_on = when
        facts, is_in = part.facts, part.is_in
        is_reversal = entry.get("RvslInd", "").lower() in _TRUE
        # The roles of a payment stay when it is taken back.
        is_payer = is_in != is_reversal
        sides = ["Dbtr", "Cdtr"] if is_payer else ["Cdtr", "Dbtr"]
        if not is_reversal:
            sides.pop()
        name, account, bank = _other_side(facts, sides)
        if booked_at is None:
            booked_at = _told_time(facts, booked_on)
        paid_to = account_of(facts, "RltdPties/CdtrAcct") if is_payer else ""
        raw = dict(entry)
        raw.update((f"TxDtls/{path}", said) for path, said in facts.items())
        if part.of > 1:
            raw["TxDtls"] = f"{part.number}/{part.of}"
        text = _text(entry, facts, is_alone=part.of < 2)
        if is_garbled(text):
            self._faults.add(FaultKind.GARBLED, self.place(self.count), text=text)
        return ReadLine(
            place=self.count,
            booked_on=booked_on,
            is_in=is_in,
            amount_vnd=part.vnd,
            is_reversal=is_reversal,
            value_on=value_on,
            booked_at=booked_at,
            bank_reference=first(facts, "Refs/AcctSvcrRef") or first(entry, "AcctSvcrRef"),
            end_to_end=first(facts, "Refs/EndToEndId"),
            text=text,
            payer_name=name,
            payer_account=account,
            payer_bank=bank,
            virtual_account=paid_to if paid_to != self.account else "",
            raw=raw,
        )


def _other_side(facts: Facts, sides: Sequence[str]) -> tuple[str, str, str]:
    """Name, account and bank of whoever is told, the right side first."""
    for side in sides:
        party = f"RltdPties/{side}"
        name = first(
            facts,
            f"{party}/Pty/Nm",
            f"{party}/Nm",
            f"RltdPties/Ultmt{side}/Pty/Nm",
            f"RltdPties/Ultmt{side}/Nm",
        )
        account = account_of(facts, f"{party}Acct")
        if name or account:
            agent = f"RltdAgts/{side}Agt/FinInstnId"
            return name, account, first(facts, *(f"{agent}/{leaf}" for leaf in _BANK_LEAVES))
    return "", "", ""


def account_of(facts: Mapping[str, str], path: str) -> str:
    """An account's number; here it stands in Othr."""
    return first(facts, f"{path}/Id/Othr/Id", f"{path}/Id/IBAN", f"{path}/Prxy/Id").replace(" ", "")


def _told_time(facts: Facts, booked_on: date) -> datetime | None:
    said = facts.get("RltdDts/TxDtTm") or facts.get("RltdDts/AccptncDtTm", "")
    try:
        found = moment(said)
    except ValueError:
        return None
    return found[1] if found and found[0] == booked_on else None


def _text(entry: Facts, facts: Facts, *, is_alone: bool) -> str:
    """Everything that could carry a code, each part once, blanks between them.

    Parts that were cut inside a code are found again: who looks for codes ignores blanks.
    """
    parts: list[str] = []
    told = [
        facts.get("RmtInf/Ustrd", ""),
        facts.get("RmtInf/Strd/CdtrRefInf/Ref", ""),
        facts.get("RmtInf/Strd/AddtlRmtInf", ""),
        facts.get("AddtlTxInf", ""),
    ]
    if is_alone:
        # What is said of a whole batch is no text of each of its payers.
        told.append(entry.get("AddtlNtryInf", ""))
    for said in told:
        joined = clean(said.replace("\n", " "))
        if joined and not any(joined in before for before in parts):
            parts.append(joined)
    return " ".join(parts)
