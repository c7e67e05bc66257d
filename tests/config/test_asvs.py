"""The table of controls says what is, names tests that are there, and leaves none out."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "safety" / "asvs.md"
ELSEWHERE = ROOT / "docs" / "safety" / "seen-elsewhere.md"
KINDS = 14  # of holes, in the page of what went wrong elsewhere
STATUS = {"met", "deployment", "exception", "not applicable"}
# Controls a section of ASVS 4.0.3: how many there are, and which of them were taken out of the
# standard or belong to level 3 of a chapter that we take to level 2.
SECTIONS = {
    "1.1": 7, "1.2": 4, "1.4": 5, "1.5": 4, "1.6": 4, "1.7": 2, "1.8": 2, "1.9": 2, "1.10": 1,
    "1.11": 3, "1.12": 2, "1.14": 6, "2.1": 12, "2.2": 7, "2.3": 3, "2.4": 6, "2.5": 7, "2.6": 3,
    "2.7": 6, "2.8": 7, "2.9": 3, "2.10": 4, "3.1": 1, "3.2": 4, "3.3": 4, "3.4": 5, "3.5": 3,
    "3.7": 1, "4.1": 5, "4.2": 2, "4.3": 3, "5.1": 5, "5.2": 8, "5.3": 10, "5.4": 3, "5.5": 4,
    "6.1": 3, "6.2": 8, "6.3": 3, "6.4": 2, "7.1": 4, "7.2": 2, "7.3": 4, "7.4": 3, "8.1": 6,
    "8.2": 3, "8.3": 8, "9.1": 3, "9.2": 4, "10.2": 2, "10.3": 3, "11.1": 8, "12.1": 3, "12.2": 1,
    "12.3": 6, "12.4": 2, "12.5": 2, "12.6": 1, "13.1": 5, "13.2": 6, "13.3": 2, "13.4": 2,
    "14.1": 4, "14.2": 6, "14.3": 3, "14.4": 7, "14.5": 4,
}  # fmt: skip
LEFT_OUT = {
    "1.4.2", "1.4.3", "1.11.3", "1.12.1", "4.1.4", "7.3.2", "13.1.2", "13.2.4", "14.3.1",
}  # fmt: skip
ROW = re.compile(
    r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE
)


def rows():
    return ROW.findall(TABLE.read_text(encoding="utf-8"))


def test_every_control_stands_there_once():
    wanted = {f"{s}.{n}" for s, count in SECTIONS.items() for n in range(1, count + 1)} - LEFT_OUT
    told = Counter(row[0] for row in rows())
    assert set(told) == wanted
    assert set(told.values()) == {1}


def test_every_control_has_a_status_and_what_is_met_says_where():
    for number, words, status, where, _shown in rows():
        assert status in STATUS, number
        assert words.strip(), number
        assert where.strip(" -"), number


def ids(shown):
    return {test.strip(" `") for test in shown.split(",")} - {"", "-"}


def test_every_control_that_is_met_names_the_test_that_shows_it():
    """A whole module shows nothing in particular: name the test, or the class that holds a few."""
    met = [(number, ids(shown)) for number, _w, status, _where, shown in rows() if status == "met"]
    assert [number for number, tests in met if not tests] == []
    assert [number for number, tests in met if any("::" not in t for t in tests)] == []


def kinds():
    """Return the rows of what went wrong elsewhere: the kind, and the tests that would notice."""
    lines = ELSEWHERE.read_text(encoding="utf-8").splitlines()
    rows = [line.strip("|").split("|") for line in lines if line.startswith("| ")]
    return [(kind.strip(), ids(shown)) for kind, shown in rows[1:]]


def named():
    of_table = set().union(*(ids(shown) for *_rest, shown in rows()))
    return sorted(of_table.union(*(tests for _kind, tests in kinds())))


def test_every_kind_of_hole_has_a_test():
    assert len(kinds()) == KINDS
    assert [kind for kind, tests in kinds() if not tests] == []


def collected(path):
    """Return the tests of a module, as they are collected: functions, and classes that hold some."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in tree.body:
        inside = getattr(node, "body", []) if isinstance(node, ast.ClassDef) else [node]
        tests = {n.name for n in inside
                 if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")}  # fmt: skip
        found |= tests
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test") and tests:
            found.add(node.name)
    # What hypothesis makes of a state machine is assigned: TestX = Machine.TestCase.
    found |= {t.id for n in tree.body if isinstance(n, ast.Assign) for t in n.targets
              if isinstance(t, ast.Name) and t.id.startswith("Test")}  # fmt: skip
    return found


@pytest.mark.parametrize("test", named())
def test_every_test_that_is_named_is_there_and_collected(test):
    module, _, name = test.partition("::")
    path = ROOT / "tests" / f"{module}.py"
    assert path.is_file(), f"{test}: there is no such file below tests/"
    assert path.name.startswith("test_"), f"{test}: pytest does not look into this file"
    tests = collected(path)
    assert tests, f"{test}: this file holds no test"
    assert not name or name in tests, f"{test}: it holds no such test"


def test_the_look_at_tests_bites(tmp_path):
    path = tmp_path / "test_x.py"
    path.write_text("def helper(): ...\nclass TestEmpty: ...\ndef test_a(): ...\n")
    assert collected(path) == {"test_a"}


def test_the_counts_above_the_table_are_those_of_the_table():
    told = Counter(status for _n, _w, status, *_ in rows())
    text = TABLE.read_text(encoding="utf-8")
    for status, count in told.items():
        assert f"{count} {status}" in text, (status, count)


@pytest.mark.django_db
def test_every_answer_carries_its_headers(client):
    for path in ("/", "/account/sign-in/", "/nothing/", "/api/1/services"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Access-Control-Allow-Origin" not in headers
        assert "charset=utf-8" in headers["Content-Type"] or "json" in headers["Content-Type"]


@pytest.mark.django_db
def test_answers_of_the_api_are_no_pages(client):
    for path in ("/api/1/services", "/api/1/operations", "/api/1/nothing"):
        headers = client.get(path).headers
        assert headers["Content-Disposition"] == 'attachment; filename="api.json"', path


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "", "text/json"]
)
def test_the_api_takes_json_that_calls_itself_so(client_of, kind):
    client = client_of("coco")
    told = '{"operations": []}'
    refused = client.generic("POST", "/api/1/operations", told, content_type=kind)
    assert (refused.status_code, refused.json()["type"]) == (415, "/problems/input.not_json")
    taken = client.generic("POST", "/api/1/operations", told,
                           content_type="application/json; charset=utf-8")  # fmt: skip
    assert taken.status_code == 200


