"""Training sessions: listed, given a date, moved, called off, spoken of by their trainers."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import additions, leading, moves, schedules, wordings
from bot.flows.leading import Led
from bot.flows.sessions import slot_of
from bot.flows.tools import Tools, new_id
from bot.messages import parts
from bot.messages import schedules as messages
from bot.messages import session_forms as forms
from bot.messages import sessions as news
from bot.messages.names import Form, Tap
from bot.messages.parts import View, button
from bot.messages.schedules import Line
from bot.messages.session_forms import Offered
from bot.rules import sessions as rules
from bot.rules.cohorts import NotNowError
from bot.rules.forms import FieldsError
from bot.rules.roles import Act
from bot.rules.sessions import StaleError, Wish
from handlers.answering import Handler, Reply, sentence
from handlers.hearing import Heard

NONE_AHEAD = "There is no training day ahead that you lead. `/resiliency session new` plans one."
NO_COHORT = "You lead no cohort whose training is ahead. `/resiliency cohort new` makes one."

_CHOSEN = {
    Act.SESSION_MOVE: (Tap.SESSION_MOVE, "Move"),
    Act.SESSION_CANCEL: (Tap.SESSION_CANCEL, "Call off"),
    Act.SESSION_REMIND: (Tap.SESSION_REMIND, "Remind"),
}


async def list_(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants to see their training sessions."""
    found = await schedules.listed(tools, heard.slack_id, now)
    view = messages.listed(found.lines, found.attended, can_add=found.can_add)
    return Reply(view=view, on_top=True, again=button("Open", Tap.SESSIONS))


