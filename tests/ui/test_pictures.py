"""Pictures say what they show, to eyes and to readers, and nothing hostile gets through."""

import math
import random
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from sukoon.ui.maps import MapLabel, MapPoint, MapShape, borders, choropleth, schematic, simplify
from sukoon.ui.pictures import (
    Bar,
    Layer,
    Picture,
    bars,
    class_breaks,
    class_of,
    legend_key,
    pyramid,
    spark,
)
from sukoon.ui.tiles import SIDES, centre, corners, layout

HOSTILE = "\"><script>alert(1)</script>&'"
SQUARE = ((70.0, 30.0), (71.0, 30.0), (71.0, 31.0), (70.0, 31.0), (70.0, 30.0))
BESIDE = ((71.0, 30.0), (72.0, 30.0), (72.0, 31.0), (71.0, 31.0), (71.0, 30.0))


def shape(
    label: str = "Kohat", css_class: str = "c1", href: str = "/area/PK514", ring=SQUARE
) -> MapShape:
    return MapShape("PK514", label, css_class, f"{label}: 1", href, (ring,))


def point(i: int, *, lon: float, lat: float, group: str = "PK5", label: str = "A") -> MapPoint:
    return MapPoint(
        f"PK{i:03}", label, "c0", f"{label}: no report", f"/{i}", lon, lat, 1, group, label, "0"
    )


def scattered(number: int) -> list[MapPoint]:
    chance = random.Random(7)
    return [
        point(i, lon=chance.uniform(61, 77), lat=chance.uniform(24, 37), group=f"PK{i % 4}")
        for i in range(number)
    ]


def parsed(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.svg)  # noqa: S314 (our own text)


@pytest.mark.parametrize(
    "picture",
    [
        choropleth([shape(HOSTILE)], title=HOSTILE, description=HOSTILE),
        choropleth([shape()], title="t", description="d", labels=[MapLabel(HOSTILE, 70.5, 30.5)]),
        schematic([point(1, lon=70, lat=30, label=HOSTILE)], title=HOSTILE, description=HOSTILE),
        pyramid([Layer(HOSTILE, HOSTILE, "c2", "/x?a=1&b=2")], title=HOSTILE, description=HOSTILE),
        bars([Bar(HOSTILE, 3, HOSTILE)], title=HOSTILE, description=HOSTILE),
    ],
)
def test_hostile_words_stay_words(picture):
    tree = parsed(picture)

    assert not [e for e in tree.iter() if e.tag.endswith("script")]
    assert HOSTILE in [e.text for e in tree.iter()]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "//elsewhere.example", "https://a.example"]
)
def test_a_picture_links_only_within_this_site(href):
    with pytest.raises(ValueError, match="within this site"):
        choropleth([shape(href=href)], title="t", description="d")


def test_a_class_is_a_class_name_or_refused():
    with pytest.raises(ValueError, match="not a class name"):
        choropleth([shape(css_class='c1" onload="x')], title="t", description="d")


def test_each_picture_has_a_title_and_a_description_that_it_points_to():
    tree = parsed(choropleth([shape()], title="Finding", description="Words", name="one"))
    ids = {e.get("id"): e.text for e in tree.iter() if e.get("id")}

    assert ids[tree.get("aria-labelledby")] == "Finding"
    assert ids[tree.get("aria-describedby")] == "Words"


def test_areas_are_links_with_a_name():
    tree = parsed(choropleth([shape()], title="t", description="d"))
    link = tree.find(".//a")

    assert link is not None
    assert (link.get("href"), link.get("aria-label")) == ("/area/PK514", "Kohat: 1")
    assert tree.get("role") == "group"


def test_the_hatch_of_each_picture_is_its_own():
    one = choropleth([shape("A", "c0")], title="One", description="d").svg
    two = schematic([point(1, lon=70, lat=30)], title="Two", description="d").svg
    ids = re.findall(r'pattern id="([^"]+)"', one + two)

    assert len(ids) == len(set(ids)) == 2
    assert f'fill="url(#{ids[0]})"' in one
    assert f'fill="url(#{ids[1]})"' in two


def test_no_picture_carries_a_style():
    drawn = bars([Bar("a", None, "no report")], title="t", description="d").svg

    assert "style" not in drawn


