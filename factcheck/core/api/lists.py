"""One page of a list, built by a function that gets all its rows at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.response import Response

from factcheck.core.api.pagination import CursorPages
from factcheck.core.api.views import ApiView

Build = Callable[[list[Any]], Sequence[dict[str, Any]]]


class ListView(ApiView):
    """An endpoint whose GET is a list; ``page_ordering`` orders it otherwise than newest first."""

    pagination_class: type[CursorPages] = CursorPages

    def page(self, queryset: QuerySet[Any], build: Build) -> Response:
        """Return the asked page of ``queryset``.

        Args:
            queryset: in any order.
            build: gets the rows of the page together, so that it can load what they need in a fixed number of queries.

        Raises:
            Invalid: for a broken cursor or page size.
        """
        pages = self.pagination_class()
        rows = pages.paginate_queryset(queryset, self.request, self)
        return pages.get_paginated_response(build(rows))
