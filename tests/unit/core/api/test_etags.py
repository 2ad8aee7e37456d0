from __future__ import annotations

import pytest
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from factcheck.core.api.etags import etag, required_version, versioned
from factcheck.core.api.problems import Malformed, PreconditionRequired
from factcheck.core.errors import Stale


def asking(header: str | None) -> Request:
    headers = {} if header is None else {"If-Match": header}
    return Request(APIRequestFactory().patch("/", headers=headers))


def test_the_version_is_read_back_from_its_tag() -> None:
    assert required_version(asking(etag(7))) == 7


@pytest.mark.parametrize("header", [None, "", "*"])
def test_an_edit_must_name_a_version(header: str | None) -> None:
    with pytest.raises(PreconditionRequired):
        required_version(asking(header))


@pytest.mark.parametrize("header", ['W/"7"', '"abc"', '""', '"' + "9" * 19 + '"'])
def test_a_tag_we_never_gave_is_stale(header: str) -> None:
    with pytest.raises(Stale):
        required_version(asking(header))


@pytest.mark.parametrize("header", ["7", '"7', '"7", "8"', "'7'"])
def test_a_header_that_is_no_single_tag_is_malformed(header: str) -> None:
    with pytest.raises(Malformed):
        required_version(asking(header))


def test_writes_answer_with_the_new_tag_and_place() -> None:
    response = versioned({}, version=3, status=201, location="/x/1/")
    assert (response.status_code, response["ETag"], response["Location"]) == (201, '"3"', "/x/1/")
