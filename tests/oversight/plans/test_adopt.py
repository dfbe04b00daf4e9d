"""Plans are adopted as their very text, and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests import world as worlds
from tests.oversight.plans.texts import SMALL
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, Actor, NotAllowed, Permission
from thuphi.oversight.plans import actions, queries
from thuphi.oversight.plans.errors import PlanNotFound, PlanUnreadable, TargetNotFound
from thuphi.oversight.plans.models import PlanProfile
from thuphi.oversight.plans.shelf import PROFILES

LATER = worlds.AT + timedelta(days=1)


def adopt(text: str = SMALL) -> PlanProfile:
    return actions.adopt(by=SYSTEM, text=text, at=worlds.AT)


def test_an_adopted_plan_is_in_force(db: None) -> None:
    adopted = adopt()
    assert adopted.sha256 == hashlib.sha256(SMALL.encode()).hexdigest()
    assert queries.plan("xy2026").title == "Kế hoạch của tỉnh Ví Dụ"
    assert [one.id for one in queries.plans()] == [
        "NAT2022", "BG2022", "TH2022", "AG2022", "HY2022_2025", "XY2026",
    ]  # fmt: skip
    assert Event.objects.get(kind="plan_adopted").subject == "plan:XY2026"


def test_the_newest_text_is_in_force_and_the_older_one_stays(db: None) -> None:
    adopt()
    adopt(SMALL.replace("goal = 50", "goal = 60"))
    assert queries.plan("XY2026").target("XY-T1").goal == 60
    adopt()
    assert queries.plan("XY2026").target("XY-T1").goal == 50
    assert len(queries.adoptions("XY2026")) == 3


def test_the_text_in_force_is_not_adopted_twice(db: None) -> None:
    assert adopt().pk == adopt().pk
    assert PlanProfile.objects.count() == 1
    assert Event.objects.filter(kind="plan_adopted").count() == 1


def test_an_adopted_plan_stands_in_front_of_the_shipped_one(db: None) -> None:
    shipped = (PROFILES / "bg-2022.toml").read_text(encoding="utf-8")
    adopt(shipped.replace("goal = 50", "goal = 70", 1))
    assert queries.plan("BG2022").target("BG-T1").goal == 70
    assert [one.id for one in queries.plans()][1] == "BG2022"
    assert queries.plans()[1].target("BG-T1").goal == 70


def test_what_is_no_plan_is_not_adopted(db: None) -> None:
    with pytest.raises(PlanUnreadable):
        adopt(SMALL.replace("goal = 50", "goal = 500"))
    assert not PlanProfile.objects.exists()


@pytest.mark.parametrize(
    "by",
    [
        Actor(name="khách"),
        Actor(name="hiệu trưởng", permissions=frozenset({Permission.PLAN_ADOPT})),
        Actor(name="máy", permissions=frozenset({Permission.FIGURES_READ}), is_everywhere=True),
    ],
    ids=lambda by: by.name,
)
def test_only_who_may_everywhere_adopts(db: None, by: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.adopt(by=by, text=SMALL, at=worlds.AT)
    assert not PlanProfile.objects.exists()


def test_an_unknown_plan_or_target_is_refused(db: None) -> None:
    with pytest.raises(PlanNotFound):
        queries.plan("XX2022")
    with pytest.raises(TargetNotFound):
        queries.target(queries.plan("BG2022"), "BG-T9")
    assert queries.target(queries.plan("BG2022"), "bg-t1").id == "BG-T1"


@pytest.mark.parametrize(
    ("deed", "says"),
    [
        ("UPDATE plan_profile SET plan_id = 'bg'", "plan_profile_is_append_only"),
        ("DELETE FROM plan_profile", "plan_profile_is_append_only"),
        ("TRUNCATE plan_profile", "plan_profile_is_append_only"),
        ("INSERT INTO plan_profile (plan_id, sha256, text, adopted_at, adopted_by)"
         " VALUES ('BG2022', 'x', 'y', now(), 'z')", "plan_profile_sha256_is_of_its_text"),
        ("INSERT INTO plan_profile (plan_id, sha256, text, adopted_at, adopted_by) VALUES"
         " ('bg', encode(sha256('y'), 'hex'), 'y', now(), 'z')", "plan_profile_id_has_its_form"),
        ("INSERT INTO plan_profile (plan_id, sha256, text, adopted_at, adopted_by) VALUES"
         " ('BG2022', encode(sha256(''), 'hex'), '', now(), 'z')", "plan_profile_has_a_text"),
        ("INSERT INTO plan_profile (plan_id, sha256, text, adopted_at, adopted_by) VALUES"
         " ('BG2022', encode(sha256('y'), 'hex'), 'y', now(), '')",
         "plan_profile_is_adopted_by_somebody"),
    ],
)  # fmt: skip
def test_the_database_keeps_what_was_adopted(
    db: None, as_role: Callable[..., None], deed: str, says: str
) -> None:
    adopt()
    as_role("none")
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        connection.cursor().execute(deed)
    cause = refused.value.__cause__
    assert isinstance(cause, psycopg.Error)
    assert says in (cause.diag.constraint_name, cause.diag.message_primary)
    assert PlanProfile.objects.get().plan_id == "XY2026"
