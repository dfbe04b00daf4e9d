"""ISO 20022 bank-to-customer files: camt.052, camt.053 and camt.054, any version.

Read by local names, as a stream: each element that holds text becomes one fact under its path
within the entry (`Amt`, `RltdPties/Dbtr/Pty/Nm`), and an entry is turned into lines when it ends.
Protocols, section 6.1; ISO 20022 message definition reports of the camt family.
"""

from __future__ import annotations

from datetime import date
from xml.parsers import expat

from .bounds import LINES_MAX
from .camt_entries import Entries, Facts, account_of
from .camt_statements import make
from .contract import Fault, ReadFile, ReadStatement
from .faults import FaultKind, Faults, refusal

MESSAGES = {
    "BkToCstmrDbtCdtNtfctn": ("camt.054", "notice"),
    "BkToCstmrAcctRpt": ("camt.052", "intraday"),
    "BkToCstmrStmt": ("camt.053", "end_of_day"),
}
_STATEMENTS = frozenset({"Ntfctn", "Rpt", "Stmt"})
_GROUPS = frozenset({"Bal", "Ntry", "TxDtls"})
_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
_DEEPEST = 40
_FACTS_MAX = 400
"""An entry with everything the standard allows has about a hundred."""
_LETTERS_MAX = 20_000
_BALANCES_MAX = 200
_STATEMENTS_MAX = 10_000
_NAMES_MAX = 5_000
_CHUNK = 1 << 20


def looks_like(content: bytes) -> bool:
    """Whether the first bytes could be XML, in any encoding that XML may have."""
    start = content[:400].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith(b"<")


def read(content: bytes, today: date | None) -> ReadFile:
    """What a camt file says. Raises `Unreadable`."""
    faults = Faults()
    passing = _Pass(faults, today)
    parser = passing.parser
    try:
        for start in range(0, len(content), _CHUNK):
            parser.Parse(content[start : start + _CHUNK], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        if passing.message:
            raise refusal(FaultKind.BROKEN_XML, f"dòng {error.lineno}") from error
        raise refusal(FaultKind.WEB_PAGE) from error
    except (UnicodeError, LookupError, ValueError) as error:
        raise refusal(FaultKind.WRONG_ENCODING) from error
    if not passing.message:
        raise refusal(FaultKind.WEB_PAGE)
    faults.refuse()
    if not passing.statements:
        raise refusal(FaultKind.NO_STATEMENT)
    return ReadFile(
        format=passing.format,
        statements=tuple(passing.statements),
        notes=tuple(passing.notes),
    )


class _Pass:
    """One walk through a file. `group` takes the facts; outer groups wait on a stack."""

    def __init__(self, faults: Faults, today: date | None) -> None:
        self.faults = faults
        self.notes: list[Fault] = []
        self.today = today
        self.message = self.format = self.kind = ""
        self.statements: list[ReadStatement] = []
        self.lines_before = self.statement_count = 0
        self.names: dict[str, str] = {}
        self.paths: list[str] = []
        self.depth = 0
        self.group: Facts | None = None
        self.outer: list[tuple[str, Facts | None, list[str]]] = []
        self.letters: list[str] = []
        self.balances: list[Facts] = []
        self.details: list[Facts] = []
        self.entries: Entries | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.buffer_size = 1 << 16
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.letters.append

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = self.names.get(tag)
        if name is None:
            name = self.names[tag] = tag.rpartition(":")[2]
            if len(self.names) > _NAMES_MAX:
                self.names.clear()
        self.depth += 1
        if self.depth > _DEEPEST:
            raise refusal(FaultKind.TOO_DEEP, f"dòng {self.parser.CurrentLineNumber}")
        self.letters.clear()
        if self.group is None:
            self._outside(name, attributes)
            return
        if name in _GROUPS and self._opens(name):
            self.outer.append((name, self.group, self.paths))
            self.group, self.paths = {}, [""]
            return
        path = self.paths[-1]
        path = f"{path}/{name}" if path else name
        self.paths.append(path)
        if attributes and "Ccy" in attributes:
            self._keep(f"{path}@Ccy", attributes["Ccy"])

    def _outside(self, name: str, attributes: dict[str, str]) -> None:
        if name in MESSAGES and not self.message:
            self.message = name
            short, self.kind = MESSAGES[name]
            self.format = self.format or short
        elif name == "Document":
            for key, said in attributes.items():
                if key.startswith("xmlns") and said.startswith(f"{_NAMESPACE}camt.05"):
                    self.format = said.removeprefix(_NAMESPACE)[:20]
        elif self.message and name in _STATEMENTS:
            self.outer.append((name, None, []))
            self.group, self.paths = {}, [""]
            self.balances.clear()
            self.statement_count += 1
            self.entries = Entries(
                faults=self.faults,
                notes=self.notes,
                today=self.today,
                where=f"{name} {self.statement_count}",
                lines_before=self.lines_before,
            )

    def _opens(self, name: str) -> bool:
        """Whether a group begins here: balances and entries, and within these details."""
        if name == "TxDtls":
            # The first version had no NtryDtls around them.
            return len(self.outer) == 2 and self.paths[-1] in ("NtryDtls", "")
        return len(self.outer) == 1 and len(self.paths) == 1

    def _keep(self, path: str, said: str) -> None:
        group = self.group
        if group is None:
            return
        before = group.get(path)
        if before is None:
            if len(group) < _FACTS_MAX:
                group[path] = said[:_LETTERS_MAX]
        elif len(before) < _LETTERS_MAX:
            group[path] = f"{before}\n{said[:_LETTERS_MAX]}"

    def end(self, _tag: str) -> None:
        """An element ends: its text is a fact, or a group is whole."""
        self.depth -= 1
        if self.group is None:
            return
        if len(self.paths) > 1:
            path = self.paths.pop()
            if self.letters:
                said = " ".join("".join(self.letters).split())
                self.letters.clear()
                if said:
                    self._keep(path, said)
            return
        self._close()

    def _close(self) -> None:
        whole = self.group or {}
        self.letters.clear()
        name, self.group, self.paths = self.outer.pop()
        if self.entries is None:
            return
        if name == "TxDtls":
            self.details.append(whole)
            self.entries.expect(len(self.details))
        elif name == "Ntry":
            if not self.entries.account:
                self.entries.account = account_of(self.group or {}, "Acct")
            self.entries.take(whole, self.details)
            self.details = []
        elif name == "Bal":
            if len(self.balances) < _BALANCES_MAX:
                self.balances.append(whole)
        else:
            self._close_statement(whole, self.entries)

    def _close_statement(self, whole: Facts, entries: Entries) -> None:
        found = make(
            whole,
            self.balances,
            entries,
            kind=self.kind,
            faults=self.faults,
        )
        self.lines_before += len(entries.lines)
        self.entries = None
        self.statements += found
        if len(self.statements) > _STATEMENTS_MAX:
            raise refusal(FaultKind.TOO_MANY_LINES, most=str(LINES_MAX))


def _refuse_doctype(*_declared: object) -> None:
    raise refusal(FaultKind.DOCTYPE)
