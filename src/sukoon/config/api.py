"""The JSON API: one version, one handler for problems, CSRF-checked sessions."""

import json
from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from sukoon import __version__
from sukoon.config.middleware import store_problem
from sukoon.core.api import Payload, actor_of, endpoint, only, problem_json
from sukoon.core.operations import Outcome, Sent, apply_batch
from sukoon.core.permissions import Permission
from sukoon.core.problems import InputInvalid, Problem
from sukoon.core.wire import WireParser
from sukoon.services.api import router as services
from sukoon.sync.api import router as field

MOST_OPERATIONS = 500

api = NinjaAPI(
    title="Sukoon",
    version=__version__,
    docs_url=None,  # the description is committed: docs/reference/openapi.json
    openapi_url=None,
    urls_namespace="api",
    parser=WireParser(),
)
api.add_router("/services", services)
api.add_router("/field", field)


class OperationIn(Payload):
    id: UUID
    action: str = Field(max_length=80)
    payload: dict[str, Any]


class OperationsIn(Payload):
    operations: list[OperationIn] = Field(max_length=MOST_OPERATIONS)


class OperationOut(Schema):
    id: UUID
    outcome: Outcome
    reason: str
    result: dict[str, Any] | None


class OperationsOut(Schema):
    results: list[OperationOut]


@api.post("/operations", response=OperationsOut, auth=only(Permission.SELF))
@endpoint(Permission.SELF)
def operations(request: HttpRequest, payload: OperationsIn) -> HttpResponse:
    """Apply a batch of operations in order; each is applied, a duplicate, a conflict or rejected.

    Send the batch again after a lost answer: what was applied is answered as a duplicate.
    """
    sent = [Sent(o.id, o.action, o.payload) for o in payload.operations]
    results = apply_batch(sent, by=actor_of(request))
    # Written as it stands: reading each result's JSON only to check and write it again costs more
    # than applying it.
    told = ",".join(
        f'{{"id":"{o.id}","outcome":"{r.outcome}","reason":"{r.reason}",'
        f'"result":{r.body or "null"}}}'
        for o, r in zip(sent, results, strict=True)
    )
    return HttpResponse(f'{{"results":[{told}]}}', content_type="application/json")


def _answer(problem: Problem) -> HttpResponse:
    return HttpResponse(
        json.dumps(problem_json(problem)),
        status=problem.status,
        content_type="application/problem+json",
    )


@api.exception_handler(Problem)
def on_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return _answer(problem)


@api.exception_handler(DatabaseError)
def on_database_error(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    problem = store_problem(error)
    if problem is None:
        raise error
    return _answer(problem)


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    where = ", ".join(".".join(str(p) for p in e["loc"][1:]) or "body" for e in error.errors)
    return _answer(InputInvalid(where=where[:200]))


@api.exception_handler(HttpError)
def on_unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that cannot be read; where the reader said why, that is the answer."""
    if isinstance(error.__cause__, Problem):
        return _answer(error.__cause__)
    body = {"type": "/problems/input.invalid", "title": str(error), "status": error.status_code,
            "details": {}}  # fmt: skip
    return HttpResponse(
        json.dumps(body), status=error.status_code, content_type="application/problem+json"
    )


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    body = {"type": "/problems/not_found", "title": "Not found", "status": 404, "details": {}}
    return HttpResponse(json.dumps(body), status=404, content_type="application/problem+json")
