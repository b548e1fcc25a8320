import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import library
from bot.rules.library import MOST, Search
from content.load import library as shipped
from content.model import Exercise

EXERCISES = list(shipped().exercises.values())
SOME = EXERCISES[0]

searches = st.builds(
    Search,
    unit=st.none() | st.sampled_from(sorted({one.unit for one in EXERCISES})),
    minutes=st.none() | st.integers(1, 5),
    setting=st.none() | st.sampled_from(sorted(library.SETTINGS)),
    words=st.sampled_from(["", "breath", "a", "zanzibar", "Sit down."]),
)


def ids(search: Search, exercises: list[Exercise] = EXERCISES) -> set[str]:
    return {one.id for one in library.found(exercises, search).exercises}


@given(searches)
def test_what_is_found_and_what_is_besides_are_all_that_fit_each_part(search: Search) -> None:
    found = library.found(EXERCISES, search)
    parts = [
        Search(unit=search.unit),
        Search(minutes=search.minutes),
        Search(setting=search.setting),
        Search(words=search.words),
    ]
    fit_each = [one for one in EXERCISES if all(one.id in ids(part, [one]) for part in parts)]
    assert len(found.exercises) + found.besides == len(fit_each)


@given(searches)
def test_no_more_is_found_than_a_window_shows(search: Search) -> None:
    assert len(library.found(EXERCISES, search).exercises) <= MOST


def test_whoever_leaves_all_open_sees_the_shortest_first() -> None:
    minutes = [one.minutes for one in library.found(EXERCISES, Search()).exercises]
    assert minutes == sorted(one.minutes for one in EXERCISES)[:MOST]


@pytest.mark.parametrize("setting", ["at_work", "after_shift"])
def test_what_fits_anywhere_fits_every_place(setting: str) -> None:
    anywhere = [one for one in EXERCISES if one.setting == "anywhere"]
    left_out = [one.id for one in anywhere if not ids(Search(setting=setting), [one])]

    assert (bool(anywhere), left_out) == (True, [])


@pytest.mark.parametrize("words", [SOME.title, SOME.title.upper(), SOME.steps[0][:6], "  "])
def test_an_exercise_is_found_by_its_words_whatever_their_case(words: str) -> None:
    assert ids(Search(words=words), [SOME]) == {SOME.id}


def test_a_word_that_no_exercise_has_finds_none() -> None:
    assert ids(Search(words="zanzibar")) == set()


@pytest.mark.parametrize(("text", "read"), [("3", 3), (None, None), ("", None), ("soon", None)])
def test_a_time_that_is_no_number_is_any_time(text: str | None, read: int | None) -> None:
    assert library.minutes(text) == read
