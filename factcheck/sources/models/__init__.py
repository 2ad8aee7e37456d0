"""The tables of sources."""

from factcheck.sources.models.inquiry import Finding, Inquiry, Lookup, Provider
from factcheck.sources.models.source import ContextSource, Fetch, Snapshot
from factcheck.sources.models.text import Analysis, Passage, Ranking, SnapshotText

__all__ = [
    "Analysis",
    "ContextSource",
    "Fetch",
    "Finding",
    "Inquiry",
    "Lookup",
    "Passage",
    "Provider",
    "Ranking",
    "Snapshot",
    "SnapshotText",
]
