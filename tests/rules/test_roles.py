from itertools import product

import pytest

from bot.rules import roles
from bot.rules.roles import Act, NotAllowedError, Speaker
from tests.roles_table import ROWS, WORDS, of

SITE, OTHER = "planted-riverbend", "planted-hillside"


EVERYBODY, ROSTER = of("stranger"), of("roster")
TRAINER, COORDINATOR = of("trainer"), of("coordinator")
REFUSALS = {row.act: row.refusal for row in ROWS if row.refusal}
FOR_TRAINERS, FOR_COORDINATORS = WORDS["trainers"], WORDS["coordinators"]

STRANGER = Speaker("U0STRANGER")
TRAINS = Speaker("U0TARA", "tara", trains=frozenset({SITE}))
COORDINATES = Speaker("U0CORA", coordinates=frozenset({SITE}))
BOTH = Speaker("U0BOTH", "both", trains=frozenset({SITE}), coordinates=frozenset({OTHER}))


def speaker(*, roster: bool, trains: bool, coordinates: bool) -> Speaker:
    return Speaker(
        "U0SOMEONE",
        "planted-person",
        trains=frozenset({SITE} if trains else ()),
        coordinates=frozenset({SITE} if coordinates else ()),
        on_roster=roster,
    )


def refusal(who: Speaker, act: Act, site: str | None = None) -> str | None:
    """What is said to `who`; None when they may."""
    try:
        if site is None:
            roles.require(who, act)
        else:
            roles.require_at(who, act, site)
    except NotAllowedError as error:
        return str(error)
    return None


def test_the_table_has_every_act_once() -> None:
    assert sorted(row.act for row in ROWS) == sorted(Act)


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        pytest.param(STRANGER, EVERYBODY, id="a stranger"),
        pytest.param(
            speaker(roster=False, trains=False, coordinates=False), EVERYBODY, id="on no roster"
        ),
        pytest.param(
            speaker(roster=True, trains=False, coordinates=False), EVERYBODY | ROSTER, id="roster"
        ),
        pytest.param(
            speaker(roster=False, trains=True, coordinates=False),
            EVERYBODY | TRAINER,
            id="a trainer",
        ),
        pytest.param(
            speaker(roster=False, trains=False, coordinates=True),
            EVERYBODY | COORDINATOR,
            id="a coordinator",
        ),
        pytest.param(
            speaker(roster=True, trains=True, coordinates=False),
            EVERYBODY | ROSTER | TRAINER,
            id="a trainer on a roster",
        ),
        pytest.param(
            speaker(roster=True, trains=False, coordinates=True),
            EVERYBODY | ROSTER | COORDINATOR,
            id="a coordinator on a roster",
        ),
        pytest.param(
            speaker(roster=False, trains=True, coordinates=True),
            EVERYBODY | TRAINER | COORDINATOR,
            id="a trainer who coordinates",
        ),
        pytest.param(speaker(roster=True, trains=True, coordinates=True), set(Act), id="all three"),
    ],
)
def test_a_role_allows_these_acts_and_no_others(who: Speaker, acts: set[Act]) -> None:
    assert roles.allowed(who) == acts


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize(
    ("roster", "trains", "coordinates"), list(product([False, True], repeat=3))
)
def test_an_act_is_refused_exactly_to_those_it_is_not_for(
    act: Act, roster: bool, trains: bool, coordinates: bool
) -> None:
    who = speaker(roster=roster, trains=trains, coordinates=coordinates)
    expected = None if act in roles.allowed(who) else REFUSALS[act]
    assert refusal(who, act) == expected


def test_everything_but_help_is_refused_to_a_stranger() -> None:
    assert {act: said for act in Act if (said := refusal(STRANGER, act))} == REFUSALS


@pytest.mark.parametrize("act", Act)
def test_a_refusal_is_the_same_whoever_asks(act: Act) -> None:
    everybody = [
        speaker(roster=roster, trains=trains, coordinates=coordinates)
        for roster, trains, coordinates in product([False, True], repeat=3)
    ]
    assert {refusal(who, act) for who in everybody} <= {None, REFUSALS.get(act)}


@pytest.mark.parametrize("act", REFUSALS)
def test_a_refusal_names_nothing_that_exists(act: Act) -> None:
    who = Speaker("U0PLANTED", "planted-person")
    said = f"{refusal(who, act)} {refusal(who, act, SITE)}"
    assert [word for word in (str(act), "planted", "U0PLANTED") if word in said] == []


@pytest.mark.parametrize(
    ("who", "act"),
    [
        pytest.param(TRAINS, Act.COHORT_NEW, id="a trainer makes a cohort"),
        pytest.param(TRAINS, Act.PROGRESS, id="a trainer asks for progress"),
        pytest.param(COORDINATES, Act.TRAINERS_ADD, id="a coordinator names trainers"),
        pytest.param(COORDINATES, Act.PARTICIPATION, id="a coordinator asks who took part"),
    ],
)
def test_a_role_counts_at_its_own_site(who: Speaker, act: Act) -> None:
    assert refusal(who, act, SITE) is None


@pytest.mark.parametrize(
    ("who", "act"),
    [
        pytest.param(TRAINS, Act.COHORT_NEW, id="a trainer makes a cohort"),
        pytest.param(TRAINS, Act.PROGRESS, id="a trainer asks for progress"),
        pytest.param(COORDINATES, Act.TRAINERS_ADD, id="a coordinator names trainers"),
        pytest.param(COORDINATES, Act.PARTICIPATION, id="a coordinator asks who took part"),
    ],
)
@pytest.mark.parametrize("site", [OTHER, "no-such-site", ""])
def test_elsewhere_a_role_is_refused_as_if_there_were_none(
    who: Speaker, act: Act, site: str
) -> None:
    assert refusal(who, act, site) == refusal(STRANGER, act)


def test_coordinating_a_site_makes_nobody_its_trainer() -> None:
    assert refusal(BOTH, Act.COHORT_NEW, OTHER) == FOR_TRAINERS


def test_training_at_a_site_makes_nobody_its_coordinator() -> None:
    assert refusal(BOTH, Act.TRAINERS_ADD, SITE) == FOR_COORDINATORS


def test_help_is_for_everybody_at_every_site() -> None:
    assert refusal(STRANGER, Act.HELP, SITE) is None