async def new(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer wants to give a day a date."""
    found = await additions.vacancies(tools, heard.slack_id, now)
    if not found:
        return sentence(NO_COHORT)
    offered = [Offered(one.id, one.name, one.number, one.waits) for one in found]
    zones = {one.slot.zone for one in found}
    view = forms.new_form(offered, found[0].slot, _units(tools), zones)
    return Reply(view=view, on_top=True, again=button("Open", Tap.SESSION_NEW))


async def look_at_new(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer has filled in a new date, and looks at what it means."""
    wish = Wish(heard.filled.get(forms.VACANCY) or "", filled=heard.filled)
    try:
        change = await additions.looked_at(tools, heard.slack_id, wish, now)
    except StaleError:
        return Reply(view=forms.stale())
    except NotNowError as error:
        return Reply(view=parts.sentence(str(error)))
    return Reply(view=forms.preview(change, Form.SESSION_ADD, wish.packed()))


async def add(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer gives a day its date."""
    wish = rules.unpacked(heard.value)
    try:
        change = await additions.add(tools, heard.slack_id, wish, now)
    except FieldsError as error:
        return Reply(view=forms.not_any_more(str(error), "new"))
    except StaleError:
        return Reply(view=forms.stale())
    except NotNowError as error:
        return Reply(view=parts.sentence(str(error)))
    return Reply(view=forms.done(change))


async def choose_move(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer wants to move a session."""
    return await _choose(heard, tools, Act.SESSION_MOVE, now)


async def choose_cancel(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer wants to call a session off."""
    return await _choose(heard, tools, Act.SESSION_CANCEL, now)


async def choose_remind(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer wants to add their own words to a session."""
    return await _choose(heard, tools, Act.SESSION_REMIND, now)


async def open_move(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer opens the form in which a session is changed."""
    act = Act.SESSION_MOVE
    found = await leading.opened(tools, heard.slack_id, heard.value, act, now)
    again = button("Open", Tap.SESSION_MOVE, heard.value)
    return Reply(view=_move_form(tools, found), again=again)


async def look_at_move(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer has filled in how a session shall be, and looks at what changes."""
    before = rules.unpacked(heard.value)
    wish = Wish(before.subject, before.seen, heard.filled)
    try:
        change = await moves.looked_at(tools, heard.slack_id, wish, now)
    except StaleError:
        return await _as_it_stands(heard, tools, wish, now)
    return Reply(view=forms.preview(change, Form.SESSION_MOVE, wish.packed()))


async def move(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer has a session changed as they have looked at it."""
    wish = rules.unpacked(heard.value)
    try:
        change = await moves.move(tools, heard.slack_id, wish, now)
    except FieldsError as error:
        return Reply(view=forms.not_any_more(str(error), "move"))
    except StaleError:
        return await _as_it_stands(heard, tools, wish, now)
    return Reply(view=forms.done(change))


async def open_cancel(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer looks at what it means to call a session off."""
    view = await _cancel_form(heard, tools, heard.value, now)
    return Reply(view=view, again=button("Open", Tap.SESSION_CANCEL, heard.value))


async def cancel(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer calls a session off."""
    wish = rules.unpacked(heard.value)
    follows = heard.filled.get(forms.FOLLOWS) != "no"
    try:
        change = await moves.call_off(tools, heard.slack_id, wish, follows=follows, now=now)
    except StaleError:
        return Reply(view=await _cancel_form(heard, tools, wish.subject, now, changed=True))
    return Reply(view=forms.done(change))


async def open_words(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer opens the form for their own words."""
    found = (await wordings.audience(tools, heard.slack_id, heard.value, now)).found
    view = forms.words_form(found.name, found.day.id)
    return Reply(view=view, again=button("Open", Tap.SESSION_REMIND, heard.value))


async def look_at_words(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer has written their words, and looks at them as everybody will."""
    to = await wordings.audience(tools, heard.slack_id, heard.value, now)
    says = rules.said(heard.filled.get(rules.WORDS) or "")
    group = to.found.group
    message = news.in_own_words(group.name, to.day, says)
    about = Wish(heard.value, new_id(), {rules.WORDS: says}).packed()
    return Reply(view=forms.words_preview(message, to.listed, group.channel_id, about))


async def send_words(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer has their words sent."""
    wish = rules.unpacked(heard.value)
    says = wish.filled[rules.WORDS]
    to = await wordings.send(tools, heard.slack_id, wish.subject, wish.seen, says, now)
    return Reply(view=forms.words_sent(to.listed, to.found.group.channel_id))


async def _choose(heard: Heard, tools: Tools, act: Act, now: datetime) -> Reply:
    found = await leading.movable(tools, heard.slack_id, act, now)
    if not found:
        return sentence(NONE_AHEAD)
    tap, label = _CHOSEN[act]
    lines = [Line(one.group.name, one.rule, one.day.state) for one in found]
    return Reply(view=messages.chooser(lines, tap, label), on_top=True)


async def _as_it_stands(heard: Heard, tools: Tools, wish: Wish, now: datetime) -> Reply:
    """Show a session as somebody else has changed it meanwhile, to begin from there."""
    act = Act.SESSION_MOVE
    found = await leading.opened(tools, heard.slack_id, wish.subject, act, now)
    return Reply(view=_move_form(tools, found, changed=True))


async def _cancel_form(
    heard: Heard, tools: Tools, session_id: str, now: datetime, *, changed: bool = False
) -> View:
    found, change = await moves.calling_off(tools, heard.slack_id, session_id, now)
    about = Wish(found.day.id, found.seen).packed()
    return forms.cancel_form(change, about, changed=changed)


def _move_form(tools: Tools, found: Led, *, changed: bool = False) -> View:
    slot, about = slot_of(found.day), Wish(found.day.id, found.seen).packed()
    chosen = found.day.units.split(",") if found.day.units else []
    offered = _units(tools)
    return forms.move_form(found.name, slot, chosen, offered, about, changed=changed)


def _units(tools: Tools) -> Mapping[str, str]:
    return {unit.key: unit.title for unit in tools.library.curriculum.units}


COMMANDS: Mapping[Act, Handler] = {
    Act.SESSION_LIST: list_,
    Act.SESSION_NEW: new,
    Act.SESSION_MOVE: choose_move,
    Act.SESSION_CANCEL: choose_cancel,
    Act.SESSION_REMIND: choose_remind,
}
TAPS: Mapping[str, Handler] = {
    Tap.SESSIONS: list_,
    Tap.SESSION_NEW: new,
    Tap.SESSION_MOVE: open_move,
    Tap.SESSION_CANCEL: open_cancel,
    Tap.SESSION_REMIND: open_words,
}
FORMS: Mapping[str, Handler] = {
    Form.SESSION_NEW: look_at_new,
    Form.SESSION_ADD: add,
    Form.SESSION_LOOK: look_at_move,
    Form.SESSION_MOVE: move,
    Form.SESSION_CANCEL: cancel,
    Form.SESSION_WORDS: look_at_words,
    Form.SESSION_REMIND: send_words,
}
