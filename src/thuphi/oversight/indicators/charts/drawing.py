"""A description drawn: for the inside of a page, for a file, for a document."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from importlib.resources import as_file, files

import vl_convert

from .look import KEPT, TOKENS, Spec

PNG_SCALE = 2
FOREIGN = re.compile(r' (?:role|aria-[a-z]+|pointer-events)="[^"]*"')
"""What the drawer says in English of each of its lines; the page says it in Vietnamese."""


def svg(spec: Spec) -> str:
    """The drawing on white, for a file; its letters are those of the page."""
    return _svg(_digested(spec))


def inline(spec: Spec) -> str:
    """The drawing for the inside of a page: no style, the page's colours, silent for readers.

    The page gives its words beside it: a title and a table of the same numbers.
    """
    return _inline(_digested(spec))


def png(spec: Spec) -> bytes:
    """The drawing as a picture on white, for a document."""
    return _png(_digested(spec))


def _digested(spec: Spec) -> str:
    return json.dumps(spec, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=KEPT)
def _svg(description: str) -> str:
    _letters()
    return FOREIGN.sub("", vl_convert.vegalite_to_svg(description))


@lru_cache(maxsize=KEPT)
def _inline(description: str) -> str:
    drawn = re.sub(r"(<svg [^>]*>)<rect [^>]*/>", r"\1", _svg(description), count=1)
    drawn = drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    drawn = re.sub(r'(<svg [^>]*?)class="marks"', r'\1class="drawing"', drawn, count=1)
    for colour, token in TOKENS.items():
        drawn = drawn.replace(f'"{colour}"', f'"{token}"')
    return drawn


@lru_cache(maxsize=KEPT // 8)
def _png(description: str) -> bytes:
    _letters()
    return vl_convert.vegalite_to_png(description, scale=PNG_SCALE)


@cache
def _letters() -> None:
    """Make the page's letters known to the drawer, once in a process."""
    with as_file(files("fontpkg_be_vietnam_pro") / "files") as folder:
        vl_convert.register_font_directory(str(folder))
