"""What somebody sees of training sessions: their own as a participant, those they lead or run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.flows import confirmations, outlooks, replies
from bot.flows.sessions import slot_of
from bot.flows.tools import Tools
from bot.messages import registers as words
from bot.messages import schedules as messages
from bot.messages.schedules import Line
from bot.rules import attendance, roles
from bot.rules.roles import Act, Speaker
from storage import certificates, registers, rosters, trainings
from storage import replies as kept
from storage.trainings import PLANNED, POSTPONED, Group, TrainingDay
from storage.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Schedule:
    """Somebody's sessions, what they were at, and whether they may add one."""

    lines: list[Line]
    attended: list[str]
    can_add: bool


async def listed(tools: Tools, slack_id: str, now: datetime) -> Schedule:
    """Return the sessions of everything somebody takes part in, leads or coordinates.

    Raises:
        NotAllowedError: They are on no roster, train nobody and coordinate nothing.
    """

    def look(tx: Transaction) -> Schedule:
        speaker, known = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.SESSION_LIST)
        person_id = known.id if known else ""
        attended = [
            messages.certificate(one.cohort, one.days, one.of_days, one.last_on)
            for one in certificates.certificates(tx, person_id)
        ]
        lines = sorted(_lines(tx, speaker, person_id, now), key=_order)
        return Schedule(lines, attended, can_add=bool(speaker.trains))

    return await tools.database.read(look)


def _lines(tx: Transaction, speaker: Speaker, person_id: str, now: datetime) -> Iterator[Line]:
    sight = confirmations.sight(tx, speaker.slack_id)
    led = set(trainings.led_by(tx, person_id))
    run = set(trainings.cohorts(tx, speaker.coordinates))
    on = {place.cohort_id for place in rosters.listed_at(tx, person_id)}
    own = {group for cohort_id in on if (group := trainings.cohort(tx, cohort_id))}
    for group in sorted(led | run | own, key=lambda group: group.name.casefold()):
        sees = group in led | run and sight.of(group.site_id, group.id)
        if sees or group in own:
            reader = _Reader(person_id, sees=sees, leads=sees and group in led)
            for day in trainings.every_day(tx, group.id):
                yield _line(tx, group, day, reader, now)


def _order(line: Line) -> tuple[bool, float]:
    """Return where a session stands in a list: the next one first, and the last one after those."""
    starts = line.day.starts_at.timestamp()
    return line.over, -starts if line.over else starts


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who looks at a session: what they may see of it, and whether they lead it."""

    person_id: str
    sees: bool
    leads: bool


def _line(tx: Transaction, group: Group, day: TrainingDay, reader: _Reader, now: datetime) -> Line:
    rule = outlooks.rule_of(day)
    return Line(
        group.name,
        rule,
        day.state,
        leads=reader.leads,
        sees=reader.sees,
        # One that waits for its date is to come, whenever it was to be.
        over=day.state != POSTPONED and slot_of(day).ends_at <= now,
        reply=replies.own_reply(tx, day.id, reader.person_id),
        replied=_replied(tx, day) if reader.leads else {},
        register=_register(tx, day, now) if reader.sees else "",
    )


def _replied(tx: Transaction, day: TrainingDay) -> dict[str, list[str]]:
    said = kept.of_session(tx, day.id)
    return {
        reply: [one.slack_id for one in said if one.reply == reply] for reply in attendance.REPLIES
    }


def _register(tx: Transaction, day: TrainingDay, now: datetime) -> str:
    if day.state != PLANNED or not attendance.is_open(outlooks.rule_of(day), now):
        return ""
    book = registers.book(tx, day.id)
    if book and book.closed_on:
        return words.closed_with(book.present or 0, book.listed or 0)
    return words.STILL_OPEN
