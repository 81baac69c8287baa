"""Who is said to have done an act, who rejects it, and by what means it was done: claims of the aspects actor and cause.

Constructions that tie a party to an act are culprits.py's. Here each place that does so is a claim, labelled with its side. Nothing is
inferred; where a report names two sides in one breath, the label holds both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from spacy.tokens import Doc, Span, Token

from extractors.claims import Telling, figure_homes
from extractors.culprits import BASES, Parties, Told, body_word
from extractors.events import DAY, DocumentEvent, sentence_span
from extractors.figures.find import Figure
from extractors.gazetteer import Gazetteer
from extractors.lexicon import any_of, lexicon
from extractors.page import starting_in
from extractors.parse import tokens_by_lemma, words_of
from extractors.records import Claim
from extractors.saying import is_in_doubt
from extractors.triggers import HARMING, realis_of

MOST = 12
"""Claims of one aspect that one event of one document gives at most: a report that repeats itself says nothing new."""
FAR = 1500
"""Characters from the start of a report in which it tells how its leading act was done; further on stand other acts and the war so far."""
BOTH = " + "
"""Between the sides of a label that names two."""
UNKNOWN = "unknown"
SUSPECTED = "suspected"
"""Qualifier of a side that is only suspected: "probably carried out by the army"."""
HARMED = frozenset({"killed", "injured"})
FORCE = frozenset({"ASSAULT", "COERCE"})


@cache
def _sides() -> tuple[dict[str, str], dict[str, str]]:
    """(word -> side, group -> side)."""
    words: dict[str, str] = {}
    groups: dict[str, str] = {}
    for side in lexicon("circumstances.toml")["side"]:
        words |= dict.fromkeys(side.get("words", ()), side["label"])
        groups |= dict.fromkeys(side.get("groups", ()), side["label"])
    return words, groups


class Sides:
    """The side that a party's name in one document tells of, as a path from wider to narrower: "armed group > opposition"."""

    def __init__(self, parties: Parties, names: dict[str, str], gazetteer: Gazetteer, home: str | None) -> None:
        self._parties, self._names, self._demonyms, self._home = parties, names, gazetteer.demonyms, home

    def of(self, span: Span) -> str | None:
        """The label; None where no word of the name tells a side."""
        words, groups = _sides()
        found: list[str] = []
        nations: list[str] = []
        for token in span:
            mention = self._parties.actor_at.get(token.i)
            name = self._names.get(mention.document_actor_id) if mention else None
            if name in groups:
                found.append(groups[name])
            elif (word := body_word(token)) in words:
                found.append(words[word])
            elif token.text in self._demonyms:
                nations.append(self._demonyms[token.text])
        found = [side for side in dict.fromkeys(found) if not any(other != side and other.startswith(side) for other in found)]
        if "coalition" in found:
            return BOTH.join(found)
        foreign = [code for code in dict.fromkeys(nations) if code != self._home]
        if foreign and set(found) <= {"government"}:  # "Russian and Syrian government warplanes" are two
            own = ["government"] if self._home in nations or ("government" in found and _is_joined(span)) else []
            found = [f"government of {code}" for code in foreign] + own
        elif not found and nations:
            found = ["government"]
        return BOTH.join(sorted(found)) or None


def _is_joined(span: Span) -> bool:
    return any(t.lower_ in ("and", "or") for t in span)


def actor_claims(telling: Telling, parties: Parties, names: dict[str, str], gazetteer: Gazetteer) -> Iterator[Claim]:
    """Every place that lays an act of force to a side, that rejects it for a side, or that calls the culprit unknown."""
    for event in telling.events:
        if event.type not in FORCE:
            continue
        sides = Sides(parties, names, gazetteer, _home(event))
        for told in _first(event.told):
            label = sides.of(told.span)
            if label is not None and telling.page.is_reporting(told.span.start_char):
                yield _actor(telling, event, told.span.start_char, told.span.end_char, label, parties, told)
        if event.is_primary:
            yield from _accusations(telling, event, parties, sides)
            yield from _denials(telling, event, parties, sides)
            yield from _unknown(telling, event, "actor", "culprit")


def _home(event: DocumentEvent) -> str | None:
    """The country in which the act is said to have happened."""
    return next((p.country_code for p in event.places if p.country_code), None)


def _first(told: Iterable[Told]) -> list[Told]:
    """The places that tell it first, each span once."""
    return sorted({(t.span.start, t.span.end): t for t in told}.values(), key=lambda t: (t.section, t.at))[:MOST]


def _actor(telling: Telling, event: DocumentEvent, start: int, end: int, label: str, parties: Parties, told: Told) -> Claim:
    mention = next((parties.actor_at[t.i] for t in told.span if t.i in parties.actor_at), None)
    act = telling.doc[told.at]
    return telling.claim(
        event, "actor", start, end, measure="responsible", topic="responsible", label=label,
        qualifier=SUSPECTED if BASES[told.basis] == "act" and is_in_doubt(act) else BASES[told.basis],
        document_actor_id=mention.document_actor_id if mention else None, is_generic=BOTH in label or label == "armed group",
        realis=realis_of(act) if act.pos_ == "VERB" else "ACTUAL",
    )  # fmt: skip


