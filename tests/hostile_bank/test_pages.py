"""The new pages under the fingers of strangers and of other roles."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.doors.web.desk import conftest as desk
from tests.doors.web.desk.bank_told import key, line, stands
from tests.doors.web.desk.conftest import At, as_worker
from tests.hostile_bank import one_of_each
from tests.hostile_bank.one_of_each import DEEDS, addresses_of, fields
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.models import Decision, LineMatch, LineState
from thuphi.money.reconciliation.rules import Outcome
from thuphi.money.statements.models import (
    BankLine,
    ColumnProfile,
    StatementFile,
)

desk_addresses, the_clock, at_desk = desk.desk_addresses, desk.the_clock, desk.at_desk

desk_addresses, the_clock, at_desk = desk.desk_addresses, desk.the_clock, desk.at_desk
bills, all_of_a = one_of_each.bills, one_of_each.all_of_a


def counts() -> tuple[int, ...]:
    return tuple(
        one.objects.count()
        for one in (Decision, LineMatch, Payment, BankLine, StatementFile, ColumnProfile)
    )


def test_a_stranger_finds_none_of_another_schools_things(
    world: World, all_of_a: dict[str, object], at_desk: At
) -> None:
    before = counts()
    told = addresses_of(**all_of_a)
    client = at_desk(world.quan)
    for address in told:
        for answer in (
            client.get(address),
            client.post(
                address,
                fields(
                    code="TFXXXXXXXXXX",
                    amount="1",
                    beneficiary=all_of_a["pupil_id"],
                    payment=all_of_a["payment"].pk,
                    line=all_of_a["one"].pk,
                ),
            ),
        ):
            assert answer.status_code in (403, 404, 405), (address, answer.status_code)
    with as_worker():
        assert counts() == before


def test_a_stranger_may_not_name_another_schools_things_in_his_own_deeds(
    world: World, all_of_a: dict[str, object], bills: list[Bill], at_desk: At
) -> None:
    mine = stands(line(world.b, 55_000, "cua toi"), Outcome.ONLY_THEIRS)
    before = counts()
    client = at_desk(world.quan)
    for deed, typed in (
        ("assign", {"code": bills[0].code}),
        ("split", {"code": [bills[0].code], "amount": ["55000"]}),
        ("credit", {"beneficiary": all_of_a["pupil_id"]}),
        ("pair", {"payment": all_of_a["payment"].pk}),
    ):
        client.post(reverse(f"desk_workbench_{deed}", args=[key(mine)]), fields(**typed))
    thing = [key(all_of_a["one"]), key(all_of_a["payment"])]
    for deed in ("take", "not_ours", "note"):
        client.post(reverse("desk_workbench_many"), fields(deed=deed, thing=thing))
    client.post(reverse("desk_reconcile_explain"), fields(thing=thing))
    with as_worker():
        assert counts() == before


@pytest.mark.parametrize("name", ["minh", "hoa", "dung"])
def test_who_does_not_reconcile_decides_nothing(
    world: World, all_of_a: dict[str, object], at_desk: At, name: str
) -> None:
    before = counts()
    states = list(LineState.objects.order_by("line_id").values_list("outcome", "confirmed"))
    client = at_desk(getattr(world, name))
    tries = [
        reverse(f"desk_workbench_{deed}", args=[key(all_of_a[what])])
        for deed in DEEDS
        for what in ("one", "payment")
    ]
    tries += [
        reverse(one)
        for one in (
            "desk_workbench_many",
            "desk_reconcile_explain",
            "desk_statement_take",
            "desk_statement_profiles",
            "desk_settlement_take",
        )
    ]
    tries += [reverse("desk_settlement_pair", args=[all_of_a["settlement_id"]])]
    for address in tries:
        answer = client.post(
            address,
            fields(
                do="keep",
                deed="not_ours",
                thing=[key(all_of_a["one"])],
                code="x",
                name="x",
                head_0="a",
                field_0="booked",
            ),
        )
        assert answer.status_code in (302, 403, 404), address
        if answer.status_code == 302:
            assert "khong" in answer.headers["Location"] or answer.headers["Location"] == "/", (
                answer.headers
            )
    with as_worker():
        assert counts() == before
        assert (
            list(LineState.objects.order_by("line_id").values_list("outcome", "confirmed"))
            == states
        )


def test_no_deed_is_done_without_the_forms_own_token(
    world: World, all_of_a: dict[str, object], as_role: Callable[..., None]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.lan.user, backend=desk.SIGN_IN)
    as_role("thuphi_app")
    names = [reverse(f"desk_workbench_{deed}", args=[key(all_of_a["one"])]) for deed in DEEDS]
    names += [
        reverse(one)
        for one in (
            "desk_workbench_many",
            "desk_reconcile_explain",
            "desk_statement_take",
            "desk_statement_profiles",
            "desk_settlement_take",
            "desk_period_close",
        )
    ]
    for address in names:
        assert client.post(address, fields()).status_code == 403, address


@pytest.mark.parametrize(
    "after",
    [
        "//evil.example/",
        "https://evil.example/ban-lam-viec/doi-soat/",
        "/ban-lam-viec/doi-soat/\\evil",
        "javascript:alert(1)",
        "/ban-lam-viec/doi-soat//evil.example\r\nSet-Cookie: a=b",
        "/ban-lam-viec/doi-soat/@evil.example",
        "\t//evil.example",
    ],
)
def test_nobody_is_led_away_after_a_deed(
    world: World, all_of_a: dict[str, object], at_desk: At, after: str
) -> None:
    client = at_desk(world.lan)
    for address in (
        reverse("desk_reconcile_explain"),
        reverse("desk_workbench_note", args=[key(all_of_a["one"])]),
    ):
        answer = client.post(
            address, fields(thing=[key(all_of_a["payment"])], after=after, back=after, next=after)
        )
        assert answer.status_code == 302
        to = answer.headers["Location"]
        assert to.startswith("/ban-lam-viec/") and "\\" not in to and "\n" not in to, to
