"""How the companion does not talk: the words, capitals and signs no text may hold."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
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

_NO_MARKS = "leave it out; nobody is marked here"
_NO_ORDERS = "offer it; nobody here is told how to feel or what to do"

# A word of the clinic turns a colleague into a case, a word of the classroom into a pupil, and
# praise is a mark as well: where there is a "well done", there is one who did not do well.
AVOIDED = {
    r"patients?": 'say "somebody in your care", and for staff "colleague" or "you"',
    r"symptoms?": 'say "reaction"',
    r"diagnos(is|es|e|ed|tic)": "describe what happens without naming an illness",
    r"therap(y|ies|ist|ists|eutic)": 'say what it is: "exercise", "training", "support"',
    r"treatments?(?! sessions?\b)": 'only "treatment session" is ours; say "exercise" or "care"',
    r"victims?": 'say "person"',
    r"you (have )?missed|you['’]ve missed": "leave it out; nothing is owed here",
    r"(non-?)?complian(t|ce)": "leave it out; nothing is owed here",
    r"screen(s|ed|ing)? (positive|negative)": "leave it out; nobody is screened here",
    r"burn(ed|t)[- ]?out": "say what it is like; nobody is called that here",
    r"(have|has|had|having|with|your) burnout": "say what it is like; nobody is called that here",
    r"compassion fatigue": 'say "what this work leaves behind"',
    r"streaks?": "leave it out; nobody counts here",
    r"scor(e|es|ed|ing)": _NO_MARKS,
    r"fail(s|ed|ing|ure|ures)?": _NO_MARKS,
    r"(well|nicely) done": _NO_MARKS,
    r"(great|good|nice|excellent|amazing) (job|work)": _NO_MARKS,
    r"congrat(s|ulations)|bravo|keep it up|proud of you": _NO_MARKS,
    r"(gold|top|full) (stars?|marks?)": _NO_MARKS,
    r"(\d+|bonus|extra|more) points?|points? (for|earned|won)": _NO_MARKS,
    r"percent|per cent|percentages?|\d+ ?%": _NO_MARKS,
    r"you (should|must|ought to)": _NO_ORDERS,
    r"calm down|cheer up|toughen up|man up|get over it|just relax|stay positive": _NO_ORDERS,
    r"pray(s|ed|er|ers|ing)?|bless(es|ed|ing|ings)?|god": "leave faith to each person",
    r"resilience": 'say "resiliency"',
    r"anonymous(ly)?": 'say "confidential"; that is what we can keep',
}
# Not the edge of a word, as regular expressions have it: a sign has none.
_AVOIDED = {
    re.compile(rf"(?<!\w)({word})(?!\w)", re.IGNORECASE): advice for word, advice in AVOIDED.items()
}

# Where a person in care is what the sentence is about and no other word is safe.
_MAY_SAY_PATIENT = {"safety", "steps"}

_WORD = re.compile(r"[^\W\d_]{2,}")
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*:")


def problems(draft: Draft) -> Iterator[Problem]:
    """Return what is wrong with the words of every file, whatever else is wrong with it."""
    for file, raw in ours(draft):
        for field, text in prose(raw):
            spared = file.startswith("exercises/") and field.split()[0] in _MAY_SAY_PATIENT
            yield from ((file, f"{field}: {what}") for what in _wrong(text, spared=spared))


def ours(draft: Draft) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each file whose words are ours to change, and what it says.

    Those of a licensed instrument are not, whatever we would rather say.
    """
    for file, raw in draft.raw.items():
        if not file.startswith("instruments/") or raw.get("licence") == "ours":
            yield file, raw


def prose(raw: Mapping[str, Any], inside: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text of a file that people read, after the name of its field."""
    for key, value in raw.items():
        values = list(enumerate(value, 1)) if isinstance(value, list) else [(0, value)]
        for number, one in values:
            field = f"{inside}{key}{f' {number}' if number else ''}"
            if isinstance(one, dict):
                yield from prose(one, f"{field}, ")
            elif isinstance(one, str) and key in PROSE:
                yield field, " ".join(one.split())


# A pack is the shipped library with a few texts of its own, so most texts are read twice.
@cache
def _wrong(text: str, *, spared: bool) -> Sequence[str]:
    return tuple(_faults(text, spared=spared))


def _faults(text: str, *, spared: bool) -> Iterator[str]:
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
