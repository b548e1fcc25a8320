"""The attack on outcomes: every figure of every lot is a constraint on its people.

Cohorts close one after the other; what is shown of them is what `bot.rules` decides. The attacker
knows every list, the rules and limits, everything that is shown, three people's truth, and in every
second scenario who takes part. Nobody may be found of whom only one thing can be true.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from bot.rules import points, splits
from bot.rules.outcomes.change import Better, Pair
from bot.rules.outcomes.definitions import Criteria, Definition
from bot.rules.point_figures import Figures
from bot.rules.points import Asked, People, Person
from bot.rules.privacy import LIMITS, Limits
from bot.rules.splits import (
    About,
    AtLeast,
    Between,
    Count,
    Exactly,
    Fewer,
    Lot,
    Part,
    Split,
    Waiting,
)
from tests.attack.puzzles import Name, Puzzle, pinned

LOWERED = replace(LIMITS, room=2, part=4, rounding=3, pairs=8, step=5, lot=14)
ASKED = Asked({"total": Criteria(Better.LOWER)}, ["leaving"], ["impact"], "change")

OUTCOME_RULES = {
    "pairs": "nothing is shown of fewer people than a lot needs",
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
    """Return whether somebody is pinned in a scenario, with a rule off or none."""
    random = Random(f"{seed}/{number}/outcomes")  # noqa: S311 -- to be repeated, not to be secret
    real = number % 4 == 3
    known, limits = (3, LIMITS) if real else (1, LOWERED)
    with _without(rule) as changed:
        limits = changed(limits)
        cohorts = [_cohort(random, limits) for _ in range(random.randint(2, 4))]
        seen = list(_released(cohorts, limits, rule))
        for chosen in _chosen(cohorts, known, random):
            if pinned(_puzzle(cohorts, seen, limits, chosen, number % 2 == 0)):
                return True
    return False


def _cohort(random: Random, limits: Limits) -> list[Truth]:
    """Return a cohort near some edge: nearly all or nearly none answer, are better, say yes."""
    need = limits.step + 2 * limits.room
    listed = random.choice([need, need + 1, need + 4, 2 * need, 3 * need, limits.lot])
    edge = [0.02, 0.1, 0.5, 0.9, 0.98, 1.0]
    chances = [random.choice(edge[2:]) for _ in range(3)] + [random.choice(edge) for _ in range(5)]

    def one() -> Truth:
        follows, early, late, better, said, top, before, after = (
            random.random() < chance for chance in chances
        )
        worse = random.random() < random.choice([0.1, 0.5])
        gain = 3 if better else -3 if worse else 0
        return Truth(follows, follows and early, follows and late, gain, said, top, (before, after))

    return [one() for _ in range(listed)]


def _released(cohorts: Sequence[list[Truth]], limits: Limits, rule: str | None) -> Iterator[Shown]:
    """Yield what is shown, cohort by cohort, as `bot.flows.points` decides it."""
    waiting: list[int] = []
    looked_at: set[int] = set()
    done: list[int] = []
    for number, _ in enumerate(cohorts):
        waiting.append(number)
        sizes = [len(cohorts[one]) for one in waiting]
        new = sum(len(cohorts[one]) for one in waiting if one not in looked_at)
        needed = limits.step if done else limits.pairs
        look = Waiting(sum(sizes), new, bool(done), has_waited=True)
        if not splits.may_look(look, needed, limits):
            continue
        # Without the rule everybody is counted anew whenever somebody comes.
        counted = [*done, *waiting] if rule == "lots" else waiting
        found = [one for cohort in counted for one in cohorts[cohort]]
        lot = Lot(len(found), sum(one.follows for one in found), needed)
        people = People(lot, [one.person for one in found if one.follows])
        figures = points.figures("month_1", [str(one) for one in counted], people, ASKED, limits)
        looked_at |= set(waiting)
        yield Shown(list(counted), lot, figures)
        if figures.is_shown:
            done, waiting = [*done, *waiting], []


def _chosen(cohorts: Sequence[list[Truth]], known: int, random: Random) -> Iterator[set[Name]]:
    """Yield whom attackers may choose to know: those who are the only ones of their kind."""
    for number, cohort in enumerate(cohorts):
        people = [(number, seat) for seat, _ in enumerate(cohort)]
        kinds: Sequence[Callable[[Truth], object]] = (
            lambda one: not one.follows,
            lambda one: one.follows and not one.late,
            lambda one: one.early and one.late and one.gain <= 0,
            lambda one: one.early and one.late and one.gain == 0,
            lambda one: one.early and one.late and one.gain < 0,
            lambda one: one.early and one.late and one.gain > 0,
            lambda one: one.late and not one.said_better,
            lambda one: one.late and not one.top,
        )
        for kind in kinds:
            yield {one for one in people if kind(cohort[one[1]])} and set(
                [one for one in people if kind(cohort[one[1]])][:known]
            )
        yield set(random.sample(people, known))


def _puzzle(
    cohorts: Sequence[list[Truth]],
    seen: Sequence[Shown],
    limits: Limits,
    known: set[Name],
    knows_followers: bool,
) -> Puzzle:
    """Return everything that can be believed of everybody of whom something was shown."""
    beliefs = _Beliefs(Puzzle(), limits)
    for number in sorted({cohort for shown in seen for cohort in shown.cohorts}):
        for seat, truth in enumerate(cohorts[number]):
            who = (number, seat)
            beliefs.of_person(who, truth, known=who in known, follows=knows_followers)
    for shown in seen:
        who = [(one, seat) for one in shown.cohorts for seat, _ in enumerate(cohorts[one])]
        beliefs.of_lot(who, shown)
    return beliefs.puzzle


class _Beliefs:
    """Turns figures into constraints on the unknown people behind them."""

    def __init__(self, puzzle: Puzzle, limits: Limits) -> None:
        self.puzzle = puzzle
        self._limits = limits

    def of_person(self, who: Name, truth: Truth, *, known: bool, follows: bool) -> None:
        """Believe what is true of anybody: who answered follows, who is better answered twice."""
        pair = truth.early and truth.late
        facts = {
            "follows": (truth.follows, None),
            "pre": (truth.early, "follows"),
            "later": (truth.late, "follows"),
            "pairs": (pair, "pre"),
            "better": (pair and truth.gain > 0, "pairs"),
            "worse": (pair and truth.gain < 0, "pairs"),
            "same": (pair and truth.gain == 0, "pairs"),
            "said": (truth.late and truth.said_better, "later"),
            "unsaid": (truth.late and not truth.said_better, "later"),
            "top": (truth.late and truth.top, "later"),
            "below": (truth.late and not truth.top, "later"),
            "before": (pair and truth.yes[0], "pairs"),
            "after": (pair and truth.yes[1], "pairs"),
        }
        for name, (value, within) in facts.items():
            # That somebody did not who is known not to take part is no finding.
            told = known or (follows and (name == "follows" or not truth.follows))
            self.puzzle.variable((name, who), value, known=told)
            if within:
                self.puzzle.between([(1, (name, who)), (-1, (within, who))], high=0)
        self.puzzle.between([(1, ("pairs", who)), (-1, ("later", who))], high=0)
        both = [(-1, ("pre", who)), (-1, ("later", who))]
        self.puzzle.between([(1, ("pairs", who)), *both], low=-1)
        for whole, parts in (
            ("pairs", ("better", "worse", "same")),
            ("later", ("said", "unsaid")),
            ("later", ("top", "below")),
        ):
            terms = [(1, (part, who)) for part in parts]
            self.puzzle.between([*terms, (-1, (whole, who))], low=0, high=0)

    def of_lot(self, who: Sequence[Name], shown: Shown) -> None:
        """Believe what a lot's release says, or that it was too small."""
        follow, pairs = self._all("follows", who), self._all("pairs", who)
        lot, limits = shown.lot, self._limits
        if not shown.figures.is_shown:
            few: Name = ("few", who[0])
            truth = sum(self.puzzle.truth[name] for _, name in pairs) < lot.needed
            self.puzzle.variable(few, truth)
            self.puzzle.aside.add(few)
            size = len(who)
            self.puzzle.between([*pairs, (size, few)], high=size + lot.needed - 1)
            enough = lot.needed + limits.room
            self.puzzle.between([*follow, (-size, few)], high=enough - 1)
            return
        self.puzzle.between(pairs, low=lot.needed)
        self.puzzle.between(follow, low=lot.needed + limits.room)
        for name, count in shown.figures.flow.items():
            self._count("follows" if name == "following" else name, who, count, lot)
        self._split(shown, "total", ("better", "worse"))
        figures = shown.figures
        if figures.said_better:
            self._share(who, "said", "later", figures.said_better, Definition.SELF_REPORTED, lot)
        if rated := figures.ratings.get("impact"):
            self._share(who, "top", "later", rated.at_maximum, "at_maximum", lot)
        if switched := figures.switched.get("leaving"):
            self._share(who, "before", "pairs", switched.before, "yes", lot)
            self._share(who, "after", "pairs", switched.after, "yes", lot)
        if changed := figures.changes.get("total"):
            self._share(who, "better", "pairs", changed.split, "better", lot)
            if "worse" in changed.split.parts:
                self._part(who, "worse", changed.split.parts["worse"])

    def _split(self, shown: Shown, measure: str, parts: Sequence[str]) -> None:
        """Nothing more: what is not told exactly has some small part, which tells of nobody."""

    def _share(  # noqa: PLR0913 -- whose, which part of whom, and how it is told
        self, who: Sequence[Name], name: str, whole: str, split: Split, part: str, lot: Lot
    ) -> None:
        self._count(whole, who, split.people, lot)
        told = split.parts[part]
        if isinstance(told, Between):
            some, every = self._all(name, who, 100), self._all(whole, who)
            self.puzzle.between([*some, *((-told.low, one) for _, one in every)], low=0)
            self.puzzle.between([*some, *((-told.high, one) for _, one in every)], high=0)
        else:
            self._part(who, name, told)

    def _part(self, who: Sequence[Name], name: str, told: Part) -> None:
        terms = self._all(name, who)
        match told:
            case Exactly(number):
                self.puzzle.between(terms, low=number, high=number)
            case Fewer(than):
                self.puzzle.between(terms, high=than - 1)
            case AtLeast(number):
                self.puzzle.between(terms, low=number)

    def _count(self, name: str, who: Sequence[Name], told: Count, lot: Lot) -> None:
        terms, half = self._all(name, who), self._limits.rounding // 2
        if isinstance(told, About):
            self.puzzle.between(terms, low=told.number - half)
            most = min(
                lot.following - self._limits.room + half, lot.listed - self._limits.room - half
            )
            step = self._limits.rounding
            if told.number < most // step * step:
                # It is not as many as could be, so it is not less than it is, either.
                self.puzzle.between(terms, high=told.number + half)
            if name != "follows":
                follow = self._all("follows", who)
                self.puzzle.between(follow, low=told.number + self._limits.room - half)
        else:
            self._part(who, name, told)

    def _all(self, name: str, who: Sequence[Name], times: int = 1) -> list[tuple[int, Name]]:
        return [(times, (name, one)) for one in who]


@contextmanager
def _without(rule: str | None) -> Iterator[Callable[[Limits], Limits]]:
    """Run without a rule; give what its absence makes of the limits."""
    kept = {
        name: getattr(splits, name)
        for name in ("count", "all_large", "_edges", "has_people", "is_shown", "_may_tell_worse")
    }
    changed: Callable[[Limits], Limits] = lambda limits: limits  # noqa: E731
    match rule:
        case "pairs":
            changed = lambda limits: replace(limits, pairs=1, step=1)  # noqa: E731
        case "lists":
            splits.has_people = lambda listed, needed, limits=LIMITS: listed >= needed
            splits.is_shown = lambda lot, answered, limits=LIMITS: answered >= lot.needed
        case "nearest":
            splits.count = lambda number, _lot, _limits=LIMITS: Exactly(number)
            splits.fewest = splits.fewest
        case "large":
            splits.all_large = lambda _cells, _people, _lot, _limits=LIMITS: True
        case "outermost":
            splits._edges = lambda _least, _limits: list(range(0, 101, splits.WIDTH))
        case "beside":
            splits._may_tell_worse = lambda _better, _told, _lot, _limits: True
    try:
        yield changed
    finally:
        for name, value in kept.items():
            setattr(splits, name, value)
