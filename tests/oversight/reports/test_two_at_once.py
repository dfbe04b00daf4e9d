"""Two people of one office begin, correct or file the same report at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

from tests.oversight.reports import filed as builders
from tests.oversight.reports import offices as office_builders
from tests.oversight.reports.filed import ON_TIME
from tests.oversight.reports.offices import officer
from thuphi.oversight.reports import actions, errors
from thuphi.oversight.reports.models import Filing, FilingStep


def together(deed: Callable[[], Filing]) -> list[str]:
    """Do a deed twice at once; the names of what came of it, sorted."""
    start = threading.Barrier(2)
    came: list[str] = []

    def run() -> None:
        try:
            start.wait(10)
            came.append(deed().state)
        except errors.ReportRefused as refused:
            came.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(came)


def test_one_of_two_begins_files_and_corrects_it(town: str) -> None:
    offices = office_builders.of_2022("24")
    builders.owe(offices)
    by = officer(offices.education)
    row = builders.obligation(offices.education)
    assert together(lambda: actions.draft(by=by, obligation_id=row.pk, at=ON_TIME)) == [
        "DraftedAlready",
        "draft",
    ]
    made = Filing.objects.get(obligation=row)
    actions.write(by=by, filing_id=made.pk, words=builders.WORDS, at=ON_TIME)
    assert together(lambda: actions.file(by=by, filing_id=made.pk, at=ON_TIME)) == [
        "NotADraft",
        "filed",
    ]
    information = officer(offices.information)
    assert together(lambda: actions.accept(by=information, filing_id=made.pk, at=ON_TIME)) == [
        "NotUnderWay",
        "accepted",
    ]
    assert FilingStep.objects.count() == 2
    assert together(
        lambda: actions.correct(by=by, filing_id=made.pk, reason="Sai.", at=ON_TIME)
    ) == ["NothingToCorrect", "draft"]
