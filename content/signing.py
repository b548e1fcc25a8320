"""Who stands by a text: it may be sent when enough roles have signed it as it is now."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any, Protocol

from content.draft import name
from content.files import Problem
from content.model import CheckIn, Exercise, Instrument, Item, Library, Signature


class Standing(StrEnum):
    """How it is with the signatures of an item; only what is `SIGNED` is sent."""

    SIGNED = "signed"
    # An exercise it offers, or the way out of one, is not to be shown yet.
    WAITING = "signed, but leading to an unsigned exercise"
    SECOND = "waiting for a second role"
    CHANGED = "changed since signed"
    UNSIGNED = "unsigned"


class Shelves(Protocol):
    """Where items stand: in a library, or in a draft of one."""

    @property
    def checkins(self) -> Mapping[str, CheckIn]:
        """Return the check-ins, by their ids."""

    @property
    def exercises(self) -> Mapping[str, Exercise]:
        """Return the exercises, by their ids."""

    @property
    def instruments(self) -> Mapping[str, Instrument]:
        """Return the instruments, by their ids."""


def signature(item: Item, by: str, on: date) -> Signature:
    """Return the signature of a role for the text as it is now."""
    return Signature(by=by, on=on, hash=digest(item))


def digest(item: Item) -> str:
    """Return the hash of an item's text: of all that it says, and not of how its file is laid out.

    A field that says nothing is left out, so that one that is new to the model costs no signature.
    """
    said = _said(item.model_dump(mode="json", exclude={"signatures"}))
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def is_signed(item: Item) -> bool:
    """Return whether enough roles have signed the text as it is now."""
    return len(_roles(item)) >= item.roles_needed


def is_signed_by(item: Item, role: str) -> bool:
    """Return whether this role has signed the text as it is now."""
    return role.casefold() in _roles(item)


def items(shelves: Shelves) -> dict[str, Item]:
    """Return everything that can be signed, by the name of its file.

    An instrument whose words belong to others has no text here that anybody could stand by.
    """
    worded = {key: one for key, one in shelves.instruments.items() if one.is_worded}
    folders = (("checkins", shelves.checkins), ("exercises", shelves.exercises))
    return {
        name(folder, key): item
        for folder, shelf in (*folders, ("instruments", worded))
        for key, item in shelf.items()
    }


def sendable(library: Library) -> Library:
    """Return the library with those items only that may be sent."""
    exercises = _exercises(library)
    checkins = {
        key: checkin
        for key, checkin in library.checkins.items()
        if is_signed(checkin) and _leads_to(checkin) <= exercises.keys()
    }
    instruments = {key: one for key, one in library.instruments.items() if is_signed(one)}
    return library.model_copy(
        update={"checkins": checkins, "exercises": exercises, "instruments": instruments}
    )


def standings(shelves: Shelves) -> dict[str, Standing]:
    """Return how it is with each item, by the name of its file."""
    shown = _exercises(shelves).keys()
    return {file: _standing(item, shown) for file, item in items(shelves).items()}


def by_unit(shelves: Shelves) -> dict[str, Counter[Standing]]:
    """Return how many check-ins and exercises of each unit stand how."""
    stand = standings(shelves)
    units: dict[str, Counter[Standing]] = {}
    for file, item in items(shelves).items():
        if isinstance(item, CheckIn | Exercise):
            units.setdefault(item.unit, Counter())[stand[file]] += 1
    return units


def remarks(shelves: Shelves) -> Iterator[Problem]:
    """Yield each signature that no longer counts: no problem, but somebody will wonder."""
    for file, item in items(shelves).items():
        for signed in _outdated(item):
            yield (
                file,
                f"has changed since {signed.by} signed it on {signed.on}; "
                "have it read and signed again",
            )


def _standing(item: Item, shown: Set[str]) -> Standing:
    roles = len(_roles(item))
    if roles >= item.roles_needed:
        return Standing.SIGNED if _leads_to(item) <= shown else Standing.WAITING
    if roles:
        return Standing.SECOND
    return Standing.CHANGED if item.signatures else Standing.UNSIGNED


def _outdated(item: Item) -> list[Signature]:
    now = digest(item)
    return [one for one in item.signatures if one.hash != now and not is_signed_by(item, one.by)]


def _roles(item: Item) -> set[str]:
    now = digest(item)
    return {signed.by.casefold() for signed in item.signatures if signed.hash == now}


def _leads_to(item: Item) -> set[str]:
    """Return the exercises that somebody who gets this may be shown next."""
    if isinstance(item, CheckIn):
        return {choice.offer for choice in item.choices if choice.offer}
    return {item.anchor} if isinstance(item, Exercise) and item.anchor else set()


def _exercises(shelves: Shelves) -> dict[str, Exercise]:
    """Return the exercises that may be shown: nobody is led inward without a way out."""
    shown = {key: exercise for key, exercise in shelves.exercises.items() if is_signed(exercise)}
    while True:
        kept = {key: one for key, one in shown.items() if _leads_to(one) <= shown.keys()}
        if len(kept) == len(shown):
            return kept
        shown = kept


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _said(one) for key, one in value.items() if not _says_nothing(one)}
    return [_said(one) for one in value] if isinstance(value, list) else value


def _says_nothing(value: Any) -> bool:
    # Zero says something.
    return value is None or value is False or value in ([], {})
