"""Lists to choose from come out as Django draws them, and quickly."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from sukoon.ui.widgets import Renderer

EVIL = '<script>alert("1")</script> & \''
CHOICES = [("", "All"), ("a", EVIL), (EVIL, "b"), ("Group " + EVIL, [("c", "C"), (3, "D")])]


def drawn(renderer, widget, value):
    html = widget.render("name", value, {"id": "x", "required": True, "disabled": False},
                         renderer=renderer)  # fmt: skip
    return re.sub(r"\s+", " ", html).replace("> <", "><")


@pytest.mark.parametrize("value", [None, "", "a", EVIL, 3, "nothing"])
@pytest.mark.parametrize("kind", [forms.Select, forms.SelectMultiple])
def test_a_list_is_drawn_as_django_draws_it(kind, value):
    widget = kind({"class": 'short"', "size": 6}, choices=CHOICES)
    told = [value] if kind is forms.SelectMultiple and value is not None else value
    ours = drawn(Renderer(), widget, told)
    assert ours == drawn(DjangoTemplates(), widget, told)
    assert "<script" not in ours


def test_the_product_draws_with_it(settings):
    class Form(forms.Form):
        one = forms.ChoiceField(choices=CHOICES)

    assert isinstance(Form().renderer, Renderer)
    assert "&lt;script&gt;" in str(Form()["one"])


def test_other_widgets_are_left_to_django():
    assert 'type="text"' in forms.TextInput().render("name", EVIL, renderer=Renderer())
