"""Claims about the telling itself: how certain a report is of its act, who stands behind a statement, in what words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from extractors.claims import SPOKEN, Telling
from extractors.lexicon import lexicon
from extractors.quotations import Quotation, find_quotations
from extractors.records import Attribution, Claim, DocumentActor
from extractors.triggers import realis_of, token_at

_ANCHORS, _STATEMENTS = 12, 6
"""Tellings of the leading act that are looked at, and statements kept, of one document."""
_CLIMB = 5
_LEAST_WORDS, _MOST_WORDS = 3, 40
_MARKS = "\"“”„«»`' "


@cache
def _words(group: str, kind: str) -> frozenset[str]:
    return frozenset(lexicon("saying.toml")[group][kind])


@dataclass(frozen=True, slots=True)
class _Stance:
    """How one telling of the act is meant: the label, the words that show it, the realis, the certainty and whose it is."""

    label: str  # fact, said, hedged, decided, denied
    start_char: int
    end_char: int
    realis: str
    certainty: str
    said: Attribution | None


def certainty_claims(telling: Telling, claims: Iterable[Claim]) -> Iterator[Claim]:
    """How the leading act is told: the first telling of each stance. At most five rows."""
    primary = telling.primary
    if primary is None:
        return
    seen: set[str] = set()
    for token in _anchors(telling, claims):
        stance = _stance(telling, token)
        if stance.label not in seen and stance.end_char - stance.start_char <= 200:
            seen.add(stance.label)
            claim = telling.claim(
                primary, "certainty", stance.start_char, stance.end_char,
                measure="occurrence", label=stance.label, topic="occurrence", qualifier=stance.certainty, realis=stance.realis,
            )  # fmt: skip
            said = stance.said
            yield replace(claim, attributed_to=said.speaker if said else None, attribution_id=said.attribution_id if said else None)


def _anchors(telling: Telling, claims: Iterable[Claim]) -> list[Token]:
    """Words that tell of the leading act, in order: its triggers and its figures."""
    primary, mention = telling.primary, telling.mentions.get(id(telling.primary))
    triggers = [t.token for t in primary.triggers] if primary is not None and primary.type is not None else []
    figures = [
        token_at(telling.doc, c.end_char - 1)
        for c in claims
        if c.aspect == "figure"
        and c.measure not in (None, "other")
        and not c.is_derived
        and mention is not None
        and c.event_mention_id == mention.event_mention_id
    ]
    unique = {t.i: t for t in (*triggers, *figures) if telling.page.is_reporting(t.idx)}
    return [unique[i] for i in sorted(unique)][:_ANCHORS]


def _above(token: Token) -> list[Token]:
    """The word itself and the words it hangs on, up to the verb of its clause and a few beyond."""
    out = [token]
    while out[-1].head.i != out[-1].i and len(out) < _CLIMB:
        out.append(out[-1].head)
    return out


def _stance(telling: Telling, token: Token) -> _Stance:
    above = _above(token)
    said = _narrowest(telling.attributions, token.idx)
    realis = realis_of(token)
    denial = _denial(said, token)
    if said is not None and denial:
        return _Stance("denied", *_words_of(said), "DENIED", said.certainty, said)
    hedge = _hedge(above)
    if hedge is not None:
        start, end = sorted((hedge.idx, token.idx))
        last = token if end == token.idx else hedge
        return _Stance("hedged", start, last.idx + len(last), realis, "probable", said)
    if said is not None and said.cue in _words("hedges", "cues"):
        return _Stance("hedged", *_words_of(said), realis, "probable", said)
    settled = next((t for t in above[1:] if t.lemma_.lower() in _words("decides", "verbs") and t.pos_ == "VERB"), None)
    if settled is not None and not any(c.dep_ == "neg" for c in settled.children) and settled.i < token.i:
        first = min((c.i for c in settled.children if c.dep_ in {"aux", "auxpass"} and c.i < settled.i), default=settled.i)
        under = next((t for t in reversed(above[: above.index(settled)]) if t.i > settled.i), settled)
        return _Stance("decided", telling.doc[first].idx, under.idx + len(under), "PLANNED", "certain", said)
    label = "said" if said is not None else "fact"
    return _Stance(label, token.idx, token.idx + len(token), realis, said.certainty if said else "certain", said)


def _narrowest(attributions: list[Attribution], char: int) -> Attribution | None:
    """The narrowest attribution, of speech, thought or appearance, that a character is content of."""
    around = [a for a in attributions if a.cue_class in SPOKEN | {"appearance"} and a.start_char <= char < a.end_char]
    return min(around, key=lambda a: a.end_char - a.start_char, default=None)


def _words_of(said: Attribution) -> tuple[int, int]:
    """From source to cue; the cue alone where they stand apart."""
    ends = [x for x in (said.source_start, said.source_end, said.cue_start, said.cue_end) if x is not None]
    start, end = (min(ends), max(ends)) if ends else (said.start_char, said.end_char)
    apart = said.source_start is not None and said.start_char < end and start < said.end_char and said.kind == "indirect"
    if (end - start > 120 or apart) and said.cue_start is not None and said.cue_end is not None:
        return said.cue_start, said.cue_end
    return start, end


def is_in_doubt(token: Token) -> bool:
    """Whether the words around an act's word leave room for doubt: "a suspected raid", "were thought to have been carried out by"."""
    above = _above(token)
    governing = next((t for t in above if t.pos_ == "VERB"), None)
    if governing is not None and governing.lemma_.lower() in _words("hedges", "cues"):
        return governing.dep_ == "acl" or any(c.dep_ == "auxpass" for c in governing.children)
    return _hedge(above) is not None


