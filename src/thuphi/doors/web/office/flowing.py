"""Long lists as text that flows: rows leave while the database still reads, and none is kept.

What a person may see is told to the connection that reads, as for every page. Under ASGI that is a
connection of its own, since the page's own is given back before the rows begin to flow.
"""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import psycopg
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from thuphi.doors.web.shared.templatetags.thuphi import method as in_words
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.sql import statement
from thuphi.money.payments.rules import Method
from thuphi.oversight.indicators.queries.made_of import Wanted
from thuphi.oversight.indicators.rules import Span

from .tables import plain

ROWS_AT_ONCE = 2000
"""So many are read and sent together."""

Row = tuple[object, ...]
Line = psycopg.Connection[Row]


@dataclass(frozen=True, slots=True)
class Asking:
    """Which payments: of which facilities, in which days, narrowed or not."""

    facilities: tuple[int, ...]
    span: Span
    wanted: Wanted | None = None

    @property
    def values(self) -> dict[str, object]:
        """What the statement is asked with."""
        first_on, end_on = self.span.first_day_on, self.span.end_on
        one = self.wanted
        if one is not None and one.day_on is not None:
            first_on = max(first_on, one.day_on)
            end_on = min(end_on, one.day_on + timedelta(days=1))
        return {
            "facilities": list(self.facilities),
            "first_at": _midnight(first_on),
            "end_at": _midnight(end_on),
            "method": one.method.value if one and one.method else None,
            "is_cashless": one.is_cashless if one else None,
            "reason": one.reason if one else None,
            "class_name": one.class_name if one else None,
        }


def payments_csv(request: HttpRequest, asking: Asking, name: str) -> StreamingHttpResponse:
    """Every payment of these facilities as text that spreadsheets read as Vietnamese."""
    heads = [_("Mã cơ sở"), _("Cơ sở"), _("Thời gian"), _("Số tiền"), _("Hình thức"),
             _("Mã khoản thu")]  # fmt: skip
    # The reader's language is known now, and no more when the rows flow.
    words = {method.value: str(in_words(method)) for method in Method}
    content: Iterator[bytes] | AsyncIterator[bytes]
    if isinstance(request, ASGIRequest):
        content = _aside(text_of(asking, heads, words, lambda: _own_line(asking.facilities)))
    else:
        content = text_of(asking, heads, words, _page_line)
    return StreamingHttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def text_of(
    asking: Asking,
    heads: Sequence[str],
    words: dict[str, str],
    line: Callable[[], AbstractContextManager[Line]],
) -> Iterator[bytes]:
    """The list in pieces of some thousand rows; only one of them is in memory at a time."""
    yield "\ufeff".encode() + _lines([heads])
    with (
        line() as reading,
        reading.transaction(),
        reading.cursor(name="payments_below") as cursor,
    ):
        cursor.execute(statement(__file__, "payments_below").encode(), asking.values)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield _lines([_cells(row, words) for row in rows])


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def _cells(row: Row, words: dict[str, str]) -> list[str]:
    code, name, paid_at, amount_vnd, method, bill_code = row
    at = paid_at.astimezone(VIETNAM) if isinstance(paid_at, datetime) else None
    return [
        plain(str(code)),
        plain(str(name)),
        f"{at:%d/%m/%Y %H:%M}" if at else "",
        str(amount_vnd),
        words[str(method)],
        plain(str(bill_code)),
    ]


@contextmanager
def _page_line() -> Iterator[Line]:
    """The page's own connection, which lasts as long as its answer."""
    connection.ensure_connection()
    yield connection.connection


@contextmanager
def _own_line(facilities: Collection[int]) -> Iterator[Line]:
    """A connection for this answer alone, in the page's role, that sees these facilities."""
    parameters = dict(connection.get_connection_params())
    for ours in ("cursor_factory", "pool", "context", "prepare_threshold"):
        parameters.pop(ours, None)
    with closing(psycopg.connect(**parameters)) as line:
        line.execute(
            "SELECT set_config('thuphi.facilities', %s, false)",
            [",".join(map(str, sorted(facilities)))],
        )
        line.commit()
        yield line


def _next(pieces: Iterator[bytes]) -> bytes:
    """The next piece, or nothing when there is none."""
    return next(pieces, b"")


async def _aside(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces, each made on a thread, so that nobody else waits for the database."""
    take = sync_to_async(_next, thread_sensitive=False)
    try:
        while piece := await take(pieces):
            yield piece
    finally:
        await sync_to_async(pieces.close, thread_sensitive=False)()  # type: ignore[attr-defined]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=VIETNAM)
