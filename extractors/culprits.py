"""Who is told to have done an act of force: the party that a report lays it to, in the report's own words, and how.

A party is an armed or ruling body: a group with a name, a state's organ, a kind of group ("rebels", "regime forces"). Nothing is inferred:
where no construction ties a party to the act, there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from extractors.gazetteer import Gazetteer
from extractors.headlines import is_title_case
from extractors.lexicon import lexicon
from extractors.page import Page
from extractors.parse import tokens_by_lemma
from extractors.records import ActorMention, DocumentActor
from extractors.triggers import Trigger, is_act_noun, is_act_verb

_SECTIONS = {"headline": 0, "deck": 1, "lead": 1}
_JOINTS = frozenset(["-", "–", "/", "'s", "’s", "'", "(", ")", "and", "or", "either", "both", "led", "backed", "the", "of"])
"""What may stand inside the name of a party or between it and the act's noun."""
_SUBJECT, _CLAIMED, _ACCUSED = 0, 1, 2
REACH = 20
"""Tokens between an act's word and the "by" that tells who did it."""
LONGEST_NAME = 12
"""Tokens of the longest name of a party."""


@dataclass(frozen=True)
class Culprit:
    """A party told to have done it. `basis`: act (the words of the act name it), claimed (it says so), accused."""

    name: str
    document_actor_id: str | None
    basis: str


BASES = ("act", "claimed", "accused")


@dataclass(frozen=True)
class Told:
    """One place where a report lays an act to a party. `section`: 0 headline, 1 lead, 2 body; `basis`: index into BASES; `at`: a token."""

    section: int
    is_vague: bool
    basis: int
    at: int
    span: Span


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(lexicon("parties.toml")[group])


def body_word(token: Token) -> str:
    """The word in lower case, without the s of a possessive that lost its apostrophe: "the regimes jets"."""
    word, following = token.lower_, token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    is_owner = word.endswith("s") and word not in _words("bodies") and following is not None and following.pos_ in ("NOUN", "PROPN")
    return word[:-1] if is_owner and word[:-1] in _words("bodies") else word


