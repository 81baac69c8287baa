"""Who is named: kinds, short names, groups of many names, states and their organs."""

from __future__ import annotations

from itertools import pairwise

import pytest
from spacy.language import Language

from extractors import actors
from extractors.actors import find_actors
from extractors.documents import read_document
from extractors.gazetteer import load_gazetteer
from extractors.page import Page
from extractors.places import find_places
from extractors.records import ActorMention, Article, DocumentActor

GAZETTEER = load_gazetteer()


def read(text: str, nlp: Language) -> tuple[list[DocumentActor], list[ActorMention]]:
    doc, page = nlp(text), Page(read_document(Article("test", text)), (), "test")
    places, _, _ = find_places(doc, page, GAZETTEER)
    return find_actors(doc, page, places, GAZETTEER)


def named(text: str, nlp: Language) -> dict[str, list[str]]:
    """Quotes of each actor, by the actor's name."""
    actors, mentions = read(text, nlp)
    return {actor.name: [m.quote for m in mentions if m.document_actor_id == actor.document_actor_id] for actor in actors}


# Text, name of an actor, kind, country, the quotes that name it.
ACTORS = [
    (
        "Emmanuel Macron flew to Berlin. Macron met bankers there.",
        ("Emmanuel Macron", "Person", None, ["Emmanuel Macron", "Macron"]),
    ),
    (
        "Kim Jong Un sent a letter. Kim praised the soldiers.",
        ("Kim Jong Un", "Person", None, ["Kim Jong Un", "Kim"]),
    ),
    (
        "Daesh lost the town. The group ISIS said nothing, and Islamic State radio fell silent.",
        ("Islamic State", "Organization", None, ["Daesh", "ISIS", "Islamic State"]),
    ),
    (
        "The Syrian Observatory for Human Rights gave a toll. The Observatory relies on sources in Syria.",
        ("Syrian Observatory for Human Rights", "Organization", None, ["Syrian Observatory for Human Rights", "Observatory"]),
    ),
    (
        "The Homs Medical Relief Committee (HMRC) opened a clinic. HMRC doctors treated dozens.",
        ("Homs Medical Relief Committee", "Organization", None, ["Homs Medical Relief Committee", "HMRC", "HMRC"]),
    ),
    (
        "The Turkish military shelled the hills. Turkey's army denied it.",
        ("Turkish military", "PublicBody", "TR", ["Turkish military", "Turkey's army"]),
    ),
    (
        "The Security Council of the Russian Federation met. Russia's Security Council adjourned.",
        (
            "Security Council of the Russian Federation",
            "PublicBody",
            "RU",
            ["Security Council of the Russian Federation", "Russia's Security Council"],
        ),
    ),
    ("Iran rejected the offer.", ("Iran", "PublicBody", "IR", ["Iran"])),
    ("The DPRK rejected the offer.", ("North Korea", "PublicBody", "KP", ["DPRK"])),
    ("The crash of a British Airways jet is being studied.", ("British Airways", "Company", "GB", ["British Airways"])),
]


@pytest.mark.parametrize(("text", "expected"), ACTORS)
def test_actors(text: str, expected: tuple[str, str, str | None, list[str]], nlp: Language) -> None:
    actors, _ = read(text, nlp)
    name, kind, country, quotes = expected
    actor = next((actor for actor in actors if actor.name == name), None)
    assert actor is not None, [actor.name for actor in actors]
    assert (actor.kind, actor.country_code) == (kind, country)
    assert named(text, nlp)[name] == quotes


def test_two_spellings_of_one_name_are_one_actor(nlp: Language) -> None:
    text = "Sergey Shoygu landed in Pyongyang on Tuesday.\n\nLater Sergei Shoigu spoke with reporters, and Shoigu left at night."
    persons = [actor for actor in read(text, nlp)[0] if actor.kind == "Person"]
    assert [actor.name_key for actor in persons] == ["sergei shoigu"]


def test_a_surname_that_two_bear_stays_apart_and_weak(nlp: Language) -> None:
    actors, mentions = read("Hillary Clinton smiled. Bill Clinton waved. Clinton then left the hall.", nlp)
    assert {actor.name: actor.is_weak for actor in actors if actor.kind == "Person"} == {
        "Hillary Clinton": False,
        "Bill Clinton": False,
        "Clinton": True,
    }
    assert [mention.is_weak for mention in mentions if mention.quote == "Clinton"] == [True]


def test_a_surname_alone_is_a_weak_mention_of_a_strong_actor(nlp: Language) -> None:
    actors, mentions = read("Angela Merkel spoke in Berlin. Merkel warned of delays.", nlp)
    assert [actor.is_weak for actor in actors if actor.kind == "Person"] == [False]
    assert [mention.is_weak for mention in mentions if "Merkel" in mention.quote] == [False, True]


def test_headline_verbs_are_no_part_of_a_name(nlp: Language) -> None:
    text = "Defense Chief Lopez Confirms Dispatch of Sappers to Border\n\nMaria Lopez said on Monday that Lopez aides would follow."
    assert {name for name in named(text, nlp) if "Lopez" in name} == {"Maria Lopez"}


def test_neither_pronouns_nor_places_nor_days_are_actors(nlp: Language) -> None:
    actors, _ = read("He arrived in Aleppo on Monday. She stayed in the town of Binnish. They met in June.", nlp)
    assert actors == []


def test_spans_hold_ids_are_unique_and_do_not_depend_on_the_run(nlp: Language) -> None:
    text = "Bashar al-Assad met Vladimir Putin in Sochi. Assad thanked Russia; the Syrian army was praised by Putin."
    first, second = read(text, nlp), read(text, nlp)
    assert first == second
    actors, mentions = first
    assert all(text[m.start_char : m.end_char] == m.quote for m in mentions)
    assert len({m.actor_mention_id for m in mentions}) == len(mentions)
    assert {m.document_actor_id for m in mentions} == {actor.document_actor_id for actor in actors}
    spans = sorted((m.start_char, m.end_char) for m in mentions)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_namesakes_are_not_compared_each_with_each(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    is_short_for = actors._can_be_short_for
    monkeypatch.setattr(actors, "_can_be_short_for", lambda short, full: compared.append(short) or is_short_for(short, full))
    given = [a + b + c for a in "BDFGKLMN" for b in ("or", "il", "an", "er", "us") for c in ("d", "ka", "lin", "mar")]
    names = named(" ".join(f"{name} Dahl waved." for name in given) + " Dahl left.", nlp)
    assert len(names) > 100
    assert len(compared) < 30 * len(names)
