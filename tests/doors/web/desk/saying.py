"""What a page says, as a reader sees it."""

from __future__ import annotations

import html
import re
from typing import Protocol


class Answer(Protocol):
    """An answer of the site."""

    @property
    def content(self) -> bytes: ...


def said(answer: Answer) -> str:
    """The words of a page: no tags, single spaces, no-break spaces as spaces."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", html.unescape(text).replace("\u00a0", " "))
