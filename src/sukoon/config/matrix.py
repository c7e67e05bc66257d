"""The access matrix: every address, as every role, on one's own, the team's, another's, a closed
thing, and after the role was taken away. What comes back is compared with a reviewed file.

It asks the running product through its own front door, in a database of its own, and undoes
every request. A new address or role that the file does not know is `unexpected` until reviewed.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpResponseBase, StreamingHttpResponse
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.safestring import SafeString

from sukoon.accounts import actions as accounts
from sukoon.accounts.models import GlassVerdict, User
from sukoon.accounts.roles import console_actor, roles
from sukoon.config.matrix_rooms import (
    cases,
    coordination,
    pathways,
    people,
    referrals,
    risk,
    staffcare,
    supervision,
    surge,
    sync,
)
from sukoon.config.matrix_world import (
    CLOSED,
    OTHER,
    OWN,
    REVOKED,
    STATES,
    TEAM,
    Making,
    NoSuchThing,
    Route,
    World,
    anybody,
)
from sukoon.core.access import Actor
from sukoon.core.permissions import Permission
from sukoon.places import actions as places
from sukoon.places import queries as areas
from sukoon.places.words import SiteKind
from sukoon.services import actions as services
from sukoon.services.models import Activity
from sukoon.services.words import CountBasis, ServiceStatus
from sukoon.workforce import actions as workforce
from sukoon.workforce.words import Cadre, OrganisationType

FILE = Path(__file__).with_name("access_matrix.csv")
ROOMS = (people, risk, cases, referrals, pathways, supervision, coordination, surge, sync,
         staffcare)  # fmt: skip
NOBODY, PUBLIC = "account", "public"
METHODS = ("GET", "POST")
SIGN_IN = "/account/sign-in/"
LONG_AGO = timedelta(days=30)
# Where a list is also searched: the same rule must hold for what a search finds.
SEARCHED = {
    "public:directory": "q=matrix", "desk:organisations": "q=matrix", "desk:workers": "q=matrix",
    "desk:teams": "q=matrix", "desk:sites": "q=matrix", "desk:accounts": "q=matrix",
    "exchange:services": "format=hxl",
    **{name: query for room in ROOMS for name, query in room.SEARCHED.items()},
}  # fmt: skip
# Where what is searched for is sent: names are in no address. The answer is looked at like a list.
SENT_SEARCHES = {
    name: form for room in ROOMS for name, form in getattr(room, "SENT_SEARCHES", {}).items()
}
# What is sent where an empty form would be refused before anybody asked who sent it.
BODIES: Mapping[str, Mapping[str, object]] = {
    "api:operations": {"operations": []},
    "api:send_return": {
        "period_start": "2025-01-01", "period_end": "2025-01-31", "basis": "people", "total": 1,
    },
    **{name: body for room in ROOMS for name, body in room.BODIES.items()},
}  # fmt: skip
NEEDLESS = frozenset({"pieces"})  # shows made-up examples only


TAKES = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Cell:
    method: str
    route: str
    role: str
    state: str
    answer: str


def routes() -> list[Route]:
    """Return every address of the product, pages and JSON API."""
    found = [r for p in _patterns(get_resolver().url_patterns, "", "") for r in p]
    return sorted(found, key=lambda r: (r.name, r.query))


def _patterns(
    patterns: Iterable[URLPattern | URLResolver], prefix: str, space: str
) -> Iterator[list[Route]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, path, pattern.namespace or space)
            continue
        name = f"{space}:{pattern.name}" if space else str(pattern.name)
        if name in NEEDLESS or "openapi" in name or "api-root" in name:
            continue
        thing = _thing(name, path)
        ready = "/" + TAKES.sub("{}", path)
        yield [Route(name, ready, thing), *(
            [Route(f"{name}?{SEARCHED[name]}", ready, thing, SEARCHED[name])]
            if name in SEARCHED else []
        ), *(
            [Route(f"{name} {SENT_SEARCHES[name]}", ready, thing, form=SENT_SEARCHES[name])]
            if name in SENT_SEARCHES else []
        )]  # fmt: skip


THINGS: Mapping[str, str] = {
    "api:service": "service", "api:send_return": "service", "public:service": "service",
    "desk:service_change": "service", "desk:return_new": "service", "desk:return": "return",
    "desk:return_review": "return", "exchange:review": "job", "exchange:accept": "job",
    "exchange:errors": "job", "exchange:progress": "job", "public:organisation": "organisation",
    "desk:organisation_change": "organisation", "desk:organisation_merge": "organisation",
    "desk:worker_change": "worker", "desk:team_change": "team", "desk:site_change": "site",
    "desk:account_close": "account", "public:area": "area", "desk:account": "account",
    "desk:account_invite": "account", "desk:account_factors": "account", "desk:role_take": "role", "desk:glass_review": "glass",
    "accounts:session_end": "session", "mfa_remove_webauthn": "passkey", "accounts:token_revoke": "token",
    "desk:access_report_pdf": "case person", "accounts:glass_mend": "open glass", "accounts:invitation": "invitation",
    **{name: thing for room in ROOMS for name, thing in room.THINGS.items()},
}  # fmt: skip


def _thing(name: str, path: str) -> str:
    if "<" not in path:
        return ""
    if name not in THINGS:
        raise NoSuchThing(f"{name} ({path}): add what it takes to config/matrix.py")
    return THINGS[name]


def everyone() -> list[str]:
    """Return the roles that ask: the public, an account without a role, and each role."""
    return [PUBLIC, NOBODY, *(r for r in roles() if r not in {"public", "console"})]


def build(*, today: date, now: datetime) -> World:
    """Make what the matrix asks about, by actions, in an empty database with areas and codes."""
    by, world = anybody(console_actor().id), World()
    mine, other = areas.area("PK5"), areas.area("PK7")
    if mine is None or other is None:
        raise NoSuchThing("load the areas first")
    near, far = (areas.areas().filter(parent=a)[0] for a in (mine, other))
    kinds = OrganisationType.NATIONAL_NGO
    orgs = {
        OWN: workforce.record_organisation(by=by, name="Matrix own organisation", type=kinds),
        OTHER: workforce.record_organisation(by=by, name="Matrix other organisation", type=kinds),
        CLOSED: workforce.record_organisation(by=by, name="Matrix merged organisation", type=kinds),
    }
    orgs[TEAM] = orgs[OWN]
    for state in (OWN, TEAM, OTHER, CLOSED):
        area = far if state == OTHER else near
        org = orgs[OTHER if state == OTHER else OWN]
        world.mark("organisation", state, orgs[state].pk, orgs[state].name)
        world.mark("area", state, area.pcode, area.name_en)
        _service(by, world, state, org, area, today)
        worker = workforce.record_worker(
            by=by, name=f"Matrix {state} worker", organisation=org, area=area,
            cadre=Cadre(next(iter(Cadre))),
        )  # fmt: skip
        world.mark("worker", state, worker.pk, worker.name)
        team = workforce.record_team(
            by=by, name=f"Matrix {state} team", organisation=org, members=[worker], area=area,
            today=today,
        )  # fmt: skip
        world.mark("team", state, team.pk, team.name)
        kind = SiteKind.SAFE_SPACE if state == TEAM else SiteKind.FACILITY
        site = places.record_site(by=by, name=f"Matrix {state} site", kind=kind, area=area)
        world.mark("site", state, site.pk, site.name)
        user = accounts.create_account(
            by=by, email=f"matrix-{state}@example.org", full_name=f"Matrix {state} account",
            password=None, synthetic=True,
        )  # fmt: skip
        world.mark("account", state, user.pk, user.full_name)
        if state == CLOSED:
            accounts.close_account(by=by, user=user)
    workforce.merge_organisations(by=by, source=orgs[CLOSED], into=orgs[OWN])
    _people(by, world, orgs[OWN].pk, orgs[OTHER].pk, mine, now)
    askers = {role: user for (role, ended), user in world.users.items() if not ended}
    where = {state: far if state == OTHER else near for state in (OWN, TEAM, OTHER, CLOSED)}
    making = Making(by, world, orgs, where, askers, today, now)
    for room in ROOMS:
        room.build(making)
    return world


def _service(by: Actor, world: World, state: str, org: Any, area: Any, today: date) -> None:
    activity = Activity.objects.filter(is_group=False, counts_people=True).order_by("code").first()
    draft = services.ServiceDraft(
        organisation=org, activity=activity, areas=(area,), description=f"Matrix {state} service",  # type: ignore[arg-type]
        status=ServiceStatus.COMPLETED if state == CLOSED else ServiceStatus.UNDER_WAY,
    )  # fmt: skip
    service = services.record(by=by, draft=draft, reported_on=today - LONG_AGO)
    world.mark("service", state, service.pk, draft.description)
    start = today.replace(day=1) - timedelta(days=62)
    report = services.submit(
        by=by, service=service, period_start=start, period_end=start + timedelta(days=27),
        basis=CountBasis.PEOPLE, total=1, note=f"Matrix {state} return", today=today,
    )  # fmt: skip
    if state == CLOSED:
        services.lock(by=by, report=services.accept(by=by, report=report))
    world.mark("return", state, report.pk, f"Matrix {state} return")


def _people(by: Actor, world: World, mine: UUID, other: UUID, area: Any, now: datetime) -> None:
    """Make two accounts a role (one whose role has ended), and the imports that are theirs."""
    for role in everyone():
        for ended in (False, True):
            if role == PUBLIC:
                continue
            user = accounts.create_account(
                by=by, email=f"matrix-{role}-{int(ended)}@example.org", password=None,
                full_name=f"Matrix asker {role}", synthetic=True,
            )  # fmt: skip
            world.users[role, ended] = user
            if role != NOBODY:
                accounts.give_role(
                    by=console_actor(), user=user, role=role, org_id=mine, area=area,
                    expires_at=now - timedelta(minutes=1) if ended else None,
                )  # fmt: skip
        asker = world.users.get((role, False))
        _jobs(world, role, asker.pk if asker else uuid4(), mine, other)
        if asker:
            _secrets(world, role, asker, now)
    _roles(by, world, mine, other, area)
    _passkey(world)


def _jobs(world: World, role: str, asker: UUID, mine: UUID, other: UUID) -> None:
    for state, owner, org in (
        (OWN, asker, mine), (TEAM, uuid4(), mine), (OTHER, uuid4(), other), (CLOSED, asker, mine),
    ):  # fmt: skip
        job = services.start_import(
            by=anybody(owner), file_name=f"Matrix {state} import.csv", stored_name=f"none-{state}",
            checksum="", org_id=org,
        )  # fmt: skip
        if state == CLOSED:
            services.stop_import(by=anybody(owner), job=job)
        world.own["job", role, state] = (job.pk,)


def _secrets(world: World, role: str, asker: User, now: datetime) -> None:
    """Make sessions, tokens, glass and invitations: the asker's, and somebody else's."""
    somebody = User.objects.get(pk=str(world.ids["account", TEAM][0]))
    for state, user in ((OWN, asker), (OTHER, somebody), (CLOSED, asker)):
        by = anybody(user.pk)
        session = UserSession.objects.create(
            user=user, session_key=f"{role[:20]}-{state}", ip="127.0.0.1", user_agent="matrix"
        )
        accounts.make_token(
            by=by, user=user, name=f"matrix {state}", permissions=[Permission.MAP_VIEW],
            expires_at=now + timedelta(days=1),
        )  # fmt: skip
        token = user.tokens.order_by("-created_at", "-id")[0]
        glass = accounts.break_glass(
            by=by, user=user, record_id=uuid4(), reason="made for the access matrix", minutes=30
        )
        open_glass = accounts.break_glass(
            by=by, user=user, record_id=uuid4(), reason="made for the access matrix", minutes=30
        )
        if state == CLOSED:
            accounts.revoke_token(by=by, token=token)
            session.delete()
            accounts.review_glass(by=anybody(uuid4()), glass=glass, verdict=GlassVerdict.JUSTIFIED)
            accounts.mend_glass(by=by, glass=open_glass)
        for thing, pk in (
            ("session", session.pk or 0), ("token", token.pk), ("glass", glass.pk),
            ("open glass", open_glass.pk),
        ):  # fmt: skip
            world.own[thing, role, state] = (pk,)


def _passkey(world: World) -> None:
    """Somebody else's passkey. One's own would make every sensitive page ask for it first."""
    somebody = User.objects.get(pk=str(world.ids["account", TEAM][0]))
    passkey = Authenticator.objects.create(
        user=somebody, type=Authenticator.Type.WEBAUTHN, data={"name": "matrix", "credential": {}}
    )
    world.ids["passkey", OTHER] = (passkey.pk,)
    world.ids["passkey", CLOSED] = (0,)


def _roles(by: Actor, world: World, mine: UUID, other: UUID, area: Any) -> None:
    """Make roles to take away, of the own and of another organisation; and invitations."""
    for state, org in ((TEAM, mine), (OTHER, other)):
        user = User.objects.get(pk=str(world.ids["account", state][0]))
        given = accounts.give_role(
            by=console_actor(), user=user, role="care_worker", org_id=org,
            area=area if state == TEAM else None,
        )  # fmt: skip
        world.ids["role", state] = (user.pk, given.pk)
    invited = User.objects.get(pk=str(world.ids["account", OTHER][0]))
    used = accounts.invite(by=by, user=invited)
    world.ids["invitation", CLOSED] = (used,)
    world.ids["invitation", OWN] = (accounts.invite(by=by, user=invited),)


def ask(world: World, *, only: Iterable[str] = ()) -> Iterator[Cell]:
    """Ask every route as every role (or only some) and yield what came back."""
    wanted = set(only) or set(everyone())
    known = routes()
    for role in everyone():
        if role not in wanted:
            continue
        now_in, ended = _client(world, role, ended=False), _client(world, role, ended=True)
        for route in known:
            for method in METHODS:
                if route.form and method == "GET":
                    continue
                for state in STATES if route.thing else (OWN, REVOKED):
                    if route.thing and world.ids_of(route, role, state) is None:
                        continue
                    client = ended if state == REVOKED else now_in
                    yield Cell(method, route.name, role, state,
                               _answer(client, world, route, method, role, state))  # fmt: skip


def _client(world: World, role: str, *, ended: bool) -> Client:
    client = Client(raise_request_exception=False)
    user = world.users.get((role, ended))
    if user:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _answer(client: Client, world: World, route: Route, method: str, role: str, state: str) -> str:
    path = route.path.format(*(world.ids_of(route, role, state) or ()))
    path += f"?{_filled(route.query, world)}" if route.query else ""
    send: Callable[..., Any] = client.get if method == "GET" else client.post
    before = client.cookies.copy()
    looked_at = (method == "GET" or bool(route.form)) and not route.thing
    with transaction.atomic(), nullcontext() if looked_at else _unwritten():
        body = BODIES.get(route.name) if method == "POST" else None
        if method == "POST" and path.startswith("/api/"):
            body = body or {}  # what is no JSON is refused before anybody asks who sent it
        if route.form:
            answer = send(path, dict([route.form.split("=")]))
        else:
            sent = body is not None
            answer = send(path, body, content_type="application/json") if sent else send(path)
        text = _text(answer) if looked_at else ""
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(before)  # signing out is undone too
    said = _class(answer, role)
    if said == "yes" and looked_at:
        shown = _shown(world, text, role)
        return f"{said}: {shown}" if shown else said
    return said


@contextmanager
def _unwritten() -> Iterator[None]:
    """Answer without writing pages: what they say is not looked at, and writing is half the time.

    That every page can be written is what the areas' own tests are for.
    """
    write = Template.render
    Template.render = lambda *_told, **_named: SafeString()  # type: ignore[method-assign]
    try:
        yield
    finally:
        Template.render = write  # type: ignore[method-assign]


def _text(answer: HttpResponseBase) -> str:
    if isinstance(answer, StreamingHttpResponse):
        return b"".join(answer.streaming_content).decode(errors="replace")  # type: ignore[arg-type]
    return bytes(getattr(answer, "content", b"")).decode(errors="replace")


def _class(answer: Any, role: str) -> str:
    """Return what an answer is to whoever asked."""
    status = answer.status_code
    if status in {301, 302, 303} and str(answer.headers.get("Location", "")).startswith(SIGN_IN):
        return "sign in"
    names = {404: "no", 403: "no", 410: "no", 405: "-", 401: "sign in"}
    if status in names:
        return names[status]
    return "yes" if status < 500 or status == 503 else f"error {status}"  # noqa: PLR2004


def _filled(query: str, world: World) -> str:
    """Return a query with the ids it asks for: `team={organisation}` is the own one's."""
    return query.format(organisation=world.ids["organisation", OWN][0])


