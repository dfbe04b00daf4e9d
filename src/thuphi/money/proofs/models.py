"""An account proved by a small transfer that our own line heard of."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .rules import PROOF_VND, TEXT_FORM, ProofState, Refusal


class AccountProof(models.Model):
    """One asking: transfer so much with this text to the approved account."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        "facilities.BeneficiaryAccount", on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField()
    amount_vnd = models.BigIntegerField(default=PROOF_VND)
    state = models.TextField(
        choices=[(state.value, state.value) for state in ProofState],
        default=ProofState.ASKED.value,
    )
    refusal = models.TextField(
        choices=[(why.value, why.value) for why in Refusal], default=Refusal.NONE.value, blank=True
    )
    heard_id = models.BigIntegerField(null=True)
    """The notification that was looked at."""
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    asked_until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account_proof"
        indexes = [models.Index(fields=["facility", "-id"], name="account_proof_by_facility")]
        constraints = [
            models.UniqueConstraint(fields=["text"], name="account_proof_text_is_unique"),
            models.UniqueConstraint(
                fields=["facility"],
                condition=Q(state=ProofState.ASKED.value),
                name="account_proof_is_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(text__regex=f"^{TEXT_FORM.pattern}$"),
                name="account_proof_text_has_its_form",
            ),
            models.CheckConstraint(
                condition=Q(amount_vnd=PROOF_VND), name="account_proof_is_of_a_thousand_dong"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ProofState]),
                name="account_proof_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(refusal__in=[why.value for why in Refusal]),
                name="account_proof_refusal_is_known",
            ),
            models.CheckConstraint(
                condition=Q(asked_until__gt=F("asked_at")), name="account_proof_is_open_for_a_while"
            ),
            models.CheckConstraint(
                condition=Q(state=ProofState.ASKED.value, closed_at__isnull=True)
                | (~Q(state=ProofState.ASKED.value) & Q(closed_at__isnull=False)),
                name="account_proof_is_closed_when_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(state=ProofState.REFUSED.value, heard_id__isnull=False) & ~Q(refusal="")
                | (~Q(state=ProofState.REFUSED.value) & Q(refusal="")),
                name="account_proof_is_refused_for_a_reason",
            ),
        ]
