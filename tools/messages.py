"""Gathers the Vietnamese sentences of the pages and writes the catalogues that pages read.

Run after a sentence was added or changed:
    python -m tools.messages          # gather into the .po files, then write the .mo files
    python -m tools.messages --check  # write nothing; name what has no English yet
The Vietnamese sentence is the key. `en` holds its English; `vi` holds better words for the
sentences of Django and of the sign-in library, whose keys are English.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "thuphi"
LOCALE = SOURCE / "doors" / "web" / "locale"
PAGES = SOURCE / "doors" / "web"
LABELS = (SOURCE / "registers" / "facilities" / "models.py",)
"""Enums whose labels pages translate; the register itself knows no language."""

TABLES = (
    SOURCE / "ground" / "statements" / "faults.py",
    SOURCE / "ground" / "statements" / "providers" / "faults.py",
)
"""Tables of sentences (`SENTENCES`) that pages translate; the ground knows no Django."""

TRANSLATES = "from django.utils.translation import"
"""What a module of another room holds when its sentences are for pages: faults of files."""

SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
_LITERAL = r"""(u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))"""
_IN_TEMPLATE = re.compile(
    rf"\b(ngettext|gettext|_)\(\s*{_LITERAL}(?:\s*,\s*{_LITERAL})?", re.DOTALL
)
_NAMED = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[diouxXeEfFgGcrs]")
_ANY = re.compile(r"%(?:\((\w+)\))?[#0\- +]*\d*(?:\.\d+)?[diouxXeEfFgGcrs]")
HEADS = {
    "en": "# English for the pages of Thu Phí. The Vietnamese sentence is the key.",
    "vi": "# Better Vietnamese for the words of Django and of the sign-in library; their English is"
    " the key.",
}


class Pages(Catalog):
    """A catalogue whose head holds no dates, so that the same sentences give the same file."""

    def __init__(self, language: str) -> None:
        super().__init__(locale=language, header_comment=HEADS[language], fuzzy=False)

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What readers of the file need: its language, its letters, how it counts."""
        return [
            ("Language", self.locale_identifier),
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence of the source, with its plural where it counts something."""

    singular: str
    plural: str
    place: str

    @property
    def key(self) -> str | tuple[str, str]:
        """As a catalogue names it."""
        return (self.singular, self.plural) if self.plural else self.singular


class NotALiteral(Exception):
    """A sentence to be translated is put together at run time, so nobody can translate it."""


def placeholders(sentence: str) -> tuple[set[str], int]:
    """The names of a sentence's placeholders, and how many have none."""
    bare = sentence.replace("%%", "")
    nameless = sum(1 for found in _ANY.finditer(bare) if found[1] is None)
    return set(_NAMED.findall(bare)), nameless


def gathered() -> list[Message]:
    """Every sentence that pages show, each once: the pages' own first, then other rooms'."""
    found: dict[tuple[str, str], Message] = {}
    for path in _files():
        place = path.relative_to(SOURCE).as_posix()
        for singular, plural in _sentences(path):
            found.setdefault((singular, plural), Message(singular, plural, place))
    return list(found.values())


def read(language: str) -> Pages:
    """The committed catalogue of a language."""
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        stored = pofile.read_po(file, locale=language)
    catalogue = Pages(language)
    for message in stored:
        if message.id:
            catalogue.add(message.id, message.string, message.locations, message.flags)
    return catalogue


def written_po(catalogue: Pages) -> bytes:
    """A catalogue as text."""
    out = io.BytesIO()
    pofile.write_po(out, catalogue, width=0, include_lineno=False)
    return out.getvalue()


def written_mo(catalogue: Pages) -> bytes:
    """A catalogue as pages read it."""
    out = io.BytesIO()
    mofile.write_mo(out, catalogue)
    return out.getvalue()


def brought_up_to_date(old: Pages, messages: list[Message]) -> Pages:
    """The same translations, for the sentences that there are now."""
    new = Pages(old.locale_identifier)
    for message in messages:
        known = old.get(message.singular)
        string = known.string if known is not None else ""
        if bool(message.plural) is not isinstance(string, tuple):
            string = ("", "") if message.plural else ""
        flags = ["python-format"] if placeholders(message.singular)[0] else []
        new.add(message.key, string, locations=[(message.place, 0)], flags=flags)
    return new


def untranslated(catalogue: Pages) -> list[str]:
    """Sentences without words in this language, or with only some of their plurals."""
    lacking = []
    for message in catalogue:
        strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        if message.id and not all(strings):
            lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking


def main(arguments: list[str]) -> int:
    """Gather, write, and say what is missing; 1 when something is."""
    english = brought_up_to_date(read("en"), gathered())
    if "--check" not in arguments:
        for language, catalogue in (("en", english), ("vi", read("vi"))):
            folder = LOCALE / language / "LC_MESSAGES"
            (folder / "django.po").write_bytes(written_po(catalogue))
            (folder / "django.mo").write_bytes(written_mo(catalogue))
    lacking = untranslated(english)
    for sentence in lacking:
        print(f"no English: {sentence}")
    print(f"{len(list(english)) - len(lacking)} of {len(list(english))} sentences have English")
    return 1 if lacking else 0


def _files() -> Iterator[Path]:
    yield from sorted(PAGES.rglob("*.html"))
    yield from sorted(PAGES.rglob("*.py"))
    for path in sorted(SOURCE.rglob("*.py")):
        if PAGES not in path.parents and TRANSLATES in path.read_text(encoding="utf-8"):
            yield path
    yield from LABELS
    yield from TABLES


def _sentences(path: Path) -> Iterator[tuple[str, str]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        yield from _of_template(text, path.name)
    elif path in LABELS:
        yield from _of_labels(text)
    elif path in TABLES:
        yield from _of_tables(text)
    else:
        yield from _of_python(text, path)


def _of_template(text: str, name: str) -> Iterator[tuple[str, str]]:
    for found in _IN_TEMPLATE.finditer(templatize(text, origin=name)):
        plural = ast.literal_eval(found[3]) if found[3] and found[1] == "ngettext" else ""
        yield ast.literal_eval(found[2]), plural


def _of_python(text: str, path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        if node.func.id in SINGULAR:
            if isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)):
                raise NotALiteral(f"{path.relative_to(ROOT)}:{node.lineno}")
            if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                yield node.args[0].value, ""
        elif node.func.id in PLURAL:
            one, many = (ast.literal_eval(argument) for argument in node.args[:2])
            yield one, many


def _of_labels(text: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef) and any(
            isinstance(base, ast.Attribute) and base.attr == "TextChoices" for base in node.bases
        ):
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
                    yield ast.literal_eval(line.value)[1], ""


def _of_tables(text: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and node.target.id == "SENTENCES"
            and isinstance(node.value, ast.Dict)
        ):
            for sentence in node.value.values:
                yield ast.literal_eval(sentence), ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
