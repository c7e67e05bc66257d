"""pytest with another `sukoon.core.access`: the text in the file that SUKOON_MUTANT names."""

import os
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.util import spec_from_loader
from pathlib import Path

import pytest

NAME = "sukoon.core.access"


class Mutated(MetaPathFinder, Loader):
    """Finds the one module that is another, and runs its text."""

    def __init__(self, path: str) -> None:
        self._path = path

    def find_spec(self, name, path=None, target=None):
        return spec_from_loader(name, self) if name == NAME else None

    def exec_module(self, module):
        text = Path(self._path).read_text()
        exec(compile(text, self._path, "exec"), module.__dict__)  # noqa: S102 - our own mutant


if __name__ == "__main__":
    sys.meta_path.insert(0, Mutated(os.environ["SUKOON_MUTANT"]))
    code = pytest.main(sys.argv[1:])
    sys.exit(code)
