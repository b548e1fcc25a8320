"""The rule that a version stands for one text and one way to score: a changed one has a new number.

Stored answers keep the versions they were given to, and nobody could read them rightly any more.
"""

import hashlib
import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from content.draft import Draft, name
from content.files import Problem
from content.instruments import Instrument, Release

FILE = "released.toml"

# What answers come to, and what is asked: the rest of a file is about the instrument.
_SCORING: dict[str, Any] = {
    # A measure that stopped being one of reactions would need one signature less.
    "reactions": True,
    "scales": {"__all__": {"id", "lowest", "highest", "step"}},
    "items": {"__all__": {"id", "scale", "reverse"}},
    "subscales": True,
    "algorithms": True,
}
_WORDS: dict[str, Any] = {
    "title": True,
    "intro": True,
    "scales": {"__all__": {"id", "labels"}},
    "checklists": True,
    "items": {"__all__": {"id", "text", "checklist", "time_points", "support_from"}},
}


def problems(draft: Draft) -> Iterator[Problem]:
    """Return which instruments differ from what was released under their versions."""
    if FILE in draft.packed:
        yield FILE, "is the library's own record; remove it from the pack"
    yield from chain(changed(draft), unrecorded(draft))


def changed(draft: Draft) -> Iterator[Problem]:
    """Return which released instruments are gone, or differ without a raised version."""
    for release in draft.releases.instruments if draft.releases else ():
        file = name("instruments", release.id)
        if file not in draft.paths:
            yield FILE, f'"{release.id}" was released and has no file any more; bring it back'
        if release.id in draft.instruments:
            is_packed = file in draft.packed
            found = _unraised(draft.instruments[release.id], release, is_packed=is_packed)
            yield from ((file, what) for what in found)


def unrecorded(draft: Draft) -> Iterator[Problem]:
    """Return which instruments of the library nobody has recorded; a pack's need no record."""
    known = {release.id for release in draft.releases.instruments} if draft.releases else None
    for instrument_id in draft.instruments if known is not None else ():
        file = name("instruments", instrument_id)
        if instrument_id not in (known or ()) and file not in draft.packed:
            yield file, f"is not in {FILE}; write it there: python -m content release"


def record(instrument: Instrument) -> Release:
    """Return what is remembered of this instrument when it is released."""
    return Release(
        id=instrument.id,
        version=instrument.version,
        scoring_version=instrument.scoring_version,
        worded=instrument.is_worded,
        words=_hash(instrument, _WORDS),
        scoring=_hash(instrument, _SCORING),
    )


def _unraised(instrument: Instrument, release: Release, *, is_packed: bool) -> Iterator[str]:
    at_hand = record(instrument)
    scored_otherwise = at_hand.scoring != release.scoring
    # A site's pack may give words to what has none, and needs no new version for it.
    brings_words = is_packed and not release.worded
    worded_otherwise = at_hand.words != release.words and not brings_words
    versions = (
        ("scoring_version", "scoring", scored_otherwise),
        ("version", "content", scored_otherwise or worded_otherwise),
    )
    for field, what, is_changed in versions:
        here, there = getattr(instrument, field), getattr(release, field)
        if here < there:
            yield f"{field}: is {here}, and {there} was released; go on from there"
        elif here == there and is_changed:
            yield (
                f"{field}: the {what} is not what was released as {there}; "
                f"write {field} = {there + 1}, or undo the change"
            )


def _hash(instrument: Instrument, part: dict[str, Any]) -> str:
    text = json.dumps(_said(instrument, part), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _said(instrument: Instrument, part: dict[str, Any]) -> dict[str, Any]:
    # Without defaults, so that a field we add to all files one day changes no hash.
    return instrument.model_dump(mode="json", include=part, exclude_defaults=True)
