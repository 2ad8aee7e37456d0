"""What can be done with a claim."""

from __future__ import annotations

from functools import partial

from claims.desk.actions.base import Action, table
from claims.desk.forms.base import VersionedForm
from claims.desk.forms.claims import AssignForm, DeclineForm, DuplicateForm, EditClaimForm, SplitForm
from claims.desk.forms.evidence import AdoptForm, QuoteForm
from claims.desk.forms.sources import AddUrlForm, RoundForm, UploadForm
from claims.desk.forms.verdicts import DraftForm
from claims.models import Assignment
from claims.services import assignments, claims, drafts, evidence, rounds, sources, splitting, triage
from claims.workflow import CLAIM_MOVES, named
from factcheck.accounts.models import User

_action = partial(Action, argument="claim_id")
_rows = partial(named, CLAIM_MOVES)


def _take(*, claim_id: int, version: int, actor: User) -> Assignment:
    return assignments.assign(claim_id=claim_id, user_id=actor.pk, actor=actor, version=version)


CLAIM_ACTIONS = table(
    _action(
        "accept", "Accept for checking", _rows("accept"), triage.accept,
        done="Accepted. Sources are being looked for.", form=VersionedForm, place="triage", tone="primary",
    ),
    _action(
        "take", "Take this claim", _rows("take"), _take,
        done="You work on this claim now.", form=VersionedForm, place="people", tone="primary",
    ),
    _action(
        "assign", "Give to somebody", _rows("assign"), assignments.assign,
        done="Assigned.", form=AssignForm, place="people",
    ),
    _action(
        "unassign", "Hand back", _rows("unassign"), assignments.unassign,
        done="Handed back: anybody may take it.", form=VersionedForm, place="people",
    ),
    _action(
        "edit", "Edit the claim", _rows("edit"), claims.edit,
        done="The claim was changed.", form=EditClaimForm, is_prefilled=True, place="triage",
    ),
    _action(
        "decline", "Decline", _rows("decline"), triage.decline,
        done="Declined.", form=DeclineForm, place="triage", tone="danger",
    ),
    _action(
        "mark-duplicate", "Mark as duplicate", _rows("mark_duplicate"), triage.mark_duplicate,
        done="Marked as a duplicate.", form=DuplicateForm, place="triage",
    ),
    _action(
        "split", "Split into parts", _rows("split"), splitting.split,
        done="Split: the parts are in the queue as new claims.", form=SplitForm, place="triage",
    ),
    _action(
        "reopen", "Reopen", _rows("reopen"), triage.reopen,
        done="Reopened: it waits for triage again.", form=VersionedForm, place="triage", tone="primary",
    ),
    _action(
        "open-round", "Search again", _rows("open_round"), rounds.open_round,
        done="Another round is under way.", form=RoundForm, place="sources",
    ),
    _action(
        "add-url", "Add a page", _rows("open_round"), sources.add_url,
        done="The page will be fetched.", form=AddUrlForm, place="sources",
    ),
    _action(
        "upload", "Upload a document", _rows("open_round"), sources.add_upload,
        done="Uploaded; its text is being read.", form=UploadForm, place="sources",
    ),
    _action(
        "adopt", "Adopt as evidence", _rows("adopt"), evidence.adopt,
        done="Adopted as evidence.", form=AdoptForm, place="passages",
    ),
    _action(
        "quote", "Quote from this text", _rows("adopt"), evidence.adopt,
        done="Adopted as evidence.", form=QuoteForm, place="snapshot",
    ),
    _action(
        "draft", "Draft a verdict", _rows("draft") + _rows("redraft"), drafts.draft,
        done="Draft saved. Submit it when it is ready.", form=DraftForm, is_prefilled=True, place="verdict",
        tone="primary",
    ),
)  # fmt: skip
