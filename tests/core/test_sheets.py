"""What leaves as a table runs nothing, and comes back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from sukoon.core.sheets import (
    DANGEROUS,
    Column,
    Sheet,
    harmless,
    is_dangerous,
    restore,
    write_csv,
    write_xlsx,
)

RISKY = st.sampled_from([*sorted(DANGEROUS), "'", "\u200b", "\ufeff", " ", "a", "1", "ا"])
TEXT = st.text(alphabet=RISKY, max_size=8) | st.text(max_size=20)


@given(TEXT)
def test_nothing_that_leaves_can_be_run(text):
    out = str(harmless(text))
    assert out.startswith("'") or not is_dangerous(out)


@given(TEXT)
def test_what_left_comes_back_as_it_was(text):
    assert restore(str(harmless(text))) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+92300",
        "-2",
        "@x",
        "\t=1",
        "\r=1",
        "%0",
        "|calc",
        "＝1",
        "\u200b=1",
        "\ufeff@x",
        " =1",
    ],
)
def test_each_way_to_begin_a_formula_is_seen(text):
    assert is_dangerous(text)


def test_numbers_stay_numbers_and_headings_are_guarded_too():
    sheet = Sheet("s", [Column("=bad"), Column("n")], [["=1", -5]])
    rows = list(csv.reader(io.StringIO(b"".join(write_csv(sheet)).decode())))
    assert rows == [["'=bad", "n"], ["'=1", "-5"]]


def test_a_workbook_holds_text_and_no_formula():
    buffer = io.BytesIO()
    write_xlsx(buffer, [Sheet("s", [Column("a")], [["=1+1"], [-3]], notes=["=x"])])
    buffer.seek(0)
    book = CalamineWorkbook.from_filelike(buffer)
    assert book.get_sheet_by_name("s").to_python() == [["a"], ["'=1+1"], [-3.0]]
    assert b"<f>" not in buffer.getvalue()
