"""What coordinators ask -> which releases are meant, or one sentence and an example."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum
from html import unescape

from bot.rules import asks, cadence, days
from bot.rules.asks import MOST_WEEKS, STRAIGHT, USUAL_WEEKS, NotUnderstoodError
from bot.rules.assessments import Point
from bot.rules.roles import Act

# A question is a line; whoever pastes a page has pasted something else.
LONGEST = 300
TOO_LONG = "That is too long for a question. Ask like this: /resiliency {act} {example}"
UNKNOWN = "I cannot read that. Ask like this: /resiliency {act} {example}"
NO_DAY = "I do not know that day. Ask like this: since 2 November, or: since 2026-11-02"
TO_COME = "That day is still to come. Ask like this: last 4 weeks"
BACKWARDS = "That ends before it begins. Ask like this: from 2 November to 20 December"
TOO_MANY = f"Ask for 1 to {MOST_WEEKS} weeks, for example: last 4 weeks"
TOO_OLD = "I show one year at most. Ask like this: last 52 weeks"

EXAMPLES: Mapping[Act, str] = {
    Act.PARTICIPATION: "cohort NAME last 4 weeks",
    Act.PROGRESS: "cohort NAME last 4 weeks",
    Act.OUTCOMES: "pre to month_1",
    Act.EXPORT: "participation since 2 November",
}
POINTS: tuple[Point, ...] = ("end", "month_1", "month_3", "month_6")
# What can be taken away as a file.
EXPORTS = ("participation", "outcomes", "reach", "ledger")
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6}
_WEEKS = {"week": 1, "month": 4, "quarter": 13, "year": 52}

_COHORT = re.compile(r"(?<!by )\bcohort\b", re.IGNORECASE)
_NEXT = r"(?=\s+(?:by|last|this|since|from|until|to|site)\b|$)"
_CLAUSES = re.compile(
    rf"""\s*(?:and\s+)?(?:
      (?P<site>site|the\ hospital|hospital)\b
    | by\ (?P<by>four\ weeks|4\ weeks|weeks?|months?|cohorts?)\b
    | (?:the\ )?last\ (?P<last>\d+|[a-z]+)?\s*(?P<unit>week|month|quarter|year)s?\b
    | this\ (?P<this>week|month|quarter|year)\b
    | (?:since|from)\ (?P<since>.+?){_NEXT}
    | (?:until|to|till)\ (?P<until>.+?){_NEXT}
    )[\s,]*""",
    re.IGNORECASE | re.VERBOSE,
)


class By(StrEnum):
    """How an answer is laid out."""

    WEEK = "week"
    FOUR_WEEKS = "four weeks"
    COHORT = "cohort"


@dataclass(frozen=True, slots=True)
class Question:
    """Which releases are asked for: whose, over which whole weeks, and how they are laid out.

    `since` and `until` are None where so many of the last closed `weeks` are meant.
    """

    cohort: str | None = None
    site_only: bool = False
    weeks: int = USUAL_WEEKS
    since: date | None = None
    until: date | None = None
    by: By = By.WEEK

    @property
    def widened(self) -> bool:
        """Whether it was widened to whole weeks."""
        return any(
            day is not None and day != cadence.week_of(day) + timedelta(days=end)
            for day, end in ((self.since, 0), (self.until, 6))
        )


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Which outcomes are asked for: of which site (None: all), which measure, until when."""

    site: str | None = None
    measure: str | None = None
    point: Point = "month_1"


def participation(text: str, act: Act, cohorts: Collection[str], today: date) -> Question:
    """Return the question in `[site|cohort NAME] [last N weeks|since DATE|…] [by …]`.

    Raises:
        NotUnderstoodError: Anything else; it says what exists, or how to ask.
    """
    rest = _plain(text, act)
    found = Question()
    if named := _COHORT.search(rest):
        name, left = asks.named(rest[named.end() :].strip(), cohorts)
        found, rest = replace(found, cohort=name), f"{rest[: named.start()]} {left}"
    rest = rest.strip(" ,")
    while rest:
        clause = _CLAUSES.match(rest)
        if clause is None:
            raise NotUnderstoodError(_unknown(act))
        found = _with(found, clause, today)
        rest = rest[clause.end() :]
    return _checked(found, today)


