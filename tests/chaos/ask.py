"""Ask for pages as people do, through the services, in a process of its own. Reads JSON, writes JSON.

In: ``{"inquiries": [[url, …], …], "articles": [url, …]}``. Out: how long it took, in seconds.
"""

from __future__ import annotations

import json
import sys
import time

import django
from django.db import transaction

QUESTION = "There are no proposals to place missiles in Ukraine or deploy troops there"


def main() -> None:
    """Open an inquiry for each list of addresses and add the articles."""
    wanted = json.load(sys.stdin)
    django.setup()
    from claims.services.articles import NewArticle, add_article
    from factcheck.sources.services.inquiries import Question, open_inquiry
    from tests.factories.people import person

    alice = person("alice")
    began = time.monotonic()
    with transaction.atomic():  # so that the workers see all of it at the same time
        for urls in wanted["inquiries"]:
            open_inquiry(Question(QUESTION, providers=(), urls=urls), actor=alice)
        for url in wanted["articles"]:
            add_article(new=NewArticle(url=url), actor=alice)
    json.dump(time.monotonic() - began, sys.stdout)


if __name__ == "__main__":
    main()
