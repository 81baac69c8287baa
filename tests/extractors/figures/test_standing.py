"""How a figure stands to others: its role, what it accumulates over, its change."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from spacy.language import Language

from extractors.figures.find import Figure, find_figures
from extractors.page import Page


def figures_of(nlp: Language, text: str) -> list[Figure]:
    return find_figures(nlp(text), Page(SimpleNamespace(text=text, document_id="doc"), (), "test"))  # type: ignore[arg-type]


def figure_at(nlp: Language, text: str, quote: str) -> Figure:
    at = text.index(quote)
    return next(f for f in figures_of(nlp, text) if f.number_start <= at < f.end_char and not f.is_derived)


@pytest.mark.parametrize(
    ("text", "quote", "role"),
    [
        ("The landslide killed 19 villagers.", "19", "total"),
        # what comes on top of a count of the same fate
        ("The flood killed 19 villagers. Six others died in a rockfall.", "Six", "component"),
        ("Nineteen villagers were killed on the coast while six others were killed inland.", "six", "component"),
        ("Hospitals counted 19 dead. Three more died in the night.", "Three", "component"),
        ("The quake killed 40 people. Another 12 died when a bridge fell.", "12", "component"),
        ("The quake killed 40 people. A further 12 miners were killed below ground.", "12", "component"),
        # … and what "others" stands beside a count of another fate is the whole of its own
        ("The flood killed six villagers and injured 30 others.", "30", "total"),
        ("Six villagers were killed and another 30 wounded.", "30", "total"),
        ("Six killed, dozens more wounded in ferry fire", "dozens", "total"),
        ("Six villagers were killed and 30 wounded. On the coast the flood killed two and hurt nine others.", "nine", "total"),
        # parts of a whole
        ("The flood killed 19 villagers, including seven children.", "seven", "subset"),
        ("The flood killed 19 villagers, among them seven children.", "seven", "subset"),
        ("Nineteen villagers drowned, five of them children.", "five", "subset"),
        ("Seven children were among the dead.", "Seven", "subset"),
        ("Seven children and two nurses were among the dead.", "Seven", "subset"),
        ("Nineteen villagers, among them seven children, were killed.", "Nineteen", "total"),
        ("7 children among 19 dead in ferry fire", "7", "subset"),
        ("Twelve of the wounded were flown to the capital.", "Twelve", "subset"),
        # parts of a sum, shares, moves
        ("They will send 300 sappers and 900 military builders.", "300", "component"),
        ("Some 40 percent of the wounded were children.", "40", "rate"),
        ("They turn back 100 migrants a day.", "100", "rate"),
        ("They turned back 100 migrants a day after the talks.", "100", "total"),
        ("The death toll rose by 12 to 55.", "12", "change"),
        ("The death toll rose by 12 to 55.", "55", "total"),
    ],
)
def test_role(nlp: Language, text: str, quote: str, role: str) -> None:
    assert figure_at(nlp, text, quote).figure_role == role


@pytest.mark.parametrize(
    ("text", "quote", "accumulation"),
    [
        ("The raid killed 43 people.", "43", "incident"),
        ("A shell killed 43 people in the village on Monday.", "43", "incident"),
        # a subject that is long by nature, or said to have lasted
        ("The war has killed more than 90,000 people.", "90,000", "cumulative"),
        ("The rebellion has claimed 90,000 lives.", "90,000", "cumulative"),
        ("The valley is torn by a civil war that has killed 90,000 people.", "90,000", "cumulative"),
        ("It was a rare truce in a conflict in which 90,000 people have died.", "90,000", "cumulative"),
        ("The month-long siege has killed 60 villagers.", "60", "cumulative"),
        ("The six-week-old offensive has cost the lives of 60 soldiers.", "60", "cumulative"),
        ("Some 8,000 villagers have fled the war.", "8,000", "cumulative"),
        # since
        ("More than 90,000 people have died since March 2009.", "90,000", "cumulative"),
        ("More than 90,000 people have died since the country's revolt first broke out.", "90,000", "cumulative"),
        ("The war has since killed 90,000 people.", "90,000", "cumulative"),
        ("Since then 90,000 people have been killed.", "90,000", "cumulative"),
        ("Some 410 villagers have been killed since talks stalled in April.", "410", "cumulative"),
        ("The city has been under shelling since mid-May which has killed 132 civilians.", "132", "cumulative"),
        ("The shelling has killed 132 civilians since the end of July.", "132", "cumulative"),
        # what shares the sentence shares the time
        ("The war has killed 90,000 people and wounded at least 200,000.", "200,000", "cumulative"),
        ("About 90,000 people have been killed and 300,000 displaced since the conflict began.", "300,000", "cumulative"),
        ("The war has killed 90,000 people, while a raid on Monday killed 12.", "12", "incident"),
        # weeks, months, years
        ("Floods have killed 140 people so far this year.", "140", "cumulative"),
        ("In this month alone 140 people were killed.", "140", "cumulative"),
        ("Clinics reported 29 dead over the past week.", "29", "cumulative"),
        ("Over 500 civilians killed in one week", "500", "cumulative"),
        ("Shelling killed 33 people in the first six months of 2012.", "33", "cumulative"),
        ("In two years of war 900 medics were killed.", "900", "cumulative"),
        # a rank among events is no time of the count
        ("The blast killed 43 people in the deadliest attack since 2014.", "43", "incident"),
        ("The crash killed all five aboard, the worst loss of life since the war began.", "five", "incident"),
        # still running
        ("The death toll rises to 43.", "43", "as_of"),
        ("So far 43 bodies have been found.", "43", "as_of"),
        ("The blast killed 43 people, and the toll is likely to rise.", "43", "as_of"),
        ("At least 43 people were killed, the monitor said in an updated toll.", "43", "as_of"),
        ("By 6 p.m. 43 people had died.", "43", "as_of"),
        # told before the one that now holds
        ("The governor had earlier put the toll at 12.", "12", "as_of"),
        ("An earlier toll of 12 dead was raised by the hospital.", "12", "as_of"),
        ("The hospital said 15 had died, updating a previous count of 12 dead.", "12", "as_of"),
        ("The police had previously reported 12 dead.", "12", "as_of"),
        ("The initial toll was eight dead.", "eight", "as_of"),
    ],
)
def test_accumulation(nlp: Language, text: str, quote: str, accumulation: str) -> None:
    assert figure_at(nlp, text, quote).accumulation == accumulation


@pytest.mark.parametrize(
    ("text", "quote", "change"),
    [
        ("The death toll rose to 43.", "43", "up"),
        ("The number of wounded fell by 12.", "12", "down"),
        ("Prices climbed 7 percent.", "7", "up"),
        ("The price was cut to $40.", "40", "down"),
        ("The blast killed 43 people.", "43", None),
        ("Women make up 40 percent of the staff.", "40", None),
    ],
)
def test_change(nlp: Language, text: str, quote: str, change: str | None) -> None:
    assert figure_at(nlp, text, quote).change == change


@pytest.mark.parametrize(
    "text",
    [
        "A witness who was wounded in the blast described it.",
        "An injured boy waits for treatment.",
        "A video shows a nurse with the limp body of a boy.",
    ],
)
def test_a_person_who_is_described_is_not_counted(nlp: Language, text: str) -> None:
    assert figures_of(nlp, text) == []


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("A child was killed in the flood.", "killed"),
        ("The blast killed a nurse who had just come home.", "killed"),
        ("A nurse was hurt.", "injured"),
    ],
)
def test_a_single_victim_is_counted(nlp: Language, text: str, measure: str) -> None:
    assert [(f.value, f.measure) for f in figures_of(nlp, text)] == [(1, measure)]


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("At least 126 people were killed.", (126, 126, None, "at_least")),
        ("More than 100 people were killed.", (100, 101, None, "more_than")),
        ("As many as 80 people were killed.", (80, None, 80, "at_most")),
        ("About 200 people were killed.", (200, 180, 220, "about")),
        ("Nearly 50 people were killed.", (50, 45, 50, "about")),
        ("Between 30 and 40 people were killed.", (30, 30, 40, "range")),
        ("Dozens of people were killed.", (None, 24, None, "dozens")),
        ("Several hundred people were killed.", (None, 300, None, "several hundred")),
        ("More than 12 tonnes of grain were lost.", (12, 12, None, "more_than")),
    ],
)
def test_bounds_of_a_figure(nlp: Language, text: str, bounds: tuple[float | None, float | None, float | None, str]) -> None:
    figure = figures_of(nlp, text)[0]
    assert (figure.value, figure.low, figure.high, figure.qualifier) == pytest.approx(bounds)


def test_what_an_owner_has_is_no_part_of_a_counted_whole(nlp: Language) -> None:
    (found,) = figures_of(nlp, "The army said four of its soldiers were killed.")
    assert (found.value, found.figure_role, found.measure) == (4, "total", "killed")
