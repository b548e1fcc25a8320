"""Views: opening, pushing, updating and closing modals, and publishing a Home."""

from bot.sandbox.blocks import Json, copied, filled, with_ids
from bot.sandbox.errors import RefusedError
from bot.sandbox.inputs import initial_values
from bot.sandbox.limits import VIEW_BYTES, view_bytes, view_problems
from bot.sandbox.model import Person, View
from bot.sandbox.words import view_words
from bot.sandbox.workspace import APP, BOT, TEAM, Workspace

# Slack keeps at most this many views of one modal.
DEEPEST = 3

# Slack gives a Home a title too, which nobody sees.
_UNTITLED = {"type": "plain_text", "text": "View Title", "emoji": True}


def read_view(given: object, kind: str) -> Json:
    """Return the view that was sent; refused when Slack would not take it."""
    if not isinstance(given, dict):
        raise RefusedError("invalid_arguments", "view must be an object")
    if found := view_problems(given):
        raise RefusedError("invalid_arguments", problems=found)
    if given["type"] != kind:
        raise RefusedError("invalid_arguments", f"view must be of type {kind}")
    if view_bytes(given) > VIEW_BYTES:
        raise RefusedError("view_too_large", f"a view must be less than {VIEW_BYTES} bytes")
    return given


def open_modal(workspace: Workspace, person: Person, content: Json) -> View:
    """Return the view that is now on top of what `person` sees."""
    if len(person.modals) >= DEEPEST:
        raise RefusedError("push_limit_reached", f"a modal holds at most {DEEPEST} views")
    _external_id_is_free(workspace, content, None)
    view = _made(workspace, person, content)
    if person.modals:
        view.root_id, view.previous_id = person.modals[0].id, person.modals[-1].id
    person.modals.append(view)
    _tell(workspace, person, view)
    return view


def update_view(workspace: Workspace, person: Person, view: View, content: Json) -> None:
    """Make `view` show `content`; what stands in inputs that are still there stays."""
    _external_id_is_free(workspace, content, view)
    view.content = _with_ids(workspace, content)
    view.values = initial_values(view.content["blocks"], view.values)
    view.hash = _hash(workspace)
    _tell(workspace, person, view)


def publish_home(workspace: Workspace, person: Person, content: Json) -> View:
    """Return the Home that `person` has from here on."""
    if person.home is None:
        person.home = _made(workspace, person, content)
        _tell(workspace, person, person.home)
    else:
        update_view(workspace, person, person.home, content)
    return person.home


def close_view(workspace: Workspace, person: Person, view: View) -> None:
    """Take one view of a modal away; what lay under it is on top again."""
    if view in person.modals:
        person.modals.remove(view)
        del workspace.viewers[view.id]
        title = str(view.content["title"]["text"])
        workspace.transcript.tell(person.name, "closes", lambda: [title])


def clear_modal(workspace: Workspace, person: Person) -> None:
    """Take every view of the modal away."""
    for view in reversed(list(person.modals)):
        close_view(workspace, person, view)


def find_view(workspace: Workspace, *, view_id: str, external_id: str) -> tuple[Person, View]:
    """Return a view that is on somebody's screen, and whose; refused when it is on nobody's."""
    if external_id:
        view_id = next((view.id for view in _open_as(workspace, external_id)), "")
    if view_id not in workspace.viewers:
        raise RefusedError("not_found", "Nobody has this view open.")
    person = workspace.people[workspace.viewers[view_id]]
    return person, next(view for view in _views_of(person) if view.id == view_id)


def check_hash(view: View | None, given: object) -> None:
    """Refuse when the bot has seen another state of `view` than the present one."""
    if view is not None and given and given != view.hash:
        raise RefusedError("hash_conflict", "The view has changed since the bot last saw it.")


def as_payload(view: View) -> Json:
    """Return the view as Slack shows it to the bot."""
    return {
        "callback_id": "",
        "private_metadata": "",
        "external_id": "",
        "title": _UNTITLED,
        "submit": None,
        "close": None,
        "clear_on_close": False,
        "notify_on_close": False,
        **view.content,
        "id": view.id,
        "team_id": TEAM,
        "state": {"values": copied(view.values)},
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": APP,
        "app_installed_team_id": TEAM,
        "bot_id": BOT,
    }


def _made(workspace: Workspace, person: Person, content: Json) -> View:
    settled = _with_ids(workspace, content)
    view_id = workspace.new_id("V")
    workspace.viewers[view_id] = person.slack_id
    values = initial_values(settled["blocks"])
    return View(view_id, settled, values, _hash(workspace), root_id=view_id)


def _with_ids(workspace: Workspace, content: Json) -> Json:
    blocks = with_ids(content["blocks"], lambda: workspace.new_id("b"))
    around = {name: part for name, part in content.items() if name != "blocks"}
    return {**filled(around), "blocks": blocks}


def _hash(workspace: Workspace) -> str:
    return f"{workspace.new_ts()}.{workspace.new_id('h')}"


def _views_of(person: Person) -> list[View]:
    return [*person.modals, *([person.home] if person.home else [])]


def _open_as(workspace: Workspace, external_id: object) -> list[View]:
    return [
        view
        for person in workspace.people.values()
        for view in _views_of(person)
        if view.content.get("external_id") == external_id
    ]


def _external_id_is_free(workspace: Workspace, content: Json, own: View | None) -> None:
    wanted = content.get("external_id")
    if wanted and any(view is not own for view in _open_as(workspace, wanted)):
        raise RefusedError("duplicate_external_id", f"{wanted} is the id of another view")


def _tell(workspace: Workspace, person: Person, view: View) -> None:
    workspace.transcript.tell(person.name, "sees", lambda: view_words(view, workspace.name_of))
