"""The programme office's list of hospitals: by which key it knows the files of each."""

from collections import Counter
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from content.fields import Kebab, Text, written
from content.files import UnreadableError, sentences, toml
from content.model import ContentError
from content.shape import Shape

# The public half of an Ed25519 key: 32 bytes.
PublicKey = Annotated[
    str,
    written(r"[0-9a-f]{64}", "is no key; copy it as the hospital's `rollup key` prints it"),
]


class Hospital(Shape):
    """One hospital, and the public half of the key with which it signs."""

    id: Kebab
    name: Text
    key: PublicKey


class _Hospitals(Shape):
    hospitals: Annotated[tuple[Hospital, ...], Field(min_length=1)]


def read(path: Path) -> tuple[Hospital, ...]:
    """Return the hospitals that the file at `path` lists.

    Raises:
        ContentError: The file is not there or not as it should be; it names everything.
    """
    try:
        found = _Hospitals.model_validate(toml(path)).hospitals
    except UnreadableError as error:
        raise ContentError((f"{path}: {error}",)) from None
    except ValidationError as error:
        raise ContentError(tuple(f"{path}: {what}" for what in sentences(error))) from None
    for name in ("id", "key"):
        twice = [
            one for one, times in Counter(getattr(h, name) for h in found).items() if times > 1
        ]
        if twice:
            raise ContentError((f"{path}: the same {name} is there twice; each has its own",))
    return found
