"""Whether this is the moment for a message, by what is true when it is claimed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.flows import routines
from bot.flows.routines import COMPANION, Life
from bot.rules import assessments, cadence, shifts
from storage.deliveries import Message
from storage.recipients import Recipient

# It is true on its own day only, and a day later another one says the same.
_MAY_WAIT = "notice/7-days"


def life(message: Message, recipient: Recipient | None, now: datetime) -> Life | None:
    """Return the life of whoever a message goes to; None where it decides nothing."""
    if recipient and (message.kind in COMPANION or message.step == _MAY_WAIT):
        return routines.life_at(recipient.past, now, sending=message.id)
    return None


def moment(message: Message, life: Life | None, now: datetime) -> datetime | None:
    """Return `now` for a message that may go out, a later moment for one that may go out then.

    None for one that may not go out at all. Nobody is written to while they sleep or have quiet,
    nor more often than the budget allows; what cannot come in its window is left out.
    """
    if life is None:
        return now
    if message.step == _MAY_WAIT:
        free = shifts.next_free(life.routine, now)
        return now if free == now else _within(message, free)
    free = routines.free_from(life, now)
    if assessments.asks_in_the_room(message.step):
        # It is true for ten minutes. It is part of the training, as its notices are, and takes no
        # room; but who has quiet, for whatever reason, has it here too.
        return now if free == now else None
    if free > now:
        return _within(message, free)
    if routines.fits_now(life, message.step, message.kind, message.local_date, now):
        return now
    return _within(message, _tomorrow(message, life, now))


def _within(message: Message, at: datetime) -> datetime | None:
    return at if at < message.send_by else None


def _tomorrow(message: Message, life: Life, now: datetime) -> datetime:
    """Return the same hour on the next day, when there may be room again."""
    if assessments.reminds(message.step):
        # It would come on the heels of the next.
        return message.send_by
    zone = ZoneInfo(life.routine.zone)
    day = now.astimezone(zone).date() + timedelta(days=1)
    return cadence.moment(day, message.due_at.astimezone(zone).time(), life.routine.zone)
