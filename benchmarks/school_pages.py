"""Asks for the pages of a big school as its people see them: says which there are, then how long
each took that is named on a line of its own."""

from __future__ import annotations

import sys
import time
from urllib.parse import urlencode

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks.school_facts import (  # noqa: E402
    ACCOUNTANT,
    CASHIER,
    MEALS,
    SCHOOL,
    STARTS_ON,
    YEAR,
)
from thuphi.doors.web.shared.access import see_facilities  # noqa: E402
from thuphi.money.adjustments.models import Adjustment  # noqa: E402
from thuphi.money.bills.models import Bill, CollectionRun  # noqa: E402
from thuphi.money.books.rules import BookName  # noqa: E402
from thuphi.money.payouts.models import PayoutList  # noqa: E402
from thuphi.money.sheets.models import SchoolSheet  # noqa: E402
from thuphi.registers.payers.models import Beneficiary  # noqa: E402
from thuphi.registers.staff.models import User  # noqa: E402

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"
FOUND = 200
PLAIN = (
    "home", "pupils", "runs", "bills", "payments", "standing", "workbench", "reconcile",
    "adjustments", "adjust_many", "adjust_price", "adjust_exemptions", "adjust_leavers", "credits",
    "registrations", "exemptions", "opening_debts", "meals", "meals_calendar",
    "meals_settings", "letters", "reminders", "poster", "till_books", "till_handover", "till_day",
    "till_deposits", "books", "books_summary", "payouts", "payout_new", "fee_rules", "invoices",
    "invoices_differences", "insurance", "setup", "sheet",
)  # fmt: skip
OF_THE_CASHIER = frozenset({"till_class"})
FILES = ("bang.xlsx", "ban-in.pdf")


def _signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), backend=SIGN_IN)
    return client


def addresses() -> dict[str, str]:
    """The pages of the desk by name."""
    see_facilities(_facilities())
    runs = list(CollectionRun.objects.order_by("pk").values_list("pk", flat=True))
    pupil = Beneficiary.objects.order_by("pk")[20]
    bill = Bill.objects.filter(run_id=runs[-1]).order_by("pk")[20].code
    found = {name: reverse(f"desk_{name}") for name in PLAIN}
    grid = urlencode({"year": YEAR, "class": pupil.class_name, "on": STARTS_ON.isoformat()})
    found |= {
        "registrations, a class": f"{reverse('desk_registrations')}?{grid}",
        "till_class": f"{reverse('desk_till_class')}?{urlencode({'class': pupil.class_name})}",
        "meals_class": (
            f"{reverse('desk_meals_class')}?"
            f"{urlencode({'lop': pupil.class_name, 'ngay': MEALS.first_day_on.isoformat()})}"
        ),
        "meals_month": f"{reverse('desk_meals_month')}?thang={MEALS}",
        "meals_month, open": f"{reverse('desk_meals_month')}?thang={MEALS.next}",
        "pupil": reverse("desk_pupil", args=[pupil.pk]),
        "registration_pupil": reverse("desk_registration_pupil", args=[pupil.pk]),
        "credit": reverse("desk_credit", args=[pupil.pk]),
        "adjust_leaver": reverse("desk_adjust_leaver", args=[pupil.pk]),
        "bill": reverse("desk_bill", args=[bill]),
        "adjust_bill": reverse("desk_adjust_bill", args=[bill]),
        "run": reverse("desk_run", args=[runs[-1]]),
        "run_update": reverse("desk_run_update", args=[runs[-1]]),
        "run_close": reverse("desk_run_close", args=[runs[1]]),
        "run_close, closed": reverse("desk_run_close", args=[runs[0]]),
        "run_arrears": reverse("desk_run_arrears", args=[runs[-1]]),
        "letters_send": reverse("desk_letters_send", args=[runs[-1]]),
        "notices": reverse("desk_notices", args=[runs[-1]]),
        "adjustment": reverse("desk_adjustment", args=[Adjustment.objects.order_by("pk")[0].pk]),
        "payout": reverse("desk_payout", args=[PayoutList.objects.order_by("pk")[0].pk]),
        "sheet_preview": reverse("desk_sheet_preview", args=[SchoolSheet.objects.all()[0].pk]),
        "sheet_columns": reverse("desk_sheet_columns", args=[SchoolSheet.objects.all()[0].pk]),
        "pay bill": reverse("pay:bill", args=[bill]),
    }
    of_run = {"run": runs[1]}
    for book in BookName:
        found[f"book {book}"] = f"{reverse('desk_book', args=[book])}?{urlencode(of_run)}"
    for kind in FILES:
        found[f"book {BookName.UNPAID} {kind}"] = (
            f"{reverse('desk_book', args=[BookName.UNPAID])}/{kind}?{urlencode({'run': runs[-1]})}"
        )
    return found


def _facilities() -> frozenset[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM facility WHERE code = %s", [SCHOOL])
        return frozenset(int(row[0]) for row in cursor.fetchall())


def ask(clients: dict[bool, Client], name: str, address: str) -> int:
    """Microseconds; below nought the number of a page that did not answer."""
    client = clients[name in OF_THE_CASHIER]
    began = time.perf_counter_ns()
    answer = client.get(address)
    answer.getvalue()
    took = (time.perf_counter_ns() - began) // 1000
    return took if answer.status_code == FOUND else -answer.status_code


def main() -> None:
    """Say which pages there are; then ask for each that is named."""
    wanted = addresses()
    clients = {False: _signed_in(ACCOUNTANT), True: _signed_in(CASHIER)}
    with override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"]):
        _say(*wanted)
        for line in sys.stdin:
            name = line.rstrip("\n")
            _say(str(ask(clients, name, wanted[name])))


def _say(*words: str) -> None:
    sys.stdout.write("\t".join(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