def sources():
    return sorted((ROOT / "src" / "sukoon").rglob("*.py"))


def test_nothing_that_is_kept_ready_depends_on_who_asks():
    """What is computed once serves everybody: it may not know who asked first."""
    asking = {"by", "actor", "user", "request", "client", "device"}
    wrong, ready = [], 0
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                "cache" in ast.unparse(d) for d in node.decorator_list
            ):
                ready += 1
                told = {a.arg for a in (*node.args.args, *node.args.kwonlyargs)}
                reads = {n.func.id for n in ast.walk(node)
                         if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}  # fmt: skip
                if told & asking or "within_reach" in reads:
                    wrong.append(f"{path.name}:{node.lineno}")
    assert wrong == []
    assert ready > 20


def test_what_is_sent_as_mail_is_text():
    markup = ("EmailMultiAlternatives", "content_subtype", "attach_alternative", "html_message")
    assert [p.name for p in sources() if any(m in p.read_text() for m in markup)] == []


@pytest.mark.django_db
def test_pages_of_those_signed_in_are_not_kept(client_of):
    assert "no-store" in client_of("coco").get("/account/").headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/static/", "/static/ui/", "/.git/config", "/static/../config/settings.py",
             "/uploads/", "/var/keys/ring.json"],
)  # fmt: skip
def test_no_folder_is_listed_and_no_source_is_served(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_nothing_tells_what_runs_here(client, settings):
    answer = client.get("/nothing/")
    assert settings.DEBUG is False
    assert "Server" not in answer.headers
    assert "X-Powered-By" not in answer.headers
    assert "Django" not in answer.content.decode()


def test_cookies_behind_tls_are_bound_to_this_host(tmp_path):
    code = (
        "from sukoon.config import settings as s; "
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        "s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS)"
    )
    env = {
        "SUKOON_MODE": "production", "SUKOON_HTTPS": "1", "SUKOON_VAR": str(tmp_path),
        "PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin",
    }  # fmt: skip
    told = subprocess.run(
        [sys.executable, "-c", code], env=env, text=True, capture_output=True, check=True
    ).stdout.split()
    assert told == ["__Host-sukoon", "True", "True", "True", "Lax", str(365 * 24 * 60 * 60)]


def test_the_threat_model_names_every_area_and_door():
    """Who adds an area or a door says what it threatens."""
    text = (ROOT / "docs" / "safety" / "threat-model.md").read_text(encoding="utf-8")
    areas = {p.parent.name for p in (ROOT / "src" / "sukoon").glob("*/apps.py")}
    assert [a for a in sorted(areas) if f"`{a}`" not in text] == []


def talks():
    """Return the modules that reach out of this process to somebody else."""
    reaching = re.compile(r"EmailMessage\(|outgoing\.\w+\(|subprocess\.(run|Popen)\(")
    own = {"core.outgoing", "config.matrix_commands", "config.server"}  # itself; processes of ours
    found = set()
    for path in sources():
        if reaching.search(path.read_text(encoding="utf-8")):
            module = path.relative_to(ROOT / "src" / "sukoon").with_suffix("")
            found.add(".".join(module.parts))
    return found - own


def test_the_threat_model_names_all_that_we_talk_to():
    """Who connects to somebody else says what goes there, what could go wrong, and what holds it."""
    text = (ROOT / "docs" / "safety" / "threat-model.md").read_text(encoding="utf-8")
    table = text.partition("## Whom we talk to")[2]
    assert len(talks()) > 5
    assert [m for m in sorted(talks()) if f"`{m}`" not in table] == []
    cited = re.findall(r"`((?:\w+/)+test_\w+)`", text)
    assert [t for t in cited if not (ROOT / "tests" / f"{t}.py").is_file()] == []
