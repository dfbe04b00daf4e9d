"""What an office types into a report: words, and figures that differ from the computed ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.doors.web.shared.templatetags.thuphi import count
from thuphi.oversight.reports.actions import Words as Written
from thuphi.oversight.reports.models import Filing
from thuphi.oversight.reports.queries import FiledFigure

from .reports_look import goal
from .tasks_forms import TOO_LONG, words_field

REASON_LETTERS_MAX = 500
LARGEST = 2**62


class NeededToFile(forms.CharField):
    """Words that a draft may still lack, and a filed report may not."""

    def validate(self, value: object) -> None:
        """A draft is kept without them."""


class WordsForm(forms.Form):
    """The words of a report, and what its paper bears."""

    results = NeededToFile(
        label=gettext_lazy("Kết quả thực hiện"),
        help_text=gettext_lazy("Cần có trước khi gửi. Mỗi dòng là một đoạn trong văn bản."),
        max_length=20_000,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea({"rows": 6}),
    )
    difficulties = words_field(gettext_lazy("Khó khăn, vướng mắc"), rows=3, long=20_000)
    proposals = words_field(gettext_lazy("Kiến nghị, đề xuất"), rows=3, long=20_000)
    document_number = words_field(
        gettext_lazy("Số văn bản"), help_text=gettext_lazy("Ví dụ 12/BC-SGDĐT"), long=60
    )
    signer_title = words_field(
        gettext_lazy("Chức vụ người ký"), help_text=gettext_lazy("Ví dụ Giám đốc"), long=120
    )
    signer_name = words_field(gettext_lazy("Họ tên người ký"), long=120)

    def words(self) -> Written:
        """What was typed, as the room takes it."""
        return Written(**{name: self.cleaned_data[name] for name in self.fields})


def words_form(draft: Filing, data: Mapping[str, str] | None = None) -> WordsForm:
    """The words of a draft as they are."""
    names = WordsForm.base_fields
    return WordsForm(data, initial={name: getattr(draft, name) for name in names})


@dataclass
class FigureField:
    """One target of a draft: what was computed, what is typed, and what is wrong with it."""

    figure: FiledFigure
    goal: str
    part: str
    whole: str
    reason: str
    errors: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether its fields stand open: it was changed, or something is wrong."""
        return self.figure.is_changed or bool(self.errors)

    @property
    def value(self) -> tuple[int, int] | None:
        """Part and whole as numbers; None when one cannot be read."""
        part, whole = _read(self.part), _read(self.whole)
        return None if part is None or whole is None else (part, whole)

    @property
    def is_moved(self) -> bool:
        """Whether something else was typed than is kept."""
        kept = (self.figure.part, self.figure.whole, self.figure.reason)
        return (*(self.value or (-1, -1)), self.reason) != kept


def figure_fields(
    figures: Sequence[FiledFigure], data: Mapping[str, str] | None = None
) -> list[FigureField]:
    """The targets of a draft with what is kept, or with what was typed and what is wrong."""
    made = []
    for one in figures:
        typed = data if data is not None and f"part_{one.target_id}" in data else None
        row = FigureField(
            figure=one,
            goal=goal(one),
            part=typed[f"part_{one.target_id}"] if typed else count(one.part),
            whole=typed.get(f"whole_{one.target_id}", "") if typed else count(one.whole),
            reason=typed.get(f"reason_{one.target_id}", "") if typed else one.reason,
        )
        row.reason = row.reason.strip()[:REASON_LETTERS_MAX]
        if typed:
            _check(row)
        made.append(row)
    return made


def _check(row: FigureField) -> None:
    found = row.value
    if found is None:
        row.errors.append(_("Tử số và mẫu số là số nguyên, ví dụ 62 và 1.140."))
        return
    part, whole = found
    if part > whole:
        row.errors.append(_("Tử số không lớn hơn mẫu số."))
    computed = (row.figure.computed_part, row.figure.computed_whole)
    if found != computed and not row.reason:
        row.errors.append(_("Số báo cáo khác số tính: ghi lý do."))


def _read(text: str) -> int | None:
    plain = text.replace(".", "").replace("\u00a0", "").replace(" ", "")
    if not (plain.isascii() and plain.isdigit()):
        return None
    found = int(plain)
    return found if found <= LARGEST else None
