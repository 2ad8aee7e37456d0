"""One published fact-check, described for output and free of the database.

A selector fills these records once; the page, JSON-LD, feeds and the Google-compatible API all read the same ones, so
they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

ClaimantKind = Literal["person", "organization"]
Stance = Literal["supports", "refutes", "context"]
STANCES: dict[Stance, str] = {
    "supports": "Supports the claim",
    "refutes": "Refutes the claim",
    "context": "Gives context",
}
EvidenceKind = Literal["primary", "official", "expert", "secondary"]


@dataclass(frozen=True)
class PublishedClaimant:
    """Who made the claim; ``same_as`` are addresses that identify them, such as Wikidata's."""

    name: str
    kind: ClaimantKind = "person"
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublishedRating:
    """The verdict's label. ``value`` is None when the label has no place on the ordinal scale."""

    label: str
    rating_class: str
    value: int | None = None
    worst: int = 1
    best: int = 5
    explanation: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and not self.worst <= self.value <= self.best:
            message = f"rating value {self.value} lies outside {self.worst}..{self.best}"
            raise ValueError(message)


@dataclass(frozen=True)
class PublishedEvidence:
    """A quotation readers can check: its selector, where it stood, and the digest of what was captured."""

    id: str
    quote: str
    source_title: str
    source_url: str
    stance: Stance
    kind: EvidenceKind
    sha256: str
    captured_at: datetime
    prefix: str = ""
    suffix: str = ""
    source_publisher: str = ""
    note: str = ""
    interests: str = ""
    translation: str = ""
    translation_language: str = ""
    archived_url: str = ""
    number: int = 0  # as the justification cites it

    @property
    def anchor(self) -> str:
        """The fragment at which this evidence stands on the public page."""
        return f"evidence-{self.id}"

    @property
    def stance_label(self) -> str:
        """What the quotation does for the claim, in words."""
        return STANCES[self.stance]


@dataclass(frozen=True)
class PublishedRevision:
    """One answer that was public; ``superseded_at`` is None for the one that stands."""

    number: int
    rating_label: str
    summary: str
    published_at: datetime
    superseded_at: datetime | None = None
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class PublishedCorrection:
    """What changed after publication, and why."""

    kind: str
    note: str
    at: datetime

    @property
    def label(self) -> str:
        """The kind in words."""
        return self.kind.replace("_", " ").capitalize()


@dataclass(frozen=True)
class PublishedReview:
    """How the answer was agreed: the policy it was submitted under, and what settled it."""

    votes_required: int
    votes_max: int
    votes_agreeing: int
    settled_by: Literal["votes", "adjudication", "editor"] = "votes"


@dataclass(frozen=True)
class PublishedOrganisation:
    """The newsroom that signs."""

    name: str
    url: str
    logo_url: str = ""


@dataclass(frozen=True)
class PublishedCheck:
    """A fact-check as readers see it now.

    ``justification_html`` is already sanitised (``prose.to_html``); every other text is plain. ``url`` is the absolute
    address of the public page, ``language`` a BCP 47 tag or empty. ``modified_at`` moves with each correction and with
    a retraction.
    """

    slug: str
    url: str
    claim_text: str
    rating: PublishedRating
    summary: str
    justification_html: str
    published_at: datetime
    modified_at: datetime
    author_org: PublishedOrganisation
    language: str
    claimant: PublishedClaimant | None = None
    claim_date: date | None = None
    appearances: tuple[str, ...] = ()
    first_appearance: str = ""
    evidence: tuple[PublishedEvidence, ...] = ()
    revisions: tuple[PublishedRevision, ...] = ()
    corrections: tuple[PublishedCorrection, ...] = ()
    is_retracted: bool = False
    number: int = 1  # of the revision
    review: PublishedReview | None = None
    earlier: tuple[PublishedCheck, ...] = ()  # the revisions before, each as it became public, newest first

    @property
    def headline(self) -> str:
        """One line for lists and feeds: the claim and what became of it."""
        label = "Retracted" if self.is_retracted else self.rating.label
        return f"{label}: {self.claim_text}"


@dataclass(frozen=True)
class PublishedFeed:
    """A feed's own particulars; ``updated_at`` stands when it has no entries."""

    title: str
    home_url: str
    feed_url: str
    publisher: PublishedOrganisation
    language: str
    updated_at: datetime
