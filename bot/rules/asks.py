"""The text after a slash command -> what is asked, or one sentence that helps."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from html import unescape
from typing import Any

from bot.rules.roles import Act

# Weeks that a question about participation covers when it does not say.
USUAL_WEEKS = 8
# A year: more would not fit a table of a hundred rows beside several cohorts.
MOST_WEEKS = 52
LONGEST_PAUSE = timedelta(days=365)
LONGEST_NAME = 60

_UNITS = {"day": 1, "week": 7, "month": 30}
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_PAUSE = re.compile(r"(?:for )?(\d{1,3}|an?|one|two|three) (day|week|month)s?", re.IGNORECASE)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_LAST = re.compile(r"\s*last (\d{1,3}) weeks?", re.IGNORECASE)
# Phones turn straight quotes into curly ones while people type.
_STRAIGHT = str.maketrans("“”„‘’", '"""\'\'')


class NotUnderstoodError(Exception):
    """What somebody wrote cannot be read. The message says what to write instead."""


class FieldsError(Exception):
    """What somebody filled in cannot be; `problems` has a sentence for each field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class NewCohort:
    """A cohort that a trainer wants to make."""

    name: str
    people: tuple[str, ...]
    days: tuple[date, ...]
    starts_at: time
    channel: str | None
    site: str
    second_trainer: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A subcommand and the words after it."""

    act: Act
    rest: str


@dataclass(frozen=True, slots=True)
class NewTrainers:
    """People, by Slack's ids, who are to be trainers at a site."""

    people: tuple[str, ...]
    site: str


@dataclass(frozen=True, slots=True)
class Range:
    """A question about participation: one cohort or all, over how many closed weeks."""

    cohort: str | None
    weeks: int


def read(text: str) -> Ask | None:
    """Return what was asked, nothing at all being a call for help; None for no subcommand."""
    words = text.translate(_STRAIGHT).split()
    for length in (2, 1):
        name = " ".join(words[:length]).lower()
        if name in set(Act):
            return Ask(Act(name), " ".join(words[length:]))
    return None if words else Ask(Act.HELP, "")


def suggestion(text: str, acts: Collection[Act]) -> str:
    """Return a sentence with that of `acts` which comes nearest to what was written."""
    words = text.lower().split()
    names = {act.value: act for act in acts} | {act.value.split()[0]: act for act in acts}
    near = get_close_matches(" ".join(words[:2]), names, 1) or get_close_matches(
        "".join(words[:1]), names, 1
    )
    if near:
        return f"I do not know that one. Did you mean `/resiliency {names[near[0]]}`?"
    return "I do not know that one. `/resiliency help` lists what you can do."


def trainers(text: str, sites: Collection[str]) -> NewTrainers:
    """Return the people named, each once, and the site they will train at.

    `sites` are those the speaker coordinates; with several, `at SITE` says which.

    Raises:
        NotUnderstoodError: Nobody is named, something else is written, or no site is clear.
    """
    named = tuple(dict.fromkeys(_MENTION.findall(text)))
    match = re.fullmatch(r"(?:at (\S+))?", _MENTION.sub("", text).strip(" ,"), re.IGNORECASE)
    if not named or not match:
        raise NotUnderstoodError("Name people with @, for example: /resiliency trainers add @Ada")
    # Phones begin words with a capital.
    wanted = {match[1].lower()} & set(sites) if match[1] else set(sites)
    if len(wanted) != 1:
        raise NotUnderstoodError("Say at which site: at " + " or at ".join(sorted(sites)) + ".")
    return NewTrainers(named, wanted.pop())


def pause(text: str) -> timedelta | None:
    """Return how long to pause; None until they say resume.

    Raises:
        NotUnderstoodError: Not a length of time, or longer than a year.
    """
    if not text:
        return None
    match = _PAUSE.fullmatch(text)
    length = _length(match) if match else timedelta()
    if not timedelta() < length <= LONGEST_PAUSE:
        raise NotUnderstoodError(
            "I can pause for some days, weeks or months, for example: /resiliency pause 2 weeks"
        )
    return length


def _length(match: re.Match[str]) -> timedelta:
    number = _NUMBERS.get(match[1].lower()) or int(match[1])
    return timedelta(days=number * _UNITS[match[2].lower()])


def cohort_name(text: str) -> str:
    """Return the name of a new cohort.

    Raises:
        NotUnderstoodError: No name, or too long a one.
    """
    name = " ".join(unescape(text).translate(_STRAIGHT).strip("\" '").split())
    if not name:
        raise NotUnderstoodError("Give the cohort a name, for example: Spring 2027")
    if len(name) > LONGEST_NAME:
        raise NotUnderstoodError(f"That name is too long; {LONGEST_NAME} characters are enough.")
    return name