def _hedge(above: list[Token]) -> Token | None:
    """The word of doubt at an act: "a suspected raid", "was probably hit", "may have fled"."""
    for token in above:
        for child in token.children:
            lemma = child.lower_
            is_doubt = (child.dep_ in {"amod", "nmod"} and lemma in _words("hedges", "adjectives") and token.i == above[0].i) or (
                child.dep_ == "advmod" and lemma in _words("hedges", "adverbs")
            )
            if is_doubt or (child.dep_ == "aux" and lemma in _words("hedges", "modals")):
                return child
        if token.pos_ in {"VERB", "AUX"}:
            return None
    return None


def _denial(said: Attribution | None, token: Token) -> bool:
    """Whether the act itself is denied. Who denies having done it grants that it was done."""
    if said is None or said.cue not in _words("denies", "cues") or said.polarity != "-":
        return False
    content = [t for t in token.sent if said.start_char <= t.idx < said.end_char]
    if not content or any(t.lemma_.lower() in _words("denies", "guilt") for t in content) or content[0].tag_ in {"VBG", "PRP", "PRP$"}:
        return False
    subject = next((t for t in content if t.dep_ in {"nsubj", "nsubjpass"}), None)
    return subject is None or (subject.pos_ != "PRON" and (said.source_quote or "").lower().find(subject.lower_) < 0)


def attribution_claims(telling: Telling, actors: Iterable[DocumentActor]) -> Iterator[Claim]:
    """Which person stands behind a statement, whose words are the topic, and the longest stretch of it that is quoted.

    At most six statements, on the event that the document leads with.
    """
    people = {a.document_actor_id for a in actors if a.kind == "Person" and not a.is_weak}
    spoken = [
        (said, words)
        for said in sorted(telling.attributions, key=lambda a: a.start_char)
        if said.cue_class == "speech" and said.polarity == "+" and said.speaker_document_actor_id in people
        and len(words := _statement(telling, said)) >= _LEAST_WORDS
    ]  # fmt: skip
    spoken = spoken[:_STATEMENTS]
    is_quoted = any(said.kind == "direct" for said, _ in spoken)
    quotations = find_quotations(telling.doc, telling.page.document.text) if is_quoted else []
    for said, words in spoken:
        claim = telling.claim(
            telling.primary, "attribution", *_words_of(said), measure="statement", label=said.speaker, topic=" ".join(words),
            document_actor_id=said.speaker_document_actor_id, qualifier=said.certainty, realis="ACTUAL",
        )  # fmt: skip
        yield replace(claim, attributed_to=said.speaker, attribution_id=said.attribution_id)
        if said.kind == "direct" and (quoted := _longest(telling, quotations, said)):
            claim = telling.claim(
                telling.primary, "attribution", *quoted, measure="quotation", label=said.speaker,
                document_actor_id=said.speaker_document_actor_id, qualifier=said.certainty, realis="ACTUAL",
            )  # fmt: skip
            yield replace(claim, attributed_to=said.speaker, attribution_id=said.attribution_id)


def _longest(telling: Telling, quotations: Iterable[Quotation], said: Attribution) -> tuple[int, int] | None:
    """Where the longest quotation of direct speech stands, without its marks."""
    spans = [telling.doc[q.start : q.end] for q in quotations]
    within = [span for span in spans if said.start_char <= span.start_char and span.end_char <= said.end_char]
    if not within:
        return None
    longest = max(within, key=lambda span: span.end_char - span.start_char)
    words = longest.text.strip(_MARKS)
    start = longest.start_char + longest.text.index(words)
    return (start, start + len(words)) if words else None


def _statement(telling: Telling, said: Attribution) -> list[str]:
    """The lemmas that tell one statement from another: nouns, verbs and adjectives but for the lightest, in the order of the alphabet."""
    span = telling.doc.char_span(said.start_char, said.end_char, alignment_mode="contract")
    words = {t.lemma_.lower() for t in span or () if t.pos_ in {"NOUN", "VERB", "ADJ"} and t.is_alpha}
    return sorted(words - _words("statements", "light"))[:_MOST_WORDS]
