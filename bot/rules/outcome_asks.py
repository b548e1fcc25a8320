"""Which outcomes are asked for: of which hospital, which measure, until which time point."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from bot.rules.asks import NotUnderstoodError
from bot.rules.assessments import Point
from bot.rules.phrases import plain, site_named
from bot.rules.roles import Act

POINTS: tuple[Point, ...] = ("month_1", "month_3", "month_6", "end")

_FILLERS = frozenset(
    {"pre", "to", "from", "for", "of", "site", "hospital", "at", "and", "all", "after", "the"}
)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Which outcomes are asked for: of which site (None: all), which measure, until when."""

    site: str | None = None
    measure: str | None = None
    point: Point = "month_1"

    @property
    def words(self) -> str:
        """The same question, in ids alone."""
        return " ".join(filter(None, (self.site, self.measure, self.point)))


def outcomes(text: str, sites: Mapping[str, str], measures: Mapping[str, str]) -> Outcomes:
    """Return the question in `[site NAME] [measure] [pre to month_1]`.

    `sites` are names by id, and `measures` ids by what they may be called.

    Raises:
        NotUnderstoodError: Anything else; it says what there is.
    """
    site, rest = site_named(plain(text, Act.OUTCOMES), sites)
    found = Outcomes(site)
    for word in _joined(rest.casefold(), measures):
        point = next((one for one in POINTS if one == word), None)
        near = get_close_matches(word, measures, 1, 0.8)
        if point:
            found = replace(found, point=point)
        elif near and found.measure in (None, measures[near[0]]):
            found = replace(found, measure=measures[near[0]])
        elif word not in _FILLERS:
            raise NotUnderstoodError(_unknown(sites, measures))
    return found


def _unknown(sites: Mapping[str, str], measures: Mapping[str, str]) -> str:
    hospitals = f"Hospitals: {', '.join(sites.values())}. " if len(sites) > 1 else ""
    named = ", ".join(dict.fromkeys(measures.values()))
    return (
        f"I cannot read that. {hospitals}Measures, one at a time: {named}. Time points: "
        f"{', '.join(POINTS)}. Ask like this: /resiliency outcomes pre to month_1"
    )


def _joined(text: str, measures: Collection[str]) -> list[str]:
    """Return words, with `month 1` and the names of measures as one."""
    text = re.sub(r"\b(?:month[ _-]?(\d)|(\d) months?)\b", r"month_\1\2", text)
    for name in measures:
        text = re.sub(rf"\b{name.replace('-', '[ _-]')}\b", name, text)
    return text.replace(",", " ").split()
