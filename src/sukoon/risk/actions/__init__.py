"""Everything that can be done about a risk to life. Nothing else writes it."""

from sukoon.risk.actions.raising import raise_risk

__all__ = ["raise_risk"]
