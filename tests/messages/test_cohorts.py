from datetime import date

import pytest

from bot.messages import cohorts, reach
from bot.messages.cohorts import Entry, Person
from bot.rules.cohorts import Changed, Stage
from tests.messages.cohorts import window
from tests.messages.reading import labels, paragraphs


def test_cohorts_are_listed_by_their_first_day_and_closed_ones_last() -> None:
    entries = [
        Entry("c1", "Old", Stage.CLOSED, date(2025, 3, 1)),
        Entry("c2", "Not fixed", Stage.PLANNED, None),
        Entry("c3", "Later", Stage.RECRUITING, date(2027, 3, 1)),
        Entry("c4", "Sooner", Stage.RUNNING, date(2026, 11, 3)),
    ]
    named = [said.partition(",")[0] for said in paragraphs(cohorts.listing(entries).blocks)[1:]]

    assert named == ["Sooner", "Later", "Not fixed", "Old"]


def test_more_cohorts_than_fit_are_reached_by_their_names() -> None:
    many = [Entry(f"c{n}", f"Cohort {n}", Stage.CLOSED, None) for n in range(60)]
    message = cohorts.listing(many)

    assert labels(message.blocks).count("Open") == cohorts.MOST_LISTED
    assert message.text.endswith("For the others, type `/resiliency cohort` and the name.")


def test_whoever_slack_cannot_reach_is_marked_on_the_list() -> None:
    people = (Person("U0NIA", reach.CLOSED), Person("U0OLA"))
    said = paragraphs(cohorts.shown(window(Stage.READY, people=people)))

    assert said[-1].endswith("<@U0NIA> (account closed), <@U0OLA>")


@pytest.mark.parametrize("stage", [Stage.FOLLOW_UP, Stage.CLOSED])
def test_after_the_training_nobody_is_told_that_people_are_missing(stage: Stage) -> None:
    assert "A training needs" not in "\n".join(paragraphs(cohorts.shown(window(stage))))


def test_a_change_that_has_no_words_is_still_a_change() -> None:
    said = paragraphs(cohorts.stale("c1", [Changed("U0THEO", "cohort something new")]))

    assert said[-1] == "\u2022 <@U0THEO> changed it."


@pytest.mark.parametrize(
    ("carried", "seen"), [("c1/7", ("c1", 7)), ("c1", ("c1", 0)), ("", ("", 0))]
)
def test_what_a_button_carries_is_the_cohort_and_the_revision(
    carried: str, seen: tuple[str, int]
) -> None:
    assert cohorts.seen(carried) == seen
