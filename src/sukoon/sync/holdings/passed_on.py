"""What became of a worker's referrals and questions: what they wait for, and what they are told."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sukoon.core.access import Actor
from sukoon.referrals import queries as referrals
from sukoon.supervision import queries as supervision
from sukoon.supervision.models import Request
from sukoon.supervision.reading import words_of

MOST = 40
KEPT_FOR = timedelta(days=60)  # ended longer ago is looked up at a desk


def listed(by: Actor, *, now: datetime) -> Iterator[tuple[str, UUID, Mapping[str, object]]]:
    """Yield one's own questions with their answers, then one's own referrals."""
    for request in supervision.mine(by, most=MOST):
        if request.due_at is not None or request.asked_at > now - KEPT_FOR:
            yield "request", request.pk, _request(by, request)
    sent = referrals.sent(by).filter(sender_id=by.id)
    for referral in sent.filter(created_at__gt=now - KEPT_FOR)[:MOST]:
        yield "referral", referral.pk, {
            "case": referral.case_id, "code": referral.code, "state": referral.state,
            "to": referral.to_name, "due_at": referral.due_at, "answers_here": referral.answers_here,
        }  # fmt: skip


def _request(by: Actor, request: Request) -> Mapping[str, object]:
    """Return a question: what the answer says in words, nothing that names the person."""
    told: dict[str, object] = {
        "case": request.case_id, "case_code": request.case_code, "status": request.status,
        "turn": request.turn, "due_at": request.due_at, "asked_at": request.asked_at,
    }  # fmt: skip
    answer = supervision.last_answer(by, request)
    if answer is not None:
        words = words_of(answer.words)
        told["answered_at"] = answer.happened_at
        told["answer"] = {
            name: text
            for name in ("diagnosis", "why", "teaching", "remark")
            if (text := getattr(words, name))
        }
    return {name: value for name, value in told.items() if value not in (None, "")}
