"""Answers become scores, by what the instrument's file says and by nothing else."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from content.instruments import MISSING, Algorithm, Instrument, InstrumentItem, Scale, Subscale

# The flag of scores that rest on fewer answers than there are items.
PRORATED = "prorated"

_WHOLE = re.compile(r"-?[0-9]{1,9}")

Answers = Mapping[str, int]
Score = int | float


class AnswerError(ValueError):
    """An answer cannot be taken; the sentence names the item and what it can take."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What the answers to one instrument come to.

    A score is None where too few items were answered; `reasons` then says how many it needs.
    """

    instrument: str
    version: int
    scoring_version: int
    scores: Mapping[str, Score | None]
    flags: tuple[str, ...]
    reasons: tuple[str, ...]


def in_order(instrument: Instrument, answers: Sequence[int | str]) -> dict[str, int]:
    """Return the answers by item, from a row with one for each item and "-" for a missing one.

    Raises:
        AnswerError: There are too many or too few, or one cannot be taken.
    """
    if len(answers) != len(instrument.items):
        raise AnswerError(
            f"the row for {instrument.id} must be {len(instrument.items)} long, with an answer for "
            f'each item, and is {len(answers)}; write "{MISSING}" where there is none'
        )
    pairs = zip(instrument.items, answers, strict=True)
    return gathered(instrument, ((item.id, answer) for item, answer in pairs if answer != MISSING))


def gathered(instrument: Instrument, answers: Iterable[tuple[str, int | str]]) -> dict[str, int]:
    """Return the answers by item.

    Raises:
        AnswerError: An item is unknown or answered twice, or an answer is not of its scale.
    """
    taken: dict[str, int] = {}
    for item_id, answer in answers:
        if item_id in taken:
            raise AnswerError(f'item "{item_id}" of {instrument.id} is answered twice; answer once')
        taken[item_id] = _taken(instrument, item_id, answer)
    return taken


def score(instrument: Instrument, answers: Answers) -> Scored:
    """Return what these answers come to.

    Raises:
        AnswerError: An item is unknown, or an answer is not of its scale.
    """
    points = {
        item_id: _points(instrument, item_id, answer)
        for item_id, answer in gathered(instrument, answers.items()).items()
    }
    scores = {one.id: _score(one, points) for one in instrument.subscales}
    is_prorated = any(
        scores[one.id] is not None and len(_answered(one, points)) < len(one.items)
        for one in instrument.subscales
    )
    met = [one.id for one in instrument.algorithms if _is_met(instrument, one, points)]
    return Scored(
        instrument=instrument.id,
        version=instrument.version,
        scoring_version=instrument.scoring_version,
        scores=scores,
        flags=tuple(sorted([*met, *([PRORATED] if is_prorated else [])])),
        reasons=tuple(
            f"{one.id}: {len(_answered(one, points))} of {len(one.items)} items are answered; "
            f"it needs {one.needs}"
            for one in instrument.subscales
            if scores[one.id] is None
        ),
    )


def limits(instrument: Instrument, subscale: Subscale) -> tuple[Score, Score]:
    """Return the lowest and the highest score there can be."""
    scale = scale_of(instrument, subscale)
    times = subscale.multiply * (len(subscale.items) if subscale.method == "sum" else 1)
    return scale.lowest * times, scale.highest * times


def scale_of(instrument: Instrument, subscale: Subscale) -> Scale:
    """Return the scale that the items of this subscale share."""
    return _scale(instrument, _item(instrument, subscale.items[0]))


def takes(scale: Scale) -> str:
    """Return in words which answers there are."""
    if scale.step == 1:
        return f"a whole number from {scale.lowest} to {scale.highest}"
    return ", ".join(map(str, scale.values[:-1])) + f" or {scale.highest}"


def _taken(instrument: Instrument, item_id: str, answer: int | str) -> int:
    scale = _scale(instrument, _item(instrument, item_id))
    # The sentence may end in a log, so it says what can be answered and never what was.
    if not _WHOLE.fullmatch(str(answer)) or int(answer) not in scale.values:
        raise AnswerError(f'item "{item_id}" of {instrument.id} takes {takes(scale)}')
    return int(answer)


def _item(instrument: Instrument, item_id: str) -> InstrumentItem:
    item = instrument.item(item_id)
    if item is None:
        raise AnswerError(f'{instrument.id} has no item "{item_id}"; use the ids of its file')
    return item


def _scale(instrument: Instrument, item: InstrumentItem) -> Scale:
    return next(scale for scale in instrument.scales if scale.id == item.scale)


def _points(instrument: Instrument, item_id: str, answer: int) -> int:
    item = _item(instrument, item_id)
    return _scale(instrument, item).mirrored(answer) if item.reverse else answer


def _answered(subscale: Subscale, points: Answers) -> list[int]:
    return [points[item_id] for item_id in subscale.items if item_id in points]


def _score(subscale: Subscale, points: Answers) -> Score | None:
    answered = _answered(subscale, points)
    if len(answered) < subscale.needs:
        return None
    total = sum(answered) * subscale.multiply
    if subscale.method == "mean":
        return total / len(answered)
    if len(answered) == len(subscale.items):
        return total
    # Each missing item counts as the mean of the answered ones. Dividing last keeps whole scores
    # whole, and none leaves the range.
    return total * len(subscale.items) / len(answered)


def _is_met(instrument: Instrument, algorithm: Algorithm, points: Answers) -> bool:
    # What is unanswered does not count; so what is met stays met whatever is missing.
    return all(
        sum(one >= algorithm.at_least for one in _answered(subscale, points))
        >= algorithm.needs[subscale.id]
        for subscale in instrument.subscales
        if subscale.id in algorithm.needs
    )
