"""A library on its way in: what could be read of it, whole or not, for the rules to look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.certification import Ladder
from content.instruments import Releases
from content.model import CheckIn, Curriculum, Exercise, Help, Instrument
from content.talk import Talk


@dataclass(frozen=True, slots=True)
class Draft:
    """A library as far as it could be read.

    `paths` has every file there is, by its name, and `packed` the names of those that a pack has
    laid over the library; `raw` is what each says, also where its shape is wrong.
    """

    paths: Mapping[str, Path]
    packed: frozenset[str]
    raw: Mapping[str, Mapping[str, Any]]
    checkins: Mapping[str, CheckIn]
    exercises: Mapping[str, Exercise]
    instruments: Mapping[str, Instrument]
    curriculum: Curriculum | None
    help: Help | None
    talk: Talk | None
    ladder: Ladder | None
    releases: Releases | None

    def has_exercise(self, exercise_id: str) -> bool:
        """Return whether a file is there for it, readable or not.

        A file that is wrong is named once, and not again by everything that points to it.
        """
        return name("exercises", exercise_id) in self.paths

    def is_whole(self, folder: str) -> bool:
        """Return whether every file of this folder could be read."""
        there = sum(file.startswith(f"{folder}/") for file in self.paths)
        return there == len(self.checkins if folder == "checkins" else self.exercises)


def name(folder: str, item_id: str) -> str:
    """Return the name of the file that holds this item."""
    return f"{folder}/{item_id}.toml"
