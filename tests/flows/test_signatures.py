from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, select

from bot.flows import checkins, own_answers, signatures
from bot.flows.findings import Health
from bot.flows.tools import Tools
from bot.sandbox import Sandbox
from content import signing
from content.load import library
from storage.tables import Delivery, columns
from tests import companions
from tests.flows.kit import CHECKIN_AT, Worker, row, until_due
from tests.hospital import Hospital
from tests.packs import signed_library

# All that the first weeks may bring for somebody who started with the tests' Monday.
LATER = CHECKIN_AT.replace(day=30)


@asynccontextmanager
async def hospital_with(
    sandbox: Sandbox, settings: dict[str, str], pack: Path | None
) -> AsyncIterator[Hospital]:
    """Yield a hospital that sends what is signed in a pack, or in the library as it is shipped."""
    ours = settings | {"CONTENT_SENT": "signed", "CONTENT_PATHS": str(pack or "")}
    async with companions.connected(sandbox, ours) as bot:
        yield Hospital(sandbox, bot)


async def planned(hospital: Hospital) -> dict[str, int]:
    """Return how many messages of each kind there are, sent or yet to be."""
    kind = columns(Delivery).kind
    statement = select(kind, func.count().label("number")).group_by(kind)
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(statement))
    return {row.kind: row.number for row in rows}


def unsigned(tools: Tools) -> Tools:
    """Return the tools of a bot whose texts have all lost their signatures."""
    return replace(tools, library=signing.sendable(tools.written))


async def test_what_nobody_has_signed_is_never_planned(
    sandbox: Sandbox, settings: dict[str, str]
) -> None:
    async with hospital_with(sandbox, settings, None) as hospital:
        await hospital.cohort_of([hospital.nia])
        await hospital.until(LATER)

        kinds = await planned(hospital)

    assert kinds["notice"] > 0
    assert {"check-in", "exercise"} & kinds.keys() == set()


async def test_what_is_signed_is_sent(
    sandbox: Sandbox, settings: dict[str, str], tmp_path: Path
) -> None:
    pack = signed_library(tmp_path / "pack")
    async with hospital_with(sandbox, settings, pack) as hospital:
        await hospital.cohort_of([hospital.nia])
        before = len(hospital.nia.messages)
        await hospital.until(CHECKIN_AT)

        assert (await row(hospital))["sent_at"] is not None
        assert len(hospital.nia.messages) > before


async def test_of_a_library_signed_in_part_only_that_part_is_sent(
    sandbox: Sandbox, settings: dict[str, str], tmp_path: Path
) -> None:
    pack = signed_library(tmp_path / "pack", "a-pause-together")
    async with hospital_with(sandbox, settings, pack) as hospital:
        await hospital.cohort_of([hospital.nia])
        await hospital.until(LATER)

        kinds = await planned(hospital)
        exercises = await hospital.bot.tools.database.read(
            lambda tx: tx.all(
                select(columns(Delivery).content_id).where(columns(Delivery).kind == "exercise")
            )
        )

    assert "check-in" not in kinds
    assert {sent.content_id for sent in exercises} == {"a-pause-together"}


async def test_what_lost_its_signature_since_it_was_planned_is_not_sent(hospital: Hospital) -> None:
    before = await until_due(hospital)
    worker = Worker(hospital)
    worker.tools = unsigned(worker.tools)

    await worker.tick()

    assert len(hospital.nia.messages) == before
    assert (await row(hospital))["dropped"] == "not sent"


async def answered(hospital: Hospital) -> str:
    """Have Nia answer her first check-in; return the id of the delivery."""
    await hospital.cohort_of([hospital.nia])
    await hospital.until(CHECKIN_AT)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, "I have set it down")
    return str((await row(hospital))["id"])


async def test_a_question_that_lost_its_signature_is_not_shown(hospital: Hospital) -> None:
    delivery = await answered(hospital)
    tools, now = hospital.bot.tools, hospital.sandbox.calendar.now()

    assert await checkins.open_(tools, hospital.nia.slack_id, delivery, now) is not None
    assert await checkins.open_(unsigned(tools), hospital.nia.slack_id, delivery, now) is None


async def test_people_read_their_answer_to_a_question_that_lost_its_signature(
    hospital: Hospital,
) -> None:
    await answered(hospital)
    tools, now = hospital.bot.tools, hospital.sandbox.calendar.now()

    (own,) = (await own_answers.mine(unsigned(tools), hospital.nia.slack_id, now)).answers

    assert own.chosen == "I have set it down"


def said(tools: Tools) -> dict[str, tuple[Health, str]]:
    """Return what a doctor says of the content."""
    return {one.what: (one.health, one.words) for one in signatures.findings(tools)}


def test_a_doctor_says_plainly_that_nothing_unsigned_is_sent(hospital: Hospital) -> None:
    tools = unsigned(hospital.bot.tools)
    texts = len(signing.items(tools.written))
    found = said(tools)

    assert found["content"] == (
        Health.CARE,
        f"none of {texts} texts is signed, so none of them is sent: have clinicians read and sign "
        "them: python -m content sign --help",
    )
    assert found["steps"][1].endswith("these are not planned")
    assert "active/week-1/check-in" in found["steps"][1]


def test_a_doctor_names_the_steps_that_nothing_signed_fits(hospital: Hospital) -> None:
    tools = hospital.bot.tools
    before = {key: item for key, item in tools.written.checkins.items() if "before" in item.phases}
    some = tools.written.model_copy(update={"checkins": before})

    words = said(replace(tools, library=some))["steps"][1]

    assert "active/week-1/check-in" in words
    assert "before/day-4/check-in" not in words


def test_a_doctor_counts_each_unit(hospital: Hospital) -> None:
    written = hospital.bot.tools.written
    of_unit = [
        *(one for one in written.exercises.values() if one.unit == "closing"),
        *(one for one in written.checkins.values() if one.unit == "closing"),
    ]
    assert said(unsigned(hospital.bot.tools))["unit 10, closing"] == (
        Health.CARE,
        f"{len(of_unit)} unsigned",
    )


def test_a_doctor_says_how_much_is_signed_and_what_waits_for_what(
    hospital: Hospital, tmp_path: Path
) -> None:
    written = library([signed_library(tmp_path / "pack", "a-pause-together")])
    tools = replace(hospital.bot.tools, written=written, library=signing.sendable(written))
    texts = len(signing.items(written))

    assert said(tools)["content"] == (
        Health.CARE,
        f"of {texts} texts 1 are signed and sent, and the others are not: have clinicians read and "
        "sign them: python -m content sign --help",
    )
    unit = written.exercises["a-pause-together"].unit
    (words,) = (words for what, (_, words) in said(tools).items() if what.endswith(f", {unit}"))
    assert words.startswith("1 signed, ")


def test_a_doctor_counts_the_instruments_of_which_none_belongs_to_a_unit(
    hospital: Hospital,
) -> None:
    number = sum(one.is_worded for one in hospital.bot.tools.written.instruments.values())
    assert said(unsigned(hospital.bot.tools))["instruments"] == (Health.CARE, f"{number} unsigned")


def test_a_doctor_is_content_with_a_library_that_is_signed(
    hospital: Hospital, tmp_path: Path
) -> None:
    written = library([signed_library(tmp_path / "pack")])
    tools = replace(hospital.bot.tools, written=written, library=signing.sendable(written))

    assert {health for health, _ in said(tools).values()} == {Health.GOOD}
    assert said(tools)["content"][1] == f"{len(signing.items(written))} texts, all of them signed"
