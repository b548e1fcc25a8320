from datetime import date

from bot.flows import successions
from bot.sandbox import Actor
from storage import certifications, people
from storage.certifications import Confirmed
from storage.transactions import Transaction
from tests.handlers.test_cohorts import done, letters, opened, spring, with_theo
from tests.hospital import COORDINATOR, Hospital

SITE = "riverbend"
LAPSED = (
    "Your certification has lapsed, so you can open no cohort now. "
    "Your programme coordinator can tell you how to renew it."
)


async def lapse(hospital: Hospital, who: Actor) -> None:
    """Have somebody's certification be over, for years by now, and their cohorts pass on."""
    now = hospital.sandbox.calendar.now()
    long_ago = date(2020, 11, 1)

    def end(tx: Transaction) -> None:
        known = people.find(tx, who.slack_id)
        assert known is not None
        held = Confirmed(known.id, SITE, "certified", COORDINATOR, long_ago, long_ago)
        certifications.confirm(tx, held)
        successions.pass_on(tx, known.id, now)

    await hospital.bot.tools.database.run(end)
    await hospital.tick()


async def test_a_lapsed_trainer_opens_no_cohort(hospital: Hospital) -> None:
    await spring(hospital, hospital.nia)
    await hospital.tara.command("/resiliency cohort new Autumn")
    await hospital.settle()
    await lapse(hospital, hospital.tara)
    form = {"Please confirm": "confirmed", "Training day 1": "2026-12-01"}
    days = {"Training day 2": "2026-12-02", "Training day 3": "2026-12-03"}
    await hospital.submit(hospital.tara, form | days)

    assert LAPSED in hospital.tara.screen()
    assert LAPSED in await done(hospital, hospital.tara, "Copy")
    await hospital.tara.close()
    assert LAPSED in await hospital.command(hospital.tara, "cohort new Winter")


async def test_what_a_lapsed_trainer_leads_passes_to_whoever_leads_it_with_them(
    hospital: Hospital,
) -> None:
    theo = await with_theo(hospital)
    await spring(hospital, hospital.nia, **{"Second trainer": theo.slack_id})
    await hospital.confirm(theo)
    await lapse(hospital, hospital.tara)

    assert "Trainers: @Theo Example." in await opened(hospital, theo)
    assert "You lead the cohort *Spring* now." in letters(theo)
    assert "You have no cohort yet." in await hospital.command(hospital.tara, "cohort")


async def test_a_cohort_that_nobody_else_leads_stays_with_a_lapsed_trainer(
    hospital: Hospital,
) -> None:
    await spring(hospital, hospital.nia)
    await lapse(hospital, hospital.tara)

    assert "Trainers: @Tara Example." in await opened(hospital, hospital.tara)


async def test_a_cohort_is_not_handed_to_a_lapsed_trainer(hospital: Hospital) -> None:
    theo = await with_theo(hospital)
    await spring(hospital, hospital.nia)
    await lapse(hospital, theo)
    words = await done(
        hospital, hospital.tara, "Hand over", trainer=theo.slack_id, instead="nobody"
    )

    assert words == "Their certification has lapsed, so they can lead no cohort now."
