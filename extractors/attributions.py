"""Who is said to say what: source, cue and content of direct and indirect speech, after PolNeAR's definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from extractors.attitudes import by_attitude, is_own_words, prepositions
from extractors.cues import OPENING, Found, clause_of, cue_of, cues, extent, named_by, needs_clause, source_of, thought, through, trim
from extractors.ids import content_id
from extractors.page import Page, starting_in
from extractors.parse import tokens_by_lemma
from extractors.quotations import FOLLOWS, Quotations, Speech, find_quotations, find_speeches, goes_on
from extractors.records import ActorMention, Attribution, DocumentActor
from extractors.tellers import by_counting

_DASHES = frozenset({",", "--", "–", "—", "-"})
_STOPS = frozenset({".", "!", "?", ":", ";", '"', "”", "''", "…"})
_NOBODY_NAMED = frozenset({"some", "others", "many"})
"""Sources without a name that are yet other than the report: "some put it at 40"."""
_BODIES = frozenset({"group", "monitor", "watchdog", "organisation", "organization", "body", "charity"})
"""What a body with a name is called once it has spoken."""
_PASSES_ON = frozenset({"reports", "reported", "report", "says", "said", "writes", "wrote"})
_NAMING = frozenset({"NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ"})
_ENDS_SOURCE = frozenset({".", ",", ";", ":", "who", "when", "after", "before", "on", "during", '"', "“", "''"})


def _at_the_end(verb: Token) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """(source, content) of "…, witnesses and medics said on Monday": a sentence that ends in a comma, a noun phrase, the cue.

    Read from the words, since the parser often takes the phrase for the last part of a list.
    """
    doc, sentence = verb.doc, verb.sent
    if sentence.end - verb.i > 30:  # too much behind it, without a look at every word
        return None
    after = [t for t in doc[verb.i + 1 : sentence.end] if not t.is_space]
    if (
        verb.lemma_.lower() in needs_clause()
        or len(after) > 12
        or any(t.pos_ in {"VERB", "AUX", "SCONJ"} or t.text in OPENING for t in after)
    ):
        return None
    comma = next((i for i in range(verb.i - 1, max(sentence.start, verb.i - 16), -1) if doc[i].text == ","), None)
    if comma is None or comma + 1 >= verb.i:
        return None
    between, before = doc[comma + 1 : verb.i], doc[sentence.start : comma]
    if any(t.pos_ in {"VERB", "AUX"} for t in between) or not any(t.pos_ in {"NOUN", "PROPN", "PRON"} for t in between):
        return None
    if between[0].pos_ == "CCONJ" or any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children):
        return None
    if between[0].dep_ in {"mark", "nsubj"} and between[0].tag_ in {"WDT", "WP"}:
        return None
    return ((comma + 1, verb.i), (sentence.start, comma)) if any(t.pos_ in {"VERB", "AUX"} for t in before) else None


def _by_verb(doc: Doc, quotations: Quotations) -> Iterator[Found]:
    """What verbs introduce. A cue within a quotation is part of what is quoted, no attribution of the report."""
    verbs = [t for t in tokens_by_lemma(doc, cues().__contains__) if t.pos_ in {"VERB", "AUX"} and quotations.around(t.i) is None]
    speeches = {s.cue: s for s in find_speeches(doc, quotations, (v for v in verbs if v.lemma_.lower() not in through()))}
    for verb in verbs:
        lemma = verb.lemma_.lower()
        if lemma in prepositions() and verb.i not in speeches and doc[min(verb.i + 1, len(doc) - 1)].lower_ in prepositions()[lemma]:
            continue
        certainty, polarity = cues()[lemma]
        if any(c.dep_ == "neg" for c in verb.children) and lemma not in {"deny"}:
            polarity = "-" if polarity == "+" else "+"
        speech = speeches.get(verb.i)
        found = _direct(doc, verb, speech) if speech is not None else _indirect(doc, verb)
        if found is None:
            continue
        source, content, is_quoted = found
        if source is None and any(c.dep_ == "auxpass" for c in verb.children):
            continue
        if (source is None and verb.dep_ not in {"ROOT", "conj"}) or (verb.dep_ == "acl" and verb.tag_ == "VBN"):
            continue
        content = trim(doc, *content)
        if content[1] - content[0] >= 2:
            cue_class = "thought" if lemma in thought() else "speech"
            yield Found(source, cue_of(verb), content, lemma, is_quoted, certainty, polarity, cue_class=cue_class)


def _indirect(doc: Doc, verb: Token) -> tuple[tuple[int, int] | None, tuple[int, int], bool] | None:
    """(source, content, False) of a verb with a clause or an object."""
    source, content = _at_the_end(verb) or (source_of(verb), clause_of(verb) or _told_beside(verb))
    if source is not None and source[1] <= verb.i and _is_inserted(doc, source, verb):
        is_relay = verb.i + 2 < len(doc) and doc[verb.i + 2].lemma_.lower() in through()
        return source, (verb.sent.start, source[0] if is_relay else verb.sent.end), False
    if content is None:
        return None
    if source is not None and source[0] < content[1] and content[0] < source[1]:
        content = (source[1], content[1]) if source[0] <= content[0] else (content[0], source[0])
    cue = cue_of(verb)
    if cue[0] < content[1] and content[0] < cue[1]:
        content = (cue[1], content[1]) if content[1] - cue[1] > cue[0] - content[0] else (content[0], cue[0])
    return source, content, False


def _told_beside(verb: Token) -> tuple[int, int] | None:
    """What "…, with some saying that" tells: the parser often hangs that clause on the verb before "with"."""
    doc, noun = verb.doc, verb.head
    if verb.tag_ != "VBG" or verb.dep_ != "acl" or noun.i != verb.i - 1 or noun.dep_ != "pobj" or noun.head.lower_ != "with":
        return None
    behind = [t for t in doc[verb.i + 1 : verb.sent.end] if t.head.i <= noun.head.i and t.pos_ in {"VERB", "AUX"}]
    return (verb.i + 1, max(t.right_edge.i for t in behind) + 1) if behind else None


def _opening(doc: Doc, token: int) -> int:
    """The first token of the sentence that holds a token, by its marks: the parser breaks sentences at quotations."""
    while token > 0 and doc[token - 1].text not in _STOPS and "\n" not in doc[token - 1].text:
        token -= 1
    return token


def _is_inserted(doc: Doc, source: tuple[int, int], verb: Token) -> bool:
    """Whether a cue stands between commas within what it reports: "The bridge, she said, is closed"."""
    return (
        source[0] > verb.sent.start + 1
        and verb.i + 3 < verb.sent.end
        and doc[source[0] - 1].text in _DASHES
        and doc[verb.i + 1].text in _DASHES
        and not any(t.lemma_.lower() in cues() and t.pos_ == "VERB" for t in doc[verb.sent.start : source[0]])
    )


def _direct(doc: Doc, verb: Token, speech: Speech) -> tuple[tuple[int, int] | None, tuple[int, int], bool] | None:
    """(source, content, whether it is direct) of a verb beside a quotation; a clause that only holds quoted words is indirect."""
    source = _source_beside(doc, verb, speech)
    quote = speech.first
    if speech.is_after:
        at_the_end = _at_the_end(verb)
        between = doc[quote.end : min(verb.i, source[0] if source else verb.i)]
        if at_the_end is not None and any(t.is_alpha for t in between):
            return at_the_end[0], (min(at_the_end[1][0], speech.start), max(at_the_end[1][1], speech.end)), False
        start = _opening(doc, quote.start)
        if any(t.is_alpha for t in doc[start : quote.start]):
            return source, (start, speech.end), False
    elif quote.start - verb.i > 1:
        clause = clause_of(verb)
        if clause is not None and verb.i < clause[0] < quote.start - 1:
            return source, (clause[0], max(clause[1], speech.end)), False
        behind = max(verb.i + 1, source[1] if source and source[0] <= verb.i + 2 else 0)
        if doc[quote.start - 1].text not in {",", ":"}:
            if any(t.pos_ in {"VERB", "AUX"} for t in doc[behind : quote.start]):
                return source, (behind, speech.end), False
            if verb.lemma_.lower() in needs_clause() and quote.start - verb.i > 3:
                return None
    return source, (speech.start, speech.end), True


def _source_beside(doc: Doc, verb: Token, speech: Speech) -> tuple[int, int] | None:
    """The speaker of a quotation: the verb's subject, else the words between quotation and verb, or behind the verb ("said X")."""
    source = source_of(verb)
    quote = speech.first
    if source is not None and (source[1] <= quote.start or source[0] >= quote.end):
        return source
    if not speech.is_after:
        return None
    between = trim(doc, quote.end, verb.i)
    if any(t.pos_ in {"NOUN", "PROPN", "PRON"} for t in doc[between[0] : between[1]]):
        return between
    end = verb.i + 1
    while end < len(doc) and end - verb.i < 14 and doc[end].text not in _ENDS_SOURCE and not doc[end].is_space:
        end += 1
    behind = trim(doc, verb.i + 1, end)
    return behind if any(t.pos_ in {"NOUN", "PROPN", "PRON"} for t in doc[behind[0] : behind[1]]) else None


