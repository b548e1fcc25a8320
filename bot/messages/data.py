"""Somebody's own answers, shown to them alone, and what is said when they delete them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.messages.assessments import NAMES
from bot.messages.names import Tap
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
    sentence,
    small,
    sure,
)
from bot.rules.sheets import Ref

# The same for everybody, whether they have said so or not.
_MANAGER = "If you told me who manages you, that ends with the next release."


@dataclass(frozen=True, slots=True)
class Own:
    """One answer of the person who looks: which week, what was asked, what they chose.

    The words are None when the content no longer has them; what was chosen is not `found` when it
    was sealed under a link key that is lost.
    """

    delivery_id: str
    week: date
    ask: str | None
    chosen: str | None
    found: bool = True
    # Whether the question asks how much somebody carries.
    zoned: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a person's answers, newest first.

    `older_than` is the question after which the next page begins, None on the last;
    `lost` says that they answered, and that their link key is gone; `over` that by now everybody
    of their training has none, whether they answered or not.
    """

    answers: Sequence[Own]
    older_than: str | None = None
    lost: bool = False
    over: bool = False
    # The assessments they have finished, on the first page.
    points: Sequence[Ref] = ()


def mine(page: Page) -> View:
    """Return somebody's own answers, each with a way to delete it, and the ways to delete all."""
    more = [button("More", Tap.MORE_DATA, page.older_than)] if page.older_than else []
    return modal(
        [
            header("Your answers"),
            *(_answer(number, own) for number, own in enumerate(page.answers)),
            *(_point(ref) for ref in page.points),
            *([] if page.answers or page.points else [section(_nothing(page))]),
            *([buttons(*more)] if more else []),
            buttons(button("Take a copy", Tap.EXPORT), button("What helps me", Tap.LIKINGS)),
            buttons(*([_FORGET_ALL] if page.answers or page.points else []), _LEAVE, HELP_BUTTON),
            small(
                "Only you see this. Close it before you walk away from the screen; "
                "I hide it when you do not tap for a minute and a half."
            ),
        ]
    )


def hidden(older_than: str = "-") -> View:
    """Return what stands in the place of somebody's answers when they have not tapped for long.

    The way back leads to the same page: the newest, or the one after `older_than`.
    """
    return modal(
        [
            section("I have closed this, so that nobody reads along. Nothing is lost."),
            buttons(button("Show again", Tap.MORE_DATA, older_than), HELP_BUTTON),
        ]
    )


def forget_button(delivery_id: str, label: str, about: str = "") -> Block:
    """Return the button that deletes one answer, once they say that they mean it."""
    asked = "Delete this answer? You cannot undo this."
    return sure(button(label, Tap.FORGET, delivery_id, about), asked, "Delete")


def forgotten(gone_on: date) -> View:
    """Return what is said when one answer was deleted."""
    return sentence(_gone(gone_on))


def all_forgotten(gone_on: date) -> View:
    """Return what is said when all answers were deleted."""
    return sentence(
        f"{_gone(gone_on)} I send no more questions and exercises. {_MANAGER} "
        "`/resiliency join` brings me back, and you start afresh."
    )


def left(gone_on: date) -> View:
    """Return what is said to somebody who leaves."""
    return sentence(
        f"{_gone(gone_on)} Your hour and your pause are forgotten too, and I send no more "
        f"questions and exercises. {_MANAGER} You stay on the training list, so notices about "
        "training sessions still come. Take care."
    )


def _answer(number: int, own: Own) -> Block:
    week = f"{own.week.day} {own.week:%B %Y}"
    ask = own.ask or "A question I no longer ask."
    chosen = f"You chose: {escaped(own.chosen or 'A choice I no longer offer.')}"
    said = chosen if own.found else "Nobody, not even you, can find this answer any more."
    words = section(f"*Week of {week}*\n{escaped(ask)}\n{said}")
    # The number keeps the buttons of one window apart.
    return words | {"accessory": forget_button(own.delivery_id, "Delete this one", str(number))}


def _point(ref: Ref) -> Block:
    shown = button("Show", Tap.RESULT, str(ref), ref.point)
    return section(f"*Self-assessment*\n{NAMES[ref.point]}") | {"accessory": shown}


def _nothing(page: Page) -> str:
    if page.over:
        return (
            "Your training is long over. If you answered, nobody, not even you, can find these "
            "answers any more."
        )
    if page.lost:
        return "Nobody, not even you, can find these answers any more."
    return "There is nothing here: no answer of yours is kept."


def _gone(gone_on: date) -> str:
    day = f"{gone_on.day} {gone_on:%B %Y}"
    return f"Deleted here now; gone from backups by {day}. Totals already published stay."


_FORGET_ALL = sure(
    button("Delete all my answers", Tap.FORGET_ALL),
    "Delete all your answers? You cannot undo this. The questions and exercises end too. If you "
    "told me who manages you, that ends as well.",
    "Delete all",
)

_LEAVE = sure(
    button("Leave", Tap.LEAVE),
    "Leave? I delete all your answers, forget your hour and your pause, and send no more "
    "questions and exercises. If you told me who manages you, that ends as well. You stay on the "
    "training list.",
    "Leave",
)
