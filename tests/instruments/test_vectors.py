"""Every instrument against the published facts, the traps, and the vectors the phone must pass."""

import csv
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sukoon.config.cli import main
from sukoon.core.pack_rules import PackError
from sukoon.instruments import definitions as reading
from sukoon.instruments.definitions import definition, definitions
from sukoon.instruments.rules import Scorer, Verdict, changed
from tests.instruments.making import FILE, answers_for, reachable, vectors, written

FACTS = Path(__file__).parents[3] / "shared" / "data" / "instruments.csv"
ALL = sorted(definitions())
BESIDE = {"wgss"}  # about functioning, no scale of the list: its source stands in its file
needs_facts = pytest.mark.skipif(not FACTS.is_file(), reason="the shared facts are not beside us")


def facts():
    if not FACTS.is_file():
        return {}
    with FACTS.open(encoding="utf-8") as file:
        return {r["id"]: r for r in csv.DictReader(file)}


def score(instrument, answers, **about):
    told = [a if isinstance(a, str) else str(a) for a in answers]
    return Scorer(definition(instrument).instrument).score(told, **about)


# Against the facts as they were given, not as the packs tell them


@needs_facts
def test_every_instrument_of_the_facts_is_there_with_its_items():
    assert set(ALL) == set(facts()) | BESIDE
    for code, row in facts().items():
        count = re.match(r"(\d+)(?: \+ (\d+)| gate \+ (\d+))?", row["items"])
        wanted = sum(int(n) for n in count.groups() if n)
        if code not in {
            "assist",
            "cssrs",
            "asq",
            "rhs15",
            "phqa",
            "whodas12",
            "sdq",
            "cgi_s",
            "mhos",
        }:
            assert len(definition(code).instrument.items) == wanted, code


RANGES = [(c, re.match(r"(\d+)-(\d+)", r["score_range"])) for c, r in facts().items()]
PLAIN = [c for c, m in RANGES if m and "total" in {s.code for s in definition(c).instrument.scales}
         and c not in {"who5", "mspss", "hscl25", "rhs15", "cgi_s"}]  # fmt: skip


@needs_facts
@pytest.mark.parametrize("code", PLAIN)
def test_the_lowest_and_highest_total_are_the_published_ones(code):
    low, high = map(int, re.match(r"(\d+)-(\d+)", facts()[code]["score_range"]).groups())
    instrument = definition(code).instrument
    span = reachable(instrument, "total")
    times = next(s.times for s in instrument.scales if s.code == "total")
    assert (span[0] * times, span[-1] * times) == (low, high)
    assert score(code, answers_for(instrument, span[0])).total == low
    assert score(code, answers_for(instrument, span[-1])).total == high


LABELLED = re.compile(r"(\d+)-(\d+) ([a-z][a-z ]+)")
BANDED = [c for c, r in facts().items() if len(LABELLED.findall(r["cutoffs_bands"])) > 2]


@needs_facts
@pytest.mark.parametrize("code", [c for c in BANDED if c not in {"sdq", "cesd", "mspss", "audit"}])
def test_bands_begin_and_end_where_they_were_published(code):
    for low, high, label in LABELLED.findall(facts()[code]["cutoffs_bands"])[:4]:
        for edge in (int(low), int(high)):
            answers = answers_for(definition(code).instrument, edge)
            assert score(code, answers).band == label.strip().replace(" ", "_"), (edge, label)


@needs_facts
def test_reversed_items_are_the_published_ones():
    for code in ("epds", "cesd", "pss10", "sdq"):
        told = {f"q{n}" for n in re.findall(r"\d+", facts()[code]["reverse_items"].split("(")[0])}
        items = definition(code).instrument.items
        assert {i.code for i in items if list(i.worth.values()) != sorted(i.worth.values())} == told


@needs_facts
def test_licences_and_codes_are_the_given_ones_and_doubtful_codes_are_left_out():
    for code, row in facts().items():
        about = definition(code).about
        assert about["licence"] == row["licence_class"]
        assert about["ship_wording"] == row["ship_item_wording"]
    assert definition("phq9").about["loinc_total"] == "44261-6"
    assert "loinc_total" not in definition("phq8").about
    assert "loinc_total" not in definition("asq").about
    assert definition("gad7").about["loinc_total"] == "70274-6"


