"""The house rules that a machine can check. Each failure says what to do."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import F, JSONField, Model
from django.db.models.expressions import OrderBy
from django.urls import URLPattern, URLResolver, get_resolver
from tools import reference, repo

from sukoon.config.api import api
from sukoon.core.permissions import Permission
from sukoon.risk.models import RiskEpisode

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "sukoon"
SOURCES = sorted(p for p in SRC.rglob("*.py") if "migrations" not in p.parts)
ACTIONS = sorted([*SRC.glob("*/actions.py"), *SRC.glob("*/actions/*.py")])
DOORS = sorted(
    p
    for name in ("views.py", "api.py", "commands.py", "forms.py", "*_views.py", "views/*.py")
    for p in SRC.glob(f"*/{name}")
)
TEMPLATES = sorted(SRC.rglob("*.html"))
FIRST = ("require(", "require_system(", "require_holds(")


def name_of(path: Path) -> str:
    return str(path.relative_to(SRC))


def public_functions(source: str) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def calls(node: ast.AST) -> list[str]:
    return [ast.unparse(n.func) for n in ast.walk(node) if isinstance(n, ast.Call)]


def broken_action_rules(source: str) -> list[str]:
    """Return what is wrong with the actions of a module: the rule, not the place."""
    wrong = []
    for action in public_functions(source):
        body = action.body[1:] if ast.get_docstring(action) else action.body
        first = ast.unparse(body[0])
        if not first.startswith(FIRST):
            wrong.append(f"{action.name}: start with require(...)")
        if "emit" not in calls(action):
            wrong.append(f"{action.name}: end with emit(...)")
        if action.args.args:
            wrong.append(f"{action.name}: take keyword arguments only")
        if "by" not in [a.arg for a in action.args.kwonlyargs]:
            wrong.append(f"{action.name}: take by=, the actor")
        if "transaction.atomic" not in [ast.unparse(d) for d in action.decorator_list]:
            wrong.append(f"{action.name}: decorate with @transaction.atomic")
    return wrong


def touches_a_manager(source: str) -> list[int]:
    """Return the lines of a door that go round its queries and actions."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]


@pytest.mark.parametrize("path", ACTIONS, ids=name_of)
def test_every_action_checks_first_and_says_what_it_did(path):
    assert broken_action_rules(path.read_text()) == []


def test_the_check_of_actions_bites():
    careless = "def send(by, x):\n    Thing.objects.create()\n"
    assert len(broken_action_rules(careless)) == 5


@pytest.mark.parametrize("path", DOORS, ids=name_of)
def test_a_door_never_touches_a_manager(path):
    lines = touches_a_manager(path.read_text())
    assert lines == [], f"{name_of(path)}: ask the area's queries instead, lines {lines}"


def test_the_check_of_doors_bites():
    assert touches_a_manager("def page(r):\n    return Service.objects.all()") == [2]


def test_every_page_and_endpoint_names_the_permission_it_is_for():
    nameless = [name for name, view in handlers() if not isinstance(needs(view), Permission)]
    assert nameless == [], "decorate these with @needs(...) or @endpoint(...)"


def test_every_change_over_the_api_is_refused_before_it_is_read():
    open_ones = [
        f"{m} {path}"
        for _prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for m in operation.methods
        if m not in {"GET", "HEAD"} and not operation.auth_callbacks
    ]
    assert open_ones == [], "add auth=only(Permission.X) to these operations"


def test_every_field_has_exactly_one_privacy_class():
    for model in apps.get_models():
        if not model.__module__.startswith("sukoon."):
            continue
        assert hasattr(model, "Privacy"), f"{model.__name__}: add class Privacy"
        told = {k: v for k, v in vars(model.Privacy).items() if not k.startswith("_")}
        opens, never = told.pop("opens", {}), told.pop("never", ())
        assert set(never) <= {f.name for f in model._meta.concrete_fields}, model.__name__
        assert set(opens) <= {"identity", "clinical"}, f"{model.__name__}: only these can be opened"
        assert all(isinstance(p, Permission) for p in opens.values()), model.__name__
        classes = told
        assert set(classes) == {"identity", "clinical", "operational", "public"}, model.__name__
        classed = sorted(name for group in classes.values() for name in group)
        names = sorted(f.name for f in model._meta.concrete_fields)
        assert classed == names, f"{model.__name__}: class every field once in Privacy"


