"""The API described: by OpenAPI 3.1 for programs, by one page without scripts for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from .problems import KINDS, MEDIA_TYPE, Kind
from .shapes import ProblemOut

AT = "api/v1/"
OF_ALL = (
    Kind.UNAUTHORIZED,
    Kind.FORBIDDEN,
    Kind.NOT_FOUND,
    Kind.TOO_LARGE,
    Kind.INVALID,
    Kind.TOO_MANY,
    Kind.FAULT,
    Kind.AWAY,
)
OF_WRITING = (Kind.UNREADABLE, Kind.CONFLICT, Kind.NOT_JSON)

View = Callable[[HttpRequest], HttpResponse]
Json = Mapping[str, object]


@cache
def described(api: NinjaAPI) -> dict[str, object]:
    """The OpenAPI document, with the refusals that every operation may answer."""
    document: dict[str, object] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=AT)))
    shape = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = shape.pop("$defs", {})
    components = _members(document, "components")
    _members(components, "schemas").update({**parts, "Problem": shape})
    components["responses"] = {
        kind.name.title().replace("_", ""): _refusal(kind) for kind in (*OF_ALL, *OF_WRITING)
    }
    for operations in _members(document, "paths").values():
        if not isinstance(operations, dict):
            continue
        for method, operation in operations.items():
            kinds = OF_ALL if method in ("get", "delete") else (*OF_ALL, *OF_WRITING)
            answers = _members(operation, "responses")
            for kind in kinds:
                name = kind.name.title().replace("_", "")
                answers[str(KINDS[kind].status)] = {"$ref": f"#/components/responses/{name}"}
    return document


def _members(json_object: object, name: str) -> dict[str, object]:
    """The object that stands under a name; an empty new one when there is none."""
    if not isinstance(json_object, dict):
        raise TypeError(name)
    found = json_object.setdefault(name, {})
    if not isinstance(found, dict):
        raise TypeError(name)
    return found


def _refusal(kind: Kind) -> Json:
    return {
        "description": KINDS[kind].title.vi,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def openapi_view(api: NinjaAPI) -> View:
    """The view of the OpenAPI document."""

    @require_safe
    def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
        response = JsonResponse(described(api), json_dumps_params={"ensure_ascii": False})
        patch_cache_control(response, public=True, max_age=300)
        return response

    return openapi


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, as the reference page shows it."""

    method: str
    path: str
    operation_id: str
    summary: str
    description: str
    parameters: list[tuple[str, str, bool]]
    body: str
    answers: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One kind of refusal, as the reference page shows it."""

    anchor: str
    status: int
    title: str
    detail: str


def _operations(document: Json) -> list[Operation]:
    found = []
    for path, operations in _members(document, "paths").items():
        if not isinstance(operations, dict):
            continue
        for method, operation in operations.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            answers = operation["responses"].items()
            found.append(
                Operation(
                    method=method.upper(),
                    path=path,
                    operation_id=operation["operationId"],
                    summary=operation["summary"],
                    description=operation.get("description", ""),
                    parameters=[
                        (one["name"], one["in"], one["required"]) for one in operation["parameters"]
                    ],
                    body=_name_of(body.get("schema", {})),
                    answers=[
                        (status, _answer_of(answer))
                        for status, answer in answers
                        if "$ref" not in answer
                    ],
                )
            )
    return found


def _name_of(schema: Mapping[str, str]) -> str:
    return schema.get("$ref", "").rpartition("/")[2]


def _answer_of(answer: Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]) -> str:
    content = answer.get("content", {}).get("application/json", {})
    return _name_of(content.get("schema", {}))


def reference_view(api: NinjaAPI) -> View:
    """The view of the reference page."""

    @require_safe
    def reference(request: HttpRequest) -> HttpResponse:
        document = described(api)
        schemas = _members(_members(document, "components"), "schemas")
        context = {
            "operations": _operations(document),
            "shapes": [
                (name, json.dumps(schema, ensure_ascii=False, indent=1))
                for name, schema in sorted(schemas.items())
            ],
            "refusals": [
                Refusal(kind.value, one.status, one.title.said(), one.detail.vi)
                for kind, one in KINDS.items()
            ],
        }
        response = render(request, "api/reference.html", context)
        patch_cache_control(response, public=True, max_age=300)
        return response

    return reference
