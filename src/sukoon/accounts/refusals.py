"""What somebody asked for and did not get is an event; asking faster than people can is stopped.

The first refusal of an hour is written, then the 10th, the 100th, …: counted, sealed, no flood.
Of whoever has not signed in nothing is kept: robots ask for pages that are not there all day.
"""

import logging
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sukoon.accounts import actions
from sukoon.accounts.problems import TooFast
from sukoon.accounts.roles import public_actor
from sukoon.core import clock, scanning
from sukoon.core.access import SYSTEM, Actor
from sukoon.core.api import problem_json
from sukoon.core.http import ActorRequest
from sukoon.core.tally import Tally

REFUSED = frozenset({403, 404})
HOUR, MINUTE = 3600, 60
refused, asked = Tally(HOUR), Tally(MINUTE)
log = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """Notes refusals and viruses after the answer is made, in a transaction of their own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        by = cast(ActorRequest, request).actor
        if by.id == public_actor().id:
            return self.get_response(request)
        now = clock.now().timestamp()
        if settings.MOST_A_MINUTE:
            times = asked.count(by.id, at=now)
            if times > settings.MOST_A_MINUTE:
                return _too_fast(request, by, times - settings.MOST_A_MINUTE)
        with scanning.noting() as found:
            response = self.get_response(request)
        for name in found:
            actions.note_virus(by=SYSTEM, account_id=by.id, name=name)
        if response.status_code in REFUSED and request.resolver_match is not None:
            _note(request, by, response.status_code, refused.count(by.id, at=now))
        return response


def is_told(times: int) -> bool:
    """Say whether the so-maniest time is told: the first, the 10th, the 100th, …"""
    return times > 0 and str(times).strip("0") == "1"


def _note(request: HttpRequest, by: Actor, status: int, times: int) -> None:
    if not is_told(times) or request.resolver_match is None:
        return
    try:
        actions.note_refusal(
            by=SYSTEM, account_id=by.id, role=by.label, status=status, times=times,
            route=request.resolver_match.view_name,
        )  # fmt: skip
    except DatabaseError:
        log.warning("a refusal could not be noted")


def _too_fast(request: HttpRequest, by: Actor, over: int) -> HttpResponse:
    problem = TooFast(most=settings.MOST_A_MINUTE)
    if is_told(over):
        actions.note_too_fast(by=SYSTEM, account_id=by.id, role=by.label, over=over)
    response = (
        JsonResponse(problem_json(problem), status=problem.status,
                     content_type="application/problem+json")
        if request.path.startswith("/api/")
        else render(request, "ui/problem.html", {"problem": problem}, status=problem.status)
    )  # fmt: skip
    response.headers["Retry-After"] = str(MINUTE)
    return response
