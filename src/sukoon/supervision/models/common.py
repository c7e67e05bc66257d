"""What the models of supervision share."""

from django.db.models import Q
from django.db.models.functions import Upper

NONE: frozenset[str] = frozenset()
STAMPS = frozenset({"id", "created_at", "updated_at"})


def path_closed(field: str) -> Q:
    """Say that a column holds an area's path: upper case and closed, or nothing."""
    return Q(**{field: ""}) | Q(**{f"{field}__endswith": "/", field: Upper(field)})
