"""A school's software declares a month: read what is asked, write, mend, submit, once."""

from __future__ import annotations

from collections.abc import Callable

from tests.doors.api.conftest import NOW, Software, as_worker, make_key, read
from tests.world import World
from thuphi.doors.api.declaration_flaws import ENGLISH
from thuphi.doors.api.declaration_shapes import DeclaredValues
from thuphi.ground.kit.periods import Month
from thuphi.oversight.declarations import actions, queries
from thuphi.oversight.declarations.models import Declaration, DeclarationFlag
from thuphi.oversight.declarations.rules import Item, Rule
from thuphi.registers.neighbours.rules import Scope

GOOD: dict[str, object] = {
    "qr_count": 80, "qr_vnd": 24_000_000, "web_count": 0, "web_vnd": 0, "mobile_money_count": 10,
    "mobile_money_vnd": 3_000_000, "card_count": 0, "card_vnd": 0, "cash_count": 10,
    "cash_vnd": 3_000_000, "equipped_on": "2026-01-05", "accepts_on": "2026-02-01",
    "pupils": 320, "online_teaching": True, "lessons_total_primary": 1000,
    "lessons_online_primary": 120,
}  # fmt: skip
AT = "declarations/2026-09"


def put(software: Software, values: dict[str, object], **headers: str) -> int:
    return software.call("PUT", AT, {"values": values}, **headers).status_code


def test_every_item_has_a_member_and_every_rule_its_english() -> None:
    assert list(DeclaredValues.model_fields) == [item.value for item in Item]
    assert set(ENGLISH) == set(Rule)


def test_before_anything_is_written_it_says_what_is_asked(software: Software) -> None:
    answer = software.get(AT)
    told = read(answer)
    assert answer.status_code == 200
    assert (told["state"], told["revision"], told["is_booked"]) == (None, 0, False)
    assert {"item": "qr_vnd", "unit": "vnd", "is_mandatory": True} in list(told["items"])  # type: ignore[call-overload]
    assert told["faults"] == []


def test_a_month_is_written_read_and_submitted(software: Software) -> None:
    assert put(software, GOOD) == 200
    told = read(software.get(AT))
    assert (told["state"], told["revision"], told["faults"]) == ("draft", 1, [])
    values = told["values"]
    assert isinstance(values, dict)
    assert {name: value for name, value in values.items() if value is not None} == GOOD
    answer = software.post(f"{AT}/submit", {})
    assert (answer.status_code, read(answer)["state"]) == (200, "submitted")
    assert put(software, GOOD) == 409
    again = software.post(f"{AT}/submit", {})
    assert again.status_code == 409
    with as_worker():
        found = Declaration.objects.get()
        assert (found.state, found.submitted_by) == ("submitted", None)


def test_the_same_request_again_gets_the_same_answer(software: Software) -> None:
    first = software.call("PUT", AT, {"values": GOOD}, idempotency_key="a")
    again = software.call("PUT", AT, {"values": GOOD}, idempotency_key="a")
    other = software.call("PUT", AT, {"values": {}}, idempotency_key="a")
    assert again.content == first.content
    assert again["Idempotent-Replayed"] == "true"
    assert other.status_code == 422
    sent = software.post(f"{AT}/submit", {}, idempotency_key="b")
    assert software.post(f"{AT}/submit", {}, idempotency_key="b").content == sent.content


def test_what_no_draft_holds_is_refused_at_its_place(software: Software) -> None:
    answer = software.call("PUT", AT, {"values": {**GOOD, "emr_state": 1}})
    (fault,) = list(read(answer)["errors"])  # type: ignore[call-overload]
    assert answer.status_code == 422
    assert fault["pointer"] == "#/values/emr_state"
    assert fault["code"] == "item_is_asked_for"
    wrongs: list[dict[str, object]] = [
        {"qr_count": -1}, {"qr_count": 1.5}, {"equipped_on": "2026-02-30"}, {"x": 1},
        {"emr_state": 3}, {"online_teaching": 1},
    ]  # fmt: skip
    for wrong in wrongs:
        assert put(software, wrong) == 422
    with as_worker():
        assert not Declaration.objects.exists()


def test_a_broken_rule_is_named_in_the_caller_s_language(software: Software) -> None:
    assert put(software, {**GOOD, "lessons_online_primary": 1001}) == 200
    answer = software.post(f"{AT}/submit", {}, accept_language="en")
    assert answer.status_code == 422
    assert list(read(answer)["errors"]) == [  # type: ignore[call-overload]
        {
            "detail": "lessons_online_primary (1001) is more than lessons_total_primary (1000).",
            "code": "lessons_online_within_total",
            "pointer": "#/values/lessons_online_primary",
        }
    ]
    vietnamese = read(software.post(f"{AT}/submit", {}))
    assert "lớn hơn" in str(vietnamese["errors"])


def test_the_unusual_is_explained_under_its_key(software: Software) -> None:
    odd = {name: value for name, value in GOOD.items() if name != "accepts_on"}
    assert put(software, odd) == 200
    told = read(software.get(AT))
    assert "used_is_accepted:accepts_on" in str(told["faults"])
    answer = software.post(f"{AT}/submit", {})
    assert answer.status_code == 422
    assert "#/explanations/used_is_accepted:accepts_on" in str(read(answer)["errors"])
    words = {"explanations": {"used_is_accepted:accepts_on": "Máy mượn"}}
    assert software.post(f"{AT}/submit", words).status_code == 200
    with as_worker():
        assert DeclarationFlag.objects.get().explanation == "Máy mượn"


def test_a_locked_month_and_one_that_cannot_be_say_so(world: World, software: Software) -> None:
    assert software.post(f"{AT}/submit", {}).status_code == 409
    for month in ("2026-11", "2021-12", "9999-01"):
        assert software.get(f"declarations/{month}").status_code == 404
    assert software.get("declarations/2026-13").status_code == 422
    put(software, GOOD)
    software.post(f"{AT}/submit", {})
    with as_worker():
        found = Declaration.objects.get()
        actions.verify(by=world.dung.actor, declaration_id=found.pk, at=NOW)
        Declaration.objects.filter(pk=found.pk).update(
            state="approved", approved_by=world.hoa.user.pk, approved_at=NOW
        )
    answer = software.call("PUT", AT, {"values": GOOD})
    assert answer.status_code == 409
    assert "đã duyệt và khóa" in str(read(answer)["detail"])


def test_a_key_without_the_scope_is_refused(world: World, as_role: Callable[..., None]) -> None:
    other = make_key(world.a, world.hoa, Scope.BILLS_READ).key.written
    as_role("thuphi_app")
    answer = Software(other).get(AT)
    assert answer.status_code == 403
    assert "declarations:write" in str(read(answer)["detail"])
    with as_worker():
        assert queries.newest(world.a.id, Month(2026, 9)) is None
