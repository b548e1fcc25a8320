"""What a group may know about its members. Every number about people passes here.

The attacker (`make attack`) pools what every trainer and coordinator can see. They know who
is on each list and since when, and the truth about three people of their choice; they may
even know who takes part. They must find out nothing about anybody else: neither an answer,
nor a silence, nor, unless they know it anyway, who takes part. Each rule below is one that
the attacker beats when it is switched off, and whatever decides between showing and not
showing is known to everybody or too coarse to tell.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.rules.shown import WITHHELD, Band, Mixed, Phrase, Share, Shown, Withheld

# Raised whenever a rule below changes: a release keeps the version it was made under.
VERSIONS = {"participation": 3, "score": 1}


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many people on something is shown. A hospital may raise these, never lower them."""

    # Three people whom the attacker knows, and one more who could be either way.
    room: int = 4
    # The smallest list of which anything is shown.
    list: int = 15
    # The smallest list of which thirds are shown. Fourteen of its eighteen may take part, and
    # "fewer than a third" of fourteen still is up to four: the three, and one more.
    thirds: int = 18
    # The smallest part of a split of which a share is shown, as for the cells of the US
    # Centers for Medicare and Medicaid Services (nothing from 1 to 10, nothing derivable).
    part: int = 11
    # A share is shown to the nearest five points.
    rounding: int = 5
    # From ten on, "fewer than half" is up to four or more, and fourteen may hold more.
    scored: int = 10
    # Who must have answered before and after: of a site's first lot of cohorts, of each later
    # lot, and of a cohort that says how the training was.
    pairs: int = 22
    step: int = 11
    medians: int = 8
    # A later lot waits until its lists are as long as this, or for ninety days: of three cohorts
    # more can be told than of each by itself.
    lot: int = 57

    def takers(self, listed: int) -> int:
        """Return how many of a list must take part.

        Fewer than the list by `room`: else "shown" would tell that everybody takes part who is
        not known to have said no.
        """
        return min(self.list, listed - self.room)


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Group:
    """A cohort over a period, counted.

    `listed` are on its list, which everybody knows; `following` take part and agreed to be
    counted; `answered` did so at least once. The first two are fixed for four weeks, but for
    those who are `gone` since: to another cohort, or to those who may ask.
    """

    listed: int
    following: int
    answered: int
    gone: int = 0


def participation(cohorts: Sequence[Group], limits: Limits = LIMITS) -> Shown:
    """Return what may be shown of how many answered at least once, of one cohort or of a site.

    A cohort is shown a band of those who follow, if enough are listed and follow. A site is
    shown what its shown cohorts are: a share only when each of them is in the middle third,
    where even the exact number tells of nobody, and when however many take part could have that
    share; else their bands and nothing else. Cohorts
    that are not shown are left out, and with one cohort to show a site is not shown: it would
    be that cohort under another name.

    >>> participation([Group(listed=18, following=18, answered=9)])
    <Band.SOME: 'some'>
    >>> participation([Group(listed=18, following=14, answered=10)])
    <Band.MOST: 'most'>
    >>> participation([Group(listed=20, following=20, answered=0)])
    <Band.FEW: 'few'>
    >>> participation([Group(listed=20, following=14, answered=9)])
    Withheld()
    >>> participation([Group(listed=14, following=14, answered=9)])
    Withheld()
    >>> participation([Group(listed=20, following=18, answered=9, gone=1)])
    Withheld()
    >>> participation([Group(listed=15, following=15, answered=9)])
    <Band.HALF_OR_MORE: 'half-or-more'>
    >>> participation([Group(21, 20, 10), Group(21, 21, 9), Group(21, 19, 12)])
    Share(percent=50)
    >>> participation([Group(21, 20, 10), Group(21, 21, 3)])
    Mixed(bands=(<Band.FEW: 'few'>, <Band.SOME: 'some'>))
    >>> participation([Group(18, 18, 7), Group(18, 18, 6)])
    <Band.SOME: 'some'>
    >>> participation([Group(20, 20, 9), Group(9, 9, 0)])
    Withheld()
    """
    shown = [(group, band) for group in cohorts if isinstance(band := _band(group, limits), Band)]
    if len(shown) == 1 < len(cohorts):
        return WITHHELD
    return _of_all([group for group, _ in shown], {band for _, band in shown}, limits)


