"""The whole schema, tried with what nobody would send: answered as described, no fault of ours."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django import Settings
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as openapi_checks

from tests.doors.api.conftest import make_key
from tests.world import World
from thuphi.doors.api.describe import described
from thuphi.doors.api.school import school_api

EXAMPLES = 15
CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.negative_data_rejection,
    openapi_checks.ignored_auth,
]


@pytest.fixture
def api(
    world: World,
    the_site: None,
    settings: Settings,
    as_role: Callable[..., None],
) -> Iterator[schemathesis.BaseSchema]:
    """The schema as it is served, with the key of school A."""
    # As Django's own test client does: requests share the connection of the test.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    key = make_key(world.a, world.hoa).key.written
    as_role("thuphi_app")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    schema.config.update(headers={"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"})
    yield schema
    for signal in signals:
        signal.connect(close_old_connections)


OPERATIONS = sorted(
    (method.upper(), path)
    for path, operations in json.loads(json.dumps(described(school_api)["paths"])).items()
    for method in operations
)
TAKES_NOTHING = {("GET", "/api/v1/methods"), ("GET", "/api/v1/webhooks")}
"""What has no member cannot be sent a wrong one."""
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


TRIALS = [
    (method, path, mode)
    for method, path in OPERATIONS
    for mode in MODES
    if mode is GenerationMode.POSITIVE or (method, path) not in TAKES_NOTHING
]


@pytest.mark.parametrize(("method", "path", "mode"), TRIALS)
def test_no_request_is_too_strange(
    api: schemathesis.BaseSchema, method: str, path: str, mode: GenerationMode
) -> None:
    operation = api[path][method]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def no_fault(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    no_fault()


def test_all_operations_are_tried() -> None:
    assert len(OPERATIONS) == 17
