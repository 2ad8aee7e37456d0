"""What can be done with a verdict."""

from __future__ import annotations

from functools import partial

from claims.desk.actions.base import Action, table
from claims.desk.forms.base import VersionedForm
from claims.desk.forms.verdicts import AdjudicateForm, CorrectForm, EditDraftForm, ReasonForm, RetractForm, VoteForm
from claims.services import corrections, drafts, endings, publication, review
from claims.workflow import VERDICT_MOVES, named

_action = partial(Action, argument="verdict_id", place="verdict")
_rows = partial(named, VERDICT_MOVES)

VERDICT_ACTIONS = table(
    _action(
        "edit", "Save the draft", _rows("edit"), drafts.edit,
        done="Draft saved.", form=EditDraftForm, is_prefilled=True, place="draft",
    ),
    _action(
        "submit", "Submit for review", _rows("submit"), review.submit,
        done="Submitted: a second person decides now.", form=VersionedForm, tone="primary",
        confirm="Submit for review? The text can then be changed only by withdrawing it.",
    ),
    _action("vote", "Vote", _rows("vote"), review.vote, done="Your vote is in.", form=VoteForm, tone="primary"),
    _action(
        "adjudicate", "Adjudicate", _rows("adjudicate_approve") + _rows("adjudicate_return"), review.adjudicate,
        done="Decided.", form=AdjudicateForm, tone="primary",
    ),
    _action(
        "publish", "Publish", _rows("publish"), publication.publish,
        done="Published. The public page follows in a moment.", form=VersionedForm, tone="primary",
        confirm="Publish this verdict?",
    ),
    _action(
        "return", "Return to the author", _rows("return"), endings.return_,
        done="Returned to its author.", form=ReasonForm,
    ),
    _action(
        "withdraw", "Withdraw", _rows("withdraw"), endings.withdraw,
        done="Withdrawn: you may draft anew.", confirm="Withdraw this verdict?",
    ),
    _action(
        "abandon", "Abandon the draft", _rows("abandon"), endings.abandon,
        done="Abandoned.", tone="danger", confirm="Abandon this draft? Its text stays on record.",
    ),
    _action(
        "correct", "Correct", _rows("correct"), corrections.correct,
        done="A draft of the correction is below.", form=CorrectForm,
    ),
    _action(
        "retract", "Retract", _rows("ask_retraction") + _rows("retract"), corrections.retract,
        done="Noted. A retraction takes two editors.", form=RetractForm, tone="danger",
        confirm="Retract what was published?",
    ),
)  # fmt: skip
