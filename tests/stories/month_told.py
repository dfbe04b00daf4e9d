"""Who tells the whole month: the school, the guide it writes, and the accountant at her screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page

from tests.stories.guide import Guide
from tests.stories.whole_month import Month10

Visitor = Callable[..., BrowserContext]


@dataclass(frozen=True)
class Told:
    """The story as it is told: the school, the guide, and the accountant at her screen."""

    town: Month10
    guide: Guide
    lan: Page
    visitor: Visitor

    def go(self, path: str) -> Page:
        """The accountant opens a page."""
        self.town.go(self.lan, path)
        return self.lan
