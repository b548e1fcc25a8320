"""How the page is laid out."""

from zoneinfo import ZoneInfo

from bot.sandbox.acting import Actor
from bot.sandbox.blocks import Json
from bot.sandbox.inputs import initial_values
from bot.sandbox.markup import Html, joined, tag, void
from bot.sandbox.page_files import drawn_files
from bot.sandbox.page_forms import Forms
from bot.sandbox.page_inputs import Reader
from bot.sandbox.seen import Seen
from bot.sandbox.stage import Stage
from bot.sandbox.texts import plain_words

_STYLE = """
:root { color-scheme: light dark }
body { max-width: 46rem; margin: 1rem auto; padding: 0 1rem; font: 1rem/1.45 system-ui }
p { margin: .2rem 0; white-space: pre-wrap }
form { margin: .6rem 0; padding: .4rem .7rem; border-left: .2rem solid #8888 }
form.modal { border: .15rem solid #888; border-radius: .4rem }
label { display: block }
pre { margin: .4rem 0; overflow-x: auto }
button, input, select, textarea { font: inherit; margin: .15rem .3rem .15rem 0 }
"""
_STEPS = {"+1 h": 1, "+1 day": 24, "+1 week": 168}


def people_page(stage: Stage) -> Html:
    """Return the page on which a person is chosen."""
    people = [
        tag("li", tag("a", actor.name, href=f"/?person={actor.slack_id}"), f" {actor.note}")
        for actor in stage.people
    ]
    return _page("Who are you?", _calendar(stage, ""), tag("ul", *people))


def screen_page(stage: Stage, actor: Actor, said: str) -> Html:
    """Return what `actor` sees and can do; `said` is what went wrong just before."""
    forms = forms_of(stage, actor)
    seen = sorted([*actor.messages, *actor.whispers], key=lambda message: float(message.ts))
    return _page(
        actor.name,
        tag("p", actor.note, " · ", tag("a", "be somebody else", href="/")),
        _calendar(stage, actor.slack_id),
        *(_message(stage, actor, forms, message) for message in seen),
        *([tag("p", tag("strong", said))] if said else []),
        *([_modal(actor, forms, actor.modal)] if actor.modal else []),
        _typing(stage, actor),
        tag("h2", "Home"),
        *([_home(actor, forms, actor.home)] if actor.home else []),
        _form(actor, "home", tag("button", "Open Home")),
    )


def forms_of(stage: Stage, actor: Actor) -> Forms:
    """Return how blocks look to `actor`."""
    known = {other.slack_id: other.name for other in stage.people}
    return Forms(stage.workspace.name_of, Reader(known, ZoneInfo(actor.zone)))


def _page(title: str, *content: str) -> Html:
    head = joined(
        void("meta", charset="utf-8"),
        void("meta", name="viewport", content="width=device-width"),
        tag("title", title),
        tag("style", Html(_STYLE)),
    )
    body = tag("html", head, tag("h1", title), *content, lang="en")
    return joined(Html("<!doctype html>"), body)


def _form(actor: Actor, deed: str, *content: str, kind: str = "") -> Html:
    action = f"/people/{actor.slack_id}/{deed}"
    return tag("form", *content, method="post", action=action, class_=kind or False)


def _hidden(name: str, value: str) -> Html:
    return void("input", type="hidden", name=name, value=value)


def _calendar(stage: Stage, slack_id: str) -> Html:
    now = stage.calendar.now()
    if slack_id:
        now = now.astimezone(ZoneInfo(stage.person(slack_id).zone))
    steps = [tag("button", label, name="hours", value=hours) for label, hours in _STEPS.items()]
    back = _hidden("person", slack_id)
    line = tag(
        "p", f"{now:%A %d %B %Y, %H:%M}", "" if stage.connected else " · no bot is connected"
    )
    return tag("form", line, back, *steps, method="post", action="/calendar")


def _message(stage: Stage, actor: Actor, forms: Forms, seen: Seen) -> Html:
    channel = stage.workspace.channels.get(seen.channel)
    where = f" in #{channel.name}" if channel and not channel.is_dm else ""
    alone = " (only you see this)" if seen.ephemeral else ""
    edited = " (edited)" if seen.edited else ""
    author = tag("strong", f"{stage.workspace.name_of(seen.author)}{where}{alone}{edited}")
    said = tag("p", plain_words(seen.text, stage.workspace.name_of))
    drawn = forms.draw(seen.blocks, initial_values(seen.blocks)) if seen.blocks else said
    files = drawn_files(seen.files)
    return _form(actor, "touch", _hidden("place", seen.ts), author, drawn, files)


def _modal(actor: Actor, forms: Forms, view: Json) -> Html:
    texts = {name: view[name]["text"] for name in ("submit", "close") if view[name]}
    ends = {"submit": texts.get("submit"), "close": texts.get("close", "Close")}
    buttons = [tag("button", text, name="do", value=name) for name, text in ends.items() if text]
    drawn = forms.draw(view["blocks"], view["state"]["values"])
    title = tag("h2", view["title"]["text"])
    place = _hidden("place", "modal")
    return _form(actor, "touch", place, title, drawn, *buttons, kind="modal")


def _home(actor: Actor, forms: Forms, view: Json) -> Html:
    drawn = forms.draw(view["blocks"], view["state"]["values"])
    return _form(actor, "touch", _hidden("place", "home"), drawn)


def _typing(stage: Stage, actor: Actor) -> Html:
    commands = ", ".join(stage.workspace.manifest.commands)
    hint = f"A message, or a command: {commands}"
    entry = void("input", name="text", placeholder=hint, size=50, aria_label=hint)
    return _form(actor, "type", entry, tag("button", "Send"))
