"""Who is who in tests about risk: a team, its workers and lead, another team, a coordinator."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sukoon.accounts.models import User
from sukoon.accounts.roles import actor_for
from sukoon.core.access import Actor, Scope
from sukoon.places.models import Area
from sukoon.risk.actions import raise_risk
from sukoon.risk.models import DutyRota, DutyShift, RiskEpisode
from sukoon.risk.words import RiskLevel, Trigger
from sukoon.workforce.models import Organisation, Worker
from tests.factories import AreaFactory, OrganisationFactory, RoleAssignmentFactory

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class Team:
    """Everybody around one team in Swat, at NOW."""

    org: Organisation
    other: Organisation
    swat: Area
    users: dict[str, User] = field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        return Scope(self.users["worker"].pk, self.org.pk, self.swat.path)

    def actor(self, name: str, *, now: datetime = NOW) -> Actor:
        return actor_for(User.objects.get(pk=self.users[name].pk), now=now)

    def add(self, name: str, role: str, **where: object) -> User:
        self.users[name] = RoleAssignmentFactory(role=role, **where).user
        return self.users[name]

    def raised(self, **told: object) -> RiskEpisode:
        given = {
            "by": self.actor("worker"), "trigger": Trigger.WORKER, "level": RiskLevel.HIGH,
            "scope": self.scope, "case_id": uuid4(), "case_code": "SWT-0417",
            "person_id": uuid4(), "happened_at": NOW,
        }  # fmt: skip
        return raise_risk(**{**given, **told})

    def on_duty(
        self, name: str, *, order: int = 1, org_id: UUID | None = None, area_path: str = "",
        starts_at: datetime = NOW - timedelta(hours=1), hours: int = 12,
    ) -> DutyShift:  # fmt: skip
        rota, _ = DutyRota.objects.get_or_create(
            name="Duty", org_id=None if area_path else org_id or self.org.pk, area_path=area_path
        )
        worker, _ = Worker.objects.get_or_create(
            account=self.users[name], defaults={
                "name": name, "organisation": self.org, "cadre": "psychologist",
            },
        )  # fmt: skip
        return DutyShift.objects.create(
            rota=rota, worker=worker, starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours), order=order,
        )  # fmt: skip


def make_team() -> Team:
    province = AreaFactory(pcode="PK5", level=1, name_en="Khyber Pakhtunkhwa", path="PK/PK5/")
    swat = AreaFactory(pcode="PK532", name_en="Swat", path="PK/PK5/PK532/", parent=province)
    team = Team(OrganisationFactory(name="Misaal"), OrganisationFactory(name="Other"), swat)
    for name, role in (
        ("worker", "care_worker"), ("duty", "care_worker"), ("backup", "care_worker"),
        ("lead", "care_lead"), ("specialist", "specialist"), ("lhw", "community_worker"),
    ):  # fmt: skip
        area = swat if name == "specialist" else None
        team.add(name, role, org_id=team.org.pk, area=area)
    team.add("stranger", "care_worker", org_id=team.other.pk)
    team.add("coordinator", "coordinator", area=province)
    return team
