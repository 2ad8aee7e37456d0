from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db.models import Q
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from factcheck.core.api.pagination import Cursor, after, decode_cursor, encode_cursor, page_size_of
from factcheck.core.errors import Invalid

FIELDS = ("-created_at", "-id")


def test_a_cursor_comes_back_as_it_was() -> None:
    cursor = Cursor((datetime(2021, 12, 21, 9, 30, 0, 123456, tzinfo=UTC), date(2021, 12, 17), 0.1, "ü", 7), True)
    assert decode_cursor(encode_cursor(cursor, FIELDS), FIELDS) == cursor


def test_no_cursor_is_the_start_of_the_list() -> None:
    assert decode_cursor(None, FIELDS) is None


@pytest.mark.parametrize("text", ["x", "a:b", "é", "x" * 2_000, "eyJhIjoxfQ:AAAA"])
def test_a_broken_cursor_is_a_field_error(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        decode_cursor(text, FIELDS)
    assert set(caught.value.errors) == {"cursor"}


def test_a_cursor_is_good_for_its_own_ordering_only() -> None:
    text = encode_cursor(Cursor((1, 2), False), FIELDS)
    with pytest.raises(Invalid):
        decode_cursor(text, ("created_at", "id"))


def test_null_cannot_be_a_position() -> None:
    with pytest.raises(TypeError, match="never null"):
        encode_cursor(Cursor((None,), False), ("-id",))


def test_position_with_a_tie_breaker_starts_inside_an_index() -> None:
    expected = Q(score__lte=0.5) & (Q(score__lt=0.5) | (Q(score=0.5) & Q(id__gt=3)))
    assert after(("-score", "id"), (0.5, 3)) == expected
    assert after(("-id",), (3,)) == Q(id__lt=3)


@pytest.mark.parametrize("text", ["0", "201", "-1", "1.5", "x", "", "٣", "9" * 40])
def test_page_size_outside_its_limits_is_refused_by_name(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        page_size_of(Request(APIRequestFactory().get("/", {"page_size": text})))
    assert caught.value.errors == {"page_size": ["A number from 1 to 200."]}


@pytest.mark.parametrize(("query", "size"), [({}, 50), ({"page_size": "1"}, 1), ({"page_size": "200"}, 200)])
def test_page_size_within_its_limits(query: dict[str, str], size: int) -> None:
    assert page_size_of(Request(APIRequestFactory().get("/", query))) == size