def _accusations(telling: Telling, event: DocumentEvent, parties: Parties, sides: Sides) -> Iterator[Claim]:
    """Whom the body says that anyone accuses. Such words may be of many acts: the claim is generic, and stands beside a denial alone.

    Of two sides that lay the act to each other each is accused by the other: qualifier mutual, for each side.
    """
    accusing = frozenset(lexicon("parties.toml")["accusing"])
    trading = frozenset(lexicon("parties.toml")["trading"])
    given = 0
    for verb in tokens_by_lemma(telling.doc, (accusing | trading).__contains__):
        if verb.pos_ != "VERB" or given >= MOST or not telling.page.is_reporting(verb.idx):
            continue
        mutual = _mutual(verb, parties)
        named = mutual or [
            telling.doc[noun.left_edge.i : noun.i + 1]
            for noun in verb.children
            if noun.dep_ in ("dobj", "nsubjpass") and verb.lemma_.lower() in accusing
        ]
        for span in named:
            label = sides.of(span)
            if label is not None:
                given += 1
                yield telling.claim(
                    event, "actor", span.start_char, span.end_char, measure="responsible", topic="responsible", label=label,
                    qualifier="mutual" if mutual else "accused", is_generic=True, realis="ACTUAL",
                )  # fmt: skip


def _mutual(verb: Token, parties: Parties) -> list[Span]:
    """The two parties of "the army and the rebels blamed each other for the raid", "traded accusations over who fired"; else none."""
    words = lexicon("parties.toml")
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    is_traded = verb.lemma_.lower() in words["trading"] and any(o.lemma_.lower() in words["blame"] for o in objects)
    is_mutual = is_traded or any(o.lower_ in ("other", "another") for o in objects)
    if not is_mutual or not _is_of_a_deed(verb):
        return []
    for subject in (c for c in verb.children if c.dep_ == "nsubj"):
        sides = [subject, *(c for c in subject.children if c.dep_ == "conj")]
        found = [parties.before(side.i + 1, side.left_edge.i) for side in sides]
        spans = [span for span in found if span is not None]
        if len(spans) == 2:
            return spans
    return []


def _is_of_a_deed(verb: Token) -> bool:
    """Whether an act of force is what the words behind a verb of accusing or denying are about."""
    deeds = frozenset(lexicon("circumstances.toml")["denial"]["deeds"])
    return any(t.lemma_.lower() in deeds for t in verb.doc[verb.i + 1 : verb.right_edge.i + 1])


def _is_of_an_earlier_deed(telling: Telling, event: DocumentEvent, verb: Token) -> bool:
    """Whether "that attack" takes up what this sentence, or else the one before, dates before the event."""
    mention = telling.mentions[id(event)]
    if mention.happened_earliest is None or not any(t.lower_ in ("that", "those") and t.dep_ == "det" for t in verb.subtree):
        return False
    own = verb.sent
    before = telling.doc[max(own.start - 1, 0)].sent
    dated = starting_in(telling.times, own.start_char, own.end_char) or starting_in(telling.times, before.start_char, before.end_char)
    ends = [t.latest for t in dated if t.latest is not None]
    return bool(ends) and max(ends) <= mention.happened_earliest - DAY


def _denials(telling: Telling, event: DocumentEvent, parties: Parties, sides: Sides) -> Iterator[Claim]:
    """ "The army denied any involvement", "both sides have denied using gas": a claim of realis DENIED."""
    verbs = frozenset(lexicon("circumstances.toml")["denial"]["verbs"])
    for verb in tokens_by_lemma(telling.doc, verbs.__contains__):
        if verb.pos_ != "VERB" or not telling.page.is_reporting(verb.idx) or any(c.dep_ == "neg" for c in verb.children):
            continue
        if not _is_of_a_deed(verb) or _is_of_an_earlier_deed(telling, event, verb):
            continue
        for span in _deniers(verb, parties):
            label = sides.of(span)
            if label is not None:
                start, end = sentence_span(verb, telling.page.document.text)
                clause = (
                    max(start, span.start_char),
                    max(end if verb.right_edge.idx >= end else verb.right_edge.idx + len(verb.right_edge), verb.idx),
                )
                yield telling.claim(
                    event, "actor", *clause, measure="responsible", topic="responsible", label=label, qualifier="denied",
                    is_generic=BOTH in label, realis="DENIED",
                )  # fmt: skip
                break


def _deniers(verb: Token, parties: Parties) -> Iterator[Span]:
    """The party in the subject of a verb of denial; behind "it" the last party named before."""
    node = verb
    for _ in range(3):
        subjects = [c for c in node.children if c.dep_ == "nsubj"]
        if subjects:
            subject = subjects[0]
            if subject.lower_ in ("it", "they"):
                before = parties.within_last(subject.i)
            elif subject.lower_ in ("which", "who", "that"):
                before = parties.within(max(node.head.left_edge.i, subject.i - 12), subject.i)
            else:
                before = parties.within(subject.left_edge.i, subject.right_edge.i + 1)
            if before is not None:
                yield before
            return
        if node.dep_ not in ("conj", "xcomp", "advcl"):
            return
        node = node.head


