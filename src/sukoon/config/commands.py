"""Every command of the product, by noun. The areas' own `commands.py` hold what they do."""

import argparse
from typing import TYPE_CHECKING

from sukoon.audit import commands as audit
from sukoon.cases import commands as cases
from sukoon.config import care_commands, matrix_commands, server_commands, tenant_commands
from sukoon.coordination import commands as coordination
from sukoon.demo import commands as demo
from sukoon.exchange import area_files, pack_files
from sukoon.exchange import commands as exchange
from sukoon.instruments import commands as instruments
from sukoon.pathways import commands as pathways
from sukoon.people import commands as people
from sukoon.referrals import commands as referrals
from sukoon.risk import commands as risk
from sukoon.services import commands as services
from sukoon.supervision import commands as supervision
from sukoon.surge import commands as surge
from sukoon.sync import commands as sync

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def register_all(nouns: "Subparsers") -> None:
    """Add every command to the parser."""
    verbs = {
        noun: nouns.add_parser(noun, help=help_text).add_subparsers(
            dest="verb", required=True, metavar="WHAT"
        )
        for noun, help_text in {
            "import": "bring in areas or services from a file",
            "export": "write services to a file or to standard output",
            "report": "gaps, overlaps, staleness",
            "packs": "check and load content",
            "audit": "verify and seal what was done",
            "keys": "the key ring",
            "access": "who can reach what",
            "people": "names and who they are",
            "instruments": "list instruments, score administrations",
            "cases": "cases and their entries",
            "risk": "risk episodes and their clocks",
            "referrals": "match services to a need",
            "pathways": "find and run guided pathways",
            "devices": "phones that hold records",
        }.items()
    }
    audit.register(verbs)
    people.register(verbs)
    instruments.register(verbs)
    for area in (risk, cases, referrals, pathways, supervision, surge, coordination, sync):
        area.register(verbs)
    matrix_commands.register(verbs)
    pack_files.register(verbs)
    area_files.register(verbs)
    services.register(verbs)
    exchange.register(verbs)
    tenant_commands.register(verbs)
    demo.register(nouns)
    coordination.register_brief(nouns)
    care_commands.register(nouns)
    server_commands.register(nouns)
