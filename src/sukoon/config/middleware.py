"""What surrounds every answer: security headers, and Problems turned into pages."""

import sqlite3
from collections.abc import Callable

from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sukoon.core.api import problem_json
from sukoon.core.problems import (
    AddressInvalid,
    NotJson,
    Problem,
    StoreBusy,
    StoreFull,
    StoreNotReady,
)

JSON = "application/json"
Answer = Callable[[HttpRequest], HttpResponse]

CSP = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class SecurityHeaders:
    """Nothing inline, nothing from elsewhere, nothing framed; staff pages are not kept."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault(
            "X-Frame-Options", "DENY"
        )  # for browsers older than the line above
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"
        )
        if request.path.startswith("/api/"):
            response.headers.setdefault("Content-Disposition", 'attachment; filename="api.json"')
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class PlainAddresses:
    """Refuses an address that holds a NUL: no page has one, and PostgreSQL stores none."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            problem = AddressInvalid()
            return render(request, "ui/problem.html", {"problem": problem}, status=problem.status)
        return self.get_response(request)


class JsonOnly:
    """Refuses a body sent to the API that does not call itself JSON: forms of other sites cannot."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        has_body = request.META.get("CONTENT_LENGTH") not in {None, "", "0"}
        if has_body and request.path.startswith("/api/") and request.content_type != JSON:
            problem = NotJson()
            return JsonResponse(problem_json(problem), status=problem.status,
                                content_type="application/problem+json")  # fmt: skip
        return self.get_response(request)


class Problems:
    """One handler for pages: a Problem becomes a page that says what to do next."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        problem = error if isinstance(error, Problem) else store_problem(error)
        if problem is None:
            return None
        return render(request, "ui/problem.html", {"problem": problem}, status=problem.status)


def store_problem(error: Exception) -> Problem | None:
    """Say which Problem a database error is, when it is one that people can act on."""
    if not isinstance(error, DatabaseError | sqlite3.Error):
        return None
    text = str(error).lower()
    if "disk is full" in text or "no space left" in text or "disk i/o error" in text:
        return StoreFull()
    if "no such table" in text or "no such column" in text or "does not exist" in text:
        return StoreNotReady()
    if isinstance(error, OperationalError) and (
        "locked" in text or "lock timeout" in text or "connection" in text or "timeout" in text
    ):
        return StoreBusy()
    return None
