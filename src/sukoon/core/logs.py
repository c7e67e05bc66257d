"""Logs hold codes, times and places in the code: never a name, a number or what was typed.

Libraries log what they like, and an error's own text may repeat a row. So every line goes through
this formatter: errors are told by kind and place, addresses lose their query, and whatever looks
like an e-mail address, a telephone number, an identity card or a secret is blotted out.
"""

import logging
import re
import traceback
from types import TracebackType

from django.apps import apps

BLOTS = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[e-mail]"),
    (re.compile(r"\b\d{5}-?\d{7}-?\d\b"), "[identity card]"),
    (re.compile(r"(?<![\w-])(?:\+|00)?\d[\d\s()-]{8,}\d(?![\w-])"), "[number]"),
    (re.compile(r"sukoon_[\w-]{20,}"), "[secret]"),
    (re.compile(r"(/[\w%./~-]*)\?[^\s\"']+"), r"\1?[query]"),
    (re.compile(r"[\u0600-\u06ff\u0750-\u077f]+(?:\s+[\u0600-\u06ff\u0750-\u077f]+)*"), "[text]"),
)
MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:,\d{3})?")


# `full_name='Zarghuna'` or `"full_name": "Zarghuna"`, as a library writes a row it could not use.
FIELD = re.compile(r"""\b(\w+)(["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;)}\]]+)""")


def blotted(text: str) -> str:
    """Return a line without what identifies a person."""
    moment = MOMENT.match(text)
    head = moment[0] if moment else ""
    rest = text[len(head) :]
    for pattern, instead in BLOTS:
        rest = pattern.sub(instead, rest)
    return head + FIELD.sub(_without_private, rest)


def _without_private(told: re.Match[str]) -> str:
    """Blot the value of a field whose privacy class says that no log holds it."""
    from sukoon.core import privacy  # noqa: PLC0415 - logging is set up before the models are

    if not apps.models_ready or told[1] not in privacy.names_never_logged():
        return told[0]
    return f"{told[1]}{told[2]}[private]"


class SafeFormatter(logging.Formatter):
    """Formats a record without the text of errors, and blots the rest."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have kept the whole error here
        return blotted(super().format(record))

    def formatException(  # noqa: N802 - the library's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """Return where an error came from and of what kind it is; not what it says."""
        kind, error, trace = ei
        if kind is None or error is None:
            return ""
        frames = traceback.extract_tb(
            trace
        )  # told without their source lines: literals stand there
        places = [f"  {f.filename}:{f.lineno} in {f.name}" for f in frames]
        return "\n".join([*places, f"  {kind.__module__}.{kind.__qualname__}"])

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 - the library's name
        return ""
