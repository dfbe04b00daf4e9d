"""Bills with money on its way, named in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.money.closing.rules import OnItsWay, Way

from .words import Words

NAMED = 5

WAYS: dict[Way, Words] = {
    Way.ATTEMPT: gettext_lazy("đang có người trả"),
    Way.HEARD: gettext_lazy("ngân hàng vừa báo tiền, chưa ghi sổ"),
    Way.REFUND: gettext_lazy("đang trả lại tiền"),
}


def on_its_way_words(bills: Sequence[OnItsWay]) -> str:
    """The first bills by name, class, code and what is under way; how many more there are."""
    named = "; ".join(
        _("%(name)s lớp %(class)s (%(code)s: %(way)s)")
        % {
            "name": one.name,
            "class": one.class_name or "—",
            "code": one.code,
            "way": str(WAYS[one.way]),
        }
        for one in bills[:NAMED]
    )
    if len(bills) > NAMED:
        return _("%(named)s và %(count)s khoản nữa.") % {
            "named": named,
            "count": len(bills) - NAMED,
        }
    return f"{named}."
