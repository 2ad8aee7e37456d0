from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy

from factcheck.core.api.encoding import canonical, decode, encode, nul_paths


def test_times_are_utc_with_z() -> None:
    assert encode({"at": datetime(2021, 12, 21, tzinfo=UTC)}) == b'{"at":"2021-12-21T00:00:00Z"}'


def test_lazy_text_decimals_and_sets_have_a_form() -> None:
    assert encode([gettext_lazy("x"), Decimal("1.50"), {1}]) == b'["x","1.50",[1]]'


def test_objects_without_a_form_are_a_fault() -> None:
    with pytest.raises(TypeError):
        encode(object())


def test_equal_data_has_one_canonical_form() -> None:
    assert canonical({"b": 1, "a": 2}) == canonical({"a": 2, "b": 1})


@pytest.mark.parametrize("raw", [b"", b"{", b'"\xff"', b"NaN", b'"\\ud800"', b"[" * 100_000 + b"]" * 100_000])
def test_anything_but_strict_json_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):
        decode(raw)


def test_nul_is_found_by_path_in_values_and_keys() -> None:
    raw = b'{"a":[{"b":"x\\u0000"}],"c":"fine","d":{"k\\u0000":1}}'
    assert sorted(nul_paths(raw, decode(raw))) == ["a.0.b", "d"]


def test_a_backslash_before_u0000_is_only_text() -> None:
    raw = rb'{"a":"\\u0000"}'
    assert nul_paths(raw, decode(raw)) == []
