"""What people at the desk choose and type about letters and reminders."""

from __future__ import annotations

from datetime import time

from django import forms
from django.utils.translation import gettext_lazy

from thuphi.ground.notices.rules import Way
from thuphi.money.reminders.rules import DAYS_MAX, Plan, Quiet

from .letters_words import WAYS
from .words import Words

HOURS = [(f"{hour:02}:00", f"{hour:02}:00") for hour in range(24)]
_DAYS_WRONG = gettext_lazy("Từ 1 đến 60 ngày; để trống nếu không nhắc.")


def _days(label: Words, help_text: Words) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=1,
        max_value=DAYS_MAX,
        error_messages={
            "invalid": _DAYS_WRONG,
            "min_value": _DAYS_WRONG,
            "max_value": _DAYS_WRONG,
        },
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


def ways_field(ways: list[Way]) -> forms.MultipleChoiceField:
    """Boxes to tick, in the order in which ways are tried."""
    return forms.MultipleChoiceField(
        label=gettext_lazy("Gửi bằng"),
        help_text=gettext_lazy("Mỗi gia đình nhận một tin, bằng cách đầu tiên gửi được."),
        choices=[(way.value, WAYS[way]) for way in ways],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Chọn ít nhất một cách gửi.")},
    )


class SendForm(forms.Form):
    """By which ways a run's notices leave, and how many letters the person has seen."""

    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: object, ways: list[Way], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["ways"] = ways_field(ways)


class PlanForm(forms.Form):
    """When and how a school reminds."""

    is_on = forms.BooleanField(
        label=gettext_lazy("Hệ thống tự nhắc gia đình"),
        help_text=gettext_lazy(
            "Mỗi gia đình nhiều nhất một tin mỗi ngày; tiền đến là dừng ngay. "
            "Giáo viên không phải nhắc."
        ),
        required=False,
    )
    before_days = _days(
        gettext_lazy("Nhắc trước hạn mấy ngày"), gettext_lazy("Ví dụ 3; để trống nếu không nhắc.")
    )
    on_due = forms.BooleanField(label=gettext_lazy("Nhắc đúng ngày đến hạn"), required=False)
    after_days = _days(
        gettext_lazy("Nhắc sau hạn mấy ngày"), gettext_lazy("Ví dụ 3; để trống nếu không nhắc.")
    )
    last_days = _days(
        gettext_lazy("Nhắc cuối sau hạn mấy ngày"),
        gettext_lazy("Ví dụ 10; lời nhắc này mời gia đình gọi để cùng thu xếp."),
    )
    ways = ways_field([Way.ZALO, Way.SMS, Way.MAIL])
    quiet_from = forms.ChoiceField(label=gettext_lazy("Không gửi từ"), choices=HOURS)
    quiet_until = forms.ChoiceField(label=gettext_lazy("Gửi lại từ"), choices=HOURS)
    rests_on_sunday = forms.BooleanField(label=gettext_lazy("Chủ nhật không gửi"), required=False)
    contact_name = forms.CharField(
        label=gettext_lazy("Ai trả lời gia đình"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    contact_phone = forms.RegexField(
        regex=r"^\+?[0-9 .]{3,20}$",
        label=gettext_lazy("Điện thoại của người đó"),
        required=False,
        error_messages={
            "invalid": gettext_lazy("Số điện thoại chỉ gồm chữ số, dấu chấm, dấu cách.")
        },
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, object]:
        """The last reminder comes after the one before it."""
        facts = super().clean() or {}
        after, last = facts.get("after_days"), facts.get("last_days")
        if isinstance(after, int) and isinstance(last, int) and last <= after:
            self.add_error(
                "last_days", gettext_lazy("Nhắc cuối phải sau lần nhắc quá hạn trước đó.")
            )
        return facts

    def plan(self) -> Plan:
        """What was chosen."""
        facts = self.cleaned_data
        chosen = set(facts["ways"])
        return Plan(
            is_on=facts["is_on"],
            before_days=facts["before_days"],
            on_due=facts["on_due"],
            after_days=facts["after_days"],
            last_days=facts["last_days"],
            quiet=Quiet(
                time.fromisoformat(facts["quiet_from"]),
                time.fromisoformat(facts["quiet_until"]),
                facts["rests_on_sunday"],
            ),
            ways=tuple(way for way in WAYS if way.value in chosen),
            contact_name=facts["contact_name"].strip(),
            contact_phone=facts["contact_phone"].strip(),
        )


def told(plan: Plan) -> dict[str, object]:
    """A plan as the form shows it."""
    return {
        "is_on": plan.is_on,
        "before_days": plan.before_days,
        "on_due": plan.on_due,
        "after_days": plan.after_days,
        "last_days": plan.last_days,
        "ways": [way.value for way in plan.ways],
        "quiet_from": f"{plan.quiet.begins:%H:%M}",
        "quiet_until": f"{plan.quiet.ends:%H:%M}",
        "rests_on_sunday": plan.quiet.rests_on_sunday,
        "contact_name": plan.contact_name,
        "contact_phone": plan.contact_phone,
    }
