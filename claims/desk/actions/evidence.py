"""What can be done with a piece of evidence."""

from __future__ import annotations

from functools import partial

from claims.desk.actions.base import Action, table
from claims.desk.forms.base import VersionedForm
from claims.desk.forms.evidence import EditEvidenceForm
from claims.services import evidence
from claims.workflow import EVIDENCE_MOVES, named

_action = partial(Action, argument="evidence_id", place="evidence")
_rows = partial(named, EVIDENCE_MOVES)

EVIDENCE_ACTIONS = table(
    _action(
        "edit", "Edit", _rows("edit"), evidence.edit,
        done="Evidence changed.", form=EditEvidenceForm, is_prefilled=True,
    ),
    _action(
        "withdraw", "Withdraw", _rows("withdraw"), evidence.withdraw,
        done="Withdrawn: it stays on record and can be cited no more.", form=VersionedForm, tone="danger",
        confirm="Withdraw this evidence?",
    ),
)  # fmt: skip
