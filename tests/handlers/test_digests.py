from datetime import UTC, datetime, timedelta

import pytest

from bot.flows import digests
from bot.rules.roles import NotAllowedError
from storage.tables import Cohort
from tests.hospital import Hospital
from tests.storage.kit import rows

# When the first week after the training is released, and somewhat later.
THURSDAY = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)
LATER = THURSDAY + timedelta(hours=3)
REFUSAL = "Not shown: too few people to keep this private."


async def with_a_channel(hospital: Hospital) -> str:
    """Have a cohort of one, with a channel, whose first week is released; return the channel."""
    channel = hospital.sandbox.add_channel("spring", [hospital.tara.slack_id])
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia], channel=channel)
    await hospital.tara.close()
    await hospital.until(LATER)
    return channel


async def test_on_demand_a_digest_says_what_the_letter_says(hospital: Hospital) -> None:
    await with_a_channel(hospital)
    letter = hospital.tara.messages[-1].words().splitlines()
    words = (await hospital.command(hospital.tara, "digest")).splitlines()

    assert letter[:3] == [
        "Your group last week. How many answered at least once:",
        f"Spring, 9 Nov to 15 Nov 2026: {REFUSAL}",
        f"Have the companion, of everybody on the list on 9 Nov: {REFUSAL}",
    ]
    assert words[: len(letter) - 1] == letter[:-1]


async def test_a_trainer_who_leads_no_group_is_told_how_to_make_one(hospital: Hospital) -> None:
    await with_a_channel(hospital)
    theo = hospital.sandbox.add_person("Theo Example")
    await hospital.command(hospital.cora, "trainers add @Theo Example")
    await hospital.confirm(theo)
    words = await hospital.command(theo, "digest cohort Spring")

    assert words.splitlines()[0] == "You lead no cohort yet: /resiliency cohort new makes one."


async def test_a_post_is_looked_at_sent_and_never_sent_twice(hospital: Hospital) -> None:
    channel = await with_a_channel(hospital)
    await hospital.command(hospital.tara, "digest")
    before = len([one for one in hospital.tara.messages if one.channel == channel])
    preview = await hospital.tap(hospital.tara, "Look at the post")
    assert await hospital.submit(hospital.tara, {}) == {}
    said = hospital.tara.screen()
    await hospital.tara.close()
    await hospital.tick()
    await hospital.tap(hospital.tara, "Look at the post", hospital.tara.messages[-2])
    await hospital.submit(hospital.tara, {})
    again = hospital.tara.screen()
    await hospital.tick()

    (post,) = [one for one in hospital.tara.messages if one.channel == channel][before:]
    assert [line for line in post.words().splitlines() if line not in preview] == []
    assert "Only if you like. Nobody keeps count." in post.words()
    assert "It is on its way to #spring." in said
    assert "It was sent to #spring before" in again


async def test_nobody_sends_a_post_to_a_group_they_do_not_lead(hospital: Hospital) -> None:
    await with_a_channel(hospital)
    ((cohort,),) = await rows(hospital.bot.tools.database, Cohort, "id")
    theo = hospital.sandbox.add_person("Theo Example")
    await hospital.command(hospital.cora, "trainers add @Theo Example")
    refused = []
    for who in (theo, hospital.nia, hospital.cora):
        about = f"{cohort}/{LATER.date()}"
        with pytest.raises(NotAllowedError) as error:
            await digests.send(hospital.bot.tools, who.slack_id, about, LATER)
        refused.append(str(error.value))

    for_trainers = "That is for trainers; your programme coordinator can name you as one."
    assert refused == ["That is for those who lead this group.", for_trainers, for_trainers]


async def test_an_idea_of_another_week_is_not_sent(hospital: Hospital) -> None:
    await with_a_channel(hospital)
    await hospital.command(hospital.tara, "digest")
    await hospital.until(LATER + timedelta(days=15))
    words = await hospital.tap(hospital.tara, "Look at the post", hospital.tara.whispers[-1])

    assert "That idea was for another week. /resiliency digest has one for now." in words
