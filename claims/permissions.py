"""Who may do what in the newsroom: action -> predicates over the actor and facts that were loaded beforehand.

Roles are those of CONTRACT.md. Superusers and administrators have no way round: only ``role`` is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claims.workflow import Move, missing_facts
from factcheck.accounts import policy
from factcheck.accounts.policy import Facts, Predicate, role_at_least
from factcheck.accounts.roles import Role, at_least

FACT_CHECKER = role_at_least(Role.FACT_CHECKER)
REVIEWER = role_at_least(Role.REVIEWER)
EDITOR = role_at_least(Role.EDITOR)
ADMINISTRATOR = role_at_least(Role.ADMINISTRATOR)

IS_AUTHOR = Predicate(lambda actor, facts: facts["author_id"] == actor.pk, "Only the author may do this.")
IS_NOT_AUTHOR = Predicate(
    lambda actor, facts: facts["author_id"] != actor.pk, "Authors do not decide on their own verdict."
)
HAS_NOT_VOTED = Predicate(
    lambda actor, facts: actor.pk not in facts["voter_ids"], "You have voted on this verdict already."
)
IS_NOT_VOTER = Predicate(
    lambda actor, facts: actor.pk not in facts["voter_ids"], "Whoever voted does not adjudicate the vote."
)
IS_AUTHOR_OR_EDITOR = Predicate(
    lambda actor, facts: facts["author_id"] == actor.pk or at_least(actor.role, Role.EDITOR),
    "Only the author or an editor may do this.",
)
IS_ASSIGNEE_OR_EDITOR = Predicate(
    lambda actor, facts: facts["assignee_id"] == actor.pk or at_least(actor.role, Role.EDITOR),
    "Only whoever works on this claim, or an editor, may do this.",
)
IS_ADOPTER = Predicate(lambda actor, facts: facts["adopted_by_id"] == actor.pk, "Only who adopted it may reword it.")
IS_ADOPTER_OR_EDITOR = Predicate(
    lambda actor, facts: facts["adopted_by_id"] == actor.pk or at_least(actor.role, Role.EDITOR),
    "Only who adopted it, or an editor, may withdraw it.",
)
ASKED_BY_ANOTHER = Predicate(
    lambda actor, facts: facts["retraction_asked_by_id"] != actor.pk, "Another editor must confirm the retraction."
)

TABLE: Mapping[str, tuple[Predicate, ...]] = {
    "article.add": (FACT_CHECKER,),
    "suggestion.accept": (FACT_CHECKER,),
    "suggestion.dismiss": (FACT_CHECKER,),
    "suggestion.reopen": (FACT_CHECKER,),
    "claim.submit": (FACT_CHECKER,),
    "claim.edit": (FACT_CHECKER,),
    "claim.accept": (REVIEWER,),
    "claim.decline": (REVIEWER,),
    "claim.mark_duplicate": (REVIEWER,),
    "claim.split": (REVIEWER,),
    "claim.reopen": (REVIEWER,),
    "claim.take": (FACT_CHECKER,),
    "claim.assign": (EDITOR,),
    "claim.unassign": (FACT_CHECKER, IS_ASSIGNEE_OR_EDITOR),
    "claim.open_round": (FACT_CHECKER,),
    "claim.decide_match": (FACT_CHECKER,),
    "evidence.adopt": (FACT_CHECKER,),
    "evidence.edit": (FACT_CHECKER, IS_ADOPTER),
    "evidence.withdraw": (FACT_CHECKER, IS_ADOPTER_OR_EDITOR),
    "verdict.draft": (FACT_CHECKER,),
    "verdict.edit": (FACT_CHECKER, IS_AUTHOR),
    "verdict.submit": (FACT_CHECKER, IS_AUTHOR),
    "verdict.withdraw": (FACT_CHECKER, IS_AUTHOR),
    "verdict.abandon": (FACT_CHECKER, IS_AUTHOR_OR_EDITOR),
    "verdict.vote": (REVIEWER, IS_NOT_AUTHOR, HAS_NOT_VOTED),
    "verdict.return": (REVIEWER, IS_NOT_AUTHOR),
    "verdict.adjudicate": (EDITOR, IS_NOT_AUTHOR, IS_NOT_VOTER),
    "verdict.publish": (EDITOR,),
    "verdict.publish_minor": (EDITOR, IS_NOT_AUTHOR),
    "verdict.correct": (EDITOR,),
    "verdict.retract": (EDITOR,),
    "verdict.confirm_retraction": (EDITOR, ASKED_BY_ANOTHER),
    "precedent.import": (EDITOR,),
    "policy.set": (ADMINISTRATOR,),
}


def available_actions(table: Iterable[Move], *, state: str, actor: object, facts: Facts) -> tuple[str, ...]:
    """Return what ``actor`` may do now with an object in ``state``, in the order of ``table``; costs no query.

    Args:
        table: one of the tables of ``claims.workflow``.
        state: of the object.
        actor: a user, perhaps not signed in.
        facts: what ``claims.selectors.facts`` loaded for the object.
    """
    found = (
        move.action
        for move in table
        if move.action
        and state in move.sources
        and policy.allowed(move.permission, actor, facts)
        and not missing_facts(move, facts)
    )
    return tuple(dict.fromkeys(found))
