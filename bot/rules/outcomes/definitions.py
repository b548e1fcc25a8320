"""The five definitions of "decrease", each by its name; which of them can be computed, and of whom.

They differ widely: of people who have not changed, every second one has "any decrease", and one
in forty a reliable improvement. So none is ever shown without its name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from bot.rules.outcomes.change import Better, ChangeClass, Norm, Pair, classified


class Definition(StrEnum):
    """What is meant when it is said that somebody improved."""

    SELF_REPORTED = "self_reported_improvement"
    ANY = "any_decrease"
    RELIABLE = "reliable_improvement"
    MCID = "mcid_improvement"
    CLINICAL = "clinically_significant"


MEANINGS: Mapping[Definition, str] = {
    Definition.SELF_REPORTED: "says at the later time point that it is better than before",
    Definition.ANY: "scores better than before, by however little; "
    "of people who have not changed, about half do",
    Definition.RELIABLE: "scores better by at least points_needed, 1.96 times s_diff",
    Definition.MCID: "scores better by at least the smallest change that matters (--mcid)",
    Definition.CLINICAL: "scores better by at least points_needed, "
    "and went from the worse side of --cutoff, or from it, to the better side",
}

NO_RELIABILITY = "not computable: no reliability known"
NO_MCID = "not computable: no smallest change that matters given"
NO_CUTOFF = "not computable: no cut-off given"
NO_RATINGS = "not computable: nobody rated the change at the later time point"

Judgement: TypeAlias = Callable[[Pair], bool]


@dataclass(frozen=True, slots=True)
class Criteria:
    """What was known of a measure when it was decided who improved."""

    better: Better
    norm: Norm | None = None
    mcid: Fraction | None = None
    cutoff: Fraction | None = None


def judgements(criteria: Criteria) -> Mapping[Definition, Judgement]:
    """Return how each definition that compares two scores decides, where it has what it needs."""
    better, norm, mcid, cutoff = criteria.better, criteria.norm, criteria.mcid, criteria.cutoff
    found: dict[Definition, Judgement] = {Definition.ANY: lambda pair: better.gain(pair) > 0}
    if norm is not None:
        found[Definition.RELIABLE] = lambda pair: _improved(pair, better, norm)
    if mcid is not None:
        found[Definition.MCID] = lambda pair: better.gain(pair) >= mcid
    if norm is not None and cutoff is not None:
        found[Definition.CLINICAL] = lambda pair: (
            _improved(pair, better, norm) and better.crosses(pair, cutoff)
        )
    return found


def reasons(criteria: Criteria, *, rated: bool) -> Mapping[Definition, str]:
    """Return why each of the other definitions cannot be computed."""
    found = {Definition.SELF_REPORTED: None if rated else NO_RATINGS}
    if criteria.norm is None:
        found |= {Definition.RELIABLE: NO_RELIABILITY, Definition.CLINICAL: NO_RELIABILITY}
    elif criteria.cutoff is None:
        found[Definition.CLINICAL] = NO_CUTOFF
    if criteria.mcid is None:
        # What is missing first is to know what the measure can tell at all.
        found[Definition.MCID] = NO_RELIABILITY if criteria.norm is None else NO_MCID
    return {definition: reason for definition, reason in found.items() if reason}


def _improved(pair: Pair, better: Better, norm: Norm) -> bool:
    return classified(pair, better, norm) is ChangeClass.IMPROVED
