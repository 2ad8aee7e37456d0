"""``verdicts/{id}/…/``: what people do with a verdict. Each view reads its input and calls one service."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.checking import verdict_check
from claims.api.verdicts.inputs import AdjudicateInput, CorrectInput, RetractInput, ReturnInput, VoteInput
from claims.api.verdicts.shapes import VerdictShape
from claims.api.verdicts.views import answer
from claims.services import corrections, endings, publication, review
from factcheck.core.api.inputs import NOTHING, read, read_version
from factcheck.core.api.schema import Link, operation
from factcheck.core.api.views import ApiView


class SubmitView(ApiView):
    """``submit/``."""

    @operation(
        operation_id="verdicts_submit",
        links={"verdicts_withdraw": Link(), "verdicts_retrieve": Link()},
        request=NOTHING,
        responses={200: VerdictShape},
        has_etag=True,
        if_match=True,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Hand one's draft to reviewers; its claim and what it cites are frozen."""
        version = read_version(request, verdict_check(pk, "submit", self.actor))
        review.submit(verdict_id=pk, actor=self.actor, version=version)
        return answer(pk, self.actor)


class VoteView(ApiView):
    """``vote/``."""

    @operation(
        operation_id="verdicts_vote",
        links={"verdicts_publish": Link(is_edit=True)},
        request=VoteInput,
        responses={200: VerdictShape},
        has_etag=True,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Give one's own rating of somebody else's verdict."""
        asked = read(VoteInput, request, verdict_check(pk, "vote", self.actor))
        review.vote(verdict_id=pk, actor=self.actor, **asked)
        return answer(pk, self.actor)


class ReturnView(ApiView):
    """``return/``."""

    @operation(operation_id="verdicts_return", request=ReturnInput, responses={200: VerdictShape}, has_etag=True)
    def post(self, request: Request, pk: int) -> Response:
        """Give a verdict back to its author, saying why."""
        asked = read(ReturnInput, request, verdict_check(pk, "return", self.actor))
        endings.return_(verdict_id=pk, actor=self.actor, **asked)
        return answer(pk, self.actor)


class WithdrawView(ApiView):
    """``withdraw/``."""

    @operation(operation_id="verdicts_withdraw", request=NOTHING, responses={200: VerdictShape}, has_etag=True)
    def post(self, _request: Request, pk: int) -> Response:
        """Take one's own submitted verdict back."""
        endings.withdraw(verdict_id=pk, actor=self.actor)
        return answer(pk, self.actor)


class AdjudicateView(ApiView):
    """``adjudicate/``."""

    @operation(
        operation_id="verdicts_adjudicate", request=AdjudicateInput, responses={200: VerdictShape}, has_etag=True
    )
    def post(self, request: Request, pk: int) -> Response:
        """Settle a split vote."""
        asked = read(AdjudicateInput, request, verdict_check(pk, "adjudicate", self.actor))
        review.adjudicate(verdict_id=pk, actor=self.actor, **asked)
        return answer(pk, self.actor)


class PublishView(ApiView):
    """``publish/``."""

    @operation(
        operation_id="verdicts_publish",
        usual_version=3,
        links={"verdicts_correct": Link(), "verdicts_retract": Link()},
        request=NOTHING,
        responses={200: VerdictShape},
        has_etag=True,
        if_match=True,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Publish an approved verdict; the one published before is superseded."""
        version = read_version(request, verdict_check(pk, "publish", self.actor))
        publication.publish(verdict_id=pk, actor=self.actor, version=version)
        return answer(pk, self.actor)


class CorrectView(ApiView):
    """``correct/``."""

    @operation(
        operation_id="verdicts_correct",
        links={"verdicts_submit": Link(is_edit=True), "verdicts_edit": Link(is_edit=True)},
        request=CorrectInput,
        responses={201: VerdictShape},
        has_etag=True,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Begin a correction: the answer is a draft that copies the published verdict."""
        asked = read(CorrectInput, request, verdict_check(pk, "correct", self.actor))
        draft = corrections.correct(verdict_id=pk, actor=self.actor, **asked)
        return answer(draft.pk, self.actor, status=201)


class RetractView(ApiView):
    """``retract/``."""

    @operation(operation_id="verdicts_retract", request=RetractInput, responses={200: VerdictShape}, has_etag=True)
    def post(self, request: Request, pk: int) -> Response:
        """Ask for a retraction, or confirm the one another editor asked for."""
        asked = read(RetractInput, request, verdict_check(pk, "retract", self.actor))
        corrections.retract(verdict_id=pk, actor=self.actor, **asked)
        return answer(pk, self.actor)


class AbandonView(ApiView):
    """``abandon/``."""

    @operation(operation_id="verdicts_abandon", request=NOTHING, responses={200: VerdictShape}, has_etag=True)
    def post(self, _request: Request, pk: int) -> Response:
        """Give a draft up."""
        endings.abandon(verdict_id=pk, actor=self.actor)
        return answer(pk, self.actor)
