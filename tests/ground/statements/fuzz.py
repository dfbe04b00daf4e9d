"""Files of banks, damaged at random: each is read whole or refused with reasons, nothing else.

`python -m tests.ground.statements.fuzz 100000` does it at full size and prints what happened.
"""

from __future__ import annotations

import io
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rich.progress import track

from tests.ground.statements import writing
from tests.ground.statements.writing import Known, moves
from thuphi.ground.kit.money import LARGEST_VND
from thuphi.ground.statements.contract import ReadFile, Unreadable
from thuphi.ground.statements.faults import FAULTS_MAX, sentence
from thuphi.ground.statements.reading import read

TODAY = date(2026, 11, 22)
SECONDS_MAX = 5.0
FILES = Path(__file__).with_name("files")
TOKENS = (
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;",
    b"</Ntry>",
    b"<Ntry>",
    b"<TxDtls>",
    b"</TxDtls>",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"-1",
    b"99999999999999999999",
    b"USD",
    b":61:",
    b":62F:",
    b"\n-\n",
    b'"',
    b",",
    b";",
    b"\t",
    b"\r\n",
    b"31/02/2026",
    b"1e309",
    b"NaN",
    b"=1+1",
    b"\xe1\xbb",
    b"<f>1</f>",
    b"?20",
    b"Ghi c\xc3\xb3",
    b"S\xe1\xbb\x91 t\xc3\xa0i kho\xe1\xba\xa3n: 777777777",
    b"A1048576",
    b"XFD1",
    b"1.5",
)


@dataclass
class Tally:
    """What became of the files."""

    outcomes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0


def corpus() -> list[bytes]:
    """Whole files of every format, each of a few lines."""
    known = Known(moves(6))
    sheets = [layout(known) for layout in writing.LAYOUTS.values()]
    return [
        *(path.read_bytes() for path in sorted(FILES.glob("statement_*"))),
        *(writing.camt(known, f"camt.{one}") for one in ("052.001.02", "053.001.08", "054.001.12")),
        writing.mt940(known),
        writing.mt940(known, newline="\n", page=2),
        *(writing.workbook(one) for one in sheets),
        writing.workbook(sheets[0], sheets[3]),
        *(writing.workbook_of_another_writer(one) for one in sheets[:3]),
        *(writing.as_csv(one, ";", "cp1258") for one in sheets),
        *(writing.as_csv(one) for one in sheets),
        writing.as_csv(sheets[1], "\t", "utf-16"),
    ]


def damaged(files: list[bytes], chance: random.Random) -> bytes:
    """One of the files with one to four damages, of a workbook often inside its parts."""
    content = chance.choice(files)
    if content.startswith(b"PK") and chance.random() < 0.8:
        return _repacked(content, files, chance)
    for _ in range(chance.randint(1, 4)):
        content = _once(content, files, chance)
    return content


def _repacked(content: bytes, files: list[bytes], chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    likely = [name for name in parts if "sheet" in name or "Strings" in name]
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(likely if chance.random() < 0.7 else list(parts))
        parts[name] = _once(parts[name], files, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            if chance.random() > 0.01:
                archive.writestr(name, part)
    return out.getvalue()


def _once(content: bytes, files: list[bytes], chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    size = chance.choice((1, 1, 2, 4, 16, 64, 300))
    match chance.randrange(9):
        case 0:
            return content[:at]
        case 1:
            return content[:at] + content[at + size :]
        case 2:
            return content[:at] + chance.randbytes(size) + content[at + size :]
        case 3:
            return content[:at] + content[at : at + size] * chance.randint(2, 50) + content[at:]
        case 4:
            return content[:at] + chance.choice(TOKENS) + content[at:]
        case 5:
            other = chance.choice(files)
            cut = chance.randrange(len(other) + 1)
            return content[:at] + other[cut:]
        case 6:
            return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
        case 7:
            digits = [
                place
                for place in range(at, min(at + 400, len(content)))
                if 48 <= content[place] <= 57
            ]
            for place in digits[: chance.randint(1, 3)]:
                content = (
                    content[:place] + str(chance.randrange(10)).encode() + content[place + 1 :]
                )
            return content
        case _:
            lines = content.split(b"\n")
            one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[one], lines[two] = lines[two], lines[one]
            return b"\n".join(lines)


def try_one(content: bytes, tally: Tally) -> None:
    """Read a file; fails for every ending but these two, and for a slow one."""
    began = time.perf_counter()
    try:
        found = read("x", content, today=TODAY)
    except Unreadable as refused:
        assert 0 < len(refused.faults) <= FAULTS_MAX
        for fault in refused.faults:
            assert sentence(fault)
        tally.outcomes["refused"] += 1
        tally.kinds[str(refused.faults[0].kind)] += 1
    else:
        check(found)
        tally.outcomes["read"] += 1
    took = time.perf_counter() - began
    tally.slowest = max(tally.slowest, took)
    assert took < SECONDS_MAX, f"{took:.1f} s"


def check(found: ReadFile) -> None:
    """What was read is something that a house can keep."""
    assert found.statements or found.settlements
    for one in found.statements:
        assert one.account
        assert one.from_on <= one.to_on
        if one.opening_vnd is not None and one.closing_vnd is not None:
            assert one.opening_vnd + one.in_vnd - one.out_vnd == one.closing_vnd
        for line in one.lines:
            assert 0 < line.amount_vnd <= LARGEST_VND
            assert 2000 <= line.booked_on.year < 2100
            kept = [line.text, line.bank_reference, line.payer_name, *line.raw, *line.raw.values()]
            for said in kept:
                assert "\x00" not in said
                said.encode()


def run(count: int, seed: int) -> Tally:
    """So many damaged files, the same ones for the same seed."""
    files = corpus()
    tally = Tally()
    for number in track(range(count), "Tệp hỏng", disable=not sys.stderr.isatty()):
        content = damaged(files, random.Random(f"{seed}-{number}"))
        try:
            try_one(content, tally)
        except BaseException:
            print(f"seed {seed}, file {number}", file=sys.stderr)
            raise
    return tally


def main() -> None:
    """The command line: how many files, and a seed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_500
    began = time.perf_counter()
    tally = run(count, int(sys.argv[2]) if len(sys.argv) > 2 else 6)
    took = time.perf_counter() - began
    print(f"{count} files in {took:.0f} s, slowest {tally.slowest:.2f} s, ", end="")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    print(dict(tally.outcomes), dict(tally.kinds.most_common()))


if __name__ == "__main__":
    main()
