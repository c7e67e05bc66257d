"""Everything of one organisation in one sealed archive: to hand over, or to move to a server of its own.

A row is the organisation's when it names it or one of its teams, or hangs on a row that is; a row
that is kept by another organisation is not, whatever it hangs on. Sealed fields and files are opened:
the archive as a whole is sealed instead, like a backup, and its own key can be given away without
the key ring. Hashes of passwords and search tokens stay here.
"""

import base64
import json
import secrets
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, Model, Q

from sukoon import __version__
from sukoon.accounts.models import RoleAssignment, User
from sukoon.audit.models import AuditEntry
from sukoon.config import backup
from sukoon.core import keys, privacy, subjects
from sukoon.core.vault import VaultBroken, unseal_bytes
from sukoon.workforce.models import Organisation, Team

AT_ONCE = 500
NEVER_OUT = frozenset({"token_hash", "secret_hash", "code_hash", "key_version"})
KEEPERS = ("org_id", "from_org_id")  # a referral is its sender's
BY_HAND = {"person_id": "people.Person", "case_id": "cases.Case"}  # ids without a foreign key
Ids = dict[type[Model], set[Any]]


def export(path: Path, organisation: Organisation, *, now: datetime) -> dict[str, object]:
    """Write the archive and read it back; return what it holds."""
    ids = rows_of(organisation)
    head = {"version": __version__, "made_at": now.isoformat(), "engine": "tenant",
            "organisation": str(organisation.pk), "key": keys.ring().current,
            "salt": secrets.token_hex(16)}  # fmt: skip
    part = path.with_name(f"{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with backup.work_folder() as folder:
        counts = {m._meta.label: _write(folder, m, pks) for m, pks in ids.items() if pks}  # noqa: SLF001
        counts["audit.AuditEntry"] = _write(folder, AuditEntry, _events(ids))
        files = list(_files(folder, ids))
        records = [(f"records/{p.name}", p) for p in sorted(folder.glob("*.ndjson"))]
        backup.write_sealed(part, head, [*records, *files])
    with backup.work_folder() as folder:
        backup.unpack(part, folder)
    part.replace(path)
    return {"file": str(path), "rows": sum(counts.values()), "files": len(files),
            "models": dict(sorted(counts.items())), "key": backup.key_of(head).hex(),
            "verified": True}  # fmt: skip


def rows_of(organisation: Organisation) -> Ids:
    """Return the ids of every row that is the organisation's, by model."""
    teams = Team.objects.filter(organisation=organisation).values_list("pk", flat=True)
    own = {organisation.pk, *teams}
    models = [m for m in apps.get_models() if m.__module__.startswith("sukoon.")]
    found: Ids = {Organisation: {organisation.pk}}
    for model in models:
        if names := _names_of_owners(model):
            named = Q(*((f"{n}__in", own) for n in names), _connector=Q.OR)
            _add(found, model, model._default_manager.filter(named).values_list("pk", flat=True))  # noqa: SLF001
    left = deque(m for m in models if found.get(m))
    while left:
        parent = left.popleft()
        for child in models:
            for column in _keys_to(child, parent):
                if _hangs(found, child, column, parent, own):
                    left.append(child)
    holders = RoleAssignment.objects.filter(org_id__in=own).values_list("user_id", flat=True)
    _add(found, User, holders)
    return found


def _names_of_owners(model: type[Model]) -> list[str]:
    """Return the columns in which a row names the organisation or team it belongs to."""
    return _keepers(model) + [
        f.attname
        for f in model._meta.concrete_fields  # noqa: SLF001
        if isinstance(f, ForeignKey) and f.related_model is Organisation
    ]


def _keepers(model: type[Model]) -> list[str]:
    return [f.name for f in model._meta.concrete_fields if f.name in KEEPERS]  # noqa: SLF001


def _keys_to(child: type[Model], parent: type[Model]) -> list[str]:
    label = parent._meta.label  # noqa: SLF001
    return [
        f.attname
        for f in child._meta.concrete_fields  # noqa: SLF001
        if (isinstance(f, ForeignKey) and f.related_model is parent)
        or (f.name in BY_HAND and BY_HAND[f.name] == label)
    ]


def _hangs(found: Ids, child: type[Model], column: str, parent: type[Model],
           own: Collection[UUID]) -> bool:  # fmt: skip
    """Add the rows that hang on ours and name nobody else; say whether there were new ones."""
    others = Q()
    for keeper in _keepers(child):
        others &= Q(**{keeper: None}) | Q(**{f"{keeper}__in": own})
    fresh: set[Any] = set()
    for part in _parts(found[parent]):
        rows = child._default_manager.filter(others, **{f"{column}__in": part})  # noqa: SLF001
        fresh |= set(rows.values_list("pk", flat=True))
    return _add(found, child, fresh)


def _add(found: Ids, model: type[Model], pks: Iterable[Any]) -> bool:
    known = found.setdefault(model, set())
    before = len(known)
    known.update(pks)
    return len(known) > before


def _parts(ids: Collection[Any]) -> Iterator[list[Any]]:
    wanted = sorted(ids)
    return (wanted[n : n + AT_ONCE] for n in range(0, len(wanted), AT_ONCE))


def _events(ids: Ids) -> set[UUID]:
    """Return the ids of the events about any of the rows."""
    found: set[UUID] = set()
    for pks in ids.values():
        for part in _parts({pk for pk in pks if isinstance(pk, UUID)}):
            found |= set(
                AuditEntry.objects.filter(subject_id__in=part).values_list("pk", flat=True)
            )
    return found


def _write(folder: Path, model: type[Model], pks: Collection[Any]) -> int:
    """Write rows as JSON, one a line, sealed fields opened."""
    hidden = privacy.never(model) | NEVER_OUT | _untold(model)
    names = [f.attname for f in model._meta.concrete_fields if f.name not in hidden]  # noqa: SLF001
    written = 0
    with (folder / f"{model._meta.label}.ndjson").open("w", encoding="utf-8") as out:  # noqa: SLF001
        for part in _parts(pks):
            for row in model._default_manager.filter(pk__in=part).order_by("pk"):  # noqa: SLF001
                told = {n: _plain(getattr(row, n)) for n in names}
                out.write(json.dumps(told, ensure_ascii=False) + "\n")
                written += 1
    return written


def _untold(model: type[Model]) -> frozenset[str]:
    """Return the fields that a person's copy leaves out too, such as search tokens."""
    label = model._meta.label  # noqa: SLF001
    return frozenset().union(*(r.untold for r in subjects.registered() if r.model == label))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _files(folder: Path, ids: Ids) -> Iterator[tuple[str, Path]]:
    """Yield the stored files of the rows, opened where they are sealed."""
    for model, pks in ids.items():
        if not any(f.name == "stored_name" for f in model._meta.concrete_fields):  # noqa: SLF001
            continue
        for part in _parts(pks):
            stored = model._default_manager.filter(pk__in=part)  # noqa: SLF001
            for name in stored.values_list("stored_name", flat=True):
                path = Path(settings.UPLOADS) / name
                if name and path.is_file():
                    yield f"files/{name}", _opened(folder, name, path)


def _opened(folder: Path, name: str, path: Path) -> Path:
    try:
        told = unseal_bytes(path.read_bytes(), where=name.encode())
    except VaultBroken:
        return path  # kept as it came, such as a file of an import
    kept = folder / f"file-{secrets.token_hex(8)}"
    kept.write_bytes(told)
    return kept
