"""What the pages of one area ask of another beside it: given here, because neither knows the other."""

from collections.abc import Iterable
from uuid import UUID

from sukoon.coordination import training
from sukoon.coordination.rules.programmes import Trained
from sukoon.core.access import Actor
from sukoon.people import outside
from sukoon.supervision.queries import training as supervised
from sukoon.workforce import queries as workforce


def _organisations(by: Actor) -> list[tuple[str, str]]:
    return [(str(o.pk), o.shown_name) for o in workforce.organisations(by)]


def _trainings() -> list[training.Training]:
    return [training.Training(c.code, c.name_en, c.name_ur) for c in supervised.trainings()]


def _trained(codes: Iterable[str], organisations: Iterable[UUID]) -> list[Trained]:
    return [_plain(t) for t in supervised.people_trained(codes, organisations)]


def _trained_in(area_path: str) -> list[Trained]:
    return [_plain(t) for t in supervised.people_trained_in(area_path)]


def _plain(t: supervised.TrainedTogether) -> Trained:
    return Trained(
        t.training, str(t.org_id or ""), t.area_path, t.trained_on, t.people, t.is_synthetic
    )


def register_neighbours() -> None:
    """Hand the answers to whoever asks. Called when the product starts."""
    outside.register(organisations=_organisations)
    training.register(
        trainings=_trainings, people=_trained, in_area=_trained_in,
        how_many=supervised.how_many_trained_in,
    )  # fmt: skip
