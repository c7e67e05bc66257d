"""Everything that can be asked about the register. Every answer starts from what `by` may see."""

from sukoon.services.queries.base import Filters, clocks, filtered, latest_report, visible, writable
from sukoon.services.queries.directory import details, directory, organisation_lines, with_parts
from sukoon.services.queries.districts import Country, District, country, layer_counts
from sukoon.services.queries.gaps import Gap, gaps
from sukoon.services.queries.matrix import Matrix, MatrixRow, matrix
from sukoon.services.queries.overlaps import Overlap, most_crowded, overlaps
from sukoon.services.queries.staleness import Stale, stale

__all__ = [
    "Country",
    "District",
    "Filters",
    "Gap",
    "Matrix",
    "MatrixRow",
    "Overlap",
    "Stale",
    "clocks",
    "country",
    "details",
    "directory",
    "filtered",
    "gaps",
    "latest_report",
    "layer_counts",
    "matrix",
    "most_crowded",
    "organisation_lines",
    "overlaps",
    "stale",
    "visible",
    "with_parts",
    "writable",
]
