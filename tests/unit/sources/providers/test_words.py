"""Which words of a claim a provider is asked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from factcheck.sources.providers import Found
from factcheck.sources.providers.words import closest, slug_words, words_of
from tests.unit.sources.providers.wire import question

CLAIM = "There are no proposals from the US or Nato to place missiles in Ukraine or deploy troops there"


def test_the_topic_stays_in_the_order_of_the_text() -> None:
    words = words_of(question(CLAIM))
    assert words == ["proposals", "us", "nato", "place", "missiles", "ukraine", "deploy", "troops"]


def test_names_and_numbers_come_before_long_words() -> None:
    assert words_of(question("The extraordinary provocations of Nato in 1997"), most=2) == ["nato", "1997"]


def test_words_keep_to_the_room_given() -> None:
    assert words_of(question(CLAIM), room=12) == ["nato", "ukraine"]


def test_operators_of_query_languages_do_not_pass() -> None:
    words = words_of(question('intitle:"x1" -OR- AND (Foo*) ~bar \\ insource:/a.*b/'))
    assert not {"or", "and"} & set(words)
    assert all(word.isalnum() for word in words)


def test_capitals_tell_nothing_in_a_headline_all_of_capitals() -> None:
    assert words_of(question("THE US AND THE MISSILES")) == ["missiles"]


def test_an_unknown_language_drops_the_idle_words_of_all() -> None:
    assert words_of(question("Der Vertrag und the treaty", language="")) == ["vertrag", "treaty"]


@given(st.text(max_size=300), st.sampled_from(["en", "uk", "xx", ""]))
def test_any_text_gives_few_short_words_once(text: str, language: str) -> None:
    words = words_of(question(text, language=language))
    assert len(words) == len(set(words)) <= 12
    assert len(" ".join(words)) <= 250
    assert words == words_of(question(text, language=language))


def test_a_long_text_is_read_only_so_far() -> None:
    assert words_of(question("x" * 1_000_000)) == []


def test_the_words_of_an_address_are_decoded() -> None:
    assert slug_words("https://a.example/n/%D0%BC%D0%B8%D1%80-nato_talks.html?x=1") == "n мир nato talks"


def test_rare_words_count_more_than_common_ones() -> None:
    common = [Found(f"http://a.example/{n}", "Nato in Ukraine", "", None) for n in range(9)]
    rare = Found("http://a.example/rare", "Nato and missiles", "", None)
    assert closest(question("Nato missiles Ukraine", limit=1), [*common, rare]) == [rare]


def test_one_shared_word_suffices_only_for_a_query_of_one() -> None:
    document = Found("http://a.example/", "Nato", "", None)
    assert closest(question("Nato"), [document, document]) == [document]
    assert closest(question("Nato missiles"), [document]) == []
    assert closest(question("of the"), [document]) == []