def score(
    cohort: Group, weeks: Sequence[Shown], *, better: int, scored: int, limits: Limits = LIMITS
) -> Shown:
    """Return what may be shown of "of the `scored` people of a cohort, `better` were better off".

    `scored` counts people, each once, among those who follow; `weeks` is what was shown of how
    many answered in each of those weeks that could be scored. Nothing is shown of a list too
    small for thirds, of a cohort that is not shown, or when so many scores would tell, beside
    the bands that are shown, that more take part than must.

    >>> often = [Band.SOME, Band.MOST, Band.SOME]
    >>> score(Group(18, 18, 16), often, better=12, scored=14)
    <Phrase.MOST: 'most'>
    >>> score(Group(18, 18, 16), often, better=7, scored=14)
    <Phrase.ABOUT_HALF: 'about-half'>
    >>> score(Group(18, 18, 16), often, better=0, scored=10)
    <Phrase.FEWER_THAN_HALF: 'fewer-than-half'>
    >>> score(Group(18, 18, 16), often, better=9, scored=9)
    Withheld()
    >>> score(Group(18, 18, 12), often, better=9, scored=11)
    Withheld()
    >>> score(Group(22, 22, 16), [Band.FEW, Band.FEW], better=9, scored=11)
    Withheld()
    >>> score(Group(17, 17, 16), often, better=12, scored=14)
    Withheld()
    >>> score(Group(20, 14, 14), often, better=12, scored=14)
    Withheld()
    """
    if scored < limits.scored or _most_scored(cohort, weeks, limits) < limits.scored:
        return WITHHELD
    lead = 2 * better - scored
    # Within a tenth of the group, or one person.
    if 10 * abs(lead) <= max(10, scored):
        return Phrase.ABOUT_HALF
    return Phrase.MOST if lead > 0 else Phrase.FEWER_THAN_HALF


def _most_scored(cohort: Group, weeks: Sequence[Shown], limits: Limits) -> int:
    """Return of how many people there can be scores, if as few as must take part.

    It depends on nothing but what is shown.
    """
    band = _band(cohort, limits)
    fewest = limits.takers(cohort.listed)
    # Else being scored at all would tell that everybody was who takes part.
    has_room = limits.scored + limits.room <= fewest
    if not isinstance(band, Band) or cohort.listed < limits.thirds or not has_room:
        return 0
    each = [week.top(fewest) if isinstance(week, Band) else fewest for week in weeks]
    return min(band.top(fewest), sum(each))


def _band(group: Group, limits: Limits) -> Band | Withheld:
    # Whether a cohort is still shown without them would tell whether those who left took part.
    if group.gone:
        return WITHHELD
    if group.listed < limits.list or group.following < limits.takers(group.listed):
        return WITHHELD
    if group.listed < limits.thirds:
        half = 2 * group.answered >= group.following
        return Band.HALF_OR_MORE if half else Band.LESS_THAN_HALF
    if 3 * group.answered < group.following:
        return Band.FEW
    return Band.MOST if 3 * group.answered > 2 * group.following else Band.SOME


def _of_all(groups: Sequence[Group], bands: Collection[Band], limits: Limits) -> Shown:
    """Return what may be shown of shown groups, whose bands these are, taken together."""
    match [band for band in Band if band in bands]:
        case []:
            return WITHHELD
        case [Band.SOME] if len(groups) > 1:
            return _share(groups, limits)
        case [band]:
            return band
        case several:
            return Mixed(tuple(several))


def _share(groups: Sequence[Group], limits: Limits) -> Shown:
    """Return the share of groups that are all in the middle, when both parts are large enough."""
    answered = sum(group.answered for group in groups)
    following = sum(group.following for group in groups)
    if min(answered, following - answered) < limits.part:
        return Band.SOME
    percent = _percent(answered, following, limits)
    return Share(percent) if percent in _of_any([g.listed for g in groups], limits) else Band.SOME


def _percent(answered: int, following: int, limits: Limits) -> int:
    """Return a share in per cent, rounded."""
    # Whole numbers only: a half goes up, as people expect of five points.
    points = limits.rounding
    return (200 * answered + points * following) // (2 * points * following) * points


def _of_any(lists: Sequence[int], limits: Limits) -> frozenset[int]:
    """Return the shares that cohorts in the middle can have however many of them take part.

    Another share would tell how many do: 11 of 28 are 40 %, so 35 % are of 30 or more, and
    whoever knows of those who do not could count the others. This depends on nothing but the
    lists.
    """
    # How many can follow, and of them answer at least and at most.
    sums = {(0, 0, 0)}
    for listed in lists:
        each = [(n, -(-n // 3), 2 * n // 3) for n in range(limits.takers(listed), listed + 1)]
        sums = {(n + m, low + a, high + b) for n, low, high in sums for m, a, b in each}
    return frozenset.intersection(
        *(
            frozenset(
                _percent(answered, following, limits)
                for answered in range(max(low, limits.part), min(high, following - limits.part) + 1)
            )
            for following, low, high in sums
        )
    )
