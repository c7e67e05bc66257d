"""The server's side of the risk campaign: check what the last crash left, then live until killed.

Speaks in lines on standard output: `CHECK {json}` once, then `DID {json}` for each event that was
answered: from then on it must never be lost. A second thread is the watch. The server's clock is
the true time and a skew; statements are counted, and at a random one the process is killed, or the
transaction broken off.
"""

import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

LOCK = threading.Lock()
SKEWS = (0, 0, 0, 120, -120, 3600, -3600, 86_400, -86_400, 400 * 86_400, -30 * 86_400)
LEVELS = ("low", "moderate", "high", "imminent")
MOST_OPEN = 12
MOST_WATCHES = 500


class Broken(Exception):
    """A transaction that was broken off on purpose."""


def say(line: str) -> None:
    with LOCK:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


class Clock:
    """The true time, which only goes on, and the server's, which jumps."""

    def __init__(self, true: datetime) -> None:
        self.true, self.skew = true, timedelta(0)

    def now(self) -> datetime:
        return self.true + self.skew


class Counter:
    """Counts the statements of a connection; at the chosen one it kills, or breaks off."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.kill = False

    def __call__(self, execute, sql, params, many, context):
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                self.left = None
                if self.kill:
                    os.kill(os.getpid(), signal.SIGKILL)
                raise Broken
        return execute(sql, params, many, context)


def main(told: dict) -> None:
    import django

    django.setup()
    from sukoon.core import clock

    world = prepare(told)
    ticking = Clock(datetime.fromisoformat(told["now"]))
    clock.now = ticking.now
    found = check(told["did"])
    found["world"] = world
    say("CHECK " + json.dumps(found))
    if told.get("last"):
        say("LAST " + json.dumps(at_last(world, ticking)))
        return
    live(told, world, ticking)
    say("DONE")


def prepare(told: dict) -> dict[str, str]:
    """Bring the database up, once, with one team, another one and a coordinator."""
    from django.db import connection

    from sukoon.core.schema import bring_up_to_date

    if told["world"]:
        return told["world"]
    bring_up_to_date()
    from tests.risk.making import make_team

    team = make_team()
    team.on_duty("duty", starts_at=datetime.fromisoformat(told["now"]), hours=24 * 400)
    connection.close()
    people = {name: str(user.pk) for name, user in team.users.items()}
    return {**people, "org": str(team.org.pk), "area": team.swat.path}


def check(did: list[dict]) -> dict[str, object]:
    """Look at every row: open ones without owner or deadline, what was answered and is gone."""
    from sukoon.risk.models import Alarm, RiskEpisode, RiskStep
    from sukoon.risk.words import AlarmStatus

    orphans = [
        str(e.pk) for e in RiskEpisode.objects.exclude(status="closed")
        if not (e.owner_id and e.due_at and e.watch_at and e.next_step)
    ]  # fmt: skip
    steps = set(map(str, RiskStep.objects.values_list("pk", flat=True)))
    lost = [d for d in did if d["step"] not in steps]
    unlike = []
    for episode in RiskEpisode.objects.all():
        last = episode.steps.order_by("id").last()
        if last is None or (last.status, last.level) != (episode.status, episode.level):
            unlike.append(str(episode.pk))
    untold = [
        str(s.pk) for s in RiskStep.objects.exclude(target_id=None).prefetch_related("alarms")
        if "screen" not in {a.channel for a in s.alarms.all()}
    ]  # fmt: skip
    faults = Alarm.objects.filter(status=AlarmStatus.SENT, sent_at=None).count()
    return {
        "orphans": orphans, "lost": lost, "unlike": unlike, "untold": untold, "faults": faults,
        "without_record": without_record(),
    }  # fmt: skip


def without_record() -> list[str]:
    """Return the open risks whose record opens to others than exactly those who are to answer for them."""
    from sukoon.accounts.models import CareRelation, User
    from sukoon.risk.models import RiskEpisode
    from sukoon.risk.moving import in_charge

    active = set(User.objects.filter(is_active=True).values_list("pk", flat=True))
    wrong = []
    for episode in RiskEpisode.objects.all():
        standing = CareRelation.objects.filter(about_id=episode.pk, ended_at=None)
        opened = set(standing.values_list("user_id", flat=True)) & active
        wanted = in_charge(episode) & active if episode.person_id else set()
        if opened != wanted:
            wrong.append(episode.code)
    return wrong


def at_last(world: dict[str, str], ticking: Clock) -> dict[str, object]:
    """Let nobody answer any more, with the clock right: the coordinator must hear of every one."""
    from sukoon.risk import watch
    from sukoon.risk.definitions import book
    from sukoon.risk.models import RiskEpisode, RiskStep

    open_ones = set(RiskEpisode.objects.exclude(status="closed").values_list("pk", flat=True))
    begun = RiskStep.objects.order_by("id").last()
    longest = max(
        x.reassess + x.late * (book().coordinator_after + 2) for x in book().levels.values()
    )
    until, reached = ticking.true + longest, set()
    for _ in range(MOST_WATCHES):
        if ticking.true > until or not open_ones - reached:
            break
        watch.watch(ticking.now())
        reached = (
            set(
                RiskStep.objects.filter(rung="coordinator", pk__gt=begun.pk).values_list(
                    "episode_id", flat=True
                )
            )
            if begun
            else set()
        )
        due = RiskEpisode.objects.filter(pk__in=open_ones - reached).order_by("watch_at").first()
        if due is None:
            break
        ticking.true = max(due.watch_at, ticking.true + timedelta(minutes=1))
    return {"open": len(open_ones), "unreached": [str(p) for p in open_ones - reached]}


def live(told: dict, world: dict[str, str], ticking: Clock) -> None:
    """Do events in a random order; the watch runs beside it; both can be broken or killed."""
    from django.db import connection

    chance = random.Random(told["seed"])
    stop = threading.Event()
    watching = threading.Thread(target=beside, args=(told["seed"], ticking, stop), daemon=True)
    watching.start()
    counter = Counter()
    with connection.execute_wrapper(counter):
        for _ in range(told["events"]):
            ticking.true += timedelta(seconds=chance.choice((1, 60, 300, 1800, 7200)))
            if chance.random() < 0.08:
                ticking.skew = timedelta(seconds=chance.choice(SKEWS))
            dice = chance.random()
            counter.left = chance.randrange(1, 60) if dice < 0.25 else None
            counter.kill = dice < 0.012
            event = chance.choice(EVENTS)
            try:
                step = event(chance, world, ticking)
            except Broken:
                say(f"BROKEN {event.__name__}")
            else:
                if step is not None:
                    say("DID " + json.dumps({
                        "event": event.__name__, "step": str(step), "now": ticking.true.isoformat(),
                    }))  # fmt: skip
                else:
                    say(f"REFUSED {event.__name__}")
            finally:
                counter.left = None
    stop.set()
    watching.join(20)


def beside(seed: int, ticking: Clock, stop: threading.Event) -> None:
    """The watch, in a loop of its own, with a connection of its own that breaks too."""
    import logging

    from django.db import connection

    from sukoon.risk import watch

    logging.disable(logging.CRITICAL)
    chance, counter = random.Random(seed + 1), Counter()
    with connection.execute_wrapper(counter):
        while not stop.is_set():
            counter.left = chance.randrange(1, 80) if chance.random() < 0.2 else None
            try:
                watch.watch(ticking.now())
            except Exception:  # noqa: BLE001 - as the schedule does: it says so and goes on
                say("BROKEN watch")
            counter.left = None
            time.sleep(0.01)
    connection.close()


def actor(name: str, world: dict[str, str], ticking: Clock):
    from sukoon.accounts.models import User
    from sukoon.accounts.roles import actor_for

    return actor_for(User.objects.get(pk=world[name]), now=ticking.now())


def some_open(chance: random.Random, **which: object):
    from sukoon.risk.models import RiskEpisode

    found = list(RiskEpisode.objects.filter(**which).exclude(status="closed").order_by("id"))
    return chance.choice(found) if found else None


def last_step(episode, kind: str):
    return episode.steps.filter(kind=kind).order_by("id").values_list("pk", flat=True).last()


def asked(do: Callable[[], object]) -> bool:
    """Do what somebody asked for; False where it was refused in words."""
    from sukoon.core.problems import Problem

    try:
        do()
    except Problem:
        return False
    return True


def raises(chance, world, ticking):
    from sukoon.core.access import Scope
    from sukoon.risk.actions import raise_risk
    from sukoon.risk.models import RiskEpisode, RiskStep

    who = chance.choice(["worker", "duty", "lhw", "lead"])
    org = UUID(world["org"])
    scope = Scope(UUID(world[who]), org, world["area"])
    known = some_open(chance) if chance.random() < 0.5 else None
    if known is None and RiskEpisode.objects.exclude(status="closed").count() >= MOST_OPEN:
        known = some_open(chance)
    case = known.case_id if known else UUID(int=chance.getrandbits(128))
    entry = UUID(int=chance.getrandbits(128))
    told = {
        "by": actor(who, world, ticking), "trigger": chance.choice(["worker", "answer", "words"]),
        "level": chance.choice(LEVELS), "scope": scope, "case_id": case, "case_code": "C-1",
        "person_id": known.person_id if known else UUID(int=chance.getrandbits(128)),
        "entry_id": entry,
        "happened_at": ticking.true + timedelta(hours=chance.randrange(-200, 48)),
    }  # fmt: skip
    for _ in range(chance.choice((1, 1, 2))):  # the phone sends it twice
        if not asked(lambda: raise_risk(**told)):
            return None
    steps = list(RiskStep.objects.filter(entry_id=entry).values_list("pk", flat=True))
    if len(steps) != 1:
        raise AssertionError("the same entry was heard twice")
    return steps[0]


def acknowledges(chance, world, ticking):
    from sukoon.risk.actions import acknowledge

    episode, who = some_open(chance, status="waiting"), chance.choice(["duty", "backup", "lead"])
    if episode is None or not asked(
        lambda: acknowledge(by=actor(who, world, ticking), episode=episode)
    ):
        return None
    return last_step(episode, "acknowledged")


def takes_over(chance, world, ticking):
    from sukoon.risk.actions import take_over

    episode, who = some_open(chance), chance.choice(["backup", "lead", "specialist"])
    if episode is None or not asked(
        lambda: take_over(by=actor(who, world, ticking), episode=episode, why="x")
    ):
        return None
    return last_step(episode, "acknowledged")


def hands_over(chance, world, ticking):
    from sukoon.risk.actions import hand_over

    episode, to = some_open(chance), chance.choice(["duty", "backup", "lead", "stranger"])
    if episode is None or not asked(
        lambda: hand_over(
            by=actor("lead", world, ticking), episode=episode, to_id=UUID(world[to]), why="x"
        )
    ):
        return None
    return last_step(episode, "handed_over")


def contacts(chance, world, ticking):
    from sukoon.risk.actions import record_contact

    episode = some_open(chance)
    if episode is None or not asked(
        lambda: record_contact(
            by=actor("duty", world, ticking), episode=episode, channel="phone",
            whom=chance.choice(["person", "carer", "service"]), reached=chance.random() < 0.7,
            happened_at=ticking.now() - timedelta(hours=chance.randrange(-2, 30)),
        )
    ):  # fmt: skip
        return None
    return last_step(episode, "contact")


def plans(chance, world, ticking):
    from sukoon.risk.actions import keep_plan

    episode = some_open(chance)
    if episode is None or not asked(
        lambda: keep_plan(
            by=actor("duty", world, ticking), episode=episode, language="ur",
            parts={"own_coping": "x"},
        )
    ):  # fmt: skip
        return None
    return last_step(episode, "planned")


def checks(chance, world, ticking):
    from sukoon.risk.actions import check_item

    episode = some_open(chance)
    if episode is None or not asked(
        lambda: check_item(by=actor("worker", world, ticking), episode=episode, item="listened")
    ):
        return None
    return last_step(episode, "checked")


def asks_to_lower(chance, world, ticking):
    from sukoon.risk.actions import ask_to_lower

    episode = some_open(chance, status="acknowledged")
    if episode is None or not asked(
        lambda: ask_to_lower(
            by=actor("duty", world, ticking), episode=episode, level=chance.choice(LEVELS), why="x"
        )
    ):
        return None
    return last_step(episode, "lower_asked")


def asks_to_close(chance, world, ticking):
    from sukoon.risk.actions import ask_to_close

    episode = some_open(chance, status="acknowledged")
    reason = chance.choice(["safe", "handed_over", "died", "mistake"])
    if episode is None or not asked(
        lambda: ask_to_close(
            by=actor("duty", world, ticking), episode=episode, reason=reason, why="x"
        )
    ):
        return None
    return last_step(episode, "close_asked")


def signs(chance, world, ticking):
    from sukoon.risk.actions import refuse, sign
    from sukoon.risk.models import SignOff

    waiting = list(SignOff.objects.filter(status="asked").select_related("episode"))
    if not waiting:
        return None
    one, by = chance.choice(waiting), actor(chance.choice(["lead", "duty"]), world, ticking)
    agreed = chance.random() < 0.7
    done = asked(
        lambda: sign(by=by, sign_off=one) if agreed else refuse(by=by, sign_off=one, answer="x")
    )
    if not done:
        return None
    kind = {"close": "closed", "lower": "lowered"}[one.kind] if agreed else "refused"
    return last_step(one.episode, kind)


def rota_changes(chance, world, ticking):
    """Empty the rota, or put somebody on it; let somebody go on leave, or come back."""
    from sukoon.risk.models import DutyRota, DutyShift
    from sukoon.workforce.models import Worker

    dice, rota = chance.random(), DutyRota.objects.first()
    if dice < 0.4:
        DutyShift.objects.filter(removed_at=None).update(removed_at=ticking.now())
    elif dice < 0.8 and rota:
        worker = Worker.objects.filter(account__isnull=False).first()
        DutyShift.objects.create(
            rota=rota, worker=worker, starts_at=ticking.now() - timedelta(hours=1),
            ends_at=ticking.now() + timedelta(hours=chance.randrange(1, 200)),
        )  # fmt: skip
    else:
        Worker.objects.update(status=chance.choice(["active", "on_leave"]))


def people_come_and_go(chance, world, ticking):
    """Close accounts of the team, or open them again. The coordinator stays."""
    from sukoon.accounts.models import User

    name = chance.choice(["duty", "backup", "lead", "specialist", "worker"])
    User.objects.filter(pk=world[name]).update(is_active=chance.random() < 0.6)


EVENTS = (
    raises, raises, raises, acknowledges, acknowledges, takes_over, hands_over, contacts, contacts,
    plans, checks, asks_to_lower, asks_to_close, asks_to_close, signs, signs, rota_changes,
    people_come_and_go,
)  # fmt: skip


if __name__ == "__main__":
    main(json.loads(sys.stdin.readline()))
