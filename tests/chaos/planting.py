"""A hospital of invented people, each with one message whose window is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot import app
from bot.flows.tools import Tools, new_id
from bot.rules import cadence
from bot.settings import Settings
from content.model import CheckIn, Exercise
from storage import deliveries, people
from storage.transactions import Transaction
from tests.bench import seeding
from tests.bench.seeding import COHORT, Member
from tests.chaos.judging import Planned

# So long from the first moment of a window to the last, as the rules have it.
WIDE = cadence.CHECKIN_TOO_LATE
# Some people have next to no time left, so that trouble makes their message too late.
NARROW = timedelta(seconds=45)
NARROW_EVERY = 20
# With some people the bot has not spoken yet.
UNKNOWN_EVERY = 20
KINDS = ("check-in", "exercise")

# The nights in which clocks change in both hospitals, and the hours around it.
NIGHTS = (date(2026, 11, 1), date(2027, 3, 14))
HOURS_OF_A_NIGHT = 5
ZONES = ("America/New_York", "America/Chicago")


@dataclass(frozen=True, slots=True)
class Slot:
    """When one message is due, and how long it may be sent."""

    due_at: datetime
    lasts: timedelta


def spread(count: int, begin: datetime, seconds: float) -> list[Slot]:
    """Return `count` slots that fall due one after the other within so many seconds."""
    return [
        Slot(
            begin + timedelta(seconds=seconds * number / count),
            WIDE if number % NARROW_EVERY else NARROW,
        )
        for number in range(count)
    ]


def nights(count: int) -> list[Slot]:
    """Return `count` slots over the nights in which the clocks change, by local hours.

    Among them are hours that there are twice, and hours that there are not.
    """
    return [
        Slot(_local(NIGHTS[number * len(NIGHTS) // count], number, count), WIDE)
        for number in range(count)
    ]


def _local(day: date, number: int, count: int) -> datetime:
    """Return a moment of a night, by the clocks of one zone or the other."""
    minutes = number * len(NIGHTS) % count * HOURS_OF_A_NIGHT * 60 // count
    at = time(minutes // 60, minutes % 60)
    return datetime.combine(day, at, ZoneInfo(ZONES[number % 2])).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Garden:
    """What every cohort is planted with."""

    tools: Tools
    conversations: Mapping[str, str]
    now: datetime


async def plant(
    config: Settings, conversations: Mapping[str, str], slots: Sequence[Slot], now: datetime
) -> list[Planned]:
    """Return a message for each slot, each to somebody else, planned by the ledger's own rules.

    Bots may run on it already, so it is done a cohort at a time.
    """
    garden = _Garden(app.build(config), conversations, now)
    planned: list[Planned] = []
    try:
        for number in range(cohorts(len(slots))):
            some = slots[number * COHORT : (number + 1) * COHORT]
            work = partial(_cohort, garden=garden, number=number, slots=some)
            planned += await garden.tools.database.run(work)
    finally:
        await app.close(garden.tools)
    return planned


def _cohort(tx: Transaction, garden: _Garden, number: int, slots: Sequence[Slot]) -> list[Planned]:
    """Return the messages of one cohort, whose people the bot knows from here on."""
    sites = list(garden.tools.sites.values())
    site = sites[number % len(sites)]
    members = seeding.roster(tx, garden.tools, site, number, garden.now)
    planned = []
    for seat, (slot, member) in enumerate(zip(slots, members, strict=False)):
        known = garden.conversations[member.slack_id] if seat % UNKNOWN_EVERY else None
        tx.run(people.CHANGE["dm_channel"], person_id=member.person_id, value=known)
        message = _message(garden.tools, member, slot, KINDS[seat % len(KINDS)])
        deliveries.plan(tx, [message])
        planned.append(Planned(message.id, message.due_at, message.send_by))
    return planned


def _message(tools: Tools, member: Member, slot: Slot, kind: str) -> deliveries.Message:
    shelf: Mapping[str, CheckIn | Exercise] = (
        tools.library.checkins if kind == "check-in" else tools.library.exercises
    )
    content = next(iter(shelf.values()))
    return deliveries.Message(
        id=new_id(),
        site_id=member.group.site_id,
        cohort_id=member.group.id,
        person_id=member.person_id,
        kind=kind,
        # Of no curriculum, so that nobody plans it anew.
        step=f"chaos/{kind}",
        occurrence=member.group.id,
        content_id=content.id,
        content_version=content.version,
        local_date=slot.due_at.astimezone(ZoneInfo(member.zone)).date(),
        due_at=slot.due_at,
        send_by=slot.due_at + slot.lasts,
        expires_at=slot.due_at + cadence.CHECKIN_OPEN,
        closes=True,
    )


def cohorts(count: int) -> int:
    """Return how many cohorts so many people fill."""
    return -(-count // COHORT)


def everybody(count: int) -> list[str]:
    """Return by which ids Slack knows the people of a hospital that gets so many messages."""
    return [slack_id for number in range(cohorts(count)) for slack_id in seeding.slack_ids(number)]
