"""Same actor, same event, same origin: what joins, what is held apart, and what must not matter."""

from __future__ import annotations

import json
import math

import pytest

from extractors.extract import Reader
from extractors.names import name_key
from extractors.records import Article, DocumentActor, Extraction
from linkers.actors import link_actors
from linkers.features import FEATURES
from linkers.identities import Identities
from linkers.link import Records, Reports, profiles_of
from linkers.profiles import term
from tests.linkers.memory import Memory, read, told

BLAST = "A car bomb exploded beside the fish market of Aden on Saturday and killed {killed} people, {who} said. Stalls burned, fishermen carried the injured to the harbour clinic, and the coast road was shut until evening."
AGAIN = "{killed} people were killed when a car bomb went off at the Aden fish market on Saturday, according to {who}. Fishermen brought the injured from the burning stalls to the harbour clinic while the coast road stayed shut."
OTHER = "Envoys of Norway and Chile signed a fisheries treaty in Oslo on Saturday after four years of talks over herring quotas."


def article(ref: str, day: str, text: str, title: str = "Car bomb at Aden fish market", **values: str) -> Article:
    values = {"killed": "12", "who": "Health Minister Salim Nasser", **values}
    return Article(ref, f"{day}\n\n{text.format(**values)}", source=f"outlet-{ref}", title=title)


def linked(articles: list[Article], reader: Reader) -> Memory:
    memory = Memory()
    memory.add(read(articles, reader))
    return memory


def test_two_reports_of_one_blast_join_and_say_why(reader: Reader) -> None:
    found = linked(
        [
            article("a", "12 May 2024", BLAST),
            article("b", "13 May 2024", AGAIN, title="Blast at fish market in Aden"),
            article("c", "12 May 2024", OTHER, title="Treaty on herring signed"),
        ],
        reader,
    )
    events = found.leads()
    assert events["a"] == events["b"] != events["c"]
    (reason,) = found.links
    assert reason.event_id == events["a"]
    told = json.loads(reason.features)
    assert {f["name"] for f in told} <= {"intercept", *FEATURES}
    logit = sum(f["value"] * f["weight"] for f in told)
    assert reason.score == pytest.approx(1 / (1 + math.exp(-logit)), abs=1e-3), "value times weight adds up to the score"


@pytest.mark.parametrize(
    "changed",
    [
        {"killed": "57"},
        {"killed": "dozens of"},
        {"who": "Health Secretary Salim Nasser"},
        {"who": "Deputy Governor Salim Nasser"},
        {"tail": " Rebels and militiamen carried it out."},
        {"tail": " The regime army carried it out."},
    ],
)
def test_what_is_contested_does_not_move_a_link(changed: dict[str, str], reader: Reader) -> None:
    """Figures, offices and culprits may differ as they like: the scores stay the same to the last digit."""

    def scores(**values: str) -> list[tuple[float, str]]:
        tail = values.pop("tail", "")
        found = linked([article("a", "12 May 2024", BLAST), article("b", "12 May 2024", AGAIN + tail, **values)], reader)
        return [(e.score, e.features) for e in found.links]

    assert scores(**changed) == scores(tail=" Coalition warplanes carried it out." if "tail" in changed else "") != []


CULPRITS = [
    "Houthi fighters",
    "Turkish warplanes",
    "Islamic State militants",
    "US-led coalition jets",
    "Saudi Arabia",
    "Eritrea",
    "The Free Officers",
]
BOMBED = "{culprit} bombed the fish market of Aden on Saturday and killed 12 people. Stalls burned, fishermen carried the injured to the harbour clinic, and the coast road was shut until evening."
BLAMED = "At least 12 people were killed by {culprit} at the fish market of Aden on Saturday. Stalls burned, fishermen carried the injured to the harbour clinic, and the coast road was shut until evening."


@pytest.mark.parametrize("culprit", CULPRITS)
@pytest.mark.parametrize(
    ("text", "title"),
    [
        (BOMBED, "Car bomb at Aden fish market"),
        (BOMBED, "{culprit} bomb Aden fish market"),
        (BLAMED, "Fish market of Aden hit by {culprit}"),
        (BLAMED, "{culprit} accused over Aden fish market blast"),
    ],
)
def test_who_is_said_to_have_done_it_does_not_move_a_link(text: str, title: str, culprit: str, reader: Reader) -> None:
    """Where doers stand, whatever the reader makes of the sentence."""

    def links_of(who: str) -> list[tuple[float, str]]:
        given = read(
            [article("a", "12 May 2024", BLAST), article("b", "12 May 2024", text, title.format(culprit=who), culprit=who)], reader
        )
        found = Memory()
        found.add(given)
        return [(e.score, e.features) for e in found.links]

    assert links_of(culprit) == links_of("Government forces") != []


