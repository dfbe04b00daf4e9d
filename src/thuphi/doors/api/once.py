"""A deed with an idempotency key is done once: the same request again gets the same answer."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponse
from pydantic import BaseModel

from thuphi.ground.kit import clock
from thuphi.registers.neighbours import errors
from thuphi.registers.neighbours.actions import answers
from thuphi.registers.neighbours.actions.answers import Answer

from .entry import ApiRequest
from .problems import Kind, Problem

MEDIA_TYPE = "application/json; charset=utf-8"
REPLAYED = "Idempotent-Replayed"


def told(status: int, shape: BaseModel, *, replayed: bool = False) -> HttpResponse:
    """An answer with a body."""
    return _response(Answer(status, shape.model_dump_json().encode()), replayed=replayed)


def _response(answer: Answer, *, replayed: bool = False) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, content_type=MEDIA_TYPE)
    if replayed:
        response[REPLAYED] = "true"
    return response


def once(
    request: ApiRequest, key: str | None, status: int, deed: Callable[[], BaseModel]
) -> HttpResponse:
    """Do the deed and keep its answer in one transaction, or give the answer it had before.

    A deed that is refused keeps nothing, so that the same key may bring it again when mended.
    Raises `Problem` for a key of another request, or of one that is being answered.
    """
    if key is None:
        return told(status, deed())
    digest = answers.request_hash(
        method=request.method or "", path=request.get_full_path(), body=request.body
    )
    with transaction.atomic():
        try:
            before = answers.answer_before(caller=request.auth, key=key, request_hash=digest)
        except errors.AnotherRequest as error:
            raise Problem(Kind.KEY_REUSED) from error
        except errors.AtWork as error:
            raise Problem(Kind.AT_WORK, headers={"Retry-After": "1"}) from error
        if before is not None:
            return _response(before, replayed=True)
        answer = Answer(status, deed().model_dump_json().encode())
        answers.keep_answer(
            caller=request.auth, key=key, request_hash=digest, answer=answer, at=clock.now()
        )
    return _response(answer)
