"""The shapes of instruments: what is asked, how it may be answered, and what is made of it.

A file without words is a scoring spec: its texts belong to others, and a site that may use them
lays a pack with the same file and the texts over it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field

from content.fields import (
    Flag,
    Integer,
    Kebab,
    Key,
    Text,
    TextHash,
    TimePoint,
    Whole,
    each_once,
)
from content.shape import Item, Shape

TIME_POINTS: tuple[TimePoint, ...] = get_args(TimePoint)

# An answer that was not given, where answers are written in a row.
MISSING = "-"

Score = Annotated[int, Field(strict=True)] | Annotated[float, Field(strict=True)]


class Scale(Shape):
    """The answers an item may have: whole numbers at equal steps, and the words for them.

    `labels` has a text for each answer or, on a long scale, for the lowest and the highest.
    """

    id: Kebab
    lowest: Integer
    highest: Integer
    step: Whole = 1
    labels: tuple[Annotated[Text, Field(max_length=200)], ...] = ()

    @property
    def values(self) -> range:
        """Every answer there is, the lowest first."""
        return range(self.lowest, self.highest + 1, self.step)

    def mirrored(self, answer: int) -> int:
        """Return the answer that lies as far from the other end."""
        return self.lowest + self.highest - answer


class InstrumentItem(Shape):
    """One thing that is answered, of its scale, at the time points that ask for it."""

    id: Kebab
    scale: Kebab
    text: Annotated[Text, Field(max_length=300)] | None = None
    reverse: Flag = False
    checklist: Kebab | None = None
    time_points: Annotated[tuple[TimePoint, ...], Field(min_length=1), each_once()] = TIME_POINTS
    # Whoever gives this answer, or a higher one, sees the help card with it.
    support_from: Integer | None = None


class Checklist(Shape):
    """Items that stand under one question and are ticked; what is not ticked is answered no."""

    id: Kebab
    ask: Annotated[Text, Field(max_length=150)]
    none: Annotated[Text, Field(max_length=75)] = "None of these"


class Band(Shape):
    """What evaluators call a score from here on. It is never shown to anybody as a label."""

    at_least: Score
    label: Annotated[Text, Field(max_length=60)]


class Subscale(Shape):
    """One score: of which items, how it is made, and how many of them it needs."""

    id: Key
    items: Annotated[tuple[Kebab, ...], Field(min_length=1), each_once()]
    method: Literal["sum", "mean"]
    multiply: Whole = 1
    needs: Whole
    better: Literal["lower", "higher"]
    bands: tuple[Band, ...] = ()

    def band(self, score: float) -> Band | None:
        """Return the band of a score, for evaluators; None where nobody has published any."""
        reached = [band for band in self.bands if band.at_least <= score]
        return max(reached, key=lambda band: band.at_least, default=None)


class Algorithm(Shape):
    """A published pattern of answers that is either there or not; evaluators see its id."""

    id: Key
    at_least: Integer
    needs: Mapping[Key, Whole]


class Example(Shape):
    """Answers in the order of the items, and what they must come to; "-" stands for none."""

    answers: tuple[Integer | Literal["-"], ...]
    scores: Mapping[Key, Score | Literal["-"]]
    flags: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What people see as one question: an item, or the items of a checklist."""

    id: str
    ask: str
    items: tuple[InstrumentItem, ...]
    checklist: Checklist | None = None


class Instrument(Item):
    """One questionnaire: its items, and how their answers become scores."""

    id: Key
    # Rises when the same answers would come to other scores; `version` rises with any change.
    scoring_version: Whole
    title: Annotated[Text, Field(max_length=60)]
    intro: Annotated[Text, Field(max_length=300)] | None = None
    lock_screen: Flag
    # Whether it asks for reactions: then two clinicians sign it.
    reactions: Flag
    licence: Literal["ours", "site_pack", "site_pack_with_proof"]
    terms: Text
    source: Text
    bands_source: Text | None = None
    scales: Annotated[tuple[Scale, ...], Field(min_length=1)]
    checklists: tuple[Checklist, ...] = ()
    items: Annotated[tuple[InstrumentItem, ...], Field(min_length=1)]
    subscales: Annotated[tuple[Subscale, ...], Field(min_length=1)]
    algorithms: tuple[Algorithm, ...] = ()
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]

    @property
    def roles_needed(self) -> int:
        """Return how many different roles must sign this: two where it asks for reactions."""
        return 2 if self.reactions else 1

    @property
    def is_worded(self) -> bool:
        """Whether there is a text for every item and for the answers of every scale."""
        return all(item.text for item in self.items) and all(scale.labels for scale in self.scales)

    @property
    def obstacle(self) -> str | None:
        """Why it cannot be sent, in one sentence; None when it can."""
        if self.is_worded:
            return None
        return (
            f"{self.id} has no words here, because they belong to others; "
            "lay a pack over it that holds the licensed text"
        )

    def item(self, item_id: str) -> InstrumentItem | None:
        """Return the item with this id, or None when there is none."""
        return next((item for item in self.items if item.id == item_id), None)

    def scale(self, scale_id: str) -> Scale | None:
        """Return the scale with this id, or None when there is none."""
        return next((scale for scale in self.scales if scale.id == scale_id), None)

    def questions(self, time_point: TimePoint) -> tuple[Question, ...]:
        """Return what is asked at this time point, in order; nothing while there are no words."""
        asked = [item for item in self.items if time_point in item.time_points]
        questions: dict[str, Question] = {}
        for item in asked if self.is_worded else []:
            question = self._question(item, asked)
            questions.setdefault(question.id, question)
        return tuple(questions.values())

    def _question(self, item: InstrumentItem, asked: list[InstrumentItem]) -> Question:
        checklist = next((one for one in self.checklists if one.id == item.checklist), None)
        if checklist is None:
            return Question(item.id, item.text or "", (item,))
        together = tuple(one for one in asked if one.checklist == checklist.id)
        return Question(checklist.id, checklist.ask, together, checklist)


class Release(Shape):
    """What was last released of one instrument: its versions, and the hashes they stand for."""

    id: Key
    version: Whole
    scoring_version: Whole
    worded: Flag
    words: TextHash
    scoring: TextHash


class Releases(Shape):
    """Every instrument that was ever released; `python -m content release` writes the file."""

    instruments: tuple[Release, ...]