class Parties:
    """The tokens of one document that name a party."""

    def __init__(self, doc: Doc, mentions: Iterable[ActorMention], actors: Iterable[DocumentActor], gazetteer: Gazetteer) -> None:
        kinds = {a.document_actor_id: a for a in actors}
        self.doc = doc
        self.actor_at: dict[int, ActorMention] = {}
        self._demonyms = gazetteer.demonyms
        self._title_case: dict[int, bool] = {}
        for mention in mentions:
            actor = kinds[mention.document_actor_id]
            if actor.kind not in ("Organization", "PublicBody"):
                continue
            if not _is_party(actor.name) and mention.quote not in _words("bare_states"):
                continue
            span = doc.char_span(mention.start_char, mention.end_char, alignment_mode="expand")
            if span is None:
                continue
            for token in span:
                self.actor_at[token.i] = mention

    def is_in_title_case(self, sentence: Span) -> bool:
        """As headlines.is_title_case, asked once of each sentence, however many acts it names."""
        if sentence.start not in self._title_case:
            self._title_case[sentence.start] = is_title_case([word.text for word in sentence])
        return self._title_case[sentence.start]

    def is_named(self, token: Token) -> bool:
        """Whether the token is of a party's name: a group's, a kind of body, a people's adjective; not "rebel" of "rebel-held"."""
        is_body = body_word(token) in _words("bodies") or token.lower_ in _words("vague") or token.text in self._demonyms
        return (is_body or token.i in self.actor_at or self._leads(token)) and not self._is_of_another(token)

    def _leads(self, token: Token) -> bool:
        """A state whose name stands before its forces or acts: "US-led", "US strikes", "Russia strikes"."""
        if token.text not in _words("bare_states"):
            return False
        after = self.doc[token.i + 1 : token.i + 3]
        is_leading = len(after) == 2 and after[0].text in ("-", "–") and after[1].lower_ == "led"
        return is_leading or token.dep_ in ("compound", "nmod", "amod", "poss", "nsubj")

    def is_demonym(self, span: Span) -> bool:
        """Whether the name is a people's adjective alone, which may describe the place or the victims as well."""
        return all(t.text in self._demonyms and t.i not in self.actor_at for t in span if t.is_alpha and t.lower_ != "and")

    def _is_of_another(self, token: Token) -> bool:
        doc, i = self.doc, token.i
        if i + 2 < len(doc) and doc[i + 1].text in ("-", "–") and doc[i + 2].lower_ in _words("participles"):
            return True
        if i + 1 < len(doc) and doc[i + 1].lower_ in _words("participles") and doc[i + 1].lower_ not in ("allied", "run"):
            return True
        return i > 1 and doc[i - 1].text in ("-", "–") and doc[i - 2].lower_ in _words("prefixes") - {"pro"}

    def is_vague(self, span: Span) -> bool:
        """Whether the name tells no side: "terrorists", or a people's adjective that may only describe the place."""
        return not any(self.is_named(t) and t.lower_ not in _words("vague") for t in span)

    def before(self, end: int, start: int) -> Span | None:
        """The party named in the tokens of a noun phrase that ends before `end` and starts no earlier than `start`."""
        i = end - 1
        while i >= start and i >= end - LONGEST_NAME and self.may_stand(self.doc[i]):
            i -= 1
        if any(t.lower_ in _words("keyword_lines") for t in self.doc[i + 1 : end]):
            return None
        return self.within(i + 1, end)

    def within(self, start: int, end: int) -> Span | None:
        """The party named between two token indices: from its first word to its last with what it fights with."""
        named = [i for i in range(start, end) if self.is_named(self.doc[i])]
        if not named:
            return None
        first, last = named[0], named[0]
        for i in range(first + 1, end):
            token = self.doc[i]
            other = self.actor_at.get(i)
            if other is not None and self.actor_at.get(last) not in (None, other) and self.doc[last].i == i - 1:
                break
            if self.is_named(token) or token.lower_ in _words("carriers") or token.lower_ == "led":
                last = i
            elif not (token.lower_ in _JOINTS or token.pos_ in ("ADJ", "PROPN")):
                break
        while last > first and self.doc[last].lower_ in _words("of_the_act"):
            last -= 1
        while first > start and self.doc[first - 1].text in ("-", "–") and self.doc[first - 2].is_alpha and first - 2 >= start:
            first -= 2  # "pro-regime", "US-led coalition"
        if last + 1 < end and self.doc[last + 1].lower_ in _words("parts_of_groups"):
            return self.within(last + 2, end) or self.doc[first : last + 1]
        if any(t.lower_ in _words("targets") for t in self.doc[last + 1 : end]):
            return None
        return self.doc[first : last + 1]

    def within_last(self, end: int) -> Span | None:
        """The last party named in the forty tokens before `end`: whom "it" or "they" is most likely to mean."""
        start = max(0, end - 40)
        last = max((i for i in range(start, end) if self.is_named(self.doc[i])), default=None)
        if last is None:
            return None
        while last > start and self.is_named(self.doc[last - 1]):
            last -= 1
        return self.within(last, end)

    def may_stand(self, token: Token) -> bool:
        """Whether a token may stand in a noun phrase between a party and the act's noun."""
        if token.is_space or token.lower_ in _words("targets"):
            return False
        if token.i in self.actor_at or (token.lower_ in _JOINTS and token.lower_ not in ("of", "(", ")")):
            return True
        return token.pos_ in ("ADJ", "NOUN", "PROPN", "NUM") or token.tag_ in ("VBN", "VBG")


def _is_party(name: str) -> bool:
    """Whether an organisation bears arms or commands those who do."""
    return name in _words("groups") or bool(set(name.lower().split(" ")) & _words("group_words"))


def find_culprits(page: Page, triggers: Sequence[Trigger], parties: Parties, *, is_primary: bool) -> list[Told]:
    """Every place that lays the act of the triggers to a party; for the leading act also what anyone claims or is accused of."""
    leading = [t for t in triggers if t.section_kind in _SECTIONS]
    modes = {t.act.mode for t in leading if t.act.mode}
    words = {t.token.lemma_.lower() for t in leading}
    is_of_a_state = not modes.isdisjoint(_words("state_modes"))
    found: list[Told] = []
    for trigger in triggers:
        is_same = trigger.act.mode in modes or trigger.token.lemma_.lower() in words
        if not leading or trigger.section_kind in _SECTIONS or trigger.act.needs or is_same:
            found += _of_trigger(trigger, parties, is_of_a_state=is_of_a_state)
    if is_primary:
        found += _said_of(parties.doc, page, parties)
    return found


def likeliest(found: Sequence[Told], parties: Parties) -> Culprit | None:
    """The party that the report as a whole lays the act to: headline before lead before body, the deed before the claim."""
    best = min(found, key=lambda f: (f.section > 1, f.is_vague, f.section, f.basis, f.at), default=None)
    if best is None:
        return None
    mention = next((parties.actor_at[t.i] for t in best.span if t.i in parties.actor_at), None)
    return Culprit(best.span.text, mention.document_actor_id if mention else None, BASES[best.basis])


