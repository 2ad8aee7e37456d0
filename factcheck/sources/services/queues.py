"""The three queues of sources, and how many rows each process works on at once."""

from __future__ import annotations

from factcheck.core.services.leases import Machine
from factcheck.sources.models import Analysis, Fetch, Lookup

SEARCH_TASK, FETCH_TASK, ANALYSE_TASK = "sources.search_due", "sources.fetch_due", "sources.analyse_due"
LOOKUPS = Machine(model=Lookup, working=Lookup.State.SEARCHING, task=SEARCH_TASK)
FETCHES = Machine(model=Fetch, working=Fetch.State.FETCHING, task=FETCH_TASK)
ANALYSES = Machine(
    model=Analysis, working=Analysis.State.RUNNING, task=ANALYSE_TASK, replaced=Analysis.State.DONE
)  # a ranking that waits reads whatever a lost one would have read
LOOKUPS_AT_ONCE = 8
FETCHES_AT_ONCE = 32
OPEN_FETCHES_AN_INQUIRY = 500
