"""Scores as CamCOPS' own code works them out, kept as numbers: ours are held to them in every run.

`python -m tests.instruments.peer WHEEL` (camcops_server-….whl, `pip download --no-deps`) writes camcops.json anew. Only
the functions that add up run, on stand-ins for the server around them; no text of the wheel is kept.
"""

import hashlib
import importlib
import importlib.abc
import importlib.machinery
import json
import random
import sys
import types
import zipfile
from pathlib import Path

FILE = Path(__file__).with_name("camcops.json")
ROWS = 60
ONLY = {("audit", 9): (0, 2, 4), ("audit", 10): (0, 2, 4)}  # answers that the printed form has
# Ours, their module and class, how many answers, the least and the most of each.
TASKS = (
    ("phq9", "phq9", "Phq9", 9, 0, 3), ("phq8", "phq8", "Phq8", 8, 0, 3),
    ("gad7", "gad7", "Gad7", 7, 0, 3), ("audit", "audit", "Audit", 10, 0, 4),
    ("cage", "cage", "Cage", 4, 0, 1), ("pcl5", "pcl5", "Pcl5", 20, 0, 4),
    ("cesd", "cesd", "Cesd", 20, 0, 3), ("epds", "epds", "Epds", 10, 0, 3),
    ("hads", "hads", "Hads", 14, 0, 3),
)  # fmt: skip


class _Meta(type):
    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return cls

    def __getitem__(cls, _key):
        return cls

    def __or__(cls, _other):
        return cls


class Anything(metaclass=_Meta):
    """Stands in for whatever of the server, the database or the web is named."""

    def __new__(cls, *_args, **_kwargs):
        return cls if cls is Anything else object.__new__(cls)

    def __init_subclass__(cls, **_kwargs):
        return None


class Task:
    """What the functions that add up ask of their base: fields by name, a blank is none."""

    def __init_subclass__(cls, **_kwargs):
        return None

    def sum_fields(self, names):
        return sum(v for v in (getattr(self, n) for n in names) if v is not None)

    @staticmethod
    def fieldnames_from_list(prefix, suffixes):
        return [f"{prefix}{s}" for s in suffixes]


def strseq(prefix, first, last, suffix=""):
    return [f"{prefix}{n}{suffix}" for n in range(first, last + 1)]


class _Stand(types.ModuleType):
    __path__ = ()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        known = {
            "Task": Task,
            "strseq": strseq,
            "TaskHasPatientMixin": type("Mixin", (), {}),
            "TaskHasRespondentMixin": type("Other", (), {}),
        }
        return known.get(name, Anything)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    STOOD_IN = ("camcops_server", "cardinal_pythonlib", "sqlalchemy", "pyramid", "fhirclient",
                "semantic_version", "webhelpers2", "pendulum", "numpy", "isodate")  # fmt: skip

    def find_spec(self, name, _path, _target=None):
        if name.startswith(self.STOOD_IN):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return _Stand(spec.name)

    def exec_module(self, module):
        return None


class Request:
    """Asks for the words of a severity, and is given their code."""

    def __getattr__(self, _name):
        return lambda code, *_rest: str(code)


def rows_of(task, count, least, most, chance):
    """Yield answers and what CamCOPS makes of them: the lowest, the highest, and random ones."""
    kinds = [
        ONLY.get((task.__name__.casefold(), n), range(least, most + 1)) for n in range(1, count + 1)
    ]
    drawn = [[chance.choice(kind) for kind in kinds] for _ in range(ROWS)]
    for answers in ([least] * count, [most] * count, *drawn):
        made = object.__new__(task)
        for n, value in enumerate(answers, 1):
            setattr(made, f"q{n}", ("N", "Y")[value] if task.__name__ == "Cage" else value)
        told = {"answers": answers}
        if task.__name__ == "Hads":
            told["subscales"] = {"a": made.anxiety_score(), "d": made.depression_score()}
        else:
            told["total"] = made.total_score()
        yield told


def task_of(wheel, module, name):
    """Return one class of one file of the wheel; everything it imports is stood in for."""
    with zipfile.ZipFile(wheel) as archive:
        source = archive.read(f"camcops_server/tasks/{module}.py").decode()
    told = {"__name__": f"camcops_server.tasks.{module}"}
    exec(compile(source, module, "exec"), told)  # noqa: S102 - a pinned wheel, by hand, to write numbers
    return told[name]


def main(wheel: str) -> None:
    sys.meta_path.insert(0, _Finder())
    chance, found = random.Random(4), {}
    for ours, module, name, count, least, most in TASKS:
        task = task_of(wheel, module, name)
        found[ours] = list(rows_of(task, count, least, most, chance))
    told = {
        "source": Path(wheel).name, "sha256": hashlib.sha256(Path(wheel).read_bytes()).hexdigest(),
        "scores": found,
    }  # fmt: skip
    FILE.write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")
    sys.stdout.write(f"{sum(map(len, found.values()))} rows of {len(found)} instruments\n")


if __name__ == "__main__":
    main(sys.argv[1])
