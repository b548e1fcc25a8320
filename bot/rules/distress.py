"""Whether somebody writes words of distress, however they type them.

It is no detection of risk: it only decides how soon the help card comes. A card too many does no
harm, so it forgives more than the matcher of commands does.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.rules.asks import plain

# Different ways to write the same, once apostrophes are gone; each becomes the second.
_SAME = {
    "any more": "anymore",
    "any longer": "anymore",
    "my self": "myself",
    "can not": "cannot",
    "cant": "cannot",
    "couldnt": "cannot",
    "could not": "cannot",
    "dont": "do not",
    "didnt": "do not",
    "isnt": "is not",
    "wasnt": "was not",
    "im": "i am",
    "ive": "i have",
    "wanna": "want to",
    "wanting to": "want to",
    "wanted to": "want to",
    "wants to": "want to",
}
_WAYS = re.compile(rf"\b({'|'.join(_SAME)})\b")

# From so many letters on, one typing error still leaves the word; shorter ones may be jumbled.
_LONG, _JUMBLED = 5, 3


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases as they are compared, and every word in them by its first letter."""

    written: tuple[str, ...]
    words: dict[str, tuple[str, ...]]


def wants_help(text: str, phrases: Collection[str]) -> bool:
    """Return whether `text` holds one of the `phrases` of distress, as whole words."""
    known = _known(tuple(phrases))
    words = f" {' '.join(_meant(word, known) for word in _spoken(text).split())} "
    return any(f" {phrase} " in words for phrase in known.written)


@lru_cache(maxsize=8)
def _known(phrases: tuple[str, ...]) -> _Phrases:
    written = tuple(dict.fromkeys(map(_spoken, phrases)))
    words: dict[str, tuple[str, ...]] = {}
    for word in sorted({word for phrase in written for word in phrase.split()}):
        words[word[0]] = (*words.get(word[0], ()), word)
    return _Phrases(written, words)


def _spoken(text: str) -> str:
    """Return `text` in plain words, each in the one way in which it is compared."""
    return _WAYS.sub(lambda found: _SAME[found[1]], plain(text))


def _meant(typed: str, known: _Phrases) -> str:
    """Return the word of the phrases that somebody meant to type, or what they typed."""
    alike = known.words.get(typed[0], ())
    if typed in alike:
        return typed
    return next((word for word in alike if _is_near(typed, word)), typed)


def _is_near(typed: str, word: str) -> bool:
    """Return whether `typed` is `word` with a typing error; their first letters are the same."""
    if len(word) >= _LONG:
        return OSA.distance(typed, word, score_cutoff=1) <= 1
    return len(word) >= _JUMBLED and sorted(typed) == sorted(word)
