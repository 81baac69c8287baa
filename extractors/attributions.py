"""Who is said to say what: source, cue and content of direct and indirect speech, after PolNeAR's definition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from extractors.ids import content_id
from extractors.lexicon import lexicon
from extractors.page import Page
from extractors.parse import tokens_by_lemma
from extractors.records import ActorMention, Attribution, DocumentActor

_OPEN = '"“‘«'
_QUOTED = re.compile(r'"[^"\n]+"|“[^”\n]+”|«[^»\n]+»|``[^`\n]+?\'\'')
_CLAUSES = {"ccomp", "parataxis"}


@cache
def _cues() -> dict[str, tuple[str, str]]:
    """Lemma of a reporting verb -> (certainty of the source, polarity)."""
    words = lexicon("attributions.toml")
    cues = dict.fromkeys(words["certain"]["verbs"], ("certain", "+"))
    cues |= dict.fromkeys(words["probable"]["verbs"], ("probable", "+"))
    cues |= dict.fromkeys(words["possible"]["verbs"], ("possible", "+"))
    return cues | dict.fromkeys(words["negative"]["verbs"], ("certain", "-"))


def is_cue(lemma: str) -> bool:
    """Whether a verb's lemma introduces what somebody says, thinks or denies."""
    return lemma in _cues()


@cache
def _needs_clause() -> frozenset[str]:
    return frozenset(lexicon("attributions.toml")["content_needs_clause"]["verbs"])


@cache
def _through() -> frozenset[str]:
    return frozenset(lexicon("attributions.toml")["through"]["verbs"])


@dataclass(frozen=True, slots=True)
class _Found:
    """Token index ranges, end exclusive; source may be missing."""

    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: tuple[int, int]
    lemma: str
    is_quoted: bool
    certainty: str
    polarity: str
    relay: tuple[int, int] | None = None  # who passes it on: "UNN reports, citing X"


