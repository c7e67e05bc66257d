"""What most rows here have in common."""

NONE: frozenset[str] = frozenset()
STAMPS = frozenset({"id", "created_at", "updated_at"})
