"""A coordinator shows the hospital's figures to others: a preview, and the question where."""

from collections.abc import Mapping

from bot.messages import inputs
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Form,
    Message,
    Tap,
    View,
    button,
    buttons,
    field,
    modal,
    section,
)

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


# What the buttons that narrow an answer ask for, by what they are called in Slack.
NARROWER: Mapping[str, tuple[str, str]] = {
    "participation-site": ("The hospital", "participation site"),
    "participation-month": ("Last 4 weeks", "participation last 4 weeks"),
    "outcomes-end": ("At the end", "outcomes pre to end"),
    "outcomes-half": ("After six months", "outcomes pre to month_6"),
}


def offered(act: str) -> list[Block]:
    """Return the buttons below an answer: to narrow it, to take it away, and to share it."""
    return [
        *(
            button(label, Tap.NARROW, about=name)
            for name, (label, _) in NARROWER.items()
            if name.startswith(act)
        ),
        button("Export", Tap.TABLES, about=act),
        button("Share", Tap.SHARE, about=act),
    ]


def preview(message: Message, act: str) -> View:
    """Return what would be shared, and the question with whom."""
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
        about=act,
    )


def without_buttons(message: Message) -> Message:
    """Return what is shared: the same figures, with nothing to tap."""
    blocks = tuple(block for block in message.blocks if block["type"] != "actions")
    return Message(message.text, blocks)
