"""Fixtures with the shipped reference data loaded: areas, codes, organisations."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sukoon.accounts.roles import actor_for, console_actor
from sukoon.core.content import content_path
from sukoon.core.text import name_key
from sukoon.exchange import importing
from sukoon.exchange.loading import load_everything
from sukoon.places.models import Area
from sukoon.workforce.models import OrganisationAlias
from tests.factories import RoleAssignmentFactory

TODAY = date(2026, 11, 24)
MAPPING = content_path() / "mapping" / "pakistan-2025" / "mapping.csv"
SHARED = Path(__file__).parents[2] / "shared" / "data" / "seeds" / "pakistan_2025_mapping.csv"


@pytest.fixture
def reference(db, settings, tmp_path):
    settings.UPLOADS = tmp_path / "uploads"
    load_everything(by=console_actor(), progress=lambda _line: None)


@pytest.fixture
def mapped(reference):
    return bring(MAPPING)


def bring(path, *, by=None, only_good=False):
    """Import a file whole, as the command line does; return its job."""
    by = by or console_actor()
    job = importing.begin(by=by, path=Path(path), file_name=Path(path).name)
    return importing.accept(by=by, job=job, today=TODAY, only_good=only_good)


@pytest.fixture
def cast_of(db):
    """Return the actor of a new account with a role, for an organisation by name or an area."""

    def make(role, *, organisation="", area=""):
        org = (
            OrganisationAlias.objects.get(key=name_key(organisation)).organisation_id
            if organisation
            else None
        )
        place = Area.objects.get(pcode=area) if area else None
        user = RoleAssignmentFactory(role=role, org_id=org, area=place).user
        return actor_for(user, now=datetime(2026, 11, 24, tzinfo=UTC))

    return make
