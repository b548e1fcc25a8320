"""Somebody who is written to less often is told so once, with the next message."""

from bot.flows.routines import COMPANION, Life
from bot.messages import habits as messages
from bot.messages.parts import Message as Words
from bot.rules.budget import Pace
from storage import routines as stored
from storage.deliveries import Message
from storage.transactions import Transaction


def with_the_pace(tx: Transaction, message: Message, says: Words, life: Life | None) -> Words:
    """Return what a message says; with it, that there will be fewer, if that is new.

    It stays with this message when that has to be sent again.
    """
    if life is None or message.person_id is None or message.kind not in COMPANION:
        return says
    pace, habits = life.room.pace, life.habits
    if pace is Pace.USUAL:
        if habits.told_pace:
            stored.change(tx, message.person_id, told_pace=0, told_in=None)
        return says
    if pace > habits.told_pace:
        stored.change(tx, message.person_id, told_pace=int(pace), told_in=message.id)
    elif habits.told_in != message.id:
        return says
    return messages.with_the_pace(says, pace)