def participation(text: str, act: Act, cohorts: Collection[str]) -> Range:
    """Return the question in `[cohort NAME] [last N weeks]`, asked by the command `act`.

    A name is the longest match of one in `cohorts`, or stands in quotes.

    Raises:
        NotUnderstoodError: Anything else; it says what exists, or how to ask.
    """
    rest = unescape(text.translate(_STRAIGHT)).strip()
    cohort = None
    if re.match(r"cohort\b", rest, re.IGNORECASE):
        cohort, rest = _named(rest[len("cohort") :].strip(), cohorts)
    weeks = _LAST.fullmatch(rest) if rest else None
    if rest and weeks is None:
        raise NotUnderstoodError(f"Ask like this: /resiliency {act} cohort NAME last 4 weeks")
    number = int(weeks[1]) if weeks else USUAL_WEEKS
    if not 1 <= number <= MOST_WEEKS:
        raise NotUnderstoodError(f"Ask for 1 to {MOST_WEEKS} weeks, for example: last 4 weeks")
    return Range(cohort, number)


def new_cohort(filled: Mapping[str, Any], today: date) -> NewCohort:
    """Return the cohort described in the form, whose fields are named as in `NewCohort`.

    Raises:
        FieldsError: Something cannot be; it has a sentence for each field.
    """
    problems: dict[str, str] = {}
    days = _training_days([filled.get(f"day{number}") for number in (1, 2, 3)], today, problems)
    with _noting(problems, "name"):
        name = cohort_name(filled.get("name") or "")
    with _noting(problems, "starts_at"):
        starts_at = hour(filled.get("starts_at"))
    people = tuple(dict.fromkeys(filled.get("people") or ()))
    if not people:
        problems["people"] = "Choose at least one person."
    if problems:
        raise FieldsError(problems)
    return NewCohort(
        name=name,
        people=people,
        days=days,
        starts_at=starts_at,
        channel=filled.get("channel"),
        site=filled["site"],
        second_trainer=filled.get("second_trainer"),
    )


def hour(text: str | None) -> time:
    """Return the hour somebody picked as `HH:MM`.

    Raises:
        NotUnderstoodError: It is not a time of day.
    """
    try:
        return datetime.strptime(text or "", "%H:%M").time()  # noqa: DTZ007 -- a wall-clock time
    except ValueError:
        raise NotUnderstoodError("Choose a time of day, for example 14:30.") from None


def wants_help(text: str, phrases: Collection[str]) -> bool:
    """Return whether `text` holds one of the `phrases` of distress, as whole words.

    It is no detection of risk: it only decides how soon the help card comes.
    """
    plain = f" {_plain(text)} "
    return any(f" {_plain(phrase)} " in plain for phrase in phrases)


def _plain(text: str) -> str:
    # "can't" and "cant" are the same cry.
    letters = text.lower().translate(_STRAIGHT).replace("'", "")
    # Slack writes italics with underscores, so they part words too.
    return " ".join(re.findall(r"[^\W_]+", letters)).replace("any more", "anymore")


def _named(text: str, cohorts: Collection[str]) -> tuple[str, str]:
    """Return the cohort named at the start of `text`, and the rest."""
    quoted = re.match(r'"([^"]*)"\s*', text)
    wanted = quoted[1] if quoted else text
    # The longest first; of two that differ in capitals only, the one as it is written.
    for name in sorted(cohorts, key=lambda name: (-len(name), name not in text, name)):
        if quoted and wanted.casefold() == name.casefold():
            return name, text[quoted.end() :]
        if not quoted and re.match(rf"{re.escape(name)}(?!\S)", text, re.IGNORECASE):
            return name, text[len(name) :].strip()
    raise NotUnderstoodError(_no_cohort(cohorts))


def _no_cohort(cohorts: Collection[str]) -> str:
    if not cohorts:
        return "There is no cohort yet."
    verb = "is" if len(cohorts) == 1 else "are"
    return f"I know no cohort of that name. There {verb}: {', '.join(sorted(cohorts))}."


@contextmanager
def _noting(problems: dict[str, str], field: str) -> Iterator[None]:
    """Note what cannot be understood as the problem of a field."""
    try:
        yield
    except NotUnderstoodError as error:
        problems[field] = str(error)


def _training_days(
    days: Sequence[str | None], today: date, problems: dict[str, str]
) -> tuple[date, ...]:
    """Return the days of a training in order; each must be later than the one before."""
    chosen: list[date] = []
    before = today
    for number, day in enumerate(days, start=1):
        if day is None:
            problems[f"day{number}"] = "Choose a date."
            continue
        on = date.fromisoformat(day)
        if on <= before:
            problems[f"day{number}"] = (
                "Choose a date after today." if before == today else "Choose a later date."
            )
        before = max(before, on)
        chosen.append(on)
    return tuple(chosen)
