import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import sukoon.core.ids


class Migration(migrations.Migration):
    replaces = [("places", "0001_initial")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AreaGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=sukoon.core.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name_en", models.CharField(max_length=120)),
                ("name_ur", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=sukoon.core.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("pcode", models.CharField(max_length=20, unique=True)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Country"),
                            (1, "Province"),
                            (2, "District"),
                            (3, "Tehsil"),
                            (4, "Union council"),
                        ]
                    ),
                ),
                ("name_en", models.CharField(max_length=120)),
                ("name_ur", models.CharField(blank=True, max_length=120)),
                ("path", models.CharField(max_length=120, unique=True)),
                ("lat", models.FloatField(blank=True, null=True)),
                ("lon", models.FloatField(blank=True, null=True)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("provisional", models.BooleanField(default=False)),
                ("source_note", models.CharField(blank=True, max_length=400)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="places.area",
                    ),
                ),
            ],
            options={
                "ordering": ["path"],
                "indexes": [models.Index(fields=["level", "path"], name="area_level_path")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("path", django.db.models.functions.text.Upper("path"))),
                        name="area_path_upper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("path__endswith", "/")), name="area_path_closed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", [0, 1, 2, 3, 4])), name="area_level_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat", None),
                            models.Q(("lat__gte", -90), ("lat__lte", 90)),
                            _connector="OR",
                        ),
                        name="area_lat_on_earth",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lon", None),
                            models.Q(("lon__gte", -180), ("lon__lte", 180)),
                            _connector="OR",
                        ),
                        name="area_lon_on_earth",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_from", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="area_valid_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaAlias",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=sukoon.core.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("spelling", "Other spelling"),
                            ("former", "Former name"),
                            ("local", "Local name"),
                            ("urdu", "Urdu name"),
                            ("abbreviation", "Abbreviation"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aliases",
                        to="places.area",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aliases",
                        to="places.areagroup",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key"], name="area_alias_key")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("area", None), ("group__isnull", False)),
                            models.Q(("area__isnull", False), ("group", None)),
                            _connector="OR",
                        ),
                        name="area_alias_means_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("group", None)),
                        fields=("key", "area"),
                        name="area_alias_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area", None)),
                        fields=("key", "group"),
                        name="group_alias_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaGroupMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=sukoon.core.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_groups",
                        to="places.area",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="places.areagroup",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("group", "area"), name="group_member_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaPopulation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=sukoon.core.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("year", models.PositiveSmallIntegerField()),
                ("total", models.PositiveBigIntegerField()),
                ("male", models.PositiveBigIntegerField(blank=True, null=True)),
                ("female", models.PositiveBigIntegerField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=400)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="populations",
                        to="places.area",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area", "year"), name="population_once_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="Boundary",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=sukoon.core.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("rings", models.TextField()),
                ("source", models.CharField(blank=True, max_length=200)),
                (
                    "area",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boundary",
                        to="places.area",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=sukoon.core.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=200)),
                ("name_ur", models.CharField(blank=True, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("facility", "Health facility"),
                            ("community", "Community structure"),
                            ("safe_space", "Safe space"),
                            ("school", "School"),
                            ("mobile", "Mobile point"),
                        ],
                        max_length=20,
                    ),
                ),
                ("locality", models.CharField(blank=True, max_length=200)),
                ("lat", models.FloatField(blank=True, null=True)),
                ("lon", models.FloatField(blank=True, null=True)),
                ("is_sensitive", models.BooleanField(default=False)),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sites",
                        to="places.area",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["facility", "community", "safe_space", "school", "mobile"],
                            )
                        ),
                        name="site_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "safe_space"), _negated=True),
                            ("is_sensitive", True),
                            _connector="OR",
                        ),
                        name="site_safe_space_sensitive",
                    ),
                ],
            },
        ),
    ]