def _extent(token: Token) -> tuple[int, int]:
    return token.left_edge.i, token.right_edge.i + 1


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Without white space and punctuation at the borders; quotation marks stay inside."""
    while start < end and (doc[start].is_space or (doc[start].is_punct and doc[start].text not in _OPEN)):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in {",", ".", ":", ";", "-", "–", "—"}):
        end -= 1
    return start, end


def _source(verb: Token) -> tuple[int, int] | None:
    """The subject of a reporting verb, or the agent of a passive one; borrowed from the verb it is joined to."""
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "csubj"} and c.pos_ != "SCONJ"]
    if subjects:  # the parser may give a clause before "X said" as a second subject: the near one is X
        nearest = min(subjects, key=lambda c: abs(c.i - verb.i))
        start, end = _extent(nearest)
        return (start, end) if end - start <= 30 else (nearest.i, nearest.i + 1)
    for child in verb.children:
        if child.dep_ == "agent":
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    return _extent(grandchild)
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        return _source(verb.head)
    if verb.dep_ in {"advcl", "xcomp"} and verb.tag_ == "VBG" and verb.head.pos_ == "VERB":
        return _source(verb.head)
    if verb.dep_ == "acl":
        return _extent_before(verb)
    if verb.dep_ == "relcl":
        return _extent_before(verb)
    return None


def _extent_before(verb: Token) -> tuple[int, int]:
    """The noun phrase that a clause hangs on, without the clause."""
    return verb.head.left_edge.i, verb.head.i + 1


def _cue(verb: Token) -> tuple[int, int]:
    start = verb.i
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg"} and c.i < verb.i and verb.i - c.i <= 3]
    if helpers:
        start = min(c.i for c in helpers)
    return start, verb.i + 1


def _clause(verb: Token) -> tuple[int, int] | None:
    """The clause that a verb reports: its clausal object, or the clause it is put beside ("…, he said")."""
    clauses = [c for c in verb.children if c.dep_ in _CLAUSES]
    if clauses:
        best = max(clauses, key=lambda c: c.right_edge.i - c.left_edge.i)
        start, end = _extent(best)
        if start <= verb.i < end:  # "The plane, he said, was shot down": the verb stands inside its content
            return (start, verb.i) if verb.i - start > end - verb.i else (verb.i + 1, end)
        return start, end
    in_phrase = [
        g for c in verb.children if c.dep_ == "prep" and c.i > verb.i for p in c.children for g in p.children if g.dep_ in {"acl", "ccomp"}
    ]
    told = [g for g in in_phrase if any(c.lower_ == "that" and c.dep_ == "mark" for c in g.children)]
    if told:  # "said in a statement that …"
        return _extent(told[0])
    objects = [c for c in verb.children if c.dep_ in {"xcomp", "dobj", "attr", "oprd"} and c.i > verb.i]
    if objects and verb.lemma_.lower() not in _needs_clause() and verb.lemma_.lower() not in {"say", "tell"}:
        return min(c.left_edge.i for c in objects), max(c.right_edge.i for c in objects) + 1
    return None


def _at_the_end(verb: Token) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """(source, content) of "…, witnesses and medics said on Monday": a sentence that ends in a comma, a noun phrase, the cue.

    Read from the words, since the parser often takes the phrase for the last part of a list.
    """
    doc, sentence = verb.doc, verb.sent
    after = [t for t in doc[verb.i + 1 : sentence.end] if not t.is_space]
    if (
        verb.lemma_.lower() in _needs_clause()
        or len(after) > 12
        or any(t.pos_ in {"VERB", "AUX", "SCONJ"} or t.text in _OPEN for t in after)
    ):
        return None
    comma = next((i for i in range(verb.i - 1, max(sentence.start, verb.i - 16), -1) if doc[i].text == ","), None)
    if comma is None or comma + 1 >= verb.i:
        return None
    between, before = doc[comma + 1 : verb.i], doc[sentence.start : comma]
    if any(t.pos_ in {"VERB", "AUX"} for t in between) or not any(t.pos_ in {"NOUN", "PROPN", "PRON"} for t in between):
        return None
    if between[0].dep_ in {"mark", "nsubj"} and between[0].tag_ in {"WDT", "WP"}:
        return None
    return ((comma + 1, verb.i), (sentence.start, comma)) if any(t.pos_ in {"VERB", "AUX"} for t in before) else None


def _quote_spans(doc: Doc, text: str) -> list[tuple[int, int]]:
    """Token ranges between quotation marks, marks included, within one paragraph and of 4 to 200 tokens."""
    out = []
    for m in _QUOTED.finditer(text):
        span = doc.char_span(m.start(), m.end(), alignment_mode="expand")
        if span is not None and 4 < len(span) <= 200:
            out.append((span.start, span.end))
    return out


def _by_verb(doc: Doc, quotes: list[tuple[int, int]]) -> Iterator[_Found]:
    inside = {i for start, end in quotes for i in range(start, end)}
    for verb in tokens_by_lemma(doc, _cues().__contains__):
        lemma = verb.lemma_.lower()
        if verb.pos_ not in {"VERB", "AUX"}:
            continue
        certainty, polarity = _cues()[lemma]
        if any(c.dep_ == "neg" for c in verb.children) and lemma not in {"deny"}:
            polarity = "-" if polarity == "+" else "+"
        beside = None if verb.i in inside else _quote_beside(doc, verb, quotes)
        at_the_end = None if beside or verb.i in inside else _at_the_end(verb)
        source, content = at_the_end or (_source(verb), beside or _clause(verb))
        if content is None:
            continue
        if source is not None and source[0] < content[1] and content[0] < source[1]:
            content = (source[1], content[1]) if source[0] <= content[0] else (content[0], source[0])
        cue = _cue(verb)
        if cue[0] < content[1] and content[0] < cue[1]:
            content = (cue[1], content[1]) if content[1] - cue[1] > cue[0] - content[0] else (content[0], cue[0])
        content = _trim(doc, *content)
        if content[1] - content[0] >= 2:
            yield _Found(source, cue, content, lemma, beside is not None, certainty, polarity)


def _quote_beside(doc: Doc, verb: Token, quotes: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The quotation that a verb of saying stands right before or right behind, in the same sentence."""
    near: list[tuple[int, tuple[int, int]]] = []
    for start, end in quotes:
        gap = start - verb.i if start > verb.i else verb.i - end + 1
        between = doc[min(verb.i + 1, end) : max(start, verb.i)]
        if 0 < gap <= 14 and not any(t.text in {".", "!", "?"} or "\n" in t.text for t in between):
            near.append((gap, (start, end)))
    if not near or verb.lemma_.lower() in _through():
        return None
    best = min(near)[1]
    is_whole = best[1] - best[0] >= 6
    return best if is_whole else None


def _by_preposition(doc: Doc) -> Iterator[_Found]:
    """ "According to X, …": the content is the clause that the phrase hangs on."""
    for token in tokens_by_lemma(doc, {"accord", "according"}.__contains__):
        if token.lower_ != "according" or token.i + 1 == len(doc) or doc[token.i + 1].lower_ != "to":
            continue
        to = doc[token.i + 1]
        objects = [c for c in (*to.children, *token.children) if c.dep_ == "pobj" and c.i > to.i]
        if not objects:
            continue
        source = _extent(objects[0])
        sentence = token.sent
        before, after = (sentence.start, token.i), (source[1], sentence.end)
        content = _trim(doc, *(before if before[1] - before[0] > after[1] - after[0] else after))
        if content[1] - content[0] >= 3:
            yield _Found(source, (token.i, to.i + 1), content, "according to", False, "certain", "+")


