"""The documentation says what the code does: commands, problems, states, roles, links."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import get_resolver

from config import docs, env
from factcheck.core.api.problems import HTTP_PROBLEMS, problem_of
from factcheck.core.errors import DomainError

TARGET = re.compile(r"^([a-z][a-z-]*):(?!=)", re.MULTILINE)
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"```.*?```", re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
# A path of somebody's machine says where the text was written, not how things are. Split, so that this file passes.
MACHINE_PATHS = ("/wo" + "rk/", "/ro" + "ot/", "/Us" + "ers/")
TEXT_SUFFIXES = {
    ".md",
    ".py",
    ".toml",
    ".txt",
    ".in",
    ".yaml",
    ".html",
    ".css",
    ".js",
    ".cfg",
    ".sh",
    ".service",
    ".conf",
    "",
}
COMMANDS_PAGE = env.ROOT / "docs" / "reference" / "commands.md"


def tracked(*patterns: str) -> list[Path]:
    """Return the files git knows or would add, or, where the checkout has no git, all that are there."""
    git = ["git", "-C", str(env.ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(git, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        found = [env.ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        found = [path for pattern in patterns or ("*",) for path in env.ROOT.rglob(pattern)]
    hidden = {".venv", ".factcheck", ".git"}
    return [path for path in found if path.is_file() and not hidden & set(path.relative_to(env.ROOT).parts)]


def our_errors(base: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    if base.__module__.startswith(("factcheck.", "claims.", "config.")) and "slug" in vars(base):
        yield base
    for child in base.__subclasses__():
        yield from our_errors(child)


def anchors(page: Path) -> set[str]:
    """Return the fragments GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", ["states.md", "roles.md"])
def test_a_page_written_from_tables_is_what_the_tables_give(name: str) -> None:
    written = (docs.FOLDER / name).read_text()
    assert written == docs.PAGES[name](), "run: python -m config.docs"


def test_every_problem_has_its_row() -> None:
    assert get_resolver().url_patterns  # loads the API, where more problems are defined
    ours = {*HTTP_PROBLEMS, *(problem_of(error) for error in our_errors())}
    page = (docs.FOLDER / "problems.md").read_text()
    listed = set(re.findall(r"^\| `(/problems/[a-z-]+)` \|", page, re.MULTILINE))
    assert listed == {problem.type for problem in ours}, "run: python -m config.docs"


def test_every_make_target_is_listed() -> None:
    targets = set(TARGET.findall((env.ROOT / "Makefile").read_text()))
    listed = set(re.findall(r"^\| `make ([a-z-]+)", COMMANDS_PAGE.read_text(), re.MULTILINE))
    assert listed == targets


def test_every_management_command_is_listed() -> None:
    folders = ("config", "claims", "factcheck/*")
    files = [path for folder in folders for path in env.ROOT.glob(f"{folder}/management/commands/*.py")]
    commands = {path.stem for path in files if not path.stem.startswith("_")}
    section = COMMANDS_PAGE.read_text().split("## python manage.py")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z_]+)", section, re.MULTILINE)) == commands


def test_every_relative_link_leads_somewhere() -> None:
    dead = []
    for page in tracked("*.md"):
        for target in LINK.findall(CODE.sub("", FENCE.sub("", page.read_text()))):
            path, _, fragment = target.partition("#")
            if re.match(r"[a-z][a-z+.-]*:", target):
                continue
            goal = (page.parent / path) if path else page
            if not goal.exists() or (fragment and goal.suffix == ".md" and fragment not in anchors(goal)):
                dead.append(f"{page.relative_to(env.ROOT)}: {target}")
    assert dead == []


def test_every_page_is_in_the_overview() -> None:
    reachable = LINK.findall((env.ROOT / "docs" / "index.md").read_text())
    decisions = LINK.findall((env.ROOT / "docs" / "adr" / "README.md").read_text())
    listed = {*reachable, *(f"adr/{name}" for name in decisions)}
    pages = {str(page.relative_to(env.ROOT / "docs")) for page in tracked("docs/*.md", "docs/**/*.md")}
    assert pages - listed == {"index.md"}


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    named = []
    for path in tracked():
        if path.suffix in TEXT_SUFFIXES:
            text = path.read_text(errors="replace")
            named += [f"{path.relative_to(env.ROOT)}: {word}" for word in MACHINE_PATHS if word in text]
    assert named == []
