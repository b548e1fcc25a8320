"""What somebody may have meant who types: a phrase of `words.toml`, or one that comes near it.

It is the same for everybody and at any time: no model, nothing learned, nothing remembered.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.rules.asks import plain, without_pictures
from content.model import Means, Talk

# Whoever writes more than this tells something, and wants to be heard: no phrase is that long.
MOST_CHARACTERS = 120
# No phrase that something may follow has more words.
_LONGEST_OPENING = 2


@dataclass(frozen=True, slots=True)
class Meant:
    """What somebody meant, and the words after it, where words may follow."""

    means: Means
    rest: str = ""


def is_long(text: str) -> bool:
    """Return whether somebody wrote so much that no phrase can be meant."""
    return len(text) > MOST_CHARACTERS


def meant(text: str, talk: Talk) -> Meant | None:
    """Return what somebody meant; None when nothing, or several things, come near."""
    if is_long(text):
        return None
    phrases = _phrases(talk)
    if same := phrases.get(plain(text)):
        return Meant(same.means)
    others = {plain(other) for other in talk.others}
    words = _without_courtesy(without_pictures(text).split(), talk)
    if said := _nearest(" ".join(words), phrases, others):
        return Meant(said)
    openings = _phrases(talk, more=True)
    for length in range(1, _LONGEST_OPENING + 1):
        if said := _nearest(" ".join(words[:length]), openings, others):
            return Meant(said, " ".join(_without_courtesy(words[length:], talk)))
    return None


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What a phrase means, and how many typing errors it forgives."""

    means: Means
    errors: int


def _nearest(text: str, phrases: Mapping[str, _Phrase], others: Collection[str]) -> Means | None:
    """Return what `text` means: the phrase itself, else the one that is fewest errors away.

    None for one of the `others`, which are no errors.
    """
    written = plain(text)
    if same := phrases.get(written):
        return same.means
    if written in others:
        return None
    near = process.extract(written, phrases.keys(), scorer=OSA.distance, score_cutoff=2, limit=None)
    found = [
        (errors, phrases[name].means) for name, errors, _ in near if errors <= phrases[name].errors
    ]
    fewest = min((errors for errors, _ in found), default=None)
    nearest = {means for errors, means in found if errors == fewest}
    return nearest.pop() if len(nearest) == 1 else None


def _phrases(talk: Talk, *, more: bool = False) -> dict[str, _Phrase]:
    """Return every phrase as it is compared; with `more`, those that something may follow."""
    return {
        plain(phrase): _Phrase(saying.means, 0 if saying.exact else _errors(plain(phrase)))
        for saying in talk.sayings
        if saying.more or not more
        for phrase in saying.phrases
    }


def _errors(phrase: str) -> int:
    """Return how many typing errors are forgiven: short words are soon other words."""
    if len(phrase) < 4:
        return 0
    return 1 if len(phrase) < 8 else 2


def _without_courtesy(words: list[str], talk: Talk) -> list[str]:
    """Return the words between courtesies, as they were written."""
    courtesies = {plain(courtesy) for courtesy in talk.courtesy}
    kept = list(words)
    while cut := next(_cuts(kept, courtesies), None):
        kept = kept[cut]
    return kept


def _cuts(words: list[str], courtesies: set[str]) -> Iterator[slice]:
    """Yield what would leave out a courtesy at the beginning or the end."""
    for length in range(1, min(2, len(words)) + 1):
        if plain(" ".join(words[:length])) in courtesies:
            yield slice(length, None)
        if plain(" ".join(words[-length:])) in courtesies:
            yield slice(0, -length)
