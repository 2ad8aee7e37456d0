"""Workers and Redis die while 200 sources are fetched: nothing is lost, nothing is done twice, within a minute.

Issue 2's acceptance, on real processes: the embedded stores, the shipped workers under the shipped supervisor.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.chaos import house, site
from tests.chaos.house import House

pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]

SOURCES, ROUND, ARTICLES = 200, 50, 2
RECOVERY_S = 60.0


@pytest.fixture
def origins() -> Iterator[list[str]]:
    with site.served() as served:
        yield served


@pytest.fixture
def running(origins: list[str]) -> Iterator[House]:
    """A house at work: one page has gone all the way, so that every worker is awake and the model is built."""
    with house.built(origins) as built:
        built.start()
        built.ask(inquiries=[[f"{origins[0]}/99999"]])
        built.wait_until(lambda: bool(built.rows("SELECT 1 FROM sources_ranking")), within_s=120)
        built.wait_until(lambda: not built.open_rows(), within_s=30)
        yield built


def ask_for_everything(running: House, origins: list[str]) -> None:
    urls = [f"{origins[n % len(origins)]}/{n}" for n in range(SOURCES)]
    rounds = [urls[start : start + ROUND] for start in range(0, SOURCES, ROUND)]
    running.ask(inquiries=rounds, articles=urls[:: SOURCES // ARTICLES])


def wait_until_midway(running: House) -> dict[str, int]:
    """Wait until a fifth is fetched and some are on their way; return how many are in which state."""
    states: dict[str, int] = {}

    def is_midway() -> bool:
        states.clear()
        states.update(dict(running.rows("SELECT state, count(*) FROM sources_fetch GROUP BY 1")))
        return states.get("fetched", 0) >= SOURCES // 5 and states.get("fetching", 0) >= 5

    running.wait_until(is_midway, within_s=60, every_s=0.005)
    return states


def assert_whole(running: House) -> None:
    """Every fetch has one snapshot, one text and one set of passages; every ranking and delivery is done."""
    everything = SOURCES + 1
    assert dict(running.rows("SELECT state, count(*) FROM sources_fetch GROUP BY 1")) == {"fetched": everything}
    for table, owner in (
        ("sources_snapshot", "fetch_id"),
        ("sources_snapshottext", "snapshot_id"),
    ):
        assert running.rows(f"SELECT count(*), count(DISTINCT {owner}) FROM {table}") == [(everything, everything)]
    passages = "SELECT count(DISTINCT snapshot_text_id), count(*), count(DISTINCT (snapshot_text_id, start)) FROM"
    ((texts, found, places),) = running.rows(f"{passages} sources_passage")
    assert (texts, found) == (everything, places)
    assert {state for _, state, _, _ in running.queues()} <= {"fetched", "done"}
    per_inquiry = (
        "SELECT i.id, (SELECT count(*) FROM sources_ranking r WHERE r.inquiry_id = i.id), count(p.id)"
        " FROM sources_inquiry i JOIN sources_finding f ON f.inquiry_id = i.id"
        " JOIN sources_snapshot s ON s.source_id = f.source_id JOIN sources_snapshottext t ON t.snapshot_id = s.id"
        " JOIN sources_passage p ON p.snapshot_text_id = t.id GROUP BY i.id"
    )
    for inquiry, ranked, there in running.rows(per_inquiry):
        assert ranked == min(there, 200), f"inquiry {inquiry}"
    assert running.count("SELECT count(*) FROM claims_article WHERE suggested_at IS NOT NULL") == ARTICLES
    assert running.count("SELECT count(*) FROM claims_suggestion") > 0


def wait_until_whole(running: House, before: dict[str, int]) -> None:
    """Wait until every fetch is done with its passages, a minute at most, and then for rankings and suggestions."""
    without_text = (
        "SELECT count(*) FROM sources_fetch f LEFT JOIN sources_snapshot s ON s.fetch_id = f.id"
        " LEFT JOIN sources_snapshottext t ON t.snapshot_id = s.id WHERE t.id IS NULL"
    )
    took_s = running.wait_until(lambda: not running.count(without_text), within_s=RECOVERY_S)
    rest_s = running.wait_until(lambda: not running.open_rows(), within_s=RECOVERY_S)
    print(f"{before}: all fetched with passages after {took_s:.1f} s, everything done {rest_s:.1f} s later")


def test_killing_all_workers_and_redis_loses_nothing_and_doubles_nothing(running: House, origins: list[str]) -> None:
    ask_for_everything(running, origins)
    before = wait_until_midway(running)
    killed = running.kill_workers()
    running.kill_redis()
    assert killed == len(house.WORKERS) + 1
    wait_until_whole(running, before)
    assert_whole(running)


def test_workers_that_lose_only_redis_carry_on(running: House, origins: list[str]) -> None:
    ask_for_everything(running, origins)
    before = wait_until_midway(running)
    running.kill_redis()
    wait_until_whole(running, before)
    assert_whole(running)


def test_a_page_that_kills_its_worker_ends_as_poisoned_and_the_others_go_on(origins: list[str]) -> None:
    with house.built(origins) as built:
        built.start("--analysis-app", "tests.chaos.deadly:app")
        urls = [f"{origins[0]}/{n}" for n in (site.DEADLY, *range(20))]
        built.ask(inquiries=[urls])
        read = "SELECT count(*) FROM sources_snapshottext"
        built.wait_until(lambda: built.count(read) == len(urls) - 1, within_s=120)
        built.wait_until(lambda: not built.open_rows(), within_s=150)
        ends = built.rows("SELECT DISTINCT state, reason FROM sources_analysis ORDER BY 1")
        assert ends == [("done", ""), ("failed", "poisoned")]
        assert built.count("SELECT count(*) FROM sources_analysis WHERE state = 'failed'") == 1
        assert built.rows("SELECT 1 FROM sources_ranking")