def _unknown(telling: Telling, event: DocumentEvent, aspect: str, group: str) -> Iterator[Claim]:
    """Where the report says in words that it is not known."""
    pattern = any_of(lexicon("circumstances.toml")["unknown"][group])
    measure = "responsible" if aspect == "actor" else None
    for found in list(pattern.finditer(telling.page.document.text, 0, 2 * FAR))[:MOST]:
        if telling.page.is_reporting(found.start()):
            yield telling.claim(
                event, aspect, found.start(), found.end(), measure=measure, topic=measure or "cause", label=UNKNOWN, qualifier=UNKNOWN,
                is_generic=True, realis="ACTUAL",
            )  # fmt: skip


def victim_claims(telling: Telling, figures: list[Figure]) -> Iterator[Claim]:
    """What kind of people a count of dead or hurt is said to be of: the class, with the number that tells which count it is."""
    given: dict[str, int] = {}
    for claim, figure in zip(figure_homes(telling, figures), figures, strict=True):
        # An earlier toll, or the war's, tells nothing of who the dead of the act are.
        is_of_the_act = figure.figure_role == "total" and figure.accumulation == "incident"
        is_named = figure.counted_class != "person" or figure.counted_lemma in ("people", "person")
        if (
            figure.measure not in HARMED
            or figure.counted_class is None
            or not is_of_the_act
            or figure.is_derived
            or figure.value is None
            or not is_named
            or not telling.page.is_reporting(figure.start_char)
        ):
            continue
        given[figure.measure] = given.get(figure.measure, 0) + 1
        if given[figure.measure] <= MOST:
            yield telling.claim(
                claim, "actor", figure.start_char, figure.end_char, measure="victims", topic=figure.measure, label=figure.counted_class,
                counted_class=figure.counted_class, value=figure.value, value_low=figure.low, value_high=figure.high,
                qualifier=figure.qualifier,
            )  # fmt: skip


@cache
def _causes() -> tuple[dict[tuple[str, ...], str], frozenset[str]]:
    """(words -> facets, every first word)."""
    entries = {
        tuple(words.replace("-", " - ").split()): ", ".join(sorted(facets.split(", ")))
        for facets, names in lexicon("causes.toml")["facets"].items()
        for words in names
    }
    return entries, frozenset(words[0] for words in entries)


def cause_claims(telling: Telling) -> Iterator[Claim]:
    """By what means each harmful act was done: the words of its own sentences, or for the leading act those of headline and lead too."""
    entries, first_words = _causes()
    longest = max(map(len, entries))
    homes = _homes(telling)
    given: dict[int, int] = {}
    taken = -1
    words = words_of(telling.doc)
    for i, word in enumerate(words):
        if i < taken or word.lower() not in first_words:
            continue
        token = telling.doc[i]
        event = homes.get(token.sent.start)
        if (
            event is None
            or (event.is_primary and token.idx > FAR)
            or not telling.page.is_reporting(token.idx)
            or given.get(id(event), 0) >= MOST
        ):
            continue
        size = next((n for n in range(longest, 0, -1) if tuple(t.lower_ for t in telling.doc[i : i + n]) in entries), 0)
        if not size or _is_of_another_thing(telling.doc, i, i + size):
            continue
        taken = i + size
        given[id(event)] = given.get(id(event), 0) + 1
        span = telling.doc[i:taken]
        yield telling.claim(
            event, "cause", span.start_char, span.end_char, topic="cause", label=entries[tuple(t.lower_ for t in span)],
            realis="ACTUAL",
        )  # fmt: skip
    if telling.primary is not None and telling.primary.type in HARMING:
        yield from _unknown(telling, telling.primary, "cause", "cause")


def _homes(telling: Telling) -> dict[int, DocumentEvent]:
    """Start of a sentence -> the one harmful event that it tells of; a sentence that tells of two gives none."""
    homes: dict[int, DocumentEvent | None] = {}
    for event in telling.events:
        for trigger in event.triggers:
            at = trigger.token.sent.start
            if event.type in HARMING:
                homes[at] = event if homes.get(at, event) is event else None
    return {at: event for at, event in homes.items() if event is not None}


def _is_of_another_thing(doc: Doc, start: int, end: int) -> bool:
    """ "The car-bomb factory", "anti-rocket fire", "bombs disposal": what only describes a thing was not what did it."""
    before, after = doc[start - 1] if start else None, doc[end] if end < len(doc) else None
    if before is not None and before.lower_ in ("-", "anti", "no", "without", "against"):
        return True
    return after is not None and after.lower_ in (
        "-",
        "squad",
        "factory",
        "factories",
        "workshop",
        "disposal",
        "experts",
        "depot",
        "depots",
        "launcher",
        "launchers",
    )
