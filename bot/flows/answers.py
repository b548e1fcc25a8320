"""Where one person's answer is kept, and under which seal; who they are stands nowhere there."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.flows.people import link_key_row
from bot.rules import keeping
from bot.rules.assessments import POINTS
from storage import people
from storage.inbox import Sealed
from storage.seal import NotOpenedError, Ring, pseudonym
from storage.transactions import Transaction

# Longer than any answer: an id of sixty characters and what stands around it.
PLAIN_BYTES = 128
# Longer than any assessment of forty items, so that all are of one length.
SHEET_BYTES = 2048
# Longer than the list of somebody who has marked every exercise of the library.
LIKING_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer is kept: under which pseudonym, sealed to which row."""

    pseudonym: str
    row: str


def place(link_key: bytes, content_id: str, version: int, day: date) -> Place:
    """Return the place of the answer to a question that fell due on `day`."""
    name = pseudonym(link_key, (content_id, keeping.period_of(day)))
    return Place(name, _row(name, version))


def point_place(link_key: bytes, cohort_id: str, point: str, version: int) -> Place:
    """Return the place of a finished assessment."""
    name = pseudonym(link_key, ("point", cohort_id, point))
    return Place(name, _row(name, version))


def draft_place(link_key: bytes, cohort_id: str, point: str, version: int) -> Place:
    """Return the place of a half-filled assessment: under another name than the finished one."""
    name = pseudonym(link_key, ("draft", cohort_id, point))
    return Place(name, _row(name, version))


def liking_place(link_key: bytes, version: int) -> Place:
    """Return the place of the list of what helps somebody."""
    name = pseudonym(link_key, ("what-helps",))
    return Place(name, _row(name, version))


def point_names(link_key: bytes, cohort_ids: Iterable[str]) -> list[str]:
    """Return every name under which somebody's assessments can be kept, whether they are or not."""
    return [
        place(link_key, cohort_id, point, 0).pseudonym
        for cohort_id in cohort_ids
        for point in POINTS
        for place in (point_place, draft_place)
    ]


def sealed_assessment(ring: Ring, at: Place, plain: Mapping[str, Any]) -> bytes:
    """Return an assessment, finished or not, as it is kept at its place."""
    return _sealed(ring, at, plain, SHEET_BYTES)


def opened_assessment(ring: Ring, at: Place, sealed: bytes) -> dict[str, Any]:
    """Return what is kept of an assessment at a place."""
    plain: dict[str, Any] = json.loads(ring.open(sealed, at.row))
    return plain


def sealed_liking(ring: Ring, at: Place, marks: Mapping[str, str]) -> bytes:
    """Return the list of what helps somebody as it is kept at its place."""
    return _sealed(ring, at, marks, LIKING_BYTES)


def opened_liking(ring: Ring, at: Place, sealed: bytes) -> dict[str, str]:
    """Return the list of what helps somebody that is kept at a place."""
    marks: dict[str, str] = json.loads(ring.open(sealed, at.row))
    return marks


def opened_link_key(ring: Ring, person_id: str, sealed: bytes) -> bytes:
    """Return a person's link key.

    Raises:
        NotOpenedError: It was sealed with a key that is not here.
    """
    return ring.open(sealed, link_key_row(person_id))


def link_key_of(ring: Ring, tx: Transaction, person_id: str) -> bytes | None:
    """Return somebody's link key; None when there is none, or no key opens it any more."""
    sealed = people.link_key(tx, person_id)
    try:
        return opened_link_key(ring, person_id, sealed) if sealed else None
    except NotOpenedError:
        return None


def sealed_choice(ring: Ring, at: Place, choice_id: str) -> bytes:
    """Return a choice as it is kept at its place."""
    # Padded, because a sealed value is as long as what was sealed: the length would tell.
    plain = json.dumps({"choice": choice_id}).encode().ljust(PLAIN_BYTES)
    return ring.seal(plain, at.row)


def opened_choice(ring: Ring, at: Place, sealed: bytes) -> str:
    """Return the id of the choice that is kept at a place."""
    choice: str = json.loads(ring.open(sealed, at.row))["choice"]
    return choice


def resealed(ring: Ring, answer: Sealed) -> Sealed:
    """Return an answer sealed with the first key, at the place where it was.

    Raises:
        NotOpenedError: It was sealed with a key that is not here.
    """
    row = _row(answer.pseudonym, answer.content_version)
    return replace(answer, sealed=ring.renew(answer.sealed, row))


def resealed_if_opened(ring: Ring, answer: Sealed) -> Sealed:
    """Return an answer sealed with the first key, or as it is when no key opens it.

    Which key sealed it would tell whether it came before the key was changed; one that
    cannot be opened keeps nobody else from answering.
    """
    if ring.is_of_first(answer.sealed):
        return answer
    try:
        return resealed(ring, answer)
    except NotOpenedError:
        return answer


def _sealed(ring: Ring, at: Place, plain: Mapping[str, Any], block: int) -> bytes:
    """Return something sealed, as long as some blocks are: its own length would tell."""
    written = json.dumps(plain).encode()
    return ring.seal(written.ljust(-(-len(written) // block) * block), at.row)


def _row(name: str, version: int) -> str:
    return f"response/{name}/{version}"
