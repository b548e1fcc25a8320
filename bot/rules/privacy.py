"""What a group may know about its members. Every number about people passes here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

# Raised whenever a rule below changes: a release keeps the version it was made under.
DEFINITION = 1

# The smallest group of which a band is shown.
BAND_FLOOR = 15
# The smallest part of a split of which a share is shown, as for the cells of the US
# Centers for Medicare and Medicaid Services (nothing from 1 to 10, nothing derivable).
SHARE_FLOOR = 11
# A share is shown to the nearest five points.
ROUNDING = 5

Group = Literal["cohort", "site"]


class Band(StrEnum):
    """A share of a group, as coarse as a small group needs it."""

    FEW = "few"
    SOME = "some"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Share:
    """A share in per cent, rounded."""

    percent: int


@dataclass(frozen=True, slots=True)
class Withheld:
    """Nothing is shown. There is one reason to everybody: too few people."""


WITHHELD = Withheld()
Shown = Band | Share | Withheld


def participation(group: Group, *, answered: int, following: int) -> Shown:
    """Return what may be shown of "`answered` of the `following` answered at least once".

    >>> participation("cohort", answered=9, following=18)
    <Band.SOME: 'some'>
    >>> participation("cohort", answered=13, following=18)
    <Band.MOST: 'most'>
    >>> participation("cohort", answered=9, following=14)
    Withheld()
    >>> participation("cohort", answered=0, following=20)
    <Band.FEW: 'few'>
    >>> participation("site", answered=30, following=63)
    Share(percent=50)
    >>> participation("site", answered=60, following=63)
    <Band.MOST: 'most'>
    """
    if following < BAND_FLOOR:
        return WITHHELD
    if group == "site" and min(answered, following - answered) >= SHARE_FLOOR:
        return Share(_rounded(answered, following))
    return _band(answered, following)


def written(shown: Shown) -> str:
    """Return `shown` in the form in which a release keeps it."""
    match shown:
        case Band():
            return f"band:{shown.value}"
        case Share():
            return f"share:{shown.percent}"
        case Withheld():
            return "withheld"


def read(text: str) -> Shown:
    """Return what `written` wrote."""
    form, _, value = text.partition(":")
    if form == "band":
        return Band(value)
    return Share(int(value)) if form == "share" else WITHHELD


def _rounded(answered: int, following: int) -> int:
    # Whole numbers only: a half goes up, as people expect of five points.
    return (200 * answered + ROUNDING * following) // (2 * ROUNDING * following) * ROUNDING


def _band(answered: int, following: int) -> Band:
    if 3 * answered < following:
        return Band.FEW
    return Band.MOST if 3 * answered > 2 * following else Band.SOME


# In one place, because a digest, an answer and an export must say the same.
WORDS: Mapping[Shown, str] = MappingProxyType(
    {
        Band.FEW: "fewer than a third",
        Band.SOME: "a third to two thirds",
        Band.MOST: "more than two thirds",
        WITHHELD: "Not shown: too few people to keep this private.",
    }
)


def words(shown: Shown) -> str:
    """Return `shown` as people read it."""
    return f"{shown.percent} %" if isinstance(shown, Share) else WORDS[shown]
