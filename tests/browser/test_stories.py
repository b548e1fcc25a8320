"""What the demo promises a newcomer: be a nurse, a trainer, the coordinator, and just tap."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Look
from tests.browser.kit import Visitor
from tests.demonstration import demonstration
from tests.hospital import worded


@pytest.fixture
async def visitor(settings: dict[str, str], page: Page) -> AsyncIterator[Visitor]:
    """Somebody who has opened the page of a demo; nothing may keep anybody from using it."""
    async with demonstration(settings) as address:
        somebody = Visitor(page)
        await page.goto(address)
        await somebody.sees("A Slack workspace on your own machine")
        yield somebody
    assert somebody.problems == []


async def test_a_nurse_joins_answers_and_does_an_exercise(visitor: Visitor) -> None:
    await visitor.look("welcome")
    await visitor.press("Be a nurse on nights")
    await visitor.sees("You are on the list for the resiliency training")
    await visitor.look("nurse-invited")
    await _join(visitor)
    await visitor.moves("End of training day 3")
    question = "I have one short question for you, whenever it suits."
    # Before it comes what she can leave: an evening's exercise, and questions after the training.
    for _ in range(6):
        await visitor.moves("Next message")
        if question in await visitor.page.locator(".message").last.inner_text():
            break
    await visitor.sees(question)
    before = await visitor.page.locator(".messages").inner_text()
    await _answer(visitor)
    assert await visitor.page.locator(".messages").inner_text() == before
    await visitor.moves("Next message")
    await visitor.sees("1 minute for you, whenever it suits.")
    await visitor.press("Open")
    await visitor.window("1 minute")
    await visitor.look("nurse-exercise")


async def test_a_nurse_is_interrupted_goes_on_and_a_month_later_sees_what_changed(
    visitor: Visitor,
) -> None:
    await visitor.press("Be a nurse on nights")
    await _join(visitor)
    await visitor.moves("Next message")
    await visitor.sees("A few short questions are ready for you, whenever it suits.")
    await visitor.look("nurse-assessment-asked")
    await _first_questions(visitor)
    await visitor.press("Show my result")
    await visitor.window("What may help:")
    await visitor.look("nurse-result")
    await visitor.close()
    await _choose_a_moment(visitor)
    for _ in range(5):
        await visitor.moves("Next Monday")
    await _a_month_later(visitor)
    await visitor.window("You ticked fewer of these reactions than before the training.")
    await visitor.look("nurse-change")
    await visitor.press("How it goes over time")
    await visitor.window("Before the training")
    await visitor.look("nurse-history")


async def _first_questions(visitor: Visitor) -> None:
    await visitor.press("Open")
    await visitor.window("Page 1 of 3.")
    await _tick(visitor, "moment-returned", "kept-busy")
    await visitor.look("nurse-assessment")
    await visitor.press("Next")
    await visitor.window("Page 2 of 3.")
    await visitor.close()
    await visitor.press("Open")
    await visitor.window("Welcome back. You go on where you stopped.")
    await _tick(visitor, "blamed-myself", "sleep-stayed-away", "short-temper")
    await visitor.look("nurse-assessment-again")
    await visitor.press("Next")
    await visitor.window("Page 3 of 3.")
    await visitor.look("nurse-assessment-last")
    await visitor.press("Finish")
    await visitor.window("Thank you.")


async def _tick(visitor: Visitor, *reactions: str) -> None:
    for reaction in reactions:
        await visitor.page.get_by_role("checkbox", name=worded(reaction)).check()


async def _choose_a_moment(visitor: Visitor) -> None:
    await visitor.moves("End of training day 3")
    await visitor.press("Choose my moment next month")
    await visitor.window("When would be a good moment?")
    await visitor.look("nurse-moment")
    await visitor.press("Save")
    await visitor.window("I will ask on")
    await visitor.close()


async def _a_month_later(visitor: Visitor) -> None:
    await visitor.say("/resiliency assessments")
    await visitor.window("After one month")
    await visitor.look("nurse-assessments")
    await visitor.press("Open")
    for page in (1, 2):
        await visitor.window(f"Page {page} of 4.")
        for question in await visitor.page.get_by_role("checkbox", name="None of these").all():
            await question.check()
        await visitor.press("Next")
    await visitor.window("Page 3 of 4.")
    await visitor.press("Next")
    await visitor.window("Page 4 of 4.")
    await visitor.look("nurse-assessment-month")
    await visitor.press("Finish")
    await visitor.window("Thank you.")
    await visitor.press("Show my result")


async def _join(visitor: Visitor) -> None:
    await visitor.press("Read and choose")
    await visitor.window("Shall I keep you company?")
    # Whoever decides begins at the beginning, though the first box to tick is far below.
    assert await visitor.page.locator("dialog .content").evaluate("it => it.scrollTop") == 0
    await visitor.look("nurse-consent")
    await visitor.press("Yes, keep me company")
    await visitor.window("Your hour")
    await visitor.page.get_by_label("Your hour").fill("02:30")
    await visitor.press("Save")
    await visitor.window("I will write at 02:30")
    await visitor.close()


async def _answer(visitor: Visitor) -> None:
    await visitor.press("Open")
    await visitor.window("How much of your last shift is still with you?")
    await visitor.look("nurse-question")
    await visitor.press("A lot of it")
    await visitor.window("Feet and seat")
    await visitor.look("nurse-reply")
    await visitor.close()


async def test_a_trainer_makes_a_cohort_and_reads_the_digest(visitor: Visitor) -> None:
    page = visitor.page
    await visitor.press("Be a trainer")
    await visitor.sees("Your group last week. How many answered at least once:")
    await visitor.look("trainer-digest")
    await visitor.say("/resiliency cohort new Spring 2027")
    await visitor.window("Training day 1")
    await visitor.press("Create")
    await visitor.window("Please complete this required field.")
    await visitor.look("trainer-mistake")
    await page.locator("summary", has_text="People").click()
    for name in ("Nia Example", "Omar Example"):
        await page.get_by_role("checkbox", name=name, exact=True).check()
    for day in (1, 2, 3):
        await page.get_by_label(f"Training day {day}").fill(f"2027-03-0{day}")
    await page.get_by_role("checkbox", name="I do not").check()
    await visitor.look("trainer-cohort")
    await visitor.press("Create")
    await visitor.window("Spring 2027")
    await visitor.look("trainer-made")


async def test_a_coordinator_asks_for_participation(visitor: Visitor) -> None:
    await visitor.press("Be the coordinator")
    await visitor.say("/resiliency participation")
    await expect(visitor.page.locator(".message").last).to_contain_text("more than two thirds")
    await visitor.look("coordinator-participation")


async def test_no_answer_is_in_what_slack_knows(visitor: Visitor) -> None:
    await visitor.press("What Slack knows")
    find = visitor.page.get_by_label("Find words")
    await find.fill("I have one short question")
    await visitor.sees("times.")
    # Those who were asked have answered; what they chose stands nowhere.
    for choice in ("I have set it down", "Some of it comes back", "A lot of it"):
        await find.fill(choice)
        await visitor.sees("Not found anywhere.")
    await visitor.look("slack-knows")


async def test_a_day_is_played_and_watched(visitor: Visitor) -> None:
    await visitor.press("Nia Example nights · Thu 12:00")
    await visitor.press("Play a day")
    await visitor.sees("A day goes by.")
    await visitor.look("day-played")
    await visitor.press("Stop the day")
    await expect(visitor.page.get_by_text("A day goes by.")).to_have_count(0)


async def test_trouble_is_switched_on_seen_and_switched_off(visitor: Visitor) -> None:
    await visitor.press("Be the coordinator")
    await visitor.press("Make trouble")
    await visitor.press("Cora Example is deactivated: off")
    await visitor.press("Slack fails: off")
    await visitor.look("trouble")
    await visitor.press("resiliency")
    await visitor.sees("Cora Example is deactivated and can type nothing.")
    await visitor.press("Make trouble")
    await visitor.press("Cora Example is deactivated: on")
    await visitor.press("Slack fails: on")
    await visitor.press("resiliency")
    await visitor.say("/resiliency help")
    await visitor.sees("What you can do here")


@pytest.mark.parametrize("look", [Look(width=390, height=844)], ids=["phone"])
async def test_a_nurse_answers_on_a_phone(visitor: Visitor) -> None:
    await visitor.look("phone-welcome")
    await visitor.press("Be a nurse on nights")
    await visitor.sees("You are on the list for the resiliency training")
    await visitor.look("phone-invited")
    await _join(visitor)
    assert await visitor.page.evaluate("document.documentElement.scrollWidth") == 390
    await visitor.press("‹ Back")
    await visitor.look("phone-rooms")
    await visitor.press("‹ People")
    await visitor.look("phone-people")