def _shown(world: World, text: str, role: str) -> str:
    """Return which things of the matrix a list shows: `service own other, worker own`."""
    found = []
    things = {*world.marks, *(thing for thing, who in world.own_marks if who == role)} - {"area"}
    for thing in sorted(things):
        marks = {**world.marks.get(thing, {}), **world.own_marks.get((thing, role), {})}
        seen = [state for state, mark in marks.items() if mark in text]
        seen = [s for s in seen if not (s == TEAM and marks[TEAM] == marks.get(OWN))]
        if seen:
            found.append(f"{thing} {' '.join(seen)}")
    return ", ".join(found)


Table = dict[tuple[str, str, str], dict[str, str]]


def tabled(cells: Iterable[Cell]) -> Table:
    """Return the answers by route, method and role: one line of the reviewed file each."""
    table: Table = {}
    for c in cells:
        table.setdefault((c.route, c.method, c.role), {})[c.state] = c.answer
    return table


def read(text: str) -> Table:
    """Read the reviewed file."""
    rows = csv.DictReader(io.StringIO(text))
    return {
        (r["route"], r["method"], r["role"]): {s: r[s] for s in STATES if r[s]} for r in rows
    }  # fmt: skip


def written(table: Table) -> str:
    """Return the reviewed file's text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["route", "method", "role", *STATES])
    for key in sorted(table):
        writer.writerow([*key, *(table[key].get(s, "") for s in STATES)])
    return out.getvalue()


def unexpected(asked: Table, reviewed: Mapping[tuple[str, str, str], Mapping[str, str]],
               ) -> list[dict[str, str]]:  # fmt: skip
    """Return every cell that is not as reviewed, or was not reviewed at all."""
    found = []
    for key, answers in sorted(asked.items()):
        expected = reviewed.get(key, {})
        for state, answer in answers.items():
            if expected.get(state) != answer:
                route, method, role = key
                found.append({
                    "route": route, "method": method, "role": role, "state": state,
                    "expected": expected.get(state, "not reviewed"), "answer": answer,
                })  # fmt: skip
    return found
