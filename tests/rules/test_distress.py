import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import distress
from content.load import library

DISTRESS = library().help.distress


# Words of these letters are none of a phrase, and make none with its first or last word.
AROUND = st.text(alphabet="bgkqvz 0123456789.,!?\n", max_size=80)


@given(st.sampled_from(sorted(DISTRESS)), AROUND, AROUND)
def test_a_phrase_of_distress_is_heard_whatever_stands_around_it(
    phrase: str, before: str, after: str
) -> None:
    assert distress.wants_help(f"{before} {phrase} {after}", DISTRESS)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("{}", id="alone"),
        pytest.param("Honestly:\n{}!! I mean it", id="in a sentence"),
        pytest.param("*{}*", id="bold"),
        pytest.param("~{}~", id="struck out"),
        pytest.param("`{}`", id="as code"),
        pytest.param('"{}"', id="in quotes"),
        pytest.param("&gt; {}", id="quoted as Slack writes it"),
    ],
)
def test_every_phrase_of_distress_is_heard(written: str) -> None:
    unheard = [
        phrase for phrase in DISTRESS if not distress.wants_help(written.format(phrase), DISTRESS)
    ]
    assert unheard == []


def test_words_of_distress_are_heard_in_italics() -> None:
    # Slack writes what somebody sets in italics between underscores.
    assert distress.wants_help("_i want to die_", DISTRESS)


def test_words_of_distress_are_heard_in_capitals() -> None:
    unheard = [phrase for phrase in DISTRESS if not distress.wants_help(phrase.upper(), DISTRESS)]
    assert unheard == []


@pytest.mark.parametrize(
    "apostrophe",
    [
        pytest.param("'", id="straight"),
        pytest.param("\u2019", id="curly"),
        pytest.param("\u2018", id="curly the other way"),
        pytest.param("", id="missing"),
    ],
)
def test_words_of_distress_are_heard_with_any_apostrophe_or_none(apostrophe: str) -> None:
    with_one = [phrase for phrase in DISTRESS if "'" in phrase]
    typed = {phrase: phrase.replace("'", apostrophe) for phrase in with_one}
    assert [phrase for phrase in with_one if not distress.wants_help(typed[phrase], [phrase])] == []


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("I can't take it anymore", id="one word"),
        pytest.param("I can't take it any more", id="two"),
        pytest.param("I can't take it any  more", id="two, hurriedly"),
        pytest.param("I can't take it any\nmore", id="two, on two lines"),
    ],
)
def test_any_more_may_be_one_word_or_two(typed: str) -> None:
    assert distress.wants_help(typed, DISTRESS)


def test_words_of_distress_are_whole_words() -> None:
    inside = [phrase for phrase in DISTRESS if distress.wants_help(f"x{phrase}x", [phrase])]
    assert inside == []


@pytest.mark.parametrize(
    "typed",
    ["", "hello", "the plan within crisis-management", "no reason to leave", "suicidality study",
     "I want to diet", "thank you, I can go on", "we kill my selfies"],
)  # fmt: skip
def test_other_words_bring_no_card(typed: str) -> None:
    assert not distress.wants_help(typed, DISTRESS)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("i wnat to die", id="letters in another order"),
        pytest.param("I am suicdal", id="one left out"),
        pytest.param("I feel hopelesss", id="one too many"),
        pytest.param("going to kill my self", id="one word as two"),
        pytest.param("I can not go on", id="cannot in two words"),
        pytest.param("i dont wanna live", id="as it is spoken"),
        pytest.param("I wanted to die all night", id="in the past"),
        pytest.param("I can\u00b4t go on", id="an accent for an apostrophe"),
        pytest.param("NO QUIERO VIVIR, quiero hacerme dano", id="without its accent"),
        pytest.param("I want :sob: to die", id="a picture between"),
    ],
)
def test_words_of_distress_are_heard_however_they_are_typed(typed: str) -> None:
    assert distress.wants_help(typed, DISTRESS)


@pytest.mark.parametrize(
    "typed",
    ["I can't breathe", "i cant breath", "having a panic attack", "chest pain!!",
     "I don't want to die", "ya no puedo mas"],
)  # fmt: skip
def test_who_may_need_somebody_now_gets_the_card_and_no_exercise(typed: str) -> None:
    assert distress.wants_help(typed, DISTRESS)


@pytest.mark.parametrize(
    "typed",
    ["stop smoking group", "I want to lie down", "that was a hard shift", "tired of giving reports",
     "help me breathe", "we lost a patient", "pause until Monday", "can't talk now",
     "want to give a hand", "I feel homesick"],
)  # fmt: skip
def test_what_only_looks_like_distress_brings_no_card(typed: str) -> None:
    assert not distress.wants_help(typed, DISTRESS)