def test_tiles_do_not_lie_on_each_other():
    points = scattered(160)
    cells = layout(tuple((p.lon, p.lat, p.group) for p in points))
    middles = [centre(cell) for cell in cells]

    assert len(set(cells)) == 160
    assert min(
        math.dist(a, b) for i, a in enumerate(middles) for b in middles[:i]
    ) == pytest.approx(math.sqrt(3))


def test_points_at_one_spot_get_a_tile_each():
    cells = layout(tuple((70.0, 30.0, "PK5") for _ in range(9)))

    assert len(set(cells)) == 9


def test_a_province_in_the_north_stays_in_the_north():
    north = tuple((70.0 + i % 4, 36.0 + i // 4, "N") for i in range(12))
    south = tuple((70.0 + i % 4, 25.0 + i // 4, "S") for i in range(12))
    cells = layout(north + south)

    assert max(centre(c)[1] for c in cells[:12]) < min(centre(c)[1] for c in cells[12:])


def test_side_and_neighbour_belong_together():
    for i, (q, r) in enumerate(SIDES):
        ours = {(round(x, 6), round(y, 6)) for x, y in (corners((0, 0)) * 2)[i : i + 2]}
        theirs = {(round(x, 6), round(y, 6)) for x, y in corners((q, r))}

        assert ours <= theirs


def test_the_same_points_always_give_the_same_map():
    points = scattered(60)
    first = schematic(points, title="t", description="d").svg
    layout.cache_clear()

    assert schematic(points[::-1], title="t", description="d").svg == first


def test_names_of_two_provinces_stand_on_different_lines():
    svg = choropleth(
        [shape()],
        title="t",
        description="d",
        labels=[MapLabel("Punjab", 70.5, 30.5), MapLabel("Islamabad", 70.5, 30.5)],
    ).svg
    lines = re.findall(r'class="place" x="\d+" y="(\d+)"', svg)

    assert len(set(lines)) == 2


def test_simplify_keeps_corners_and_leaves_out_what_nobody_sees():
    line = [(0.0, 0.0), (5.0, 0.1), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]

    assert simplify(line) == [line[0], *line[2:]]
    assert simplify([]) == []


def test_borders_are_the_edges_that_only_one_area_has():
    (lines,) = borders([[(SQUARE,), (BESIDE,)]])
    edges = [{a, b} for line in lines for a, b in pairwise(line)]

    assert len(edges) == 6
    assert {(71.0, 30.0), (71.0, 31.0)} not in edges


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, "c0"), (0, "c1"), (1, "c2"), (2, "c3"), (3, "c3"), (4, "c4"), (6, "c4"), (7, "c5")],
)
def test_classes_are_nought_one_and_more(value, expected):
    assert class_of(value) == expected


def test_class_breaks_never_count_no_report_as_nought():
    found = {b.css_class: (b.low, b.high, b.count) for b in class_breaks([None, None, 0, 5])}

    assert found["c0"] == (None, None, 2)
    assert found["c1"] == (0, 0, 1)
    assert found["c4"] == (4, 6, 1)
    assert found["c5"] == (7, None, 0)


def test_a_trend_breaks_where_a_value_is_missing():
    drawn = spark([1, 2, None, 3, 4], title="t").svg

    assert drawn.count("<polyline") == 2


def test_bars_start_at_the_readers_side():
    bar = [Bar("a", 1, "1"), Bar("b", 4, "4")]
    ltr = bars(bar, title="t", description="d").svg
    rtl = bars(bar, title="t", description="d", rtl=True).svg

    assert 'x="0" y="22" width="116"' in ltr
    assert 'x="444" y="22" width="116"' in rtl


def test_the_key_of_no_report_is_hatched_without_an_id():
    assert "hatch-line" in legend_key("c0")
    assert "id=" not in legend_key("c0")


def test_an_inner_province_is_not_written_over_its_neighbours():
    around = [
        point(i, lon=72 + i % 5, lat=33 + i // 5, group="PK6", label="Punjab")
        for i in range(25)
        if i != 12
    ]
    inner = point(12, lon=74, lat=35, group="PK4", label="Islamabad Capital Territory")
    names = re.findall(
        r'class="place \w+"[^>]*>([^<]+)<',
        schematic([*around, inner], title="t", description="d").svg,
    )

    assert names == ["Punjab"]
