from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests import databases
from tests import world as worlds
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.rules import LIVE
from thuphi.money.bills.models import Bill
from thuphi.money.refunds.models import Refund
from thuphi.registers.methods import actions as methods
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary

from .others import Other
from .road import Gate, Road, use_database
from .simulated import all_others

PUPILS = 400


@pytest.fixture(scope="package")
def whole_road(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Road]:
    """One town with real commits, one gate, six providers, for all tests of this folder."""
    folder = tmp_path_factory.mktemp("providers")
    before = str(settings.DATABASES["default"]["NAME"])
    others = all_others()
    with databases.clone("road") as name, django_db_blocker.unblock():
        use_database(name)
        gate = Gate(name, folder / "gate.log")
        processes: list[Gate | Other] = [gate, *others.values()]
        try:
            gate.open()
            for channel, other in others.items():
                other.open(folder, f"{gate.url}/gate/{channel}/vidu-{channel}")
            with override_settings(SITE_URL=gate.url):
                road = _built(gate, others)
                for one in processes:
                    one.wait()
                yield road
        finally:
            for one in processes:
                one.close()
            connections["default"].close()
            use_database(before)


def _built(gate: Gate, others: dict[str, Other]) -> Road:
    world = worlds.build()
    crowd = [
        NewBeneficiary(f"D{n:03}", f"Học sinh {n}", class_name="1D", payer_name=f"Phụ huynh {n}")
        for n in range(PUPILS)
    ]
    payers.enrol_many(by=SYSTEM, facility_id=world.a.id, people=crowd, at=worlds.AT)
    bills = worlds.issued_run(world, items=[("AN", 22)], classes=["1D"], allows_part=True)
    merchants = {
        channel: methods.register_merchant(
            by=SYSTEM,
            facility_id=world.a.id,
            channel=channel,
            slug=f"vidu-{channel}",
            account_number="",
            settings=other.settings,
            at=worlds.AT,
        )
        for channel, other in others.items()
    }
    return Road(world, gate, others, merchants, iter(bills), httpx.create_ssl_context())


@pytest.fixture
def road(whole_road: Road) -> Iterator[Road]:
    """The road, at rest; what a test leaves open is given up after it."""
    whole_road.rest()
    for other in whole_road.others.values():
        other.calm()
    yield whole_road
    # Nobody asks after what this test began, or it would meet the faults of the next.
    for attempt in Attempt.objects.filter(state__in=[state.value for state in LIVE]):
        attempts.give_up(
            by=whole_road.world.lan.actor,
            attempt_id=attempt.pk,
            reason="Hết phép thử",
            at=whole_road.now(),
        )
    Attempt.objects.exclude(next_ask_at=None).update(next_ask_at=None)
    Refund.objects.exclude(next_ask_at=None).update(next_ask_at=None)


@pytest.fixture
def bill(road: Road) -> Bill:
    """An open bill of 660.000 đồng that may be paid in parts."""
    return next(road.bills)
