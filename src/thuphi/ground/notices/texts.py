"""Turns a template and its facts into what a person reads, by way and language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from thuphi.ground.kit import money
from thuphi.ground.kit.fold import without_marks

from .errors import FactsMissing, TemplateUnknown
from .rules import Way
from .wording import TEMPLATES, Wording

SMS_LETTERS_MAX: Final = 160
"""One message of the GSM alphabet; more is paid twice."""
_NOT_GSM: Final = re.compile(r"[^A-Za-z0-9 .,:;/?&=+_()%@#'*!<>\"$\n-]")
_SPACES: Final = re.compile(r" +")
_HOLES: Final = re.compile(r"[ ,]+([,:.](?: |$))")
_SHORTER: Final = (
    ("Trường ", ""),
    ("Tiểu học và Trung học cơ sở", "TH-THCS"),
    ("Trung học cơ sở", "THCS"),
    ("Trung học phổ thông", "THPT"),
    ("Tiểu học", "TH"),
    ("Mầm non", "MN"),
    ("Mẫu giáo", "MG"),
    ("Bệnh viện", "BV"),
    ("Trung tâm", "TT"),
)
_CUT_FIRST: Final = (("reason", 0), ("pupil", 2))
_CUT_AT_LAST: Final = (*_CUT_FIRST, ("facility", 2), ("pupil", 1))
"""What a message that is too long loses, and how many words are left of it at least."""
_REASON_WORDS_LEAST: Final = 3
"""Fewer words of a reason say nothing."""
_READABLE: Final = {"sum_vnd": "0", "due_on": "2026-01-01"}
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 .]{6,}[0-9]")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter ready to leave. Mail has a subject; a message has none."""

    subject: str
    text: str


def check(template: str, facts: Mapping[str, str]) -> None:
    """Raises `TemplateUnknown`, `FactsMissing` (also for a sum or day that cannot be read)."""
    wording = TEMPLATES.get((template, "vi"))
    if wording is None:
        raise TemplateUnknown(template)
    missing = tuple(name for name in wording.needs if name not in facts)
    if missing:
        raise FactsMissing(template, missing)
    for name, read in (("sum_vnd", int), ("due_on", date.fromisoformat)):
        try:
            read(facts.get(name, _READABLE[name]))
        except ValueError:
            raise FactsMissing(template, (name,)) from None


def render(template: str, facts: Mapping[str, str], *, way: Way, language: str) -> Rendered:
    """The letter's words. Raises `TemplateUnknown`, `FactsMissing`."""
    check(template, facts)
    wording = TEMPLATES.get((template, language)) or TEMPLATES[template, "vi"]
    said = spoken(facts)
    match way:
        case Way.MAIL:
            return Rendered(wording.subject.format_map(said), wording.mail.format_map(said))
        case Way.SMS:
            return Rendered("", message(wording, said))
        case Way.ZALO:
            return Rendered("", wording.zalo.format_map(said))


def spoken(facts: Mapping[str, str]) -> dict[str, str]:
    """The facts as people write them: sums with dots, days with the day first."""
    said = {name: _plain(value) for name, value in facts.items()}
    if "sum_vnd" in facts:
        said["sum"] = money.dong(int(facts["sum_vnd"]))
    if "due_on" in facts:
        said["due"] = f"{date.fromisoformat(facts['due_on']):%d/%m/%Y}"
    return said


def _plain(value: str) -> str:
    """One line without control characters: nothing that was typed can start a new header."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def message(wording: Wording, said: Mapping[str, str]) -> str:
    """A message within one SMS: no marks, no costly letters, shortened where it loses least."""
    facts = {name: gsm(value) for name, value in said.items()}
    if "facility" in said:
        facts["facility"] = gsm(short_name(said["facility"]))
    if "sum" in facts:
        facts["sum"] = facts["sum"].replace(" ", "")
    if "due" in facts:
        facts["due"] = facts["due"][:5]
    if number := _NUMBER.search(facts.get("contact", "")):
        facts["contact"] = re.sub(r"[ .]", "", number[0])
    text = _within(wording.sms, facts, _CUT_FIRST)
    if len(text) > SMS_LETTERS_MAX:
        text = _within(wording.sms_short, facts, _CUT_AT_LAST)
    return text[:SMS_LETTERS_MAX]


def _within(pattern: str, facts: Mapping[str, str], cuts: Sequence[tuple[str, int]]) -> str:
    fitted = dict(facts)
    text = _tidy(pattern.format_map(fitted))
    for name, least in cuts:
        while len(text) > SMS_LETTERS_MAX and name in fitted:
            words = fitted[name].split()
            if len(words) <= least:
                break
            # A given name stands last, everything else loses its end.
            words = words[1:] if name == "pupil" else words[:-1]
            if name == "reason" and len(words) < _REASON_WORDS_LEAST:
                words = []
            fitted[name] = " ".join(words)
            text = _tidy(pattern.format_map(fitted))
    return text


def _tidy(text: str) -> str:
    """Without the holes that an empty fact leaves."""
    return _HOLES.sub(r"\1", _SPACES.sub(" ", text)).strip()


def gsm(text: str) -> str:
    """Only letters that cost one place in a message."""
    return _NOT_GSM.sub("", without_marks(text))


def short_name(facility: str) -> str:
    """A facility as people say it: `Trường Tiểu học Hoa Mai` is `TH Hoa Mai`."""
    for long, short in _SHORTER:
        facility = facility.replace(long, short)
    return facility.strip()
