"""Each rule of privacy, and the bot without it: what the attacker must beat."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace

from bot.flows import releases
from bot.rules import privacy
from bot.rules.followup import Cohort
from bot.rules.privacy import Group, Limits
from bot.rules.shown import Band, Share, Shown
from storage.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Switches:
    """Which rules are on; `RULES` says each in a sentence."""

    list: bool = True
    takers: bool = True
    room: bool = True
    thirds: bool = True
    middle: bool = True
    fixed: bool = True
    movers: bool = True
    readers: bool = True
    scored: bool = True
    once: bool = True


RULES = {
    "list": "nothing is shown of a list that is too small",
    "takers": "nothing is shown when too few of a list take part",
    "room": "fewer than all of a list need to take part for it to be shown",
    "thirds": "a smaller list is shown halves, not thirds",
    "middle": "a site is shown a share only when every cohort is in the middle third",
    "fixed": "who is counted stays the same for four weeks, which say no less than any of them",
    "movers": "nothing more is shown for those four weeks of a cohort that somebody has left",
    "readers": "nobody who may ask is counted",
    "scored": "zones are shown only of enough people",
    "once": "a release is made once and never again",
}
ALL_ON = Switches()
# How people live in worlds in which it shows that the rule is off.
SHOWS_IN = {"thirds": "edges", "fixed": "late", "movers": "moves", "once": "leaves"}


def without(rule: str) -> Switches:
    """Return every rule but one."""
    return replace(ALL_ON, **{rule: False})


@contextmanager
def switched(switches: Switches) -> Iterator[None]:
    """Run the bot without the rules that are switched off."""
    undo: list[Callable[[], None]] = []

    def put(owner: object, name: str, value: object) -> None:
        before = owner.__dict__[name]
        setattr(owner, name, value)
        undo.append(lambda: setattr(owner, name, before))

    for rule in (one.name for one in fields(switches) if not getattr(switches, one.name)):
        if rule in _OFF:
            _OFF[rule](put)
    try:
        yield
    finally:
        for back in reversed(undo):
            back()


def limits(switches: Switches, scale: Limits) -> Limits:
    """Return the limits, without those that are switched off."""
    if not switches.list:
        scale = replace(scale, list=1)
    if not switches.thirds:
        scale = replace(scale, thirds=scale.list)
    if not switches.scored:
        scale = replace(scale, scored=1)
    return scale


Put = Callable[[object, str, object], None]


def _without_takers(put: Put) -> None:
    put(Limits, "takers", lambda _self, _listed: 1)


def _without_room(put: Put) -> None:
    put(Limits, "takers", lambda self, _listed: self.list)


def _without_middle(put: Put) -> None:
    def of_all(groups: Sequence[Group], bands: Collection[Band], limits: Limits) -> Shown:
        answered = sum(group.answered for group in groups)
        following = sum(group.following for group in groups)
        large = min(answered, following - answered) >= limits.part
        if len(groups) < 2:
            return _of_all(groups, bands, limits)
        return Share(privacy._percent(answered, following, limits)) if large else Band.SOME

    _of_all = privacy._of_all
    put(privacy, "_of_all", of_all)


def _without_fixed(put: Put) -> None:
    groups = releases._groups

    def anew(tx: Transaction, due: releases.Due, cohort: Cohort) -> tuple[Group, Group]:
        # As if each week began four of its own.
        begins = replace(cohort, first_week=due.monday)
        return groups(tx, due, begins if due.kind == releases.WEEK else cohort)

    put(releases, "_groups", anew)
    put(releases, "_no_less", lambda shown, _weeks: shown)


def _without_movers(put: Put) -> None:
    band = privacy._band
    put(privacy, "_band", lambda group, limits: band(replace(group, gone=0), limits))


_OFF: dict[str, Callable[[Put], None]] = {
    "takers": _without_takers,
    "room": _without_room,
    "middle": _without_middle,
    "fixed": _without_fixed,
    "movers": _without_movers,
}
