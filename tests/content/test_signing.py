from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import signing
from content.load import library
from content.model import CheckIn, Exercise, Library
from content.shape import Item
from content.signing import Standing

LIBRARY = library()
ON = date(2026, 11, 22)

# One role is enough for these, and nothing follows from them.
PAUSE = LIBRARY.exercises["a-pause-together"]
HARD_SHIFT = LIBRARY.exercises["feet-and-seat"]
INWARD = LIBRARY.exercises["head-to-feet"]
ASK = LIBRARY.checkins["a-pause-this-week"]
HEAVY_ASK = LIBRARY.checkins["after-the-last-shift"]
REACTIONS = LIBRARY.instruments["strt_core"]


def signed(item: Any, *roles: str) -> Any:
    signatures = tuple(signing.signature(item, role, ON) for role in roles)
    return item.model_copy(update={"signatures": signatures})


def holding(*items: Item) -> Library:
    return LIBRARY.model_copy(
        update={
            "checkins": {item.id: item for item in items if isinstance(item, CheckIn)},
            "exercises": {item.id: item for item in items if isinstance(item, Exercise)},
            "instruments": {},
        }
    )


def standing(item: Item, *others: Item) -> Standing:
    folder = "checkins" if isinstance(item, CheckIn) else "exercises"
    return signing.standings(holding(item, *others))[f"{folder}/{item.id}.toml"]


def test_the_shipped_library_is_unsigned() -> None:
    assert set(signing.standings(LIBRARY).values()) == {Standing.UNSIGNED}


def test_nothing_of_an_unsigned_library_may_be_sent() -> None:
    left = signing.sendable(LIBRARY)
    assert (left.checkins, left.exercises, left.instruments) == ({}, {}, {})


def test_help_and_curriculum_stay_whatever_is_signed() -> None:
    left = signing.sendable(LIBRARY)
    assert (left.help, left.curriculum) == (LIBRARY.help, LIBRARY.curriculum)


def test_one_signature_is_enough_for_most() -> None:
    assert standing(signed(PAUSE, "Psychologist")) is Standing.SIGNED


@pytest.mark.parametrize("item", [HARD_SHIFT, HEAVY_ASK, REACTIONS], ids=lambda item: item.id)
def test_what_meets_people_in_their_worst_hour_needs_two_roles(item: Item) -> None:
    assert [
        signing.is_signed(signed(item, "Psychologist")),
        signing.is_signed(signed(item, "Psychologist", "psychologist")),
        signing.is_signed(signed(item, "Psychologist", "Chaplain")),
    ] == [False, False, True]


def test_one_signature_of_two_waits_for_a_second_role() -> None:
    assert standing(signed(HARD_SHIFT, "Psychologist")) is Standing.SECOND


def test_a_changed_text_loses_its_signatures() -> None:
    changed = signed(PAUSE, "Psychologist").model_copy(update={"safety": "Whenever you like."})
    assert standing(changed) is Standing.CHANGED


def test_a_change_that_is_taken_back_gives_the_signature_back() -> None:
    before = signed(PAUSE, "Psychologist")
    changed = before.model_copy(update={"safety": "Whenever you like."})
    assert standing(changed.model_copy(update={"safety": before.safety})) is Standing.SIGNED


def test_of_two_signatures_one_that_is_outdated_counts_as_none() -> None:
    old = signed(HARD_SHIFT.model_copy(update={"title": "Before"}), "Chaplain").signatures
    both = signed(HARD_SHIFT, "Psychologist")
    both = both.model_copy(update={"signatures": (*old, *both.signatures)})
    assert standing(both) is Standing.SECOND


def test_an_outdated_signature_is_remarked() -> None:
    changed = signed(PAUSE, "Psychologist").model_copy(update={"safety": "Whenever you like."})
    assert list(signing.remarks(holding(changed))) == [
        (
            "exercises/a-pause-together.toml",
            "has changed since Psychologist signed it on 2026-11-22; have it read and signed again",
        )
    ]


