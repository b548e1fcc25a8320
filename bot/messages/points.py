"""Outcomes, as an evaluator expects them: each share with its definition, of whom, its limits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.messages import tables
from bot.messages.parts import Block, Message, local
from bot.messages.point_shares import (
    answered,
    count,
    everybody,
    probability,
    reliably_worse,
    worse,
)
from bot.messages.point_words import (
    CLEAR,
    DEFINITIONS,
    HEAD,
    LIMITS,
    POINTS,
    REFUSED,
    ROUNDING,
    VERSIONS,
    name_of,
)
from bot.messages.reports import SILENCE
from bot.messages.tables import EMPTY, Table
from bot.rules.outcome_asks import Outcomes
from bot.rules.outcomes.definitions import Definition
from bot.rules.points import EARLIER
from bot.rules.pooling import Scores
from bot.rules.told import Classes, Improved, Measure, Rating, Told, YesNo

# More would not fit one paragraph of Slack's.
MOST_COHORTS = 15


@dataclass(frozen=True, slots=True)
class Waiting:
    """When there is more to show, by a site's clock."""

    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown of some sites at a time point; `measure` alone, if one was named.

    `refused` when something was looked at and is too small. `medians` are of single cohorts.
    """

    sites: str
    point: str
    told: Told | None
    refused: bool
    measure: str | None = None
    waiting: Waiting | None = None
    medians: Sequence[tuple[str, Mapping[str, int | None]]] = ()
    days_held: int = 0
    # What was asked, for the buttons; whether that measure is asked for at the time point.
    asked: Outcomes = field(default_factory=Outcomes)
    is_asked: bool = True


def message(answer: Answer, buttons: Sequence[Block] = ()) -> Message:
    """Return the answer to a question about outcomes."""
    return tables.message(table(answer, buttons))


def table(answer: Answer, buttons: Sequence[Block] = ()) -> Table:
    """Return outcomes as a table, with what else an evaluator asks for."""
    told = answer.told
    rows = list(_rows(told, answer.measure)) if told else []
    said = _said(told, answer.measure) if told else []
    nothing = _nothing(answer)
    # Of a measure that is no row, what there is to say stands where the table would.
    if not rows and said:
        nothing, *said = said
    return Table(
        f"Outcomes, {answer.sites}, {_when(answer.point)}",
        HEAD,
        rows,
        nothing,
        [CLEAR, ROUNDING, LIMITS, VERSIONS, SILENCE] if told else [ROUNDING, SILENCE],
        [*_flow(answer), *said, *_medians(answer)],
        buttons=buttons,
    )


def _when(point: str) -> str:
    """Return a time point in a heading; at the end nobody is asked for reactions again."""
    return POINTS[point] if point == "end" else f"{POINTS[EARLIER]} to {POINTS[point]}"


def _nothing(answer: Answer) -> str:
    if not answer.is_asked:
        return (
            f"{name_of(answer.measure or '').capitalize()}: nobody is asked {POINTS[answer.point]}."
            " Ask like this: /resiliency outcomes pre to month_1"
        )
    if answer.refused:
        return REFUSED
    when = answer.waiting
    if when:
        return f"There is no figure yet. The next are made on {local(when.at, when.zone)}."
    return "There is no figure to show here yet."


def _rows(told: Told, only: str | None) -> Iterator[tuple[str, str, str, str]]:
    """Yield a row for each definition of each measure."""
    if told.said_better and only is None:
        yield _row(told.said_better)
    for measure in told.measures:
        if only in (None, measure.name):
            yield from map(_row, measure.improved)
            yield _worse(measure)


def _row(one: Improved) -> tuple[str, str, str, str]:
    measure = f"{name_of(one.measure)}: " if one.measure else ""
    chance = {True: "clear", False: "within chance", None: EMPTY}[one.is_clear]
    label = f"{measure}{one.definition}, who {DEFINITIONS[one.definition]}"
    return label, answered(one.share), everybody(one.share), chance


def _worse(measure: Measure) -> tuple[str, str, str, str]:
    label = f"{name_of(measure.name)}: deteriorated, who have more than before, by however little"
    people = measure.improved[0].share.people if measure.improved else None
    of = f" of {count(people)}" if people else ""
    return label, f"{worse(measure.worse)}{of}", EMPTY, EMPTY


def _flow(answer: Answer) -> list[str]:
    told = answer.told
    if told is None:
        return []
    flow = told.flow
    later = POINTS[told.point]
    missing = "" if told.missing is None else f" Missing: {told.missing} % of those listed."
    return [
        f"Who is in it: {told.cohorts} cohorts, {told.listed} people on their lists when the "
        f"training ended. {count(flow['following']).capitalize()} have self-assessments and use "
        f"in evaluation switched on. {count(flow['pre']).capitalize()} answered before the "
        f"training, {count(flow['later'])} {later}, {count(flow['pairs'])} both.{missing} "
        f"Training days held: {answer.days_held}. Who declined, stopped or deleted is counted "
        "nowhere by itself."
    ]


def _said(told: Told, only: str | None) -> list[str]:
    measures = [one for one in told.measures if only in (None, one.name)]
    return [
        *(_scores(one) for one in measures if one.scores),
        *_reliably(measures),
        *(_yes_no(one) for one in told.yes_no if only in (None, one.name)),
        *(_rating(one, told.point) for one in told.ratings if only in (None, one.name)),
    ]


def _scores(measure: Measure) -> str:
    found = measure.scores
    assert found is not None  # noqa: S101 -- asked only where there are some
    low, high = found.interval
    g = "" if found.g_av is None else f", g_av {found.g_av:.2f}"
    return (
        f"{name_of(measure.name).capitalize()}, {found.n} people. Before: mean "
        f"{found.before.mean:.1f} (SD {found.before.sd:.1f}{_median(found, 'before')}). After: "
        f"mean {found.after.mean:.1f} (SD {found.after.sd:.1f}{_median(found, 'after')}). Mean "
        f"change {found.change.mean:.1f} (95 % interval {low:.1f} to {high:.1f}){g}: "
        f"{'clear' if high < 0 or low > 0 else 'within chance'}."
    )


def _median(found: Scores, which: str) -> str:
    return f", median {getattr(found, which).median:g}" if found.medians else ""


def _reliably(measures: Sequence[Measure]) -> list[str]:
    """Return who changed by more than noise, and of which measures that is not told."""
    told = [_classes(one, found) for one in measures if (found := one.classes)]
    others = [name_of(one.name) for one in measures if one.classes is None]
    if others:
        told.append(
            f"{Definition.RELIABLE} and reliable worsening are not told of: {'; '.join(others)}. "
            "They need a known reliability, and every part large enough."
        )
    return told


def _classes(measure: Measure, found: Classes) -> str:
    low, high = found.interval
    return (
        f"Harms: {reliably_worse(found)} got reliably worse in {name_of(measure.name)} "
        f"(95 % interval {low:.1f} to {high:.1f} %). {found.improved} got reliably better, "
        f"{found.unchanged} did not change reliably. Nobody's reports of harm are collected here."
    )


def _yes_no(one: YesNo) -> str:
    before, after = answered(one.before), answered(one.after)
    moved = (
        f" {one.left} went from yes to no and {one.came} from no to yes"
        f" (McNemar's exact p {probability(one.p)})."
        if one.p is not None
        else ""
    )
    mark = "Clear" if one.is_clear else "Within chance"
    name = name_of(one.name).capitalize()
    return f"{name}. Before: {before}. After: {after}. {mark}.{moved}"


def _rating(one: Rating, point: str) -> str:
    low, high = min(one.medians), max(one.medians)
    medians = f"median {low}" if low == high else f"medians of its groups from {low} to {high}"
    return (
        f"{name_of(one.name).capitalize()}, {POINTS[point]}, from 0 to 100: {medians}. "
        f"At 100: {answered(one.at_maximum)}."
    )


def _medians(answer: Answer) -> list[str]:
    """Return what each cohort said of its training, at its end."""
    lines = []
    for cohort, medians in answer.medians[:MOST_COHORTS]:
        told = [f"{name_of(name)} {value}" for name, value in medians.items() if value is not None]
        lines.append(f"{cohort}, medians at the end: {', '.join(told) or REFUSED}")
    if len(answer.medians) > MOST_COHORTS:
        lines.append("Older cohorts are left out: name one hospital.")
    return ["\n".join(lines)] if lines else []
