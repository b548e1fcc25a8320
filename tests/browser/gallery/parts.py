"""What the gallery is made of: elements, and tables and charts."""

from typing import Any

from tests.sandbox.kit import Json, option, plain

TWO = [option("One"), option("Two")]
GROUPS = [
    {"label": plain("Days"), "options": [option("Monday")]},
    {"label": plain("Nights"), "options": [{**option("Friday"), "description": plain("late")}]},
]
SURE = {
    "title": plain("Sure?"),
    "text": {"type": "mrkdwn", "text": "It *counts*."},
    "confirm": plain("Yes, do"),
    "deny": plain("No"),
    "style": "danger",
}


def element(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": kind, "placeholder": plain("Choose one"), **more}


def ticks(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": kind, "options": TWO, **more}


def dots(**more: Any) -> Json:
    return {"type": "overflow", "action_id": "dots", "options": TWO, **more}


def said(action: Json) -> Any:
    """Return what an action says was chosen or written."""
    (value,) = (
        held for name, held in action.items() if name == "value" or name.startswith("selected_")
    )
    if isinstance(value, list):
        return [one["value"] if isinstance(one, dict) else one for one in value]
    return value["value"] if isinstance(value, dict) else value


# Tables and charts.

MONTHS = [f"Month {number}" for number in range(1, 21)]


def text(words: str) -> Json:
    return {"type": "raw_text", "text": words}


def number(value: float, **more: str) -> Json:
    return {"type": "raw_number", "value": value, **more}


def data_table(*rows: list[Json], **more: Any) -> Json:
    heads = [text("Unit"), text("Reached")]
    return {"type": "data_table", "caption": "Reach", "rows": [heads, *rows], **more}


def chart(kind: str, series: dict[str, list[float]], names: list[str], **axes: str) -> Json:
    drawn = [
        {
            "name": name,
            "data": [
                {"label": label, "value": value} for label, value in zip(names, values, strict=True)
            ],
        }
        for name, values in series.items()
    ]
    plot = {"type": kind, "series": drawn, "axis_config": {"categories": names, **axes}}
    return {"type": "data_visualization", "title": "Reach", "chart": plot}


def pie(**segments: float) -> Json:
    parts = [{"label": label, "value": value} for label, value in segments.items()]
    return {
        "type": "data_visualization",
        "title": "Reach",
        "chart": {"type": "pie", "segments": parts},
    }
