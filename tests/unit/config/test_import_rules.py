"""Each import rule of ARCHITECTURE bites: one offending line breaks exactly the contract that carries the rule."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from config import env

PACKAGES = ("config", "claims", "factcheck")
FLOORS = {"core": 0, "accounts": 1, "sources": 2, "claims": 3, "config": 4}

# rule, file that gets the line, offending line
OFFENCES = [
    ("Rule 1: config > claims > factcheck", "claims/models/claim.py", "import config.env"),
    ("Rule 1: config > claims > factcheck", "factcheck/core/tasks.py", "import claims.workflow"),
    (
        "Rule 1: sources > accounts > core inside factcheck",
        "factcheck/accounts/roles.py",
        "import factcheck.sources.errors",
    ),
    (
        "Rule 1: sources > accounts > core inside factcheck",
        "factcheck/core/tasks.py",
        "import factcheck.accounts.roles",
    ),
    ("Rule 1: factcheck.text imports nothing of ours", "factcheck/text/__init__.py", "import factcheck.core.errors"),
    ("Rule 2: layers inside factcheck.core", "factcheck/core/models/audit.py", "import factcheck.core.services.leases"),
    ("Rule 2: layers inside factcheck.accounts", "factcheck/accounts/roles.py", "import factcheck.accounts.models"),
    ("Rule 2: layers inside factcheck.sources", "factcheck/sources/selectors.py", "import factcheck.sources.services"),
    ("Rule 2: layers inside factcheck.sources", "factcheck/sources/http/door.py", "import factcheck.sources.models"),
    ("Rule 2: layers inside claims", "claims/workflow.py", "import claims.models"),
    ("Rule 3: pure modules import no Django, DRF or Celery", "claims/workflow.py", "import django.conf"),
    ("Rule 3: pure modules import no Django, DRF or Celery", "factcheck/text/__init__.py", "import celery"),
    ("Rule 4: only factcheck.sources.http imports an HTTP client", "claims/models/claim.py", "import aiohttp"),
    ("Rule 4: only factcheck.sources.http imports an HTTP client", "factcheck/sources/selectors.py", "import requests"),
    (
        "Rule 5: no cycles between siblings",
        "factcheck/core/services/leases.py",
        "import factcheck.core.services.deliveries",
    ),
]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the code and the contracts."""
    copy = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(
            env.ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "*.html", "static")
        )
    shutil.copy(env.ROOT / ".importlinter", copy)
    return copy


def broken_contracts(tree: Path) -> set[str]:
    """Run import-linter in ``tree`` and return the names of the contracts it finds broken."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=tree, capture_output=True, text=True, check=False
    )
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return set(re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE))


def test_the_code_keeps_every_contract(pristine: Path) -> None:
    assert broken_contracts(pristine) == set()


@pytest.mark.parametrize(("rule", "file", "line"), OFFENCES)
def test_an_offending_import_breaks_its_rule(pristine: Path, rule: str, file: str, line: str) -> None:
    target = pristine / file
    honest = target.read_text()
    target.write_text(f"{honest}\n{line}\n")
    try:
        assert rule in broken_contracts(pristine)
    finally:
        target.write_text(honest)


def floor(label: str) -> int | None:
    return FLOORS.get(label)


def test_no_relation_points_up() -> None:
    person = settings.AUTH_USER_MODEL
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if (here := floor(model._meta.app_label)) is not None
        for field in model._meta.get_fields(include_parents=False)
        if field.is_relation and not field.auto_created and field.related_model is not None
        if field.related_model._meta.label != person
        if (there := floor(field.related_model._meta.app_label)) is not None and there > here
    ]
    assert upward == []


def test_no_migration_depends_upward() -> None:
    person = settings.AUTH_USER_MODEL.split(".")[0]
    loader = MigrationLoader(None)
    upward = [
        f"{label}.{name} -> {other}"
        for (label, name), migration in loader.disk_migrations.items()
        if (here := floor(label)) is not None
        for other, _ in migration.dependencies
        if other != person and (there := floor(other)) is not None and there > here
    ]
    assert upward == []


def code_files() -> list[Path]:
    return [
        path for package in PACKAGES for path in (env.ROOT / package).rglob("*.py") if "migrations" not in path.parts
    ]


def test_no_lazy_string_points_up() -> None:
    """``ForeignKey("claims.Claim")`` in factcheck would be an import in disguise."""
    upward = [
        f"{path.relative_to(env.ROOT)}:{node.lineno} {node.value}"
        for path in code_files()
        if "models" in path.parts or path.stem == "models"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"(core|accounts|sources|claims)\.[A-Z]\w+", node.value)
        if FLOORS[node.value.split(".")[0]] > FLOORS[next(part for part in path.parts if part in FLOORS)]
    ]
    assert upward == []


def test_nobody_looks_models_up_by_name_outside_migrations() -> None:
    callers = [
        str(path.relative_to(env.ROOT)) for path in code_files() if re.search(r"\bapps\.get_model\(", path.read_text())
    ]
    assert callers == []
