import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import figures
from bot.rules.figures import DEFINITIONS, Figures
from bot.rules.shown import WITHHELD, Band, Mixed, Phrase, Share, read, written

shares = st.integers(0, 20).map(lambda fifth: Share(5 * fifth))
mixed = st.lists(st.sampled_from(Band), min_size=2, unique=True).map(
    lambda found: Mixed(tuple(found))
)
everything_shown = st.sampled_from([*Band, *Phrase, WITHHELD]) | shares | mixed
maybe = st.none() | everything_shown
everything = st.builds(Figures, maybe, st.none() | st.integers(0, 7), maybe, maybe)


@given(everything_shown)
def test_what_is_written_reads_back(value: Band) -> None:
    assert read(written(value)) == value


@pytest.mark.parametrize(
    ("value", "form"),
    [
        pytest.param(Band.FEW, "band:few", id="a band"),
        pytest.param(Share(45), "share:45", id="a share"),
        pytest.param(Mixed((Band.FEW, Band.SOME)), "mixed:few,some", id="several bands"),
        pytest.param(Phrase.MOST, "phrase:most", id="a phrase"),
        pytest.param(WITHHELD, "withheld", id="withheld"),
    ],
)
def test_a_release_keeps_one_form(value: Band, form: str) -> None:
    assert written(value) == form


@pytest.mark.parametrize(
    "text", ["", "withheld:14", "count:9", "band:nonsense", "share:x", "nothing we know"]
)
def test_what_cannot_be_read_is_withheld(text: str) -> None:
    assert read(text) == WITHHELD


@given(everything)
def test_the_figures_of_a_release_read_back(value: Figures) -> None:
    assert figures.read(figures.written(value)[0]) == value


@given(everything)
def test_each_figure_is_kept_with_the_version_of_its_definition(value: Figures) -> None:
    kept, versions = map(json.loads, figures.written(value))

    assert versions == {name: DEFINITIONS[name] for name in kept}


@given(everything)
def test_refused_figures_say_nothing_about_answers(value: Figures) -> None:
    refused = value.withheld()

    assert {refused.participation, refused.zones} <= {None, WITHHELD}


@given(everything)
def test_refused_figures_are_of_the_same_kinds(value: Figures) -> None:
    names = [name for name in DEFINITIONS if getattr(value, name) is not None]

    assert [name for name in DEFINITIONS if getattr(value.withheld(), name) is not None] == names
