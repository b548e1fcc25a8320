"""The attack on outcomes: every figure of every lot is a constraint on its people.

Cohorts close one after the other; what is shown of them is what `bot.rules` decides. The attacker
knows every list, the rules and limits, everything that is shown, three people's truth, and in every
second scenario who takes part. Nobody may be found of whom only one thing can be true.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from random import Random

from bot.rules import points, splits
from bot.rules.outcomes.change import Better, Pair
from bot.rules.outcomes.definitions import Criteria
from bot.rules.point_figures import Figures
from bot.rules.points import Asked, People, Person
from bot.rules.privacy import LIMITS, Limits
from bot.rules.splits import Exactly, Lot, Waiting
from tests.attack.outcome_beliefs import Beliefs

# A cohort, and a seat in it.
Who = tuple[int, int]

# Lowered in proportion to one known person, so that every cohort matters.
LOWERED = replace(LIMITS, room=2, part=4, rounding=3, pairs=8, step=5, lot=14)
# Whom attackers choose, in turn.
MOST_CHOSEN = 6
ASKED = Asked({"total": Criteria(Better.LOWER)}, ["leaving"], ["impact"], "change")

OUTCOME_RULES = {
    "lists": "a lot needs more people on its lists, and who take part, than must have answered",
    "nearest": "counts are to the nearest five, and lower where nearly everybody answered",
    "large": "exact figures need eleven people or more in every part",
    "outermost": "the outermost bands are so wide that more people than are known fit into them",
    "beside": "who got worse is not told where hardly anybody could be the same",
    "lots": "a lot is released once, and no later release says anything of its people",
}


@dataclass(frozen=True)
class Truth:
    """What is true of one person; nobody but the harness knows all of it."""

    follows: bool
    early: bool
    late: bool
    gain: int
    said_better: bool
    top: bool
    yes: tuple[bool, bool]

    @property
    def facts(self) -> Mapping[str, bool]:
        """What is true of them, by the names under which it is believed."""
        pair = self.early and self.late
        return {
            "follows": self.follows,
            "pre": self.early,
            "later": self.late,
            "pairs": pair,
            "better": pair and self.gain > 0,
            "worse": pair and self.gain < 0,
            "same": pair and self.gain == 0,
            "said": self.late and self.said_better,
            "unsaid": self.late and not self.said_better,
            "top": self.late and self.top,
            "below": self.late and not self.top,
            "before": pair and self.yes[0],
            "after": pair and self.yes[1],
        }

    @property
    def person(self) -> Person:
        """Return what the bot knows of them for a release."""
        both = self.early and self.late
        later = {"change": int(self.said_better), "impact": 100 if self.top else 50}
        return Person(
            {"total": Pair(Fraction(8), Fraction(8 - self.gain))} if both else {},
            {"leaving": Pair(*map(Fraction, map(int, self.yes)))} if both else {},
            later if self.late else {},
            (self.early, self.late),
        )


@dataclass(frozen=True)
class Shown:
    """What was shown of some cohorts, or that they were looked at and nothing was shown."""

    cohorts: Sequence[int]
    lot: Lot
    figures: Figures


def is_beaten(seed: int, number: int, rule: str | None = None) -> bool:
    """Return whether something is certain of somebody in a scenario, with a rule off or none."""
    random = Random(f"{seed}/{number}/outcomes")  # noqa: S311 -- to be repeated, not to be secret
    known, limits = (3, LIMITS) if number % 4 == 3 else (1, LOWERED)
    with _without(rule):
        cohorts = [_cohort(random, limits) for _ in range(random.randint(1, 3))]
        seen = list(_released(cohorts, limits, rule))
        chosen = {frozenset(one) for one in islice(_chosen(cohorts, known, random), MOST_CHOSEN)}
        return any(
            _beliefs(cohorts, seen, limits, one, rule, knows_followers=number % 2 == 0).certain()
            for one in sorted(chosen, key=sorted)
        )


def _cohort(random: Random, limits: Limits) -> list[Truth]:
    """Return a cohort near some edge: nearly all or nearly none answer, are better, say yes."""
    need = limits.pairs + 2 * limits.room
    sizes = [limits.pairs, limits.step, need, need + 1, need + 4, 2 * need, 3 * need]
    listed = random.choice(sizes)
    edges = [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1.0]
    chances = [random.choice([0.9, 0.98, 1.0]) for _ in range(3)]
    chances += [random.choice(edges) for _ in range(5)]
    worse = random.choice([0.1, 0.9, 1.0])

    def one() -> Truth:
        follows, early, late, better, said, top, before, after = (
            random.random() < chance for chance in chances
        )
        gain = 3 if better else -3 if random.random() < worse else 0
        return Truth(follows, follows and early, follows and late, gain, said, top, (before, after))

    return [one() for _ in range(listed)]


def _released(cohorts: Sequence[list[Truth]], limits: Limits, rule: str | None) -> Iterator[Shown]:
    """Yield what is shown, cohort by cohort, as `bot.flows.points` decides it."""
    waiting: list[int] = []
    looked_at: set[int] = set()
    done: list[int] = []
    for number, _ in enumerate(cohorts):
        waiting.append(number)
        listed = sum(len(cohorts[one]) for one in waiting)
        new = sum(len(cohorts[one]) for one in waiting if one not in looked_at)
        needed = limits.step if done else limits.pairs
        look = Waiting(listed, new, bool(done), has_waited=True)
        if not splits.may_look(look, needed, limits):
            continue
        # Without the rule everybody is counted anew whenever somebody comes.
        counted = [*done, *waiting] if rule == "lots" else list(waiting)
        found = [one for cohort in counted for one in cohorts[cohort]]
        lot = Lot(len(found), sum(one.follows for one in found), needed)
        people = People(lot, [one.person for one in found if one.follows])
        figures = points.figures("month_1", [str(one) for one in counted], people, ASKED, limits)
        looked_at |= set(waiting)
        yield Shown(counted, lot, figures)
        if figures.is_shown:
            done, waiting = [*done, *waiting], []


def _chosen(cohorts: Sequence[list[Truth]], known: int, random: Random) -> Iterator[set[Who]]:
    """Yield whom attackers may choose to know: those who are the only ones of their kind."""
    everybody = [(n, seat) for n, cohort in enumerate(cohorts) for seat, _ in enumerate(cohort)]
    numbers = list(range(len(cohorts)))
    random.shuffle(numbers)
    for number in numbers:
        for name in ("follows", "later", "pairs", "better", "worse", "same", "unsaid", "below"):
            for value in (False, True):
                alike = [
                    who
                    for who in everybody
                    if who[0] == number and cohorts[number][who[1]].facts[name] is value
                ]
                # Of many there is somebody left to doubt.
                if 0 < len(alike) <= known + 1:
                    yield set(alike[:known])
    yield set(random.sample(everybody, known))


def _beliefs(
    cohorts: Sequence[list[Truth]],
    seen: Sequence[Shown],
    limits: Limits,
    known: frozenset[Who],
    rule: str | None,
    *,
    knows_followers: bool,
) -> Beliefs:
    """Return everything that can be believed of everybody of whom something was shown."""
    beliefs = Beliefs(limits, rule, knows_followers=knows_followers)
    for number in sorted({cohort for shown in seen for cohort in shown.cohorts}):
        told = [(number, seat) in known for seat, _ in enumerate(cohorts[number])]
        both = list(zip(told, cohorts[number], strict=True))
        beliefs.of_cohort(
            number,
            [one.facts for known_, one in both if not known_],
            [one.facts for known_, one in both if known_],
        )
    for shown in seen:
        beliefs.of_lot(shown)
    return beliefs


@contextmanager
def _without(rule: str | None) -> Iterator[None]:
    """Run without a rule."""
    instead: Mapping[str, Mapping[str, object]] = {
        "lists": {
            "has_people": lambda listed, needed, _limits=LIMITS: listed >= needed,
            "is_shown": lambda lot, answered, _limits=LIMITS: answered >= lot.needed,
        },
        "nearest": {"count": lambda number, _lot, _limits=LIMITS: Exactly(number)},
        "large": {"all_large": lambda _cells, _people, _lot, _limits=LIMITS: True},
        "outermost": {"_edges": lambda _least, _limits: list(range(0, 101, splits.WIDTH))},
        "beside": {"_may_tell_worse": lambda _better, _told, _lot, _limits: True},
    }
    put = instead.get(rule or "", {})
    kept = {name: getattr(splits, name) for name in put}
    for name, value in put.items():
        setattr(splits, name, value)
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(splits, name, value)
