"""People delete one or all of their own answers, or leave.

A deletion is noted by a tag that names nobody: for one answer its pseudonym, for all of them
a name that only the person's link key makes. Releases stay as they are, and the audit hears
nothing of it.
"""

from datetime import date, datetime
from typing import Literal

from bot.flows import answers, distances, seats
from bot.flows.checkins import NotYoursError
from bot.flows.people import allowed
from bot.flows.routines import COMPANION
from bot.flows.tools import Tools, new_id
from bot.messages.consent import CONSENT_VERSION
from bot.rules import cadence, keeping
from bot.rules.roles import Act
from storage import (
    calls,
    deletions,
    deliveries,
    inbox,
    people,
    responses,
    rosters,
    routines,
    time_points,
)
from storage.deletions import Asked
from storage.people import Decision, Known
from storage.seal import pseudonym
from storage.transactions import Transaction

# How somebody deleted everything; a restored copy does the same again.
Everything = Literal["deleted", "left"]
EVERYTHING: tuple[Everything, ...] = ("left", "deleted")


async def delete_one(tools: Tools, slack_id: str, delivery_id: str, now: datetime) -> date:
    """Delete one answer; return the day by which no backup has it.

    Deleting twice, or what was never answered, changes nothing.

    Raises:
        NotYoursError: The question was not sent to this person.
    """

    def forget(tx: Transaction) -> date:
        asked = responses.asked_to_answer(tx, delivery_id=delivery_id, slack_id=slack_id)
        if asked is None:
            raise NotYoursError
        today = cadence.local_day(now, asked.zone)
        if asked.answered_on is not None:
            if link_key := answers.link_key_of(tools.ring, tx, asked.person_id):
                at = answers.place(
                    link_key, asked.content_id, asked.content_version, asked.local_date
                )
                inbox.forget(tx, [at.pseudonym])
                deletions.note(tx, asked.site_id, at.pseudonym, today)
            deletions.forget_answered_one(tx, delivery_id)
            # What looks unanswered from here on was no silence.
            routines.change(tx, asked.person_id, heard_from=today)
        return keeping.gone_on(today)

    gone_on = await tools.database.run(forget)
    _remove_old_versions(tools)
    return gone_on


async def delete_point(tools: Tools, slack_id: str, text: str, now: datetime) -> date:
    """Delete one assessment, finished or not; return the day by which no backup has it.

    They are not asked again at that time point. Deleting twice changes nothing.

    Raises:
        NotYoursError: It is somebody else's.
    """

    def forget(tx: Transaction) -> date:
        ref = seats.ref_of(tools, tx, slack_id, text)
        seat = seats.seat(tools, tx, slack_id, ref)
        today = seat.today(now)
        taken_back = time_points.take_back(tx, seat.known.id, ref.cohort_id, ref.point, today)
        if taken_back and seat.link_key:
            name = seat.finished_at(0).pseudonym
            inbox.forget(tx, [name])
            deletions.note(tx, seat.site_id, name, today)
        return keeping.gone_on(today)

    gone_on = await tools.database.run(forget)
    _remove_old_versions(tools)
    return gone_on


async def delete_all(tools: Tools, slack_id: str, now: datetime) -> date:
    """Delete all answers of this person and their link key, and end the companion.

    What they said of a manager ends with the next release.

    Returns the day by which no backup has them.

    Raises:
        NotAllowedError: They are on no roster.
    """
    return await _everything(tools, slack_id, "deleted", now)


async def leave(tools: Tools, slack_id: str, now: datetime) -> date:
    """Delete all as `delete_all` does, and forget what they chose; the roster stays.

    Returns the day by which no backup has their answers.

    Raises:
        NotAllowedError: They are on no roster.
    """
    return await _everything(tools, slack_id, "left", now)


async def _everything(tools: Tools, slack_id: str, how: Everything, now: datetime) -> date:
    def forget(tx: Transaction) -> date:
        known = allowed(tools, tx, slack_id, Act.MY_DATA)
        today = cadence.local_day(now, known.zone)
        forget_all(tools, tx, known, how, today, now)
        return keeping.gone_on(today)

    gone_on = await tools.database.run(forget)
    _remove_old_versions(tools)
    return gone_on


def _remove_old_versions(tools: Tools) -> None:
    """Remove what is deleted from where it still stands, while the person reads the answer."""
    tools.tasks.start(tools.database.tidy())


def forget_all(
    tools: Tools, tx: Transaction, known: Known, how: Everything, on: date, now: datetime
) -> None:
    """Forget all answers of somebody, that they answered, and who manages them; end the companion.

    Whoever has lost their key has lost what they said of a manager: it stays in force.
    """
    link_key = answers.link_key_of(tools.ring, tx, known.id)
    if link_key is not None:
        asked = deletions.questions(tx, known.id)
        names = [name_of(link_key, one) for one in asked]
        liking = answers.liking_place(link_key, 0).pseudonym
        inbox.forget(tx, [*names, *point_names(tx, known.id, link_key), liking])
        deletions.note(tx, known.site_id, pseudonym(link_key, (how,)), on)
        # Without the key nobody could ever take it back.
        distances.forget(tools, tx, known, link_key, now)
    deletions.forget_link_key(tx, known.id)
    _forget_answered(tx, known.id, on)
    _forget_ahead(tx, known.id)
    decided = people.decision(tx, known.id)
    if decided and decided.companion:
        no = Decision(CONSENT_VERSION, companion=False)
        people.decide(tx, known, no, decision_id=new_id(), now=now)
    if how == "left":
        deletions.forget_choices(tx, known.id)
        routines.forget_hours(tx, known.id)
        # What is planned for their hour comes at the usual one.
        people.plan_again(tx, known.id, now)


def _forget_answered(tx: Transaction, person_id: str, on: date) -> None:
    deletions.forget_answered(tx, person_id)
    # What looks unanswered from here on was no silence.
    routines.change(tx, person_id, heard_from=on)


def _forget_ahead(tx: Transaction, person_id: str) -> None:
    """Forget what was still to come: assessments, what waits unsent, a call."""
    time_points.forget(tx, person_id)
    deliveries.forget_waiting(tx, person_id, COMPANION)
    calls.forget(tx, person_id)


def point_names(tx: Transaction, person_id: str, link_key: bytes) -> list[str]:
    """Return every name under which this person's assessments can be kept."""
    cohorts = [place.cohort_id for place in rosters.places_of(tx, person_id)]
    return answers.point_names(link_key, cohorts)


def name_of(link_key: bytes, asked: Asked) -> str:
    """Return the pseudonym under which the answer to a question is kept."""
    return answers.place(
        link_key, asked.content_id, asked.content_version, asked.local_date
    ).pseudonym
