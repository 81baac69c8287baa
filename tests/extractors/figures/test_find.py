"""Figures of the warehouse: what is counted, what became of it, and what is no figure."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from extractors.figures.find import Figure, find_figures
from extractors.page import Page


def figures_of(nlp: Language, text: str) -> list[Figure]:
    return find_figures(nlp(text), Page(SimpleNamespace(text=text, document_id="doc"), (), "test"))  # type: ignore[arg-type]


def told(nlp: Language, text: str) -> list[tuple[str, float | None, str]]:
    return [(text[f.start_char : f.end_char], f.value if f.value is not None else f.low, f.measure) for f in figures_of(nlp, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # active, passive, intransitive, participle
        ("The landslide killed at least 19 villagers.", [("at least 19 villagers", 19, "killed")]),
        ("Nineteen villagers were killed by the landslide.", [("Nineteen villagers", 19, "killed")]),
        ("More than 70 were injured, the mayor said.", [("More than 70", 70, "injured")]),
        ("Officials said 14 soldiers died and another 33 were hurt.", [("14 soldiers", 14, "killed"), ("another 33", 33, "injured")]),
        ("A blast tore through the market, killing 21 and wounding dozens.", [("21", 21, "killed"), ("dozens", 24, "injured")]),
        # states, and headlines without articles or auxiliaries
        ("18 killed, 40 wounded in ferry blast", [("18 killed", 18, "killed"), ("40 wounded", 40, "injured")]),
        ("At least 16 die in ferry fire", [("At least 16", 16, "killed")]),
        # what stands with the count is not what is counted; the past that the tagger takes for a participle
        ("Landslide kills 14 including three women", [("14", 14, "killed"), ("three women", 3, "killed")]),
        ("About thirty other residents suffered from burns after the fire.", [("About thirty other residents", 30, "injured")]),
        ("About twenty other miners including women and children suffered from burns.", [("About twenty other miners", 20, "injured")]),
        # two counts side by side, each with the state behind it, or the verb before it
        ("Three Farmers Killed 16 Injured in Rockfall Near Village", [("Three Farmers", 3, "killed"), ("16 Injured", 16, "injured")]),
        ("21 people killed 40 others wounded in market blast", [("21 people", 21, "killed"), ("40 others", 40, "injured")]),
        ("A boy killed 6 people injured in landslide", [("A boy", 1, "killed"), ("6 people", 6, "injured")]),
        ("Troops kill 73 Injured 90 Rebels Near Border", [("73", 73, "killed"), ("90 Rebels", 90, "injured")]),
        ("Gunmen killed 12 wounded soldiers.", [("12 wounded soldiers", 12, "killed")]),
        ("The blast killed 12 people wounded in an earlier raid.", [("12 people", 12, "killed")]),
        # a counter of the page before the sentence, a count that looks like a year, a name that looks like a verb
        ("Shared 311 At least six people were killed by the flood.", [("At least six people", 6, "killed")]),
        ("A total of 1700 people have fallen victim to the flood.", [("A total of 1700 people", 1700, "killed")]),
        ("At least 19 IS fighters were killed.", [("At least 19 IS fighters", 19, "killed")]),
        ("Around 31 miners were rounded up and executed.", [("Around 31 miners", 31, "killed")]),
        ("The flood in which more than 70 are estimated to have been killed is over.", [("more than 70", 70, "killed")]),
        ("With the death toll estimated between 30 and 80, schools shut.", [("30 and 80", 30, "killed")]),
        ("A gunman fatally shot two guards.", [("two guards", 2, "killed")]),
        ("Two guards were fatally wounded.", [("Two guards", 2, "killed")]),
        ("The toll stands at 64 dead and 900 infections.", [("64 dead", 64, "killed"), ("900 infections", 900, "other")]),
        ("The collapse left 16 dead.", [("16 dead", 16, "killed")]),
        ("300 Sappers Head to Border as Talks Stall", [("300 Sappers", 300, "sent")]),
        # nominal forms
        ("The attack claimed the lives of 15 soldiers.", [("15 soldiers", 15, "killed")]),
        ("The death toll from the flood in the two valleys has risen to 64.", [("the two valleys", 2, "other"), ("64", 64, "killed")]),
        ("Hospitals reported 22 injuries and three deaths.", [("22 injuries", 22, "injured"), ("three deaths", 3, "killed")]),
        ("There were no injuries.", [("no injuries", 0, "injured")]),
        ("Nobody was hurt.", [("Nobody", 0, "injured")]),
        ("Not a single passenger was hurt.", [("Not a single passenger", 0, "injured")]),
        ("Not one miner was killed.", [("Not one miner", 0, "killed")]),
        ("None of the passengers was hurt.", [("None of the passengers", 0, "injured")]),
        # two told as both; a share of a whole says nothing of the whole
        ("Both pilots were killed.", [("Both pilots", 2, "killed")]),
        ("Both miners and pilots were killed.", []),
        ("A third of the 90 passengers were injured.", [("the 90 passengers", 90, "other")]),
        ("Five of the 12 passengers died.", [("Five of the 12 passengers", 5, "killed"), ("the 12 passengers", 12, "other")]),
        (
            "One of the 12 wounded miners died.",
            [("One of the 12 wounded miners", 1, "killed"), ("the 12 wounded miners", 12, "injured")],
        ),
        ("Six miners were killed and another 30 wounded.", [("Six miners", 6, "killed"), ("another 30 wounded", 30, "injured")]),
        ("Scores of villagers were killed by the flood.", [("Scores of villagers", 40, "killed")]),
        ("The 40-strong crew was rescued.", [("The 40-strong crew", 40, "evacuated")]),
        # scores of games and multiples count nothing
        ("The Rovers won 3-1 on Sunday and lost 24-17 a week later.", []),
        ("Exports rose sixfold, prices doubled, and twice as many left.", []),
        # other measures
        ("The ministry will send 300 engineers to the valley.", [("300 engineers", 300, "sent")]),
        ("Police arrested 11 suspects.", [("11 suspects", 11, "captured")]),
        ("Hundreds of villagers fled the fighting.", [("Hundreds of villagers", 200, "displaced")]),
        ("About 900 patients were evacuated.", [("About 900 patients", 900, "evacuated")]),
        ("Jets carried out 47 airstrikes.", [("47 airstrikes", 47, "strikes")]),
        ("Two gunmen stormed the bank.", [("Two gunmen", 2, "attackers")]),
        ("A bomb killed and wounded dozens of shoppers.", [("dozens of shoppers", 24, "casualties")]),
        ("The blast left three people dead and injured about 80.", [("three people", 3, "killed"), ("about 80", 80, "injured")]),
        ("There were 59 arrests and 16 fines.", [("59 arrests", 59, "captured"), ("16 fines", 16, "other")]),
        ("The fire destroyed 12 houses.", [("12 houses", 12, "other")]),
        # the subject of an active verb of killing is not its victim
        ("Two soldiers killed nine rebels.", [("Two soldiers", 2, "other"), ("nine rebels", 9, "killed")]),
    ],
)
def test_measure(nlp: Language, text: str, expected: list[tuple[str, float, str]]) -> None:
    assert told(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The ferry left at 10:30 on 12 June 2016.",
        "He was jailed in 2014.",
        "The Boeing 747 landed.",
        "The council passed Resolution 2254.",
        "Leaders of the G7 met.",
        "A 55-year-old man spoke.",
        "The town lies 40 km from the border.",
        "The talks lasted three days.",
        "It was the third visit.",
        "They want a two-state solution.",
        "It happened between 2011 and 2014.",
    ],
)
def test_no_figure(nlp: Language, text: str) -> None:
    assert told(nlp, text) == []


def test_coordinated_kinds_are_summed_and_marked(nlp: Language) -> None:
    text = "The country will send 300 sappers and 900 military builders to the valley."
    first, total, second = figures_of(nlp, text)
    assert (first.value, first.figure_role, first.counted_class) == (300, "component", "sapper")
    assert (second.value, second.figure_role, second.counted_class) == (900, "component", "military builder")
    assert (total.value, total.low, total.high, total.figure_role, total.is_derived) == (1200, 1200, 1200, "total", True)
    assert total.counted_class == "military engineer"
    assert total.parts == (0, 2)
    assert text[total.start_char : total.end_char] == "300 sappers and 900 military builders"


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A woman and her child were killed by shelling.", [("woman", 1), ("woman and her child", 2), ("child", 1)]),
        ("A man, woman and child died in the flood.", [("man", 1), ("man, woman and child", 3), ("woman", 1), ("child", 1)]),
        ("A father mother and son died in the flood.", [("father", 1), ("father mother and son", 3), ("mother", 1), ("son", 1)]),
        ("A baby girl died in the flood.", [("baby girl", 1)]),
        ("A teacher and activist was killed in Goma.", [("teacher", 1)]),
        ("A shell hit a mother and child clinic, killing a nurse.", [("nurse", 1)]),
    ],
)
def test_those_told_under_one_article_are_counted_each(nlp: Language, text: str, killed: list[tuple[str, int]]) -> None:
    found = [(text[f.start_char : f.end_char], f.value) for f in figures_of(nlp, text) if f.measure == "killed"]
    assert [(quote.split(" ", 1)[-1] if quote.lower().startswith(("a ", "her ")) else quote, value) for quote, value in found] == killed


def test_a_part_is_no_addend(nlp: Language) -> None:
    whole, part = figures_of(nlp, "Shelling killed 31 people, including 13 children.")
    assert (whole.figure_role, part.figure_role, part.measure, part.counted_class) == ("total", "subset", "killed", "child")


@pytest.mark.parametrize(
    ("text", "accumulation"),
    [
        ("The war has killed more than 90,000 people since 2009.", "cumulative"),
        ("Floods have killed 140 people so far this year.", "cumulative"),
        ("The death toll rises to 43.", "as_of"),
        ("So far 43 bodies have been found.", "as_of"),
        ("The raid killed 43 people.", "incident"),
    ],
)
def test_accumulation(nlp: Language, text: str, accumulation: str) -> None:
    assert figures_of(nlp, text)[-1].accumulation == accumulation


def test_change_and_its_result(nlp: Language) -> None:
    by, to = figures_of(nlp, "The death toll rose by 12 to 55.")
    assert (by.value, by.figure_role, by.change) == (12, "change", "up")
    assert (to.value, to.figure_role, to.change) == (55, "total", "up")


_WORDS = [
    *["killed", "at least 12", "people", "and", "dozens", "of", "children", ",", "including", "3.5 million", "toll", "rose", "to", "10-12"],
    *[
        "no",
        "one",
        "were",
        "wounded",
        "(",
        "2014",
        "$5bn",
        "a",
        "man",
        "\n\n",
        "per cent",
        "“",
        "between",
        "from",
        "9",
        "him",
        "sent",
        "sappers",
    ],
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14))
def test_any_words_give_sound_figures(nlp: Language, words: list[str]) -> None:
    text = " ".join(words)
    figures = figures_of(nlp, text)
    for figure in figures:
        assert text[figure.start_char : figure.end_char].strip()
        assert figure.start_char <= figure.number_start < figure.number_end <= len(text)
        assert figure.value is not None or figure.low is not None
        if None not in (figure.low, figure.value, figure.high):
            assert figure.low <= figure.value <= figure.high  # type: ignore[operator]
        assert all(0 <= part < len(figures) and not figures[part].is_derived for part in figure.parts)


@pytest.mark.parametrize(
    ("first", "second", "value", "low", "high", "qualifier"),
    [
        ("300", "900", 1200, 1200, 1200, "exact"),
        ("more than 300", "900", 1200, 1201, None, "more_than"),
        ("at least 300", "more than 900", 1200, 1201, None, "more_than"),
        ("at least 300", "900", 1200, 1200, None, "at_least"),
        ("about 300", "900", 1200, 1170, 1230, "about"),
    ],
)
def test_a_sum_is_bounded_as_its_parts_allow(
    first: str, second: str, value: float, low: float | None, high: float | None, qualifier: str, nlp: Language
) -> None:
    (total,) = [
        f for f in figures_of(nlp, f"The country will send {first} sappers and {second} military builders to the valley.") if f.is_derived
    ]
    assert (total.value, total.low, total.high, total.qualifier) == (value, low, high, qualifier)
