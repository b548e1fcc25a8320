"""What may be said of a group: the values that a release holds, and how it keeps them."""

from dataclasses import dataclass
from enum import Enum


class Band(Enum):
    """A share of a group, as coarse as a small group needs it; lowest first."""

    FEW = "few"
    LESS_THAN_HALF = "less-than-half"
    SOME = "some"
    HALF_OR_MORE = "half-or-more"
    MOST = "most"

    def top(self, following: int) -> int:
        """Return how many of those who follow can have answered at most.

        >>> Band.FEW.top(15), Band.LESS_THAN_HALF.top(15), Band.SOME.top(15), Band.MOST.top(15)
        (4, 7, 10, 15)
        """
        match self:
            case Band.FEW:
                return (following - 1) // 3
            case Band.LESS_THAN_HALF:
                return (following - 1) // 2
            case Band.SOME:
                return 2 * following // 3
            case _:
                return following


@dataclass(frozen=True, slots=True)
class Share:
    """A share in per cent, rounded."""

    percent: int


@dataclass(frozen=True, slots=True)
class Mixed:
    """The bands of several cohorts, lowest first: no more than each of them says."""

    bands: tuple[Band, ...]


class Phrase(Enum):
    """How many of those who answered were better off than not."""

    FEWER_THAN_HALF = "fewer-than-half"
    ABOUT_HALF = "about-half"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Withheld:
    """Nothing is shown. There is one reason to everybody: too few people."""


WITHHELD = Withheld()
Shown = Band | Share | Mixed | Phrase | Withheld


def written(shown: Shown) -> str:
    """Return `shown` in the form in which a release keeps it."""
    match shown:
        case Band():
            return f"band:{shown.value}"
        case Share():
            return f"share:{shown.percent}"
        case Mixed():
            return f"mixed:{','.join(band.value for band in shown.bands)}"
        case Phrase():
            return f"phrase:{shown.value}"
        case Withheld():
            return "withheld"


def read(text: str) -> Shown:
    """Return what `written` wrote; of whatever else it is, nothing is shown."""
    form, _, value = text.partition(":")
    try:
        match form:
            case "band":
                return Band(value)
            case "share":
                return Share(int(value))
            case "mixed":
                return Mixed(tuple(map(Band, value.split(","))))
            case "phrase":
                return Phrase(value)
    except ValueError:
        pass
    return WITHHELD
