"""Accounts with providers of e-invoices, and invoices."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .rules import InvoiceKind, InvoiceState

_STATES = [state.value for state in InvoiceState]


class InvoiceAccount(models.Model):
    """A unit as its provider knows it. The secret is sealed; nothing here may reach a log."""

    facility = models.OneToOneField(
        "facilities.Facility", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in InvoiceKind])
    address = models.TextField()
    tax_code = models.TextField()
    serial = models.TextField()
    """Ký hiệu, such as 1C26TVD."""
    sealed = models.BinaryField()
    opened_by = models.BigIntegerField()
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "invoice_account"
        constraints = [
            models.CheckConstraint(
                condition=Q(tax_code__regex=r"^[0-9]{10}(-[0-9]{3})?$"),
                name="invoice_account_tax_code_has_its_form",
            ),
            models.CheckConstraint(
                condition=Q(serial__regex=r"^[0-9A-Z]{6,10}$"),
                name="invoice_account_serial_has_its_form",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in InvoiceKind]),
                name="invoice_account_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(address__startswith="http"), name="invoice_account_has_an_address"
            ),
        ]


class Invoice(models.Model):
    """One e-invoice or e-receipt for one bill."""

    facility_id = models.BigIntegerField()
    bill = models.ForeignKey("bills.Bill", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in InvoiceKind])
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    amount_vnd = models.BigIntegerField()
    buyer = models.TextField()
    lines = models.JSONField()
    """[[words, quantity, amount in đồng], ...] as they were sent."""
    state = models.TextField(choices=[(state, state) for state in _STATES])
    serial = models.TextField(blank=True, default="")
    number = models.IntegerField(null=True)
    tax_office_code = models.TextField(blank=True, default="")
    lookup = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    """Why the provider refused, in its own words."""
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "invoice"
        indexes = [
            models.Index(fields=["facility_id", "-id"], name="invoice_by_facility"),
            models.Index(
                fields=["next_try_at"],
                condition=Q(state__in=["asked", "sent"]),
                name="invoice_by_next_try",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["bill"],
                condition=Q(state__in=["asked", "sent", "refused"]),
                name="invoice_waits_once_a_bill",
            ),
            models.UniqueConstraint(
                fields=["bill"], condition=Q(state="issued"), name="invoice_lives_once_a_bill"
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(replaces__isnull=False),
                name="invoice_is_replaced_once",
            ),
            models.UniqueConstraint(
                fields=["facility_id", "serial", "number"],
                condition=Q(number__isnull=False),
                name="invoice_number_stands_once_in_a_serial",
            ),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="invoice_is_of_money"),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="invoice_state_is_known"),
            models.CheckConstraint(
                condition=~Q(replaces=F("id")), name="invoice_does_not_replace_itself"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["issued", "replaced"],
                    number__isnull=False,
                    issued_at__isnull=False,
                )
                | Q(state__in=["asked", "sent", "refused"], number__isnull=True),
                name="invoice_has_a_number_once_issued",
            ),
        ]

    @property
    def reference(self) -> str:
        """What the provider knows it by: one for ever, however often it is sent."""
        return f"TFHD{self.pk}"
