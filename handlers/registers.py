"""Who comes to a training session, and who is there; the days as a calendar file."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from bot.flows import calendars, codes, registers, replies
from bot.flows.tools import Tools
from bot.messages import parts
from bot.messages import registers as messages
from bot.messages import sessions as news
from bot.messages.names import Form, Tap
from bot.messages.parts import button
from bot.rules import attendance
from bot.rules.attendance import Corrections, Page
from bot.rules.roles import Act
from bot.rules.sessions import StaleError, Wish, unpacked
from bot.slack import NotSentError, OutcomeUnknownError, RefusedError
from handlers.answering import LOOKING_UP, Handler, Reply, sentence
from handlers.hearing import Heard

IN_OUR_CONVERSATION = "The calendar file is in our conversation now."
NO_FILE = "Slack did not take the file. Please try again in a minute."


async def reply(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody says whether they come to a day."""
    days = await replies.reply(tools, heard.slack_id, heard.value, heard.about, now)
    return sentence(news.noted(heard.about, days))


async def reply_to_all(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody comes to every day that was announced together."""
    days = await replies.reply_to_all(tools, heard.slack_id, heard.value, now)
    return sentence(news.noted(attendance.COMING, days))


async def open_days(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody does not come to every day."""
    days, said = await replies.run(tools, heard.slack_id, heard.value, now)
    view = messages.reply_form(days, said, heard.value)
    return Reply(view=view, on_top=True, again=button("Open", Tap.REPLY_DAYS, heard.value))


async def reply_to_each(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has said of each day whether they come."""
    said = {name: value for name, value in heard.filled.items() if value}
    days = await replies.reply_to_each(tools, heard.slack_id, heard.value, said, now)
    lines = [news.noted(said[day.id], [day]) for day in days]
    return Reply(view=parts.sentence("\n".join(lines)))


async def go_by_calendar(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants no reminders of a training."""
    await replies.go_by_calendar(tools, heard.slack_id, heard.value, now, alone=True)
    return Reply(messages.by_calendar(heard.value, alone=True))


async def remind_me(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants reminders again."""
    await replies.go_by_calendar(tools, heard.slack_id, heard.value, now, alone=False)
    return Reply(messages.by_calendar(heard.value, alone=False))


async def calendar(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants the days as a calendar file; handing it to Slack takes a moment."""
    return Reply(later=partial(_calendar, heard, tools, now))


async def here(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody is in the room, and is asked for its code."""
    session_id = heard.value
    if heard.kind == "command":
        session_id = await codes.session_now(tools, heard.slack_id, now)
    day = await codes.may_enter(tools, heard.slack_id, session_id, now)
    again = button("I am here", Tap.HERE, session_id)
    return Reply(view=messages.enter(day), on_top=True, again=again)


async def enter(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has entered the room's code."""
    typed = heard.filled.get(messages.CODE) or ""
    return Reply(
        view=messages.entered(await codes.enter(tools, heard.slack_id, heard.value, typed, now))
    )


async def open_register(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer opens the register of a day."""
    page = await registers.open_(tools, heard.slack_id, heard.value, now)
    view = messages.closed(page) if page.is_closed else messages.page(page, _about(page))
    return Reply(view=view, on_top=True, again=button("Open", Tap.REGISTER, heard.value))


async def save(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer has corrected a register; who is new is looked up first."""
    return Reply(view=parts.sentence(LOOKING_UP), later=partial(_saved, heard, tools, now))


async def look_at_closing(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer wants to close a register, with what they have corrected."""
    return Reply(later=partial(_closing, heard, tools, now))


async def close(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer closes a register."""
    wish = unpacked(heard.value)
    try:
        page = await registers.close(tools, heard.slack_id, wish.subject, int(wish.seen), now)
    except StaleError:
        return await _changed(heard, tools, wish, now)
    return Reply(view=messages.closed(page))


async def _calendar(heard: Heard, tools: Tools, now: datetime) -> Reply:
    try:
        await calendars.send(tools, heard.slack_id, heard.value, now)
    except (NotSentError, OutcomeUnknownError, RefusedError):
        return sentence(NO_FILE)
    return sentence(IN_OUR_CONVERSATION)


async def _saved(heard: Heard, tools: Tools, now: datetime) -> Reply:
    wish = unpacked(heard.value)
    try:
        kept = await _kept(heard, tools, wish, now)
    except StaleError:
        return await _changed(heard, tools, wish, now)
    above = messages.saved(kept.left_out, kept.too_late)
    return Reply(view=messages.page(kept.page, _about(kept.page), above=above))


async def _closing(heard: Heard, tools: Tools, now: datetime) -> Reply:
    wish = Wish(heard.value, heard.about)
    try:
        kept = await _kept(heard, tools, wish, now)
    except StaleError:
        return await _changed(heard, tools, wish, now)
    above = messages.saved(kept.left_out, kept.too_late)[1:]
    return Reply(view=messages.closing(kept.page, _about(kept.page), above=above))


async def _kept(heard: Heard, tools: Tools, wish: Wish, now: datetime) -> registers.Kept:
    wanted = _corrections(heard)
    return await registers.correct(tools, heard.slack_id, wish.subject, int(wish.seen), wanted, now)


async def _changed(heard: Heard, tools: Tools, wish: Wish, now: datetime) -> Reply:
    """Show the register as another trainer has left it, with what they changed."""
    page = await registers.open_(tools, heard.slack_id, wish.subject, now)
    if page.is_closed:
        return Reply(view=messages.closed(page))
    shown = heard.preset.get(messages.PEOPLE, ())
    changed = attendance.corrections(shown, page.present)
    above = messages.changed(sorted(changed.came), sorted(changed.did_not))
    return Reply(view=messages.page(page, _about(page), above=above))


def _corrections(heard: Heard) -> Corrections:
    shown = heard.preset.get(messages.PEOPLE, ())
    return attendance.corrections(shown, heard.filled.get(messages.PEOPLE) or ())


def _about(page: Page) -> str:
    return Wish(page.day.id, str(page.revision)).packed()


COMMANDS: Mapping[Act, Handler] = {Act.HERE: here}
TAPS: Mapping[str, Handler] = {
    Tap.REPLY: reply,
    Tap.REPLY_RUN: reply_to_all,
    Tap.REPLY_DAYS: open_days,
    Tap.CALENDAR: calendar,
    Tap.BY_CALENDAR: go_by_calendar,
    Tap.REMIND_ME: remind_me,
    Tap.HERE: here,
    Tap.REGISTER: open_register,
    Tap.CLOSE_REGISTER: look_at_closing,
}
FORMS: Mapping[str, Handler] = {
    Form.REPLY_DAYS: reply_to_each,
    Form.HERE: enter,
    Form.REGISTER: save,
    Form.CLOSE_REGISTER: close,
}