def test_no_json_columns():
    found = [
        f"{m.__name__}.{f.name}"
        for m in apps.get_models()
        if m.__module__.startswith("sukoon.")
        for f in m._meta.concrete_fields
        if isinstance(f, JSONField)
    ]
    assert found == [], "a JSON column needs an ADR and a line here"


def unsaid(model: type[Model]) -> list[str]:
    """Name columns of a model's own order that may be missing, without word where those stand."""
    may_miss = {f.name for f in model._meta.concrete_fields if f.null}
    told = [o for o in model._meta.ordering if isinstance(o, str)]
    said = [o for o in model._meta.ordering if isinstance(o, OrderBy)]
    return [o for o in told if o.lstrip("-") in may_miss] + [
        o.expression.name
        for o in said
        if o.expression.name in may_miss and not (o.nulls_first or o.nulls_last)
    ]


def test_an_order_says_where_what_is_missing_stands():
    """SQLite puts it first and PostgreSQL last: an ended thing would hide an open one."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("sukoon.")]
    found = {m.__name__: unsaid(m) for m in ours if unsaid(m)}
    assert found == {}, "write F(...).asc(nulls_last=True)"


@pytest.mark.parametrize("order", ["due_at", "-due_at", F("due_at").asc()])
def test_the_check_of_orders_bites(monkeypatch, order):
    monkeypatch.setattr(RiskEpisode._meta, "ordering", [order, "id"])
    assert len(unsaid(RiskEpisode)) == 1


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_signals_no_save_overrides_no_raw_sql(path):
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert not (node.module or "").startswith("django.db.models.signals"), "no signals"
            assert node.module != "django.dispatch", "no signals: use config/reactions.py"
        if isinstance(node, ast.ClassDef):
            methods = {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
            bases = " ".join(ast.unparse(b) for b in node.bases)
            if "Record" in bases or "models.Model" in bases:
                assert not methods & {"save", "delete"}, f"{node.name}: actions write, not save()"
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"raw", "extra", "mark_safe"} or allowed(path, node), (
                f"{name_of(path)}:{node.lineno}: no raw SQL, no unescaped markup"
            )


def allowed(path: Path, node: ast.Attribute) -> bool:
    return node.attr == "extra" and path.name == "sheets.py"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_nothing_inline_and_nothing_from_elsewhere(path):
    assert inline_faults(path.read_text()) == []


def inline_faults(text: str) -> list[str]:
    """Return what the content security policy would refuse, or a reader would miss."""
    faults = []
    if re.search(r"\sstyle\s*=", text):
        faults.append("inline style")
    if re.search(r"<style[\s>]", text):
        faults.append("style element")
    # A block of data (application/json) is never run: the policy lets it stand.
    if re.search(r"<script(?![^>]*(\bsrc=|type=\"application/json\"))", text):
        faults.append("inline script")
    if re.search(r"\son[a-z]+\s*=\s*[\"']", text):
        faults.append("event attribute")
    if re.search(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", text):
        faults.append("an address elsewhere")
    if re.search(r"\|safe\b", text):
        faults.append("unescaped value")
    return faults


def test_the_check_of_templates_bites():
    hostile = (
        '<p style="x" onclick="y">{{ a|safe }}</p><style></style><script>1</script>'
        '<img src="//cdn.example/x.png">'
    )
    assert len(inline_faults(hostile)) == 6


def test_lock_files_hold_no_address_and_every_hash():
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text()
        assert "://" not in text, f"{lock.name}: a lock names no registry"
        pinned = re.findall(r"^[a-z0-9][^\s]*==[^\s;]+", text, re.MULTILINE)
        assert text.count("--hash=sha256:") >= len(pinned) > 0, lock.name


def needs(view: Callable[..., object]) -> object:
    """Return the permission a view names, looking through the decorators around it."""
    while view is not None:
        if "needs" in vars(view):
            return vars(view)["needs"]
        view = getattr(view, "__wrapped__", None)
    return None


def handlers() -> Iterator[tuple[str, Callable[..., object]]]:
    for prefix, pattern in routes(get_resolver().url_patterns, ""):
        yield prefix + str(pattern.pattern), pattern.callback
    for _prefix, router in api._routers:
        for path_view in router.path_operations.values():
            for operation in path_view.operations:
                yield operation.view_func.__qualname__, operation.view_func


def routes(
    patterns: list[URLPattern | URLResolver], prefix: str
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield prefix, pattern
        elif pattern.app_name != "ninja":  # its operations are listed by handlers()
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))


def test_the_reference_is_what_the_code_says_and_goes_stale_without_it(tmp_path):
    now = {"x.md": "new"}
    assert reference.stale(tmp_path, now) == ["x.md"]
    (tmp_path / "x.md").write_text("old")
    assert reference.stale(tmp_path, now) == ["x.md"]
    (tmp_path / "x.md").write_text("new")
    assert reference.stale(tmp_path, now) == []


def test_a_permission_without_words_is_refused(monkeypatch):
    monkeypatch.setattr("sukoon.core.permissions.WHAT", {})
    with pytest.raises(reference.Undocumented, match="MAP_VIEW"):
        reference.permissions()


def test_a_setting_without_words_is_refused(monkeypatch):
    monkeypatch.setattr("sukoon.config.environment.VARIABLES", {"SUKOON_NOBODY_READS": "x"})
    with pytest.raises(reference.Undocumented, match="SUKOON_VAR"):
        reference.settings()


AREAS = sorted(p.parent for p in SRC.glob("*/__init__.py"))


@pytest.mark.parametrize("area", AREAS, ids=lambda p: p.name)
def test_every_area_says_what_it_is_for(area):
    text = (area / "README.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {area.name}\n"), "title: the area's name"
    for heading in ("Owns", "May import", "Depends on it"):
        assert f"**{heading}**" in text, heading
    imports = {
        m.group(1)
        for p in area.rglob("*.py")
        if "migrations" not in p.parts
        for m in re.finditer(r"^\s*from sukoon\.([a-z]+)", p.read_text(), re.MULTILINE)
    } - {area.name}
    said = set(re.findall(r"`([a-z]+)`", text.split("**May import**")[1].split("**")[0]))
    assert imports <= said, f"{area.name} imports {sorted(imports - said)} and does not say so"


def test_a_test_of_the_common_database_may_not_leave_postgresql_out():
    from tests.conftest import pytest_collection_modifyitems

    class Item:
        nodeid = "tests/x.py::test_y"

        def __init__(self, *fixtures: str, marks: frozenset[str] = frozenset()) -> None:
            self.fixturenames, self.marks = fixtures, set(marks)

        def get_closest_marker(self, name: str) -> object:
            return name in self.marks or None

        def add_marker(self, mark: pytest.MarkDecorator) -> None:
            self.marks.add(mark.name)

    pure, ours = Item("tmp_path"), Item("client", "db")
    pytest_collection_modifyitems([pure, ours, Item(marks=frozenset({"own_database"}))])
    assert (pure.marks, ours.marks) == ({"own_database"}, set())
    for asks in ({"fixture": "db"}, {"fixture": "live_server"}, {"mark": "django_db"}):
        marks = frozenset({"own_database", asks.get("mark", "")})
        with pytest.raises(pytest.UsageError, match="test_y"):
            pytest_collection_modifyitems([Item(asks.get("fixture", ""), marks=marks)])


def test_what_runs_before_a_change_lands_runs_every_check():
    """`.ci/run` is `./sukoon test`: all the checks, then every test on both databases."""
    told = (ROOT / ".ci" / "run").read_text(encoding="utf-8").split()
    assert told[-4:] == ["exec", "./sukoon", "test", '"$@"']
    wanted = {
        "lint",
        "format",
        "types",
        "layers",
        "migrations",
        "templates",
        "house rules",
        "parts",
    }
    assert wanted <= set(repo.CHECKS)
    body = ast.unparse(next(f for f in public_functions(Path(repo.__file__).read_text())
                            if f.name == "test"))  # fmt: skip
    # The house rules are tests: SQLite's half runs them.
    checks = "run_checks(but='house rules')"
    for step in (checks, "heading('Tests on SQLite')", "heading('Tests on PostgreSQL')"):
        assert step in body
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]["select"]
    assert {"S", "INT"} <= set(rules) or "ALL" in rules
