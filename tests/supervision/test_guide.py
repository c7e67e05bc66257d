"""The guide that a trainee walked goes along with the question; an answer points at its steps."""

import pytest

from sukoon.cases import queries as cases
from sukoon.cases.models import Entry
from sukoon.pathways import actions as pathways
from sukoon.pathways import sharing
from sukoon.pathways.definitions import shelf
from sukoon.pathways.kept import inputs_of
from sukoon.pathways.models import Walk
from sukoon.pathways.rules.decisions import Decision
from sukoon.pathways.rules.engine import run
from sukoon.supervision.models import Request
from sukoon.supervision.problems import ChoiceUnknown, WordsMissing
from sukoon.supervision.reading import Words, walk_of
from tests.pathways.test_actions import DEPRESSED, answer_all, begin
from tests.risk.making import NOW
from tests.supervision.making import FITS, answered, asked


class TestTheGuide:
    """The supervisor sees the way the trainee went through a guide, and points at its steps."""

    @pytest.fixture
    def walked(self, team, case):
        walk = begin(team, case)
        answer_all(team, walk, DEPRESSED)
        walk.refresh_from_db()
        by = team.actor("worker")
        outcome = run(shelf().library, walk.pathway, inputs_of(walk))
        left = [Decision(step=a.step, taken=True) for a in outcome.advice]
        pathways.finish(by=by, walk=walk, version=walk.version, decisions=left, happened_at=NOW)
        return asked(team, case)

    def step(self, request, kind):
        told = walk_of(str(request.shared.snapshot))["steps"]
        return next(s["code"] for s in told if s["kind"] == kind)

    def test_the_way_goes_along_without_names(self, walked):
        told = walk_of(str(walked.shared.snapshot))
        codes = [s["code"] for s in told["steps"]]
        assert "dep/visit" in codes
        assert len(codes) == len(set(codes))
        assert all(s["en"] and s["ur"] for s in told["steps"])
        assert told["steps"][0]["en"] != told["steps"][0]["ur"]
        assert "Amna" not in str(told)
        assert told["on"] == "2026-11-24"
        assert told["pathway"].startswith("Depression (dep 20")

    def test_what_was_written_of_leaving_the_guide_loses_its_names(self, team, case, monkeypatch):
        told = {"pathway": "x", "on": "", "differed": "Amna did not want it", "steps": []}
        monkeypatch.setattr(sharing, "last_walk", lambda _case: told)
        request = asked(team, case)
        assert walk_of(str(request.shared.snapshot))["differed"] == "[…] did not want it"
        assert request.shared.taken_out >= 1

    def test_a_marked_plan_is_a_plan_changed(self, team, walked):
        code = self.step(walked, "plan")
        made = answered(team, walked, verdict="agree", opinion=FITS, steps=[code])
        assert (made.step_changed, made.steps, made.plan_changed) == (True, code, True)
        assert Request.objects.get(pk=walked.pk).plan_changed
        assert made.diagnosis_changed == "none"

    def test_a_marked_question_is_a_diagnosis_changed_in_part(self, team, walked):
        code = self.step(walked, "question")
        made = answered(team, walked, opinion=FITS, steps=[code])
        assert (made.diagnosis_changed, made.step_changed) == ("partly", False)
        assert code in cases.opened(Entry.objects.get(pk=made.entry_id))["steps"]

    def test_who_agrees_all_the_same_has_not_changed_the_diagnosis(self, team, walked):
        made = answered(
            team, walked, verdict="agree", opinion=FITS, steps=[self.step(walked, "question")]
        )
        assert made.diagnosis_changed == "none"

    def test_a_mark_says_why_and_points_at_what_was_walked(self, team, walked):
        told = {"verdict": "agree", "opinion": FITS}
        with pytest.raises(WordsMissing):
            answered(team, walked, words=Words(), steps=[self.step(walked, "question")], **told)
        with pytest.raises(ChoiceUnknown):
            answered(team, walked, steps=["dep/never_there"], **told)

    def test_a_changed_pack_leaves_the_lines_of_that_time(self, team, case, walked):
        Walk.objects.update(checksum="another")
        told = sharing.last_walk(case)
        assert [s["kind"] for s in told["steps"]] == ["line"] * len(told["steps"])
        assert told["steps"][0]["code"] == "line/1"

    def test_a_code_leads_to_its_place_in_the_guide(self):
        assert sharing.address_of("DEP") == ("dep", "")
        pathway, node = sharing.address_of("dep/dep_core")
        assert (pathway, bool(node)) == ("dep", True)
        assert sharing.address_of("lesson 4") is None
