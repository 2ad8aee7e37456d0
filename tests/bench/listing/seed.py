"""Fill the tables with claims in every state, print what measuring needs: ``python -m tests.bench.listing.seed N``.

Rows are written in bulk, past the services: a hundred thousand audited moves would take an hour.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import date, timedelta

import django
from django.db import connection
from django.utils import timezone

CLAIMANTS, PEOPLE, BATCH = 400, 12, 5000
WORDS = str.split(
    "the minister said that alliance proposals on missiles troops budget energy prices harvest vaccine border treaty "
    "were never agreed before winter and rose fell by percent since last year according to figures of office council"
)
TAGS = ("nato", "energy", "health", "budget", "election", "climate")


def main() -> None:
    """Write the rows; print ``{"token", "last_page"}``."""
    count = int(sys.argv[1])
    django.setup()
    from factcheck.accounts.services import tokens

    chance = random.Random(count)
    people = _people()
    claims = _claims(count, chance, people)
    _appearances(claims, chance)
    _work(claims, chance, people)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    json.dump({"token": tokens.issue(user=people[0]).secret, "last_page": _last_page(claims)}, sys.stdout)


def _people() -> list:
    from factcheck.accounts.models import User

    roles = ("editor", "reviewer", "fact_checker")
    return [User.objects.create(username=f"person-{n}", role=roles[n % 3]) for n in range(PEOPLE)]


def _claims(count: int, chance: random.Random, people: list) -> list:
    from claims.models import Claim

    def claim() -> Claim:
        state = chance.choices(("submitted", "accepted", "declined"), (3, 5, 2))[0]
        return Claim(
            text=" ".join(chance.choices(WORDS, k=chance.randint(8, 40))).capitalize() + ".",
            language=chance.choice(("en", "de", "uk", "ru")),
            state=state,
            decline_reason="opinion" if state == "declined" else "",
            tags=chance.sample(TAGS, chance.randint(0, 3)),
            submitted_by=chance.choice(people),
            accepted_at=timezone.now() if state == "accepted" else None,
        )

    return Claim.objects.bulk_create([claim() for _ in range(count)], batch_size=BATCH)


def _appearances(claims: list, chance: random.Random) -> None:
    from claims.models import Appearance, Claimant

    claimants = Claimant.objects.bulk_create([Claimant(name=f"Claimant {n}") for n in range(CLAIMANTS)])
    rows = [
        Appearance(
            claim=claim,
            url=f"https://news.example/{claim.pk}",
            quote=claim.text[:200],
            claimant=chance.choice(claimants),
            said_on=date(2021, 12, 31) - timedelta(days=chance.randint(0, 700)),
            is_first=True,
        )
        for claim in claims
        if chance.random() < 0.9
    ]
    Appearance.objects.bulk_create(rows, batch_size=BATCH)


def _work(claims: list, chance: random.Random, people: list) -> None:
    """Give accepted claims assignments and verdicts: open, published or none."""
    from claims.models import Assignment, ClaimRevision, Verdict
    from claims.models.rating import Rating, ReviewPolicy

    accepted = [claim for claim in claims if claim.state == "accepted"]
    assigned = [
        Assignment(claim=claim, user=chance.choice(people), assigned_by=people[0])
        for claim in accepted
        if chance.random() < 0.4
    ]
    Assignment.objects.bulk_create(assigned, batch_size=BATCH)
    answered = [claim for claim in accepted if chance.random() < 0.6]
    frozen = [ClaimRevision(claim=claim, number=1, text=claim.text) for claim in answered]
    revisions = ClaimRevision.objects.bulk_create(frozen, batch_size=BATCH)
    ratings, policy, now = list(Rating.objects.all()), ReviewPolicy.objects.first(), timezone.now()

    def verdict(revision: ClaimRevision) -> Verdict:
        state = chance.choices(("draft", "in_review", "approved", "published", "returned"), (2, 2, 1, 5, 1))[0]
        return Verdict(
            claim_id=revision.claim_id,
            number=1,
            state=state,
            rating=chance.choice(ratings),
            summary="So it is.",
            author=chance.choice(people),
            claim_revision=revision,
            policy=policy,
            submitted_at=now,
            published_at=now if state == "published" else None,
            published_by=people[0] if state == "published" else None,
        )

    Verdict.objects.bulk_create([verdict(revision) for revision in revisions], batch_size=BATCH)


def _last_page(claims: list) -> str:
    from factcheck.core.api.pagination import NEWEST_FIRST, Cursor, encode_cursor

    first_ids = sorted(claim.pk for claim in claims[:51])
    return encode_cursor(Cursor((first_ids[-1],), is_reversed=False), NEWEST_FIRST)


if __name__ == "__main__":
    main()
