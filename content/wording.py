"""How the companion does not talk: the words, capitals and signs no text may hold."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from content.draft import Draft
from content.files import Problem

# What people read. Ids, sources and the words of distress are left alone: a paper is called what
# it is called, and somebody in distress uses any word there is.
PROSE = {
    "ask",
    "intro",
    "label",
    "labels",
    "name",
    "none",
    "objective",
    "reach",
    "reply",
    "safety",
    "skip",
    "steps",
    "text",
    "title",
    "why",
}

# A word of the clinic turns a colleague into a case, a word of the classroom into a pupil.
AVOIDED = {
    r"patients?": 'say "somebody in your care", and for staff "colleague" or "you"',
    r"symptoms?": 'say "reaction"',
    r"diagnos(is|es|e|ed|tic)": "describe what happens without naming an illness",
    r"therap(y|ies|ist|ists|eutic)": 'say what it is: "exercise", "training", "support"',
    r"treatments?(?! sessions?\b)": 'only "treatment session" is ours; say "exercise" or "care"',
    r"victims?": 'say "person"',
    r"you (have )?missed|you['’]ve missed": "leave it out; nothing is owed here",
    r"non-?complian(t|ce)": "leave it out; nothing is owed here",
    r"streaks?": "leave it out; nobody counts here",
    r"scor(e|es|ed|ing)": "leave it out; nobody is marked here",
    r"fail(s|ed|ing|ure|ures)?": "leave it out; nobody is marked here",
    r"resilience": 'say "resiliency"',
    r"anonymous(ly)?": 'say "confidential"; that is what we can keep',
}
_AVOIDED = {re.compile(rf"\b({word})\b", re.IGNORECASE): advice for word, advice in AVOIDED.items()}

# Where a person in care is what the sentence is about and no other word is safe.
_MAY_SAY_PATIENT = {"safety", "steps"}

_WORD = re.compile(r"[^\W\d_]{2,}")
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*:")


def problems(draft: Draft) -> Iterator[Problem]:
    """Return what is wrong with the words of every file, whatever else is wrong with it."""
    for file, raw in draft.raw.items():
        for field, text in _prose(raw) if _is_ours(file, raw) else ():
            spared = file.startswith("exercises/") and field.split()[0] in _MAY_SAY_PATIENT
            yield from ((file, f"{field}: {what}") for what in _wrong(text, spared=spared))


def _is_ours(file: str, raw: Mapping[str, Any]) -> bool:
    # The words of a licensed instrument may not be changed, whatever we would rather say.
    return not file.startswith("instruments/") or raw.get("licence") == "ours"


def _prose(raw: Mapping[str, Any], inside: str = "") -> Iterator[tuple[str, str]]:
    for key, value in raw.items():
        values = list(enumerate(value, 1)) if isinstance(value, list) else [(0, value)]
        for number, one in values:
            field = f"{inside}{key}{f' {number}' if number else ''}"
            if isinstance(one, dict):
                yield from _prose(one, f"{field}, ")
            elif isinstance(one, str) and key in PROSE:
                yield field, " ".join(one.split())


def _wrong(text: str, *, spared: bool) -> Iterator[str]:
    for avoided, advice in _AVOIDED.items():
        for match in avoided.finditer(text):
            if not (spared and match[0].lower().startswith("patient")):
                yield f'says "{match[0]}"; {advice}'
    for word in filter(str.isupper, _WORD.findall(text)):
        yield f'"{word}" is in capitals; write it in lower case, or spell it out'
    for sign in (*_SHORTCODE.findall(text), *filter(_is_picture, text)):
        yield f'"{sign}" is a picture; say it in words'


def _is_picture(sign: str) -> bool:
    return unicodedata.category(sign) in {"So", "Me"}
