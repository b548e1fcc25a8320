"""An assessment, sheet by sheet: which questions stand together, and what was filled in."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.rules.assessments import Point
from bot.rules.forms import FieldsError
from content.instruments import Instrument, Question, Scale

# What somebody chooses who would rather not say, and who has none of a list.
UNSAID, NONE = "unsaid", "none"

# As much as is read at one look: a list of four to tick is half a sheet, a question a third.
_LISTS, _OTHERS = 2, 3

ONLY_ONE = "Tick what fits, or only one of the last two."

# Answers by the ids of their items; what was left out is not there.
Answers = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Ref:
    """Which assessment a window is about: opaque to whoever sees it, and checked whoever sends it.

    `version` is of the questions that were shown, and `sheet` the number of the page, from 0 on.
    """

    cohort_id: str
    point: Point
    version: int = 0
    sheet: int = 0

    def __str__(self) -> str:
        """Return it as a button or a window carries it."""
        return f"{self.cohort_id}/{self.point}/{self.version}/{self.sheet}"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is kept of a half-filled assessment: its answers, and which sheets were sent off."""

    answers: Answers
    done: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of an assessment as it is shown: its questions, and what was answered before."""

    ref: Ref
    instrument: Instrument
    questions: Sequence[Question]
    of: int
    answers: Answers
    # Why it is not simply the next one.
    changed: bool = False
    resumed: bool = False
    late: bool = False

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after it."""
        return self.ref.sheet == self.of - 1


def read_ref(text: str, points: Sequence[Point]) -> Ref | None:
    """Return what a button or a window carried; None for anything else."""
    cohort_id, *rest = text.split("/")
    point = next((point for point in points if rest and rest[0] == point), None)
    if len(rest) != 3 or point is None or not all(part.isdecimal() for part in rest[1:]):
        return None
    return Ref(cohort_id, point, int(rest[1]), int(rest[2]))


def sheets(questions: Sequence[Question]) -> list[list[Question]]:
    """Return the questions, page by page, in their order."""
    pages: list[list[Question]] = []
    for question in questions:
        room = _LISTS if question.checklist else _OTHERS
        if pages and len(pages[-1]) < room and _like(pages[-1][-1], question):
            pages[-1].append(question)
        else:
            pages.append([question])
    return pages


def next_open(of: int, done: frozenset[int], after: int = -1) -> int | None:
    """Return the first page that was not sent off, from the one `after` on if there is one."""
    open_ = [number for number in range(of) if number not in done]
    return next((number for number in open_ if number > after), open_[0] if open_ else None)


def read(
    instrument: Instrument, questions: Sequence[Question], filled: Mapping[str, Any]
) -> Answers:
    """Return the answers to some questions as they were filled in; what is left out is not there.

    Raises:
        FieldsError: Something cannot be; it has a sentence for each field.
    """
    problems: dict[str, str] = {}
    answers: dict[str, int] = {}
    for question in questions:
        given = filled.get(question.id)
        if question.checklist:
            answers |= _ticked(question, given or [], problems)
        elif given not in (None, UNSAID):
            answers |= _chosen(instrument, question, str(given), problems)
    if problems:
        raise FieldsError(problems)
    return answers


def with_sheet(
    kept: Draft | None, questions: Sequence[Question], sheet: int, given: Answers
) -> Draft:
    """Return a draft with one sheet as it was sent off last."""
    before = kept or Draft({})
    asked = {item.id for one in sheets(questions)[sheet] for item in one.items}
    others = {item: answer for item, answer in before.answers.items() if item not in asked}
    return Draft({**others, **given}, before.done | {sheet})


def salvaged(
    instrument: Instrument, questions: Sequence[Question], filled: Mapping[str, Any]
) -> Answers:
    """Return what fits the questions as they are of a sheet of former ones."""
    given: dict[str, int] = {}
    for question in questions:
        with suppress(FieldsError):
            given |= read(instrument, [question], filled)
    return given


def still_fitting(instrument: Instrument, answers: Answers) -> Answers:
    """Return those of some answers that the questions, as they are now, have room for."""
    return {
        item.id: answers[item.id]
        for item in instrument.items
        if item.id in answers and answers[item.id] in scale_of(instrument, item.scale).values
    }


def asks_for_support(instrument: Instrument, given: Answers) -> bool:
    """Return whether something was answered that brings the help card."""
    return any(
        item.support_from is not None and given[item.id] >= item.support_from
        for item in instrument.items
        if item.id in given
    )


def scale_of(instrument: Instrument, scale_id: str) -> Scale:
    """Return a scale of an instrument, in which the linter has found every one that is named."""
    scale = instrument.scale(scale_id)
    assert scale is not None  # noqa: S101 -- see above
    return scale


def _like(one: Question, other: Question) -> bool:
    return (one.checklist is None) == (other.checklist is None)


def _ticked(question: Question, given: Sequence[str], problems: dict[str, str]) -> Answers:
    """Return the answers to a list: nobody is taken to say no by leaving it out."""
    said = set(given) & {UNSAID, NONE}
    ticked = set(given) - said
    if len(said) > 1 or (said and ticked):
        problems[question.id] = ONLY_ONE
    if not given or UNSAID in said:
        return {}
    return {item.id: int(item.id in ticked) for item in question.items}


def _chosen(
    instrument: Instrument, question: Question, given: str, problems: dict[str, str]
) -> Answers:
    item = question.items[0]
    values = {str(value): value for value in scale_of(instrument, item.scale).values}
    if given not in values:
        problems[question.id] = "Please choose one of these."
        return {}
    return {item.id: values[given]}
