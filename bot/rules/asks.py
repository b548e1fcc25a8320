"""The text after a slash command -> what is asked, or one sentence that helps."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from html import unescape

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
# Phones turn straight quotes into curly ones while people type.
STRAIGHT = str.maketrans("“”„‘’", '"""\'\'')


class NotUnderstoodError(Exception):
    """What somebody wrote cannot be read. The message says what to write instead."""


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


def read(text: str) -> Ask | None:
    """Return what was asked, nothing at all being a call for help; None for no subcommand."""
    words = text.translate(STRAIGHT).split()
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
    name = " ".join(unescape(text).translate(STRAIGHT).strip("\" '").split())
    if not name:
        raise NotUnderstoodError("Give the cohort a name, for example: Spring 2027")
    if len(name) > LONGEST_NAME:
        raise NotUnderstoodError(f"That name is too long; {LONGEST_NAME} characters are enough.")
    return name


def wants_help(text: str, phrases: Collection[str]) -> bool:
    """Return whether `text` holds one of the `phrases` of distress, as whole words.

    It is no detection of risk: it only decides how soon the help card comes.
    """
    plain = f" {_plain(text)} "
    return any(f" {_plain(phrase)} " in plain for phrase in phrases)


def _plain(text: str) -> str:
    # "can't" and "cant" are the same cry.
    letters = text.lower().translate(STRAIGHT).replace("'", "")
    # Slack writes italics with underscores, so they part words too.
    return " ".join(re.findall(r"[^\W_]+", letters)).replace("any more", "anymore")


def named(text: str, cohorts: Collection[str]) -> tuple[str, str]:
    """Return the cohort named at the start of `text`, and the rest.

    Raises:
        NotUnderstoodError: There is none of that name; it says which there are.
    """
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
