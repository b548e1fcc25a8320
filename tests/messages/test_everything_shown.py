import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

import pytest

from bot.messages.parts import HELP_BUTTON, TITLE, Message
from bot.rules import asks
from bot.rules.asks import NotUnderstoodError
from bot.rules.habits import Question
from bot.sandbox.limits import VIEW_BYTES, problems, view_bytes, view_problems
from bot.sandbox.messages import LONGEST_TEXT
from handlers import middleware
from handlers.doors import FORMS, TAPS
from tests.messages.cohorts import ABOUT_COHORTS, COHORT_IDS
from tests.messages.digests import A_POST
from tests.messages.everything import MESSAGES, VIEWS, everything
from tests.messages.reading import blocks_of, buttons, paragraphs, shown, walk, words
from tests.messages.sessions import CARRIED
from tests.messages.values import CALLERS, DAYS, DELIVERY, LIBRARY, REFS

MODALS = {name: view for name, view in VIEWS.items() if view["type"] == "modal"}
HOMES = {name: view for name, view in VIEWS.items() if view["type"] == "home"}

# What the design does not say to people.
AVOIDED = re.compile(
    r"\b(patients?|symptoms?|diagnos\w*|therap\w*|streaks?|you(['\u2019]ve| have)? missed|scores?"
    r"|fail\w*|non-?complian\w*|resilience)\b",
    re.IGNORECASE,
)
# The days of a training, as buttons name them.
SESSIONS = {day.id for day in DAYS}
# A question below its answer: a cohort and a site by their ids, measures, days and numbers.
ASKED = re.compile(
    r"((participation|outcomes) )?(cohort #[0-9a-f]{32} ?)?(site ?)?"
    r"((since \d{4}-\d\d-\d\d|last \d+ weeks)( until \d{4}-\d\d-\d\d)?( by [a-z ]+)?"
    r"|[a-z-]* ?(end|month_[136]))"
)
# What somebody can tap outside the inputs of a form, which tell nobody before they are sent off.
TAPPED = {"button", "checkboxes", "static_select", "overflow", "radio_buttons", "timepicker"}


def wrong(
    things: Mapping[str, Any], look: Callable[[Any], Collection[Any]]
) -> dict[str, Collection[Any]]:
    """What `look` finds, by the name of what it was found in."""
    return {name: found for name, thing in things.items() if (found := look(thing))}


def taps(thing: object) -> set[str]:
    """The names of everything that can be tapped."""
    inside_inputs = [block["element"] for block in blocks_of(thing, "input")]
    return {
        inner["action_id"].partition(":")[0]
        for inner in walk(thing)
        if inner.get("type") in TAPPED and inner not in inside_inputs
    }


def values(thing: object) -> set[str]:
    return {button["value"] for button in buttons(thing)}


def sentences(thing: object) -> list[str]:
    # Somebody's name is not a word of ours, however many there are.
    texts = [re.sub(r"<@\w+>(, )?", "", text) for text in shown(thing)]
    return [one for text in texts for one in re.split(r"(?<=[.!?])\s+|\n", text)]


def test_slack_takes_every_message() -> None:
    assert wrong(MESSAGES, lambda message: problems(list(message.blocks), "message")) == {}


def test_slack_takes_the_text_of_every_message() -> None:
    lengths = {name: len(message.text) for name, message in MESSAGES.items()}
    assert {name for name, length in lengths.items() if not 0 < length <= LONGEST_TEXT} == set()


def test_slack_takes_every_view() -> None:
    assert wrong(VIEWS, view_problems) == {}


def test_every_view_is_light() -> None:
    assert {name for name, view in VIEWS.items() if view_bytes(view) > VIEW_BYTES / 10} == set()


def test_the_text_of_a_message_says_what_its_blocks_say() -> None:
    def unsaid(message: Message) -> list[str]:
        heard = words(message.text)
        return [said for said in paragraphs(message.blocks) if said not in heard]

    assert wrong(MESSAGES, unsaid) == {}


def test_every_tap_has_a_handler_and_every_handler_something_to_tap() -> None:
    assert taps(everything()) == set(TAPS)


def test_every_form_has_a_handler_and_every_handler_a_form() -> None:
    assert {view["callback_id"] for view in VIEWS.values() if "submit" in view} == set(FORMS)


