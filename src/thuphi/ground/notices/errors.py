"""What this room refuses, one sentence each."""

from __future__ import annotations


class LetterRefused(Exception):
    """Base of this room's refusals."""


class AddressUnusable(LetterRefused):
    """This cannot be a mobile number (for messages) or a mail address (for mail)."""


class TemplateUnknown(LetterRefused):
    """There is no such text."""

    def __init__(self, template: str) -> None:
        super().__init__(template)
        self.template = template


class FactsMissing(LetterRefused):
    """The text speaks of things that were not given."""

    def __init__(self, template: str, names: tuple[str, ...]) -> None:
        super().__init__(f"{template}: {', '.join(names)}")
        self.template = template
        self.names = names


class SettingsWrong(LetterRefused):
    """A sender is named in the environment, but not everything that it needs."""
