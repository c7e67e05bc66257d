"""What coordination holds. No person-level data of those who are helped."""

from sukoon.coordination.models.files import Document
from sukoon.coordination.models.pledges import (
    Commitment,
    CommitmentCode,
    CommitmentEntity,
    CommitmentKind,
    CommitmentService,
    CommitmentTheme,
    CommitmentUpdate,
    Match,
    MatchedCommitment,
    Pledge,
)

__all__ = [
    "Commitment",
    "CommitmentCode",
    "CommitmentEntity",
    "CommitmentKind",
    "CommitmentService",
    "CommitmentTheme",
    "CommitmentUpdate",
    "Document",
    "Match",
    "MatchedCommitment",
    "Pledge",
]
