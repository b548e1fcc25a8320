"""Somebody types: short words do what the buttons do, and what is unclear gets buttons."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from bot.flows import checkins, habits, holds, people
from bot.flows.tools import Tools
from bot.messages import consent
from bot.messages import habits as times
from bot.messages import help as cards
from bot.messages import people as own
from bot.messages import talk as messages
from bot.messages.names import Tap
from bot.rules import talk
from handlers import home
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def answer(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has typed something, which goes no further than this function."""
    if heard.has_file:
        return Reply(messages.unclear(messages.FILE))
    if talk.is_long(heard.words):
        return Reply(messages.unclear(messages.LONG))
    meant = talk.meant(heard.words, tools.library.talk)
    if meant is None:
        return Reply(messages.unclear())
    return await MEANT[meant.means](heard.with_words(meant.rest), tools, now)


async def ready(tap: Tap, _heard: Heard, _tools: Tools, _now: datetime) -> Reply:
    """Somebody asks for what opens in a window, for which a tap is needed."""
    return Reply(messages.ready(tap))


async def check_in(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants to answer the question that is open."""
    if delivery_id := await checkins.open_now(tools, heard.slack_id, now):
        return Reply(messages.ready(Tap.OPEN, delivery_id))
    standing = await people.standing(tools, heard.slack_id, now)
    return Reply(messages.no_question(home.when(standing)))


async def hard_shift(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has had a hard shift: they are left alone from here on, also if they tap nothing."""
    await holds.hold_soon(tools, heard.slack_id, holds.HARD_SHIFT, now)
    return Reply(messages.ready(Tap.HARD_SHIFT))


async def not_now(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has no time just now."""
    return _quiet(await holds.hold(tools, heard.slack_id, holds.NOT_NOW, now))


async def in_an_hour(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants to be left alone for an hour."""
    return _quiet(await holds.hold(tools, heard.slack_id, holds.AN_HOUR, now))


async def off_today(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody is off today."""
    await habits.off_today(tools, heard.slack_id, now)
    return Reply(messages.said(times.off_today()))


async def on_nights(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody is on nights this week."""
    until = await habits.nights_this_week(tools, heard.slack_id, now)
    return Reply(messages.said(times.on_nights(until)))


async def too_much(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody says that it is too much."""
    until = await habits.too_much(tools, heard.slack_id, now)
    zone = (await people.standing(tools, heard.slack_id, now)).zone
    return Reply(messages.said(own.paused(until, zone) if until else times.less()))


async def pause(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants quiet for longer."""
    until, zone = await people.pause(tools, heard.slack_id, heard.words, now)
    return Reply(messages.said(own.paused(until, zone)))


async def resume(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody ends a pause."""
    next_at, zone = await people.resume(tools, heard.slack_id, now)
    return Reply(messages.said(own.resumed(next_at, zone)))


async def stop(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants no more of the companion."""
    await people.decline(tools, heard.slack_id, version=consent.CONSENT_VERSION, now=now)
    return Reply(messages.said(own.stopped()))


async def help_card(_heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody asks for help."""
    return Reply(cards.card(tools.library.help, list(tools.sites.values()), now))


async def commands(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody asks what they can do."""
    standing = await people.standing(tools, heard.slack_id, now)
    return Reply(own.commands(standing.acts))


async def who_sees_this(_heard: Heard, _tools: Tools, _now: datetime) -> Reply:
    """Somebody asks who can see what."""
    return Reply(messages.who_sees())


async def spanish(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody would rather read Spanish."""
    return Reply(
        messages.in_spanish(cards.card(tools.library.help, list(tools.sites.values()), now))
    )


def _quiet(held: tuple[datetime, str] | None) -> Reply:
    return Reply(messages.quiet(*(held or (None, "UTC"))))


MEANT: Mapping[str, Handler] = {
    "breathe": partial(ready, Tap.BREATHE),
    "two-minutes": partial(ready, Tap.TWO_MINUTES),
    "check-in": check_in,
    "hard-shift": hard_shift,
    "not-now": not_now,
    "in-an-hour": in_an_hour,
    "off-today": off_today,
    "on-nights": on_nights,
    "too-much": too_much,
    "pause": pause,
    "resume": resume,
    "stop": stop,
    "my-data": partial(ready, Tap.MY_DATA),
    "help": help_card,
    "commands": commands,
    "settings": partial(ready, Tap.SETTINGS),
    "who-sees-this": who_sees_this,
    "spanish": spanish,
}
