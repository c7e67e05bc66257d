"""One factory a model, and nothing clever in them."""

import datetime

import factory
from factory.django import DjangoModelFactory

from sukoon.accounts.models import RoleAssignment, User
from sukoon.places.models import Area, Site
from sukoon.services.models import Activity, Service, ServiceArea, TargetGroup
from sukoon.workforce.models import Organisation, OrganisationAlias


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = Area

    pcode = factory.Sequence(lambda n: f"PK9{n:03d}")
    level = 2
    name_en = factory.Sequence(lambda n: f"District {n}")
    path = factory.LazyAttribute(lambda o: f"PK/PK9/{o.pcode}/")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Organisation {n}")
    type = "national_ngo"

    @factory.post_generation
    def alias(self, create, extracted, **kwargs):
        OrganisationAlias.objects.create(
            organisation=self, name=self.name, key=self.name.casefold()
        )


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    full_name = factory.Sequence(lambda n: f"User {n}")
    password = "!"


class RoleAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    role = "viewer"
    granted_by_id = factory.SelfAttribute("user.id")


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity
        django_get_or_create = ("list_version", "code")

    list_version = "test"
    code = "8.2"
    main_code = factory.LazyAttribute(lambda o: int(o.code.split(".")[0]))
    sort = factory.Sequence(lambda n: n)
    label_en = factory.LazyAttribute(lambda o: f"Activity {o.code}")
    layer = 3


class TargetGroupFactory(DjangoModelFactory):
    class Meta:
        model = TargetGroup
        django_get_or_create = ("code",)

    code = "children"
    sort = factory.Sequence(lambda n: n)
    label_en = factory.LazyAttribute(lambda o: o.code.capitalize())


class SiteFactory(DjangoModelFactory):
    class Meta:
        model = Site

    name = factory.Sequence(lambda n: f"Site {n}")
    kind = "facility"
    area = factory.SubFactory(AreaFactory)


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = Service
        skip_postgeneration_save = True

    class Params:
        area = factory.SubFactory(AreaFactory)

    organisation = factory.SubFactory(OrganisationFactory)
    activity = factory.SubFactory(ActivityFactory)
    area_path = factory.LazyAttribute(lambda o: o.area.path)
    status = "under_way"
    reported_on = datetime.date(2026, 11, 1)
    line_key = factory.Sequence(lambda n: f"line-{n}")

    @factory.post_generation
    def in_area(self, create, extracted, **kwargs):
        area = Area.objects.get(path=self.area_path)
        ServiceArea.objects.create(service=self, area=area)