def outcomes(text: str, sites: Mapping[str, str], measures: Sequence[str]) -> Outcomes:
    """Return the question in `[site NAME] [measure] [pre to month_1]`.

    `sites` are names by id, and `measures` what is measured.

    Raises:
        NotUnderstoodError: Anything else; it says what there is.
    """
    site, rest = _site(_plain(text, Act.OUTCOMES), sites)
    found = Outcomes(site)
    for word in _joined(rest.replace("-", "_").casefold().split()):
        point = next((one for one in POINTS if one == word), None)
        near = get_close_matches(word, measures, 1, 0.8)
        if point or near:
            found = replace(found, point=point) if point else replace(found, measure=near[0])
        elif word not in _FILLERS:
            raise NotUnderstoodError(
                f"I cannot read that. Measures: {', '.join(measures)}. Time points: "
                f"{', '.join(POINTS)}. Ask like this: /resiliency outcomes pre to month_1"
            )
    return found


def _site(text: str, sites: Mapping[str, str]) -> tuple[str | None, str]:
    """Return the site that is named, by its id, and the rest."""
    for site_id, name in sites.items():
        for known in (name, name.partition(" (")[0], site_id):
            at = text.casefold().find(known.casefold())
            if at >= 0:
                return site_id, text[:at] + text[at + len(known) :]
    return None, text


def export(text: str) -> tuple[str, str]:
    """Return what is to be taken away, and the words after it.

    Raises:
        NotUnderstoodError: Anything else.
    """
    rest = _plain(text, Act.EXPORT)
    what, _, left = rest.partition(" ")
    near = get_close_matches(what.casefold(), EXPORTS, 1, 0.8)
    if not near:
        raise NotUnderstoodError(
            "I can export participation, outcomes, reach or ledger. "
            "Ask like this: /resiliency export participation last 12 weeks"
        )
    return near[0], left


_FILLERS = frozenset({"pre", "to", "from", "for", "of", "site", "at", "and", "all"})


def _joined(words: Sequence[str]) -> list[str]:
    """Return words with `month 1` as one."""
    joined = re.sub(r"\bmonth[ _]?(\d)\b", r"month_\1", " ".join(words))
    return joined.replace(",", " ").split()


def _plain(text: str, act: Act) -> str:
    plain = " ".join(unescape(text.translate(STRAIGHT)).split())
    if len(plain) > LONGEST:
        raise NotUnderstoodError(TOO_LONG.format(act=act, example=EXAMPLES.get(act, "")).rstrip())
    return plain


def _unknown(act: Act) -> str:
    return UNKNOWN.format(act=act, example=EXAMPLES.get(act, "")).rstrip()


def _with(found: Question, clause: re.Match[str], today: date) -> Question:
    if clause["site"]:
        return replace(found, site_only=True)
    if by := clause["by"]:
        return replace(found, by=_by(by.casefold()))
    if clause["unit"]:
        return replace(found, weeks=_weeks(clause["last"], clause["unit"].casefold()))
    if this := clause["this"]:
        return replace(found, since=_this(this.casefold(), today))
    if clause["since"]:
        return replace(found, since=_day(clause["since"], today))
    return replace(found, until=_day(clause["until"], today))


def _by(words: str) -> By:
    if words.startswith("cohort"):
        return By.COHORT
    return By.FOUR_WEEKS if words.startswith(("four", "4", "month")) else By.WEEK


def _weeks(number: str | None, unit: str) -> int:
    many = _NUMBERS.get((number or "one").casefold()) or _whole(number or "")
    if many is None or not 1 <= many * _WEEKS[unit] <= MOST_WEEKS:
        raise NotUnderstoodError(TOO_MANY)
    return many * _WEEKS[unit]


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 3 else None


def _this(unit: str, today: date) -> date:
    match unit:
        case "week":
            return cadence.week_of(today)
        case "month":
            return today.replace(day=1)
        case "quarter":
            return days.quarter(today)
        case _:
            return today.replace(month=1, day=1)


def _day(text: str, today: date) -> date:
    found = days.read(text, today)
    if found is None:
        raise NotUnderstoodError(NO_DAY)
    return found


def _checked(found: Question, today: date) -> Question:
    """Return a question that has an answer.

    Raises:
        NotUnderstoodError: It begins tomorrow, ends before it begins, or is too long.
    """
    since, until = found.since, found.until
    if since and since > today:
        raise NotUnderstoodError(TO_COME)
    if until and until < (since or until):
        raise NotUnderstoodError(BACKWARDS)
    if since and cadence.week_of(today) - cadence.week_of(since) > MOST_WEEKS * cadence.WEEK:
        raise NotUnderstoodError(TOO_OLD)
    return found
