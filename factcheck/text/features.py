"""What a sentence shows that makes it more or less worth checking: patterns, weights and a reason in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Feature:
    """Something seen in a sentence; each hit, up to ``most``, adds ``weight`` to the sum."""

    reason: str
    weight: float
    pattern: re.Pattern[str]
    most: int = 1

    def hits(self, text: str) -> int:
        """Return how often the pattern is found, counting no further than ``most``."""
        found = 0
        for _ in self.pattern.finditer(text):
            found += 1
            if found == self.most:
                break
        return found


def _words(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words.split())})\b", re.IGNORECASE)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_QUANTITIES: Final = _words(
    r"""
    two three four five six seven eight nine ten dozen hundreds? thousands? millions? billions? trillions?
    half third quarter twice doubled? doubles tripled? triples мільйон\w* мільярд\w* тисяч\w* миллион\w*
    миллиард\w* тысяч\w* milion\w* miliard\w* tysi\w+ Millionen Milliarden milliards millones
    """
)
_SHARES: Final = _any(
    r"%|[$€£]\s?\d",
    r"\b(?:per ?cent|dollars?|euros?|процент\w*|відсотк\w*|procent\w*|Prozent|pour cent|por ciento)\b",
)
_COMPARISONS: Final = _words(
    """
    more less fewer most least highest lowest largest biggest smallest worst best record than ever higher
    lower larger greater
    """
)
_OUTCOMES: Final = _words(
    r"""
    rise risen rising rose fell fallen increas\w+ decreas\w+ grew grown dropped cut lost created doubled
    tripled spent paid killed died won passed built signed invaded annexed deployed banned voted votes
    balanced raised reduced supported opposed suspended
    """
)
_DENIALS: Final = _any(
    r"\bthere (?:is|are|was|were|have been|has been) (?:no|not|never)\b",
    r"\b(?:no (?:one|evidence|proposals?|plans?)|never|nobody|none|nothing|not a single|only)\b",
)
# A capitalised word in mid-sentence, with those that follow it; "I" is no name.
_NAMES: Final = re.compile(
    r"(?<=[\w,;–—] )[“\"(]?(?!I\b|I['’])[^\W\d_a-zа-яёіїєґąćęłńóśźżäöüéèêàâôîß][\w.&’'-]+"
    r"(?: [A-Z][\w.&’'-]+)*"
)
_TIMES: Final = _words(r"years? months? weeks? decades? century last since ago yesterday (?:19|20)\d\d")
_PUBLIC_AFFAIRS: Final = _words(
    r"""
    government administration congress senate parliament president minist\w+ tax(?:es)? budget deficit debt
    jobs? unemployment econom\w+ trade troops missiles? nuclear weapons? war military immigra\w+ crime health
    insurance schools? education energy oil climate police law bill billion percent wages? welfare medicare
    policy treat(?:y|ies) aid
    """
)
_OPINIONS: Final = _any(
    r"\b(?:I|we) (?:think|believe|hope|want|wish|feel|guess|love|like|mean|know|understand|agree)\b",
    r"\b(?:in my (?:view|opinion)|must|should|ought)\b",
)
_POSSIBILITIES: Final = _any(
    r"\b(?:will|would|shall|could|might|may|going to|gonna|let['’]s|let us|can(?:['’]t|not)?|wants?)\b",
    r"\b[a-z]+['’]ll\b",
)
_COURTESIES: Final = _any(
    r"\b(?:thank(?:s| you)|welcome|good (?:evening|morning|night)|ladies and gentlemen|congratulations)\b",
    r"\b(?:excuse me|please|God bless)\b",
)

FEATURES: Final = (
    Feature("gives a number", 1.0, re.compile(r"(?<![\w.])[$€£]?\d[\d.,–-]*"), 2),
    Feature("gives a quantity in words", 0.8, _QUANTITIES),
    Feature("gives a share or an amount of money", 1.0, _SHARES),
    Feature("compares", 0.5, _COMPARISONS),
    Feature("tells of a change or an outcome", 0.75, _OUTCOMES, 2),
    Feature("says that something does not exist or never happened", 0.75, _DENIALS),
    Feature("says that something exists", 0.35, _any(r"\bthere (?:is|are|was|were|have been|has been)\b")),
    Feature("generalises", 0.25, _words("every all always everyone everybody entire whole any")),
    Feature("names somebody or something", 0.45, _NAMES, 3),
    Feature("states a fact of the past", 0.45, re.compile(r"\b(?:was|were|had|did|have been|has been|\w{3,}ed)\b")),
    Feature("states how things are", 0.1, re.compile(r"\b(?:is|are|has|have|does|do)\b")),
    Feature("tells when", 0.3, _TIMES),
    Feature("is about what others did", 0.3, _words("he she they his her their")),
    Feature("is about public affairs", 0.35, _PUBLIC_AFFAIRS, 2),
    Feature("asks a question", -1.6, re.compile(r"\?[\"”’»)]*+\s*+\Z")),
    Feature("gives an opinion or a wish", -0.8, _OPINIONS),
    Feature("speaks of the future or the possible", -0.75, _POSSIBILITIES),
    Feature("addresses the listener", -0.5, _words("you your yourself")),
    Feature("speaks of oneself", -0.35, re.compile(r"\b(?:I|me|my|I['’]\w+)\b")),
    Feature("is a courtesy", -1.8, _COURTESIES),
)
