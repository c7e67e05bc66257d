"""What the pages of one area ask of another beside it: given here, because neither knows the other."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.urls import reverse

from sukoon.accounts import records
from sukoon.cases import queries as cases
from sukoon.cases.models import Case
from sukoon.coordination import training
from sukoon.coordination.rules.programmes import Asked, Trained
from sukoon.core.access import Actor
from sukoon.people import outside
from sukoon.people import queries as people
from sukoon.referrals import queries as referrals
from sukoon.risk import queries as risk
from sukoon.supervision.queries import training as supervised
from sukoon.workforce import queries as workforce


def _organisations(by: Actor) -> list[tuple[str, str]]:
    return [(str(o.pk), o.shown_name) for o in workforce.organisations(by)]


def _trainings() -> list[training.Training]:
    return [training.Training(c.code, c.name_en, c.name_ur) for c in supervised.trainings()]


def _trained(codes: Iterable[str], organisations: Iterable[UUID]) -> list[Trained]:
    return [_plain(t) for t in supervised.people_trained(codes, organisations)]


def _counted(asked: Sequence[Asked]) -> list[int]:
    return supervised.how_many_trained([
        supervised.Question(
            a.programmes, frozenset(map(UUID, a.wanted.organisations)), a.area_path,
            a.wanted.start_on, a.wanted.deadline_on, with_invented=a.is_synthetic,
        )
        for a in asked
    ])  # fmt: skip


def _trained_in(area_path: str) -> list[Trained]:
    return [_plain(t) for t in supervised.people_trained_in(area_path)]


def _plain(t: supervised.TrainedTogether) -> Trained:
    return Trained(
        t.training, str(t.org_id or ""), t.area_path, t.trained_on, t.people, t.is_synthetic
    )


def _case(told: str) -> records.Named | None:
    return _of_case(cases.case_named(told))


def _referral(told: str) -> records.Named | None:
    return _of_case(referrals.case_named(told))


def _of_case(case: Case | None) -> records.Named | None:
    return records.Named(case.person_id, reverse("cases:case", args=[case.pk])) if case else None


def _risk(told: str) -> records.Named | None:
    found = risk.episode_named(told)
    if found is None or found.person_id is None:
        return None
    return records.Named(found.person_id, reverse("risk:episode", args=[found.pk]))


def _person(told: str) -> records.Named | None:
    try:
        found = people.person_named(UUID(told))
    except ValueError:
        return None
    return records.Named(found.pk, reverse("people:person", args=[found.pk])) if found else None


def register_neighbours() -> None:
    """Hand the answers to whoever asks. Called when the product starts."""
    records.register(_case, _referral, _risk, _person)
    outside.register(organisations=_organisations)
    training.register(
        trainings=_trainings, people=_trained, in_area=_trained_in,
        how_many=supervised.how_many_trained_in, counted=_counted,
    )  # fmt: skip
