from bot.messages import distances
from tests.messages.reading import buttons, labels, paragraphs
from tests.messages.values import DELIVERY


def test_somebody_who_has_named_nobody_has_nothing_to_take_back() -> None:
    assert labels(distances.form({})) == ["Help card"]


def test_each_of_those_who_were_named_can_be_taken_back() -> None:
    view = distances.form({DELIVERY: "U0TARA", "e5" * 16: "U0CORA"})

    assert paragraphs(view)[1:] == [
        "You have said this of <@U0TARA>.",
        "You have said this of <@U0CORA>.",
    ]
    taken = [one["value"] for one in buttons(view) if one["text"]["text"] == "Take it back"]
    assert taken == [DELIVERY, "e5" * 16]