def _by_citing(doc: Doc) -> Iterator[_Found]:
    """ "UNN reports, citing X": X is the source, the one who cites passes it on."""
    for verb in tokens_by_lemma(doc, _through().__contains__):
        if verb.tag_ != "VBG":
            continue
        objects = [c for c in verb.children if c.dep_ == "dobj"]
        head = verb.head
        if not objects or head.pos_ not in {"VERB", "AUX"}:
            continue
        content = _clause(head) or (verb.sent.start, min(verb.i, head.left_edge.i + 1) if head.left_edge.i > verb.sent.start else verb.i)
        content = _trim(doc, content[0], min(content[1], verb.i))
        if content[1] - content[0] >= 3:
            yield _Found(_extent(objects[0]), (verb.i, verb.i + 1), content, verb.lemma_.lower(), False, "certain", "+", _source(head))


@dataclass(frozen=True)
class _Speakers:
    """Resolves a source phrase to an actor of the document, and to a short name."""

    doc: Doc
    mentions: list[ActorMention]
    names: dict[str, DocumentActor]

    def of(self, span: Span) -> tuple[str | None, str | None]:
        inside = [m for m in self.mentions if span.start_char <= m.start_char and m.end_char <= span.end_char]
        root = span.root
        if root.pos_ == "PRON":
            return self._antecedent(span) if root.lower_ in {"he", "she", "him", "her"} else (None, None)
        people = [m for m in inside if self.names[m.document_actor_id].kind == "Person"]
        at_head = [m for m in inside if m.start_char <= root.idx < m.end_char]
        for mention in (*people, *at_head):
            return mention.document_actor_id, self.names[mention.document_actor_id].name
        return None, _short(span)

    def _antecedent(self, span: Span) -> tuple[str | None, str | None]:
        """The one person named before, in this paragraph or the one before; None where two could be meant."""
        back = [
            m
            for m in self.mentions
            if m.end_char <= span.start_char and span.start_char - m.start_char <= 600 and self.names[m.document_actor_id].kind == "Person"
        ]
        people = {m.document_actor_id for m in back[-3:]}
        if len(people) != 1:
            return None, None
        actor = self.names[people.pop()]
        return actor.document_actor_id, actor.name


def _short(span: Span) -> str:
    """A source phrase without what hangs behind its head: "a monitoring group", "residents"."""
    root = span.root
    end = root.i + 1
    for child in root.rights:
        if child.dep_ == "prep" and child.lower_ in {"of", "for"} and child.right_edge.i - root.i <= 5:
            end = child.right_edge.i + 1
    return " ".join(span.doc[max(span.start, root.left_edge.i) : min(end, span.end)].text.split())[:120]


def find_attributions(doc: Doc, page: Page, actors: list[DocumentActor], mentions: list[ActorMention]) -> list[Attribution]:
    """Attributions of a document, in order of content. Furniture and machine-made padding say nothing."""
    speakers = _Speakers(doc, mentions, {a.document_actor_id: a for a in actors})
    quotes = _quote_spans(doc, page.document.text)
    out: dict[str, Attribution] = {}
    for found in (*_by_citing(doc), *_by_preposition(doc), *_by_verb(doc, quotes)):
        content = doc[found.content[0] : found.content[1]]
        if not page.is_reporting(content.start_char):
            continue
        record = _record(doc, page, found, speakers)
        out.setdefault(record.attribution_id, record)
    return sorted(out.values(), key=lambda a: (a.start_char, a.end_char))


def _record(doc: Doc, page: Page, found: _Found, speakers: _Speakers) -> Attribution:
    content, cue = doc[found.content[0] : found.content[1]], doc[found.cue[0] : found.cue[1]]
    source = doc[slice(*_trim(doc, *found.source))] if found.source else None
    actor_id, speaker = speakers.of(source) if source is not None and len(source) else (None, None)
    relay = speakers.of(doc[found.relay[0] : found.relay[1]])[1] if found.relay else None
    chain = " < ".join(name for name in (relay or page.document.outlet, speaker) if name)
    has_source = source is not None and len(source) > 0
    return Attribution(
        attribution_id=content_id("att", page.document.document_id, cue.start_char, content.start_char, content.end_char),
        **page.at(content.start_char, content.end_char),
        speaker_document_actor_id=actor_id,
        speaker=speaker,
        source_start=source.start_char if source is not None and has_source else None,
        source_end=source.end_char if source is not None and has_source else None,
        source_quote=source.text if source is not None and has_source else None,
        cue_start=cue.start_char,
        cue_end=cue.end_char,
        cue_quote=cue.text,
        cue=found.lemma,
        kind="direct" if found.is_quoted else "indirect",
        chain=chain or None,
        polarity=found.polarity,
        certainty=found.certainty,
    )
