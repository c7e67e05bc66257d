"""What stands in a cell of a table: escaped, in the reader's form, with what stands around it."""

from datetime import date

import pytest
from django.template import Context, Template

from sukoon.ui.tables import Cell

EVIL = "<script>1</script>"
SAFE = "&lt;script&gt;1&lt;/script&gt;"


def drawn(value):
    return Template("{% load ui %}{% cell value %}").render(Context({"value": value}))


@pytest.mark.parametrize(
    ("value", "html"),
    [
        (None, "–"),
        (12345, '<span class="num">12,345</span>'),
        (EVIL, SAFE),
        ("word", "word"),
        (date(2026, 11, 24), "Nov. 24, 2026"),
        (Cell(1234, EVIL), f'<span class="num">1,234</span> <small>{SAFE}</small>'),
        (Cell(EVIL, url='/x?a="b"&c'), f'<a href="/x?a=&quot;b&quot;&amp;c">{SAFE}</a>'),
        (Cell("P25", "said", "/p/", strong=True), '<a href="/p/"><strong>P25</strong></a> <small>said</small>'),
        (Cell("late", tag="warn"), '<span class="tag warn">late</span>'),
        (Cell("PK5", code=True), '<bdi class="code" dir="ltr">PK5</bdi>'),
        (Cell(None), "–"),
    ],
)  # fmt: skip
def test_a_cell_is_drawn(value, html):
    assert drawn(value) == html


def test_a_swatch_stands_before_the_value():
    assert drawn(Cell("none", key="c0")).endswith(" none")
    assert drawn(Cell("none", key="c0")).startswith("<")
