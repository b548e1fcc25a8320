"""An invented hospital whose people have filled in their assessments, without anybody's taps."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.app.simulated import Simulated
from bot.flows import answers, people
from bot.flows.outlooks import training_days
from bot.flows.tools import Tools
from bot.messages.consent import CONSENT_VERSION
from bot.rules import assessments, keeping
from bot.rules.assessments import CORE, Opening, Point
from content.instruments import Instrument
from content.model import HelpRoute, Hours, Site
from content.model import Norm as KnownNorm
from storage import inbox, trainings
from storage import people as known
from storage.inbox import Sealed
from storage.trainings import Group
from storage.transactions import Transaction

ZONE = "America/New_York"
LAST_DAY = date(2026, 11, 5)
SWITCHES = ("checkins", "exercises", "assessments", "evaluation")
ROUTE = HelpRoute(name="Line", reach="555-0100", hours=Hours("always"), checked_on=LAST_DAY)
# As if a study had found it among people like these.
NORM = KnownNorm(measure="total", sd="3", reliability="0.8", source="an invented study")

# What each person answered, by time point and item.
Said = Mapping[Point, Mapping[str, int]]


def site(number: int = 0, *norms: KnownNorm) -> Site:
    """Return an invented site with a coordinator."""
    return Site(
        id=f"site-{number}",
        name=f"Site {number} (invented)",
        zone=ZONE,
        coordinators=(f"U0COORD{number}",),
        help_routes=(ROUTE,),
        norms=norms,
    )


def ticked(instrument: Instrument, number: int) -> dict[str, int]:
    """Return every list filled in, with so many ticks in all."""
    items = next(one for one in instrument.subscales if one.id == "total").items
    return {item: int(place < number) for place, item in enumerate(items)}


def person(
    instrument: Instrument, before: int, after: int, change: int = 0, rating: int = 80
) -> Said:
    """Return what somebody said who ticked so many before and a month after the training."""
    yes_or_no = {"effectiveness-compromised": before % 2, "considered-leaving": after % 2}
    return {
        "pre": ticked(instrument, before) | yes_or_no,
        "end": {"relevance": rating, "impact": rating, "global-change": change},
        "month_1": ticked(instrument, after)
        | yes_or_no
        | {"relevance": rating, "impact": rating, "global-change": change},
    }


def said_by(tools: Tools, random: Random) -> Said:
    """Return what one of many people said: most a little better, some the same, some worse."""
    instrument = tools.written.instruments[CORE]
    before = random.randint(2, 12)
    after = min(16, max(0, before + random.choice((-6, -5, -4, -3, -2, -1, -1, 0, 0, 0, 2, 3, 4))))
    change = random.choice((3, 2, 2, 1, 1, 1, 0, 0, -1))
    said = dict(person(instrument, before, after, change, 10 * random.randint(5, 10)))
    said["pre"] = {**said["pre"], "effectiveness-compromised": int(random.random() < 0.6)}
    said["month_1"] = {**said["month_1"], "effectiveness-compromised": int(random.random() < 0.4)}
    # Some do not come back, and some came late.
    for point in ("pre", "end", "month_1"):
        if random.random() < (0.25 if point == "month_1" else 0.1):
            del said[point]
    return said


def planted(
    tools: Tools, group: Group, key: bytes, said: Said, openings: Mapping[Point, Opening]
) -> list[Sealed]:
    """Return what somebody said, sealed as the bot seals it, for the time points that are there."""
    instrument = tools.written.instruments[CORE]
    rows = []
    for point, given in said.items():
        if point not in openings:
            continue
        at = answers.point_place(key, group.id, point, instrument.version)
        plain = {
            "answers": dict(given),
            "lowest": {one.id: one.lowest for one in instrument.scales},
            "scoring": instrument.scoring_version,
        }
        rows.append(
            Sealed(
                group.site_id,
                group.id,
                at.pseudonym,
                CORE,
                instrument.version,
                keeping.point_period(point, openings[point].closes_on),
                answers.sealed_assessment(tools.ring, at, plain),
            )
        )
    return rows


class Assessed:
    """Cohorts of a simulated hospital, with what their people said."""

    def __init__(self, hospital: Simulated) -> None:
        self.hospital = hospital
        self.tools = hospital.tools
        self.instrument = self.tools.written.instruments[CORE]

    async def cohort(
        self,
        where: Site,
        name: str,
        said: Sequence[Said],
        *,
        declined: int = 0,
        last_day: date = LAST_DAY,
    ) -> str:
        """Make a cohort of whom these follow and said so, and some just train; return its id."""
        begins = datetime(last_day.year, last_day.month, last_day.day, tzinfo=ZoneInfo(where.zone))
        now = begins - timedelta(days=20)
        leader = await self.hospital.appoint(where, f"U0T{where.id}".upper(), now)
        cohort = await self.hospital.make_cohort(where, name, last_day, [leader], now)
        ids = [
            f"U0{where.id}{name}{n}".upper().replace("-", "").replace(" ", "")
            for n in range(len(said) + declined)
        ]
        await self.hospital.enrol(where, cohort, ids, now)
        for slack_id in ids[: len(said)]:
            await people.accept(self.tools, slack_id, SWITCHES, version=CONSENT_VERSION, now=now)
        await self.tools.database.run(
            lambda tx: self._plant(tx, where, cohort, dict(zip(ids, said, strict=False)))
        )
        return cohort

    def _plant(self, tx: Transaction, where: Site, cohort: str, said: Mapping[str, Said]) -> None:

        group = trainings.cohort(tx, cohort)
        assert group is not None
        openings = {one.point: one for one in assessments.openings(training_days(tx, cohort))}
        rows: list[Sealed] = []
        for slack_id, by_point in said.items():
            person = known.find(tx, slack_id)
            assert person is not None
            sealed = known.link_key(tx, person.id)
            assert sealed is not None
            key = answers.opened_link_key(self.tools.ring, person.id, sealed)
            rows += planted(self.tools, group, key, by_point, openings)
        inbox.lay(tx, "response", rows)

    async def confirm(self, where: Site, cohorts: Sequence[str], now: datetime) -> None:
        """Have the coordinator of a site confirm for their role and these cohorts."""
        await self.hospital.confirm(where, where.coordinators[0], cohorts, now)
