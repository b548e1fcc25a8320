"""What one assessment says to the person who filled it in, in words; nobody else sees it."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from bot.messages.assessments import NAMES
from bot.messages.names import Tap
from bot.messages.own_assessments import EYES
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    View,
    button,
    buttons,
    escaped,
    header,
    modal,
    section,
    small,
    sure,
)
from bot.rules.results import Result, Trend
from bot.rules.sheets import Ref

# What a group of reactions is called in a sentence, and above a column.
PARTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "intrusion": ("moments that come back", "back"),
        "avoidance": ("keeping away from things", "away"),
        "mood": ("heavy feelings and thoughts", "mood"),
        "alertness": ("trouble coming to rest", "rest"),
        "total": ("all together", "all"),
    }
)

_ALL = "total"
_CHANGED: Mapping[Trend, str] = MappingProxyType(
    {
        "less": "You ticked fewer of these reactions than before the training.",
        "same": "You ticked about as many of these reactions as before the training.",
        "more": (
            "You ticked more of these reactions than before the training. That happens: some weeks "
            "are heavier, and some people notice more once they know what to look for. If it "
            "weighs on you, the help card has people who listen."
        ),
    }
)


def result(shown: Result | None, ref: Ref) -> View:
    """Return what one assessment says to the person who filled it in."""
    if shown is None:
        words = [section("Nobody, not even you, can find these answers any more.")]
        return modal([*words, buttons(HELP_BUTTON)])
    return modal(
        [
            header(NAMES[shown.point]),
            *(section(words) for words in _words(shown)),
            *_helps(shown),
            buttons(
                button("How it goes over time", Tap.HISTORY),
                _forget(ref),
                HELP_BUTTON,
            ),
            small("It is what you told me, in other words, and nothing more."),
            EYES,
        ]
    )


def _words(shown: Result) -> Iterator[str]:
    """Yield what a result says, paragraph by paragraph."""
    if shown.noticed is not None:
        yield _noticed(shown.noticed)
    elif nothing := _nothing(shown):
        yield nothing
    if shown.changed:
        yield change(shown.changed)
    if shown.said:
        yield "\n".join(f"{escaped(ask)}\n*{escaped(label)}*" for ask, label in shown.said)
    if shown.late:
        yield "This one came after its time. It is for you alone; no figure has it."


def _nothing(shown: Result) -> str:
    """Return why no reaction is named; nothing where none was asked about."""
    if shown.former:
        return "These questions have changed since, so I cannot sum this one up. It is kept."
    if shown.said:
        return ""
    return "You left these questions out, and that is fine: there is nothing to show."


def _noticed(parts: Sequence[str]) -> str:
    if not parts:
        return "Of these reactions you ticked none this time."
    ticked = ", ".join(named(part) for part in parts)
    return (
        f"You ticked something under: {ticked}. Reactions like these are ordinary after work like "
        "yours. They often ease with rest, with people, and with time."
    )


def change(changed: Mapping[str, Trend]) -> str:
    """Return what has changed since before the training, in words."""
    lines = [_CHANGED[changed[_ALL]]] if _ALL in changed else []
    for trend, opening in (("less", "Fewer"), ("more", "More")):
        parts = [named(part) for part, is_ in changed.items() if is_ == trend and part != _ALL]
        if parts:
            lines.append(f"{opening}: {', '.join(parts)}.")
    return "\n".join(lines or ["Group by group, about as before the training."])


def _helps(shown: Result) -> list[Block]:
    if shown.exercise is None:
        return []
    words = section(f"*What may help:* {escaped(shown.exercise.title)}.")
    return [words | {"accessory": button("Try it", Tap.EXERCISE, shown.exercise.id)}]


def named(part: str) -> str:
    """Return what a group of reactions is called in a sentence."""
    return PARTS.get(part, (part.replace("_", " "), ""))[0]


def _forget(ref: Ref) -> Block:
    asked = "Delete these answers? You cannot undo this, and I will not ask again about this one."
    return sure(button("Delete these answers", Tap.FORGET_POINT, str(ref)), asked, "Delete")
