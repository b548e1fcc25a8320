"""How hard a text is to read: whoever reads it is tired, and may have grown up with another tongue.

The grade is Flesch and Kincaid's: long sentences and long words raise it. A short text makes it
jump, so a file is graded as one text. A hard text can hide in an easy file; so each that is not
very short is graded by itself, too, with some grace.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

import syllapy

from content.draft import Draft
from content.files import Problem
from content.wording import ours, prose

# What most people read without effort, also at four in the morning.
HIGHEST_GRADE = 8
HIGHEST_GRADE_OF_ONE = 10
ENOUGH_WORDS = 15
LONGEST_SENTENCE = 25

_END = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def problems(draft: Draft) -> Iterator[Problem]:
    """Return every file that is too hard to read, and every text and sentence in it that is."""
    for file, raw in ours(draft):
        texts = list(prose(raw))
        for field, text in texts:
            yield from ((file, f"{field}: {what}") for what in _too_hard(text))
        yield from ((file, what) for what in _above(HIGHEST_GRADE, (text for _, text in texts)))


def grade(texts: Iterable[str]) -> float:
    """Return after how many years of school these texts, taken together, are easy to read."""
    sentences = [words for text in texts for words in _sentences(text) if words]
    words = list(chain.from_iterable(sentences))
    if not words:
        return 0
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


# Few words make up a library, and it is read whenever one is loaded.
@cache
def _syllables(word: str) -> int:
    # A number, which is not counted, is said in a syllable or a few.
    return syllapy.count(word) or 1


def _sentences(text: str) -> list[list[str]]:
    return [_WORD.findall(sentence) for sentence in _END.split(text)]


def _above(highest: int, texts: Iterable[str]) -> Iterator[str]:
    found = grade(texts)
    if found > highest:
        advice = f"shorter sentences and shorter words bring it to {highest}"
        yield f"reads at grade {found:.1f}; {advice}"


def _too_hard(text: str) -> Iterator[str]:
    sentences = _sentences(text)
    for words in sentences:
        if len(words) > LONGEST_SENTENCE:
            start = " ".join(words[:4])
            yield f'"{start} …" has {len(words)} words; make two sentences of it'
    if sum(map(len, sentences)) >= ENOUGH_WORDS:
        yield from _above(HIGHEST_GRADE_OF_ONE, [text])
