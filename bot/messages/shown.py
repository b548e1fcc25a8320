"""The words for what may be shown, and for what may not or not yet: here and nowhere else."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from bot.messages.parts import local
from bot.rules.shown import WITHHELD, Band, Mixed, Phrase, Share, Shown

# A digest, an answer and an export must say the same.
WORDS: Mapping[Shown, str] = MappingProxyType(
    {
        Band.FEW: "fewer than a third",
        Band.LESS_THAN_HALF: "fewer than half",
        Band.SOME: "a third to two thirds",
        Band.HALF_OR_MORE: "half or more",
        Band.MOST: "more than two thirds",
        Phrase.FEWER_THAN_HALF: "fewer than half",
        Phrase.ABOUT_HALF: "about half",
        Phrase.MOST: "most",
        WITHHELD: "Not shown: too few people to keep this private.",
    }
)


def words(shown: Shown) -> str:
    """Return `shown` as people read it."""
    match shown:
        case Share():
            return f"{shown.percent} %"
        case Mixed():
            return f"by cohort: {', '.join(WORDS[band] for band in shown.bands)}"
        case _:
            return WORDS[shown]


def waiting(released_at: datetime, zone: str) -> str:
    """Return what is said of a week that is not released yet."""
    return f"shown on {local(released_at, zone)}"