def _covered(found: Found) -> int:
    """The first token behind source, cue and content."""
    return max(found.content[1], found.cue[1], found.source[1] if found.source else 0)


def _with_what_follows(doc: Doc, found: list[Found], quotations: Quotations) -> list[Found]:
    """Speech goes on in quotations that follow as sentences of their own, without a cue: 'She denied it. "I was at home."'."""
    taken = {quotations.around(i) for f in found if f.is_quoted or f.content for i in (f.content[0], f.content[1] - 1)}
    behind = {_covered(f): i for i, f in reversed(list(enumerate(found)))}  # where speech ends -> which it is
    for quotation in quotations.found:
        if quotation in taken:
            continue
        ends = range(quotation.start, quotation.start - FOLLOWS - 1, -1)
        last = next((i for end in ends if (i := behind.get(end)) is not None and goes_on(doc, end, quotation)), None)
        if last is not None:
            del behind[_covered(found[last])]
            found[last] = replace(found[last], content=(min(found[last].content[0], quotation.start), quotation.end))
            behind[_covered(found[last])] = last
    return found


def _by_preposition(doc: Doc) -> Iterator[Found]:
    """ "According to X, …": the content is the clause that the phrase hangs on."""
    for token in tokens_by_lemma(doc, {"accord", "according"}.__contains__):
        if token.lower_ != "according" or token.i + 1 == len(doc) or doc[token.i + 1].lower_ != "to":
            continue
        to = doc[token.i + 1]
        objects = [c for c in (*to.children, *token.children) if c.dep_ == "pobj" and c.i > to.i]
        if not objects:
            continue
        source = extent(objects[0])
        sentence = token.sent
        before, after = (sentence.start, token.i), (source[1], sentence.end)
        content = trim(doc, *(before if before[1] - before[0] > after[1] - after[0] else after))
        if content[1] - content[0] >= 3:
            yield Found(source, (token.i, to.i + 1), content, "according to", False, "certain", "+")


