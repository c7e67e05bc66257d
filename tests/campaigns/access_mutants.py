"""`./sukoon campaign access-mutants`: break the access rule in every small way; tests must notice.

Each mutant is one change to `core/access.py`, put in its place when it is imported
(`tests.campaigns.mutated`); the access tests run against it and must fail. A mutant that survives
is a rule no test holds.
"""

import ast
import copy
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[2]
TARGET = Path("src/sukoon/core/access.py")
TESTS = ["tests/access/test_rule.py", "tests/access/test_reach.py"]  # the quicker one first
RUNS = 1_000  # all of them: a sample would let a survivor through
SECONDS = 300
PASSES = {0}  # exits of the tests that let a mutant live

COMPARES = {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
            ast.Gt: ast.LtE, ast.GtE: ast.Gt, ast.Lt: ast.GtE, ast.LtE: ast.Lt}  # fmt: skip


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """Yield each mutant: what was changed, and the whole module's text."""
    tree = ast.parse(source)
    for place, node in enumerate(ast.walk(tree)):
        for what, change in changes(node):
            mutated = copy.deepcopy(tree)
            target = next(n for i, n in enumerate(ast.walk(mutated)) if i == place)
            change(target)
            line = getattr(node, "lineno", 0)
            yield f"line {line}: {what}", ast.unparse(ast.fix_missing_locations(mutated))


def changes(node):
    """Yield what can be broken in one node, with the function that breaks it."""
    for kind, found in BREAKS:
        if isinstance(node, kind):
            yield from found(node)


def _compare(node):
    for n, op in enumerate(node.ops):
        turned = COMPARES.get(type(op))
        if turned:
            yield f"{type(op).__name__} turned", lambda t, n=n, o=turned: t.ops.__setitem__(n, o())
        if isinstance(op, ast.Gt):
            yield "> to >=", lambda t, n=n: t.ops.__setitem__(n, ast.GtE())


def _bool(node):
    other = ast.Or if isinstance(node.op, ast.And) else ast.And
    yield "and/or turned", lambda t: setattr(t, "op", other())
    for n in range(len(node.values)):
        yield f"part {n} dropped", lambda t, n=n: _drop(t, n)


def _not(node):
    if isinstance(node.op, ast.Not):
        yield "not dropped", _truth


def _return(node):
    if isinstance(node.value, ast.Constant):
        yield "constant turned", lambda t: setattr(t.value, "value", not t.value.value)


def _statement(node):
    yield f"{type(node).__name__.lower()} dropped", _pass


def _case(node):
    if node.guard is not None:
        yield "guard dropped", lambda t: setattr(t, "guard", None)


REACHES = ["OWN", "TEAM", "AREA", "EVERYWHERE", "RECORD"]


def _pattern(node):
    """One kind of reach is taken for the next: its own case then stands for another."""
    name = getattr(node.value, "attr", "")
    if name in REACHES:
        other = REACHES[(REACHES.index(name) + 1) % len(REACHES)]
        yield f"{name} taken for {other}", lambda t, o=other: setattr(t.value, "attr", o)


def _comprehension(node):
    for n in range(len(node.ifs)):
        yield f"condition {n} dropped", lambda t, n=n: t.ifs.pop(n)


def _augmented(node):
    if isinstance(node.op, ast.BitOr):
        yield "|= to &=", lambda t: setattr(t, "op", ast.BitAnd())


def _keyword(node):
    if node.arg and node.arg.startswith("pk__"):
        yield f"{node.arg} turned", _turn


def _call(node):
    other = {"any": "all", "all": "any"}.get(ast.unparse(node.func))
    if other:
        yield f"to {other}", lambda t, o=other: setattr(t.func, "id", o)
    if ast.unparse(node.func).endswith("startswith"):
        yield "startswith to endswith", lambda t: setattr(t.func, "attr", "endswith")


def _lookup(node):
    yield "lookup changed", lambda t: t.values.__setitem__(-1, ast.Constant("__contains"))


BREAKS = [
    (ast.Compare, _compare), (ast.BoolOp, _bool), (ast.UnaryOp, _not), (ast.Return, _return),
    ((ast.Raise, ast.Continue), _statement), (ast.match_case, _case), (ast.AugAssign, _augmented),
    (ast.keyword, _keyword), (ast.Call, _call), (ast.JoinedStr, _lookup),
    (ast.MatchValue, _pattern), (ast.comprehension, _comprehension),
]  # fmt: skip


def _drop(node, n):
    if len(node.values) > 2:
        node.values.pop(n)
    else:
        _only(node, 1 - n)


def _only(node, n):
    """Leave one part of `a and b`: the other is the constant that does not matter."""
    node.values[1 - n] = ast.Constant(isinstance(node.op, ast.And))


def _truth(node):
    node.op = ast.Not()
    node.operand = ast.UnaryOp(ast.Not(), node.operand)


def _pass(node):
    node.__class__ = ast.Pass
    node._fields = ()


def _turn(node):
    if node.arg == "pk__in":
        node.arg, node.value = "pk__isnull", ast.Constant(False)
    else:
        node.value = ast.Constant(True)


def run(*, seed: int, runs: int) -> dict[str, object]:
    """Run up to `runs` mutants (all of them when there are fewer); `failures` are the survivors.

    The rule as it is must pass first: tests that cannot run would kill every mutant.
    """
    source = (ROOT / TARGET).read_text()
    everything = list(mutants(source))
    chosen = random.Random(seed).sample(everything, min(runs, len(everything)))
    with ThreadPoolExecutor(max(1, min(2, os.cpu_count() or 1))) as pool:
        if not _survives(("the rule as it is", source)):
            raise RuntimeError("the access tests fail without a mutant: mend them first")
        survived = list(filter(None, pool.map(_survives, chosen)))
    return {"mutants": len(everything), "run": len(chosen), "failures": len(survived),
            "survived": survived, "seed": seed}  # fmt: skip


def _survives(mutant: tuple[str, str]) -> str:
    """Return what was changed when the tests do not notice it, else nothing."""
    what, text = mutant
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "access.py").write_text(text)
        env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
               "SUKOON_MUTANT": f"{folder}/access.py"}  # fmt: skip
        env.pop("DATABASE_URL", None)
        done = subprocess.run(
            [sys.executable, "-m", "tests.campaigns.mutated", "-x", "-q", "--no-header",
             "--no-migrations", "-p", "no:cacheprovider", "-p", "no:xdist", *TESTS],
            cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=SECONDS,
        )  # fmt: skip
    return what if done.returncode in PASSES else ""