def test_a_button_in_a_conversation_carries_a_dash_or_an_opaque_id() -> None:
    opaque = {"-", DELIVERY, *COHORT_IDS, *SESSIONS}
    # Below an answer, the question: of a cohort and a site by their ids, and of which weeks.
    assert (
        wrong(
            MESSAGES,
            lambda message: {
                value for value in values(message.blocks) - opaque if not ASKED.fullmatch(value)
            },
        )
        == {}
    )


def test_a_button_in_a_window_carries_nothing_that_was_answered() -> None:
    # A window is never part of what Slack keeps, any exercise may be looked at by anybody, and
    # which assessment it is about is the same for everybody of a cohort.
    callers = {caller.slack_id for caller in CALLERS}
    allowed = {"-", DELIVERY, *LIBRARY.exercises, *REFS, *ABOUT_COHORTS, *callers}
    assert wrong(VIEWS, lambda view: values(view) - allowed) == {}


def test_no_button_carries_a_choice() -> None:
    choices = {
        said
        for checkin in LIBRARY.checkins.values()
        for choice in checkin.choices
        for said in (choice.id, choice.label, choice.reply, choice.zone)
    }
    assert values(everything()) & choices == set()


def test_what_comes_back_with_a_form_is_nothing_an_opaque_id_or_the_name_of_a_question() -> None:
    carried = {view["private_metadata"] for view in VIEWS.values() if "submit" in view}
    # Beside that, a trainer's own date or words on their way through the preview; a post to a group
    # is about the group and a day of the calendar.
    # Of what a coordinator shares, which question it answers.
    known = REFS | ABOUT_COHORTS | CARRIED | set(Question)
    known |= {one for one in carried if ASKED.fullmatch(one)}
    assert carried - known == {"", DELIVERY, A_POST}


def test_the_help_card_is_on_every_message_as_the_consent_says() -> None:
    without = {
        name for name, message in MESSAGES.items() if HELP_BUTTON not in buttons(message.blocks)
    }
    assert without == {
        "the help card",
        "the help card of two sites",
        "the answer to distress",
        "in Spanish",
    }


def test_the_help_card_is_one_tap_away_in_every_window() -> None:
    assert {name for name, view in VIEWS.items() if HELP_BUTTON not in buttons(view)} == set()


def test_the_title_of_a_window_says_nothing() -> None:
    assert {view["title"]["text"] for view in MODALS.values()} == {TITLE}


def test_a_word_to_avoid_is_said_only_to_deny_it() -> None:
    found = {
        (re.sub(" of .*", "", name), text[match.start() - 4 : match.end()])
        for name, thing in everything().items()
        for text in shown(thing)
        for match in AVOIDED.finditer(text)
    }
    # Treatment sessions are told as what they are not.
    assert found == {("the consent", "Not therapy"), ("reach", "not patients")}


def test_nobody_is_promised_to_be_anonymous() -> None:
    said = {
        text[match.start() - 4 : match.end()]
        for thing in everything().values()
        for text in shown(thing)
        for match in re.finditer("anonym(ous|ity)", text, re.IGNORECASE)
    }
    assert said == {"not anonymous"}


def test_no_sentence_is_longer_than_thirty_words() -> None:
    def long(thing: object) -> list[str]:
        return [sentence for sentence in sentences(thing) if len(sentence.split()) > 30]

    assert wrong(everything(), long) == {}


def test_nothing_shown_is_a_picture() -> None:
    def pictures(thing: object) -> list[str]:
        pattern = r"(?<!\S):[a-z_]+:|[\u2600-\u27bf\U0001f300-\U0001faff]"
        return [text for text in shown(thing) if re.search(pattern, text)]

    assert wrong(everything(), pictures) == {}


def test_home_shows_nothing_that_was_asked_or_answered() -> None:
    asked = {
        text
        for checkin in LIBRARY.checkins.values()
        for text in (checkin.ask, *(choice.reply for choice in checkin.choices))
    }
    assert wrong(HOMES, lambda home: asked & set(shown(home))) == {}


def refused() -> Message:
    """What is said to somebody who asks for a cohort, beside one that calls everybody."""
    with pytest.raises(NotUnderstoodError) as error:
        asks.named("Autumn", ["<!channel> & Co"])
    reply = middleware._refusal(error.value)
    return reply.message or Message("")


def test_a_cohorts_name_in_an_error_sentence_is_shown_as_it_is() -> None:
    assert paragraphs(refused().blocks) == [
        "I know no cohort of that name. There is: &lt;!channel&gt; &amp; Co."
    ]


def test_the_text_of_an_error_sentence_says_what_its_blocks_say() -> None:
    assert [words(refused().text)] == paragraphs(refused().blocks)
