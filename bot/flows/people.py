"""What people decide for themselves: join, choose an hour, pause, resume, stop."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time

from bot.flows import plans
from bot.flows.routines import COMPANION
from bot.flows.routines import routine as routine_of
from bot.flows.tools import Tools, new_id
from bot.rules import asks, cadence, pauses, roles
from bot.rules.asks import NotUnderstoodError
from bot.rules.roles import Act
from bot.rules.shifts import Routine
from storage import deliveries, people, routines
from storage.deliveries import Message
from storage.people import Decision, Known
from storage.seal import new_link_key
from storage.transactions import Transaction

# The end of a pause without one; people say resume.
UNTIL_RESUMED = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody may do; whether they pause, and what comes next (None: nothing planned)."""

    acts: frozenset[Act]
    paused: bool
    next: Message | None
    zone: str
    # What they have said of their time: why the next comes when it comes.
    routine: Routine | None = None
    # Whether they keep the companion.
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody keeps the companion; `hour_chosen` is False the first time."""

    hour_chosen: bool
    next_at: datetime | None
    zone: str


async def standing(tools: Tools, slack_id: str, now: datetime) -> Standing:
    """Return what this person may do, and when they will hear next."""

    def look(tx: Transaction) -> Standing:
        speaker, known = tools.speaker(tx, slack_id)
        acts = roles.allowed(speaker)
        if known is None:
            return Standing(acts, paused=False, next=None, zone="UTC")
        paused = known.paused_until is not None and known.paused_until > now
        coming = plans.next_message(tools, tx, known.id, now)
        decided = people.decision(tx, known.id)
        kept = decided is not None and decided.companion
        routine = routine_of(routines.habits(tx, known.id))
        return Standing(acts, paused, coming, known.zone, routine, kept)

    return await tools.database.read(look)


async def suggestion(tools: Tools, slack_id: str, text: str, now: datetime) -> str:
    """Return a sentence for somebody whose subcommand does not exist."""
    return asks.suggestion(text, (await standing(tools, slack_id, now)).acts)


async def require(tools: Tools, slack_id: str, act: Act) -> Known:
    """Return what is known of this person, who may do `act`.

    Raises:
        NotAllowedError: They may not.
    """
    return await tools.database.read(lambda tx: allowed(tools, tx, slack_id, act))


def allowed(tools: Tools, tx: Transaction, slack_id: str, act: Act) -> Known:
    """Return what is known of somebody who may do `act`, an act of the roster or of trainers.

    Raises:
        NotAllowedError: They may not.
    """
    speaker, known = tools.speaker(tx, slack_id)
    roles.require(speaker, act)
    assert known is not None  # noqa: S101 -- whoever is on a roster, or trains, is known
    return known


async def accept(
    tools: Tools, slack_id: str, switches: Collection[str], *, version: int, now: datetime
) -> Joined:
    """Keep a yes to the companion and to each of `switches`; plan what comes next.

    Raises:
        NotUnderstoodError: A yes to nothing.
        NotAllowedError: They are on no roster.
    """
    if not switches:
        raise NotUnderstoodError("Tick at least one part, or choose Just the training.")
    yes = Decision(version, companion=True, **dict.fromkeys(switches, True))

    def keep(tx: Transaction) -> Joined:
        known = _decide(tools, tx, slack_id, yes, now)
        give_link_key(tools, tx, known)
        # Whoever says yes begins afresh: what they left unanswered before was no silence.
        today = cadence.local_day(now, known.zone)
        routines.change(tx, known.id, heard_from=today)
        people.plan_again(tx, known.id, now)
        next_at = plans.next_for(tools, tx, known.id, now)
        return Joined(known.preferred_at is not None, next_at, known.zone)

    return await tools.database.run(keep)


async def decline(tools: Tools, slack_id: str, *, version: int, now: datetime) -> None:
    """Keep a no to the companion: nothing of it is sent, and the roster stays as it is.

    Raises:
        NotAllowedError: They are on no roster.
    """
    no = Decision(version, companion=False)

    def keep(tx: Transaction) -> None:
        known = _decide(tools, tx, slack_id, no, now)
        deliveries.forget_waiting(tx, known.id, COMPANION)

    await tools.database.run(keep)


async def choose_hour(tools: Tools, slack_id: str, hour: time, now: datetime) -> None:
    """Write to this person at `hour` from here on; what is planned moves with it.

    Raises:
        NotAllowedError: The bot does not write to them.
    """

    def keep(tx: Transaction) -> None:
        known = allowed(tools, tx, slack_id, Act.HOUR)
        people.set_hour(tx, known.id, hour)
        people.plan_again(tx, known.id, now)

    await tools.database.run(keep)


async def pause(
    tools: Tools, slack_id: str, asked: str, now: datetime
) -> tuple[datetime | None, str]:
    """Send nothing of the companion for as long as is `asked`, or until they say resume.

    Returns the end (None for resume) and the person's zone.

    Raises:
        NotAllowedError: They are on no roster.
        NotUnderstoodError: It cannot be read, or is no time to come.
    """

    def keep(tx: Transaction) -> tuple[datetime | None, str]:
        known = allowed(tools, tx, slack_id, Act.PAUSE)
        until = pauses.read(asked, now, known.zone)
        people.set_pause(tx, known.id, until or UNTIL_RESUMED)
        return until, known.zone

    return await tools.database.run(keep)


async def resume(tools: Tools, slack_id: str, now: datetime) -> tuple[datetime | None, str]:
    """End a pause, and being left alone; return when the next message comes, and their zone.

    None stands for nothing planned.

    Raises:
        NotAllowedError: They are on no roster.
    """

    def keep(tx: Transaction) -> tuple[datetime | None, str]:
        known = allowed(tools, tx, slack_id, Act.RESUME)
        people.set_pause(tx, known.id, None)
        routines.change(tx, known.id, hold_until=None)
        people.plan_again(tx, known.id, now)
        return plans.next_for(tools, tx, known.id, now), known.zone

    return await tools.database.run(keep)


def link_key_row(person_id: str) -> str:
    """Return the name of the row to which a person's link key is sealed."""
    return f"link_key/{person_id}"


def give_link_key(tools: Tools, tx: Transaction, known: Known) -> None:
    """Give this person a link key, unless they have one."""
    sealed = tools.ring.seal(new_link_key(), link_key_row(known.id))
    people.keep_link_key(tx, known, sealed)


def _decide(
    tools: Tools, tx: Transaction, slack_id: str, decision: Decision, now: datetime
) -> Known:
    known = allowed(tools, tx, slack_id, Act.JOIN)
    people.decide(tx, known, decision, decision_id=new_id(), now=now)
    return known
