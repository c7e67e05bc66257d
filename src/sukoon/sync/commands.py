"""`sukoon devices list`, `revoke`, `kept` and `code`."""

import argparse
import json
import sys
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sukoon.accounts import actions as accounts
from sukoon.accounts.device_queries import visible_devices
from sukoon.accounts.models import Device, WhyRevoked
from sukoon.accounts.queries import open_account
from sukoon.accounts.roles import actor_for, console_actor
from sukoon.core import clock
from sukoon.sync import queries

REASONS = [w.value for w in WhyRevoked if w not in {WhyRevoked.CLOSED, WhyRevoked.SIGNED_OFF}]


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of sync to the command line."""
    parser = verbs["devices"].add_parser("list", help="phones that hold or held records")
    parser.add_argument("--account", default="", help="the e-mail address of their worker")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=show)
    parser = verbs["devices"].add_parser("revoke", help="end a phone; it empties itself")
    parser.add_argument("device", type=UUID, help="its id, as `devices list` tells it")
    parser.add_argument("--why", choices=REASONS, default=WhyRevoked.LOST.value)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=revoke)
    parser = verbs["devices"].add_parser("kept", help="work from phones that was not taken in")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=kept)
    parser = verbs["devices"].add_parser("code", help="a code for a phone of a synthetic account")
    parser.add_argument("account", help="its e-mail address; real workers make their own code")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=code)


def code(options: argparse.Namespace) -> int:
    """Print a code that connects a phone; exit 2 for anybody who is real.

    Nobody connects a phone in another's name. A synthetic account is nobody.
    """
    user = open_account(options.account)
    if user is None or not user.is_synthetic:
        sys.stderr.write("sukoon: there is no synthetic account of this address\n")
        return 2
    told = accounts.make_device_code(by=actor_for(user, now=clock.now()), user=user)
    sys.stdout.write(json.dumps({"code": told}) + "\n" if options.json else f"{told}\n")
    return 0


def show(options: argparse.Namespace) -> int:
    """Print the phones, the newest first."""
    found = visible_devices(console_actor())
    if options.account:
        found = found.filter(user__email__iexact=options.account)
    told = [_told(d) for d in found]
    if options.json:
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        sys.stdout.writelines(
            f"{d['id']}  {d['state']:8} {d['account']}  {d['name']}\n" for d in told
        )
    return 0


def revoke(options: argparse.Namespace) -> int:
    """End a phone; exit 2 when there is none of this id."""
    by = console_actor()
    device = visible_devices(by).filter(pk=options.device).first()
    if device is None:
        sys.stderr.write("sukoon: there is no such device\n")
        return 2
    told = _told(accounts.revoke_device(by=by, device=device, why=WhyRevoked(options.why)))
    sys.stdout.write(json.dumps(told) + "\n" if options.json else f"{told['id']} {told['state']}\n")
    return 0


def kept(options: argparse.Namespace) -> int:
    """Print what waits for somebody to look: that it is there and why; exit 1 when there is any."""
    told = [
        {"id": str(k.pk), "device": str(k.device_id), "action": k.action, "reason": k.reason,
         "since": k.created_at.isoformat()}
        for k in queries.waiting_kept(console_actor())
    ]  # fmt: skip
    if options.json:
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        sys.stdout.writelines(f"{k['since']}  {k['action']}  {k['reason']}\n" for k in told)
    return 1 if told else 0


def _told(device: Device) -> dict[str, object]:
    state = "wiped" if device.wiped_at else "revoked" if device.revoked_at else "in force"
    seen = device.last_seen_at
    return {
        "id": str(device.pk), "account": device.user.email, "name": device.name, "state": state,
        "app": device.app, "protocol": device.protocol, "why": device.why_revoked,
        "last_seen_at": seen.isoformat() if seen else None,
        "clock_skew_seconds": device.clock_skew_seconds,
    }  # fmt: skip
