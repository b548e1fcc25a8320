"""Join, hour, pause, resume and stop."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.flows import people
from bot.flows.tools import Tools
from bot.messages import consent
from bot.messages import people as messages
from bot.messages.names import Form, Tap
from bot.messages.parts import button
from bot.rules import forms, talk
from bot.rules.asks import NotUnderstoodError
from bot.rules.roles import Act
from handlers.answering import Handler, Reply, sentence
from handlers.hearing import Heard


async def join(heard: Heard, tools: Tools, _now: datetime) -> Reply:
    """Somebody wants to read the consent."""
    await people.require(tools, heard.slack_id, Act.JOIN)
    return Reply(
        view=consent.form(tools.key_keeper),
        on_top=True,
        again=button("Open", Tap.CONSENT),
    )


async def accept(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody says yes to the companion; the hour is asked once."""
    switches = heard.filled.get(consent.SWITCHES) or []
    joined = await people.accept(
        tools, heard.slack_id, switches, version=consent.CONSENT_VERSION, now=now
    )
    if not joined.hour_chosen:
        return Reply(view=messages.hour(None), home_changed=True)
    return Reply(view=messages.accepted(joined.next_at, joined.zone), home_changed=True)


async def decline(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants just the training."""
    await people.decline(tools, heard.slack_id, version=consent.CONSENT_VERSION, now=now)
    return Reply(view=messages.declined(), home_changed=True)


async def tick_switch(_heard: Heard, _tools: Tools, _now: datetime) -> Reply:
    """Somebody ticks or unticks a part of the companion; what counts is the button below."""
    return Reply()


async def hour(heard: Heard, tools: Tools, _now: datetime) -> Reply:
    """Somebody wants to choose their hour."""
    known = await people.require(tools, heard.slack_id, Act.HOUR)
    return Reply(
        # Among the settings is the hour, too.
        view=messages.hour(known.preferred_at),
        on_top=True,
        again=button("Open", Tap.SETTINGS),
    )


async def choose_hour(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has chosen their hour."""
    at = forms.hour(heard.filled.get(messages.HOUR))
    await people.choose_hour(tools, heard.slack_id, at, now)
    return Reply(view=messages.hour_saved(at), home_changed=True)


async def pause(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants quiet for a while."""
    until, zone = await people.pause(tools, heard.slack_id, heard.words, now)
    return _said(heard, messages.paused(until, zone))


async def resume(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody ends a pause."""
    next_at, zone = await people.resume(tools, heard.slack_id, now)
    return _said(heard, messages.resumed(next_at, zone))


async def ask_pause(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody taps Pause."""
    await people.require(tools, heard.slack_id, Act.PAUSE)
    standing = await people.standing(tools, heard.slack_id, now)
    view = messages.pause(paused=standing.paused)
    return Reply(view=view, on_top=True, again=button("Open", Tap.PAUSE))


async def pause_for(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has tapped for how long."""
    _, asked = messages.PAUSES[heard.about]
    until, zone = await people.pause(tools, heard.slack_id, asked, now)
    return _said(heard, messages.paused(until, zone))


async def stop(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants no more of the companion; other words after it may mean something else."""
    said = talk.meant(f"{Act.STOP} {heard.words}", tools.library.talk)
    if said is None or said.means != "stop":
        raise NotUnderstoodError("To end my questions and exercises, type only: /resiliency stop")
    await people.decline(tools, heard.slack_id, version=consent.CONSENT_VERSION, now=now)
    return _said(heard, messages.stopped())


def _said(heard: Heard, words: str) -> Reply:
    """Return a sentence about what changes on Home too, in the window where it was tapped."""
    reply = sentence(words)
    return replace(reply, on_top=reply.on_top and not heard.view_id, home_changed=True)


COMMANDS: Mapping[Act, Handler] = {
    Act.JOIN: join,
    Act.HOUR: hour,
    Act.PAUSE: pause,
    Act.RESUME: resume,
    Act.STOP: stop,
}
TAPS: Mapping[str, Handler] = {
    Tap.CONSENT: join,
    Tap.ACCEPT: accept,
    Tap.DECLINE: decline,
    Tap.PAUSE: ask_pause,
    Tap.PAUSE_FOR: pause_for,
    Tap.RESUME: resume,
    Tap.STOP: stop,
    consent.SWITCHES: tick_switch,
}
FORMS: Mapping[str, Handler] = {Form.HOUR: choose_hour}