# Blanks


@pytest.mark.parametrize("code", [c for c in ALL if c not in {"psc17", "sdq", "psychlops"}])
def test_a_blank_never_counts_as_nothing(code):
    instrument = definition(code).instrument
    highest = [str(max((w, o) for o, w in i.worth.items())[1]) for i in instrument.items]
    needed = {c for s in instrument.scales for c in s.items}
    for n, item in enumerate(instrument.items):
        if item.code in needed and "total" in {s.code for s in instrument.scales}:
            told = score(code, [*highest[:n], "", *highest[n + 1 :]])
            main_items = next(s.items for s in instrument.scales if s.code == "total")
            if item.code in main_items:
                assert told.total is None, item.code
                assert item.code in told.refused
                assert told.band is None or code == "rhs15"  # its thermometer alone can be positive


def test_a_risk_is_seen_where_there_is_no_total():
    assert score("phq9", [1, "", 1, 1, 1, 1, 1, 1, 2, ""]).flags == ("self_harm",)
    assert score("phq9", [1, 9, 1, 1, 1, 1, 1, 1, 2, ""]).flags == ("self_harm",)
    assert score("asq", ["", "", "", "", 1]).flags == ("suicide_risk",)


def test_psc17_counts_blanks_as_0_and_gives_up_at_four():
    assert score("psc17", [1] * 14 + [""] * 3).total == 14
    assert score("psc17", [1] * 13 + [""] * 4).refused


def test_sdq_prorates_three_of_five_and_no_total_without_a_part():
    answers = [1] * 25
    for blank in (3, 8):
        answers[blank - 1] = ""
    assert score("sdq", answers).subscales["emotional"] == 5
    answers[12] = ""
    told = score("sdq", answers)
    assert (told.subscales["emotional"], told.total, told.subscales["peer"]) == (None, None, 5)


def test_psychlops_without_a_second_problem_is_prorated():
    assert score("psychlops", [5, "", 3, 4]).total == 16
    assert score("psychlops", [5, "", "", 4]).refused


# The traps


def test_phq9_does_not_score_the_impairment_item_and_may_lack_it():
    assert score("phq9", [1] * 9 + [3]).total == score("phq9", [1] * 9 + [""]).total == 9


def test_epds_prints_most_items_from_the_worst_down():
    assert score("epds", [0, 0, 3, 0, 3, 3, 3, 3, 3, 3]).total == 0
    assert score("epds", [0, 0, 3, 0, 3, 3, 3, 3, 3, 2]).flags == ("self_harm",)


def test_audit_scores_its_last_two_in_steps_of_two():
    assert score("audit", [4] * 10).total == 40
    assert "q9" in score("audit", [0] * 8 + [1, 0]).refused


def test_audit_c_cuts_by_sex_and_says_nothing_without_it():
    assert score("auditc", [1, 1, 1], sex="female").band == "positive"
    assert score("auditc", [1, 1, 1], sex="male").band == "negative"
    assert score("auditc", [1, 1, 1]).band is None


def test_who5_is_times_four_and_higher_is_better():
    low, edge, good = (score("who5", [n, n, n, 2, 2]) for n in (1, 2, 3))
    assert [(s.total, s.band) for s in (low, edge, good)] == [
        (28, "very_poor"),
        (40, "poor"),
        (52, "good"),
    ]


def test_srq20_has_no_cut_off_for_everybody():
    assert score("srq20", [1] * 17 + [0] * 3).band is None
    there = {"language": "ps", "population": "afghan"}
    assert score("srq20", [1] * 16 + [0] * 4, sex="female", **there).band == "negative"
    assert score("srq20", [1] * 10 + [0] * 10, sex="male", **there).band == "positive"
    assert "17" in score("srq20", [1] * 17 + [0] * 3, sex="female", **there).band_source


def test_pcptsd5_asks_nothing_more_after_no():
    assert score("pcptsd5", [0, "", "", "", "", ""]).total == 0
    assert score("pcptsd5", [0, 1, 1, 1, 1, 1]).total == 0
    assert score("pcptsd5", [1, 1, 1, 1, 1, ""]).refused


