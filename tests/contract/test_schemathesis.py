"""Whatever schemathesis sends for two minutes, the API answers as its OpenAPI document says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from factcheck.accounts.services import tokens
from factcheck.core.services import enqueue
from tests.contract.seeding import seed_desk
from tests.factories.people import person

SECONDS = 120
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
REACHED_MIN = 0.9


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_answers_follow_the_document(
    live_server: Any, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.API_RATES = {"actor": None, "anonymous": None}
    monkeypatch.setattr(enqueue, "ring", lambda task: True)
    seed_desk()
    log = tmp_path / "events.ndjson"
    finished = _run(live_server.url, tokens.issue(user=person("carol")).secret, log)
    reached = _reached(log, _documented())
    failed = sorted(label for label, statuses in reached.items() if not any(200 <= s < 300 for s in statuses))
    assert finished.returncode == 0, finished.stdout[-20_000:]
    assert len(failed) <= (1 - REACHED_MIN) * len(reached), {label: sorted(reached[label]) for label in failed}


def _run(url: str, token: str, log: Path) -> subprocess.CompletedProcess[str]:
    schemathesis = Path(sys.executable).parent / "schemathesis"
    arguments = ["--checks", CHECKS, "--max-time", str(SECONDS), "--continue-on-failure", "--workers", "2"]
    arguments += ["--suppress-health-check", "all", "--seed", "1", "--header", f"Authorization: Bearer {token}"]
    arguments += ["--report", "ndjson", "--report-ndjson-path", str(log)]
    command = [str(schemathesis), "run", f"{url}/api/schema/", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS * 4)


def _reached(log: Path, documented: set[str]) -> dict[str, set[int]]:
    """Return the statuses each documented operation answered with, by ``METHOD path``."""
    found: dict[str, set[int]] = {label: set() for label in documented}
    for line in log.read_text().splitlines():
        recorder = json.loads(line).get("ScenarioFinished", {}).get("recorder", {})
        for key, interaction in recorder.get("interactions", {}).items():
            case = recorder["cases"][key]["value"]
            label, response = f"{case['method']} {case['path']}", interaction.get("response")
            if label in found and response:
                found[label].add(response["status_code"])
    return found


def _documented() -> set[str]:
    schema: Any = SchemaGenerator().get_schema(request=None, public=True)
    methods = {"get", "post", "patch", "put", "delete"}
    return {f"{name.upper()} {path}" for path, item in schema["paths"].items() for name in item if name in methods}
