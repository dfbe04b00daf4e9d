"""What the figures of a report are by our own bookings and declarations."""

from __future__ import annotations

from datetime import date

from thuphi.oversight.indicators.queries import verdicts
from thuphi.oversight.indicators.rules import Verdict
from thuphi.oversight.plans.rules import Plan
from thuphi.oversight.reports.rules import routes
from thuphi.registers.agencies.models import Agency
from thuphi.registers.places.models import Place


def computed(
    plan: Plan, reporter: Agency, province: Place, first_on: date, data_on: date
) -> list[Verdict]:
    """The verdicts an office reports on, for the days of its window, both included.

    A committee reports its own unit; a department its own sector of the province; the others all
    of the province.
    """
    is_local = reporter.kind == routes.COMMITTEE and reporter.place is not None
    sector = routes.SECTOR_OF.get(reporter.kind)
    ground = verdicts.ground(
        plan=plan,
        place=reporter.place if is_local else province,
        as_of=data_on,
        window=(first_on, data_on),
    )
    return [
        one for one in verdicts.verdicts(ground) if sector is None or one.target.sector is sector
    ]