def test_k10_skips_two_questions():
    assert score("k10", [1, 1, "", 1, 1, "", 1, 1, 1, 1]).total == 10
    assert score("k10", [1, 2, "", 1, 1, "", 1, 1, 1, 1]).refused


def test_pcl5_counts_the_clusters_rated_two():
    told = score("pcl5", [2, 0, 0, 0, 0, 2, 0, 2, 2, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0])
    rated = {k: v for k, v in told.subscales.items() if k.endswith("rated_2")}
    assert rated == {"b_rated_2": 1, "c_rated_2": 1, "d_rated_2": 2, "e_rated_2": 2}
    assert told.total == 12


def test_asq_tells_acute_from_not_and_needs_the_last_question_after_a_yes():
    assert score("asq", [0, 0, 0, 0, ""]).band == "negative"
    assert score("asq", [0, 1, 0, 0, 0]).band == "non_acute_positive"
    assert score("asq", [0, 1, 0, 0, 1]).band == "acute_positive"
    unknown = score("asq", [0, 1, 0, 0, ""])
    assert (unknown.band, unknown.refused, unknown.flags) == (
        None,
        "not answered: q5",
        ("suicide_risk",),
    )


@pytest.mark.parametrize(
    ("answers", "band"),
    [
        ([0, 0, "", "", "", 0, ""], "none"), ([1, 0, "", "", "", 0, ""], "low"),
        ([1, 1, 0, 0, 0, 0, ""], "low"), ([1, 1, 1, 0, 0, 0, ""], "moderate"),
        ([1, 1, 1, 1, 0, 0, ""], "high"), ([1, 1, 0, 0, 1, 0, ""], "high"),
        ([0, 0, "", "", "", 1, 0], "moderate"), ([0, 0, "", "", "", 1, 1], "high"),
        ([1, 1, "", "", "", 0, ""], None), ([0, 0, "", "", "", 1, ""], None),
    ],
)  # fmt: skip
def test_the_columbia_tiers_are_the_stricter_ones(answers, band):
    told = score("cssrs", answers)
    assert told.band == band
    assert bool(told.refused) is (band is None)
    assert bool(told.flags) is (1 in answers)


def test_rhs15_is_positive_by_either():
    assert score("rhs15", [0] * 14 + [5]).band == "positive"
    assert score("rhs15", [1] * 12 + [0, 0, 0]).band == "positive"
    assert score("rhs15", [1] * 11 + [0, 0, 0, 4]).band == "negative"


def test_means_and_doubled_scales():
    assert score("mspss", [7] * 12).total == 7
    assert score("hscl25", [2] * 24 + [1]).total == 1.96
    assert score("dass21", [1] * 21).subscales == {"depression": 14, "anxiety": 14, "stress": 14}
    assert score("dass21", [1] * 21).bands == {
        "depression": "moderate",
        "anxiety": "moderate",
        "stress": "normal",
    }
    assert score("ghq12", [0, 1, 2, 3] * 3).total == 6


def test_a_language_without_a_validated_wording_has_no_band():
    told = score("gad7", [3] * 7, language="ps")
    assert (told.total, told.band, told.band_source) == (21, None, None)


def test_what_is_no_answer_is_named():
    assert "q2" in score("phq9", [1, "x", 1, 1, 1, 1, 1, 1, 0, ""]).refused
    assert score("phq9", [1.5] + [1] * 8 + [""]).refused
    assert score("phq9", [1] * 3).refused
    assert score("phq9", ["۲"] * 9 + [""]).total == 18
    assert score("phq9", ["2.0"] * 9 + [""]).total == 18


@pytest.mark.parametrize(
    ("code", "before", "after", "verdict"),
    [
        ("phq9", 15, 4, Verdict.REMISSION), ("phq9", 16, 8, Verdict.RESPONSE), ("phq9", 15, 12, Verdict.UNCHANGED),
        ("phq9", 3, 2, Verdict.UNCHANGED), ("pcl5", 50, 45, Verdict.IMPROVED), ("pcl5", 45, 50, Verdict.WORSENED),
        ("pcl5", 45, 47, Verdict.UNCHANGED), ("k6", 10, 2, Verdict.UNKNOWN),
    ],
)  # fmt: skip
def test_what_a_difference_means(code, before, after, verdict):
    assert changed(definition(code).instrument.change, before, after) is verdict