def test_a_place_that_stands_where_a_doer_might_is_not_masked(reader: Reader) -> None:
    given = read([Article("x", "Mukalla bombed in the night. Two people died.", title="Mukalla bombed in the night")], reader)
    (profile,) = profiles_of(told(Reports, given))
    assert term("mukalla") in profile.title


@pytest.mark.parametrize(("day", "joins"), [("12 May 2024", True), ("13 May 2024", True), ("24 July 2024", False)])
def test_a_blast_of_another_month_is_another_event(day: str, joins: bool, reader: Reader) -> None:
    other = "Another car bomb exploded in Aden, beside the bus station, and killed {killed} people. Passengers ran from the platforms and shops were shut."
    events = linked(
        [article("a", "12 May 2024", BLAST), article("b", day, AGAIN if joins else other, title="Car bomb in Aden")], reader
    ).leads()
    assert (events["a"] == events["b"]) is joins


def test_known_links_stand_and_a_second_run_adds_nothing(reader: Reader) -> None:
    memory = Memory()
    memory.add(read([article("a", "12 May 2024", BLAST)], reader))
    first = memory.leads()["a"]
    both = read([article("a", "12 May 2024", BLAST), article("b", "12 May 2024", AGAIN)], reader)
    memory.add(both)
    assert memory.leads() == {"a": first, "b": first}
    again = memory.add(both)
    assert again.events == again.event_memberships == again.event_links == again.event_changes == ()


def test_an_earlier_visit_joins_through_the_visit_it_precedes(reader: Reader) -> None:
    one = "Minister Ilir Hoxha is in Baku on a second visit to sign a pipeline accord with Azerbaijan. He first visited Baku in early April to open talks on the pipeline accord."
    two = "The pipeline accord was signed in Baku during a visit by Minister Ilir Hoxha to Azerbaijan. It was his second visit; Hoxha first visited Baku in March for talks on the pipeline."
    given = read(
        [
            article("a", "12 May 2024", one, title="Pipeline accord signed in Baku"),
            article("b", "12 May 2024", two, title="Hoxha signs Baku pipeline accord"),
        ],
        reader,
    )
    found = Memory().add(given)
    events = {m.event_mention_id: m.event_id for m in found.event_memberships}
    earlier = [events[m.event_mention_id] for m in told(Records, given).event_mentions if m.relation == "previous"]
    assert len(earlier) == 2
    assert len(set(earlier)) == 1


def test_transliterations_are_one_actor_and_a_surname_alone_proves_nothing() -> None:
    def actor(document: str, name: str, *, is_weak: bool = False) -> DocumentActor:
        return DocumentActor(f"da-{document}", document, name, "Person", None, name_key(name), is_weak)

    _, links = link_actors(
        [actor("a", "Sergei Ivanov"), actor("b", "Sergey Ivanov"), actor("c", "Ivanov", is_weak=True), actor("d", "Ivanov", is_weak=True)],
        Identities(),
    )
    a, b, c, d = (x.actor_id for x in links)
    assert a == b
    assert len({a, c, d}) == 3


def test_one_speaker_is_one_origin_and_the_outlet_stands_in_for_none(reader: Reader) -> None:
    given = read([article("a", "12 May 2024", BLAST), article("b", "12 May 2024", AGAIN)], reader)
    found = Memory().add(given)
    kinds = {o.origin_id: (o.kind, o.name) for o in found.origins}
    of_claim = {c.claim_id: kinds[c.origin_id] for c in found.claim_origins}
    killed = {of_claim[c.claim_id] for c in told(Records, given).claims if c.measure == "killed"}
    assert killed == {("utterance", "Salim Nasser")}
    assert ("outlet", "outlet-a") in kinds.values()


@pytest.mark.parametrize(
    ("text", "voices"),
    [
        # The lead gives the number bare, a quotation below gives it to the minister: one origin.
        ('{n} people died in a blast in Aden. "We count {n} dead in Aden," Health Minister Salim Nasser said.', {"Salim Nasser"}),
        # Two speakers for one number: the bare one is the outlet's.
        ("{n} people died in a blast in Aden. Salim Nasser said {n} people died. Mona Haddad said {n} people died.", {"Salim Nasser", "Mona Haddad", "outlet-x"}),
    ],
)  # fmt: skip
def test_a_bare_number_goes_back_to_the_one_who_is_quoted_for_it(text: str, voices: set[str], reader: Reader) -> None:
    given = read([Article("x", text.format(n=31), source="outlet-x")], reader)
    found = Memory().add(given)
    names = {o.origin_id: o.name for o in found.origins}
    killed = {c.claim_id for c in told(Records, given).claims if c.measure == "killed" and c.value == 31}
    assert {names[c.origin_id] for c in found.claim_origins if c.claim_id in killed} == voices


