"""What is said to somebody who types; what takes more than a sentence opens in a modal."""

from datetime import datetime

from bot.messages.help import TYPING
from bot.messages.names import Tap
from bot.messages.parts import HELP_BUTTON, Block, Message, button, buttons, local, section, small

# What stays readable on a lock screen says nothing: the same words whatever was asked for.
READY = "Here is something for you, whenever it suits."

NO_QUESTION = "No question is open just now."
LONG = "That is too long for me. I only know short words, such as *breathe* or *pause 2 weeks*."
FILE = "I cannot open a file. I only know short words, such as *breathe* or *pause 2 weeks*."
UNCLEAR = "Hello. Nobody reads this chat. Is it one of these?"

WHO_SEES = (
    "Nobody at work can learn what you answered, from me or from Slack. Trainers and coordinators "
    "read about whole groups, never about you. Your hospital's Slack owners could, with a formal "
    "export, see that I wrote to you, and what you type."
)
# For whoever knows no English; what it says: only English for now, who helps, typing is kept.
ONLY_ENGLISH = (
    "Por ahora solo hablo inglés. Aquí están las personas que pueden ayudar. "
    "No guardo lo que usted escribe, pero el Slack de su hospital sí."
)


def noted(message: Message) -> Message:
    """Return the message with what everybody is told who types; what says it already stays."""
    if TYPING in message.text:
        return message
    return Message(f"{message.text}\n{TYPING}", (*message.blocks, small(TYPING)))


def said(text: str, *elements: Block) -> Message:
    """Return a sentence or two, with some buttons and the help card."""
    return Message(text, (section(text), buttons(*elements, HELP_BUTTON)))


def ready(tap: Tap, value: str = "-") -> Message:
    """Return the neutral line behind which a window opens."""
    return said(READY, button("Open", tap, value))


def unclear(words: str = UNCLEAR) -> Message:
    """Return three buttons for somebody whose words are not clear."""
    return said(
        words,
        button("A minute for me", Tap.TWO_MINUTES),
        button("What I can do", Tap.COMMANDS),
    )


def no_question(when: str) -> Message:
    """Return what is said when no question is open; `when` says what comes next."""
    return said(f"{NO_QUESTION} {when}", button("A minute for me", Tap.TWO_MINUTES))


def quiet(until: datetime | None, zone: str) -> Message:
    """Return what is said to somebody who is left alone for a while; None: nothing ever comes."""
    if until is None:
        return said("That is fine. Nothing from me is on its way to you.")
    return said(
        f"That is fine. I am quiet until {local(until, zone)}. What I have sent stays open "
        "until it closes. Notices about training sessions still come."
    )


def who_sees() -> Message:
    """Return who can see what, in short."""
    return said(WHO_SEES, button("My answers", Tap.MY_DATA))


def in_spanish(card: Message) -> Message:
    """Return in Spanish that there is only English, with the help card."""
    return Message(f"{ONLY_ENGLISH}\n{card.text}", (section(ONLY_ENGLISH), *card.blocks))