def _by_citing(doc: Doc) -> Iterator[Found]:
    """ "UNN reports, citing X": X is the source, the one who cites passes it on."""
    for verb in tokens_by_lemma(doc, through().__contains__):
        objects = [c for c in verb.children if c.dep_ == "dobj"]
        if not objects or verb.tag_ != "VBG":
            continue
        source = named_by(objects[0])
        relay: tuple[int, int] | None
        inserted = _relay_before(doc, verb)
        if inserted is not None:
            relay, content = inserted
        elif verb.head.pos_ in {"VERB", "AUX"}:
            relay, start = source_of(verb.head), verb.head.left_edge.i
            told = clause_of(verb.head)
            content = told if told is not None else (verb.sent.start, start + 1 if verb.sent.start < start < verb.i else verb.i)
        else:
            continue
        content = trim(doc, content[0], min(content[1], verb.i))
        if content[1] - content[0] >= 3:
            yield Found(source, (verb.i, verb.i + 1), content, verb.lemma_.lower(), False, "certain", "+", relay)


def _relay_before(doc: Doc, citing: Token) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """(relay, content) of "…, the Post reports, citing": read from the words, for the parser takes "the Post reports" for a noun."""
    i = citing.i - 1 if citing.i and doc[citing.i - 1].text != "," else citing.i - 2
    if i < 2 or doc[i].lower_ not in _PASSES_ON:
        return None
    comma = next((j for j in range(i - 1, max(citing.sent.start, i - 8), -1) if doc[j].text == ","), None)
    if comma is None or comma + 1 >= i:
        return None
    return (comma + 1, i), (_opening(doc, comma), comma)


