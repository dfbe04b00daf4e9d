"""What may be done about a provider from its page: by a form, or by one button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.registers.methods import actions, errors, queries
from thuphi.registers.methods.models import Merchant
from thuphi.registers.methods.rules import Way

from .frame import Desk
from .methods_forms import ContractForm, FeeForm, IncentiveForm, SettingsForm, TerminalForm

Forms = dict[str, forms.Form]


def not_safe() -> str:
    """Where an address may lead."""
    return _("Địa chỉ phải bắt đầu bằng https://. Chép lại từ tài liệu của nhà cung cấp.")


def forms_of(
    merchant: Merchant, today: date, typed: Mapping[str, Mapping[str, object]] | None = None
) -> Forms:
    """The forms of a provider's page, with what was typed into one of them."""
    given = typed or {}
    valid = merchant.contract_valid
    contract = {
        "number": merchant.contract_number,
        "evidence": merchant.evidence,
        "from_on": valid.lower if valid else today,
        "last_on": valid.upper - timedelta(days=1) if valid and valid.upper else None,
    }
    made: Forms = {
        "cai-dat": SettingsForm(
            given.get("cai-dat"),
            connector=CONNECTORS[merchant.channel],
            stored=merchant.settings,
            held=merchant.secret_names or CONNECTORS[merchant.channel].SECRETS,
            auto_id="cai_%s",
        ),
        "hop-dong": ContractForm(given.get("hop-dong"), initial=contract, auto_id="hop_%s"),
        "phi": FeeForm(given.get("phi"), initial={"from_on": today}, auto_id="phi_%s"),
        "uu-dai": IncentiveForm(given.get("uu-dai"), initial={"from_on": today}, auto_id="uu_%s"),
    }
    if CONNECTORS[merchant.channel].method == Way.CARD.value:
        made["may-pos"] = TerminalForm(
            given.get("may-pos"), initial={"from_on": today}, auto_id="may_%s"
        )
    return made


@sensitive_variables()
def _settings(desk: Desk, merchant: Merchant, form: forms.Form) -> str | None:
    if not isinstance(form, SettingsForm):
        raise TypeError(form)
    try:
        actions.change_settings(
            by=desk.by,
            merchant_id=merchant.pk,
            settings=form.settings(),
            drop=form.dropped(),
            at=desk.at,
        )
    except errors.AddressNotSafe as error:
        form.blame(str(error), not_safe())
    except errors.SecretNotRepeated as error:
        form.blame(
            str(error),
            _("Khóa mới thay tất cả khóa cũ. Gõ lại cả khóa này, hoặc đánh dấu bỏ hẳn ở dưới."),
        )
    else:
        return _("Đã ghi cài đặt. Khóa bí mật không hiện lại.")
    return None


def _contract(desk: Desk, merchant: Merchant, form: forms.Form) -> str | None:
    if not isinstance(form, ContractForm):
        raise TypeError(form)
    facts = form.cleaned_data
    actions.record_contract(
        by=desk.by,
        merchant_id=merchant.pk,
        number=facts["number"],
        from_on=facts["from_on"],
        until_on=form.until_on(),
        evidence=facts["evidence"],
        at=desk.at,
    )
    return _("Đã ghi hợp đồng.")


def _fee(desk: Desk, merchant: Merchant, form: forms.Form) -> str | None:
    if not isinstance(form, FeeForm):
        raise TypeError(form)
    try:
        actions.set_fee(
            by=desk.by,
            merchant_id=merchant.pk,
            terms=form.terms(),
            from_on=form.cleaned_data["from_on"],
            until_on=form.until_on(),
            at=desk.at,
        )
    except errors.FeeOverlaps:
        form.add_error(
            "from_on", _("Đã có phí bắt đầu từ ngày này hoặc sau đó. Chọn một ngày muộn hơn.")
        )
    else:
        return _("Đã ghi phí. Gia đình thấy phí này trước khi chọn cách trả.")
    return None


def _incentive(desk: Desk, merchant: Merchant, form: forms.Form) -> str | None:
    if not isinstance(form, IncentiveForm):
        raise TypeError(form)
    actions.offer_incentive(
        by=desk.by,
        facility_id=desk.facility_id,
        incentive=form.incentive(merchant.pk, queries.way_of(merchant.channel)),
        at=desk.at,
    )
    return _("Đã ghi ưu đãi. Câu này hiện khi gia đình chọn cách trả.")


