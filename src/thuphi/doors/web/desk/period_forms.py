"""Forms of closing: which day, a count of notes, and what only the closer can explain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.money.periods.actions import REASON_LONGEST
from thuphi.money.periods.rules import EXPLAINED_HERE, Need
from thuphi.money.tills.rules import NOTES_VND

from .forms import DayField
from .period_words import NEEDS
from .till_forms import PIECES_MOST


class OneDayForm(forms.Form):
    """One day."""

    on = DayField(label=gettext_lazy("Ngày"), required=False)


class CountForm(forms.Form):
    """Counted notes, one field for each, and why the count differs."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do chênh lệch"),
        required=False,
        max_length=REASON_LONGEST,
        help_text=gettext_lazy("Chỉ cần khi số đếm khác sổ quỹ."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data)
        for note in NOTES_VND:
            self.fields[f"note_{note}"] = forms.IntegerField(
                label=f"{note:,}".replace(",", "."),
                required=False,
                min_value=0,
                max_value=PIECES_MOST,
                error_messages={
                    "invalid": _("Số tờ là số nguyên."),
                    "min_value": _("Số tờ không âm."),
                    "max_value": _("Số tờ lớn quá."),
                },
                widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            )

    def note_rows(self) -> list[tuple[int, forms.BoundField]]:
        """Each note and its field."""
        return [(note, self[f"note_{note}"]) for note in NOTES_VND]

    def is_counted(self) -> bool:
        """Whether anything was typed; a nought counts."""
        return any(self.cleaned_data.get(f"note_{note}") is not None for note in NOTES_VND)

    def pieces(self) -> list[int]:
        """How many of each note, in the order of `NOTES_VND`."""
        return [self.cleaned_data.get(f"note_{note}") or 0 for note in NOTES_VND]


class CloseForm(CountForm):
    """A closing: the count, and a sentence for each kind that only the closer can explain."""

    def __init__(
        self, data: Mapping[str, object] | None = None, *, needs: Sequence[Need] = ()
    ) -> None:
        super().__init__(data)
        self.needs = [need for need in needs if need in EXPLAINED_HERE - {Need.CASH_DIFFERS}]
        for need in self.needs:
            self.fields[f"why_{need.value}"] = forms.CharField(
                label=_("Lý do: %(need)s") % {"need": NEEDS[need]},
                required=False,
                max_length=REASON_LONGEST,
                widget=forms.TextInput({"autocomplete": "off"}),
            )

    def why_field(self, need: Need) -> forms.BoundField | None:
        """The field in which this kind is explained."""
        return self[f"why_{need.value}"] if need in self.needs else None

    def reasons(self) -> dict[Need, str]:
        """What was written, by kind."""
        told = {need: self.cleaned_data.get(f"why_{need.value}", "") for need in self.needs}
        return {**told, Need.CASH_DIFFERS: self.cleaned_data.get("reason", "")}
