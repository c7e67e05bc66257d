"""What the pages of pathways share."""

from collections.abc import Mapping
from typing import cast

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from sukoon.core.access import Actor
from sukoon.core.http import ActorRequest
from sukoon.pathways import queries
from sukoon.pathways.definitions import Definition, UnknownPathway, definition

INVALID = 422


def actor(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


def language() -> str:
    return "ur" if get_language() == "ur" else "en"


def told(texts: Mapping[str, str]) -> str:
    """Return a text in the reader's language."""
    return texts.get(language()) or texts.get("en", "")


def pathway_or_404(pathway: str) -> Definition:
    try:
        return definition(pathway)
    except UnknownPathway:
        raise Http404 from None


def stamp(pathway: str) -> dict[str, object]:
    """Return what stands on every screen: draft, or who signed this version."""
    found = definition(pathway)
    signed = queries.signatures([pathway]).get(pathway, [])
    return {
        "draft": queries.is_draft(pathway, signed), "signed": signed, "version": found.version,
        "reviewed_by": found.reviewed_by, "source": found.source, "source_tag": found.source_tag,
    }  # fmt: skip