def origins_of(given: list[Extraction]) -> dict[str, set[tuple[str, str]]]:
    """document_ref -> (kind, name) of the origins of its counts of the dead."""
    found = Memory().add(given)
    origins = {o.origin_id: (o.kind, o.name) for o in found.origins}
    of_claim = {c.claim_id: origins[c.origin_id] for c in found.claim_origins}
    return {x.document.document_ref: {of_claim[claim.claim_id] for claim in x.claims if claim.measure == "killed"} for x in given}


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("ADEN (Reuters) - A car bomb killed 12 people beside the fish market.", ("agency", "Reuters")),
        ("A car bomb killed 12 people beside the fish market.\n\nSources: AFP", ("agency", "Agence France-Presse")),
        # Two agencies: nobody knows whose words are whose.
        ("A car bomb killed 12 people beside the fish market.\n\nSources: rtr/afp", ("outlet", "Gulf Post")),
        # An agency that lent a hand has not written it.
        ("A car bomb killed 12 people beside the fish market.\n\nReuters contributed to this report.", ("outlet", "Gulf Post")),
        # A speaker stands behind the copy.
        ("ADEN (Reuters) - A car bomb killed 12 people, Health Minister Salim Nasser said.", ("utterance", "Salim Nasser")),
        # What the lead cites somebody for goes back to him, the sentence before the citation too.
        (
            "A car bomb killed 12 people in Aden. It went off beside the fish market, Gulf Post reports, citing Health Minister Salim Nasser.",
            ("utterance", "Salim Nasser"),
        ),
        ("A car bomb killed 12 people in Aden, Interfax reported.", ("agency", "Interfax")),
    ],
)
def test_what_a_bare_number_goes_back_to(text: str, origin: tuple[str, str], reader: Reader) -> None:
    assert origins_of(read([Article("x", text, source="Gulf Post")], reader)) == {"x": {origin}}


def test_one_agency_under_two_outlets_is_one_origin(reader: Reader) -> None:
    copy = "ADEN (Reuters) - A car bomb killed 12 people beside the fish market on Saturday."
    given = read(
        [Article("a", copy, source="Gulf Post"), Article("b", copy, source="Harbour Times"), Article("c", copy, source="Reuters")], reader
    )
    assert origins_of(given) == dict.fromkeys("abc", {("agency", "Reuters")})


COPY = "A car bomb tore through the fish market of Aden on Saturday and killed 12 people while families were buying supper."


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(
    ("second", "origins"),
    [
        # Word for word under another name: the first one's.
        (COPY + " Shops in the quarter stayed shut.", {("outlet", "Gulf Post")}),
        # The same news in own words is a voice of its own.
        (
            "On Saturday a bomb in a car killed 12 people at the Aden fish market, where families bought supper.",
            {("outlet", "Harbour Times")},
        ),
        # The same words with another number have not been copied.
        (COPY.replace("12", "19"), {("outlet", "Harbour Times")}),
        # Whoever has a speaker goes back to him.
        (COPY[:-1] + ", Health Minister Salim Nasser said.", {("utterance", "Salim Nasser")}),
    ],
)
def test_a_copied_passage_is_one_voice(second: str, origins: set[tuple[str, str]], at_once: bool, reader: Reader) -> None:
    title = "Car bomb at Aden fish market"
    given = read([Article("x", f"12 May 2024\n\n{COPY}", source="Gulf Post", title=title)], reader)
    later = read([Article("y", f"13 May 2024\n\n{second}", source="Harbour Times", title=title)], reader)
    memory = Memory()
    if at_once:
        found = [memory.add(given + later)]
    else:
        found = [memory.add(given), memory.add(later)]
    assert len(set(memory.leads().values())) == 1
    names = {o.origin_id: (o.kind, o.name) for links in found for o in links.origins}
    killed = {c.claim_id for x in later for c in x.claims if c.measure == "killed"}
    own = [c for links in found for c in links.claim_origins if c.claim_id in killed]
    assert {names[c.origin_id] for c in own} == origins
    assert ({c.basis for c in own} == {"copy"}) is (origins == {("outlet", "Gulf Post")})


@pytest.mark.parametrize(
    ("days", "outlets", "copies"),
    [
        (("12 May 2024", "13 May 2024"), ("Gulf Post", "Gulf Post"), set()),  # who repeats himself is no copy
        (("13 May 2024", "12 May 2024"), ("Gulf Post", "Harbour Times"), set()),  # what came in later was told before
        (("12 May 2024", "13 May 2024"), ("Gulf Post", "Harbour Times"), {"y"}),
    ],
)
def test_only_what_another_told_before_is_a_copy(days: tuple[str, str], outlets: tuple[str, str], copies: set[str], reader: Reader) -> None:
    memory, refs, found = Memory(), {}, set()
    for ref, day, outlet in zip("xy", days, outlets, strict=True):
        given = read([Article(ref, f"{day}\n\n{COPY}", source=outlet, title="Car bomb at Aden fish market")], reader)
        refs[given[0].document.document_id] = ref
        found |= {c.document_id for c in memory.add(given).claim_origins if c.basis == "copy"}
    assert len(set(memory.leads().values())) == 1
    assert {refs[d] for d in found} == copies
