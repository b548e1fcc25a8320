"""The text after a slash command -> what is asked, or one sentence that helps."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from html import unescape

from bot.rules.roles import Act

# Weeks that a question about participation covers when it does not say.
USUAL_WEEKS = 8
# A year: more would not fit a table of a hundred rows beside several cohorts.
MOST_WEEKS = 52
LONGEST_NAME = 60
# Of more cohorts than this, those are named that come nearest to what was written.
MOST_NAMED = 12

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_PREVIEW = re.compile(r"(?:cohort (.+?))?\s*(?:from (\S+))?", re.IGNORECASE)
# Phones turn straight quotes into curly ones while people type.
STRAIGHT = str.maketrans("“”„‘’", '"""\'\'')
# Straight, curly, and what else is found in their place: accents, a prime, a modifier letter.
_NO_APOSTROPHE = dict.fromkeys(map(ord, "'‘’‛`´′ʼ"))
_PICTURE = re.compile(r":[a-z0-9_+'-]+:")


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


@dataclass(frozen=True, slots=True)
class Preview:
    """A question about the next two weeks: of a cohort or one's own, from a day on or from now."""

    cohort: str | None = None
    since: date | None = None


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
    names = {act.value.split()[0]: act for act in acts} | {act.value: act for act in acts}
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


def cohort(text: str, cohorts: Collection[str]) -> str | None:
    """Return which of `cohorts` is named, in quotes or not; None when nothing is written.

    Raises:
        NotUnderstoodError: There is none of that name; it says which there are.
    """
    rest = unescape(text.translate(STRAIGHT)).strip()
    if not rest:
        return None
    found, more = named(rest, cohorts)
    if more:
        raise NotUnderstoodError(_no_cohort(rest, cohorts))
    return found


def preview(text: str) -> Preview:
    """Return the question in `[cohort NAME] [from DATE]`.

    Raises:
        NotUnderstoodError: Anything else; it says how to ask.
    """
    match = _PREVIEW.fullmatch(unescape(text.translate(STRAIGHT)).strip())
    try:
        since = date.fromisoformat(match[2]) if match and match[2] else None
    except ValueError:
        match, since = None, None
    if match is None:
        raise NotUnderstoodError("Ask like this: /resiliency preview from 2027-03-08")
    return Preview(match[1].strip('" ') if match[1] else None, since)


def which(text: str, act: Act, cohorts: Collection[str]) -> str | None:
    """Return the cohort in `[cohort NAME]`, asked by the command `act`; None for all.

    Raises:
        NotUnderstoodError: Anything else; it says what exists, or how to ask.
    """
    wanted = unescape(text.translate(STRAIGHT)).strip()
    if not wanted:
        return None
    if re.match(r"cohort\b", wanted, re.IGNORECASE):
        name, rest = after_cohort(wanted, len("cohort"), cohorts)
        if not rest:
            return name
    raise NotUnderstoodError(f"Ask like this: /resiliency {act} cohort NAME")


def without_pictures(text: str) -> str:
    """Return `text` without the pictures beside its words, which Slack writes as `:names:`."""
    words = _PICTURE.sub(" ", text)
    return words if words.strip() else text


def plain(text: str) -> str:
    """Return `text` as it is compared: small letters, without apostrophes, accents and signs."""
    letters = unicodedata.normalize(
        "NFKD", without_pictures(text).lower().translate(_NO_APOSTROPHE)
    )
    # "can't" and "cant" are the same cry, and a phone in a hurry leaves accents out.
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    # Slack writes italics with underscores, so they part words too.
    return " ".join(re.findall(r"[^\W_]+", bare))


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
    raise NotUnderstoodError(_no_cohort(wanted, cohorts))


def after_cohort(text: str, end: int, cohorts: Collection[str]) -> tuple[str, str]:
    """Return the cohort named after the word that ends there, and the rest.

    The word may belong to the name: many a cohort is called `Cohort 3`.

    Raises:
        NotUnderstoodError: There is none of that name; it says which there are.
    """
    try:
        return named(text[end:].strip(), cohorts)
    except NotUnderstoodError as unknown:
        try:
            return named(text[end - len("cohort") :].strip(), cohorts)
        except NotUnderstoodError:
            raise unknown from None


def _no_cohort(wanted: str, cohorts: Collection[str]) -> str:
    if not cohorts:
        return "There is no cohort yet."
    verb = "is" if len(cohorts) == 1 else "are"
    return f"I know no cohort of that name. There {verb}: {_some(wanted, cohorts)}."


def _some(wanted: str, cohorts: Collection[str]) -> str:
    """Return names, all of them if they are few."""
    if len(cohorts) <= MOST_NAMED:
        return ", ".join(sorted(cohorts))
    written = wanted.casefold()[:LONGEST_NAME]
    near = sorted(cohorts, key=lambda one: -SequenceMatcher(None, one.casefold(), written).ratio())
    return f"{', '.join(sorted(near[:MOST_NAMED]))} and {len(cohorts) - MOST_NAMED} more"
