"""The line of each key, whatever stands around it."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oversight.plans.texts import SMALL
from thuphi.oversight.plans.lines import Lines, Path, said
from thuphi.oversight.plans.shelf import PROFILES

TRICKY = '''\
# [[targets]] in a comment
a = "[[targets]] # no comment"     # a = 1
b = """
[[targets]]
c = 1 \\
"" "quoted" \\"""
"""
"d.e" = '[x]'   # '
f = [
  1, # ], 2
  "]",
  [ "x", { g = "}", h = [1,
     2] } ],
]
i.j.k = 2022-01-01

[[targets]]
id = \'\'\'it's
due = 5\'\'\'
due = 1
[targets.scope]
urban = true
[[targets.parts]]
n = 1
[[targets.parts]]
n = 2

  [[ targets ]]
  due = 2
'''


def paths(value: object, path: Path = ()) -> set[Path]:
    """Every path of a text as the standard reader understands it."""
    found = {path}
    if isinstance(value, dict):
        for key, below in value.items():
            found |= paths(below, (*path, key))
    if isinstance(value, list):
        for number, below in enumerate(value):
            found |= paths(below, (*path, number))
    return found


def test_keys_are_found_among_comments_strings_and_lists() -> None:
    lines = Lines(TRICKY)
    where = {said(path): lines.of(path) for path in lines.known}
    assert where["a"] == 2
    assert where["b"] == 3
    assert where["d.e"] == 8
    assert where["f[2]"] == 11
    assert where["f[3][2].h[2]"] == 13
    assert where["i.j.k"] == 15
    assert where["targets[1]"] == 17
    assert where["targets[1].id"] == 18
    assert where["targets[1].due"] == 20
    assert where["targets[1].scope.urban"] == 22
    assert where["targets[1].parts[2].n"] == 26
    assert where["targets[2].due"] == 29


def test_a_missing_key_is_looked_for_in_its_table() -> None:
    lines = Lines(TRICKY)
    assert lines.of(("targets", 0, "scope", "levels")) == 21
    assert lines.of(("targets", 1, "goal")) == 28
    assert lines.of(("nothing",)) == 1


@pytest.mark.parametrize(
    "text",
    [TRICKY, SMALL, *(file.read_text(encoding="utf-8") for file in PROFILES.glob("*.toml"))],
)
def test_what_the_standard_reader_finds_has_a_line(text: str) -> None:
    assert paths(tomllib.loads(text)) <= Lines(text).known
    assert (
        paths(tomllib.loads(text.replace("\n", "\r\n"))) <= Lines(text.replace("\n", "\r\n")).known
    )


PIECES = st.sampled_from(
    ["[[a]]", "[a.b]", "[[a.b]]", "[c]", "k = 1", "l = [1, [2], {m=3}]", 'n = "[["', "# [[a]]",
     'o = """\n[[a]]\n"""', "p.q = '''\n]]\n'''", "r = [\n 1, # x\n 2\n]", "s = {t = {u = 1}}", "",
     "'v w' = 1979-05-27 07:32:00", 'x = "\\""', "y = ''", 'z = """"a"""""', "   "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12))
def test_any_text_the_standard_reader_accepts_has_all_its_lines(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert paths(read) <= Lines(text).known
