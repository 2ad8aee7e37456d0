"""Commands that take in what others published."""

from __future__ import annotations

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.management.commands import import_precedents
from claims.models import Claim, Precedent
from claims.publishing import claimreview
from tests.unit.claims.publishing.examples import check

pytestmark = pytest.mark.django_db
ROWS = [{"id": "a", "text": "The moon is cheese.", "rating": "False"}, {"id": "b", "text": "Water is wet.", "url": ""}]


def lines(rows: list[dict]) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def run(name: str, *args: str) -> str:
    out = StringIO()
    call_command(name, *args, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_precedents_come_from_lines_and_from_gzip_once(tmp_path: Path) -> None:
    plain, packed = tmp_path / "rows.jsonl", tmp_path / "rows.jsonl.gz"
    plain.write_text(lines(ROWS) + "\n", encoding="utf-8")
    packed.write_bytes(gzip.compress(lines(ROWS).encode()))
    for path in (plain, packed):
        assert "2 written, 0 refused" in run("import_precedents", str(path))
    assert Precedent.objects.count() == 2
    assert not Claim.objects.exists()


def test_bad_rows_are_told_and_the_others_kept(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(lines([{"id": "c"}, *ROWS]) + "not json\n", encoding="utf-8")
    err = StringIO()
    call_command("import_precedents", str(path), stdout=StringIO(), stderr=err)
    assert "row 1: text" in err.getvalue()
    assert "row 4: not JSON" in err.getvalue()
    assert Precedent.objects.count() == 2


def test_unreadable_files_are_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, latin, long = tmp_path / "x.jsonl.gz", tmp_path / "y.jsonl", tmp_path / "z.jsonl"
    broken.write_bytes(gzip.compress(lines(ROWS).encode())[:-12])
    latin.write_bytes(b'{"id": "\xe9"}')
    long.write_text("x" * 100)
    monkeypatch.setattr(import_precedents, "LINE_MAX_CHARACTERS", 99)
    for path in (tmp_path / "none.jsonl", broken, latin, long):
        with pytest.raises(CommandError):
            run("import_precedents", str(path))
    assert not Precedent.objects.exists()


def test_claimreviews_of_a_file_become_precedents(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    markup = claimreview.as_script(claimreview.build(check()))
    path.write_text(f'<script type="application/ld+json">{markup}</script>', encoding="utf-8")
    assert "1 written" in run("import_claimreview", str(path))
    precedent = Precedent.objects.get()
    assert (precedent.text, precedent.rating) == (check().claim_text, "Mostly true")
    assert precedent.url == check().url


def test_page_without_claimreview_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<p>Nothing here.</p>")
    with pytest.raises(CommandError, match="No ClaimReview"):
        run("import_claimreview", str(path))


def test_address_goes_through_the_guarded_door() -> None:
    with pytest.raises(CommandError, match="address"):
        run("import_claimreview", "http://127.0.0.1:1/")
