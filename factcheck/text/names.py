"""Who is named in a document: runs of capitalised words, the fullest form of each name, and who holds which office."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from factcheck.text.abbreviations import GERMAN_MONTHS, SENTENCE_OPENERS
from factcheck.text.tokens import Token
from factcheck.text.wordlists import word_set

_PARTICLES: Final = word_set(
    """
    de del della di da la le van von der den bin ibn al el of af zu
    """
)
_TITLES: Final = word_set(
    """
    mr mrs ms miss mx dr sir dame lord lady prof professor rev father sister judge justice rabbi imam
    president vice-president senator sen sens rep reps representative congressman congresswoman governor
    gov mayor secretary minister chancellor premier chairman chairwoman chair speaker general gen
    colonel col captain capt lieutenant lt major maj sergeant sgt admiral adm sheriff attorney
    ambassador commissioner king queen prince princess pope bishop archbishop former ex vice prime
    deputy acting republican democratic democrat rival spokesman spokeswoman spokesperson candidate
    nominee presidential state foreign defence defense press chief leader director herr frau
    mme mlle monsieur señor señora pan pani пан пані президент
    прем'єр міністр премьер министр prezydent premier minister président présidente ministre presidente
    ministro präsident kanzler kanzlerin ministerin
    """
)
OFFICES: Final = word_set(
    """
    president vice-president senator congressman congresswoman governor mayor secretary
    secretary-general minister chancellor premier chairman chairwoman chair speaker general colonel
    admiral sheriff attorney ambassador commissioner king queen prince pope bishop archbishop spokesman
    spokeswoman spokesperson candidate nominee leader director strategist professor lawyer economist
    analyst businessman businesswoman billionaire mogul lawmaker prosecutor
    """
)
_TIMES: Final = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december
    """
) | {month.lower() for month in GERMAN_MONTHS}
_NOT_PEOPLE: Final = word_set(
    """
    new north south east west united san los las white house party committee department news times post
    university council union agency ministry court senate congress parliament commission company
    corporation inc bank street county city states america american americans europe european russia
    russian ukraine nato foundation institute association campaign act journal press court center centre
    office service bureau force forces army navy convention republicans democrats obamacare twitter
    facebook google fox cnn nbc abc cbs msnbc
    """
)
_ALL_TITLES: Final = _TITLES | OFFICES
_INITIAL: Final = re.compile(r"[^\W\d_]\.")


def is_capitalised(word: str) -> bool:
    """Tell whether the word starts as names do."""
    return word[:1].isupper() or word[:1].istitle()


def bare(word: str) -> str:
    """Return the word without a possessive ending or a full stop: "Trump’s" gives "Trump"."""
    for ending in ("'s", "’s", "'", "’"):
        word = word.removesuffix(ending)
    return word if _INITIAL.match(word) else word.rstrip(".")


def runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield half-open ranges of tokens that read as one name, titles included."""
    index = 0
    while index < len(tokens):
        end = _run_end(tokens, index)
        if end > index:
            yield index, end
        index = max(end, index + 1)


def _run_end(tokens: Sequence[Token], index: int) -> int:
    end = index
    while end < len(tokens) and tokens[end].is_word:
        word = tokens[end].text
        if is_capitalised(word) and not _is_opener(word) and word.lower() not in _TIMES:
            end += 1
            if word.endswith(("'s", "’s")):
                break
        elif (
            end > index
            and word in _PARTICLES
            and end + 1 < len(tokens)
            and tokens[end + 1].is_word
            and is_capitalised(tokens[end + 1].text)
        ):
            end += 1
        else:
            break
    return end


def _is_opener(word: str) -> bool:
    return word in SENTENCE_OPENERS and not _INITIAL.match(word)


def without_titles(words: Sequence[str]) -> list[str]:
    """Return the words of a name after its last title ("Senate Leader Ana Silva"), or all when none is left."""
    kept = [bare(word) for word in words]
    titles = [index for index, word in enumerate(kept[:-1]) if word.lower() in _ALL_TITLES]
    return kept[titles[-1] + 1 :] if titles else kept


class People:
    """The names of one document."""

    def __init__(self, sentences: Sequence[Sequence[Token]]) -> None:
        self._by_last: dict[str, Counter[str]] = defaultdict(Counter)
        self._by_first: dict[str, Counter[str]] = defaultdict(Counter)
        self._titled: set[str] = set()
        self._offices: dict[str, Counter[str]] = defaultdict(Counter)
        for tokens in sentences:
            for start, end in runs(tokens):
                self._learn(tokens, start, end)

    def _learn(self, tokens: Sequence[Token], start: int, end: int) -> None:
        words = [token.text for token in tokens[start:end]]
        kept = without_titles(words)
        if len(kept) < len(words):
            self._titled.add(kept[-1])
        if len(kept) >= 2 and not self._is_other(kept):
            self._by_last[kept[-1]][" ".join(kept)] += 1
            self._by_first[kept[0]][" ".join(kept)] += 1
        if not self._is_other(kept):
            for office in self._offices_beside(tokens, start, end, len(words) - len(kept)):
                self._offices[office][" ".join(kept)] += 1

    @staticmethod
    def _is_other(words: Sequence[str]) -> bool:
        """Tell whether the words name a place or an organisation rather than a person."""
        lowered = {word.lower() for word in words}
        return bool(lowered & _NOT_PEOPLE) or len(words) > 4 or any(word.isupper() and len(word) > 3 for word in words)

    @staticmethod
    def _offices_beside(tokens: Sequence[Token], start: int, end: int, titles: int) -> set[str]:
        """Return offices named before ("president Ana Silva") and after ("Ana Silva, the mayor of Rivertown,")."""
        nearby = [bare(token.text).lower() for token in tokens[start : start + titles]]
        nearby += [token.text.lower() for token in tokens[max(0, start - 1) : start]]
        if end < len(tokens) and tokens[end].text == ",":
            for token in tokens[end + 1 : end + 6]:
                if not token.is_word:
                    break
                nearby.append(token.text.lower())
        return set(nearby) & OFFICES

    def fullest(self, words: Sequence[str]) -> str:
        """Return the fullest form the document gives for a name: "Silva" gives "Ana Silva"."""
        kept = without_titles(words)
        if len(kept) == 1:
            for forms in (self._by_last.get(kept[0]), self._by_first.get(kept[0])):
                if forms:
                    return forms.most_common(1)[0][0]
        return " ".join(kept)

    def is_person(self, words: Sequence[str]) -> bool:
        """Tell whether the name is that of a person, as far as the document shows."""
        kept = without_titles(words)
        if self._is_other(kept):
            return False
        return len(kept) >= 2 or kept[0] in self._by_last or kept[0] in self._titled or kept[0] in self._by_first

    def holder(self, office: str) -> str | None:
        """Return who holds the office in this document, if it names exactly one person for it."""
        holders = {self.fullest(name.split()) for name in self._offices.get(office, ())}
        return holders.pop() if len(holders) == 1 else None
