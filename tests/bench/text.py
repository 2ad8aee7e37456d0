"""How well the machine reads: development sets that lie beside the checkout, where there are any."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from config import env
from factcheck.text import checkworthiness, quotations
from tests.bench.registry import Result, benchmark

DATA = env.ROOT.parent / "shared" / "data"
SPEECH = re.compile(r"\b(?:said|says|told|added|according)\b", re.IGNORECASE)
QUOTED = re.compile(r"[\"“]([^\"”]{15,}?)[\"”]")
NAMED = re.compile(r"(?:(?<=[.”\"] )|\b)((?:[A-Z][\w'’-]+ ?){1,3})")
SMALL_DOCUMENTS = 60


@benchmark("text")
def text(scale: str) -> Iterator[Result]:
    """F1 of check-worthy sentences and share of quotations with the right speaker, beside rules of one line."""
    worthy = DATA / "check_worthy" / "data" / "cb_dev.jsonl.gz"
    quoted = DATA / "quote_attrib" / "data" / "polnear_dev.jsonl.gz"
    if not worthy.exists() or not quoted.exists():
        yield Result("text", skipped="no data")
        return
    yield _check_worthy(_read(worthy))
    documents = _read(quoted)
    yield _speakers(documents[:SMALL_DOCUMENTS] if scale == "small" else documents)


def _check_worthy(rows: list[dict[str, Any]]) -> Result:
    """A statement with a number is the usual baseline for what is worth checking."""
    sentences = [{"doc": "dev", "line": n, "speaker": "", "text": row["text"]} for n, row in enumerate(rows)]
    gold = [bool(row["label"]) for row in rows]
    ours = [score >= 0.5 for score in checkworthiness.score(sentences)]
    peer = [any(character.isdigit() for character in row["text"]) for row in rows]
    return Result(
        "text.check_worthy_f1", _f1(gold, ours), _f1(gold, peer), bound=1.0, settings={"sentences": len(rows)}
    )


def _speakers(documents: list[dict[str, Any]]) -> Result:
    """The nearest capitalised words before or after the quotation are the usual baseline for its speaker."""
    ours = _share_right(documents, _ours)
    return Result(
        "text.speaker_accuracy",
        ours,
        _share_right(documents, _nearest_name),
        bound=1.0,
        settings={"documents": len(documents)},
    )


Found = list[tuple[int, int, str]]


def _ours(words: str) -> Found:
    return [(found.start, found.end, found.speaker or "") for found in quotations.attribute(words)]


def _nearest_name(words: str) -> Found:
    def speaker(start: int, end: int) -> str:
        after, before = words[end : end + 120], words[max(0, start - 120) : start]
        names = NAMED.findall(after) if SPEECH.search(after) else NAMED.findall(before)[::-1]
        return names[0].strip() if names else ""

    return [(m.start(1), m.end(1), speaker(m.start(), m.end())) for m in QUOTED.finditer(words)]


def _share_right(documents: list[dict[str, Any]], attribute: Callable[[str], Found]) -> float:
    right = wanted = 0
    for document in documents:
        found = attribute(document["text"])
        for quote in document["quotes"]:
            if not quote["attr"] or not quote["speaker"] or quote["pronoun"]:
                continue
            wanted += 1
            names = [speaker for start, end, speaker in found if _overlap(quote, start, end) >= 0.5]
            right += bool(names) and bool(_last_words(names[0]) & _last_words(quote["speaker"]))
    return right / wanted if wanted else 0.0


def _overlap(quote: dict[str, Any], start: int, end: int) -> float:
    inside = min(quote["end"], end) - max(quote["start"], start)
    return max(0, inside) / (max(quote["end"], end) - min(quote["start"], start))


def _last_words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z][\w'’-]+", name)}


def _f1(gold: list[bool], given: list[bool]) -> float:
    hits = sum(g and h for g, h in zip(gold, given, strict=True))
    return 2 * hits / (sum(gold) + sum(given)) if hits else 0.0


def _read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