def test_an_outdated_signature_is_remarked_no_more_once_the_role_has_signed_again() -> None:
    old = signed(PAUSE.model_copy(update={"title": "Before"}), "Psychologist").signatures
    again = signed(PAUSE, "Psychologist")
    again = again.model_copy(update={"signatures": (*old, *again.signatures)})
    assert list(signing.remarks(holding(again))) == []


def test_a_question_waits_for_the_exercises_it_offers() -> None:
    ask = signed(ASK, "Psychologist")
    offered = [LIBRARY.exercises[choice.offer] for choice in ASK.choices if choice.offer]
    first, *others = [signed(exercise, "Psychologist") for exercise in offered]

    assert standing(ask, first) is Standing.WAITING
    assert standing(ask, first, *others) is Standing.SIGNED


def test_nobody_is_led_inward_without_a_way_out() -> None:
    assert INWARD.anchor is not None
    inward = signed(INWARD, "Psychologist")
    anchor = signed(LIBRARY.exercises[INWARD.anchor], "Psychologist", "Chaplain")

    assert standing(inward) is Standing.WAITING
    assert signing.sendable(holding(inward)).exercises == {}
    assert set(signing.sendable(holding(inward, anchor)).exercises) == {inward.id, anchor.id}


def test_a_way_out_is_no_way_out_while_its_own_is_unsigned() -> None:
    middle = PAUSE.model_copy(update={"anchor": "small-awe"})
    first = LIBRARY.exercises["one-word-for-the-shift"].model_copy(update={"anchor": PAUSE.id})
    assert signing.sendable(holding(signed(first, "A"), signed(middle, "A"))).exercises == {}


def test_a_spec_without_words_cannot_be_signed() -> None:
    items = tuple(item.model_copy(update={"text": None}) for item in REACTIONS.items)
    bare = REACTIONS.model_copy(update={"items": items})
    shelves = LIBRARY.model_copy(update={"instruments": {bare.id: bare}})
    assert not [file for file in signing.items(shelves) if file.startswith("instruments/")]


def test_each_unit_counts_what_is_signed_and_what_is_not() -> None:
    other = PAUSE.model_copy(update={"id": "another"})
    found = signing.by_unit(holding(signed(PAUSE, "Psychologist"), other))
    assert found == {PAUSE.unit: {Standing.SIGNED: 1, Standing.UNSIGNED: 1}}


def test_a_hash_is_the_same_with_every_version_of_the_bot() -> None:
    # Were it to change, every hospital would have to read and sign everything again.
    planted = Exercise(
        id="planted",
        version=1,
        title="Planted",
        unit="closing",
        minutes=1,
        setting="anywhere",
        why="Planted.",
        steps=("Planted.",),
        safety="Plantéd.",
        evidence="C",
        source="Planted",
    )
    assert (
        signing.digest(planted)
        == "fb10552b70213369ba190279343f6b307ec83b52bb163af30b697962c2bfb4ac"
    )


@given(st.sampled_from(sorted(LIBRARY.exercises)), st.data())
def test_every_field_of_a_text_counts(key: str, data: st.DataObject) -> None:
    item = LIBRARY.exercises[key]
    field = data.draw(st.sampled_from(["title", "why", "safety", "source", "minutes", "unit"]))
    other = getattr(item, field) + (1 if field == "minutes" else " ")
    assert signing.digest(item.model_copy(update={field: other})) != signing.digest(item)


def test_a_signature_does_not_change_what_is_signed() -> None:
    assert signing.digest(signed(PAUSE, "Psychologist")) == signing.digest(PAUSE)


def test_a_flag_that_is_off_costs_no_signature_when_it_is_new() -> None:
    before = PAUSE.model_dump(mode="json", exclude={"signatures", "hard_shift", "inward"})
    assert signing._said(before) == signing._said(
        PAUSE.model_dump(mode="json", exclude={"signatures"})
    )
