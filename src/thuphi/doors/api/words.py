"""What the API says to people, in Vietnamese and in English."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages, with the same named places in it."""

    vi: str
    en: str

    def said(self, **facts: str | int) -> str:
        """The sentence in the language of this request."""
        return (self.en if get_language() == "en" else self.vi).format(**facts)


def language_of(accepted: str) -> str:
    """The language of an `Accept-Language` header: English if it is asked for before Vietnamese."""
    best, chosen = 0, "vi"
    for part in accepted[:200].lower().split(","):
        name, _, rest = part.strip().partition(";")
        language = name.partition("-")[0].strip()
        if language in ("vi", "en") and (weight := _weight(rest)) > best:
            best, chosen = weight, language
    return chosen


def _weight(rest: str) -> int:
    """Thousandths of a quality value, such as `q=0.8`; all of them when none is given."""
    digits = rest.replace(" ", "").removeprefix("q=")
    if not digits:
        return 1000
    whole, _, part = digits.partition(".")
    if not (whole in ("0", "1") and (not part or (part.isascii() and part.isdigit()))):
        return 0
    return int(whole) * 1000 + int(part[:3].ljust(3, "0"))
