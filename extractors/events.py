"""The events that a document tells of: acts by PLOVER type and mode, each with its time, place, participants and realis.

Triggers are words of the lexicon; triggers of one type are one event of the document unless the text holds them apart
by a time of their own or by words such as "previous" and "another". One event at most is the one the document leads with.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

from spacy.tokens import Doc, Token

from extractors.attributions import is_cue
from extractors.dates import Anchor, anchor_of
from extractors.figures.classes import class_of, subsumes
from extractors.ids import content_id
from extractors.lexicon import lexicon
from extractors.page import Page
from extractors.parse import tokens_by_lemma
from extractors.records import ActorMention, EventMention, PlaceMention, TimeMention

DAY = timedelta(days=1)
_LEADING = ("headline", "deck", "lead")
_HARMING = ("ASSAULT", "x_ACCIDENT")
_HARM = "harm"
_PLACING = {
    "in",
    "at",
    "near",
    "on",
    "outside",
    "inside",
    "around",
    "across",
    "to",
    "over",
    "of",
    "from",
    "within",
    "into",
    "west",
    "east",
    "north",
    "south",
    "town",
    "village",
    "city",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the lexicon."""

    type: str
    mode: str | None
    rank: int
    needs: str | None


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names an act, in its sentence."""

    token: Token
    act: Act
    section_kind: str
    times: tuple[TimeMention, ...]
    relation: str | None  # previous, other


@dataclass(slots=True)
class DocumentEvent:
    """Triggers held to name one event of the document."""

    triggers: list[Trigger]
    relation: str | None = None
    relation_to: DocumentEvent | None = None
    times: list[TimeMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    is_primary: bool = False

    @property
    def type(self) -> str | None:
        return self.triggers[0].act.type or None

    def interval(self) -> tuple[datetime, datetime] | None:
        """The first stated time that is an interval of a month at most."""
        for time in self.times:
            if time.earliest and time.latest and time.latest - time.earliest <= 31 * DAY and time.precision != "duration":
                return time.earliest, time.latest
        return None


@cache
def _acts() -> tuple[dict[str, Act], dict[str, Act], int]:
    """Verb lemma -> act, noun phrase -> act, words in the longest noun phrase."""
    verbs: dict[str, Act] = {}
    nouns: dict[str, Act] = {}
    for row in lexicon("events.toml")["act"]:
        act = Act(row["type"], row.get("mode"), row["rank"], row.get("needs"))
        for verb in row.get("verbs", ()):
            verbs.setdefault(verb, act)
        for noun in row.get("nouns", ()):
            nouns.setdefault(noun, act)
    harm = lexicon("events.toml")["harm"]
    verbs |= {verb: Act("", None, 1, _HARM) for verb in (*harm["attacks"], *harm["others"])}
    return verbs, nouns, max(len(noun.split()) for noun in nouns)


@cache
def _last_words() -> frozenset[str]:
    verbs, nouns, _ = _acts()
    return frozenset({verb.split()[0] for verb in verbs} | {noun.split()[-1] for noun in nouns})


def _may_end_an_entry(lemma: str) -> bool:
    return lemma in _last_words() or lemma.rstrip("s") in _last_words()


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(lexicon("events.toml")["apart"][group])


def measure_types(measure: str | None) -> tuple[str, ...]:
    """The event types that a measure can belong to, likeliest first."""
    return tuple(lexicon("events.toml")["measures"].get(measure or "", ()))


def _singular(token: Token) -> str:
    lemma = token.lemma_.lower()
    return lemma[:-1] if token.tag_ in {"NNP", "NNPS"} and lemma.endswith("s") and not lemma.endswith("ss") else lemma


def _act_of(token: Token, headline: bool) -> Act | None:
    """The act that a token names; in headlines the small model takes verbs for names, so there both are tried."""
    verbs, nouns, longest = _acts()
    lemma = _singular(token)
    if token.pos_ == "VERB" and token.i + 1 < len(token.doc):
        act = verbs.get(f"{lemma} {token.nbor().lower_}")
        if act is not None and not any(c.dep_ in {"xcomp", "advcl", "ccomp"} for c in token.children):  # "called on them to leave"
            return act
    if (token.pos_ in {"VERB", "AUX"} and token.dep_ != "amod") or (
        headline and token.pos_ in {"PROPN", "NOUN"} and token.i > token.sent.start
    ):
        act = verbs.get(lemma)
        if act is not None and _has_what_it_needs(token, act, headline):
            return act
    if token.pos_ in {"NOUN", "PROPN"}:
        for length in range(longest, 0, -1):
            start = token.i - length + 1
            if start < token.sent.start:
                continue
            phrase = " ".join([*(t.lower_ for t in token.doc[start : token.i]), lemma])
            act = nouns.get(phrase)
            if act is not None and _has_what_it_needs(token, act, headline):
                return act if not _is_name_part(token, length) else None
    return None


def _is_name_part(token: Token, length: int) -> bool:
    """ "Battle" or "Storm" in a name: capitalised in running text, not in a headline that capitalises everything."""
    words = [t for t in token.sent if t.is_alpha and len(t) > 3]
    is_title_case = sum(t.text[0].isupper() for t in words) > 0.7 * len(words)
    return length == 1 and token.pos_ == "PROPN" and token.ent_type_ in {"PERSON", "ORG", "PRODUCT", "WORK_OF_ART"} and not is_title_case


def _has_what_it_needs(token: Token, act: Act, is_headline: bool) -> bool:
    if act.needs in (None, _HARM):
        return True
    around = token.sent if is_headline else token.subtree
    return any((name := class_of(_singular(t))) and subsumes("combatant", name) or t.lower_ in {"forces", "contingent"} for t in around)


def _times_by_trigger(doc: Doc, tokens: list[Token], times: list[TimeMention]) -> dict[int, list[TimeMention]]:
    """Token index of a trigger -> the time expressions that date it. A time dates one act at most.

    From the time upwards: the first act that it hangs on, or that shares a verb with it as subject or object ("The attack
    came on Monday"). Where the parse gives none and the sentence names one act and one time, they belong together.
    """
    acts = {t.i for t in tokens}
    by_sentence: dict[int, list[int]] = {}
    for token in tokens:
        by_sentence.setdefault(token.sent.start, []).append(token.i)
    out: dict[int, list[TimeMention]] = {}
    for time in times:
        first = _token_at(doc, time.start_char)
        home = _act_above(first, acts, time.end_char)
        if home is None and not _is_of_the_saying(first):
            here = by_sentence.get(first.sent.start, [])
            alone = sum(first.sent.start_char <= t.start_char < first.sent.end_char for t in times) == 1
            home = here[0] if len(here) == 1 and alone and abs(doc[here[0]].idx - first.idx) < 120 else None
        if home is not None:
            out.setdefault(home, []).append(time)
    return out


def _act_above(token: Token, acts: set[int], end_char: int) -> int | None:
    node = token
    while node.head != node:
        node = node.head
        if token.idx <= node.idx < end_char:
            continue  # still within the time expression
        if node.i in acts:
            return node.i
        if node.pos_ in {"VERB", "AUX"}:
            beside = [
                c.i for c in node.children if c.i in acts and c.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "conj", "xcomp", "advcl"}
            ]
            beside += [
                g.i for c in node.children if c.dep_ in {"nsubj", "nsubjpass", "dobj", "prep", "agent"} for g in c.children if g.i in acts
            ]
            return min(beside, key=lambda i: abs(i - token.i), default=None)
    return None


def _is_of_the_saying(token: Token) -> bool:
    """Whether a time or place follows and hangs on a verb of saying ("…, the mayor said on Tuesday"): then it dates the words alone."""
    node = token
    while node.head != node and node.pos_ not in {"VERB", "AUX"}:
        node = node.head
    return node.idx < token.idx and is_cue(node.lemma_.lower())


def _token_at(doc: Doc, char: int) -> Token:
    span = doc.char_span(char, char + 1, alignment_mode="expand")
    assert span is not None
    return span[0]


def _relation(token: Token, times: Collection[TimeMention]) -> str | None:
    """What the words at a trigger say of its place in a series: previous, first, current (the second, the third), other."""
    near = {c.lower_ for c in (*token.children, *(g for c in token.children for g in c.children if c.dep_ == "amod"))}
    near |= {t.lower_ for t in token.doc[max(token.i - 2, token.sent.start) : token.i] if t.dep_ in {"amod", "advmod", "compound"}}
    if near & _words("previous"):
        return "previous"
    if any(
        t.quote.lower().startswith(("earlier", "last")) and t.precision != "day" or t.quote.lower().startswith("earlier this")
        for t in times
    ):
        return "previous"
    if near & _words("ordinals"):
        return "current"
    is_pluperfect = token.tag_ == "VBN" and any(c.lower_ == "had" for c in token.children)
    if "first" in near or (is_pluperfect and ("already" in near or times)):
        return "first"
    return "other" if near & _words("other") else None


def find_triggers(doc: Doc, page: Page, times: list[TimeMention]) -> list[Trigger]:
    """Words that name acts where the report itself speaks, in order."""
    dated = [(t.start_char, t.end_char) for t in times]
    acts: list[tuple[Token, Act, str]] = []
    for token in tokens_by_lemma(doc, _may_end_an_entry):
        if not page.is_reporting(token.idx) or any(s <= token.idx < e for s, e in dated):
            continue
        kind = page.section_kind(token.idx)
        act = _act_of(token, kind in {"headline", "deck"})
        if act is not None:
            acts.append((token, act, kind))
    said = _times_by_trigger(
        doc, [token for token, _, _ in acts], [t for t in times if page.is_reporting(t.start_char) and t.section_kind != "dateline"]
    )
    for token, act, _ in acts:
        if act.needs == _HARM and token.i in said:  # "In March a blast killed ten" dates the blast
            named = [other.i for other, its, _ in acts if its.needs != _HARM and its.type in _HARMING and other.sent == token.sent]
            if named:
                said.setdefault(min(named, key=lambda i: abs(i - token.i)), []).extend(said.pop(token.i))
    return [Trigger(token, act, kind, tuple(said.get(token.i, ())), _relation(token, said.get(token.i, ()))) for token, act, kind in acts]


def group_events(triggers: list[Trigger], anchor: Anchor) -> list[DocumentEvent]:
    """Triggers as events: one per type, but those apart in time or called previous or another."""
    ordinals = {t.act.type for t in triggers if t.relation == "current"}
    events: list[DocumentEvent] = []
    for trigger in sorted(triggers, key=lambda t: (_LEADING.index(t.section_kind) if t.section_kind in _LEADING else 9, t.token.i)):
        relation = {"first": "previous" if trigger.act.type in ordinals else None, "current": None}.get(
            trigger.relation or "", trigger.relation
        )
        if trigger.act.needs == _HARM:
            continue
        home = _home(events, trigger, relation, anchor)
        if home is None and trigger.relation == "first" and any(e.type == trigger.act.type and e.relation is None for e in events):
            relation = "previous"  # held apart in time from an act of its type, and called the first
            home = _home(events, trigger, relation, anchor)
        if home is None:
            home = DocumentEvent([trigger], relation)
            events.append(home)
        elif trigger not in home.triggers:
            home.triggers.append(trigger)
        home.times.extend(t for t in trigger.times if t not in home.times and t.precision not in {"duration", "decade"})
    for trigger in (t for t in triggers if t.act.needs == _HARM):
        _join_harm(events, trigger, anchor)
    _relate(events)
    return events


def _join_harm(events: list[DocumentEvent], trigger: Trigger, anchor: Anchor) -> None:
    """Gives "killed" to the attack or accident of its sentence, else to the first that its time allows; or makes it an attack."""
    harming = [e for e in events if e.type in _HARMING]
    sentence = trigger.token.sent
    beside = [(abs(t.token.i - trigger.token.i), i) for i, e in enumerate(harming) for t in e.triggers if t.token.sent == sentence]
    home = harming[min(beside)[1]] if beside else next((e for e in harming if e.relation is None and _fits(e, trigger, anchor)), None)
    if home is not None:
        home.triggers.append(trigger)
        home.times.extend(t for t in trigger.times if t not in home.times)
    elif trigger.token.lemma_.lower() in lexicon("events.toml")["harm"]["attacks"]:
        events.append(DocumentEvent([replace(trigger, act=Act("ASSAULT", None, 1, None))], times=list(trigger.times)))


def _fits(event: DocumentEvent, trigger: Trigger, anchor: Anchor) -> bool:
    """Whether the trigger's own time, if it has one, does not hold it apart from the event."""
    stated = DocumentEvent([trigger], times=list(trigger.times)).interval()
    known = event.interval() or (_telling(anchor) if event.relation is None else None)
    return not (stated and known and (stated[0] > known[1] + DAY or known[0] > stated[1] + DAY))


def _relate(events: list[DocumentEvent]) -> None:
    """An earlier occurrence points at the event of its type that it precedes; "in two weeks" beside an ordinal dates it."""
    for event in events:
        if event.relation == "previous":
            event.relation_to = next((e for e in events if e.type == event.type and e.relation is None), None)
            if event.relation_to is not None:
                spans = [
                    t
                    for trigger in event.relation_to.triggers
                    if trigger.relation == "current"
                    for t in trigger.times
                    if t.precision == "duration"
                ]
                event.times.extend(t for t in spans if t not in event.times)


def _home(events: list[DocumentEvent], trigger: Trigger, relation: str | None, anchor: Anchor) -> DocumentEvent | None:
    return next(
        (e for e in events if relation != "other" and (e.type, e.relation) == (trigger.act.type, relation) and _fits(e, trigger, anchor)),
        None,
    )


def _telling(anchor: Anchor) -> tuple[datetime, datetime] | None:
    """News is told within days: where no time is said, the act is held to lie in the three days up to the telling."""
    return (anchor.earliest - 2 * DAY, anchor.latest) if anchor.earliest and anchor.latest else None


def lead_event(events: list[DocumentEvent], doc: Doc) -> DocumentEvent | None:
    """The event that a document leads with: the weightiest act of the headline, else of the lead, else of the text."""

    def rank(event: DocumentEvent, kinds: tuple[str, ...]) -> tuple[int, int] | None:
        here = [t for t in event.triggers if t.section_kind in kinds]
        return (min(t.act.rank for t in here), min(t.token.i for t in here)) if here else None

    own = [e for e in events if e.relation is None]
    for kinds in (("headline",), ("lead", "deck"), ("body", "list", "caption", "dateline")):
        ranked = [(r, i) for i, e in enumerate(own) if (r := rank(e, kinds)) is not None and (r[0] < 5 or "body" in kinds)]
        if ranked:
            return own[min(ranked)[1]]
    return own[0] if own else None


def realis_of(token: Token) -> str:
    """ACTUAL, PLANNED, HYPOTHETICAL or DENIED, from the words around a verb or a noun's verb."""
    verb = token if token.pos_ in {"VERB", "AUX"} else token.head
    helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass", "mark", "neg"}}
    if any(c.dep_ == "neg" for c in verb.children):
        return "DENIED"
    if helpers & _words("conditional"):
        return "HYPOTHETICAL"
    if helpers & _words("future") or (verb.head.lemma_.lower() in _words("plans") and verb.dep_ == "xcomp"):
        return "PLANNED"
    return "HYPOTHETICAL" if helpers & _words("possible") else "ACTUAL"


def attach_places(events: list[DocumentEvent], doc: Doc, places: list[PlaceMention]) -> None:
    """Gives each place to the one act that its phrase hangs on, finest first; a place that hangs on none says where nothing was."""
    home_of = {t.token.i: event for event in events for t in event.triggers}
    by_sentence: dict[int, list[int]] = {}
    for i in home_of:
        by_sentence.setdefault(doc[i].sent.start, []).append(i)
    acts = set(home_of)
    for place in places:
        first = _token_at(doc, place.start_char)
        before = doc[max(first.i - 3, first.sent.start) : first.i]
        if not any(t.lower_ in _PLACING for t in before):
            continue
        act = _act_above(first, acts, place.end_char)
        if act is None and not _is_of_the_saying(first):
            here = {id(home_of[i]): i for i in by_sentence.get(first.sent.start, ())}
            act = next(iter(here.values())) if len(here) == 1 else None
        if act is not None:
            home_of[act].places.append(place)
    for event in events:
        event.places.sort(key=lambda p: -(p.precision or 4))


def to_record(event: DocumentEvent, doc: Doc, page: Page, mentions: list[ActorMention], ids: dict[int, str]) -> EventMention:
    """The event as a row; its span is the sentence of its first trigger, cut at 400 characters."""
    first = min(event.triggers, key=lambda t: (t.section_kind not in _LEADING, t.token.i)) if event.is_primary else event.triggers[0]
    start, end = sentence_span(first.token, page.document.text)
    interval, anchor = event.interval(), anchor_of(page)
    basis = next((t.basis for t in event.times if t.earliest and interval and t.earliest == interval[0]), None)
    if interval is None and event.relation is None:
        interval, basis = _telling(anchor), anchor.basis
    responsible = _responsible(event, mentions)
    verb_triggers = [t for t in event.triggers if t.token.pos_ == "VERB"]
    act = next((t.act for t in event.triggers if t.act.mode), event.triggers[0].act)
    place = next((p for p in event.places), None)
    return EventMention(
        event_mention_id=ids[id(event)],
        **page.at(start, end),
        trigger=first.token.lemma_.lower() or None,
        event_type=act.type or None,
        event_mode=act.mode,
        realis=realis_of((verb_triggers or [first])[0].token),
        happened_earliest=interval[0] if interval else None,
        happened_latest=interval[1] if interval else None,
        date_basis=basis or "none",
        place_id=next((p.place_id for p in event.places if p.place_id), None),
        place=place.name if place else None,
        responsible_document_actor_id=responsible.document_actor_id if responsible else None,
        responsible=responsible.quote if responsible else None,
        participants=_participants(event, mentions),
        is_primary=event.is_primary,
        relation=event.relation,
        relation_to=ids.get(id(event.relation_to)) if event.relation_to else None,
        reason=None if interval else "no time is said of it, and the document has no date",
    )


def mention_id(event: DocumentEvent, page: Page) -> str:
    """Id of an event mention: document, act and place of its first trigger."""
    first = event.triggers[0]
    return content_id("em", page.document.document_id, first.act.type, event.relation, first.token.idx)


def sentence_span(token: Token, text: str) -> tuple[int, int]:
    """(start, end) of a token's sentence without white space around it, at most 400 characters that hold the token."""
    start, end = token.sent.start_char, token.sent.end_char
    if end - start > 400:
        start, end = max(start, token.idx - 200), min(end, token.idx + 200)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _participants(event: DocumentEvent, mentions: list[ActorMention]) -> list[str]:
    spans = [(t.token.sent.start_char, t.token.sent.end_char) for t in event.triggers]
    inside = [m.document_actor_id for m in mentions if any(s <= m.start_char < e for s, e in spans)]
    return list(dict.fromkeys(inside))[:20]


def _responsible(event: DocumentEvent, mentions: list[ActorMention]) -> ActorMention | None:
    """Who is told to have done it: the subject of an active verb of the act, or the agent of a passive one."""
    if event.type not in {"ASSAULT", "COERCE"}:
        return None
    for trigger in event.triggers:
        token = trigger.token
        doers = [c for c in token.children if c.dep_ == "nsubj"] if token.pos_ == "VERB" else []
        agents = [c for c in (*token.children, *token.head.children) if c.dep_ == "agent"]
        doers += [p for a in agents for p in a.children if p.dep_ == "pobj"]
        for doer in doers:
            for mention in mentions:
                if doer.left_edge.idx <= mention.start_char <= doer.idx and not _is_trigger_noun(doer):
                    return mention
    return None


def _is_trigger_noun(token: Token) -> bool:
    return token.lemma_.lower() in _acts()[1]
