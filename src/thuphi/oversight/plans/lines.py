"""On which line of a TOML text each key stands; the standard reader does not tell.

Only for texts that the standard reader has accepted: what is said here needs no second judge.
"""

from __future__ import annotations

from bisect import bisect_right

Path = tuple[str | int, ...]
"""`("targets", 2, "due")`: the key `due` of the third of the targets."""

QUOTES = ('"', "'")
BLANK = " \t"
ENDS_BARE_KEY = BLANK + ".=]\r\n"
ENDS_BARE_VALUE = ",]}#\r\n"
TRIPLE = 3


def said(path: Path) -> str:
    """A path as people read it; elements of a list are counted from one: `targets[3].due`."""
    told = ""
    for step in path:
        if isinstance(step, int):
            told += f"[{step + 1}]"
        else:
            told += f".{step}" if told else step
    return told


class Lines:
    """The line of every key, table and element of a text, counted from one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._begins = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
        self._found: dict[Path, int] = {(): 1}
        self._lengths: dict[Path, int] = {}
        self._document()

    def of(self, path: Path) -> int:
        """The line of a key; where the key is missing, that of the table it is missing in."""
        while path not in self._found:
            path = path[:-1]
        return self._found[path]

    @property
    def known(self) -> frozenset[Path]:
        """Every path of the text."""
        return frozenset(self._found)

    def _mark(self, path: Path, at: int) -> None:
        self._found.setdefault(path, bisect_right(self._begins, at))

    def _peek(self, width: int = 1) -> str:
        return self._text[self._at : self._at + width]

    def _skip(self, what: str) -> None:
        while self._at < len(self._text) and self._text[self._at] in what:
            self._at += 1

    def _skip_to(self, ends: str) -> None:
        while self._at < len(self._text) and self._text[self._at] not in ends:
            self._at += 1

    def _skip_gaps(self) -> None:
        """Blanks, line ends and comments."""
        self._skip(BLANK + "\r\n")
        while self._peek() == "#":
            self._skip_to("\n")
            self._skip(BLANK + "\r\n")

    def _document(self) -> None:
        table: Path = ()
        self._skip_gaps()
        while self._at < len(self._text):
            if self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip_gaps()

    def _header(self) -> Path:
        begin = self._at
        is_list = self._peek(2) == "[["
        self._at += 2 if is_list else 1
        keys = self._keys()
        self._at += 2 if is_list else 1
        path: Path = ()
        for number, key in enumerate(keys, start=1):
            path = (*path, key)
            if is_list and number == len(keys):
                self._lengths[path] = self._lengths.get(path, 0) + 1
            self._mark(path, begin)
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
                self._mark(path, begin)
        return path

    def _keys(self) -> list[str]:
        """A key, or several with dots between them."""
        keys = []
        while True:
            self._skip(BLANK)
            if self._peek() in QUOTES:
                keys.append(self._string())
            else:
                begin = self._at
                self._skip_to(ENDS_BARE_KEY)
                keys.append(self._text[begin : self._at])
            self._skip(BLANK)
            if self._peek() != ".":
                return keys
            self._at += 1

    def _pair(self, table: Path) -> None:
        begin = self._at
        path = table
        for key in self._keys():
            path = (*path, key)
            self._mark(path, begin)
        self._at += 1
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip(BLANK)
        match self._peek():
            case '"' | "'":
                self._string()
            case "[":
                self._list(path)
            case "{":
                self._inline_table(path)
            case _:
                self._skip_to(ENDS_BARE_VALUE)

    def _list(self, path: Path) -> None:
        self._at += 1
        number = 0
        while True:
            self._skip_gaps()
            if self._peek() in {"]", ""}:
                break
            self._mark((*path, number), self._at)
            self._value((*path, number))
            number += 1
            self._skip_gaps()
            if self._peek() == ",":
                self._at += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while True:
            self._skip(BLANK + ",")
            if self._peek() in {"}", ""}:
                break
            self._pair(path)
            self._skip(BLANK)
        self._at += 1

    def _string(self) -> str:
        """Step over a string of any of the four kinds; what it says, for a key of a simple one."""
        quote = self._peek()
        end = quote * TRIPLE if self._peek(TRIPLE) == quote * TRIPLE else quote
        self._at += len(end)
        begin = self._at
        while self._at < len(self._text) and self._peek(len(end)) != end:
            self._at += 2 if quote == '"' and self._peek() == "\\" else 1
        inside = self._text[begin : self._at]
        self._at += len(end)
        if len(end) == TRIPLE:
            # Up to two quotes may stand right before the three that end it.
            self._skip(quote)
        return inside
