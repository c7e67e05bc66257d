"""What can go wrong, as named problems with a code, a status and a sentence.

A problem's details are shown and logged: put codes and counts in them, never names or notes.
Each door has one handler: pages (`core.middleware`), the JSON API (`config.api`), the command
line (`config.cli`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Problem(Exception):
    """Base of every error a person or a client is meant to see."""

    code: ClassVar[str]
    status: ClassVar[int] = 409
    sentence: ClassVar[StrPromise]

    def __init__(self, **details: str | int) -> None:
        self.details = details
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.sentence) % self.details if self.details else str(self.sentence)


class NotAllowed(Problem):
    code = "access.not_allowed"
    status = 403
    sentence = _("You do not have permission to do this.")


class FromElsewhere(Problem):
    code = "access.from_elsewhere"
    status = 403
    sentence = _("This did not come from one of our pages. Open the page again, then repeat it.")


class StepNotPossible(Problem):
    code = "flow.step_not_possible"
    sentence = _("This cannot go from “%(now)s” to “%(wanted)s”.")


class OperationIdReused(Problem):
    code = "operations.id_reused"
    sentence = _(
        "This operation was already sent with other contents. Nothing was changed; "
        "send the new contents under a new identifier."
    )


class OperationIdInvalid(Problem):
    code = "operations.id_invalid"
    status = 400
    sentence = _("The Idempotency-Key must be a UUID.")


class ChangedMeanwhile(Problem):
    code = "records.changed_meanwhile"
    sentence = _(
        "Somebody else changed this while you were working. Nothing of yours was saved; "
        "look at the new version, then try again."
    )


class StoreBusy(Problem):
    code = "store.busy"
    status = 503
    sentence = _("The database is busy with other work. Nothing was saved. Try again in a minute.")


class StoreNotReady(Problem):
    code = "store.not_ready"
    status = 503
    sentence = _(
        "The database is not prepared yet, or not brought up to date. Run “sukoon prepare”."
    )


class StoreFull(Problem):
    code = "store.full"
    status = 507
    sentence = _(
        "The disk of the server is full. Nothing was saved. Tell your administrator: free some "
        "space, then try again."
    )


class AddressInvalid(Problem):
    code = "input.address_invalid"
    status = 400
    sentence = _("This address holds signs that no page has. Check it, or begin at the first page.")


class NotJson(Problem):
    code = "input.not_json"
    status = 415
    sentence = _("This address takes JSON only. Send it as application/json.")


class InputInvalid(Problem):
    code = "input.invalid"
    status = 422
    sentence = _("Some of what was sent cannot be used: %(where)s.")
