"""An assessment: the neutral line in the conversation, and its sheets, which stand in a modal."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.messages import inputs
from bot.messages.names import Form, Tap
from bot.messages.parts import (
    CONTROL,
    HELP_BUTTON,
    Block,
    Message,
    View,
    button,
    buttons,
    escaped,
    field,
    header,
    modal,
    option,
    section,
    sentence,
    small,
)
from bot.rules import assessments
from bot.rules.assessments import Point
from bot.rules.results import label_of
from bot.rules.sheets import NONE, UNSAID, Answers, Ref, Sheet, scale_of
from content.instruments import Instrument, Question

# What stays readable on a lock screen says nothing; everybody gets the same words.
NEUTRAL = "A few short questions are ready for you, whenever it suits."
STILL = "The few short questions are still here for you, if you want them."
# In the room, on the first morning: what would come later is of no use any more.
SOON = "A few short questions are ready for you, until we begin in ten minutes."

NAMES: Mapping[Point, str] = MappingProxyType(
    {
        "pre": "Before the training",
        "baseline_2": "Before the training, once more",
        "end": "Right after the training",
        "month_1": "After one month",
        "month_3": "After three months",
        "month_6": "After six months",
    }
)

_UNSAID = "I'd rather not say"
# More than these do not fit beside each other as buttons (docs.slack.dev, radio buttons).
_MOST_BUTTONS = 10


def asks(step: str, delivery_id: str) -> Message:
    """Return what asks somebody to fill one in, or reminds them, as it stands in the chat."""
    words = STILL if assessments.reminds(step) else NEUTRAL
    if step == assessments.DAY_ONE:
        words = SOON
    row = [button("Open", Tap.ASSESSMENT, delivery_id)]
    if step == assessments.step("end"):
        row.append(button("Choose my moment next month", Tap.MOMENT, delivery_id))
    return Message(words, (section(words), buttons(*row, HELP_BUTTON), small(CONTROL)))


def sheet(shown: Sheet) -> View:
    """Return one page of an assessment."""
    number = shown.ref.sheet + 1
    intro = shown.instrument.intro if number == 1 else None
    return modal(
        [
            header(shown.instrument.title),
            *(section(words) for words in (_why(shown), intro) if words),
            *(_question(shown.instrument, one, shown.answers) for one in shown.questions),
            buttons(button("Not this time", Tap.NOT_THIS_TIME, str(shown.ref)), HELP_BUTTON),
            small(_place(shown, number)),
        ],
        form=Form.SHEET,
        submit="Finish" if shown.is_last else "Next",
        about=str(shown.ref),
    )


def finished(ref: Ref, *, late: bool, help_card: Sequence[Block] = ()) -> View:
    """Return what is said when an assessment is finished."""
    words = "Thank you. That is all, and it is sealed."
    if late:
        words += " It came after its time, so it is for your own eyes and no figure has it."
    return modal([section(words), *help_card, buttons(*_after(ref))])


def done_before(ref: Ref) -> View:
    """Return what is said to somebody who has answered already."""
    return modal([section("You have done this one. Thank you."), buttons(*_after(ref))])


def not_this_time() -> View:
    """Return the answer to somebody who declines."""
    return sentence("Fine. Nothing more about this one.")


def off() -> View:
    """Return what is said to somebody who has not switched assessments on."""
    return sentence(
        "Self-assessments are off for you. `/resiliency join` shows what they are, and switches "
        "them on if you like."
    )


def not_yet() -> View:
    """Return what is said before a window opens."""
    return sentence("That one is not open yet. I will tell you when it is.")


def unavailable() -> View:
    """Return what is said when there is nothing to ask."""
    return sentence("There is nothing to fill in here just now. Nothing of yours is lost.")


def _after(ref: Ref) -> list[Block]:
    row = [button("Show my result", Tap.RESULT, str(ref))]
    if ref.point == "end":
        row.append(button("Choose my moment next month", Tap.MOMENT, str(ref)))
    return [*row, button("My assessments", Tap.ASSESSMENTS), HELP_BUTTON]


def _why(shown: Sheet) -> str | None:
    """Return why this page is shown, if it is not simply the next one."""
    if shown.changed:
        return (
            "The questions have changed since you began. What you had answered is filled in where "
            "it still fits; please look again."
        )
    if shown.resumed:
        return "Welcome back. You go on where you stopped."
    if shown.late and shown.ref.sheet == 0:
        return "The time for this one is over. You can still do it for yourself."
    return None


def _place(shown: Sheet, number: int) -> str:
    where = f"Page {number} of {shown.of}. " if shown.of > 1 else ""
    kept = "" if shown.is_last else "Next saves this page; close any time, and go on later. "
    return f"{where}{kept}Only you see this."


def _question(instrument: Instrument, question: Question, answers: Answers) -> Block:
    element = (
        _ticks(question, answers) if question.checklist else _choice(instrument, question, answers)
    )
    return field(escaped(question.ask), question.id, element, optional=True)


def _ticks(question: Question, answers: Answers) -> Block:
    """Return a list to tick; a list of which nothing fits is an answer, one left out is not."""
    assert question.checklist is not None  # noqa: S101 -- else it is no list
    items = {item.id: option(item.text or "", item.id) for item in question.items}
    none = option(question.checklist.none, NONE)
    ticked: list[str] = []
    if all(item in answers for item in items):
        ticked = [item for item in items if answers[item]] or [NONE]
    return inputs.boxes([*items.values(), none, option(_UNSAID, UNSAID)], ticked)


def _choice(instrument: Instrument, question: Question, answers: Answers) -> Block:
    """Return one question with its scale: buttons, or a menu where they are too many."""
    item = question.items[0]
    shown = [
        *(
            option(label_of(instrument, item.scale, value), str(value))
            for value in scale_of(instrument, item.scale).values
        ),
        option(_UNSAID, UNSAID),
    ]
    chosen = str(answers[item.id]) if item.id in answers else None
    if len(shown) > _MOST_BUTTONS:
        return inputs.hinted(inputs.menu(shown, chosen), "Choose one")
    return inputs.radios(shown, chosen)
