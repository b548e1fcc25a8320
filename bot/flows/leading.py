"""What a trainer leads: the one gate before everything that changes a training session."""

from dataclasses import dataclass
from datetime import datetime

from bot.flows import cohorts, confirmations, outlooks
from bot.flows.sessions import slot_of
from bot.flows.tools import Tools
from bot.rules import roles
from bot.rules.cohorts import Stage
from bot.rules.notices import Day
from bot.rules.roles import Act, NotAllowedError, Speaker
from bot.rules.sessions import StaleError
from storage import trainings
from storage.trainings import PLANNED, POSTPONED, Group, TrainingDay
from storage.transactions import Transaction

NOT_LED = "That is for the trainers of that cohort."
IS_CLOSED = "This cohort is closed, so its days stay as they are."


@dataclass(frozen=True, slots=True)
class Led:
    """A session that the speaker leads, with its cohort."""

    day: TrainingDay
    group: Group

    @property
    def name(self) -> str:
        """What it is called: `Spring, day 2`."""
        return f"{self.group.name}, day {self.day.number}"

    @property
    def rule(self) -> Day:
        """It as the rules know it."""
        return outlooks.rule_of(self.day)

    @property
    def seen(self) -> str:
        """What tells this state of it from every other."""
        return f"{self.day.revision}/{self.day.units or ''}"


def require_led(tools: Tools, tx: Transaction, slack_id: str, group: Group, act: Act) -> Speaker:
    """Return the speaker, who leads this cohort and has confirmed for it.

    Raises:
        NotAllowedError: They do not lead it.
        NotConfirmedError: They have not confirmed for it yet.
    """
    speaker, _ = tools.speaker(tx, slack_id)
    roles.require(speaker, act)
    if group not in trainings.led_by(tx, speaker.person_id or ""):
        raise NotAllowedError(NOT_LED)
    confirmations.for_cohort(tools, tx, slack_id, group)
    return speaker


def led(tools: Tools, tx: Transaction, slack_id: str, session_id: str, act: Act) -> Led:
    """Return a session that the speaker leads.

    Raises:
        NotAllowedError: They do not lead it, or there is none of that id.
        NotConfirmedError: They have not confirmed for its cohort yet.
    """
    found = trainings.session(tx, session_id)
    group = trainings.cohort(tx, found[1]) if found else None
    if found is None or group is None:
        raise NotAllowedError(NOT_LED)
    require_led(tools, tx, slack_id, group, act)
    return Led(found[0], group)


def groups(tools: Tools, tx: Transaction, slack_id: str, act: Act) -> list[Group]:
    """Return the cohorts this trainer leads and has confirmed for; they may have none.

    Raises:
        NotConfirmedError: They lead some, and have confirmed for none.
    """
    speaker, _ = tools.speaker(tx, slack_id)
    roles.require(speaker, act)
    all_led = trainings.led_by(tx, speaker.person_id or "")
    sight = confirmations.sight(tx, slack_id)
    found = [group for group in all_led if sight.of(group.site_id, group.id)]
    if all_led and not found:
        confirmations.for_cohort(tools, tx, slack_id, all_led[0])
    return found


async def movable(tools: Tools, slack_id: str, act: Act, now: datetime) -> list[Led]:
    """Return the sessions that this trainer leads and can do this with, the next one first.

    Raises:
        NotAllowedError: They train nowhere.
        NotConfirmedError: There are some, and they have confirmed for none of their cohorts.
    """

    def look(tx: Transaction) -> list[Led]:
        found = [
            Led(day, group)
            for group in groups(tools, tx, slack_id, act)
            if cohorts.stage(tx, group.id, now) != Stage.CLOSED
            for day in trainings.every_day(tx, group.id)
            if _is_ahead(day, act, now)
        ]
        return sorted(found, key=lambda one: slot_of(one.day).starts_at)

    return await tools.database.read(look)


async def opened(tools: Tools, slack_id: str, session_id: str, act: Act, now: datetime) -> Led:
    """Return a session that this trainer is about to change.

    Raises:
        NotAllowedError: They do not lead it, or it has begun.
        NotConfirmedError: They have not confirmed for its cohort yet.
    """

    def look(tx: Transaction) -> Led:
        return changeable(tools, tx, slack_id, session_id, act, now)

    return await tools.database.read(look)


def cancellable(
    tools: Tools, tx: Transaction, slack_id: str, session_id: str, now: datetime
) -> Led:
    """Return a session that the speaker leads and can call off; also one that waits for its date.

    Raises:
        NotAllowedError, NotConfirmedError: As for `changeable`.
    """
    found = led(tools, tx, slack_id, session_id, Act.SESSION_CANCEL)
    if found.day.state == POSTPONED:
        _require_open(tx, found.group, now)
        return found
    return changeable(tools, tx, slack_id, session_id, Act.SESSION_CANCEL, now)


def changeable(
    tools: Tools, tx: Transaction, slack_id: str, session_id: str, act: Act, now: datetime
) -> Led:
    """Return a session that the speaker leads and that can still be changed.

    Raises:
        NotAllowedError: They do not lead it, or it has begun, or is called off.
        NotConfirmedError: They have not confirmed for its cohort yet.
    """
    found = led(tools, tx, slack_id, session_id, act)
    if found.day.state != PLANNED:
        raise NotAllowedError("That day is called off. `/resiliency session new` gives it a date.")
    if slot_of(found.day).starts_at <= now:
        raise NotAllowedError("That day has begun; it cannot be changed any more.")
    _require_open(tx, found.group, now)
    return found


def require_seen(found: Led, seen: str) -> None:
    """Return when a session is as it was seen.

    Raises:
        StaleError: Somebody changed it since.
    """
    if found.seen != seen:
        raise StaleError


def _require_open(tx: Transaction, group: Group, now: datetime) -> None:
    if cohorts.stage(tx, group.id, now) == Stage.CLOSED:
        raise NotAllowedError(IS_CLOSED)


def _is_ahead(day: TrainingDay, act: Act, now: datetime) -> bool:
    if day.state == POSTPONED:
        return act == Act.SESSION_CANCEL
    return day.state == PLANNED and slot_of(day).starts_at > now
