"""Everything that those who lead a cohort can be told to put right."""

from bot.messages.reach import CLOSED, GUEST, NOT_FOUND
from bot.rules.errands import Matter, Unreached
from tests.messages.values import DAYS

MATTERS = [
    *(
        Matter("unreached", reason, Unreached("nia", "U0NIA", reason))
        for reason in (CLOSED, GUEST, NOT_FOUND)
    ),
    Matter("leader", "leader", Unreached("tara", "U0TARA", CLOSED)),
    Matter("room", "room", DAYS[0]),
    Matter("register", "register", DAYS[1]),
    Matter("date", "date", 3),
]
