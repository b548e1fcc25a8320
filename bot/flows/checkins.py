"""A question is opened, answered, answered differently, or skipped.

Who answered and what they answered part here: the delivery learns the day, the sealed
response learns the rest, and neither knows the other.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.flows import answers
from bot.flows.answers import Place
from bot.flows.tools import Tools
from bot.rules import cadence, keeping, receipts
from bot.rules.receipts import Receipt
from content.model import CheckIn, Choice, Exercise
from storage import inbox, people, responses, trainings
from storage.inbox import Sealed
from storage.responses import Asked
from storage.transactions import Transaction


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
    """An answer that is kept, the exercise it offers, and what becomes of it."""

    delivery_id: str
    choice: Choice
    offered: Exercise | None
    receipt: Receipt


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


async def open_now(tools: Tools, slack_id: str, now: datetime) -> str | None:
    """Return the question that this person can answer now, or None; answered or not."""
    return await tools.database.read(lambda tx: responses.open_now(tx, slack_id, now))


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
        answered = _answered(tools, tx, asked, question, choice_id)
        if question.answered:
            return answered if question.chosen == answered.choice else question
        responses.note_answered(tx, delivery_id, cadence.local_day(now, asked.zone))
        _keep(tools, tx, asked, choice_id)
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
        answered = _answered(tools, tx, asked, question, choice_id)
        responses.note_answered(tx, delivery_id, cadence.local_day(now, asked.zone))
        _keep(tools, tx, asked, choice_id)
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
    at = _place(tools, asked)
    if at is None:
        return None
    if asked.answered_on is None:
        return Question(asked.delivery_id, checkin)
    sealed = inbox.find(tx, at.pseudonym)
    if sealed is None:
        return Question(asked.delivery_id, checkin, answered=True)
    chosen = checkin.choice(answers.opened_choice(tools.ring, at, sealed))
    return Question(asked.delivery_id, checkin, chosen, answered=True)


def _answered(
    tools: Tools, tx: Transaction, asked: Asked, question: Question, choice_id: str
) -> Answered:
    choice = question.checkin.choice(choice_id)
    if choice is None:
        raise NotYoursError
    offered = tools.library.exercises.get(choice.offer) if choice.offer else None
    return Answered(question.delivery_id, choice, offered, _receipt(tx, asked))


def _receipt(tx: Transaction, asked: Asked) -> Receipt:
    """Return what becomes of an answer, which is the same whatever was answered."""
    decided = people.decision(tx, asked.person_id)
    days = [day.starts_on for day in trainings.days(tx, asked.cohort_id)]
    return receipts.of_checkin(
        asked.local_date,
        # A training whose days were all taken away ends with what it asked last.
        max(days, default=asked.local_date),
        counts=decided is not None and decided.evaluation,
    )


def _place(tools: Tools, asked: Asked) -> Place | None:
    """Return where the answer is kept; None for somebody who has deleted their link key."""
    if asked.link_key is None:
        return None
    link_key = answers.opened_link_key(tools.ring, asked.person_id, asked.link_key)
    return answers.place(link_key, asked.content_id, asked.content_version, asked.local_date)


def _keep(tools: Tools, tx: Transaction, asked: Asked, choice_id: str) -> None:
    """Keep a choice in the inbox, in place of the one before."""
    at = _place(tools, asked)
    assert at is not None  # noqa: S101 -- else there was no question
    answer = Sealed(
        site_id=asked.site_id,
        cohort_id=asked.cohort_id,
        pseudonym=at.pseudonym,
        content_id=asked.content_id,
        content_version=asked.content_version,
        period=keeping.period_of(asked.local_date),
        sealed=answers.sealed_choice(tools.ring, at, choice_id),
    )
    inbox.keep(tx, answer, partial(answers.resealed_if_opened, tools.ring))
