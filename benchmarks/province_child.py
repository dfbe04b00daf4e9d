"""Builds a province, asks for its pages, or takes out its payments: in a process of its own."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import NoReverseMatch, reverse  # noqa: E402

from benchmarks.province import UNTIL  # noqa: E402
from thuphi.doors.cli.synth import command  # noqa: E402
from thuphi.oversight.plans import queries as plans  # noqa: E402
from thuphi.registers.places.actions import load_places  # noqa: E402
from thuphi.registers.places.models import Place  # noqa: E402
from thuphi.registers.staff.models import User  # noqa: E402

PLAN, TARGET_COUNT = "TH2022", 2
SPAN = "tu=2022-10&den=2022-12"
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"
FOUND = 200


def build(scale: str, payments: str) -> None:
    """Places, facilities and money."""
    load_places()
    built = command.build(command.request("thanh-hoa", 12, scale, 1, int(payments), UNTIL))
    print(
        f"{built.facilities} facilities, {built.payments:,} payments, {built.rows:,} rows in"
        f" {built.seconds} s ({built.rows // built.seconds:,} rows/s)"
    )


def client_of(username: str) -> Client:
    """Somebody who has signed in."""
    client = Client()
    client.force_login(User.objects.get(username=username), backend=SIGN_IN)
    return client


def addresses() -> dict[str, str]:
    """The pages by name; those that are not there are left out."""
    province = Place.objects.get(code="38", level="province")
    commune = Place.objects.filter(
        province=province, level="commune", valid__contains=date(2022, 12, 31)
    ).first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT facility_id FROM month_count GROUP BY 1 ORDER BY sum(payments) DESC")
        largest = cursor.fetchone()[0]
    wanted: list[tuple[str, str, list[object], str]] = [
        ("place", "place", [province.pk], SPAN),
        ("place_facilities", "place_facilities", [province.pk], SPAN),
        ("place_methods", "place_methods", [province.pk], ""),
        ("commune", "place", [commune.pk if commune else province.pk], SPAN),
        ("facility", "facility", [largest], SPAN),
        ("payments", "payments", [largest], SPAN),
        ("plans", "plans", [], ""),
        ("plan", "plan", [PLAN, province.pk], ""),
        ("board", "board", [PLAN, province.pk], ""),
        ("my_work", "my_work", [], ""),
        ("reports", "reports", [], ""),
    ]
    found = {}
    for name, route, arguments, query in wanted:
        try:
            found[name] = f"{reverse(f'office:{route}', args=arguments)}?{query}"
        except NoReverseMatch:
            continue
    found |= _targets(province)
    return found


def _targets(province: Place) -> dict[str, str]:
    """A target's own page and its list of facilities, for the first targets of the plan."""
    found = {}
    for target in plans.plan(PLAN).targets[:TARGET_COUNT]:
        for route in ("target", "target_facilities"):
            try:
                address = reverse(f"office:{route}", args=[PLAN, province.pk, target.id])
            except NoReverseMatch:
                continue
            found[f"{route} {target.id}"] = address
    return found


def pages() -> None:
    """Say which pages there are; then ask for each page that is named, and say how long it took."""
    client = client_of("chutich-38")
    wanted = addresses()
    _say(*wanted)
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        for line in sys.stdin:
            began = time.perf_counter_ns()
            answer = client.get(wanted[line.rstrip("\n")], follow=True)
            took = (time.perf_counter_ns() - began) // 1000
            _say(str(took if answer.status_code == FOUND else -answer.status_code))


def _say(*words: str) -> None:
    sys.stdout.write("\t".join(words) + "\n")
    sys.stdout.flush()


def export() -> None:
    """Rows, the most memory in bytes this process ever had, and milliseconds."""
    province = Place.objects.get(code="38", level="province")
    client = client_of("chutich-38")
    # What the parent had counts in the usual figure too; this one begins here.
    Path("/proc/self/clear_refs").write_text("5")
    began = time.perf_counter_ns()
    rows = -1
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        address = reverse("office:place_csv", args=[province.pk])
        answer = client.get(f"{address}?tu=2022-01&den=2022-12")
        for piece in answer:
            rows += piece.count(b"\r\n")
    taken_ms = (time.perf_counter_ns() - began) // 1_000_000
    print(rows, _most_memory(), taken_ms)


def _most_memory() -> int:
    """The most memory in bytes that this process had since its marks were cleared."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


if __name__ == "__main__":
    word, *rest = sys.argv[1:]
    if word == "build":
        build(*rest)
    elif word == "pages":
        pages()
    else:
        export()
