"""Commands that outsiders rely on (CONTRACT: docs/reference/commands.md), run without any worker."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.models import Article, Claim
from config.demo import origins
from config.demo.archive import library
from factcheck.core.services import enqueue
from factcheck.sources import http
from factcheck.sources.models import Provider
from tests.factories.desk import seed

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (
    "\r\nThe ministry spent 40 million euros on roads in 2020, twice as much as in 2019.\r\n\r\n"
    "“Unemployment fell to 5 percent in March,” Minister Ana Silva said on Tuesday. Nobody was surprised.\r\n"
)


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enqueue, "ring", lambda task: True)
    seed()


def run(*arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def test_a_text_file_is_stored_unchanged_and_offsets_point_into_it(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_bytes(TEXT.encode())
    shown = json.loads(run("ingest", str(file), "--json", "--publisher", "The Bell", "--date", "2021-12-21"))
    text = shown["article"]["text"]
    assert text == TEXT
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in shown["suggestions"])
    assert {row["claimant"] for row in shown["suggestions"]} == {None, "Ana Silva"}
    assert (shown["article"]["publisher"], shown["article"]["published_at"]) == (
        "The Bell",
        "2021-12-21T00:00:00+00:00",
    )


def test_an_html_file_is_kept_as_a_source_and_read(tmp_path: Path) -> None:
    paragraphs = "".join(
        f"<p>{part} The council met {n} times in 2020 to discuss the bridge.</p>" for n, part in enumerate([TEXT] * 3)
    )
    file = tmp_path / "article.html"
    file.write_text(
        f"<html><head><title>Roads</title></head><body><article><h1>Roads</h1>{paragraphs}</article></body></html>"
    )
    shown = json.loads(run("ingest", str(file), "--json"))
    article = Article.objects.get(pk=shown["article"]["id"])
    assert article.source is not None
    assert article.source.kind == "upload"
    assert shown["suggestions"]


def test_a_page_with_almost_no_text_says_so(tmp_path: Path) -> None:
    file = tmp_path / "app.html"
    file.write_text("<html><body><div id='app'></div><script>start()</script></body></html>")
    said = StringIO()
    shown = json.loads(run("ingest", str(file), "--json", stderr=said))
    assert (shown["article"]["text"], shown["suggestions"]) == ("", [])
    assert "Almost no text was found" in said.getvalue()


def test_an_address_goes_through_the_queue_and_a_claim_through_its_inquiry() -> None:
    before = http.current_settings()
    with origins.serve() as archive:
        http.configure(http.DoorSettings(allowed_private_origins=http.parse_origins(archive.private_origins)))
        try:
            shown = json.loads(run("ingest", archive.sample_url, "--json"))
            for kind, name, base_url in archive.accounts:
                Provider.objects.create(kind=kind, name=name, base_url=base_url)
            checked = json.loads(run("check", "Nato has proposed to place missiles in Ukraine", "--json", wait=60))
        finally:
            http.configure(before)
    assert shown["article"]["title"] == library.sample().title
    assert any("no proposals from the US or Nato" in row["quote"] for row in shown["suggestions"])
    assert checked["claim"]["id"] == str(Claim.objects.get().pk)
    assert checked["counts"]["fetch"]["fetched"] > 0
    assert {"text", "score", "source", "url", "start", "end"} == set(checked["passages"][0])


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [("gone.txt", None, "No such file"), ("latin.txt", b"caf\xe9", "not UTF-8"), ("empty.txt", b"  ", "Give the text")],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    tmp_path: Path, name: str, data: bytes | None, says: str
) -> None:
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(CommandError, match=says):
        run("ingest", str(file))
    assert not Article.objects.exists()


def test_an_address_that_is_not_public_is_refused_with_the_reason() -> None:
    with pytest.raises(CommandError, match="blocked_address"):
        run("ingest", "http://127.0.0.1/secret")


def test_check_without_a_statement_runs_the_system_checks() -> None:
    assert "no issues" in run("check")


def test_a_statement_longer_than_a_claim_may_be_is_refused() -> None:
    with pytest.raises(CommandError, match=r"2,?000"):
        run("check", "x" * 2001)
    assert not Claim.objects.exists()


def test_queue_reports_every_queue_as_json() -> None:
    report = json.loads(run("queue", "--json"))
    assert set(report) == {"fetch", "lookup", "analysis", "delivery", "oldest_age_s", "rate_per_s", "hosts"}
