"""How grave what a walk tells so far is: the desk raised it already, and a phone need not tell it again."""

from sukoon.pathways.definitions import shelf
from sukoon.pathways.rules.engine import Inputs, run
from sukoon.risk.words import RiskLevel

# A risk that was told, before anybody knows more: somebody must look, today.
TOLD_LEVEL = RiskLevel.MODERATE


def level_so_far(pathway: str, inputs: Inputs) -> str:
    """Return the level of a walk, as far as it was walked; nothing where it tells of no risk."""
    outcome = run(shelf().library, pathway, inputs)
    return outcome.risk_level or (TOLD_LEVEL.value if "suicide" in outcome.risk else "")
