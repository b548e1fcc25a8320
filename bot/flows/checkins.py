"""A question is opened, answered, answered differently, or skipped.

Who answered and what they answered part here: the delivery learns the day, the sealed
response learns the rest, and neither knows the other.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.flows.people import link_key_row
from bot.flows.tools import Tools, new_id
from bot.rules import cadence
from content.model import CheckIn, Choice, Exercise
from storage import responses
from storage.responses import Asked, Sealed
from storage.seal import pseudonym
from storage.transactions import Transaction

# Longer than any answer: an id of sixty characters and what stands around it.
PLAIN_BYTES = 128


class NotYoursError(Exception):
    """A tap on something that was not sent to this person, or that nobody knows."""


@dataclass(frozen=True, slots=True)
class Question:
    """A check-in that can be answered; `chosen` is what was answered, if anything was."""

    delivery_id: str
    checkin: CheckIn
    chosen: Choice | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is kept, and the exercise it offers."""

    delivery_id: str
    choice: Choice
    offered: Exercise | None


@dataclass(frozen=True, slots=True)
class Practice:
    """An exercise that was sent."""

    exercise: Exercise


# What a tap can meet; None is something whose time is over.
Opened = Question | Practice | None


async def open_(tools: Tools, slack_id: str, delivery_id: str, now: datetime) -> Opened:
    """Return what stands behind *Open*.

    Raises:
        NotYoursError: It was not sent to this person.
    """

    def look(tx: Transaction) -> Opened:
        asked = _mine(responses.asked(tx, delivery_id=delivery_id, slack_id=slack_id))
        if asked.kind == "exercise":
            shown = tools.library.exercises.get(asked.content_id)
            return Practice(shown) if shown else None
        return _question(tools, tx, asked, now)

    return await tools.database.read(look)


async def answer(
    tools: Tools, slack_id: str, delivery_id: str, choice_id: str, now: datetime
) -> Answered | Question | None:
    """Keep a first answer and return it.

    Returns the question again, with what was answered, when it was answered differently
    before; None when its time is over. The same answer twice counts once.

    Raises:
        NotYoursError: It was not sent to this person, or has no such choice.
    """

    def keep(tx: Transaction) -> Answered | Question | None:
        asked = _mine(responses.asked_to_answer(tx, delivery_id=delivery_id, slack_id=slack_id))
        question = _question(tools, tx, asked, now)
        if question is None:
            return None
        answered = _answered(tools, question, choice_id)
        if question.answered:
            return answered if question.chosen == answered.choice else question
        responses.note_answered(tx, delivery_id, now.astimezone(ZoneInfo(asked.zone)).date())
        responses.keep(tx, _sealed(tools, asked, choice_id))
        return answered

    return await tools.database.run(keep)


async def change(
    tools: Tools, slack_id: str, delivery_id: str, choice_id: str, now: datetime
) -> Answered | None:
    """Replace an answer and return it; None when its time is over.

    Raises:
        NotYoursError: It was not sent to this person, or has no such choice.
    """

    def keep(tx: Transaction) -> Answered | None:
        asked = _mine(responses.asked_to_answer(tx, delivery_id=delivery_id, slack_id=slack_id))
        question = _question(tools, tx, asked, now)
        if question is None:
            return None
        answered = _answered(tools, question, choice_id)
        responses.note_answered(tx, delivery_id, now.astimezone(ZoneInfo(asked.zone)).date())
        responses.replace(tx, _sealed(tools, asked, choice_id))
        return answered

    return await tools.database.run(keep)


def exercise(tools: Tools, exercise_id: str) -> Exercise | None:
    """Return an exercise of the library, or None when it has none of that id."""
    return tools.library.exercises.get(exercise_id)


def _mine(asked: Asked | None) -> Asked:
    if asked is None:
        raise NotYoursError
    return asked


def _question(tools: Tools, tx: Transaction, asked: Asked, now: datetime) -> Question | None:
    """Return the question with what was answered; None when its time is over, or they stopped."""
    checkin = tools.library.checkins.get(asked.content_id)
    if checkin is None or not asked.companion or asked.expires_at <= now:
        return None
    if asked.answered_on is None:
        return Question(asked.delivery_id, checkin)
    place = _place(tools, asked)
    sealed = responses.find(tx, place.pseudonym)
    if sealed is None:
        return Question(asked.delivery_id, checkin, answered=True)
    chosen = checkin.choice(json.loads(tools.ring.open(sealed, place.row))["choice"])
    return Question(asked.delivery_id, checkin, chosen, answered=True)


def _answered(tools: Tools, question: Question, choice_id: str) -> Answered:
    choice = question.checkin.choice(choice_id)
    if choice is None:
        raise NotYoursError
    offered = tools.library.exercises.get(choice.offer) if choice.offer else None
    return Answered(question.delivery_id, choice, offered)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an answer is kept: under which pseudonym, sealed to which row."""

    pseudonym: str
    row: str


def _place(tools: Tools, asked: Asked) -> _Place:
    link_key = tools.ring.open(asked.link_key, link_key_row(asked.person_id))
    name = pseudonym(link_key, (asked.content_id, _period(asked)))
    return _Place(name, f"response/{name}/{asked.content_version}")


def _sealed(tools: Tools, asked: Asked, choice_id: str) -> Sealed:
    place = _place(tools, asked)
    # Padded, because a sealed value is as long as what was sealed: the length would tell.
    plain = json.dumps({"choice": choice_id}).encode().ljust(PLAIN_BYTES)
    return Sealed(
        id=new_id(),
        site_id=asked.site_id,
        cohort_id=asked.cohort_id,
        pseudonym=place.pseudonym,
        content_id=asked.content_id,
        content_version=asked.content_version,
        period=_period(asked),
        sealed=tools.ring.seal(plain, place.row),
    )


def _period(asked: Asked) -> str:
    """Return the week in which the question fell due: as near as an answer's time is kept."""
    return f"week/{cadence.week_of(asked.local_date).isoformat()}"
