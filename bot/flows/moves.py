"""A trainer moves a training session or calls it off: looked at first, then done, once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.flows import audits, leading, sessions
from bot.flows.leading import Led
from bot.flows.sessions import slot_of
from bot.flows.tools import Tools
from bot.rules import sessions as rules
from bot.rules.forms import FieldsError
from bot.rules.roles import Act
from bot.rules.sessions import Change, Neighbours, Slot, Taken, Wish
from storage import announcements, certificates, registers, replies, trainings
from storage.trainings import CANCELLED, PLANNED, POSTPONED, Group
from storage.transactions import Transaction


async def looked_at(tools: Tools, slack_id: str, wish: Wish, now: datetime) -> Change:
    """Return what would change, were the session as it is filled in.

    Raises:
        FieldsError: It cannot be so; it has a sentence for each field.
        StaleError: It is not as it was seen any more.
        NotAllowedError, NotConfirmedError: As for `leading.opened`.
    """

    def look(tx: Transaction) -> Change:
        found = leading.changeable(tools, tx, slack_id, wish.subject, Act.SESSION_MOVE, now)
        leading.require_seen(found, wish.seen)
        return _change(tx, found, wish.filled, now)

    return await tools.database.read(look)


async def move(tools: Tools, slack_id: str, wish: Wish, now: datetime) -> Change:
    """Change a session, and have everybody on the list told of it once.

    Raises:
        FieldsError, StaleError, NotAllowedError, NotConfirmedError: As for `looked_at`.
    """

    def change(tx: Transaction) -> Change:
        found = leading.changeable(tools, tx, slack_id, wish.subject, Act.SESSION_MOVE, now)
        leading.require_seen(found, wish.seen)
        made = _change(tx, found, wish.filled, now)
        if made.after:
            _keep(tx, found, made, wish.filled, now)
            audits.note(tx, found.group.site_id, slack_id, Act.SESSION_MOVE, found.day.id, now)
        return made

    return await tools.database.run(change)


async def calling_off(
    tools: Tools, slack_id: str, session_id: str, now: datetime
) -> tuple[Led, Change]:
    """Return a session that is about to be called off, and what would change.

    Raises:
        NotAllowedError, NotConfirmedError: As for `leading.opened`.
    """

    def look(tx: Transaction) -> tuple[Led, Change]:
        found = leading.cancellable(tools, tx, slack_id, session_id, now)
        return found, _called_off(tx, found)

    return await tools.database.read(look)


async def call_off(
    tools: Tools, slack_id: str, wish: Wish, *, follows: bool, now: datetime
) -> Change:
    """Call off a session and have everybody told once; what was sent stays as it is.

    A new date `follows` or not: until it is there, nothing is counted from the last day. One that
    waits for its date is dropped.

    Raises:
        StaleError, NotAllowedError, NotConfirmedError: As for `looked_at`.
    """

    def change(tx: Transaction) -> Change:
        found = leading.cancellable(tools, tx, slack_id, wish.subject, now)
        leading.require_seen(found, wish.seen)
        day = replace(
            found.day,
            state=POSTPONED if follows and found.day.state == PLANNED else CANCELLED,
            revision=found.day.revision + 1,
            told_at=now,
            moved_from=sessions.known_start(tx, found.group, found.day),
        )
        trainings.change_day(tx, day, seen=found.day.revision)
        registers.forget_book(tx, day.id)
        replies.forget(tx, day.id)
        certificates.set_days(tx, found.group.id, len(trainings.days(tx, found.group.id)))
        sessions.plan_again(tx, found.group, now)
        sessions.tell(tx, found.group, sessions.CANCELLED, day, now)
        audits.note(tx, found.group.site_id, slack_id, Act.SESSION_CANCEL, day.id, now)
        return _called_off(tx, found)

    return await tools.database.run(change)


def shown(
    tx: Transaction,
    group: Group,
    name: str,
    before: Slot | None,
    after: Slot | None,
    units: str | None,
) -> Change:
    """Return what changes, as a trainer is shown it."""
    listed = len(announcements.listed(tx, group.id))
    taught = units.split(",") if units else None
    return Change(name, before, after, listed, group.channel_id, taught)


def neighbours(tx: Transaction, group: Group, number: int, now: datetime) -> Neighbours:
    """Return what a day of a cohort may not run into."""
    own = [Led(day, group) for day in trainings.days(tx, group.id)]
    before = [_taken(one) for one in own if one.day.number < number]
    after = [_taken(one) for one in own if one.day.number > number]
    others = {
        taken: None
        for leader in trainings.leaders(tx, group.id)
        for taken in led_slots(tx, leader.person_id, besides=group)
        if taken.slot.ends_at > now
    }
    return Neighbours(before[-1] if before else None, after[0] if after else None, list(others))


def led_slots(tx: Transaction, person_id: str, besides: Group | None = None) -> list[Taken]:
    """Return the sessions of every cohort that somebody leads, but for one."""
    return [
        _taken(Led(day, other))
        for other in trainings.led_by(tx, person_id)
        if other != besides
        for day in trainings.days(tx, other.id)
    ]


def units_in(filled: Mapping[str, Any]) -> str | None:
    """Return the units that were chosen in a form, as they are kept."""
    chosen = filled.get(rules.UNITS) or ()
    return ",".join(chosen) or None


def _change(tx: Transaction, found: Led, filled: Mapping[str, Any], now: datetime) -> Change:
    before = slot_of(found.day)
    after = rules.described(filled, found.day.zone)
    if after.when != before.when:
        near = neighbours(tx, found.group, found.day.number, now)
        rules.require_possible(after, near, now)
    units = units_in(filled)
    if after == before and units == found.day.units:
        raise FieldsError({rules.DAY: "That is how it stands. Change something, or close this."})
    return shown(tx, found.group, found.name, before, after, units)


def _called_off(tx: Transaction, found: Led) -> Change:
    before = slot_of(found.day) if found.day.state == PLANNED else None
    return shown(tx, found.group, found.name, before, None, None)


def _keep(
    tx: Transaction, found: Led, made: Change, filled: Mapping[str, Any], now: datetime
) -> None:
    """Keep a session as it is from here on; news of it are told if they are anybody's."""
    after = made.after
    assert after is not None  # noqa: S101 -- a session that is called off goes another way
    day = replace(
        found.day,
        starts_on=after.on,
        starts_at=after.at,
        ends_at=after.until,
        room=after.room,
        units=units_in(filled),
    )
    if made.is_told:
        moved_from = _moved_from(tx, found, made)
        day = replace(day, revision=day.revision + 1, told_at=now, moved_from=moved_from)
    trainings.change_day(tx, day, seen=found.day.revision)
    if made.moves:
        registers.forget_book(tx, day.id)
        replies.forget(tx, day.id)
    if made.is_told:
        sessions.plan_again(tx, found.group, now)
        sessions.tell(tx, found.group, sessions.MOVED, day, now)


def _moved_from(tx: Transaction, found: Led, made: Change) -> datetime | None:
    """Return from when a session moves, as people know it; None when it stays at its time."""
    waits = sessions.known_start(tx, found.group, found.day)
    before = slot_of(found.day).starts_at
    return waits if made.moves or waits != before else None


def _taken(one: Led) -> Taken:
    return Taken(one.name, slot_of(one.day))
