"""The committee of the report's own province says by when it is due, as long as nobody filed it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.oversight.reports import filed as builders
from tests.oversight.reports import offices
from tests.oversight.reports.filed import JUNE, NEW_YEAR
from thuphi.ground.kit.actor import NotAllowed
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.reports import actions, errors
from thuphi.registers.agencies.models import AgencyKind
from thuphi.registers.staff.rules import Role

DUE_ON = date(2022, 7, 10)


def test_a_draft_leaves_the_date_open_and_a_filed_report_closes_it(db: None) -> None:
    made = builders.thanh_hoa()
    row = builders.obligation(made.information, "TH-REP5", NEW_YEAR)
    chair = offices.chairman(made)
    draft = builders.drafted(made.information, "TH-REP5", JUNE, NEW_YEAR)
    changed = actions.set_due(by=chair, obligation_id=row.pk, due_on=DUE_ON, at=JUNE)
    assert changed.due_at == datetime(2022, 7, 10, 23, 59, 59, 999999, tzinfo=VIETNAM)
    actions.file(by=offices.officer(made.information), filing_id=draft.pk, at=JUNE)
    with pytest.raises(errors.DateNotOpen):
        actions.set_due(by=chair, obligation_id=row.pk, due_on=date(2022, 8, 1), at=JUNE)
    row.refresh_from_db()
    assert row.due_at == changed.due_at


def test_the_committee_of_another_province_sets_no_date(db: None) -> None:
    made = builders.thanh_hoa()
    bac_giang = offices.province("24", date(2022, 6, 1))
    elsewhere = offices.found("Ủy ban nhân dân tỉnh", AgencyKind.PEOPLES_COMMITTEE, bac_giang)
    row = builders.obligation(made.information, "TH-REP5", NEW_YEAR)
    with pytest.raises(NotAllowed):
        actions.set_due(
            by=offices.officer(elsewhere, Role.CHAIRMAN),
            obligation_id=row.pk,
            due_on=DUE_ON,
            at=JUNE,
        )
    row.refresh_from_db()
    assert row.due_at is None
