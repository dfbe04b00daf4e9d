"""What may stand in a log: references of rows and kinds of faults, no codes, no words of people."""

from __future__ import annotations

import logging
import re

_CODE = re.compile(r"(?<![A-Za-z0-9])(TF|BL)[\s.\-]?(?:[0-9A-Z][\s.\-]?){9}[0-9A-Z]", re.IGNORECASE)
_QUERY = re.compile(r"(/[^\s?]*)\?\S+")
_DATABASE_QUOTES = re.compile(
    r"^(?:DETAIL|CONTEXT|QUERY|STATEMENT):.*\n?|^LINE \d+:.*\n[ \t]*\^?\n?", re.MULTILINE
)
_OWN_FAULT = re.compile(r"^(thuphi\.[\w.]+): .*$", re.MULTILINE)
_BAD_VALUE = re.compile(r"(invalid input (?:syntax|value) for [^:\n]*): .*")


def discreet(text: str) -> str:
    """The same lines without bill and receipt codes, questions in addresses, quoted rows, and the
    words of our own faults, which may name a person."""
    text = _DATABASE_QUOTES.sub("", text)
    text = _BAD_VALUE.sub(r"\1", _OWN_FAULT.sub(r"\1", text))
    return _CODE.sub(r"\1…", _QUERY.sub(r"\1?…", text))


class DiscreetFormatter(logging.Formatter):
    """Formats as ever, then leaves out what a log must not hold."""

    def format(self, record: logging.LogRecord) -> str:
        """One record, discreet."""
        return discreet(super().format(record))
