"""People say when they work, when to write to them and when not; it counts from then on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.flows import people, routines
from bot.flows.tools import Tools
from bot.rules import budget, cadence, habits
from bot.rules.budget import Pace
from bot.rules.habits import Question
from bot.rules.roles import Act
from bot.rules.shifts import Routine
from storage import people as known_people
from storage import routines as stored
from storage.people import Known
from storage.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Habits:
    """What somebody has said of their time, as their settings show it."""

    routine: Routine
    hides_questions: bool
    zone_chosen: bool
    # How often they are written to by now.
    pace: Pace
    # Whether they have said lately that it is too much.
    too_much: bool = False


async def of(tools: Tools, slack_id: str, now: datetime) -> Habits:
    """Return what this person has said of their time.

    Raises:
        NotAllowedError: The bot does not write to them.
    """

    def look(tx: Transaction) -> Habits:
        return _habits(tx, people.allowed(tools, tx, slack_id, Act.SETTINGS), now)

    return await tools.database.read(look)


async def keep(
    tools: Tools, slack_id: str, question: Question, filled: Mapping[str, Any], now: datetime
) -> Habits:
    """Keep the answer to a question, and plan by it; return what is kept now.

    Raises:
        NotAllowedError: The bot does not write to them.
        FieldsError: What was filled in cannot be; nothing is changed.
    """

    def change(tx: Transaction) -> Habits:
        known = people.allowed(tools, tx, slack_id, Act.SETTINGS)
        wanted = habits.read(question, filled, _habits(tx, known, now).routine)
        stored.change(tx, known.id, **wanted.habits)
        if wanted.hours:
            hours = wanted.hours
            stored.set_hours(tx, known, wanted.weekdays, hours.start, hours.end)
        elif wanted.weekdays:
            stored.set_days_off(tx, known.id, wanted.weekdays)
        known_people.plan_again(tx, known.id, now)
        return _habits(tx, known, now)

    return await tools.database.run(change)


async def nights_this_week(tools: Tools, slack_id: str, now: datetime) -> date:
    """Plan by nights until the week is over, and return its last day.

    Raises:
        NotAllowedError: The bot does not write to them.
    """

    def change(tx: Transaction) -> date:
        known = people.allowed(tools, tx, slack_id, Act.SETTINGS)
        until = habits.this_week(known.zone, now)
        stored.change(tx, known.id, nights_until=until)
        known_people.plan_again(tx, known.id, now)
        return until

    return await tools.database.run(change)


async def off_today(tools: Tools, slack_id: str, now: datetime) -> None:
    """Send nothing of the companion today, nor in the night shift that would begin today.

    Raises:
        NotAllowedError: The bot does not write to them.
    """

    def change(tx: Transaction) -> None:
        known = people.allowed(tools, tx, slack_id, Act.SETTINGS)
        routine = routines.routine(stored.habits(tx, known.id))
        hold(tx, known.id, habits.over(routine, now))

    await tools.database.run(change)


def hold(tx: Transaction, person_id: str, until: datetime) -> None:
    """Send this person nothing of the companion before `until`, whatever the reason.

    What holds longer already stays.
    """
    held = stored.habits(tx, person_id).hold_until
    stored.change(tx, person_id, hold_until=max(until, held or until))


async def too_much(
    tools: Tools, slack_id: str, now: datetime, *, again: bool = True
) -> datetime | None:
    """Note that it is too much; the second time, return until when there is quiet.

    Whoever cannot have meant to say it `again`, because they tapped twice at once, says it once.

    Raises:
        NotAllowedError: They are on no roster.
    """

    def change(tx: Transaction) -> datetime | None:
        known = people.allowed(tools, tx, slack_id, Act.PAUSE)
        today = cadence.local_day(now, known.zone)
        first_on = stored.habits(tx, known.id).too_much_on
        is_one_tap = not again and first_on == today
        if is_one_tap or not budget.is_second_too_much(first_on, today):
            stored.change(tx, known.id, too_much_on=today)
            return None
        stored.change(tx, known.id, too_much_on=None)
        until = now + budget.TOO_MUCH_PAUSE
        known_people.set_pause(tx, known.id, until)
        return until

    return await tools.database.run(change)


async def keep_pace(tools: Tools, slack_id: str, now: datetime) -> None:
    """Write as often as before: silence counts from here on.

    Raises:
        NotAllowedError: They are on no roster.
    """

    def change(tx: Transaction) -> None:
        known = people.allowed(tools, tx, slack_id, Act.PAUSE)
        today = cadence.local_day(now, known.zone)
        stored.change(tx, known.id, heard_from=today, told_pace=0, told_in=None)
        known_people.plan_again(tx, known.id, now)

    await tools.database.run(change)


def _habits(tx: Transaction, known: Known, now: datetime) -> Habits:
    life = routines.life(tx, known.id, now)
    kept = life.habits
    today = cadence.local_day(now, known.zone)
    return Habits(
        life.routine,
        kept.hides_questions,
        kept.zone_chosen,
        life.room.pace,
        budget.is_second_too_much(kept.too_much_on, today),
    )
