"""The work of `thuphi match`: lines in, answers out, in order, by one process or by several."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

import msgspec
from rich.console import Console
from rich.progress import Progress

from thuphi.money.matching.contract import Found, Rung, Suggestion
from thuphi.money.matching.finder import Finder

from .match_files import MARK, BadFile, fault_of, line_of, line_row

PIECE = 1 << 20
"""Bytes of lines that are answered together."""
AHEAD = 3
"""Pieces for each process that may be under way; the rest stays in the file."""

_JSON = msgspec.json.Encoder()


class Answered(msgspec.Struct):
    """The answers to one piece, up to a line that cannot be read."""

    answers: bytes
    bad_line: int | None = None
    """Counted from the piece's first line."""
    fault: str = ""


def answer(finder: Finder, piece: bytes) -> Answered:
    """The answers to the lines of a piece, each a JSON object in a line of its own."""
    told: list[bytes] = []
    for number, raw in enumerate(piece.split(b"\n")):
        if not raw or raw.isspace():
            continue
        try:
            row = line_row(raw)
            found = finder.find(line_of(row))
        except (msgspec.DecodeError, UnicodeDecodeError) as refusal:
            return Answered(b"".join(told), number, fault_of(refusal))
        told.append(_written(bytes(row.id), found))
    return Answered(b"".join(told))


_HOW = {rung: rung.value.encode() for rung in Rung}


def _written(line_id: bytes, found: Found) -> bytes:
    code = b'"%b"' % found.code.encode() if found.code else b"null"
    told = b'{"id":%b,"code":%b,"how":"%b","suggestions":[' % (line_id, code, _HOW[found.how])
    if not found.suggestions and not found.others:
        return told + b"]}\n"
    others = b',"others":%b' % _JSON.encode(found.others) if found.others else b""
    return b"%b%b]%b}\n" % (told, b",".join(map(_suggestion, found.suggestions)), others)


def _suggestion(one: Suggestion) -> bytes:
    return _JSON.encode({"code": one.code, "score": one.score, "reasons": one.reasons})


def _pieces(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The file in pieces of whole lines, each with the number of its first line."""
    number = 1
    while piece := stream.read(PIECE):
        piece += stream.readline()
        yield number, piece.removeprefix(MARK) if number == 1 else piece
        number += piece.count(b"\n")


def _told(done: Answered, first: int, file: str, size: int) -> Iterator[tuple[bytes, int]]:
    yield done.answers, size
    if done.bad_line is not None:
        raise BadFile(file, first + done.bad_line, done.fault)


def alone(finder: Finder, stream: BinaryIO, file: str) -> Iterator[tuple[bytes, int]]:
    """Answers with the number of bytes read for them. Raises `BadFile` at the first bad line."""
    for first, piece in _pieces(stream):
        yield from _told(answer(finder, piece), first, file, len(piece))


_shared: Finder


def _share(finder: Finder) -> None:
    # Each process has its one finder, inherited at the fork and never copied.
    global _shared
    _shared = finder


def _answer_shared(piece: bytes) -> Answered:
    return answer(_shared, piece)


def together(finder: Finder, stream: BinaryIO, file: str) -> Iterator[tuple[bytes, int]]:
    """The same by as many processes as there are cores, which share the laid out bills."""
    finder.get_ready()
    gc.freeze()
    cores = os.cpu_count() or 1
    with multiprocessing.get_context("fork").Pool(cores, _share, (finder,)) as pool:
        waiting: deque[tuple[int, int, multiprocessing.pool.AsyncResult[Answered]]] = deque()
        for first, piece in _pieces(stream):
            waiting.append((first, len(piece), pool.apply_async(_answer_shared, (piece,))))
            if len(waiting) >= AHEAD * cores:
                first, size, done = waiting.popleft()
                yield from _told(done.get(), first, file, size)
        for first, size, done in waiting:
            yield from _told(done.get(), first, file, size)


@contextmanager
def progress(size: int) -> Iterator[Callable[[int], None]]:
    """A bar on stderr for whoever sits before a terminal; nothing for a pipe or a log."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Đối chiếu", total=size or None)
        yield lambda taken: bar.advance(task, taken)
