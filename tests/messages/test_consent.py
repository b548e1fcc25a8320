from hashlib import sha256

import pytest

from bot.messages import consent
from bot.messages.shown import WORDS
from bot.sandbox.limits import view_problems
from tests.messages.reading import blocks_of, buttons, labels, shown, walk, words
from tests.messages.values import KEEPER

# What was read under each version. Whoever decides is kept with the version they read, so a
# version that somebody may have read is never edited here.
READ = {
    1: "84f8b3401b0a0ee2911c345defa6bf0264c7a7c7adcc505ad20e33ae7c540228",
    2: "1f4fcf283e9d0d058d87304fdfa0afdbfe9c9ba0d0847f8c0e871fc73d4ea9a2",
    3: "f902093f47078a923312d99b4401d043ca5f44233c6a62b0c635bc921e7e11c4",
    4: "1b561f11402eeee87607a78be39cfb61bcb96b3ef0e91af86783f54e15ffd848",
    5: "a9d909e6113e85845b8b28e3fe766a53125ac8d5d7d389fc0be527cd66a24419",
}

WHAT_TO_DO = (
    "The consent has changed. Raise CONSENT_VERSION in bot/messages/consent.py, and add the new "
    "version with this hash to READ in this test; leave the versions before it as they are: "
)

ALL = words(" ".join(shown(consent.form(KEEPER))))
SAID = dict(consent.words(KEEPER))


def hashed() -> str:
    """The hash of every word somebody reads before they decide, whoever keeps the keys."""
    texts = [inner["text"] for inner in walk(consent.form(KEEPER)) if "text" in inner]
    read = [text for text in texts if isinstance(text, str)]
    return sha256("\n".join(read).encode()).hexdigest()


def test_a_changed_word_of_the_consent_raises_its_version() -> None:
    assert READ.get(consent.CONSENT_VERSION) == hashed(), WHAT_TO_DO + hashed()


def test_yes_and_no_are_two_buttons_side_by_side() -> None:
    assert [
        [button["text"]["text"] for button in row["elements"]]
        for row in blocks_of(consent.form(KEEPER), "actions")
    ] == [["Yes, keep me company", "Just the training"], ["Help card"]]


def test_neither_yes_nor_no_stands_out() -> None:
    yes, no, _ = buttons(consent.form(KEEPER))
    told_apart = {key for key in yes.keys() | no.keys() if yes.get(key) != no.get(key)}
    assert told_apart == {"text", "action_id"}


def test_no_button_of_the_consent_has_a_style() -> None:
    assert [button for button in buttons(consent.form(KEEPER)) if "style" in button] == []


def test_yes_and_no_are_in_reach_without_sending_off_a_form() -> None:
    view = consent.form(KEEPER)
    assert ("submit" in view, blocks_of(view, "input")) == (False, [])


def test_every_part_of_the_consent_is_shown() -> None:
    unsaid = [said for pair in consent.words(KEEPER) for said in pair if words(said) not in ALL]
    assert unsaid == []


def test_the_consent_says_what_each_role_sees() -> None:
    assert [title for title in SAID if "see" in title.split(".")[0]] == [
        "What your colleagues and managers see.",
        "What trainers see.",
        "What coordinators see.",
    ]


@pytest.mark.parametrize(
    ("title", "promise"),
    [
        pytest.param(
            "What your colleagues and managers see.",
            "Nobody at work can learn what you answered, from this bot or from Slack.",
            id="the promise",
        ),
        pytest.param("What Slack shows.", "Slack owners could, with a formal export", id="owners"),
        pytest.param(
            "What Slack shows.", "see that I wrote to you, and anything you type", id="what"
        ),
        pytest.param("How answers are kept.", KEEPER, id="the keeper of the keys"),
        pytest.param("How answers are kept.", "confidential, not anonymous", id="the word"),
        pytest.param("How answers are kept.", "answers could be opened", id="its limit"),
        pytest.param("How answers are kept.", "`/resiliency my-data`", id="how to delete"),
        pytest.param("How to stop.", "`/resiliency stop`", id="how to stop"),
        pytest.param("How to stop.", "`/resiliency pause`", id="how to pause"),
        pytest.param("It is up to you.", "changes nothing about your job", id="it is voluntary"),
        pytest.param("What I am not.", "nobody watches your answers", id="nobody watches"),
    ],
)
def test_the_consent_makes_this_promise(title: str, promise: str) -> None:
    assert promise in SAID[title]


@pytest.mark.parametrize("title", ["What trainers see.", "What coordinators see."])
def test_what_the_consent_quotes_is_what_trainers_really_read(title: str) -> None:
    quoted = [part.partition("\u201d")[0] for part in SAID[title].split("\u201c")[1:]]
    assert [words for words in quoted if words not in WORDS.values()] == []


def test_each_part_has_a_switch() -> None:
    (boxes,) = blocks_of(consent.form(KEEPER), "checkboxes")
    assert [option["value"] for option in boxes["options"]] == [
        "checkins",
        "exercises",
        "assessments",
        "evaluation",
    ]


def test_every_part_is_ticked_because_that_is_what_company_means() -> None:
    (boxes,) = blocks_of(consent.form(KEEPER), "checkboxes")
    assert [option["value"] for option in boxes["initial_options"]] == [
        "checkins",
        "exercises",
        "assessments",
        "evaluation",
    ]


def test_the_keeper_is_named_as_written() -> None:
    form = consent.form("Legal & <Privacy>")
    assert "Legal &amp; &lt;Privacy&gt;" in " ".join(shown(form))


def test_a_keeper_with_a_long_title_fits() -> None:
    assert view_problems(consent.form("the office of data protection " * 20)) == []


def test_the_consent_can_be_read_in_one_go() -> None:
    # Less than two minutes, standing up.
    assert len(ALL.split()) < 460


def test_the_help_card_is_in_the_consent_too() -> None:
    assert labels(consent.form(KEEPER))[-1] == "Help card"
