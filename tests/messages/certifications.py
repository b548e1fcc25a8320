"""Invented trainers, one on each step of the ladder and in each state that the calendar makes."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.messages.certifications import Overview, Trainer, Watched
from bot.rules import certifications
from tests.messages.values import DELIVERY, LIBRARY, week

LADDER = LIBRARY.ladder
TODAY = week(0)
ENDS = {"current": 90, "a refresher due": 20, "over": -1}

WATCHED = [
    Watched("Why I do this work", "lead", "U0THEO", 85, TODAY, "e1"),
    Watched("", "refresher", "U0THEO", None, TODAY, "e2"),
]


def trainer(level: str | None, until: date | None = None, *watched: Watched) -> Trainer:
    """A trainer on a step of the ladder; None for somebody of whom nothing was confirmed."""
    following = certifications.following(LADDER, level)
    return Trainer(
        DELIVERY,
        f"U0{str(level).upper().replace('_', '')}",
        certifications.standing(LADDER, level, until, TODAY) if level else None,
        LADDER.level(level) if level else None,
        following,
        certifications.missing(following, []) if following else (),
        watched,
    )


TARA = trainer("certified", TODAY + timedelta(days=90), *WATCHED)
TRAINERS: Mapping[str, Trainer] = {
    "of whom nothing is known": trainer(None),
    **{level.key: trainer(level.key, None, *WATCHED) for level in LADDER.levels},
    **{name: trainer("certified", TODAY + timedelta(days=days)) for name, days in ENDS.items()},
}
OVERVIEWS = {
    **{f"mine, {name}": Overview(LADDER, one, (), False) for name, one in TRAINERS.items()},
    "of a coordinator": Overview(LADDER, None, [*TRAINERS.values()], True),
    "of many": Overview(LADDER, TARA, [TARA] * 25, True),
    "of nobody": Overview(LADDER, None, (), True),
}
