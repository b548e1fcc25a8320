"""Invented digests: one with everything in it, and others as bare as they come."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.messages.digests import Digest
from bot.messages.reports import Line
from bot.rules import digests
from bot.rules.digests import Idea
from bot.rules.figures import Figures
from bot.rules.shown import WITHHELD, Band, Phrase
from tests.messages.values import (
    COHORT,
    DAYS,
    DELIVERY,
    LIBRARY,
    LONGEST_NAME,
    MONDAY,
    four_weeks,
    week,
)

# Which group, and on which day it was suggested.
A_POST = f"{DELIVERY}/2026-11-19"
TRAINED = [day.on for day in DAYS]

# The welcome, and a minute to share in every week of half a year.
IDEAS: list[Idea] = [
    found
    for number in range(-1, 26)
    if (found := digests.idea(LIBRARY, TRAINED, TRAINED[0] + number * timedelta(days=7)))
]


def digest(**more: Any) -> Digest:
    """A digest of nothing, but for what is given."""
    bare = Digest(DELIVERY, COHORT, "Riverbend (invented)", None, None, None, (), (), None)
    return replace(bare, **more)


def released(cohort: str = COHORT, **figures: Any) -> Line:
    """What was released of a week of a cohort."""
    return Line(cohort, week(0), week(0) + timedelta(days=6), Figures(**figures))


def at(day: date) -> datetime:
    """A moment of a day."""
    return MONDAY + (day - MONDAY.date())


FULL_DIGEST = digest(
    cohort=LONGEST_NAME,
    week=released(LONGEST_NAME, participation=Band.SOME),
    four_weeks=four_weeks(Band.MOST, Phrase.MOST)._replace(group=LONGEST_NAME),
    consent=released(LONGEST_NAME, consent=WITHHELD),
    units=[unit.title for unit in LIBRARY.curriculum.units],
    coming=digests.coming(DAYS, at(TRAINED[0] - timedelta(days=10))),
    idea=IDEAS[1],
)
