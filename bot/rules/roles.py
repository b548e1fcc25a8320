"""Who may do what. Decided here, enforced in the flows: one gate behind every door."""

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What somebody may ask the bot to do; the value is how they write it."""

    HELP = "help"
    HARD_SHIFT = "hard-shift"
    JOIN = "join"
    HOUR = "hour"
    SETTINGS = "settings"
    PREVIEW = "preview"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    MANAGER = "manager"
    ASSESSMENTS = "assessments"
    MY_DATA = "my-data"
    PROGRESS = "progress"
    HERE = "here"
    DIGEST = "digest"
    CERTIFICATION = "certification"
    COHORT_NEW = "cohort new"
    COHORT = "cohort"
    SITE = "site"
    SESSION_NEW = "session new"
    SESSION_LIST = "session list"
    SESSION_MOVE = "session move"
    SESSION_CANCEL = "session cancel"
    SESSION_REMIND = "session remind"
    PARTICIPATION = "participation"
    REACH = "reach"
    RETENTION = "retention"
    REPORT = "report"
    ROLLUP = "rollup"
    TRAINERS_ADD = "trainers add"
    OUTCOMES = "outcomes"
    COHORTS = "cohorts"
    TRAINERS = "trainers"
    SESSIONS = "sessions"
    LEDGER = "ledger"
    AUDIT = "audit"
    PEOPLE = "people"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who acts, and what they are at which site.

    `person_id` is None for somebody the bot has not met: they are on no roster and train
    nobody.
    """

    slack_id: str
    person_id: str | None = None
    trains: frozenset[str] = frozenset()
    coordinates: frozenset[str] = frozenset()
    on_roster: bool = False


class NotAllowedError(Exception):
    """Somebody asked for what their role does not allow. The message is one sentence for them."""


# Whoever has had a hard shift, list or no list.
_FOR_EVERYBODY = frozenset({Act.HELP, Act.HARD_SHIFT})
_FOR_THE_ROSTER = frozenset(
    {
        Act.JOIN,
        Act.HOUR,
        Act.SETTINGS,
        Act.PREVIEW,
        Act.PAUSE,
        Act.RESUME,
        Act.STOP,
        Act.ASSESSMENTS,
        Act.MY_DATA,
        Act.MANAGER,
        Act.HERE,
        Act.SESSION_LIST,
    }
)
_FOR_TRAINERS = frozenset(
    {
        Act.COHORT_NEW,
        Act.COHORT,
        Act.SITE,
        Act.PROGRESS,
        Act.DIGEST,
        Act.CERTIFICATION,
        Act.HOUR,
        Act.SETTINGS,
        Act.PREVIEW,
        Act.SESSION_NEW,
        Act.SESSION_LIST,
        Act.SESSION_MOVE,
        Act.SESSION_CANCEL,
        Act.SESSION_REMIND,
    }
)
# What a coordinator may ask; each answer stands in the audit.
QUESTIONS = frozenset(
    {
        Act.OUTCOMES,
        Act.COHORTS,
        Act.TRAINERS,
        Act.SESSIONS,
        Act.LEDGER,
        Act.AUDIT,
        Act.PEOPLE,
        Act.EXPORT,
    }
)
# What a coordinator types, and lets go.
_HOSPITAL = frozenset({Act.REACH, Act.RETENTION, Act.REPORT, Act.ROLLUP})
_FOR_COORDINATORS = (
    QUESTIONS
    | _HOSPITAL
    | frozenset(
        {
            Act.TRAINERS_ADD,
            Act.COHORT,
            Act.SITE,
            Act.CERTIFICATION,
            Act.PARTICIPATION,
            Act.SESSION_LIST,
        }
    )
)

# The same words whatever was asked about: a refusal must not tell what exists.
_REFUSALS = {
    _FOR_THE_ROSTER: "That is for people on a training roster; your trainer can add you.",
    _FOR_TRAINERS: "That is for trainers; your programme coordinator can name you as one.",
    _FOR_COORDINATORS: "That is for programme coordinators.",
}


def allowed(speaker: Speaker) -> frozenset[Act]:
    """Return everything `speaker` may do."""
    acts = _FOR_EVERYBODY
    if speaker.on_roster:
        acts |= _FOR_THE_ROSTER
    if speaker.trains:
        acts |= _FOR_TRAINERS
    if speaker.coordinates:
        acts |= _FOR_COORDINATORS
    return acts


def require(speaker: Speaker, act: Act) -> None:
    """Return when `speaker` may do `act`.

    Raises:
        NotAllowedError: They may not; it says whom to ask, and nothing about what exists.
    """
    if act not in allowed(speaker):
        raise NotAllowedError(_refusal(act))


def require_at(speaker: Speaker, act: Act, site_id: str) -> None:
    """Return when `speaker` may do `act` at this site.

    Raises:
        NotAllowedError: They may not do it there, in the words of not being allowed at all.
    """
    require(speaker, act)
    here = {
        *(_FOR_TRAINERS if site_id in speaker.trains else ()),
        *(_FOR_COORDINATORS if site_id in speaker.coordinates else ()),
    }
    if act in _FOR_TRAINERS | _FOR_COORDINATORS and act not in here:
        raise NotAllowedError(_refusal(act))


def _refusal(act: Act) -> str:
    return next(sentence for acts, sentence in _REFUSALS.items() if act in acts)
