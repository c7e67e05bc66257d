"""Each part of others stands behind few modules of ours: they alone show what we need of it."""

import ast
import sys

from tests.repo.test_house_rules import SOURCES, name_of

# What we are made with: everywhere, as intended. Everything else stands behind a fence.
STOOD_ON = {"django", "django_stubs_ext", "ninja", "allauth"}
BEHIND = {
    "charset_normalizer": ["core/reading.py"],
    "cryptography": ["config/backup.py", "core/keys.py", "core/vault.py", "sync/sealing.py"],
    "duckdb": ["core/reading.py", "people/linkage.py"],
    "fontTools": ["ui/printing.py"],
    "gunicorn": ["config/server.py"],
    "jwt": ["accounts/oidc.py"],
    "phonenumbers": ["people/phones.py"],
    "psycopg": ["core/prepared.py"],
    "pyarrow": ["people/linkage.py"],
    "pydantic": ["config/operation_kinds.py", "core/api.py", "sync/kinds/base.py"],
    "python_calamine": ["core/reading.py", "exchange/area_files.py"],
    "segno": ["referrals/printing.py", "sync/views.py"],
    "splink": ["people/linkage.py"],
    "typst": ["ui/printing.py"],
    "uuid_utils": ["core/ids.py"],
    "xlsxwriter": ["core/sheets.py"],
}


def used(sources=SOURCES):
    """Return each part of others with the modules of ours that import it."""
    found = {}
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module]
            for top in {n.partition(".")[0] for n in names} - sys.stdlib_module_names:
                if top != "sukoon":
                    found.setdefault(top, set()).add(name_of(path))
    return found


def climbed(found):
    """Return what is used outside its fence, and what has none."""
    return {
        part: sorted(where - set(BEHIND.get(part, ())))
        for part, where in found.items()
        if part not in STOOD_ON and where - set(BEHIND.get(part, ()))
    }


def test_a_part_of_others_is_used_behind_its_fence_only():
    """Wrap what you need of it in the module that stands here, or say why there is another."""
    assert climbed(used()) == {}


def test_no_fence_is_around_nothing():
    found = used()
    assert {part: set(where) - found.get(part, set()) for part, where in BEHIND.items()
            if set(where) - found.get(part, set())} == {}  # fmt: skip


def test_the_look_at_fences_bites():
    assert climbed(
        {"segno": {"public/pages.py"}, "somebody": {"core/ids.py"}, "django": {"x"}}
    ) == {
        "segno": ["public/pages.py"],
        "somebody": ["core/ids.py"],
    }
