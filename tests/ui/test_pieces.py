"""Pieces: what they draw, and that nothing inline is in any template."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import sukoon.ui
from sukoon.ui.samples import samples
from sukoon.ui.tables import Cell, Column, Row, Table

HOME = Path(sukoon.ui.__file__).parent
TEMPLATES = sorted((HOME / "templates").rglob("*.html"))
PARTIALS = sorted((HOME / "templates/ui/pieces").glob("_*.html"))
TOKENS = (HOME / "static/ui/tokens.css").read_text()


def drawn(text: str, **context: object) -> str:
    return Template("{% load ui %}" + text).render(Context(context))


class Example(forms.Form):
    when = forms.DateField(label="When?", help_text="The day")
    how = forms.ChoiceField(
        label="How?", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")]
    )
    note = forms.CharField(label="Note", required=False)

    def clean(self) -> None:
        raise forms.ValidationError("Look at it again.")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.name)
def test_no_template_holds_a_script_or_a_style(template):
    text = template.read_text()

    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", text)


@pytest.mark.parametrize("partial", PARTIALS, ids=lambda p: p.name)
def test_each_partial_says_its_parameters(partial):
    assert partial.read_text().startswith("{% comment %}")


@pytest.mark.parametrize("partial", PARTIALS, ids=lambda p: p.name)
def test_each_partial_stands_on_the_page_of_pieces(partial):
    page = (HOME / "templates/ui/pieces.html").read_text()
    within = {"_field.html", "_errors.html", "_optional.html", "_stage_tracker.html"}

    assert partial.name in within or f"ui/pieces/{partial.name}" in page


def test_the_page_of_pieces_shows_both_languages():
    page = render_to_string("ui/pieces.html", samples())

    assert 'lang="ur" dir="rtl"' in page
    assert "KHT-0388" in page
    assert "نیلی پتنگ" in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_wrong_field_is_tied_to_its_hint_and_error():
    html = drawn("{% field form.when %}", form=Example({"when": "never", "how": "a"}))

    assert 'class="field wrong"' in html
    assert 'aria-describedby="id_when_hint id_when_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_when_hint"' in html
    assert 'id="id_when_error"' in html


def test_a_good_field_is_not_called_wrong():
    html = drawn("{% field form.when %}", form=Example())

    assert "wrong" not in html
    assert "aria-invalid" not in html


def test_choices_are_a_group_with_a_legend():
    html = drawn("{% field form.how %}", form=Example())

    assert "<fieldset" in html
    assert "<legend>How?" in html
    assert html.count('type="radio"') == 2


def test_what_may_be_left_out_says_so():
    assert "(optional)" in drawn("{% field form.note %}", form=Example())
    assert "(optional)" not in drawn("{% field form.note all_optional=True %}", form=Example())


def test_each_error_of_the_summary_leads_to_its_field():
    form = Example({})
    summary = drawn("{% error_summary form %}", form=form)
    page = drawn("{% for b in form %}{% field b %}{% endfor %}", form=form)

    for target in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{target}"' in page
    assert "Look at it again." in summary
    assert summary.count("<li>") == 3
    # Two lines of the same words are told apart by their field.
    assert "How? – This field is required." in summary


def test_a_form_without_errors_has_no_summary():
    assert "summary" not in drawn("{% error_summary form %}", form=Example())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (18460, '<span class="num">18,460</span>'),
        (0, '<span class="num">0</span>'),
        (None, "–"),
        ("no report", "no report"),
        ("<b>", "&lt;b&gt;"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_numbers_are_grouped_in_latin_digits(value, expected, language):
    with translation.override(language):
        assert drawn("{{ value|number }}", value=value) == expected


def test_dates_are_in_the_readers_language():
    day = dt.date(2026, 11, 24)
    with translation.override("en"):
        assert "24 November 2026" in drawn("{% when day %}", day=day)
    with translation.override("ur"):
        assert "24 نومبر 2026" in drawn("{% when day %}", day=day)
    assert drawn("{% when day %}", day=None) == "–"


def test_an_instant_is_shown_in_local_time():
    at = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)

    assert '<bdi dir="ltr">14:00</bdi>' in drawn("{% when at %}", at=at)


def test_codes_stay_left_to_right_and_are_escaped():
    assert drawn("{% code 'PK514' %}") == '<bdi class="code" dir="ltr">PK514</bdi>'
    assert "&lt;i&gt;" in drawn("{% code value %}", value="<i>")


def test_only_icons_that_point_are_mirrored():
    assert 'class="icon points"' in drawn("{% icon 'next' %}")
    assert 'class="icon"' in drawn("{% icon 'search' %}")


def test_changing_a_filter_keeps_the_others_and_forgets_the_place_in_the_list():
    request = RequestFactory().get("/gaps", {"layer": "3", "area": "PK5", "cursor": "abc"})

    assert drawn("{% query_string layer=4 %}", request=request) == "?layer=4&amp;area=PK5"
    assert drawn("{% query_string layer='' area=None %}", request=request) == "/gaps"


def test_a_table_is_a_table_also_as_cards():
    table = Table(
        "Services", [Column("Layer"), Column("People", numeric=True, sorted="descending")],
        [Row([Cell("Focused <b>", key="c0"), 1240]), Row(["Basic", None], anchor="r2", kind="wrong")],
    )  # fmt: skip
    html = render_to_string("ui/pieces/_table.html", {"table": table}).replace("\n", "")

    assert 'tabindex="0"' in html
    assert (
        '<td role="cell" data-label="People" class="n"><span class="num">1,240</span></td>' in html
    )
    assert "Focused &lt;b&gt;" in html
    assert 'aria-sort="descending"' in html
    assert '<tr role="row" id="r2" class="wrong">' in html
    assert "–" in html


def test_a_row_shorter_than_its_table_is_a_mistake():
    with pytest.raises(ValueError, match="zip"):
        _ = Table("Services", [Column("Layer"), Column("People")], [Row(["Basic"])]).rows


def test_a_score_that_was_not_counted_is_no_nought():
    chip = {"instrument": "GAD-7", "value": None, "of": 21, "band": "No score"}
    html = render_to_string("ui/pieces/_chip.html", {"chip": chip})

    assert "–" in html
    assert "21" not in html


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500"])
def test_error_pages_need_neither_request_nor_database(name):
    html = render_to_string(f"{name}.html")

    assert "<h1" in html
    assert 'href="/"' in html


def roles_of(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", block))


def contrast(one: str, two: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


LIGHT = roles_of(TOKENS.split('[data-theme="light"] {')[1].split("}")[0])
DARK = roles_of(TOKENS.split('\n[data-theme="dark"] {')[1].split("}")[0])
DARK_BY_SYSTEM = roles_of(TOKENS.split(":root:not([data-theme]) {")[1].split("}")[0])


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_and_outlines_can_be_seen(theme):
    for ink in ("--ink", "--ink-soft", "--accent", "--good", "--warn", "--risk"):
        for ground in ("--ground", "--surface"):
            assert contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground)
    assert contrast(theme["--accent-ink"], theme["--accent"]) >= 4.5
    assert contrast(theme["--slab-ink"], theme["--slab"]) >= 4.5
    for i in range(1, 6):
        assert contrast(theme["--map-line"], theme[f"--ramp-{i}"]) >= 3, i
    for i in range(1, 5):
        assert contrast(theme["--ramp-ink"], theme[f"--ramp-{i}"]) >= 4.5, i
    assert contrast(theme["--ramp-5-ink"], theme["--ramp-5"]) >= 4.5


def test_dark_by_choice_and_dark_by_system_are_the_same():
    assert DARK == DARK_BY_SYSTEM


@pytest.mark.parametrize("name", ["base.css", "pieces.css"])
def test_only_the_tokens_hold_a_colour(name):
    rules = (HOME / "static/ui" / name).read_text().split("@media print")[0]

    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(", rules)


def test_every_font_of_the_tokens_is_there_with_its_licence():
    files = re.findall(r'url\("(fonts/[^"]+)"\)', TOKENS)

    assert len(files) == 4
    for file in files:
        assert (HOME / "static/ui" / file).stat().st_size > 10_000
    assert len(list((HOME / "static/ui/fonts").glob("*-OFL.txt"))) == 2
