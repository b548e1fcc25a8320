"""How often the companion writes: one budget over all it sends by itself.

At most one message a day and three a week, twelve hours apart. What matters less makes room for
what matters more. Notices of training sessions are sent all the same, and take room from the rest.
All of it is pure, and knows nothing of what anybody said; only of whether they answer at all.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from types import MappingProxyType

from bot.rules import assessments, cadence
from bot.rules.cadence import Window

APART = timedelta(hours=12)
A_WEEK_HAS = 3
# Seven days by the calendar: hours are more or fewer when the clocks are changed.
WEEK = timedelta(days=7)

# So many questions in a row without an answer, and the companion writes less.
THEN_WEEKLY, THEN_MONTHLY = 3, 5
# How long somebody has quiet who has said twice that it is too much, and how long it is known
# that they have said it once.
TOO_MUCH_PAUSE = timedelta(days=7)
TOO_MUCH_WITHIN = timedelta(days=14)


class Pace(IntEnum):
    """How often the companion writes to somebody."""

    USUAL = 0
    WEEKLY = 1
    MONTHLY = 2


# "About once a week": with a day of grace, so that the next week's question is not too soon.
_REST: Mapping[Pace, timedelta] = MappingProxyType(
    {Pace.USUAL: APART, Pace.WEEKLY: timedelta(days=6), Pace.MONTHLY: timedelta(days=27)}
)
# As far back as anything counts.
LOOKS_BACK = _REST[Pace.MONTHLY] + timedelta(days=1)
# As far ahead as what comes can make something else yield.
LOOKS_AHEAD = WEEK


@dataclass(frozen=True, slots=True)
class Contact:
    """A message that the bot began: when, for which day, and whether it is a notice."""

    at: datetime
    day: date
    is_notice: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """A message that is meant to come, and the windows in which it can, the best first."""

    step: str
    kind: str
    windows: Sequence[Window]

    @property
    def yields(self) -> int:
        """Its place among those that want the same room: the lower goes first.

        An exercise is not given up for a reminder: most of those who get it need none, and
        whether they do must not show in what else they get.
        """
        if self.kind == assessments.KIND:
            return 3 if assessments.reminds(self.step) else 0
        return 1 if self.kind == "check-in" else 2


@dataclass(frozen=True, slots=True)
class Room:
    """What leaves room or takes it: what came and will come, how often, and by which clock."""

    zone: str
    taken: Sequence[Contact] = ()
    pace: Pace = Pace.USUAL


def shared_out(wishes: Iterable[Wish], room: Room) -> dict[str, Window]:
    """Return the window of each step for which there is room, by its name.

    What matters more chooses first; of what matters as much, what comes sooner.
    """
    found: dict[str, Window] = {}
    taken = list(room.taken)
    for wish in sorted((w for w in wishes if w.windows), key=_turn):
        for window in wish.windows:
            if fits(wish, window, Room(room.zone, taken, room.pace)):
                found[wish.step] = window
                if takes_room(wish.step):
                    taken.append(Contact(window.due_at, window.local_date))
                break
    return found


def fits(wish: Wish, window: Window, room: Room) -> bool:
    """Return whether there is room for a message in a window."""
    return has_room(wish.step, wish.kind, Contact(window.due_at, window.local_date), room)


def takes_room(step: str) -> bool:
    """Return whether nothing else may come beside a message.

    What asks in the room goes to those who have yet to fill something in: were it to take room,
    what else they get would tell.
    """
    return not assessments.asks_in_the_room(step)


def has_room(step: str, kind: str, contact: Contact, room: Room) -> bool:
    """Return whether the companion may write a message of a kind, beside all there is."""
    if not takes_room(step):
        return True
    if room.pace is not Pace.USUAL and _comes_at_the_usual_pace_only(step, kind):
        return False
    own = [other for other in room.taken if not other.is_notice]
    notices = [other for other in room.taken if other.is_notice]
    if not _belongs_to_a_training_day(step) and any(_is_near(contact, n, APART) for n in notices):
        return False
    if any(_is_near(contact, other, _REST[room.pace]) for other in own):
        return False
    days = {day for other in own for day in _days(other, room.zone)}
    return not days & _days(contact, room.zone) and _week_holds([*own, contact], room.zone)


def pace(unanswered: int) -> Pace:
    """Return how often to write to somebody who left so many questions in a row unanswered."""
    if unanswered >= THEN_MONTHLY:
        return Pace.MONTHLY
    return Pace.WEEKLY if unanswered >= THEN_WEEKLY else Pace.USUAL


def is_second_too_much(first_on: date | None, today: date) -> bool:
    """Return whether somebody says for the second time, not long after the first, "too much"."""
    return first_on is not None and today - first_on <= TOO_MUCH_WITHIN


def _turn(wish: Wish) -> tuple[int, datetime, str]:
    return wish.yields, wish.windows[0].due_at, wish.step


def _comes_at_the_usual_pace_only(step: str, kind: str) -> bool:
    """Return whether a message is left out when there are few.

    Of few, each is one that can be answered: who answers hears as often again as before.
    """
    return kind == "exercise" or assessments.reminds(step)


def _belongs_to_a_training_day(step: str) -> bool:
    """Return whether a message is part of a training day, which lies between two notices.

    One asks while everybody is still in the room; the others come in the evening of the day.
    """
    return step == assessments.step("end") or step.startswith("training/")


def _is_near(one: Contact, other: Contact, apart: timedelta) -> bool:
    return abs(one.at - other.at) < apart


def _days(contact: Contact, zone: str) -> set[date]:
    """Return the days that a message takes: on which it comes, and that of the shift it is for."""
    return {contact.day, cadence.local_day(contact.at, zone)}


def _week_holds(contacts: Collection[Contact], zone: str) -> bool:
    """Return whether no week, whenever it begins, has more messages than one may have."""
    if len(contacts) <= A_WEEK_HAS:
        return True
    days = sorted(cadence.local_day(contact.at, zone) for contact in contacts)
    return all(late - early >= WEEK for early, late in zip(days, days[A_WEEK_HAS:], strict=False))
