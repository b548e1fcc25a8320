"""The whole table that an evaluator is given: who improved, by every definition, and of whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.rules.outcomes import definitions, effects, paired, ratings, reliability
from bot.rules.outcomes.change import ChangeClass, Norm, Pair, adjusted, classified
from bot.rules.outcomes.definitions import Criteria, Definition
from bot.rules.outcomes.effects import Effects
from bot.rules.outcomes.paired import Change, Scores, Switches
from bot.rules.outcomes.ratings import Scale
from bot.rules.outcomes.rows import TIME_POINTS, Row, Rows, UnusableError
from bot.rules.outcomes.shares import Group, Shares


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a file; without time points it is about the first and the last there."""

    criteria: Criteria
    earlier: str | None = None
    later: str | None = None
    enrolled: int | None = None
    # The highest score there is, for a measure of which most people reach it.
    maximum: Fraction | None = None
    # Where people like ours are on average, for the adjusted classes.
    population_mean: Fraction | None = None
    # The rating of the change that means "about the same".
    unchanged: int | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """How many were there: enrolled, in the file, at each time point, at both."""

    enrolled: int
    subjects: int
    at_earlier: int
    at_later: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Retest:
    """What `pre` and `baseline_2` of this file say of the measure; it is not used here."""

    pairs: int
    norm: Norm | None


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that can be said; None, or missing from `definitions`, is what cannot."""

    earlier: str
    later: str
    criteria: Criteria
    flow: Flow
    before: Scores
    after: Scores
    change: Change
    effects: Effects
    classes: Mapping[ChangeClass, int] | None
    adjusted_classes: Mapping[ChangeClass, int] | None
    deteriorated: Shares | None
    definitions: Mapping[Definition, Shares]
    not_computable: Mapping[Definition, str]
    switches: Switches | None
    scale: Scale | None
    retest: Retest


def table(rows: Rows, question: Question) -> Table:
    """Return the table of a file.

    Raises:
        UnusableError: What is asked does not fit the file.
    """
    earlier, later = _time_points(rows, question)
    _refuse_too_high(rows, question.maximum)
    _refuse_too_few_enrolled(rows, question.enrolled)
    linked = rows.pairs(earlier, later)
    pairs = list(linked.values())
    group = Group(rows.at(earlier).keys(), question.enrolled)
    criteria, scale = question.criteria, _scale(rows, later, question)
    return Table(
        earlier=earlier,
        later=later,
        criteria=criteria,
        flow=_flow(rows, question, (earlier, later)),
        before=paired.scores([pair.earlier for pair in pairs], question.maximum),
        after=paired.scores([pair.later for pair in pairs], question.maximum),
        change=paired.change(pairs),
        effects=effects.effects(pairs),
        classes=_classes(pairs, criteria),
        adjusted_classes=_adjusted_classes(pairs, question),
        deteriorated=_deteriorated(linked, group, criteria),
        definitions=_self_reported(rows.at(later), group, scale)
        | _improved(linked, group, criteria),
        not_computable=definitions.reasons(criteria, rated=scale is not None),
        switches=paired.switches(pairs),
        scale=scale,
        retest=_retest(rows),
    )


def _time_points(rows: Rows, question: Question) -> tuple[str, str]:
    earlier = question.earlier or rows.time_points[0]
    later = question.later or rows.time_points[-1]
    if rows.time_points == (earlier,) == (later,):
        raise UnusableError(f"Everything in it is from {earlier}; a change needs a later one too.")
    if TIME_POINTS.index(earlier) >= TIME_POINTS.index(later):
        words = f"A change needs an earlier and a later time point, not {earlier} and {later}."
        raise UnusableError(words)
    return earlier, later


def _refuse_too_high(rows: Rows, maximum: Fraction | None) -> None:
    for row in rows.rows:
        if maximum is not None and row.score > maximum:
            raise UnusableError("the score is above --maximum.", row.line)


def _refuse_too_few_enrolled(rows: Rows, enrolled: int | None) -> None:
    if enrolled is not None and enrolled < len(rows.subjects):
        words = f"--enrolled is {enrolled}, but there are {len(rows.subjects)} subjects."
        raise UnusableError(words)


def _flow(rows: Rows, question: Question, points: tuple[str, str]) -> Flow:
    before, after = (rows.at(point).keys() for point in points)
    return Flow(
        enrolled=len(before) if question.enrolled is None else question.enrolled,
        subjects=len(rows.subjects),
        at_earlier=len(before),
        at_later=len(after),
        pairs=len(before & after),
    )


def _classes(pairs: Sequence[Pair], criteria: Criteria) -> Mapping[ChangeClass, int] | None:
    if criteria.norm is None:
        return None
    found = Counter(classified(pair, criteria.better, criteria.norm) for pair in pairs)
    return {one: found[one] for one in ChangeClass}


def _adjusted_classes(
    pairs: Sequence[Pair], question: Question
) -> Mapping[ChangeClass, int] | None:
    norm, mean = question.criteria.norm, question.population_mean
    if norm is None or mean is None:
        return None
    found = Counter(adjusted(pair, question.criteria.better, norm, mean) for pair in pairs)
    return {one: found[one] for one in ChangeClass}


def _improved(
    linked: Mapping[str, Pair], group: Group, criteria: Criteria
) -> dict[Definition, Shares]:
    return {
        definition: group.shares(
            linked.keys(), {who for who, pair in linked.items() if improved(pair)}
        )
        for definition, improved in definitions.judgements(criteria).items()
    }


def _deteriorated(linked: Mapping[str, Pair], group: Group, criteria: Criteria) -> Shares | None:
    norm = criteria.norm
    if norm is None:
        return None
    worse = {
        who
        for who, pair in linked.items()
        if classified(pair, criteria.better, norm) is ChangeClass.DETERIORATED
    }
    return group.shares(linked.keys(), worse)


def _scale(rows: Rows, later: str, question: Question) -> Scale | None:
    """Return the scale of the ratings; None where nobody rated the change that is asked about."""
    scale = ratings.scale(rows, question.unchanged)
    rated = any(row.rating is not None for row in rows.at(later).values())
    return scale if rated else None


def _self_reported(
    after: Mapping[str, Row], group: Group, scale: Scale | None
) -> dict[Definition, Shares]:
    """Return who says it is better. That needs no earlier score: it is asked later alone."""
    if scale is None:
        return {}
    rated = {who for who, row in after.items() if row.rating is not None}
    better = {who for who in rated if ratings.better(after[who], scale)}
    return {Definition.SELF_REPORTED: group.shares(rated, better)}


def _retest(rows: Rows) -> Retest:
    pairs = list(rows.pairs("pre", "baseline_2").values())
    return Retest(len(pairs), reliability.retest(pairs))
