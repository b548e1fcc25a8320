"""What a release holds: each figure as it may be shown, and the version of its definition."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.rules import privacy, shown
from bot.rules.shown import WITHHELD, Shown

# Raised whenever what a figure means changes; a release keeps those it was made under.
DEFINITIONS = {
    # People who answered at least once, of those who follow.
    "participation": privacy.VERSIONS["participation"],
    # Check-ins that the curriculum brought to everybody: not a number about people.
    "asked": 1,
    # People who keep the companion, of those on the list.
    "consent": privacy.VERSIONS["participation"],
    # People last in green or yellow, of those who named a zone.
    "zones": privacy.VERSIONS["score"],
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one group and period; None for one that was not asked for."""

    participation: Shown | None = None
    asked: int | None = None
    consent: Shown | None = None
    zones: Shown | None = None

    def withheld(self) -> "Figures":
        """Return these figures as they are refused to one person: of answers nothing is left.

        How many keep the companion stays: where it is shown at all it is shown in every week,
        so a refusal there would be no ordinary one.
        """
        return Figures(
            None if self.participation is None else WITHHELD,
            self.asked,
            self.consent,
            None if self.zones is None else WITHHELD,
        )


def written(figures: Figures) -> tuple[str, str]:
    """Return the figures, and the versions of their definitions, as a release keeps them."""
    kept = {
        name: figure if isinstance(figure, int) else shown.written(figure)
        for name in DEFINITIONS
        if (figure := getattr(figures, name)) is not None
    }
    versions = {name: DEFINITIONS[name] for name in kept}
    return json.dumps(kept), json.dumps(versions)


# What can be shown of a cohort is one of few things; a year of a hospital has thousands of them.
@lru_cache(maxsize=1_000)
def read(text: str) -> Figures:
    """Return the figures that `written` wrote."""
    kept: Mapping[str, Any] = json.loads(text)
    found: dict[str, Any] = {
        name: figure if isinstance(figure, int) else shown.read(figure)
        for name, figure in kept.items()
    }
    return Figures(**found)
