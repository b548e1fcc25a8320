"""What the attacker makes of what was shown: every value, band and refusal is a constraint.

They know the rules of `bot.rules.privacy` and every limit in them.
"""

from collections.abc import Sequence
from datetime import date

from bot.rules import cadence
from bot.rules.privacy import Limits
from bot.rules.shown import Band, Phrase, Share, Shown, Withheld
from tests.attack.puzzles import Name, Puzzle
from tests.attack.switches import Switches
from tests.attack.truths import Seen
from tests.attack.unknowns import Attacker, Group, Unknowns
from tests.attack.worlds import World


def puzzle_of(world: World, site: str, attacker: Attacker, switches: Switches) -> Puzzle:
    """Return everything that can be believed of a site's people, pooled from all who asked."""
    beliefs = Beliefs(Unknowns(world, attacker, switches), world.scale.limits, site)
    # The weeks before the four weeks that they belong to.
    for key in sorted(world.seen, key=lambda key: (key.weeks, key.monday, key.cohort or "")):
        for seen in world.seen[key] if key.site == site else ():
            if key.cohort is None:
                beliefs.of_site(key.monday, seen)
            else:
                beliefs.of_cohort(key.cohort, key.weeks, key.monday, seen)
    return beliefs.puzzle


class Beliefs:
    """Turns figures into constraints on the unknown people behind them."""

    def __init__(self, unknowns: Unknowns, limits: Limits, site: str) -> None:
        self.puzzle = unknowns.puzzle
        self._unknowns = unknowns
        self._limits = limits
        self._site = site

    def of_cohort(self, cohort: str, weeks: int, monday: date, seen: Seen) -> None:
        """Believe what a cohort's release says."""
        figures = seen.figures
        if figures.consent is not None:
            self._split(figures.consent, self._unknowns.keepers(cohort, monday, seen.at))
        if figures.participation is not None:
            group = self._unknowns.group(cohort, weeks, monday, seen.at)
            if weeks == 1 or not self._unknowns.deleted(cohort, monday):
                self._split(figures.participation, group)
            if figures.zones is not None and self._could_be_scored(cohort, monday, seen, group):
                self._zones(figures.zones, *self._unknowns.zones(cohort, monday, seen.at))

    def of_site(self, monday: date, seen: Seen) -> None:
        """Believe what a site's release says; nothing new, unless it is a share."""
        groups = self._shown_groups(monday, seen)
        if isinstance(share := seen.figures.participation, Share):
            self._share(share, groups)

    def _shown_groups(self, monday: date, seen: Seen) -> list[Group]:
        cohorts = [
            one
            for one in self._unknowns.world.cohorts.values()
            if one.site == self._site and one.first <= monday
        ]
        every = [self._unknowns.group(cohort.id, 1, monday, seen.at) for cohort in cohorts]
        return [group for group in every if self._is_shown(group)]

    def _is_shown(self, group: Group) -> bool:
        takes = self._limits.takers(group.listed)
        large = group.listed >= self._limits.list and self._true(group.follow) >= takes
        return large and not self._is_left(group)

    def _is_left(self, group: Group) -> bool:
        return self._unknowns.switches.movers and group.gone > 0

    def _could_be_scored(self, cohort: str, monday: date, seen: Seen, group: Group) -> bool:
        """Return whether zones were refused, if so, for anything that is not shown."""
        band = seen.figures.participation
        if not isinstance(band, Band) or group.listed < self._limits.thirds:
            return False
        fewest = self._limits.takers(group.listed)
        if self._limits.scored + self._limits.room > fewest:
            return False
        weeks = [
            one[0].figures.participation
            for about, one in self._unknowns.world.seen.items()
            if about.cohort == cohort
            and about.weeks == 1
            and monday <= about.monday < monday + cadence.BLOCK
            and (cohort, about.monday) in self._unknowns.world.zoned
        ]
        each = [week.top(fewest) if isinstance(week, Band) else fewest for week in weeks]
        return min(band.top(fewest), sum(each)) >= self._limits.scored

    def _split(self, shown: Shown, group: Group) -> None:
        """Believe what a band, or its refusal, tells of those who follow and answered."""
        if group.listed < self._limits.list or self._is_left(group):
            # Refused for what everybody knows: it tells nothing.
            return
        takers = self._limits.takers(group.listed)
        if isinstance(shown, Withheld):
            self._sum(group.follow, high=takers - 1)
            return
        self._sum(group.follow, low=takers)
        self._band(shown, group.answered, group.follow)

    def _band(self, shown: Shown, answered: Sequence[Name], follow: Sequence[Name]) -> None:
        match shown:
            case Band.LESS_THAN_HALF:
                self._difference(2, answered, 1, follow, high=-1)
            case Band.HALF_OR_MORE:
                self._difference(2, answered, 1, follow, low=0)
            case Band.FEW:
                self._difference(3, answered, 1, follow, high=-1)
            case Band.SOME:
                self._difference(3, answered, 1, follow, low=0)
                self._difference(3, answered, 2, follow, high=0)
            case Band.MOST:
                self._difference(3, answered, 2, follow, low=1)

    def _share(self, share: Share, groups: Sequence[Group]) -> None:
        answered = [name for group in groups for name in group.answered]
        follow = [name for group in groups for name in group.follow]
        part, twice, points = self._limits.part, 2 * share.percent, self._limits.rounding
        self._sum(answered, low=part)
        self._difference(1, answered, 1, follow, high=-part)
        # Rounded to the nearest, a half going up.
        self._difference(200, answered, twice - points, follow, low=0)
        self._difference(200, answered, twice + points, follow, high=-1)

    def _zones(self, shown: Shown, named: Sequence[Name], better: Sequence[Name]) -> None:
        """Believe what four weeks tell of zones."""
        if isinstance(shown, Withheld):
            self._sum(named, high=self._limits.scored - 1)
            return
        self._sum(named, low=self._limits.scored)
        match shown:
            case Phrase.ABOUT_HALF:
                self._about_half(named, better)
            case Phrase.MOST:
                self._difference(2, better, 1, named, low=2)
                self._difference(20, better, 11, named, low=1)
            case Phrase.FEWER_THAN_HALF:
                self._difference(2, better, 1, named, high=-2)
                self._difference(20, better, 9, named, high=-1)

    def _about_half(self, named: Sequence[Name], better: Sequence[Name]) -> None:
        """Believe that the good ones are half of all, within one person or within a tenth."""
        person = abs(2 * self._true(better) - self._true(named)) <= 1
        within = self.puzzle.variable(("within", *named), truth=person)
        self.puzzle.aside.add(within)
        # More than any of the sums below can be: a helper times this lifts the other bound.
        much = 20 * len(named)

        def bound(times: int, share: int, lifted: int, **edge: float) -> None:
            terms = [(times, name) for name in better] + [(-share, name) for name in named]
            self.puzzle.between([*terms, (lifted, within)], **edge)

        bound(2, 1, much, high=1 + much)
        bound(2, 1, -much, low=-1 - much)
        bound(20, 11, -much, high=0)
        bound(20, 9, much, low=0)

    def _true(self, names: Sequence[Name]) -> int:
        return sum(self.puzzle.truth[name] for name in names)

    def _sum(self, names: Sequence[Name], **bounds: float) -> None:
        self.puzzle.between([(1, name) for name in names], **bounds)

    def _difference(
        self, times: int, some: Sequence[Name], share: int, every: Sequence[Name], **bounds: float
    ) -> None:
        """Believe something about `times` some less `share` of every."""
        terms = [(times, name) for name in some] + [(-share, name) for name in every]
        self.puzzle.between(terms, **bounds)
