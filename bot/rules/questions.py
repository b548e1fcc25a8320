"""What coordinators ask -> which releases are meant, or one sentence and an example."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType

from bot.rules import asks, cadence, days
from bot.rules.asks import MOST_WEEKS, USUAL_WEEKS, NotUnderstoodError
from bot.rules.phrases import EXAMPLES, plain, site_named, unknown
from bot.rules.roles import Act

NO_DAY = "I do not know that day. Ask like this: since 2 November, or: since 2026-11-02"
TO_COME = "That day is still to come. Ask like this: last 4 weeks"
# With the years: without them it may have been meant, and read as another year's.
BACKWARDS = "That ends before it begins. Ask like this: from 2 November 2026 to 20 December 2026"
TWICE = "That says something twice. Ask like this: /resiliency {act} {example}"
TOO_MANY = f"Ask for 1 to {MOST_WEEKS} weeks, for example: last 4 weeks"
TOO_OLD = "I show one year at most. Ask like this: last 52 weeks"

# Before the id of a cohort, where its name may not stand.
ID_MARK = "#"
# What can be taken away as a file.
EXPORTS = ("participation", "outcomes", "reach", "ledger")
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_WORDS, start=1)} | {"a": 1, "twelve": 12}
_BEGINNINGS = {"unit", "this", "since"}
_WEEKS = {"week": 1, "month": 4, "quarter": 13, "year": 52}

_COHORT = re.compile(r"(?<!by )\bcohort\b", re.IGNORECASE)
_NEXT = r"(?=\s+(?:by|last|past|this|since|from|until|till|to|site)\b|$)"
_CLAUSES = re.compile(
    rf"""\s*(?:and\s+)?(?:
      (?P<site>site|the\ hospital|hospital)\b
    | by\ (?P<by>four\ weeks|4\ weeks|weeks?|months?|cohorts?)\b
    | (?:the\ )?(?:last|past|previous)\ (?P<last>\d+|[a-z]+)?\s*
      (?P<unit>week|month|quarter|year)s?\b
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

    `site` is None for all of them. `since` and `until` are None where so many of the last closed
    `weeks` are meant.
    """

    cohort: str | None = None
    site: str | None = None
    site_only: bool = False
    weeks: int = USUAL_WEEKS
    since: date | None = None
    until: date | None = None
    by: By = By.WEEK

    def words(self, cohort_id: str | None = None) -> str:
        """Return the same question in ids and days alone, as a button may carry it."""
        said = [
            f"cohort {ID_MARK}{cohort_id}" if cohort_id else "",
            self.site or "",
            "site" if self.site_only else "",
            f"since {self.since}" if self.since else f"last {self.weeks} weeks",
            f"until {self.until}" if self.until else "",
            "" if self.by == By.WEEK else f"by {self.by}",
        ]
        return " ".join(filter(None, said))

    @property
    def widened(self) -> bool:
        """Whether it was widened to whole weeks."""
        return any(
            day is not None and day != cadence.week_of(day) + timedelta(days=end)
            for day, end in ((self.since, 0), (self.until, 6))
        )


def participation(
    text: str,
    act: Act,
    cohorts: Collection[str],
    today: date,
    sites: Mapping[str, str] = MappingProxyType({}),
) -> Question:
    """Return the question in `[site [NAME]|cohort NAME] [last N weeks|since DATE|…] [by …]`.

    `sites` are names by id.

    Raises:
        NotUnderstoodError: Anything else; it says what exists, or how to ask.
    """
    rest = plain(text, act)
    found = Question()
    if named := _COHORT.search(rest):
        name, left = asks.after_cohort(rest, named.end(), cohorts)
        found, rest = replace(found, cohort=name), f"{rest[: named.start()]} {left}"
    site, rest = site_named(rest, sites)
    found, rest = replace(found, site=site), " ".join(rest.split()).strip(" ,")
    said: set[str] = set()
    while rest:
        clause = _CLAUSES.match(rest)
        if clause is None:
            raise NotUnderstoodError(unknown(act))
        # Of two beginnings, or two layouts, one would be passed over in silence.
        if said & (about := _about(clause)):
            raise NotUnderstoodError(TWICE.format(act=act, example=EXAMPLES.get(act, "")))
        said |= about
        found = _with(found, clause, today)
        rest = rest[clause.end() :]
    return _checked(found, today)


def ledger(text: str, sites: Mapping[str, str], today: date) -> Question:
    """Return the question in `[site NAME] [last N weeks|since DATE|…]`.

    Raises:
        NotUnderstoodError: Anything else, a cohort too: messages are told by hospital and week.
    """
    if _COHORT.search(text):
        raise NotUnderstoodError(unknown(Act.LEDGER))
    found = participation(text, Act.LEDGER, (), today, sites)
    if found.by != By.WEEK:
        raise NotUnderstoodError(unknown(Act.LEDGER))
    return found


def export(text: str) -> tuple[str, str]:
    """Return what is to be taken away, and the words after it.

    Raises:
        NotUnderstoodError: Anything else.
    """
    rest = plain(text, Act.EXPORT)
    what, _, left = rest.partition(" ")
    near = get_close_matches(what.casefold(), EXPORTS, 1, 0.8)
    if not near:
        raise NotUnderstoodError(
            "I can export participation, outcomes, reach or ledger. "
            "Ask like this: /resiliency export participation last 12 weeks"
        )
    return near[0], left


def _about(clause: re.Match[str]) -> set[str]:
    """Return what of a question a clause says: a beginning can be said in three ways."""
    said = {name for name, words in clause.groupdict().items() if words}
    return said - {"last", "unit", "this", "since"} | ({"since"} if said & _BEGINNINGS else set())


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
    return replace(found, until=_day(clause["until"], today, ends=True))


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


def _day(text: str, today: date, *, ends: bool = False) -> date:
    found = days.read(text, today, ends=ends)
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
