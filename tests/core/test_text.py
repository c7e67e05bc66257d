"""Two spellings of one name meet; two names do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukoon.core.text import name_key, nearest, numbers_in_order


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Azad Jammu & Kashmir", "AZAD  JAMMU AND KASHMIR"),
        ("Gilgit-Baltistan", "gilgit baltistan"),
        ("كوہاٹ", "کوہاٹ"),
        ("کراچی", "كراچي"),
        ("پشاور\u200c", "پشاور"),
        ("Médecins", "Medecins"),
        ("D.I. Khan", "D I Khan"),
    ],
)
def test_spellings_of_one_name_meet(a, b):
    assert name_key(a) == name_key(b)


@pytest.mark.parametrize(("a", "b"), [("Kohat", "Kohlu"), ("Upper Dir", "Lower Dir"), ("", "Dir")])
def test_names_of_two_places_do_not_meet(a, b):
    assert name_key(a) != name_key(b)


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(text):
    assert name_key(name_key(text)) == name_key(text)


def test_the_nearest_name_is_suggested_and_nonsense_is_not():
    names = ["Kohat", "Kohlu", "Karak"]
    assert nearest("Kohatt", names) == "Kohat"
    assert nearest("Reykjavik", names) is None
    assert nearest("", names) is None


def test_a_number_keeps_its_order_in_urdu():
    assert numbers_in_order("گل، 0300 1234567") == "گل، \u20660300 1234567\u2069"
    assert numbers_in_order("دو 2 بار") == "دو 2 بار"
