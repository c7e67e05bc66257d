"""Requests made from the API's own description, wild and tame: never a crash, always in words."""

import json
import logging

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sukoon.config.api import api

RAW = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/1/"), default=str))
SCHEMA = schemathesis.openapi.from_dict(RAW)
OPERATIONS = [r.ok() for r in SCHEMA.get_all_operations()]
NAMES = [f"{o.method.upper()} {o.path}" for o in OPERATIONS]


@pytest.fixture(params=["nobody", "coco", "parveen", "public"])
def asker(request, client, cast):
    """A client signed in as somebody, or nobody at all."""
    logging.disable(logging.ERROR)
    if request.param != "public":
        user = getattr(cast, request.param)
        user.is_synthetic = True
        user.save(update_fields=["is_synthetic"])
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.raise_request_exception = False
    yield client
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_no_request_breaks_the_api(asker, cast, operation):
    wild = operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)
    tame = operation.as_strategy()
    known = st.sampled_from([str(cast.service.pk), None])

    @settings(
        max_examples=12, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=st.one_of(tame, wild), service=known)
    def ask(case, service):
        path = case.formatted_path
        if service and "{service_id}" in operation.path:
            path = operation.path.replace("{service_id}", service)
        body = case.body if isinstance(case.body, dict | list | str | int) else {}
        answer = asker.generic(
            case.method, path, json.dumps(body, default=str), content_type="application/json",
            query_params={k: str(v) for k, v in (case.query or {}).items()},
        )  # fmt: skip
        assert answer.status_code < 500, (case.method, path, body)
        if answer.status_code >= 400 and answer.status_code not in {404, 405}:
            assert set(answer.json()) >= {"type", "title", "status"}

    ask()