@dataclass(frozen=True)
class _Speakers:
    """Resolves a source phrase to an actor of the document, and to a short name."""

    doc: Doc
    mentions: list[ActorMention]  # in order
    names: dict[str, DocumentActor]

    def of(self, span: Span) -> tuple[str | None, str | None]:
        inside = [m for m in starting_in(self.mentions, span.start_char, span.end_char) if m.end_char <= span.end_char]
        root = span.root
        if root.lower_ in _NOBODY_NAMED:
            return None, root.lower_
        if root.pos_ == "PRON":
            return self._antecedent(span) if root.lower_ in {"he", "she", "him", "her"} else (None, None)
        people = [m for m in inside if self.names[m.document_actor_id].kind == "Person"]
        at_head = [m for m in inside if m.start_char <= root.idx < m.end_char]
        for mention in (*people, *at_head):
            return mention.document_actor_id, self.names[mention.document_actor_id].name
        return None, _short(span)

    def at_hand(self, span: Span, last: Attribution | None) -> bool:
        """Whether "he", "it" or "the group" is whoever spoke last: nobody else of the kind was named since, at most a paragraph ago."""
        if last is None or last.cue_end is None or last.speaker_document_actor_id is None:
            return False
        speaker = self.names[last.speaker_document_actor_id]
        border = max(last.cue_end, last.source_end or 0)
        if not border <= span.start_char <= border + 600 or not _can_be(span, speaker):
            return False
        return not any(
            (other := self.names[m.document_actor_id]).document_actor_id != speaker.document_actor_id
            and (other.kind == "Person") == (speaker.kind == "Person")
            for m in starting_in(self.mentions, border, span.start_char)
        )

    def _antecedent(self, span: Span) -> tuple[str | None, str | None]:
        """The one person named before, in this paragraph or the one before; None where two could be meant."""
        back = [
            m
            for m in starting_in(self.mentions, span.start_char - 600, span.start_char)
            if m.end_char <= span.start_char and self.names[m.document_actor_id].kind == "Person"
        ]
        people = {m.document_actor_id for m in back[-3:]}
        if len(people) != 1:
            return None, None
        actor = self.names[people.pop()]
        return actor.document_actor_id, actor.name


def _can_be(span: Span, speaker: DocumentActor) -> bool:
    """Whether the words can stand for one who was named: "she" for a person, "it" or "the group" for a body."""
    word = span.root.lower_
    if speaker.kind == "Person":
        return word in {"he", "she", "him", "her"}
    return (len(span) == 1 and word == "it") or (_is_bare(span) and word in _BODIES)


def _is_bare(span: Span) -> bool:
    """ "The ministry", with no word more."""
    return len(span) == 2 and span[0].lower_ == "the" and span[1].is_lower


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
    quotations = Quotations(find_quotations(doc, page.document.text))
    out: dict[str, Attribution] = {}
    by_verb = _with_what_follows(doc, sorted(_by_verb(doc, quotations), key=_covered), quotations)
    by_citing = list(_by_citing(doc))
    used = {f.cue[1] for f in (*by_verb, *by_citing)}
    # "Listed 55 wounded" is a count before it is a mention.
    counted = [f for f in by_counting(doc) if f.cue[1] not in used]
    used |= {f.cue[1] for f in counted}
    told = [f for f in by_verb if f.content[1] - f.content[0] > 3]
    attitudes = [f for f in by_attitude(doc, quotations) if f.cue[1] not in used and not is_own_words(doc, f, told)]
    said = [f for f in by_verb if f.lemma not in thought() or not is_own_words(doc, f, told)]
    last: Attribution | None = None
    spoken: dict[str, set[tuple[str | None, str]]] = {}  # last word of a speaker -> the speakers that end in it
    for found in sorted((*by_citing, *_by_preposition(doc), *said, *attitudes, *counted), key=lambda f: f.cue):
        content = doc[found.content[0] : found.content[1]]
        if not page.is_reporting(content.start_char):
            continue
        record = _record(doc, page, found, speakers, last, spoken)
        out.setdefault(record.attribution_id, record)
        if record.speaker and record.cue_class == "speech":
            spoken.setdefault(record.speaker.split()[-1].lower(), set()).add((record.speaker_document_actor_id, record.speaker))
        if record.speaker_document_actor_id is not None and record.cue_class == "speech":
            last = record
    return sorted(out.values(), key=lambda a: (a.start_char, a.end_char))


def _record(
    doc: Doc,
    page: Page,
    found: Found,
    speakers: _Speakers,
    last: Attribution | None,
    spoken: dict[str, set[tuple[str | None, str]]],
) -> Attribution:
    content, cue = doc[found.content[0] : found.content[1]], doc[found.cue[0] : found.cue[1]]
    source = doc[slice(*trim(doc, *found.source))] if found.source else None
    if source is not None and not any(t.pos_ in _NAMING for t in source):
        source = None
    actor_id, speaker = speakers.of(source) if source is not None and len(source) else (None, None)
    if actor_id is None and source is not None and last is not None and speakers.at_hand(source, last):
        actor_id, speaker = last.speaker_document_actor_id, last.speaker
    elif actor_id is None and source is not None and _is_bare(source) and len(before := spoken.get(source[1].lower_, set())) == 1:
        actor_id, speaker = next(iter(before))  # "the ministry", after "the defence ministry" has spoken
    relay = speakers.of(doc[found.relay[0] : found.relay[1]])[1] if found.relay else None
    chain = " < ".join(dict.fromkeys(name for name in (relay or page.document.outlet, speaker) if name))
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
        cue_class=found.cue_class,
    )
