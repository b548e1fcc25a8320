"""Reads the files once; reports every problem of every file together."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import Field, ValidationError

from content import check
from content.certification import Ladder
from content.draft import Draft
from content.files import (
    ATTESTATION,
    SINGLES,
    Problem,
    UnreadableError,
    find,
    sentences,
    toml,
)
from content.instruments import Releases
from content.model import (
    CheckIn,
    ContentError,
    Curriculum,
    Exercise,
    Help,
    Instrument,
    Library,
    Pack,
    Shape,
    Site,
)
from content.talk import Talk

SHIPPED = Path(__file__).parent / "library"

_SHAPES: dict[str, type[Shape]] = {
    "checkins": CheckIn,
    "exercises": Exercise,
    "instruments": Instrument,
    "certification.toml": Ladder,
    "curriculum.toml": Curriculum,
    "help.toml": Help,
    "released.toml": Releases,
    "words.toml": Talk,
}


class _Sites(Shape):
    sites: Annotated[tuple[Site, ...], Field(min_length=1)]


class _Read(NamedTuple):
    """One file: what it says, the shape of it unless that is wrong, and what is wrong."""

    raw: Mapping[str, Any]
    shape: Shape | None
    wrong: list[str]


def library(paths: Sequence[Path] = ()) -> Library:
    """Return the shipped library with the packs at `paths` laid over it, the last on top.

    It is whole, or there is none: one problem anywhere, and nothing of it is used.

    Raises:
        ContentError: Anything in any file is not as it should be; it names everything.
    """
    return _laid(paths) if paths else _shipped()


@cache
def _shipped() -> Library:
    """Return the shipped library, which nobody changes while the bot runs."""
    return _laid(())


def _laid(paths: Sequence[Path]) -> Library:
    draft, problems = survey((SHIPPED, *paths))
    curriculum, help_, ladder, talk = draft.curriculum, draft.help, draft.ladder, draft.talk
    if problems or curriculum is None or help_ is None or ladder is None or talk is None:
        raise ContentError(problems)
    return Library(
        checkins=draft.checkins,
        exercises=draft.exercises,
        instruments=draft.instruments,
        curriculum=curriculum,
        help=help_,
        ladder=ladder,
        talk=talk,
    )


def sites(path: Path) -> tuple[Site, ...]:
    """Return the sites that the file at `path` describes.

    Raises:
        ContentError: The file is not there or not as it should be; it names everything.
    """
    try:
        raw = toml(path)
    except UnreadableError as error:
        raise ContentError((f"{path}: {error}",)) from error
    read = _shaped(_Sites, raw)
    wrong = [*read.wrong, *_same_ids(raw)]
    if wrong or not isinstance(read.shape, _Sites):
        raise ContentError(tuple(f"{path}: {what}" for what in wrong))
    return read.shape.sites


def survey(layers: Sequence[Path]) -> tuple[Draft, tuple[str, ...]]:
    """Return what can be read of these folders, laid over each other, and every problem."""
    draft, problems = examine(layers)
    labels = {file: _label(file, path, layers[0]) for file, path in draft.paths.items()}
    said = [f"{labels.get(file, file)}: {what}" for file, what in problems]
    return draft, tuple(sorted(said))


def examine(layers: Sequence[Path]) -> tuple[Draft, list[Problem]]:
    """Return what can be read of these folders, laid over each other, and each file's problems.

    The first folder is a library; the others are packs, of which one that nobody attests is not
    read at all.
    """
    library, *packs = layers
    refused = {pack: what for pack in packs if (what := _refused(pack))}
    found = find([library, *(pack for pack in packs if pack not in refused)])
    read = {file: _read(file, path) for file, path in found.paths.items()}
    draft = _draft(found.paths, read, library)
    problems = [
        *((str(pack), what) for pack, what in refused.items()),
        *found.problems,
        *((file, "is missing; every library has one") for file in SINGLES if file not in read),
        *((file, what) for file, one in read.items() for what in one.wrong),
        *check.problems(draft),
    ]
    return draft, problems


def _refused(pack: Path) -> str | None:
    """Return why a pack is not taken, in one sentence; None when it says whose it is."""
    try:
        wrong = _shaped(Pack, toml(pack / ATTESTATION)).wrong
    except UnreadableError as error:
        wrong = [str(error)]
    if not wrong:
        return None
    return (
        f"is not taken: its {ATTESTATION} must say title, licence, attested_by (a role) and "
        f"attested_on; {', and '.join(wrong)}"
    )


def _label(file: str, path: Path, shipped: Path) -> str:
    # A pack's file is named with its folder: the same name may stand in the library beneath.
    return file if path.is_relative_to(shipped) else str(path)


def _read(file: str, path: Path) -> _Read:
    try:
        raw = toml(path)
    except UnreadableError as error:
        return _Read({}, None, [str(error)])
    shape = _SHAPES[file.partition("/")[0]]
    if file in SINGLES:
        return _shaped(shape, raw)
    read = _shaped(shape, raw | {"id": path.stem})
    named = ["id: the name of the file says it; remove this line"] if "id" in raw else []
    return read._replace(wrong=[*named, *read.wrong])


def _shaped(shape: type[Shape], raw: Mapping[str, Any]) -> _Read:
    try:
        return _Read(raw, shape.model_validate(raw), [])
    except ValidationError as error:
        return _Read(raw, None, sentences(error))


def _draft(paths: Mapping[str, Path], read: Mapping[str, _Read], library: Path) -> Draft:
    shapes = [one.shape for one in read.values()]
    return Draft(
        paths=paths,
        packed=frozenset(file for file in paths if not paths[file].is_relative_to(library)),
        raw={file: one.raw for file, one in read.items()},
        checkins={shape.id: shape for shape in shapes if isinstance(shape, CheckIn)},
        exercises={shape.id: shape for shape in shapes if isinstance(shape, Exercise)},
        instruments={shape.id: shape for shape in shapes if isinstance(shape, Instrument)},
        curriculum=next((shape for shape in shapes if isinstance(shape, Curriculum)), None),
        help=next((shape for shape in shapes if isinstance(shape, Help)), None),
        talk=next((shape for shape in shapes if isinstance(shape, Talk)), None),
        ladder=next((shape for shape in shapes if isinstance(shape, Ladder)), None),
        releases=next((shape for shape in shapes if isinstance(shape, Releases)), None),
    )


def _same_ids(raw: Mapping[str, Any]) -> Iterator[str]:
    # Read from the raw file, so that it is said together with whatever else is wrong.
    tables = raw.get("sites")
    written = tables if isinstance(tables, list) else []
    ids = [site["id"] for site in written if isinstance(site, dict) and "id" in site]
    for site_id, times in Counter(map(str, ids)).items():
        if times > 1:
            yield f'sites: the id "{site_id}" is there twice; give each site its own'
