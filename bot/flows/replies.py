"""Somebody on a list says whether they come, or that their own calendar will do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.flows import outlooks, sessions
from bot.flows.tools import Tools, new_id
from bot.rules import attendance, notices, roles
from bot.rules.notices import Day
from bot.rules.roles import Act, NotAllowedError
from storage import announcements, people, registers, rosters, trainings
from storage import replies as kept
from storage.people import Known
from storage.registers import Mark
from storage.trainings import Group
from storage.transactions import Transaction

NOT_LISTED = "You are not on the list of this training; your trainer can add you."
OVER = "That day is over, or has another date by now."


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list of a training, with the days it has."""

    known: Known
    group: Group
    days: Sequence[Day]

    def day(self, session_id: str) -> Day:
        """Return one of its days.

        Raises:
            NotAllowedError: It has no date any more.
        """
        for day in self.days:
            if day.id == session_id:
                return day
        raise NotAllowedError(OVER)


def on_list(tools: Tools, tx: Transaction, slack_id: str, session_id: str) -> Listed:
    """Return the speaker, who is on the list of a session's training.

    Raises:
        NotAllowedError: They are not.
    """
    speaker, known = tools.speaker(tx, slack_id)
    roles.require(speaker, Act.SESSION_LIST)
    found = trainings.session(tx, session_id)
    group = trainings.cohort(tx, found[1]) if found else None
    if known is None or group is None or not rosters.is_on(tx, known.id, group.id):
        raise NotAllowedError(NOT_LISTED)
    return Listed(known, group, outlooks.training_days(tx, group.id))


def group_of(tools: Tools, tx: Transaction, slack_id: str, session_id: str) -> Group:
    """Return the cohort of a session, on whose list the speaker is, or which they lead or run.

    Raises:
        NotAllowedError: Neither.
    """
    speaker, _ = tools.speaker(tx, slack_id)
    roles.require(speaker, Act.SESSION_LIST)
    found = trainings.session(tx, session_id)
    group = trainings.cohort(tx, found[1]) if found else None
    if group is not None:
        person_id = speaker.person_id or ""
        leads = group in trainings.led_by(tx, person_id)
        if leads or group.site_id in speaker.coordinates or rosters.is_on(tx, person_id, group.id):
            return group
    raise NotAllowedError(NOT_LISTED)


async def reply(
    tools: Tools, slack_id: str, session_id: str, said: str, now: datetime
) -> Sequence[Day]:
    """Keep whether somebody comes to a session; return which it is.

    Raises:
        NotAllowedError: They are not on its list, or it is over.
    """
    return await _reply(tools, slack_id, session_id, lambda _: {session_id: said}, now)


async def reply_to_all(
    tools: Tools, slack_id: str, session_id: str, now: datetime
) -> Sequence[Day]:
    """Keep that somebody comes to a session and to those that were announced with it.

    Raises:
        NotAllowedError: They are not on its list, or it is over.
    """

    def every(listed: Listed) -> Mapping[str, str]:
        run = notices.run_of(listed.days, listed.day(session_id))
        return {day.id: attendance.COMING for day in run}

    return await _reply(tools, slack_id, session_id, every, now)


async def reply_to_each(
    tools: Tools, slack_id: str, session_id: str, said: Mapping[str, str], now: datetime
) -> Sequence[Day]:
    """Keep what somebody said of each session of a training.

    Raises:
        NotAllowedError: They are not on its list, or it is over.
    """
    return await _reply(tools, slack_id, session_id, lambda _: said, now)


async def run(
    tools: Tools, slack_id: str, session_id: str, now: datetime
) -> tuple[Sequence[Day], Mapping[str, str]]:
    """Return the sessions announced together with this one that are to come, and the replies.

    Raises:
        NotAllowedError: They are not on its list, or it is over.
    """

    def look(tx: Transaction) -> tuple[Sequence[Day], Mapping[str, str]]:
        listed = on_list(tools, tx, slack_id, session_id)
        days = notices.run_of(listed.days, listed.day(session_id))
        ahead = [day for day in days if day.ends_at > now]
        said = {day.id: own_reply(tx, day.id, listed.known.id) for day in ahead}
        return ahead, {day_id: one for day_id, one in said.items() if one}

    return await tools.database.read(look)


def own_reply(tx: Transaction, session_id: str, person_id: str) -> str | None:
    """Return what somebody replied to a session, or None."""
    found = (one.reply for one in kept.of_session(tx, session_id) if one.person_id == person_id)
    return next(found, None)


async def go_by_calendar(
    tools: Tools, slack_id: str, session_id: str, now: datetime, *, alone: bool
) -> None:
    """Remind somebody of a training no more, or (not `alone`) again.

    Raises:
        NotAllowedError: They are not on its list.
    """

    def keep(tx: Transaction) -> None:
        listed = on_list(tools, tx, slack_id, session_id)
        person_id, cohort_id = listed.known.id, listed.group.id
        registers.go_by_calendar(tx, person_id, cohort_id, now if alone else None)
        if alone:
            steps = [*sessions.NOTICES, sessions.WORDS]
            announcements.forget_of(tx, person_id, cohort_id, steps)
        people.plan_again(tx, person_id, now)

    await tools.database.run(keep)


async def _reply(
    tools: Tools,
    slack_id: str,
    session_id: str,
    choose: Callable[[Listed], Mapping[str, str]],
    now: datetime,
) -> Sequence[Day]:
    def keep(tx: Transaction) -> Sequence[Day]:
        listed = on_list(tools, tx, slack_id, session_id)
        said = choose(listed)
        days = [day for day in listed.days if day.id in said and day.ends_at > now]
        if not days:
            raise NotAllowedError(OVER)
        for day in days:
            _keep(tx, listed, day, said[day.id])
        return days

    return await tools.database.run(keep)


def _keep(tx: Transaction, listed: Listed, day: Day, said: str) -> None:
    if said not in attendance.REPLIES:
        return
    mark = Mark(new_id(), listed.group.site_id, day.id, listed.known.id)
    book = registers.book(tx, day.id)
    if book and book.closed_on:
        return
    kept.keep(tx, mark, said)
    if book:
        registers.fill_in(tx, mark, present=attendance.is_expected(said))
