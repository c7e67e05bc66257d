"""One server of several that share an outbox: `python -m tests.core.one_server prepare N | run | kill`.

`prepare N` makes the database and N messages; `run` does what is due until nothing is left;
`kill` does some and then is killed from inside a handler, as by a power cut.
"""

import os
import signal
import sys
from datetime import timedelta

WAIT = 0.01


def main(what: str, rest: list[str]) -> None:
    import django

    django.setup()
    if what == "prepare":
        _prepare(int(rest[0]))
    else:
        _serve(killed=what == "kill", later=timedelta(minutes=int(rest[0]) if rest else 0))


def _register(*, killed: bool) -> None:
    import time
    from uuid import UUID

    from sukoon.core import clock, outbox
    from sukoon.core.models import LoadedPack

    done = 0

    def note(subject: UUID) -> None:
        """Write a row, so that what was done twice shows; work a little, so that others come in."""
        nonlocal done
        LoadedPack.objects.create(
            pack_id=str(subject), kind="done", version=str(os.getpid()), checksum="", status="x",
            loaded_at=clock.now(),
        )  # fmt: skip
        time.sleep(WAIT)
        done += 1
        if killed and done > 5:
            os.kill(os.getpid(), signal.SIGKILL)

    outbox.register({"thing.done": ("note",)}, {"note": note})


def _prepare(count: int) -> None:
    from django.db import transaction

    from sukoon.core import clock, outbox
    from sukoon.core.ids import new_id
    from sukoon.core.schema import bring_up_to_date

    bring_up_to_date()
    _register(killed=False)
    with transaction.atomic():
        for _ in range(count):
            outbox.enqueue("thing.done", new_id(), now=clock.now())


def _serve(*, killed: bool, later: timedelta) -> None:
    from django.db import OperationalError

    from sukoon.core import clock, outbox
    from sukoon.core.models import OutboxMessage, OutboxStatus

    _register(killed=killed)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    now, did, free = clock.now() + later, 0, OutboxMessage.objects.filter(claimed_until=None)
    while True:
        try:
            if outbox.run_once(now=now):
                did += 1
            elif not free.filter(status=OutboxStatus.WAITING).exists():
                break
        except OperationalError:
            continue  # the file was busy; as in the loop of a server
    sys.stdout.write(f"{did}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