def _terminal(desk: Desk, merchant: Merchant, form: forms.Form) -> str | None:
    if not isinstance(form, TerminalForm):
        raise TypeError(form)
    try:
        actions.register_terminal(
            by=desk.by, merchant_id=merchant.pk, terminal=form.terminal(), at=desk.at
        )
    except errors.TerminalIncomplete as error:
        form.add_error(
            str(error),
            _("Chỉ dùng chữ không dấu, chữ số và dấu gạch, đúng như in trên máy hoặc hóa đơn thẻ."),
        )
    except errors.TerminalElsewhere:
        form.add_error(
            "serial",
            _("Số sê-ri này đã được ghi, ở đây hoặc ở đơn vị khác. Xem lại số, hoặc ghi trả máy."),
        )
    except errors.TerminalNameTaken:
        form.add_error("poi_id", _("Hợp đồng này đã có máy tên như vậy."))
    else:
        return _("Đã ghi máy POS.")
    return None


DEEDS: dict[str, Callable[[Desk, Merchant, forms.Form], str | None]] = {
    "cai-dat": _settings,
    "hop-dong": _contract,
    "phi": _fee,
    "uu-dai": _incentive,
    "may-pos": _terminal,
}
"""Each writes what the form says and returns what to tell; nothing when the form has a fault."""


def _on(desk: Desk, number: int) -> str:
    actions.activate_merchant(by=desk.by, merchant_id=number, at=desk.at)
    return _("Đã dùng lại.")


def _off(desk: Desk, number: int) -> str:
    actions.deactivate_merchant(by=desk.by, merchant_id=number, at=desk.at)
    return _("Đã ngừng dùng. Khoản đang dở vẫn hỏi và trả lại được.")


def _account(desk: Desk, number: int) -> str:
    found = actions.point_at_account(by=desk.by, merchant_id=number, at=desk.at)
    return _("Kênh này nay theo dõi tài khoản %(number)s.") % {"number": found.account_number}


def _end_fee(desk: Desk, number: int) -> str:
    actions.end_fee(by=desk.by, fee_id=number, on=desk.today, at=desk.at)
    return _("Từ hôm nay nhà cung cấp không thu phí này.")


def _end_incentive(desk: Desk, number: int) -> str:
    actions.end_incentive(by=desk.by, incentive_id=number, on=desk.today, at=desk.at)
    return _("Từ hôm nay ưu đãi này không hiện nữa.")


def _broken(desk: Desk, number: int) -> str:
    actions.set_terminal(by=desk.by, terminal_id=number, works=False, at=desk.at)
    return _("Đã ghi máy hỏng. Quầy thu không dùng máy này.")


def _works(desk: Desk, number: int) -> str:
    actions.set_terminal(by=desk.by, terminal_id=number, works=True, at=desk.at)
    return _("Đã ghi máy dùng lại được.")


def _returned(desk: Desk, number: int) -> str:
    actions.return_terminal(by=desk.by, terminal_id=number, on=desk.today, at=desk.at)
    return _("Đã ghi trả máy.")


PRESSES: dict[str, Callable[[Desk, int], str]] = {
    "dung": _on,
    "ngung": _off,
    "tai-khoan": _account,
    "het-phi": _end_fee,
    "het-uu-dai": _end_incentive,
    "may-hong": _broken,
    "may-duoc": _works,
    "tra-may": _returned,
}


def is_here(desk: Desk, what: str, number: int) -> bool:
    """Whether the row that a button speaks of is this facility's."""
    if what in ("dung", "ngung", "tai-khoan"):
        return any(one.pk == number for one in queries.merchants_of(desk.facility_id))
    if what == "het-phi":
        return any(one.pk == number for one in queries.fees_of(desk.facility_id))
    if what == "het-uu-dai":
        return any(one.pk == number for one in queries.incentives_of(desk.facility_id, desk.today))
    return any(one.pk == number for one in queries.terminals_of(desk.facility_id))


def refusal(error: errors.MerchantRefused | MoveNotAllowed) -> str:
    """Why a button did nothing."""
    match error:
        case errors.AccountWatchedAlready():
            return _("Chưa ghi: một kênh cùng loại đã theo dõi tài khoản này.")
        case errors.NoApprovedAccount():
            return _("Chưa ghi: đơn vị chưa có tài khoản được duyệt.")
        case errors.DaysNotInOrder():
            return _("Chưa ghi: mới bắt đầu từ hôm nay, đến mai mới kết thúc được.")
        case _:
            return _("Việc này đã được làm trước đó; không có gì đổi.")
