"""Training sessions in every form in which they are shown, with the longest values there are."""

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.messages import registers, schedules, session_forms, sessions
from bot.messages.names import Form, Tap
from bot.messages.parts import Message, View
from bot.messages.schedules import Line
from bot.messages.session_forms import Offered
from bot.rules.attendance import CANNOT, COMING, LATE, Page
from bot.rules.notices import Day
from bot.rules.sessions import LONGEST_WORDS, Change, Slot, Wish
from tests.messages.values import COHORT, DELIVERY, LIBRARY, LONGEST_NAME, NEW_YORK

LONGEST_ROOM = "<" * 200
DAY = Day(
    DELIVERY, 2, date(2026, 11, 11), time(8, 30), NEW_YORK, 1, until=time(16, 30), room="Room 4"
)
SLOT = Slot(DAY.on, DAY.at, time(16, 30), NEW_YORK, "Room 4")
LATER = Slot(date(2026, 11, 18), DAY.at, time(16, 30), NEW_YORK, LONGEST_ROOM)
MOVED_FROM = datetime(2026, 11, 10, 8, 30, tzinfo=ZoneInfo(NEW_YORK))
UNITS = {unit.key: unit.title for unit in LIBRARY.curriculum.units}
WISH = Wish(DELIVERY, "1/", {"day": "2026-11-18", "room": "Room 4"}).packed()
MANY = [f"U0PERSON{number:02}" for number in range(24)]
REPLIED = {COMING: MANY[:20], LATE: MANY[20:22], CANNOT: MANY[22:]}
# What a window carries on a trainer's way through a preview.
CARRIED = {WISH, Wish(DELIVERY, "1").packed()}

_MOVE = Change(f"{LONGEST_NAME}, day 2", SLOT, LATER, 24, "C0SPRING1")
_CHANGES = {
    "moved": _MOVE,
    "new": Change(f"{COHORT}, day 4", None, SLOT, 1, None),
    "other units": Change(f"{COHORT}, day 2", SLOT, SLOT, 24, None, ["closing"]),
}
_PAGE = Page(f"{LONGEST_NAME}, day 2", DAY, "0123", 1, False, MANY, REPLIED, 24)
_NOBODY = Page(f"{COHORT}, day 2", DAY, "0123", 1, False, [], {}, 0)


def session_messages() -> Iterator[tuple[str, Message]]:
    """Yield every message about a training session."""
    for here in (False, True):
        where = "in a channel" if here else "to one person"
        yield f"a new day, {where}", sessions.added(COHORT, DAY, in_channel=here)
        yield f"a day moves, {where}", sessions.moved(COHORT, DAY, MOVED_FROM, in_channel=here)
        yield f"a place moves, {where}", sessions.moved(COHORT, DAY, None, in_channel=here)
        words = sessions.in_own_words(LONGEST_NAME, DAY, "&" * LONGEST_WORDS, in_channel=here)
        yield f"own words, {where}", words
    for follows in (False, True):
        yield (
            f"called off, {follows}",
            sessions.called_off(COHORT, DAY, DAY.starts_at, follows=follows),
        )
    yield "a register opens", registers.opens(LONGEST_NAME, DAY, "0123")
    yield "the trainers step out", registers.step_out(LONGEST_NAME, DAY)
    for alone in (False, True):
        yield f"by calendar, {alone}", registers.by_calendar(DELIVERY, alone=alone)


def session_views() -> Iterator[tuple[str, View]]:
    """Yield every window about training sessions."""
    yield from _lists()
    yield from _changes()
    yield from _registers()


def _lists() -> Iterator[tuple[str, View]]:
    certificate = schedules.certificate(LONGEST_NAME, 3, 3, DAY.on)
    lines = [
        Line(LONGEST_NAME, DAY, leads=True, sees=True, replied=REPLIED),
        Line(COHORT, DAY, reply=COMING),
        Line(COHORT, DAY, state="postponed", leads=True, sees=True),
        Line(COHORT, DAY, state="cancelled"),
        Line(COHORT, DAY, sees=True, over=True, register=registers.closed_with(18, 24)),
        Line(COHORT, DAY, sees=True, register=registers.STILL_OPEN),
    ]
    yield "training days", schedules.listed(lines, [certificate], can_add=True)
    yield "many training days", schedules.listed(lines[:1] * 60, [certificate] * 20, can_add=True)
    yield "no training days", schedules.listed([], [], can_add=False)
    several = [*lines[2:3], *lines[1:2] * 59]
    yield "one day of several", schedules.chooser(several, Tap.SESSION_CANCEL, "Call off")


def _changes() -> Iterator[tuple[str, View]]:
    for changed in (False, True):
        form = session_forms.move_form(COHORT, SLOT, ["closing"], UNITS, WISH, changed=changed)
        yield f"the form of a day, {changed}", form
    offered = [Offered(f"{DELIVERY}/3", LONGEST_NAME, 3, waits) for waits in (True, False)]
    offered = [Offered(f"{one.id}{n}", one.cohort, n, one.waits) for n, one in enumerate(offered)]
    yield (
        "the form of a new day",
        session_forms.new_form(offered, SLOT, UNITS, {SLOT.zone, "America/Chicago"}),
    )
    for name, change in _CHANGES.items():
        yield f"a look at {name}", session_forms.preview(change, Form.SESSION_MOVE, WISH)
        yield f"done: {name}", session_forms.done(change)
    yield "a look at a new day", session_forms.preview(_CHANGES["new"], Form.SESSION_ADD, WISH)
    off = Change(_MOVE.name, SLOT, None, 24, "C0SPRING1")
    yield "a look at a day called off", session_forms.cancel_form(off, WISH)
    yield from _own_words()


def _own_words() -> Iterator[tuple[str, View]]:
    yield "somebody was quicker", session_forms.stale()
    yield "the form for own words", session_forms.words_form(COHORT, DELIVERY)
    message = sessions.in_own_words(COHORT, DAY, "Bring a jumper.")
    yield "a look at own words", session_forms.words_preview(message, 24, "C0SPRING1", WISH)
    yield "own words are sent", session_forms.words_sent(1, None)


def _registers() -> Iterator[tuple[str, View]]:
    yield "a register", registers.page(_PAGE, WISH, above=registers.saved(MANY[:2]))
    yield "a register, changed", registers.page(_PAGE, WISH, above=registers.changed(MANY, MANY))
    yield "an empty register", registers.page(_NOBODY, WISH, above=registers.saved([]))
    yield "a register is closed", registers.closing(_PAGE, WISH)
    yield "a closed register", registers.closed(_PAGE)
    yield "the code of a room", registers.enter(DAY)
    yield "somebody is there", registers.entered(DAY)
    yield "a reply to each day", registers.reply_form([DAY], {DELIVERY: LATE}, DELIVERY)