# The engine itself


@settings(max_examples=200, deadline=None, derandomize=True)
@given(data=st.data())
def test_the_quick_way_and_the_slow_one_agree(data):
    instrument = definition(data.draw(st.sampled_from(ALL))).instrument
    answers = [str(data.draw(st.sampled_from(sorted(i.worth)))) for i in instrument.items]
    scorer = Scorer(instrument)
    other_digits = [a.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) for a in answers]
    assert scorer.score(answers) == scorer.score(other_digits)


def test_the_vectors_are_what_the_engine_says():
    assert json.loads(FILE.read_text(encoding="utf-8")) == json.loads(
        written(vectors(definitions()))
    )


def test_there_is_a_vector_of_every_kind_for_every_instrument():
    told = json.loads(FILE.read_text(encoding="utf-8"))
    for code in ALL:
        kinds = {v["what"].split(" ")[0] for v in told if v["instrument"] == code}
        assert {"blank", "all", "no"} <= kinds, code
        assert ("flag" in kinds) is bool(definition(code).instrument.flags), code


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ('items = ["q1"', "scale.items"), ('low = 0, high = 4', "bands.list"), ('item = "q9"', "flag.item"),
        ('licence = ', "licence"), ('topic_en', "item.topic_xx"), ('id = "phq9"', "id"),
    ],
)  # fmt: skip
def test_a_broken_definition_is_named(tmp_path, change, field):
    instead = {
        'items = ["q1"': 'items = ["q99"', "low = 0, high = 4": "low = 0, high = 7", 'item = "q9"': 'item = "q77"',
        "licence = ": "licence_evidence_ = ", "topic_en": "topic_xx", 'id = "phq9"': 'id = "phq99"',
    }[change]  # fmt: skip
    text = (reading.folder() / "phq9.toml").read_text(encoding="utf-8")
    assert change in text
    (tmp_path / "phq9.toml").write_text(text.replace(change, instead, 1), encoding="utf-8")
    found = list(reading.check(tmp_path, {}))
    assert all(isinstance(f, PackError) for f in found)
    assert field in {f.field for f in found}


# The commands


def run(capsys, *arguments):
    code = main(["instruments", *map(str, arguments)])
    return code, capsys.readouterr()


def test_the_list_tells_every_instrument(capsys):
    code, told = run(capsys, "list", "--json")
    found = json.loads(told.out)
    assert (code, len(found)) == (0, len(ALL))
    phq9 = next(f for f in found if f["id"] == "phq9")
    assert phq9["items"][:2] == ["q1", "q2"]
    assert phq9["licence"] == "public_domain"


def test_a_file_is_scored_row_by_row(capsys, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(
        "\ufeffid,q9,q1,q2,q3,q4,q5,q6,q7,q8,language,population,sex,age\n"
        "a,1,1,1,1,1,1,1,1,1,EN,,,30\n\nb,0,,1,1,1,1,1,1,1,en,,,\nc,0,1,1,1,1,1,1,1,1,en,,,minus\n",
        encoding="utf-8",
    )
    code, told = run(capsys, "score", "phq9", path, "--json")
    rows = json.loads(told.out)
    assert code == 1
    assert [(r["total"], r["band"], r["flags"]) for r in rows] == [
        (9, "mild", ["self_harm"]), (None, None, []), (None, None, []),
    ]  # fmt: skip
    assert rows[1]["refused"] == "not answered: q1"
    assert "age" in rows[2]["refused"]
    assert set(rows[0]) >= {"total", "subscales", "band", "band_source", "flags", "refused"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("q1,q2\n1,1\n", "missing"),
        ("q1,q1,q2\n", "twice"),
        (b"\xff\xfe\x00", "UTF-8"),
        ("", "missing"),
    ],
)
def test_a_file_that_cannot_be_scored_is_said(capsys, tmp_path, text, said):
    path = tmp_path / "x.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    code, told = run(capsys, "score", "gad7", path)
    assert code == 2
    assert said in told.err


def test_wrong_use_is_said(capsys, tmp_path):
    assert run(capsys, "score", "gad7", tmp_path / "none.csv")[0] == 2
    assert run(capsys, "score", "nonsense", tmp_path / "none.csv")[0] == 2