def _of_trigger(trigger: Trigger, parties: Parties, *, is_of_a_state: bool) -> Iterator[Told]:
    token = trigger.token
    section = _SECTIONS.get(trigger.section_kind, 2)
    if token.lemma_.lower() in _words("two_sided") and (section == 2 or token.pos_ != "VERB"):
        return
    if token.lemma_.lower() in lexicon("events.toml")["harm"]["others"] and token.lemma_.lower() not in _words("doing"):
        return
    for span in _doers(token, parties, is_headline=section == 0):
        is_states = trigger.act.mode in _words("state_modes") or (is_of_a_state and trigger.act.mode is None and is_act_noun(token))
        if parties.is_demonym(span) and (section > 1 or trigger.act.needs or not is_states):
            continue
        yield Told(section, parties.is_vague(span), _SUBJECT, token.i, span)


def _doers(token: Token, parties: Parties, *, is_headline: bool) -> Iterator[Span]:
    """Parties that the words around an act's word make its doer."""
    sentence = token.sent
    is_title = parties.is_in_title_case(sentence)
    is_noun = token.pos_ in ("NOUN", "PROPN") and (is_act_noun(token) or not is_title)  # of "toxic gas" no word names an act alone
    if is_noun or (token.tag_ == "VBG" and is_title):
        verb = _verb_above(token)
        if verb is None or verb.lemma_.lower() not in _words("repelling"):
            if token.dep_ == "pobj" and token.head.lower_ in _words("elsewhere"):
                return
            span = parties.before(token.i, sentence.start)
            if span is not None:
                yield span
            yield from _belonging(token, parties)
        if verb is not None and verb.lemma_.lower() in _words("doing"):
            yield from _subjects(verb, parties)
            yield from _agents(verb, parties)
    else:
        yield from _subjects(token, parties)
    yield from _agents(token, parties)
    yield from _other_side(token, parties)
    if is_title or token.pos_ != "VERB":
        yield from _headline_subject(token, parties)
    if is_headline and is_title:
        for other in sentence:
            if other.lemma_.lower().rstrip("s") in _words("doing"):
                yield from _headline_subject(other, parties)


def _verb_above(token: Token) -> Token | None:
    """The verb that a noun is object of, also through "a wave of" and "and", and of what held it ("dropped barrels containing")."""
    node = token
    for _ in range(6):
        if not _is_holding(node) and node.dep_ not in ("dobj", "pobj", "prep", "conj", "nsubjpass", "compound"):
            return None
        node = node.head
        if node.pos_ == "VERB" and not _is_holding(node):
            return node
    return None


def _is_holding(token: Token) -> bool:
    """Whether the word says what a thing holds: "barrels containing chlorine"."""
    return token.dep_ == "acl" and token.lemma_.lower() in _words("holding")


def _other_side(token: Token, parties: Parties) -> Iterator[Span]:
    """ "Ten soldiers were killed in clashes with the group": the side that those who died fought."""
    doc, end = token.doc, token.sent.end
    for i in range(token.i + 1, min(token.i + 10, end)):
        if doc[i].lemma_.lower() in _words("two_sided") | {"clashes"}:
            start = i + 2 if i + 1 < end and doc[i + 1].lower_ in ("with", "against") else i + 1
            if start == i + 1 and doc[i].lower_ != "fighting":
                return
            stop = start
            while stop < end and stop < start + LONGEST_NAME and parties.may_stand(doc[stop]):
                stop += 1
            span = parties.within(start, stop)
            if span is not None and span.start - start <= 3:
                yield span
            return


def _subjects(verb: Token, parties: Parties) -> Iterator[Span]:
    """The party in the subject of a verb, or of the verb that it hangs on as "killing" in "shelled the town, killing"."""
    node, steps = verb, 0
    while steps < 4:
        if _is_passive(node):
            return
        subjects = [c for c in node.children if c.dep_ == "nsubj"]
        if not subjects and node.dep_ in ("relcl", "acl") and node.tag_ != "VBN":
            subjects = [node.head]
        if subjects:
            subject = subjects[0]
            if subject.lower_ in ("that", "which", "who") and node.dep_ == "relcl":
                subject = node.head
            if node is not verb and node.lemma_.lower() not in _words("doing") and not is_act_verb(node):
                return
            yield from _noun_party(subject, parties)
            return
        if node.dep_ not in ("advcl", "xcomp", "conj", "pcomp", "prep") or node.head == node:
            return
        node, steps = node.head, steps + 1


def _is_passive(verb: Token) -> bool:
    if any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children):
        return True
    has_object = any(c.dep_ in ("dobj", "nummod", "dative") for c in verb.children)
    has_helper = any(c.dep_ == "aux" for c in verb.children)
    if (
        verb.tag_ in ("VBD", "VBN")
        and not has_object
        and not has_helper
        and verb.lemma_.lower() in lexicon("events.toml")["harm"]["attacks"]
    ):
        return True  # "Nine rebels killed in …": who kills kills someone
    return verb.tag_ == "VBN" and not has_object and not has_helper and verb.dep_ != "ROOT"


