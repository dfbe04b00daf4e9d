"""A guide that a story writes while it clicks: words and pictures of what really happened.

The story presses, types and reads through a `Guide`; what a chapter puts between “ and ” must be
something that was pressed, typed into or read in that chapter, so a button that is renamed breaks
the guide and not only the story.
"""

from __future__ import annotations

import io
import os
import re
from typing import Literal

from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.stories.conftest import PICTURES, ROOT

IS_WRITTEN_ANEW = bool(os.environ.get("THUPHI_PICTURES"))
Role = Literal["button", "link", "radio", "checkbox"]
LARGEST_BYTES = 120_000
COLOURS = 64
TALLEST_PX = 1_450
MARGIN_PX = 12
_QUOTED = re.compile("“([^”]+)”")
_EXTENT = """() => {
  const main = document.querySelector("#main").getBoundingClientRect();
  const first = document.querySelector("#main .crumbs, #main h1").getBoundingClientRect();
  const last = document.querySelector("#main").lastElementChild.getBoundingClientRect();
  return innerWidth < 800 ? [0, 0, last.bottom] : [main.left, first.top - 12, last.bottom];
}"""
# A browser in Vietnamese writes 01/10/2026 where one in English, such as ours, writes 10/01/2026.
_AS_READ = """() => document.querySelectorAll("input[type=date]").forEach((one) => {
  one.dataset.typed = one.value;
  one.type = "text";
  one.value = one.dataset.typed.split("-").reverse().join("/");
})"""
_AS_TYPED = """() => document.querySelectorAll("input[data-typed]").forEach((one) => {
  one.type = "date";
  one.value = one.dataset.typed;
  delete one.dataset.typed;
})"""


class Guide:
    """One guide: chapters in the order in which the story told them."""

    def __init__(self, path: str, title: str, *opening: str) -> None:
        self.path = ROOT / path
        self._lines = [f"# {title}", "", *_paragraphs(opening)]
        self._met: set[str] = set()
        self._pictures: list[str] = []
        self._taken = 0
        self._chapters = 0

    def press(self, page: Page, name: str, *, role: Role = "button") -> None:
        """Press what begins with these words; the words may be quoted in this chapter."""
        found = page.get_by_role(role, name=_begins(name)).first
        self._met.add(name)
        if role in {"checkbox", "radio"}:
            found.check()
        else:
            found.click()

    def fill(self, page: Page, label: str, value: str) -> None:
        """Type into a field, or choose in a list."""
        field = page.get_by_label(_begins(label)).first
        self._met.add(label)
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)

    def reads(self, page: Page, words: str) -> None:
        """These words stand on the page."""
        expect(page.get_by_text(words).first).to_be_visible(timeout=15_000)
        self._met.add(words)

    def picture(
        self,
        page: Page,
        name: str,
        shows: str,
        *,
        of: Locator | None = None,
        since: Locator | None = None,
        to: Locator | None = None,
    ) -> None:
        """Take what matters: only `of`, or from the heading or `since` to the end or `to`."""
        self._taken += 1
        file = f"guide-{self._taken:02}-{name}.png"
        size = page.viewport_size
        assert size is not None
        page.evaluate(_AS_READ)
        page.evaluate("document.fonts.ready")
        whole = int(page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": size["width"], "height": max(whole, size["height"])})
        page.evaluate("window.scrollTo(0, 0)")
        cut = _around(of) if of is not None else _clip(page, since, to)
        taken = page.screenshot(clip=cut, animations="disabled")
        page.set_viewport_size(size)
        page.evaluate(_AS_TYPED)
        picture = Image.open(io.BytesIO(taken)).convert("RGB")
        PICTURES.mkdir(parents=True, exist_ok=True)
        small = picture.quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(PICTURES / file, optimize=True)
        assert (PICTURES / file).stat().st_size < LARGEST_BYTES, file
        self._pictures.append(f"![{shows}](pictures/{file})\n")

    def chapter(self, heading: str, *sentences: str) -> None:
        """What has been done since the last chapter, in the reader's words."""
        told = " ".join(sentences)
        invented = [words for words in _QUOTED.findall(told) if words not in self._met]
        assert not invented, f"{heading}: the story has not met {invented}, only {self._met}"
        self._chapters += 1
        self._lines += [f"## {self._chapters}. {heading}", "", *_paragraphs(sentences)]
        self._lines += self._pictures
        self._met.clear()
        self._pictures.clear()

    def close(self) -> None:
        """The file is as the story told it; with `THUPHI_PICTURES` it is written so."""
        told = "\n".join(self._lines).rstrip() + "\n"
        if IS_WRITTEN_ANEW:
            self.path.write_text(told, encoding="utf-8")
        assert self.path.read_text(encoding="utf-8") == told, f"{self.path.name} is out of date"
        kept = self.path.parent / "pictures"
        named = re.findall(r"pictures/([^)]+)\)", told)
        missing = [one for one in named if not (kept / one).is_file()]
        assert not missing, missing


def _begins(words: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(words)}")


def _paragraphs(sentences: tuple[str, ...]) -> list[str]:
    return [" ".join(sentences), ""] if sentences else []


def _clip(page: Page, since: Locator | None, to: Locator | None) -> FloatRect:
    """Without the rail beside the page, and not taller than people read."""
    left, top, bottom = page.evaluate(_EXTENT)
    if since is not None:
        top = _box(since)["y"] - MARGIN_PX
    if to is not None:
        bottom = _box(to)["y"] + _box(to)["height"]
    size = page.viewport_size
    assert size is not None
    high = min(bottom + MARGIN_PX - top, TALLEST_PX)
    return {"x": left, "y": top, "width": size["width"] - left, "height": high}


def _around(place: Locator) -> FloatRect:
    box = _box(place)
    return {
        "x": box["x"] - MARGIN_PX,
        "y": box["y"] - MARGIN_PX,
        "width": box["width"] + 2 * MARGIN_PX,
        "height": box["height"] + 2 * MARGIN_PX,
    }


def _box(place: Locator) -> FloatRect:
    box = place.bounding_box()
    assert box is not None
    return box
