"""Long lists as text that flows: rows leave while the database still reads, and none is kept.

What a person may see is told to the connection that reads, as it is for every page; under ASGI that
is a connection of its own, since the page's own is given back before the rows begin to flow.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import batched_rows

import psycopg
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.db import connection, transaction
from django.http import HttpRequest, StreamingHttpResponse

from thuphi.ground.kit.clock import VIETNAM

from .methods_export import FORMULA

ROWS_AT_ONCE = 2000

Row = tuple[object, ...]
Line = psycopg.Connection[Row]


@dataclass(frozen=True, slots=True)
class Flow:
    """A question, the heads of its columns, and how a row of it is written."""

    statement: str
    values: Mapping[str, object] | Sequence[object]
    heads: Sequence[str]
    cells: Callable[[Row], Sequence[str | int]]


def as_text(request: HttpRequest, flow: Flow, facilities: Collection[int], name: str) -> (
    StreamingHttpResponse
):
    """The answer to a download, which reads and sends row after row."""
    if isinstance(request, ASGIRequest):
        content: Iterator[bytes] | AsyncIterator[bytes] = _aside(
            chunks(flow, lambda: _own_line(facilities))
        )
    else:
        content = chunks(flow, _page_line)
    return StreamingHttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
