"""Home: what comes next and why then, and buttons; nothing about answers. And who sees what."""

from collections.abc import Collection, Iterator
from datetime import datetime

from bot.messages.names import Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    View,
    button,
    buttons,
    header,
    local,
    modal,
    section,
    small,
    sure,
)
from bot.messages.people import commands
from bot.rules.roles import Act


def home(acts: Collection[Act], when: str, *, paused: bool = False, kept: bool = False) -> View:
    """Return somebody's Home: the same whatever they answered, and whether they did."""
    return {
        "type": "home",
        "blocks": [
            header("Resiliency companion"),
            section("Short questions and exercises around the training, at your hour."),
            section(when),
            buttons(*_contact(acts, paused=paused, kept=kept)),
            section("*Just for you*"),
            buttons(*_private(acts)),
            *commands(acts, without=_ON_HOME).blocks,
            small("Nobody is watching this chat. The help card shows who answers now."),
        ],
    }


def upcoming(next_at: datetime | None, zone: str, reason: str, *, paused: bool) -> str:
    """Return when somebody will hear next, and why then, as their Home says it."""
    if paused:
        return "You have asked for quiet. `/resiliency resume` ends it."
    if next_at is None:
        return "Nothing more is planned."
    return f"My next message comes on {local(next_at, zone)}. Why then: {reason}."


def who_sees() -> View:
    """Return who can see what."""
    return modal([header("Who sees what"), *map(section, _SEEN), buttons(_MINE, HELP_BUTTON)])


def _contact(acts: Collection[Act], *, paused: bool, kept: bool) -> Iterator[Block]:
    """Yield what holds somebody, and the buttons that say when I write, or not at all."""
    yield button("Hard shift", Tap.HARD_SHIFT)
    if Act.SETTINGS in acts:
        yield button("Settings", Tap.SETTINGS)
        yield button("My next 14 days", Tap.PREVIEW)
    if kept:
        yield button("End my pause", Tap.RESUME) if paused else button("Pause", Tap.PAUSE)
        yield _STOP


def _private(acts: Collection[Act]) -> Iterator[Block]:
    yield button("Exercise library", Tap.LIBRARY)
    if Act.MY_DATA in acts:
        yield button("What helps me", Tap.LIKINGS)
        yield button("My history", Tap.HISTORY)
        yield button("My assessments", Tap.ASSESSMENTS)
        yield _MINE
    yield button("Who sees what", Tap.WHO_SEES)


# What has its place above the list of commands.
_ON_HOME = (Act.HARD_SHIFT, Act.SETTINGS, Act.ASSESSMENTS, Act.MY_DATA)

_STOP = sure(
    button("Stop", Tap.STOP),
    "Stop? I send no more questions and exercises. What you answered stays sealed until you "
    "delete it.",
    "Stop",
)
_MINE = button("My answers", Tap.MY_DATA)

_SEEN = (
    "*You* see your own answers, and can delete them at any time.",
    "*Colleagues* see nothing.",
    "*Trainers and coordinators* see who is on the list of a training. They read words about whole "
    "groups, never about you. Of a small group they see nothing.",
    "*Your manager* sees nothing. If they lead a group of yours, *Who manages me* keeps them from "
    "reading about it.",
    "*The people who run Slack at your hospital* could, with a formal export, see that I wrote to "
    "you, and what you typed. What you tapped is not in it.",
    "*Whoever runs my database* can see that you answered, and on which day. What you answered is "
    "sealed. Only together with the keeper of the keys could they open it.",
    "*Nobody watches.* No answer calls anybody. If you need somebody, the help card shows who "
    "answers now.",
)