def _noun_party(noun: Token, parties: Parties) -> Iterator[Span]:
    """The party that a noun phrase names: in its words up to the noun, else after "of" or "from" where the noun belongs to one."""
    left = noun.left_edge.i
    if noun.pos_ in ("NOUN", "PROPN", "ADJ") or noun.i in parties.actor_at:
        span = parties.before(noun.i + 1, left)
        if span is not None:
            yield span
            return
    is_made = any(c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_.lower() in _words("doing") for c in noun.children)
    if is_made or is_act_noun(noun):  # "a missile fired by …"
        yield from _agents(noun, parties)
    yield from _belonging(noun, parties)


def _belonging(noun: Token, parties: Parties) -> Iterator[Span]:
    """ "Fighters of the group", "a bomber from al-Nusra", "jets belonging to the coalition"."""
    if noun.lower_ not in _words("belonging"):
        return
    for prep in noun.children:
        if prep.lower_ in ("of", "from", "belonging"):
            for name in prep.subtree:
                if name.dep_ == "pobj":
                    span = parties.within(name.left_edge.i, min(name.right_edge.i, name.i + 4) + 1)
                    if span is not None:
                        yield span
                        return


def _agents(token: Token, parties: Parties) -> Iterator[Span]:
    """The party after "by": of a passive verb, of a noun of the act, of "carried out" and its like beside it."""
    doc, end = token.doc, token.sent.end
    for i in range(token.i + 1, min(token.i + REACH, end)):
        node = doc[i]
        if node.lower_ == "by":
            if i > token.i + 1 and node.head != token and not _is_of_doing(doc[i - 1]):
                return
            start = i + 2 if i + 1 < end and doc[i + 1].tag_ == "DT" else i + 1
            stop = start
            while stop < min(end, i + LONGEST_NAME) and parties.may_stand(doc[stop]) and doc[stop].tag_ != "VBD":
                stop += 1
            span = parties.within(start, stop)
            if span is not None and span.start - i <= 5:
                yield span
                return
            for noun in doc[start:stop]:
                yield from _belonging(noun, parties)
            return
        if node.pos_ == "VERB" and node.tag_ in ("VBD", "VBZ", "VBP") and i > token.i + 1:
            return


def _is_of_doing(token: Token) -> bool:
    lemma = token.lemma_.lower()
    if lemma in _words("two_sided"):  # "a base under siege by", "a town besieged by"
        return False
    return lemma in _words("doing") or lemma == "out" or is_act_verb(token) or is_act_noun(token)


def _headline_subject(token: Token, parties: Parties) -> Iterator[Span]:
    """Headlines drop helpers and the model mistakes their verbs for names: the present tense right after a party ("Rebels Shell Town")."""
    word = token.text.lower()
    is_present = word.endswith("s") or token.tag_ in ("VB", "VBP", "NN", "NNP")
    if word.endswith("ed") or not is_present or (is_act_noun(token) and not is_act_verb(token)):
        return
    following = token.doc[token.i + 1] if token.i + 1 < token.sent.end else None
    if following is None or (following.pos_ == "ADP" and following.lower_ != "at"):
        return
    start = token.i
    while start > token.sent.start and start > token.i - LONGEST_NAME and parties.may_stand(token.doc[start - 1]):
        start -= 1
    if start > token.sent.start and token.doc[start - 1].pos_ == "ADP":  # "Strikes against the group kill ten"
        return
    span = parties.within(start, token.i)
    if span is not None and token.i - span.end <= 2:
        yield span


def _said_of(doc: Doc, page: Page, parties: Parties) -> Iterator[Told]:
    """Responsibility that a party claims, and what headline and lead accuse one of; accusations of the body are many and of many acts."""
    wanted = _words("claiming") | _words("accusing")
    for token in tokens_by_lemma(doc, lambda lemma: lemma in wanted):
        if not page.is_reporting(token.idx) or token.pos_ not in ("VERB", "NOUN"):
            continue
        section, sentence = _SECTIONS.get(page.section_kind(token.idx), 2), token.sent
        if token.lemma_.lower() in _words("claiming"):
            is_denied = any(t.lower_ in ("no", "not", "nobody", "none") for t in doc[max(token.i - 6, sentence.start) : token.i])
            if is_denied or not any(t.lower_ == "responsibility" for t in sentence):
                continue
            spans, basis = [*_subjects(token, parties), *_agents(token, parties)], _CLAIMED
        elif section < 2:
            objects = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass")]
            objects += [g for c in token.children if c.lower_ == "on" for g in c.children if g.dep_ == "pobj"]
            spans, basis = [span for noun in objects for span in _noun_party(noun, parties)], _ACCUSED
        else:
            continue
        if spans:
            yield Told(section, parties.is_vague(spans[0]), basis, token.i, spans[0])
