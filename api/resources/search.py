"""Search over titles, codes, definitions and notes, in both languages at once, without accents.

A question is cut into words; a word finds words that begin with it. What stands in a title counts
more than what stands in a definition, whole words more than beginnings, rare words more than
frequent ones. Synonyms are data (`synonyms.toml`).
"""

import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Any

from api.errors import InvalidSyntax
from api.model.registry import Registry
from api.resources.published import Published
from api.resources.search_documents import Document, documents
from api.resources.shape import Label, Page, Shape

_WORD = re.compile(r"\w+")

#: Longest question, in characters; a longer one is none.
_LONGEST = 200

#: What a word found at its beginning only counts, against one found whole.
_BEGINNING = 0.5

#: What a synonym counts, against the words that were asked.
_SYNONYM = 0.8

#: What a title counts that is the question, to the letter.
_EXACT = 1.5

#: What scores less than this share of the best hit is no hit.
_LEAST = 0.25


class Hit(Shape):
    """One thing found."""

    kind: str
    """table, dataflow, code, concept, provider or source."""
    id: str
    """Number of the table, id of the dataflow, code, id of the concept, provider or source."""
    title: str
    text: str
    """Its definition, if it has one."""
    places: tuple[Label, ...]
    """Where it is used: dataflows with figures of it come first (code: id of the dataflow)."""
    filled: bool
    """Whether there are figures of it."""
    table: int | None
    score: float


class Index:
    """Words of all documents of a registry, folded."""

    def __init__(self, found: Sequence[Document]) -> None:
        self._documents = found
        self._words: dict[str, dict[int, float]] = defaultdict(dict)
        for number, document in enumerate(found):
            for text, weight in document.texts():
                for word in words(text):
                    entry = self._words[word]
                    entry[number] = max(entry.get(number, 0.0), weight)
        self._sorted = sorted(self._words)

    def ask(self, question: str) -> list[tuple[float, Document]]:
        """What a question finds, best first."""
        best = self._best(question)
        asked = fold(question).strip()
        found = [
            (score * self._documents[n].weight * self._exact(n, asked), n)
            for n, score in best.items()
        ]
        found.sort(key=lambda entry: (-entry[0], entry[1]))
        least = found[0][0] * _LEAST if found else 0.0
        return [(score, self._documents[number]) for score, number in found if score >= least]

    def _best(self, question: str) -> dict[int, float]:
        best: dict[int, float] = {}
        for phrase, weight in _phrasings(question):
            for number, score in self._scores(_telling(phrase)).items():
                best[number] = max(best.get(number, 0.0), score * weight)
        return best

    def _scores(self, asked: Sequence[str]) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        met: dict[int, int] = defaultdict(int)
        for word in asked:
            for number, score in self._word(word).items():
                scores[number] += score
                met[number] += 1
        return {
            number: score * (met[number] / len(asked)) ** 2 / self._length(number)
            for number, score in scores.items()
        }

    def _exact(self, number: int, asked: str) -> float:
        titles = self._documents[number].title.values()
        return _EXACT if asked in map(fold, titles) else 1.0

    def _length(self, number: int) -> float:
        # Of two titles with the same words the shorter one is meant.
        return 1 + self._documents[number].length / 40

    def _word(self, word: str) -> dict[int, float]:
        found: dict[int, float] = {}
        for known in self._beginning(word):
            entry = self._words[known]
            rarity = log(1 + len(self._documents) / len(entry))
            share = 1.0 if known == word else _BEGINNING
            for number, weight in entry.items():
                found[number] = max(found.get(number, 0.0), weight * rarity * share)
        return found

    def _beginning(self, word: str) -> Iterable[str]:
        start = bisect_left(self._sorted, word)
        for known in self._sorted[start:]:
            if not known.startswith(word):
                return
            if known == word or len(word) > 1:
                yield known


def _telling(text: str) -> list[str]:
    """The words of a text that say something; all of them where none does."""
    found = words(text)
    return [word for word in found if word not in _stop()] or found


def fold(text: str) -> str:
    """Text without accents and case: `Nhật Bản` is `nhat ban`, `Đài Loan` is `dai loan`."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(one for one in plain if not unicodedata.combining(one))


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(fold(text).replace("_", " "))


@lru_cache(maxsize=1)
def _synonyms() -> Sequence[tuple[tuple[str, ...], tuple[str, ...]]]:
    groups = _data()["group"]
    return [(tuple(map(_spaced, group["words"])), tuple(group["means"])) for group in groups]


@lru_cache(maxsize=1)
def _stop() -> frozenset[str]:
    return frozenset(word for text in _data()["stop"] for word in words(text))


def _data() -> dict[str, Any]:
    path = Path(__file__).with_name("synonyms.toml")
    return tomllib.loads(path.read_text("utf-8"))


def _spaced(text: str) -> str:
    """A phrase with a blank around each word, so that only whole words are found in another."""
    return f" {' '.join(words(text))} "


def _phrasings(question: str) -> Iterable[tuple[str, float]]:
    """The question, then with a phrase of it in other words, then with all of them."""
    yield question, 1.0
    spaced = whole = _spaced(question)
    for phrases, meanings in _synonyms():
        held = [phrase for phrase in phrases if phrase in spaced]
        if held:
            longest = max(held, key=len)
            whole = whole.replace(longest, f" {meanings[0]} ")
            for meaning in meanings:
                yield f"{spaced.replace(longest, ' ')} {meaning}", _SYNONYM
    if whole != spaced:
        yield whole, _SYNONYM


@lru_cache(maxsize=2)
def _index(registry: Registry) -> Index:
    return Index(list(documents(registry)))


def search(question: str, published: Published, offset: int = 0, limit: int = 20) -> Page[Hit]:
    """What a question finds, best first; InvalidSyntax for an empty or overlong one."""
    if not words(question) or len(question) > _LONGEST:
        raise InvalidSyntax(f"q is a question of 1 to {_LONGEST} characters with a word in it")
    found = _index(published.registry).ask(question)
    hits = tuple(
        Hit(
            kind=document.kind,
            id=document.id,
            title=published.say(document.title),
            text=published.say(document.text),
            places=tuple(Label(code=id, label=published.say(name)) for id, name in document.places),
            filled=document.filled,
            table=document.table,
            score=round(score, 3),
        )
        for score, document in found[offset : offset + limit]
    )
    return Page[Hit](items=hits, total=len(found))
