"""The JSON API: one version, one handler for problems, CSRF-checked sessions."""

import json

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from sukoon import __version__
from sukoon.config.middleware import store_problem
from sukoon.core.api import problem_json
from sukoon.core.problems import InputInvalid, Problem
from sukoon.services.api import router as services

api = NinjaAPI(
    title="Sukoon",
    version=__version__,
    docs_url=None,  # the description is committed: docs/reference/openapi.json
    openapi_url=None,
    urls_namespace="api",
)
api.add_router("/services", services)


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


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    body = {"type": "/problems/not_found", "title": "Not found", "status": 404, "details": {}}
    return HttpResponse(json.dumps(body), status=404, content_type="application/problem+json")
