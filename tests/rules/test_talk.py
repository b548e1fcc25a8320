from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import talk
from bot.rules.asks import plain
from bot.rules.talk import MOST_CHARACTERS, Meant
from content.load import library
from content.talk import EVERYTHING_MEANT

TALK = library().talk
PHRASES = [(phrase, saying.means) for saying in TALK.sayings for phrase in saying.phrases]
FORGIVING = [
    (phrase, saying.means)
    for saying in TALK.sayings
    if not saying.exact
    for phrase in saying.phrases
    if len(plain(phrase)) > 7
]


@pytest.mark.parametrize(("phrase", "means"), PHRASES)
def test_every_phrase_of_the_file_means_what_the_file_says(phrase: str, means: str) -> None:
    assert talk.meant(phrase, TALK) == Meant(means)


def test_no_phrase_is_there_twice_once_capitals_and_signs_are_gone() -> None:
    assert [
        p for p, times in Counter(plain(phrase) for phrase, _ in PHRASES).items() if times > 1
    ] == []


def test_the_file_has_a_phrase_for_everything_that_can_be_meant() -> None:
    assert {saying.means for saying in TALK.sayings} == set(EVERYTHING_MEANT)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("Breathe", "breathe"),
        ("2 minutes", "two-minutes"),
        ("Two minutes, please!", "two-minutes"),
        ("check-in", "check-in"),
        ("hard shift", "hard-shift"),
        ("Hard shift \U0001f622", "hard-shift"),
        ("*hard* _shift_", "hard-shift"),
        ("Not now.", "not-now"),
        ("In an hour", "in-an-hour"),
        ("ok, in an hour please", "in-an-hour"),
        ("pause", "pause"),
        ("STOP", "stop"),
        ("my data", "my-data"),
        ("Help!", "help"),
        ("Who sees this?", "who-sees-this"),
        ("Español", "spanish"),
        ("i\u2019m busy", "not-now"),
        ("Hard shift :sob:", "hard-shift"),
        ("stop :pray::skin-tone-3:", "stop"),
        ("PAU\u0301SE", "pause"),
        (":sos:", "help"),
        ("stop texting me!!!", "stop"),
    ],
)
def test_plain_words_are_understood(typed: str, means: str) -> None:
    assert talk.meant(typed, TALK) == Meant(means)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("braethe", "breathe"),
        ("brethe", "breathe"),
        ("chek in", "check-in"),
        ("hard shfit", "hard-shift"),
        ("hrad shift", "hard-shift"),
        ("not noww", "not-now"),
        ("in an huor", "in-an-hour"),
        ("pasue", "pause"),
        ("my dtaa", "my-data"),
        ("hepl", "help"),
        ("who sees thsi", "who-sees-this"),
        ("espanol", "spanish"),
        ("2 minuets", "two-minutes"),
    ],
)
def test_a_typing_error_is_forgiven(typed: str, means: str) -> None:
    assert talk.meant(typed, TALK) == Meant(means)


@given(st.sampled_from(FORGIVING), st.data())
def test_a_letter_left_out_of_a_long_phrase_means_the_same_or_is_asked_about(
    said: tuple[str, str], data: st.DataObject
) -> None:
    phrase, means = said
    at = data.draw(st.integers(0, len(phrase) - 1))
    found = talk.meant(phrase[:at] + phrase[at + 1 :], TALK)
    assert found is None or found.means == means


@pytest.mark.parametrize(
    "typed",
    ["step", "shop", "stoop", "stop the noise", "don't stop", "not stop", "stop smoking group",
     "please do not stop", "stop or pause?", "I can't stop thinking about it", "stop by later"],
)  # fmt: skip
def test_what_only_looks_like_stop_stops_nothing(typed: str) -> None:
    assert talk.meant(typed, TALK) is None


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("pause until Monday", "until Monday"),
        ("Pause until 2026-12-05", "until 2026-12-05"),
        ("please pause for 2 weeks", "for 2 weeks"),
        ("pasue 3 days", "3 days"),
        ("mute, a week thanks", "a week"),
        ("pause please until Monday :pray:", "until Monday"),
    ],
)
def test_what_follows_pause_is_kept_as_it_was_written(typed: str, rest: str) -> None:
    assert talk.meant(typed, TALK) == Meant("pause", rest)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "?!", "\U0001f642", "thanks", "hello", "please", "how are you", "zanzibar", "xx",
     "my mother died on my shift", "breathe " * 40],
)  # fmt: skip
def test_anything_else_means_nothing(typed: str) -> None:
    assert talk.meant(typed, TALK) is None


@pytest.mark.parametrize(
    "typed",
    ["quite", "quite a lot", "cause I said so", "hold", "late", "don't pause", "do not pause",
     "no pause", "I don't need a pause"],
)  # fmt: skip
def test_another_word_that_comes_near_is_no_typing_error(typed: str) -> None:
    assert talk.meant(typed, TALK) is None


@pytest.mark.parametrize("typed", ["help my patient died", "Help! I made a mistake", "hepl me now"])
def test_whoever_begins_with_help_gets_the_card(typed: str) -> None:
    found = talk.meant(typed, TALK)
    assert found is not None
    assert found.means == "help"


@given(st.text(max_size=200))
def test_whatever_is_typed_means_one_thing_or_nothing(typed: str) -> None:
    found = talk.meant(typed, TALK)
    assert found is None or found.means in EVERYTHING_MEANT


@given(st.text(min_size=MOST_CHARACTERS + 1, max_size=5000))
def test_a_long_message_means_nothing(typed: str) -> None:
    assert talk.meant(typed, TALK) is None
