"""Cohorts: seen, invited to, moved between, changed, handed over, copied, closed."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial, wraps

from bot.flows import changes, cohorts, invitations, successions, trainings, transfers
from bot.flows.invitations import Wanted
from bot.flows.tools import Tools
from bot.messages import cohort_forms as forms
from bot.messages import cohorts as messages
from bot.messages import invitations as answers
from bot.messages import parts
from bot.messages.names import Form, Tap
from bot.messages.parts import button
from bot.rules import forms as rules
from bot.rules import invitations as pasting
from bot.rules.cohorts import MOST_TRAINERS, NotNowError, Seen, StaleError
from bot.rules.forms import FieldsError
from bot.rules.roles import Act
from handlers.answering import Handler, Reply
from handlers.hearing import Heard

ONE_MOMENT = "One moment, I am asking Slack."

Work = Callable[[], Awaitable[Reply]]


def settled(handler: Handler) -> Handler:
    """Return the same, which says what has changed when it comes too late or too early."""

    @wraps(handler)
    async def answering(heard: Heard, tools: Tools, now: datetime) -> Reply:
        return await _settled(heard, lambda: handler(heard, tools, now))

    return answering


async def cohort(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer or coordinator asks for their cohorts, or for one by its name."""
    found = await cohorts.listed(tools, heard.slack_id, heard.words, now)
    if isinstance(found, messages.Window):
        again = button("Open", Tap.COHORT, found.id)
        return Reply(view=messages.shown(found), on_top=True, again=again)
    return Reply(messages.listing(found.entries, can_add=found.can_add))


async def look(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody opens a cohort from a list, or comes back to it."""
    found = await cohorts.looked_at(tools, heard.slack_id, _seen(heard).cohort_id, now)
    return Reply(view=messages.shown(found))


@settled
async def ask_whom(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer wants to invite people."""
    name, free = await invitations.room(tools, _seen(heard), now)
    return Reply(view=forms.invite_form(heard.value, name, free))


@settled
async def invite(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer has picked people or pasted addresses; Slack is asked who they are."""
    picked = tuple(dict.fromkeys(heard.filled.get(forms.PEOPLE) or ()))
    lines = pasting.pasted(heard.filled.get(forms.EMAILS) or "")
    if not picked and not lines:
        raise FieldsError({forms.PEOPLE: "Choose somebody, or paste addresses below."})
    if problem := pasting.too_many(lines, len(picked)):
        raise FieldsError({forms.EMAILS if lines else forms.PEOPLE: problem})
    await invitations.room(tools, _seen(heard), now)
    return _later(heard, partial(_invited, heard, tools, Wanted(picked, lines), now))


@settled
async def ask_where(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer wants to move somebody."""
    name, others = await transfers.lists(tools, _seen(heard), now)
    return Reply(view=forms.move_form(heard.value, name, others))


@settled
async def move(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer has said who goes where."""
    who, where = (heard.filled.get(field) or "" for field in (forms.WHO, forms.WHERE))
    moved = await transfers.move(tools, _seen(heard), who, where, now)
    said = messages.moved(moved.person, moved.to, moved.given_to)
    return Reply(view=messages.shown(moved.window, said))


@settled
async def ask_what(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer wants to change the name, the places or the channel."""
    filled = await changes.form(tools, _seen(heard), now)
    return Reply(view=forms.change_form(heard.value, filled, {}))


@settled
async def change(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer has changed a cohort; Slack is asked about another channel."""
    wanted = rules.cohort_change(heard.filled)
    await changes.form(tools, _seen(heard), now)
    return _later(heard, partial(_changed, heard, tools, wanted, now))


@settled
async def ask_who_leads(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer wants to hand a cohort over."""
    found = await successions.leaders(tools, _seen(heard), now)
    may_add = len(found.trainers) < MOST_TRAINERS
    form = forms.hand_over_form(heard.value, found.name, found.trainers, may_add=may_add)
    return Reply(view=form)


@settled
async def hand_over(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer has said who leads a cohort from here on."""
    to, instead = (heard.filled.get(field) or "" for field in (forms.TRAINER, forms.INSTEAD))
    name = await successions.hand_over(tools, _seen(heard), to, instead, now)
    return Reply(view=messages.handed_over(name, to))


@settled
async def complete(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer says that the list is complete."""
    found = await cohorts.complete(tools, _seen(heard), now)
    return Reply(view=messages.shown(found, messages.COMPLETED))


@settled
async def reopen(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer opens the list again."""
    found = await cohorts.reopen(tools, _seen(heard), now)
    return Reply(view=messages.shown(found, messages.REOPENED))


@settled
async def close(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer closes a cohort."""
    found = await cohorts.close(tools, _seen(heard), now)
    return Reply(view=messages.shown(found, messages.IS_CLOSED))


@settled
async def copy(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A trainer wants the same again, a quarter later."""
    sites = await trainings.sites_to_train(tools, heard.slack_id, now)
    filled = await changes.copy(tools, _seen(heard), now)
    return Reply(view=forms.cohort_form(sites, filled, {}))


async def _invited(heard: Heard, tools: Tools, wanted: Wanted, now: datetime) -> Reply:
    seen = _seen(heard)
    done = await invitations.invite(tools, seen, wanted, now)
    return Reply(view=answers.answered(seen.cohort_id, done.cohort, done.answers))


async def _changed(heard: Heard, tools: Tools, wanted: rules.CohortChange, now: datetime) -> Reply:
    try:
        saved = await changes.save(tools, _seen(heard), wanted, now)
    except FieldsError as error:
        return Reply(view=forms.change_form(heard.value, heard.filled, error.problems))
    return Reply(view=messages.shown(saved.window, messages.changed(saved.given_to)))


def _later(heard: Heard, work: Work) -> Reply:
    """Return a reply for now, and what takes Slack's answer for then."""
    return Reply(view=parts.sentence(ONE_MOMENT), later=partial(_settled, heard, work))


async def _settled(heard: Heard, work: Work) -> Reply:
    try:
        return await work()
    except StaleError as error:
        return Reply(view=messages.stale(error.cohort_id, error.changes))
    except NotNowError as error:
        return Reply(view=messages.not_now(_seen(heard).cohort_id, str(error)))


def _seen(heard: Heard) -> Seen:
    """Return who looks at which cohort, as a button or a form says it was shown."""
    return Seen(heard.slack_id, *messages.seen(heard.value))


COMMANDS: Mapping[Act, Handler] = {Act.COHORT: cohort}
TAPS: Mapping[str, Handler] = {
    Tap.COHORTS: cohort,
    Tap.COHORT: look,
    Tap.INVITE: ask_whom,
    Tap.MOVE: ask_where,
    Tap.CHANGE_COHORT: ask_what,
    Tap.HAND_OVER: ask_who_leads,
    Tap.COMPLETE: complete,
    Tap.REOPEN: reopen,
    Tap.CLOSE_COHORT: close,
    Tap.COPY_COHORT: copy,
}
FORMS: Mapping[str, Handler] = {
    Form.INVITE: invite,
    Form.MOVE: move,
    Form.CHANGE_COHORT: change,
    Form.HAND_OVER: hand_over,
}
