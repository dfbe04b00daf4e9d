"""A school's first morning: how far it has come, what is next, and the account proved."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.channels import qr_image, vietqr
from thuphi.ground.channels.banks import BANKS
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import school_year
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.rules import RunState
from thuphi.money.proofs import actions, errors, queries
from thuphi.money.proofs.models import AccountProof
from thuphi.money.proofs.rules import ProofState

from .frame import Crumb, Noun, desk_of, show
from .setup_steps import REFUSALS, cards


@for_staff(Permission.BILL_READ)
@require_safe
def setup(request: StaffRequest) -> HttpResponse:
    """What is done and what is missing until the first family has paid."""
    desk = desk_of(request)
    standing = queries.standing(desk.facility_id, school_year(desk.today))
    proof = standing.proof
    is_open = (
        proof is not None and proof.state == ProofState.ASKED.value and desk.at < proof.asked_until
    )
    bank = BANKS.get(standing.account.bin) if standing.account else None
    context = {
        "standing": standing,
        "cards": cards(standing, desk.by),
        "done": len(standing.done),
        "proof": proof,
        "is_open": is_open,
        "is_expired": proof is not None and proof.state == ProofState.ASKED.value and not is_open,
        "refusal": REFUSALS.get(proof.refusal, "") if proof else "",
        "bank": bank.short_name if bank else "",
        "qr": _qr(proof) if proof is not None and is_open else "",
    }
    return show(
        request,
        desk,
        "setup",
        context,
        noun=Noun.TODAY,
        crumbs=[Crumb(_("Hôm nay"), reverse("desk_home")), Crumb(_("Bắt đầu"))],
    )


def _qr(proof: AccountProof) -> SafeString:
    """The small transfer as a drawing; made by ourselves from checked parts."""
    payload = vietqr.encode(
        vietqr.Transfer(
            bin=proof.account.bin,
            account=proof.account.number,
            amount_vnd=proof.amount_vnd,
            purpose=proof.text,
        )
    )
    title = _("Mã QR chuyển 1.000 đồng để thử tài khoản")
    return mark_safe(qr_image.svg(payload, title=title))  # noqa: S308 - our own drawing


@for_staff(Permission.ACCOUNT_PROPOSE)
@require_POST
def prove(request: StaffRequest) -> HttpResponse:
    """Ask for the small transfer."""
    desk = desk_of(request)
    try:
        actions.ask_for_proof(by=desk.by, facility_id=desk.facility_id, at=desk.at)
    except errors.NoApprovedAccount:
        messages.error(request, _("Chưa có tài khoản đã duyệt để thử."))
    except errors.ProofAskedAlready:
        messages.info(request, _("Đang chờ một khoản 1.000 đồng: chuyển theo mã bên dưới."))
    except errors.ProvedAlready:
        messages.info(request, _("Tài khoản này đã thử xong."))
    return redirect("desk_setup")


@for_staff(Permission.PAYMENT_READ)
@require_POST
def check(request: StaffRequest) -> HttpResponse:
    """Look whether the small transfer has come."""
    desk = desk_of(request)
    try:
        proof = actions.look_for_proof(by=desk.by, facility_id=desk.facility_id, at=desk.at)
    except errors.NoProofAsked:
        # The worker has looked in the same minute; the page says whether it has seen the money.
        messages.info(request, _("Không còn khoản thử nào đang chờ: xem bước này bên dưới."))
        return redirect("desk_setup")
    match ProofState(proof.state):
        case ProofState.SEEN:
            messages.success(
                request, _("Đã thấy 1.000 đồng: tài khoản và đường báo tiền đều thông.")
            )
        case ProofState.REFUSED:
            messages.error(request, REFUSALS[proof.refusal])
        case ProofState.ASKED | ProofState.WITHDRAWN:
            messages.info(request, _("Chưa thấy tiền về. Thường mất vài giây đến vài phút."))
    return redirect("desk_setup")


@for_staff(Permission.ACCOUNT_PROPOSE)
@require_POST
def withdraw(request: StaffRequest) -> HttpResponse:
    """Wait no longer for the small transfer."""
    desk = desk_of(request)
    try:
        actions.withdraw_proof(by=desk.by, facility_id=desk.facility_id, at=desk.at)
    except errors.NoProofAsked:
        return redirect("desk_setup")
    messages.info(request, _("Đã bỏ mã thử tài khoản."))
    return redirect("desk_setup")


@for_staff(Permission.RUN_WRITE)
@require_POST
def try_out(request: StaffRequest, run_id: int) -> HttpResponse:
    """Go and look at the specimens of a draft run; it counts as tried."""
    desk = desk_of(request)
    try:
        actions.try_out(by=desk.by, run_id=run_id, at=desk.at)
    except errors.RunNotDraft as error:
        raise Http404 from error
    return redirect("desk_setup_specimen", run_id)


@for_staff(Permission.BILL_READ)
@require_safe
def specimen(request: StaffRequest, run_id: int) -> HttpResponse:
    """What the first notices of a draft run would say; nobody can pay by them."""
    run = CollectionRun.objects.filter(
        pk=run_id, facility_id__in=request.actor.where(Permission.BILL_READ)
    ).first()
    if run is None or run.state != RunState.DRAFT.value:
        raise Http404
    desk = desk_of(request)
    context = {"run": run, "specimens": queries.specimens(run)}
    return show(
        request,
        desk,
        "setup_specimen",
        context,
        noun=Noun.RUNS,
        crumbs=[
            Crumb(_("Đợt thu"), reverse("desk_runs")),
            Crumb(run.name, reverse("desk_run", args=[run.pk])),
            Crumb(_("Giấy báo mẫu")),
        ],
    )
