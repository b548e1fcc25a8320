from collections.abc import Callable

import pytest

Broken = Callable[..., tuple[str, ...]]

BRS = "instruments/brs.toml"
CBI = "instruments/cbi.toml"
CORE = "instruments/strt_core.toml"
DAILY = "instruments/daily.toml"
STSS = "instruments/stss.toml"
WHO5 = "instruments/who5.toml"
ZONE = "instruments/zone_check.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        pytest.param(
            BRS, 'id = "2"', 'id = "1"',
            'items: the id "1" is there twice; give each its own', id="two items with one id",
        ),
        pytest.param(
            CORE, 'id      = "change"', 'id      = "ticked"',
            'scales: the id "ticked" is there twice; give each its own',
            id="two scales with one id",
        ),
        pytest.param(
            CORE, 'id  = "kept-away"', 'id  = "came-back"',
            'checklists: the id "came-back" is there twice; give each its own',
            id="two checklists with one id",
        ),
        pytest.param(
            CORE, 'id          = "impact"', 'id          = "on-guard"',
            'items: the id "on-guard" is that of a checklist, too; give each its own',
            id="an item and a checklist with one id",
        ),
        pytest.param(
            STSS, 'id       = "avoidance"', 'id       = "intrusion"',
            'subscales: the id "intrusion" is there twice; give each its own',
            id="two subscales with one id",
        ),
        pytest.param(
            WHO5, "highest = 5", "highest = 0",
            'scale "how-often": does not go from 0 to 0 in steps of 1; '
            "let the highest be one or more steps above the lowest",
            id="a scale without answers to choose from",
        ),
        pytest.param(
            CBI, "step    = 25", "step    = 30",
            'scale "how-much": does not go from 0 to 100 in steps of 30; '
            "let the highest be one or more steps above the lowest",
            id="steps that miss the end",
        ),
        pytest.param(
            DAILY, '"Half and half", ', "",
            'scale "how-much": has 4 labels for 5 answers; '
            "give one for each, or two for the ends",
            id="an answer without words",
        ),
        pytest.param(
            DAILY, 'scale = "how-much"\ntext  = "I feel', 'scale = "so-much"\ntext  = "I feel',
            'item "rested": no scale is called "so-much"; use one of the file',
            id="an item of no scale",
        ),
        pytest.param(
            ZONE, "support_from = 2", "support_from = 4",
            'item "zone": support_from is no answer of its scale; use one that is',
            id="help from an answer that nobody can give",
        ),
        pytest.param(
            CORE, 'checklist   = "came-back"', 'checklist   = "come-back"',
            'item "moment-returned": no checklist is called "come-back"; use one of the file',
            id="an item of no checklist",
        ),
        pytest.param(
            CORE, 'scale       = "how-much"\ntext        = "How well',
            'scale       = "how-much"\nchecklist   = "on-guard"\ntext        = "How well',
            'item "relevance": is ticked or not, so its scale must go from 0 to 1',
            id="a box for more than a tick",
        ),
        pytest.param(
            CORE, "how work was,", "how work was in these last few days,",
            'item "changed-subject": has 78 characters beside its box; say it in at most 75',
            id="a long text beside a box",
        ),
        pytest.param(
            STSS, '["2", "3"', '["22", "3"',
            'subscale "intrusion": no item is called "22"; use one of the file',
            id="a subscale of no item",
        ),
        pytest.param(
            CORE, '"changed-subject"]', '"impact"]',
            'subscale "avoidance": its items have several scales; a score has items of one',
            id="a score of unlike answers",
        ),
        pytest.param(
            STSS, "needs    = 4", "needs    = 2",
            'subscale "intrusion": needs 2 of 5 items; '
            "let it need at least half of them, and no more than there are",
            id="less than half is enough",
        ),
        pytest.param(
            STSS, "needs    = 4", "needs    = 6",
            'subscale "intrusion": needs 6 of 5 items; '
            "let it need at least half of them, and no more than there are",
            id="more than all are needed",
        ),
        pytest.param(
            STSS, "{ intrusion = 1,", "{ intrusions = 1,",
            'algorithm "symptom_algorithm": needs 1 of "intrusions", which has 0; '
            "correct one of them",
            id="an algorithm of no subscale",
        ),
        pytest.param(
            STSS, "arousal = 2 }", "arousal = 6 }",
            'algorithm "symptom_algorithm": needs 6 of "arousal", which has 5; '
            "correct one of them",
            id="an algorithm that nobody can meet",
        ),
        pytest.param(
            ZONE, "lock_screen     = false", "lock_screen     = true",
            "lock_screen: an instrument never stands on a lock screen; "
            "write lock_screen = false",
            id="an instrument on a lock screen",
        ),
        pytest.param(
            DAILY, 'text  = "I feel rested."', "",
            "has words for some items and answers and not for others; give all, or none",
            id="an item without words among others",
        ),
        pytest.param(
            WHO5, '{ id = "1", scale = "how-often" }',
            '{ id = "1", scale = "how-often", text = "Some words" }',
            "has words for some items and answers and not for others; give all, or none",
            id="words for one item",
        ),
        pytest.param(
            WHO5, 'licence         = "site_pack"', 'licence         = "ours"',
            "licence: is ours, and has no words; write them", id="ours without words",
        ),
        pytest.param(
            WHO5, 'licence         = "site_pack"', 'licence         = "ours"',
            "bands: are for published measures; nobody knows yet what ours would mean",
            id="bands of our own",
        ),
        pytest.param(
            DAILY, 'licence         = "ours"', 'licence         = "site_pack"',
            "licence: its words belong to others and cannot be in the library; "
            "put this file into a pack of the site that may use them",
            id="the words of others in the library",
        ),
        pytest.param(
            STSS, "at_least = 38", "at_least = 28",
            'subscale "total": its bands do not rise; put the lowest first',
            id="bands that do not rise",
        ),
        pytest.param(
            STSS, "at_least = 17", "at_least = 18",
            'subscale "total": its bands must begin at 17, the lowest there can be, '
            "and none above 85",
            id="a score without a band",
        ),
        pytest.param(
            STSS, "at_least = 49", "at_least = 86",
            'subscale "total": its bands must begin at 17, the lowest there can be, '
            "and none above 85",
            id="a band without a score",
        ),
        pytest.param(
            CBI, "bands_source", "# bands_source",
            "bands_source: is missing; say who has published the bands",
            id="bands of nobody",
        ),
        pytest.param(
            BRS, "scores  = { total = 4.0 }", "scores  = { total = 4.5 }",
            'example 1: "total" comes to 4.0, and the file says 4.5; correct one of them',
            id="an example that comes to something else",
        ),
        pytest.param(
            BRS, "scores  = { total = 4.0 }", 'scores  = { total = "-" }',
            'example 1: "total" comes to 4.0, and the file says -; correct one of them',
            id="an example that should have no score",
        ),
        pytest.param(
            BRS, "scores  = { total = 4.0 }", "scores  = { total = 4.0, sum = 24 }",
            'example 1: "sum" comes to -, and the file says 24; correct one of them',
            id="an example of no subscale",
        ),
        pytest.param(
            BRS, "scores  = { total = 4.0 }", 'scores  = { total = 4.0 }\nflags   = ["prorated"]',
            "example 1: comes to the flags -, and the file says prorated; correct one of them",
            id="an example with a flag too many",
        ),
        pytest.param(
            BRS, "answers = [4, 2, 4, 2, 4, 2]", "answers = [4, 2, 4, 2, 4, 6]",
            'example 1: item "6" of brs takes a whole number from 1 to 5',
            id="an example with an impossible answer",
        ),
        pytest.param(
            BRS, "answers = [4, 2, 4, 2, 4, 2]", "answers = [4, 2, 4, 2, 4]",
            "example 1: the row for brs must be 6 long, with an answer for each item, and is 5; "
            'write "-" where there is none',
            id="an example with too few answers",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_named_with_its_file(
    broken: Broken, file: str, old: str, new: str, what: str
) -> None:
    assert f"{file}: {what}" in broken(file, old, new)


def test_every_score_is_shown_by_an_example(broken: Broken) -> None:
    one = "answers = [50, 50, 50, 50, 50, 50, 100"
    none = 'answers = ["-", "-", "-", "-", "-", "-", 100'
    problems = broken(CBI, one, none)
    assert f'{CBI}: examples: none has a number for "personal"; add one' in problems


def test_what_does_not_fit_together_is_not_scored_too(broken: Broken) -> None:
    problems = broken(BRS, 'id = "2"', 'id = "7"')
    about_examples = [problem for problem in problems if "example" in problem]

    assert (bool(problems), about_examples) == (True, [])


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        pytest.param(
            WHO5, "multiply = 4", "multiply = 0",
            "subscales 1, multiply: must be at least 1", id="nothing times",
        ),
        pytest.param(
            BRS, '"mean"', '"median"',
            "subscales 1, method: must be 'sum' or 'mean'", id="another method",
        ),
        pytest.param(
            BRS, "reverse = true", "reversed = true",
            "items 2, reversed: is not known here; correct its spelling or remove it",
            id="an unknown field",
        ),
        pytest.param(
            CORE, '["end", "month_1"]', '["end", "month_2"]',
            "items 19, time_points 2: must be 'pre', 'baseline_2', 'end', 'month_1', "
            "'month_3' or 'month_6'",
            id="another time point",
        ),
        pytest.param(
            CORE, '["end", "month_1"]', '["end", "end"]',
            'items 19, time_points: "end" is there twice; write it once', id="asked twice",
        ),
        pytest.param(
            STSS, '["2", "3"', '["2", "2"',
            'subscales 1, items: "2" is there twice; write it once', id="counted twice",
        ),
        pytest.param(
            STSS, 'id       = "arousal"', 'id       = "Arousal"',
            'subscales 3, id: "Arousal" is no key; use small letters, digits and underscores, '
            'such as "strt_core"',
            id="a score id with a capital",
        ),
        pytest.param(
            WHO5, 'licence         = "site_pack"', 'licence         = "free"',
            "licence: must be 'ours', 'site_pack' or 'site_pack_with_proof'", id="another licence",
        ),
        pytest.param(WHO5, "source  ", "sauce  ", "source: is missing; add it", id="no source"),
    ],
)  # fmt: skip
def test_a_field_of_an_instrument_that_is_wrong_is_named(
    broken: Broken, file: str, old: str, new: str, what: str
) -> None:
    assert f"{file}: {what}" in broken(file, old, new)


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        pytest.param(
            DAILY, "I feel rested.", "I have no symptom.",
            'items 1, text: says "symptom"; say "reaction"', id="in an item",
        ),
        pytest.param(
            DAILY, '"Fully"', '"FULLY"',
            'scales 1, labels 5: "FULLY" is in capitals; write it in lower case, or spell it out',
            id="in a label",
        ),
        pytest.param(
            CORE, 'on-guard"\nask = "', 'on-guard"\nask = "No therapy: ',
            'checklists 4, ask: says "therapy"; say what it is: "exercise", "training", "support"',
            id="above a checklist",
        ),
        pytest.param(
            ZONE, "One tap.", "One tap, no diagnosis.",
            'intro: says "diagnosis"; describe what happens without naming an illness',
            id="in the first lines",
        ),
    ],
)  # fmt: skip
def test_our_own_instruments_keep_to_our_words(
    broken: Broken, file: str, old: str, new: str, what: str
) -> None:
    assert f"{file}: {what}" in broken(file, old, new)


def test_the_names_of_published_instruments_are_left_as_they_are(broken: Broken) -> None:
    problems = broken(BRS, "Brief Resilience Scale", "Brief Resilience Scale, ICU patients")
    assert [problem for problem in problems if "says" in problem or "capitals" in problem] == []
