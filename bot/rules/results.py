"""What somebody's own assessments say to them: in words, beside their own, and never a label."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from bot.rules.assessments import POINTS, Point
from bot.rules.sheets import Answers, scale_of, still_fitting
from content import scoring
from content.instruments import Instrument, Subscale
from content.model import Exercise

Trend = Literal["less", "same", "more"]
Scores = Mapping[str, int | float | None]

# Against what later ones are held: the first before the training.
BASELINE: Point = "pre"
# The later ones say whether something has changed; the second before it says how steady we measure.
_HELD_AGAINST: frozenset[Point] = frozenset({"month_1", "month_3", "month_6"})
# Within a tenth of what is possible, and within one, it is about the same: nobody's week is like
# another. Only what is told to the person goes by this; no figure does.
_ABOUT = 0.1

# Which unit has something to try for what somebody ticked most of.
_HELPS: Mapping[str, str] = MappingProxyType(
    {
        "intrusion": "normalized_appreciation",
        "avoidance": "career_timeline",
        "mood": "tolerating_worth",
        "alertness": "self_care_plan",
    }
)


@dataclass(frozen=True, slots=True)
class Filled:
    """One finished assessment of somebody, opened for them."""

    point: Point
    answers: Answers
    # By which rules its answers become scores: others cannot be held against each other.
    scoring_version: int
    late: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of somebody's own history."""

    point: Point
    scores: Scores
    late: bool


@dataclass(frozen=True, slots=True)
class History:
    """Somebody's own history in one training; `changed` is of the last against the first."""

    rows: Sequence[Row]
    changed: Mapping[str, Trend]


@dataclass(frozen=True, slots=True)
class Result:
    """What one assessment says to the person who filled it in.

    `noticed` has the ids of the subscales of which they ticked something, None where all are left
    out; `changed` whether each is less or more than before the training, where that can be said.
    `said` are the questions that belong to no subscale, each with what they chose. `former` is one
    whose answers were scored by other rules: its groups cannot be put into words any more.
    """

    point: Point
    noticed: tuple[str, ...] | None
    changed: Mapping[str, Trend]
    said: tuple[tuple[str, str], ...]
    exercise: Exercise | None
    late: bool
    former: bool = False


def result(
    instrument: Instrument, filled: Sequence[Filled], point: Point, exercises: Iterable[Exercise]
) -> Result | None:
    """Return what the assessment of a time point says; None where there is none."""
    ours = next((one for one in filled if one.point == point), None)
    if ours is None:
        return None
    scores = scores_of(instrument, ours)
    parts = [one for one in instrument.subscales if _is_part(instrument, one)]
    told = {one.id: value for one in parts if (value := scores.get(one.id)) is not None}
    lowest = {one.id: scoring.limits(instrument, one)[0] for one in parts}
    noticed = tuple(part for part, value in told.items() if value > lowest[part])
    return Result(
        point=point,
        noticed=noticed if told else None,
        changed=_changed(instrument, filled, ours),
        said=_said(instrument, ours),
        exercise=_exercise(told, exercises) if noticed else None,
        late=ours.late,
        former=ours.scoring_version != instrument.scoring_version,
    )


def history(instrument: Instrument, filled: Sequence[Filled]) -> History:
    """Return a line for each assessment that has scores, in the order of the time points."""
    ordered = sorted(filled, key=lambda one: POINTS.index(one.point))
    rows = [Row(one.point, scores_of(instrument, one), one.late) for one in ordered]
    told = [row for row in rows if any(value is not None for value in row.scores.values())]
    changes = (_changed(instrument, filled, one) for one in reversed(ordered))
    return History(told, next(filter(None, changes), {}))


def scores_of(instrument: Instrument, filled: Filled) -> Scores:
    """Return the scores of an assessment; none where its questions were scored otherwise."""
    if filled.scoring_version != instrument.scoring_version:
        return {}
    return scoring.score(instrument, still_fitting(instrument, filled.answers)).scores


def trend(instrument: Instrument, subscale: Subscale, before: float, now: float) -> Trend:
    """Return whether a score is less or more than before, or about the same."""
    lowest, highest = scoring.limits(instrument, subscale)
    if abs(now - before) <= max(1, _ABOUT * (highest - lowest)):
        return "same"
    return "less" if now < before else "more"


def _changed(instrument: Instrument, filled: Sequence[Filled], ours: Filled) -> Mapping[str, Trend]:
    before = next((one for one in filled if one.point == BASELINE), None)
    if before is None or ours.point not in _HELD_AGAINST:
        return {}
    then, now = scores_of(instrument, before), scores_of(instrument, ours)
    return {
        one.id: trend(instrument, one, was, is_)
        for one in instrument.subscales
        if (was := then.get(one.id)) is not None and (is_ := now.get(one.id)) is not None
    }


def _said(instrument: Instrument, filled: Filled) -> tuple[tuple[str, str], ...]:
    scored = {item for one in instrument.subscales for item in one.items}
    return tuple(
        (item.text or "", label_of(instrument, item.scale, filled.answers[item.id]))
        for item in instrument.items
        if item.id in filled.answers and item.id not in scored
    )


def label_of(instrument: Instrument, scale_id: str, answer: int) -> str:
    """Return the words of an answer: a long scale has words at its ends alone."""
    scale = scale_of(instrument, scale_id)
    if answer not in scale.values:
        return "An answer I no longer offer."
    if len(scale.labels) == len(scale.values):
        return scale.labels[scale.values.index(answer)]
    ends = {scale.lowest: scale.labels[0], scale.highest: scale.labels[-1]}
    return f"{answer}: {ends[answer]}" if answer in ends else f"{answer}"


def _is_part(instrument: Instrument, subscale: Subscale) -> bool:
    """Return whether a subscale is one group of reactions, and not all of them together."""
    others = (one for one in instrument.subscales if one.id != subscale.id)
    return not any(set(one.items) < set(subscale.items) for one in others)


def _exercise(told: Scores, exercises: Iterable[Exercise]) -> Exercise | None:
    """Return something to try: of the unit of what was ticked most, looking outward, anywhere."""
    most = max(told, key=lambda part: told[part] or 0)
    outward = sorted((one for one in exercises if not one.inward), key=lambda one: one.id)
    return min(
        outward,
        key=lambda one: (one.unit != _HELPS.get(most), one.setting != "anywhere", one.minutes),
        default=None,
    )
