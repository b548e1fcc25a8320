"""The people behind a figure, as variables: whether they follow, answered, named a zone.

Who is on a list, since when, and who moved on, everybody knows; that decides who is behind a
figure. The rest is unknown, but of those whom the attacker knows the truth about.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules import cadence
from tests.attack.puzzles import Name, Puzzle
from tests.attack.switches import Switches
from tests.attack.truths import BETTER, ZONE, Answer, Truth
from tests.attack.worlds import World


@dataclass(frozen=True, slots=True)
class Attacker:
    """Whom they know the truth about, and whether they even know of everybody who takes part."""

    knows: frozenset[str]
    knows_followers: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Who is behind a figure: how many are listed, and of each whether they follow and answered.

    And how many are gone since the four weeks began.
    """

    listed: int
    follow: Sequence[Name]
    answered: Sequence[Name]
    gone: int = 0


class Unknowns:
    """The variables of a puzzle, made when they are first needed."""

    def __init__(self, world: World, attacker: Attacker, switches: Switches) -> None:
        self.puzzle = Puzzle()
        self.world = world
        self.switches = switches
        self._attacker = attacker
        # Whoever has become a trainer later, and was counted before, helps only as one of them.
        self._knows: Collection[str] = attacker.knows | world.insiders
        # Asked for of each person, each week; nothing happens in the world meanwhile.
        self._lists: dict[tuple[str, datetime, date, int], list[str]] = {}

    def group(self, cohort: str, weeks: int, monday: date, asked_at: datetime) -> Group:
        """Return who is behind how many answered, in a week or in four."""
        settled = self.settled(cohort, monday, weeks, asked_at)
        people = self.listed(cohort, settled, monday, weeks)
        follow = [self.follows(who, settled) for who in people]
        answered = [
            self.answered(who, settled, cohort, monday)
            if weeks == 1
            else self.once(who, cohort, monday, asked_at)
            for who in people
        ]
        return Group(len(people), follow, answered, self._gone(cohort, settled, monday, weeks))

    def keepers(self, cohort: str, monday: date, asked_at: datetime) -> Group:
        """Return who is behind how many keep the companion as a week begins."""
        settled = cadence.midnight(monday, ZONE) if self.switches.once else asked_at
        people = self.listed(cohort, settled, monday)
        listed = [self.puzzle.variable(("listed", who), truth=True, known=True) for who in people]
        keep = [self.follows(who, settled) for who in people]
        return Group(len(people), listed, keep, self._gone(cohort, settled, monday))

    def zones(self, cohort: str, monday: date, asked_at: datetime) -> tuple[list[Name], list[Name]]:
        """Return who is behind four weeks of zones: who named one, and whose last was good."""
        settled = self.settled(cohort, monday, 4, asked_at)
        people = self.listed(cohort, settled, monday, 4)
        named = [self._named(who, settled, cohort, monday) for who in people]
        return named, [self._better(who, settled, cohort, monday) for who in people]

    def settled(self, cohort: str, monday: date, weeks: int, asked_at: datetime) -> datetime:
        """Return the moment at which it was settled whom a figure counts."""
        if not self.switches.once:
            return asked_at
        anew = weeks == 1 and not self.switches.fixed
        first = self.world.cohorts[cohort].first
        day = monday if anew else cadence.block_of(monday, first)
        return cadence.midnight(day, ZONE)

    def listed(self, cohort: str, settled: datetime, monday: date, weeks: int = 1) -> list[str]:
        """Return who is on a list for a period: everybody knows."""
        asked = (cohort, settled, monday, weeks)
        if asked not in self._lists:
            self._lists[asked] = [
                who
                for who in self._were_listed(cohort, settled)
                if not self._is_gone(who, cohort, monday, weeks)
            ]
        return self._lists[asked]

    def deleted(self, cohort: str, block: date) -> bool:
        """Return whether anybody deleted an answer of these four weeks; nobody can be sure."""
        return any(
            answer.deleted_at
            for truth in self.world.people.values()
            for (where, week), answer in truth.answers.items()
            if where == cohort and week in _weeks(block)
        )

    def _were_listed(self, cohort: str, settled: datetime) -> list[str]:
        """Return who was on a list when it was settled whom it counts."""
        return [
            who
            for who, truth in self.world.people.items()
            if any(one == cohort and at < settled for one, at in truth.enrolled)
            and not self._is_elsewhere(who, cohort, settled)
            and not self._reads(who, settled)
        ]

    def _gone(self, cohort: str, settled: datetime, monday: date, weeks: int = 1) -> int:
        """Return how many of them are not behind a figure any more."""
        were_listed = self._were_listed(cohort, settled)
        return sum(self._is_gone(who, cohort, monday, weeks) for who in were_listed)

    def _is_gone(self, who: str, cohort: str, monday: date, weeks: int) -> bool:
        """Return whether somebody is on another list as a period begins, or may ask at its end."""
        starts = cadence.midnight(monday, ZONE)
        released = cadence.release_at(monday, ZONE, weeks)
        return self._is_elsewhere(who, cohort, starts) or self._reads(who, released)

    def _reads(self, who: str, by: datetime) -> bool:
        since = self.world.readers.get(who)
        return self.switches.readers and since is not None and since < by

    def follows(self, who: str, at: datetime) -> Name:
        """Return whether somebody takes part at a moment; to be counted is the same decision."""
        known = self._attacker.knows_followers or who in self._knows
        return self.puzzle.variable(("follows", who, at), self._truth(who).keeps(at), known=known)

    def answered(self, who: str, settled: datetime, cohort: str, monday: date) -> Name:
        """Return whether somebody is counted as having answered in a week."""
        name: Name = ("answered", who, cohort, monday, settled)
        if name in self.puzzle.truth:
            return name
        follows = self.follows(who, settled)
        released = cadence.release_at(monday, ZONE)
        did = self._truth(who).answered(cohort, monday, released) is not None
        self._of_a_follower(name, follows, did, who)
        if not self.switches.once:
            self._counted_again(name, follows, who, cohort, monday)
        return name

    def once(self, who: str, cohort: str, block: date, asked_at: datetime) -> Name:
        """Return whether somebody is counted as having answered at least once in four weeks."""
        settled = self.settled(cohort, block, 4, asked_at)
        name: Name = ("once", who, cohort, block, settled)
        if name in self.puzzle.truth:
            return name
        each = list(self._weekly(who, cohort, block, asked_at))
        did = bool(self._answers(who, cohort, block))
        self._of_a_follower(name, self.follows(who, settled), did, who)
        # Once is no less than any week, unless the answer was deleted in between.
        if self.puzzle.truth[name] or not any(self.puzzle.truth[one] for one in each):
            for one in each:
                self.puzzle.between([(1, name), (-1, one)], low=0)
        if self.switches.fixed and self.switches.once:
            self.puzzle.between([(1, name), *((-1, one) for one in each)], high=0)
        return name

    def _weekly(self, who: str, cohort: str, block: date, asked_at: datetime) -> Iterator[Name]:
        for week in _weeks(block):
            settled = self.settled(cohort, week, 1, asked_at)
            if who in self.listed(cohort, settled, week):
                yield self.answered(who, settled, cohort, week)

    def _counted_again(
        self, name: Name, follows: Name, who: str, cohort: str, monday: date
    ) -> None:
        """Join what was counted of one answer at several times, when releases are not made once."""
        did = (cohort, monday) in self._truth(who).answers
        answer = self.puzzle.variable(("did", who, cohort, monday), did, known=who in self._knows)
        self.puzzle.between([(1, name), (-1, answer)], high=0)
        self.puzzle.between([(1, name), (-1, answer), (-1, follows)], low=-1)

    def _named(self, who: str, settled: datetime, cohort: str, block: date) -> Name:
        """Return whether somebody who follows named a zone in four weeks."""
        name: Name = ("named", who, cohort, block, settled)
        if name not in self.puzzle.truth:
            did = bool(self._zones_of(who, cohort, block))
            self._of_a_follower(name, self.follows(who, settled), did, who)
            once: Name = ("once", who, cohort, block, settled)
            self.puzzle.between([(1, name), (-1, once)], high=0)
            self._named_in_a_zoned_week(name, who, cohort, block)
        return name

    def _named_in_a_zoned_week(self, name: Name, who: str, cohort: str, block: date) -> None:
        """Believe that whoever named a zone answered a question that has some."""
        weeks = [week for week in _weeks(block) if (cohort, week) in self.world.zoned]
        each = [
            one
            for one in self.puzzle.truth
            if one[:3] == ("answered", who, cohort) and one[3] in weeks  # type: ignore[index]
        ]
        if self.switches.fixed and self.switches.once:
            self.puzzle.between([(1, name), *((-1, one) for one in each)], high=0)

    def _better(self, who: str, settled: datetime, cohort: str, block: date) -> Name:
        """Return whether somebody's last zone in four weeks was green or yellow."""
        name: Name = ("better", who, cohort, block, settled)
        if name not in self.puzzle.truth:
            follows = self.follows(who, settled)
            named = self._named(who, settled, cohort, block)
            zones = self._zones_of(who, cohort, block)
            good = bool(zones) and zones[-1] in BETTER
            worse: Name = ("worse", who, cohort, block, settled)
            self._of_a_follower(name, follows, good, who)
            self._of_a_follower(worse, follows, bool(zones) and not good, who)
            self.puzzle.between([(1, name), (1, worse), (-1, named)], low=0, high=0)
        return name

    def _of_a_follower(self, name: Name, follows: Name, did: bool, who: str) -> None:
        """Make a variable of something that counts only of those who follow.

        That somebody did not who is known not to take part is no finding.
        """
        counted = did and bool(self.puzzle.truth[follows])
        told = follows in self.puzzle.known and not self.puzzle.truth[follows]
        self.puzzle.variable(name, counted, known=told or who in self._knows)
        self.puzzle.between([(1, name), (-1, follows)], high=0)

    def _is_elsewhere(self, who: str, cohort: str, by: datetime) -> bool:
        """Return whether somebody went on to another cohort by a moment; everybody knows."""
        before = [one for one, at in self._truth(who).enrolled if at < by]
        return cohort in before and before[-1] != cohort

    def _zones_of(self, who: str, cohort: str, block: date) -> list[str]:
        return [answer.zone for answer in self._answers(who, cohort, block) if answer.zone]

    def _answers(self, who: str, cohort: str, block: date) -> list[Answer]:
        """Return what somebody answered in four weeks, as it is when they are released."""
        released = cadence.release_at(block, ZONE, cadence.WEEKS_OF_A_BLOCK)
        truth = self._truth(who)
        found = [truth.answered(cohort, week, released) for week in _weeks(block)]
        return [answer for answer in found if answer]

    def _truth(self, who: str) -> Truth:
        return self.world.people[who]


def _weeks(block: date) -> list[date]:
    return [block + number * cadence.WEEK for number in range(cadence.WEEKS_OF_A_BLOCK)]
