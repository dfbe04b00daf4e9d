"""`thuphi match`: which open bill each line of a bank means. Files only, no database."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from . import match_files, match_work

MISREAD = 2
SMALL = 8_000_000
"""Bytes of lines up to which one process is faster than several."""


def match(
    open_file: Annotated[
        Path, typer.Option("--open", metavar="FILE", help="Open bills, one JSON object a line.")
    ],
    lines_file: Annotated[
        Path, typer.Option("--lines", metavar="FILE", help="Bank lines, likewise; - for stdin.")
    ],
) -> None:
    """Find the open bill of each bank line: JSON lines in, JSON lines out, in the same order.

    Open bills: {"code", "amount_vnd"} and, as far as known, "payer", "beneficiary", "class",
    "phone", "virtual_account". Lines: {"id", "text", "amount_vnd"} and "payer",
    "virtual_account". Out: {"id", "code" or null, "how", "suggestions", "others"}.
    """
    gc.disable()
    try:
        _match(open_file, lines_file)
    except match_files.BadFile as refusal:
        sys.stdout.flush()
        typer.echo(str(refusal), err=True)
        raise typer.Exit(MISREAD) from refusal
    except BrokenPipeError:
        # Whoever reads has enough; the interpreter must not complain when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    finally:
        gc.enable()


def _match(open_file: Path, lines_file: Path) -> None:
    with match_files.lines_of(lines_file) as (stream, size):
        finder = match_files.finder_of(open_file)
        out = sys.stdout.buffer
        several = size > SMALL and (os.cpu_count() or 1) > 1
        work = match_work.together if several else match_work.alone
        with match_work.progress(size) as seen:
            for answers, taken in work(finder, stream, str(lines_file)):
                out.write(answers)
                seen(taken)
        out.flush()
