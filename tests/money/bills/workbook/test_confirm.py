"""A workbook is carried out whole, or leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import psycopg
import pytest
from django.db import connection

from tests.databases import address
from tests.world import AT, SCHOOL_YEAR, World, build
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.bills import actions as bills
from thuphi.money.bills.actions import RunPlan
from thuphi.money.bills.errors import RunNameTaken
from thuphi.money.bills.models import Bill, Charge, CollectionRun
from thuphi.money.bills.workbook import actions, errors
from thuphi.money.bills.workbook.actions import Imported
from thuphi.registers.payers.models import Beneficiary

from .books import NAM, PLAN, book, preview

LAN = ("HS011", "Lê Lan", "06/09/2019", "2A", "", "Lê Văn Sơn", "", "")
ANH_MOVED = ("HS001", "Nguyễn Minh Anh", "", "2C", "", "Nguyễn Văn Bình", "", "")
GOOD = book([NAM, LAN, ANH_MOVED], [("HS010", 22, "x"), ("HS001", 20, None, "16.000 đ")])


def confirm(
    world: World,
    workbook: bytes = GOOD,
    *,
    digest: str | None = None,
    plan: RunPlan | None = PLAN,
    progress: Callable[[int, int], None] | None = None,
) -> Imported:
    return actions.confirm(
        by=world.lan.actor,
        facility_id=world.a.id,
        school_year=SCHOOL_YEAR,
        workbook=workbook,
        digest=preview(world, workbook).digest if digest is None else digest,
        plan=plan,
        at=AT,
        progress=progress,
    )


def traces() -> tuple[int, int, int, int]:
    return (
        Beneficiary.objects.count(),
        CollectionRun.objects.count(),
        Charge.objects.count(),
        Event.objects.count(),
    )


def test_pupils_run_and_charges_come_in_together(scene: World) -> None:
    done = confirm(scene)
    run = CollectionRun.objects.get()
    assert done == Imported(run.pk, created=2, updated=1, charges=4, total_vnd=1_426_000)
    assert (run.name, run.state, run.due_on) == ("Thu tháng 11/2026", "draft", date(2026, 11, 30))
    nam = Beneficiary.objects.get(facility_id=scene.a.id, code="HS010")
    assert (nam.name, nam.born_on, nam.payer_phone) == (
        "Lê Hoài Nam", date(2019, 9, 5), "0912000111",
    )  # fmt: skip
    anh = Beneficiary.objects.get(pk=scene.a.pupils["HS001"].pk)
    assert (anh.class_name, anh.grade) == ("2C", "2")
    assert (anh.born_on, anh.payer_phone) == (date(2019, 2, 1), "0912345678")
    planned = Charge.objects.values_list(
        "beneficiary__code", "fee_item__code", "quantity", "unit_price_vnd", "amount_vnd"
    )
    assert sorted(planned) == [
        ("HS001", "AN", 20, 30_000, 600_000),
        ("HS001", "NU", 1, 16_000, 16_000),
        ("HS010", "AN", 22, 30_000, 660_000),
        ("HS010", "BT", 1, 150_000, 150_000),
    ]


def test_the_run_can_be_issued(scene: World) -> None:
    done = confirm(scene)
    assert done.run_id is not None
    assert bills.issue_run(by=scene.lan.actor, run_id=done.run_id, at=AT) == 2
    assert sorted(Bill.objects.values_list("beneficiary__code", "total_vnd")) == [
        ("HS001", 616_000),
        ("HS010", 810_000),
    ]


def test_a_list_without_charges_opens_no_run(scene: World) -> None:
    done = confirm(scene, book([NAM], None), plan=None)
    assert done == Imported(None, created=1, updated=0, charges=0, total_vnd=0)
    assert not CollectionRun.objects.exists()


def test_a_fault_in_the_last_row_leaves_nothing(scene: World) -> None:
    workbook = book([NAM, LAN], [("HS010", 22), ("HS011", -1)])
    before = traces()
    with pytest.raises(errors.WorkbookHasFaults) as refused:
        confirm(scene, workbook)
    assert [fault.row for fault in refused.value.preview.faults] == [3]
    assert traces() == before


def test_a_database_that_fails_midway_leaves_nothing(town: str) -> None:
    world = build()
    digest = preview(world, GOOD).digest
    before = traces()
    fail_at_the_third_charge(town)
    with pytest.raises(psycopg.Error, match="the disk is full"):
        confirm(world, digest=digest)
    assert traces() == before


def fail_at_the_third_charge(name: str) -> None:
    """From now on the database refuses the third charge."""
    with psycopg.connect(address(name)) as owner:
        owner.execute(
            """
            CREATE FUNCTION fail_late() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (SELECT count(*) FROM charge) >= 2 THEN
                    RAISE EXCEPTION 'the disk is full';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER fail_late BEFORE INSERT ON charge
                FOR EACH ROW EXECUTE FUNCTION fail_late();
            """
        )


def test_what_changed_since_the_preview_is_noticed(scene: World) -> None:
    digest = preview(scene, GOOD).digest
    Beneficiary.objects.create(
        facility_id=scene.a.id, code="HS011", name="Ai đó", search_key="", payer_name="Khác"
    )
    before = traces()
    with pytest.raises(errors.PreviewIsStale) as refused:
        confirm(scene, digest=digest)
    assert (refused.value.preview.pupils_new, refused.value.preview.pupils_changed) == (1, 2)
    assert traces() == before


def test_a_price_that_changed_since_the_preview_is_noticed(scene: World) -> None:
    digest = preview(scene, GOOD).digest
    item = scene.a.items["AN"]
    item.price_vnd = 31_000
    item.save(update_fields=["price_vnd"])
    with pytest.raises(errors.PreviewIsStale):
        confirm(scene, digest=digest)
    assert not Charge.objects.exists()


def test_another_file_under_the_same_digest_is_refused(scene: World) -> None:
    with pytest.raises(errors.PreviewIsStale):
        confirm(scene, book([NAM], None), digest=preview(scene, GOOD).digest)


def test_charges_need_a_run_of_their_school_year(scene: World) -> None:
    before = traces()
    for plan in (None, replace(PLAN, school_year="2025-2026")):
        with pytest.raises(errors.RunPlanMissing):
            confirm(scene, plan=plan)
    assert traces() == before


def test_a_run_name_that_is_taken_leaves_nothing(scene: World) -> None:
    confirm(scene)
    again = book([("HS012", "Lê Mai", "", "2A", "", "Lê Văn Sơn", "", "")], [("HS012", 1)])
    before = traces()
    with pytest.raises(RunNameTaken):
        confirm(scene, again)
    assert traces() == before


def test_progress_is_told_through_reading_and_writing(scene: World) -> None:
    told: list[tuple[int, int]] = []
    confirm(scene, progress=lambda done, expected: told.append((done, expected)))
    assert told == [(7, 7), (11, 11)]


def test_another_school_and_a_cashier_cannot_confirm(scene: World) -> None:
    digest = preview(scene, GOOD).digest
    for person, refusal in ((scene.quan, NotYours), (scene.minh, NotAllowed)):
        with pytest.raises(refusal):
            actions.confirm(
                by=person.actor,
                facility_id=scene.a.id,
                school_year=SCHOOL_YEAR,
                workbook=GOOD,
                digest=digest,
                plan=PLAN,
                at=AT,
            )
    assert not CollectionRun.objects.exists()


def test_it_works_in_the_pages_role_too(scene: World, as_role: Callable[..., None]) -> None:
    as_role("thuphi_app", scene.a.id)
    assert confirm(scene).charges == 4
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("thuphi_app",)
