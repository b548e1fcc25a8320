"""Where somebody stands with an assessment: what it depends on, read in one transaction."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.flows import answers, outlooks
from bot.flows.answers import Place
from bot.flows.checkins import NotYoursError
from bot.flows.people import allowed
from bot.flows.tools import Tools
from bot.rules import assessments, cadence, keeping, sheets
from bot.rules.assessments import CORE, POINTS, Opening, Point
from bot.rules.roles import Act
from bot.rules.sheets import Ref
from content.instruments import Instrument, Question
from storage import people, rosters, time_points
from storage.inbox import Sealed
from storage.people import Known
from storage.seal import Ring
from storage.time_points import Standing
from storage.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Seat:
    """One person, one cohort, one time point: when it is open, and what they did with it.

    `opening` is None where there is none yet, `instrument` where none may be sent, and `link_key`
    for somebody who has deleted everything.
    """

    known: Known
    site_id: str
    cohort_id: str
    point: Point
    opening: Opening | None
    standing: Standing
    instrument: Instrument | None
    link_key: bytes | None
    # Whether they have assessments switched on.
    wants: bool

    @property
    def ref(self) -> Ref:
        """How windows and buttons name it."""
        return Ref(self.cohort_id, self.point, self.instrument.version if self.instrument else 0)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked."""
        return self.instrument.questions(self.point) if self.instrument else ()

    def today(self, now: datetime) -> date:
        """Return the day by this person's clock."""
        return cadence.local_day(now, self.known.zone)

    def is_late(self, now: datetime) -> bool:
        """Return whether what is filled in now is too late for the time point."""
        return self.opening is not None and now >= self.opening.closes_at

    def finished_at(self, version: int) -> Place:
        """Return where the finished assessment is kept."""
        assert self.link_key is not None  # noqa: S101 -- else nothing is filled in
        return answers.point_place(self.link_key, self.cohort_id, self.point, version)

    def draft_at(self, version: int) -> Place:
        """Return where the half-filled assessment is kept."""
        assert self.link_key is not None  # noqa: S101 -- else nothing is filled in
        return answers.draft_place(self.link_key, self.cohort_id, self.point, version)


def ref_of(tools: Tools, tx: Transaction, slack_id: str, text: str) -> Ref:
    """Return which assessment a button or a window is about: a message's id, or a `Ref`.

    Raises:
        NotYoursError: The message was sent to somebody else, or the text is neither.
    """
    if ref := sheets.read_ref(text, POINTS):
        return ref
    known = allowed(tools, tx, slack_id, Act.ASSESSMENTS)
    found = time_points.step(tx, known.id, text)
    point = assessments.point_of(found[0]) if found else None
    if found is None or point is None:
        raise NotYoursError
    return Ref(found[1], point)


def seat(tools: Tools, tx: Transaction, slack_id: str, ref: Ref) -> Seat:
    """Return where somebody stands with an assessment of a cohort they are in.

    Raises:
        NotAllowedError: They are on no roster.
        NotYoursError: They are not on that cohort's.
    """
    known = allowed(tools, tx, slack_id, Act.ASSESSMENTS)
    for found in seats(tools, tx, known):
        if (found.cohort_id, found.point) == (ref.cohort_id, ref.point):
            return found
    raise NotYoursError


def seats(tools: Tools, tx: Transaction, known: Known) -> Iterator[Seat]:
    """Yield where somebody stands with every assessment, cohort by cohort, in order."""
    link_key, wants = answers.link_key_of(tools.ring, tx, known.id), _wants(tx, known)
    instrument = tools.library.instruments.get(CORE)
    listed = {place.cohort_id for place in rosters.listed_at(tx, known.id)}
    for place in rosters.places_of(tx, known.id):
        days = outlooks.training_days(tx, place.cohort_id)
        if not days:
            continue
        standings = time_points.standings(tx, known.id, place.cohort_id)
        if place.cohort_id not in listed and not any(one.answered_on for one in standings.values()):
            # They have left that list, and have nothing there to look at.
            continue
        pre = standings.get("pre")
        openings = {
            one.point: one for one in assessments.openings(days, pre.answered_on if pre else None)
        }
        for point in POINTS:
            yield Seat(
                known=known,
                site_id=place.site_id,
                cohort_id=place.cohort_id,
                point=point,
                opening=openings.get(point),
                standing=standings.get(point, Standing(point)),
                instrument=instrument,
                link_key=link_key,
                wants=wants,
            )


def _wants(tx: Transaction, known: Known) -> bool:
    decided = people.decision(tx, known.id)
    return decided is not None and decided.companion and decided.assessments


def row(
    ring: Ring,
    seat: Seat,
    instrument: Instrument,
    at: Place,
    plain: Mapping[str, Any],
    now: datetime,
) -> Sealed:
    """Return the row in which what somebody filled in is kept, sealed for one of their places."""
    return Sealed(
        site_id=seat.site_id,
        cohort_id=seat.cohort_id,
        pseudonym=at.pseudonym,
        content_id=instrument.id,
        content_version=instrument.version,
        period=_period(seat, now),
        sealed=answers.sealed_assessment(ring, at, plain),
    )


def _period(seat: Seat, now: datetime) -> str:
    """Return under which period something is kept; what comes late is of no time point."""
    if seat.is_late(now) or seat.opening is None:
        return keeping.late_period(seat.point, seat.today(now))
    return keeping.point_period(seat.point, seat.opening.closes_on)
