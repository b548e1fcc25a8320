"""What an act of the audit was about, in words that a coordinator knows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

# Slack's ids of people, and quarters as they are written.
_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")
_QUARTER = re.compile(r"\d{4}Q[1-4]")


class Kind(StrEnum):
    """What an act can be about; the value is how several of them are called."""

    HOSPITAL = "hospitals"
    COHORT = "cohorts"
    SESSION = "training sessions"
    PERSON = "people"
    QUARTER = "quarters"
    EVERYTHING = "things"


@dataclass(frozen=True, slots=True)
class About:
    """What an act was about; of a person, `words` is how Slack is told to show their name."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What there is at some hospitals, each by its id with what it is called."""

    hospitals: Mapping[str, str]
    cohorts: Mapping[str, str]
    sessions: Mapping[str, str]


def about(site_id: str, subject: str, known: Known) -> About:
    """Return what an act was about that is kept under this site and subject.

    >>> known = Known({"far": "Far"}, {"c1": "Spring"}, {"d1": "Spring, day 2"})
    >>> [about("far", one, known).words for one in ("site", "cohort c1/3", "d1", "U0TARA lead")]
    ['Far', 'Spring', 'Spring, day 2', '<@U0TARA>']
    """
    words = subject.replace("/", " ").split()
    named = (_named(word, known) for word in words)
    return next(filter(None, named), None) or _unnamed(site_id, subject, known)


def together(found: Sequence[About]) -> str:
    """Return what one act was about that stands in the audit once for each thing it was about.

    >>> north, south = (About(Kind.HOSPITAL, name) for name in ("North", "South"))
    >>> together([north, north]), together([north, south])
    ('North', '2 hospitals')
    >>> together([north, About(Kind.COHORT, "Spring")])
    '2 groups'
    """
    each = list(dict.fromkeys(found))
    if len(each) == 1:
        return each[0].words
    kinds = {one.kind for one in each}
    return f"{len(each)} {next(iter(kinds)) if len(kinds) == 1 else 'groups'}"


def _named(word: str, known: Known) -> About | None:
    """Return what a word of a subject names, or None for nothing."""
    if word in known.cohorts:
        return About(Kind.COHORT, known.cohorts[word])
    if word in known.sessions:
        return About(Kind.SESSION, known.sessions[word])
    if _PERSON.fullmatch(word):
        return About(Kind.PERSON, f"<@{word}>")
    return About(Kind.QUARTER, word) if _QUARTER.fullmatch(word) else None


def _unnamed(site_id: str, subject: str, known: Known) -> About:
    if site_id not in known.hospitals:
        return About(Kind.EVERYTHING, "everything that is kept")
    if subject.startswith("cohort "):
        return About(Kind.COHORT, "a cohort")
    return About(Kind.HOSPITAL, known.hospitals[site_id])
