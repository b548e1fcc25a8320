import pytest

from bot.messages import certifications, renewals
from bot.messages.certifications import PEOPLE_DECIDE
from tests.messages.certifications import LADDER, OVERVIEWS, TARA, TRAINERS
from tests.messages.reading import blocks_of, labels, shown
from tests.messages.values import week


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("of whom nothing is known", "*You:* Nothing is recorded yet."),
        ("candidate", "*You:* Candidate."),
        ("current", "*You:* Certified until 31 January 2027."),
        ("a refresher due", "*You:* Certified until 22 November 2026; a refresher is due."),
        ("over", "*You:* Certified until 1 November 2026; that is over."),
    ],
)
def test_a_trainer_reads_first_where_they_stand(name: str, first: str) -> None:
    assert certifications.overview(OVERVIEWS[f"mine, {name}"]).text.splitlines()[0] == first


def test_a_trainer_reads_what_is_still_to_be_recorded() -> None:
    said = certifications.overview(OVERVIEWS["mine, candidate"]).text

    assert "Next step: Instructed. Still to be recorded: Taught a unit back 3 times." in said


def test_a_coordinator_can_record_and_confirm_for_each_trainer() -> None:
    message = certifications.overview(OVERVIEWS["of a coordinator"])
    offered = [label for label in labels(message.blocks) if label != "Take back"]

    assert offered == [*["Record", "Confirm a step"] * len(TRAINERS), "Help card"]


def test_what_was_recorded_can_be_taken_back_where_something_was() -> None:
    said = certifications.overview(OVERVIEWS["of a coordinator"])
    watched = sum(bool(trainer.watched) for trainer in TRAINERS.values())

    assert 0 < labels(said.blocks).count("Take back") == watched < len(TRAINERS)


def test_more_trainers_than_slack_shows_are_counted() -> None:
    message = certifications.overview(OVERVIEWS["of many"])

    assert "And 5 more." in message.text
    assert len(message.blocks) <= 50


@pytest.mark.parametrize("name", OVERVIEWS)
def test_the_text_says_all_that_the_blocks_say(name: str) -> None:
    message = certifications.overview(OVERVIEWS[name])
    spoken = [
        words
        for block in message.blocks
        if block["type"] in {"section", "context"}
        for words in shown(block)
    ]

    assert [words for words in spoken if words not in message.text] == []


def test_what_was_watched_stands_above_the_step_that_is_confirmed() -> None:
    view = certifications.confirm_form(TARA, LADDER)
    said = "\n".join(block["text"]["text"] for block in blocks_of(view, "section"))

    assert "• 2 November 2026: led, Why I do this work, checklist 85, watched by <@U0THEO>" in said


def test_everywhere_it_is_said_that_people_decide() -> None:
    told = [
        certifications.overview(OVERVIEWS["of nobody"]).text,
        renewals.notice(LADDER, week(9), over=False, trainer=None).text,
        str(certifications.confirm_form(TARA, LADDER)),
    ]

    assert [said for said in told if PEOPLE_DECIDE not in said] == []


def test_a_notice_names_the_trainer_to_a_coordinator_and_nobody_to_themselves() -> None:
    texts = [
        renewals.notice(LADDER, week(9), over=False, trainer=who).text.splitlines()[0]
        for who in ("U0TARA", None)
    ]

    assert texts == [
        "The certification of <@U0TARA> runs until 4 January 2027.",
        "Your certification runs until 4 January 2027.",
    ]
