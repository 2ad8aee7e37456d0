"""Reference pages that the code's own tables write: ``python -m config.docs``.

States and moves, roles, problems. tests/unit/test_docs.py compares the committed pages with what is written here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

from claims import workflow
from claims.workflow import STAYS, Move
from config import env

FOLDER = env.ROOT / "docs" / "reference"
NOTICE = "<!-- Written by `python -m config.docs`. Do not edit by hand. -->\n"


def states_page() -> str:
    """Return states.md: each machine's diagram and moves, and the stages, from ``claims.workflow``."""
    parts = [
        "# States and moves",
        NOTICE,
        "Services, `available_actions` of the API, buttons and this page read the same tables (`claims/workflow.py`).",
        "Each fact is stored once: what people see as the stage is derived. A move needs a right of the actor",
        "([roles](roles.md)), a state it starts from, and the facts beside it. Moves marked *follows* are never asked",
        "for: they follow from another one.",
        "",
        *_machine("Claim", workflow.CLAIM_MOVES, workflow.ClaimState.SUBMITTED),
        *_machine("Verdict", workflow.VERDICT_MOVES, workflow.VerdictState.DRAFT),
        "A claim has at most one open verdict (draft, in_review, adjudication, approved) and at most one published",
        "one; the database holds that too. Enough agreeing votes approve. When approval can no longer be reached, or",
        "as many disagree as would have sufficed to approve, an editor who is neither author nor voter adjudicates.",
        "",
        *_machine("Suggestion", workflow.SUGGESTION_MOVES, "open"),
        *_machine("Evidence", workflow.EVIDENCE_MOVES, "standing"),
        *_stages(),
        *_facts(),
    ]
    return "\n".join(parts) + "\n"


def roles_page() -> str:
    """Return roles.md: every registered action with the least role and its conditions; needs loaded apps."""
    from factcheck.accounts import policy
    from factcheck.accounts.policy import role_at_least
    from factcheck.accounts.roles import EDITORIAL_ORDER, Role, at_least

    least = {role_at_least(role).reason: role for role in Role}
    roles = (*EDITORIAL_ORDER, Role.ADMINISTRATOR)
    rows = []
    for action in policy.actions():
        reasons = [predicate.reason for predicate in policy.predicates(action)]
        minimum = next((least[reason] for reason in reasons if reason in least), None)
        marks = ["✓" if minimum is None or at_least(role, minimum) else "" for role in roles]
        rows.append([f"`{action}`", *marks, " ".join(reason for reason in reasons if reason not in least)])
    parts = [
        "# Roles",
        NOTICE,
        "Each role includes the one before, save administrator, who looks after accounts and settings and makes no",
        "editorial move. Being a superuser changes nothing here. Every action is asked of one registry",
        "(`factcheck/accounts/policy.py`), and a refusal says which condition failed.",
        "",
        *_table(["action", *(role.label for role in roles), "and besides"], rows),
    ]
    return "\n".join(parts) + "\n"


def problems_page() -> str:
    """Return problems.md: every refusal of the API, by slug; needs loaded apps and URLs."""
    from factcheck.core.api.problems import registry

    rows = [
        [f"`{problem.type}`", str(problem.status), problem.title, " ".join(problem.explanation.split())]
        for problem in registry().values()
    ]
    parts = [
        "# Problems",
        NOTICE,
        "A refusal of the API is `application/problem+json`",
        "([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)). `type` is stable; `title` and `detail` are for people.",
        "The service explains each at its address: `/problems/stale`.",
        "",
        *_table(["type", "status", "title", "what it means"], rows),
    ]
    return "\n".join(parts) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "states.md": states_page,
    "roles.md": roles_page,
    "problems.md": problems_page,
}


def _machine(name: str, moves: Sequence[Move], start: str) -> list[str]:
    arrows = [
        f"    {source} --> {move.target}: {move.name}"
        for move in moves
        if move.target != STAYS
        for source in _ordered(move.sources)
    ]
    rows = [
        [
            f"`{move.name}`" if move.action else f"`{move.name}` (*follows*)",
            ", ".join(_ordered(move.sources)),
            move.target or "stays",
            f"`{move.permission}`",
            ", ".join(f"`{fact}`" for fact in move.facts) or "–",
        ]
        for move in moves
    ]
    diagram = ["```mermaid", "stateDiagram-v2", f"    [*] --> {start}", *dict.fromkeys(arrows), "```", ""]
    return [f"## {name}", "", *diagram, *_table(["move", "from", "to", "right", "facts"], rows), ""]


def _ordered(states: Iterable[str]) -> list[str]:
    """Return ``states`` in the order of their enumeration; sets have none."""
    known = [str(state) for state in (*workflow.ClaimState, *workflow.VerdictState)]
    return sorted(map(str, states), key=lambda state: known.index(state) if state in known else len(known))


def _stages() -> list[str]:
    rows = []
    for rule in workflow.STAGES:
        facts = {
            "published before": rule.has_published,
            "retracted before": rule.has_retracted,
            "somebody works on it": rule.has_assignment,
        }
        verdicts = "any" if rule.open_verdict is None else ", ".join(filter(None, _ordered(rule.open_verdict)))
        wanted = [name if holds else f"not {name}" for name, holds in facts.items() if holds is not None]
        claim_states = ", ".join(_ordered(rule.claim_states))
        rows.append([str(rule.stage), claim_states, verdicts or "none", ", ".join(wanted) or "–"])
    intro = ["## Stages", "", "The first row that fits decides.", ""]
    return [*intro, *_table(["stage", "claim", "open verdict", "and"], rows), ""]


def _facts() -> list[str]:
    rows = [[f"`{name}`", sentence] for name, sentence in workflow.FACT_REASONS.items()]
    return ["## Facts", "", *_table(["fact", "what is said when it does not hold"], rows)]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def main() -> int:
    """Write the pages anew."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    import config.urls  # noqa: F401  # problems are registered where they are defined

    for name, page in PAGES.items():
        (FOLDER / name).write_text(page())
        sys.stdout.write(f"docs/reference/{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
