import re

import pytest

from bot.messages import digests, reports
from bot.messages.digests import AHEAD, FREE, NOT_KEPT, OPENING
from bot.messages.reports import MEANING, NOT_YET, SILENCE
from bot.rules.shown import Band, Shown
from tests.messages.digests import FULL_DIGEST, IDEAS, digest, released
from tests.messages.reading import blocks_of, labels, shown
from tests.messages.values import COHORT, EVERYTHING_SHOWN, line, report, week

CALLS_EVERYBODY = "<!channel> & Co"


def test_a_digest_names_the_cohort_as_it_is_written() -> None:
    seen = released(CALLS_EVERYBODY, participation=Band.MOST)

    assert digests.letter(digest(cohort=CALLS_EVERYBODY, week=seen)).text.splitlines()[1] == (
        "*&lt;!channel&gt; &amp; Co*, 2 Nov to 8 Nov 2026: more than two thirds"
    )


def test_a_digest_before_the_first_release_says_so_and_of_which_cohort() -> None:
    assert digests.letter(digest()).text.splitlines()[:2] == [AHEAD, f"*{COHORT}*, {NOT_YET}"]


@pytest.mark.parametrize("value", EVERYTHING_SHOWN)
def test_a_digest_and_a_report_show_a_release_in_the_same_words(value: Shown) -> None:
    said = digests.letter(digest(cohort="A", week=line("A", week(0), value))).text.splitlines()
    (table,) = blocks_of(reports.table(report([value], "A")).blocks, "data_table")
    period, group, answered = (cell["text"] for cell in table["rows"][1][:3])

    assert said[:2] == [OPENING, f"*{group}*, {period}: {answered}"]


def test_the_text_of_a_digest_says_all_that_its_blocks_say() -> None:
    message = digests.digests([FULL_DIGEST, digest()], 2)
    spoken = " ".join(message.text.split())
    kinds = {"section", "context", "header"}
    said = [
        " ".join(words.split())
        for block in message.blocks
        if block["type"] in kinds
        for words in shown(block)
    ]

    assert [words for words in said if words not in spoken] == []


def test_a_digest_says_what_its_figures_mean_and_that_silence_is_not_wellness() -> None:
    assert digests.letter(digest()).text.endswith(f"{MEANING} {SILENCE}")


def test_a_full_digest_has_its_paragraphs_in_order() -> None:
    paragraphs = digests.letter(FULL_DIGEST).text.splitlines()
    begins = (
        OPENING,
        "*&amp;",
        "&amp;",
        "Have the companion, of everybody on the list on 2 Nov: Not shown",
        "In the last four weeks the exercises at Riverbend (invented) were from:",
        "• We are not the only ones",
        "Coming up:",
        "• Day 1",
        "An idea for this week: ",
        "Counted: ",
    )
    found = [next(n for n, said in enumerate(paragraphs) if said.startswith(b)) for b in begins]

    assert found == sorted(found)


def test_what_the_calendar_brought_is_never_called_used() -> None:
    said = digests.letter(FULL_DIGEST).text

    assert NOT_KEPT in said
    assert re.search(r"\b(used|opened by|people who|did not|never)\b", said) is None


def test_there_is_a_button_where_there_is_an_idea_and_none_elsewhere() -> None:
    assert labels(digests.letter(FULL_DIGEST).blocks) == ["Look at the post", "Help card"]
    assert labels(digests.letter(digest()).blocks) == ["Help card"]


@pytest.mark.parametrize("idea", IDEAS, ids=lambda idea: f"{idea.kind} {idea.on}")
def test_a_post_looks_in_its_preview_as_it_will_in_the_channel(idea: digests.Idea) -> None:
    sent = digests.post(idea)
    preview = digests.preview(idea, "C0WARD", "about")

    assert preview["blocks"][1:-1] == list(sent.blocks[:-1])
    assert preview["submit"]["text"] == "Send"


def test_a_post_of_an_exercise_says_that_it_is_free() -> None:
    assert FREE in digests.post(IDEAS[-1]).text


def test_without_a_channel_there_are_words_to_copy_and_nothing_to_send() -> None:
    preview = digests.preview(IDEAS[0], None, "about")

    assert ("submit" in preview, "callback_id" in preview) == (False, False)
    assert "to copy" in preview["blocks"][0]["text"]["text"]


@pytest.mark.parametrize(("left_out", "said"), [(1, "1 more group:"), (3, "3 more groups:")])
def test_groups_without_room_are_named_by_how_to_ask(left_out: int, said: str) -> None:
    assert f"You lead {said} `/resiliency digest cohort NAME`." in (
        digests.digests([digest()], left_out).text
    )
