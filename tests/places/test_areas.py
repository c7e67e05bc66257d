"""Areas come from our table, any COD-AB table and GeoJSON; names resolve."""

import json
from pathlib import Path

import pytest

from sukoon.accounts.roles import console_actor
from sukoon.core.access import NotAllowed
from sukoon.exchange.area_files import load_file, read_areas, read_geojson
from sukoon.places import actions
from sukoon.places.actions import AliasRow, AreaRow, GroupRow
from sukoon.places.models import Area, AreaPopulation, Boundary
from sukoon.places.problems import AreaFileUnreadable, AreaParentUnknown
from sukoon.places.queries import Gazetteer
from sukoon.places.rules import common_path, distance_km

SHARED = Path(__file__).parents[3] / "shared" / "data"
COD = """ADM0_EN,ADM0_PCODE,ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE,validOn
Testland,TL,North,TL1,Alpha,TL101,2024-01-01
Testland,TL,North,TL1,Beta,TL102,2024-01-01
Testland,TL,South,TL2,Alpha,TL201,2024-01-01
"""


@pytest.fixture
def cod(tmp_path, db):
    path = tmp_path / "cod.csv"
    path.write_text(COD)
    load_file(by=console_actor(), path=path)
    return path


def test_a_cod_table_makes_every_level_with_its_parents(cod):
    assert sorted(Area.objects.values_list("path", flat=True)) == [
        "TL/", "TL/TL1/", "TL/TL1/TL101/", "TL/TL1/TL102/", "TL/TL2/", "TL/TL2/TL201/",
    ]  # fmt: skip
    assert Area.objects.get(pcode="TL101").valid_from.isoformat() == "2024-01-01"


def test_the_same_table_again_changes_nothing(cod):
    assert load_file(by=console_actor(), path=cod) == {"created": 0, "changed": 0, "unchanged": 6}


def test_a_dry_run_writes_nothing(tmp_path, db):
    path = tmp_path / "cod.csv"
    path.write_text(COD)

    assert load_file(by=console_actor(), path=path, dry_run=True) == {"areas": 6}
    assert not Area.objects.exists()


def test_a_name_in_two_provinces_needs_its_province(cod):
    names = Gazetteer()

    assert names.find("Alpha") is None
    assert names.find("alpha", within="TL/TL2/").paths == ("TL/TL2/TL201/",)


def test_a_group_of_areas_is_found_by_its_name(cod):
    actions.load_names(
        by=console_actor(),
        groups=[GroupRow("alphas", "The Alphas", "", ("TL101", "TL201"))],
        aliases=[AliasRow("Both Alphas", "local", group="alphas")],
    )

    found = Gazetteer().find("BOTH ALPHAS")
    assert (len(found.area_ids), found.group_code) == (2, "alphas")


def test_a_parent_that_is_nowhere_is_named_with_its_row(db):
    with pytest.raises(AreaParentUnknown) as problem:
        actions.load_areas(
            by=console_actor(), rows=[AreaRow(7, "X1", 1, "Somewhere", parent="NOPE")]
        )
    assert problem.value.details == {"row": 7, "parent": "NOPE"}


def test_only_who_may_loads_areas(cast):
    for who in ("coco", "parveen", "vida"):
        with pytest.raises(NotAllowed):
            actions.load_areas(by=cast.actor(who), rows=[])


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b'pcode\n"unclosed', b"\x00" * 50]
)
def test_a_table_we_cannot_read_is_refused_in_words(tmp_path, db, content):
    path = tmp_path / "areas.csv"
    path.write_bytes(content)

    with pytest.raises(AreaFileUnreadable):
        read_areas(path)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"features": [{"properties": {}}]}',
     json.dumps({"features": [{"properties": {"pcode": "X"},
                 "geometry": {"type": "Polygon", "coordinates": [[[700000, 3]]]}}]})],
)  # fmt: skip
def test_geojson_we_cannot_read_is_refused_in_words(tmp_path, content):
    path = tmp_path / "x.geojson"
    path.write_text(content)

    with pytest.raises(AreaFileUnreadable):
        read_geojson(path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared facts are not beside the project")
def test_the_real_areas_and_borders_load(db):
    load_file(by=console_actor(), path=SHARED / "pakistan_areas.csv") if Area.objects.filter(
        pcode="PK"
    ).exists() else actions.load_areas(by=console_actor(), rows=[AreaRow(1, "PK", 0, "Pakistan")])
    rows = [r for r in read_areas(SHARED / "pakistan_areas.csv") if r.pcode]
    actions.load_areas(by=console_actor(), rows=rows)
    counts = load_file(by=console_actor(), path=SHARED / "pk_districts.geojson")

    assert Area.objects.filter(level=1).count() == 7
    assert AreaPopulation.objects.get(area__pcode="PK5").total == 40_856_097
    assert counts["created"] == Boundary.objects.count() > 100


def test_the_area_of_several_is_the_one_that_holds_them_all():
    assert common_path(["PK/PK7/A/", "PK/PK7/B/"]) == "PK/PK7/"
    assert common_path(["PK/PK7/A/", "PK/PK5/"]) == "PK/"
    with pytest.raises(ValueError, match="no country"):
        common_path(["PK/", "TL/"])


def test_a_distance_is_what_the_map_says():
    peshawar, islamabad = (34.008, 71.578), (33.693, 73.065)
    assert distance_km(peshawar, islamabad) == pytest.approx(141, abs=3)
