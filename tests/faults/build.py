"""Build two schools and their bills in the database that DATABASE_URL names.

Prints what a sender of notifications has to know, as JSON.
"""

from __future__ import annotations

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuphi.config.settings")
django.setup()

from tests import world as worlds  # noqa: E402
from tests.world import AT  # noqa: E402
from thuphi.ground.kit.actor import SYSTEM  # noqa: E402
from thuphi.registers.payers import actions as payers  # noqa: E402
from thuphi.registers.payers.actions import NewBeneficiary  # noqa: E402

PUPILS = 60

world = worlds.build()
told = []
for school in (world.a, world.b):
    crowd = [NewBeneficiary(f"D{n:03}", f"Học sinh {n}", class_name="1D") for n in range(PUPILS)]
    payers.enrol_many(by=SYSTEM, facility_id=school.id, people=crowd, at=AT)
    bills = worlds.issued_run(world, school=school, allows_part=True)
    told.append(
        {
            "slug": school.sandbox.slug,
            "account": school.sandbox.account_number,
            "secret": worlds.SANDBOX_SECRET,
            "codes": [bill.code for bill in bills],
            "owed_vnd": bills[0].total_vnd,
        }
    )
print(json.dumps(told))
