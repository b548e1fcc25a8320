"""A coordinator shows the hospital's figures to others: a preview, and the question where."""

from collections.abc import Mapping
from dataclasses import replace

from bot.messages import inputs
from bot.messages.names import Form, Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Message,
    View,
    button,
    buttons,
    field,
    modal,
    section,
)
from bot.rules.assessments import Point
from bot.rules.outcome_asks import Outcomes
from bot.rules.questions import By, Question
from bot.rules.roles import Act

CHANNEL = "channel"
# Slack shows 3,000 characters in a paragraph.
MOST = 2_800
WARNING = (
    "Everybody in the channel you choose will see the figures below, and can pass them on. They "
    "are of the hospital as a whole; figures of single groups stay with those who confirmed."
)
SHARED = "Done. The figures stand in that channel now."
NOT_THERE = "I cannot write there. Invite me to that channel with /invite, and try again."
NOTHING = "There is no figure of the hospital to share yet."


# Time points to go on to, as people read them.
_POINTS: Mapping[Point, str] = {
    "end": "At the end",
    "month_1": "After a month",
    "month_6": "After six months",
}


def below_participation(wanted: Question, cohort_id: str | None) -> list[Block]:
    """Return the buttons below an answer: to narrow it, to take it away, and to share it.

    Each carries the question that was asked, in ids and days alone.
    """
    act, words = Act.PARTICIPATION, wanted.words(cohort_id)
    hospital = replace(wanted, cohort=None, site_only=True, by=By.WEEK)
    lately = replace(wanted, weeks=4, since=None, until=None)
    narrower = {"The hospital": hospital.words(), "Last 4 weeks": lately.words(cohort_id)}
    return [
        *_narrower(act, {label: asked for label, asked in narrower.items() if asked != words}),
        export(act, words),
        button("Share", Tap.SHARE, hospital.words(), about=act),
    ]


def below_outcomes(wanted: Outcomes) -> list[Block]:
    """Return the buttons below outcomes: to other time points, to take them away, and to share."""
    act = Act.OUTCOMES
    others = {
        label: replace(wanted, point=point).words
        for point, label in _POINTS.items()
        if point != wanted.point
    }
    return [
        *_narrower(act, others),
        export(act, wanted.words),
        button("Share", Tap.SHARE, wanted.words, about=act),
    ]


def export(act: Act, words: str = "-") -> Block:
    """Return the button that takes the answer to a question away as a file."""
    return button("Export", Tap.TABLES, words, about=act)


def _narrower(act: Act, questions: Mapping[str, str]) -> list[Block]:
    return [
        button(label, Tap.NARROW, words, about=f"{act}-{number}")
        for number, (label, words) in enumerate(questions.items())
    ]


def preview(message: Message, about: str) -> View:
    """Return what would be shared, and the question with whom; `about` is what was asked."""
    lines = message.text[:MOST].rsplit("\n", 1)[0] if len(message.text) > MOST else message.text
    return modal(
        [
            section(WARNING),
            field("Channel", CHANNEL, inputs.hinted(inputs.channel(), "Choose a channel")),
            section(lines),
            buttons(HELP_BUTTON),
        ],
        form=Form.SHARE,
        submit="Share",
        about=about,
    )


def without_buttons(message: Message) -> Message:
    """Return what is shared: the same figures, with nothing to tap."""
    blocks = tuple(block for block in message.blocks if block["type"] != "actions")
    return Message(message.text, blocks)
