"""Offices and parts that a text gives to a person: before the name, after it, or by a verb ("who heads the council").

An office is put together from a post and an area of duty, in either order, so that "Minister of Defence", "Defense Minister" and "defence
chief" are one. Whether two roles disagree is decided in SQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from extractors.gazetteer import Gazetteer, load_gazetteer
from extractors.headlines import is_title_case
from extractors.ids import content_id
from extractors.lexicon import lexicon
from extractors.names import fold, is_form_of_address
from extractors.page import Page
from extractors.records import ActorMention, DocumentActor, Role

LONGEST_PHRASE = 14
"""Tokens in the longest role phrase that is read."""

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_BE = frozenset({"be", "become", "remain"})
_HEADS = frozenset({"head", "lead", "chair", "run", "command"})
_ENDS_APPOSITION = frozenset({"who", "whose", "since", "in", "at", "from", "under", "until", "and", "as", "on"})
_OF_COUNTRY = frozenset({"of", "for", "to"})


@dataclass(frozen=True)
class Lexicon:
    """roles.toml, variants mapped to what they stand for."""

    posts: dict[tuple[str, ...], str]
    areas: dict[str, str]
    area_words: frozenset[str]
    offices: dict[str, str]
    chiefs: frozenset[str]
    generic: frozenset[str]
    always_generic: frozenset[str]
    status: dict[str, str]
    fillers: frozenset[str]
    ranks: frozenset[str]


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    data = lexicon("roles.toml")
    areas = {variant: area for area, variants in data["areas"].items() for variant in variants}
    return Lexicon(
        posts={tuple(re.findall(r"[\w.]+|-", variant)): post for post, variants in data["posts"].items() for variant in variants},
        areas=areas,
        area_words=frozenset(word for variant in areas for word in variant.split(" ")) - {"the", "of"},
        offices={variant: office for office, variants in data["offices"].items() for variant in variants},
        chiefs=frozenset(data["chiefs"]["ministers"]),
        generic=frozenset(data["generic"]["posts"]),
        always_generic=frozenset(data["generic"]["always"]),
        status={word: status for status, words in data["status"].items() for word in words},
        fillers=frozenset(data["fillers"]["words"]),
        ranks=frozenset(data["ranks"]["words"]),
    )


def is_area(name: str) -> bool:
    """Whether a name is an area of duty ("State Affairs"), which the model likes to call an organisation."""
    return fold(name) in _lexicon().areas


def is_office_word(word: str) -> bool:
    """Whether a lower-case word is a post ("minister", "president"), so that it opens no person's name."""
    return (word,) in _lexicon().posts


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A role phrase: its tokens [start, end), the parts read from it, where it stands first with its country adjective."""

    start: int
    end: int
    first: int
    post: str
    area: str
    tail: str
    rank: str
    status: str
    country: str | None
    possessor: str | None


def find_roles(doc: Doc, page: Page, document_actors: list[DocumentActor], actor_mentions: list[ActorMention]) -> list[Role]:
    """The roles given to persons, in order. The span is the role phrase without the name and without a country adjective before it.

    `role` is the office in lower-case British English; `is_generic` marks words like "leader" that contradict no office.
    """
    reader = _Reader(doc, page.document.text, load_gazetteer())
    persons = {actor.document_actor_id for actor in document_actors if actor.kind == "Person"}
    roles: dict[str, Role] = {}
    named = {mention.start_char for mention in actor_mentions if mention.document_actor_id in persons}
    for mention in actor_mentions:
        if mention.document_actor_id not in persons:
            continue
        name = doc.char_span(mention.start_char, mention.end_char, alignment_mode="expand")  # a lost apostrophe cuts a word
        if name is None:
            continue
        for phrase in reader.around(name.start, name.end, named):
            role = _role(doc, page, phrase, mention.document_actor_id)
            roles.setdefault(role.role_claim_id, role)
    return sorted(roles.values(), key=lambda role: (role.start_char, role.role_claim_id))


class _Reader:
    """Reads role phrases at token positions of one document."""

    def __init__(self, doc: Doc, text: str, gazetteer: Gazetteer) -> None:
        self.doc = doc
        self.text = text
        self.gazetteer = gazetteer
        self.words = _lexicon()

    def around(self, start: int, end: int, named: set[int]) -> Iterator[_Phrase]:
        """Role phrases before and after the name that covers tokens [start, end)."""
        doc = self.doc
        low = doc[start].sent.start
        high = doc[end - 1].sent.end
        before = self._before(start, end, low, high)
        if before is not None:
            yield before
        after = self._after(end, high, named)
        if after is not None:
            yield after

    def _before(self, start: int, end: int, low: int, high: int) -> _Phrase | None:
        doc = self.doc
        stop = start
        with_comma = start - 1 > low and doc[start - 1].text == ","
        if with_comma:
            following = doc[end] if end < high else None
            if following is not None and not (following.is_punct or following.is_space):
                return None
            stop -= 1
        post = self._post_ending(stop, low)
        if post is not None:
            return self._with_area(*post, end=stop, low=low)
        return self._of_phrase_before(stop, low)

    def _of_phrase_before(self, stop: int, low: int) -> _Phrase | None:
        """ "Secretary of the Security Council of the Russian Federation" ending before `stop`."""
        doc = self.doc
        i = stop - 1
        while i >= max(low, stop - LONGEST_PHRASE) and self._is_inside_phrase(doc[i]):
            if doc[i].lower_ in _OF_COUNTRY and i + 1 < stop:
                post = self._post_ending(i, low)
                tail = [token for token in doc[i + 1 : stop] if token.pos_ in _NOMINAL and not is_form_of_address(token.lower_)]
                if post is not None and tail:
                    return self._with_area(*post, end=stop, low=low, tail_start=i + 1)
            i -= 1
        return None

    def _is_inside_phrase(self, token: Token) -> bool:
        return (
            token.pos_ in _NOMINAL
            or token.lower_ in ("of", "the", "and", "for", "'s", "’s", "-", "to", "&", "al", "a", "based", "led", "backed")
            or token.text[0].isupper()
            and token.pos_ not in ("PRON", "AUX")
        )

    def _after(self, end: int, high: int, named: set[int]) -> _Phrase | None:
        doc = self.doc
        if end >= high:
            return None
        token = doc[end]
        if token.text in (",", ":", "(", "–", "—", "-"):
            i = end + 1
            if i + 1 < high and doc[i].lower_ in ("who", "which") and doc[i + 1].lemma_ in _HEADS and doc[i + 1].tag_ != "VB":
                return self._by_verb(i + 1, high)
            return self._phrase_from(i, high, named, needs_end=True)
        if token.lower_ == "who" and end + 1 < high and doc[end + 1].lemma_ in _HEADS:
            return self._by_verb(end + 1, high)
        if (
            token.lemma_ in _BE
            and token.pos_ in ("AUX", "VERB")
            and end + 1 < high
            and doc[end + 1].lower_ in ("the", "a", "an", "now", "still")
        ):
            phrase = self._phrase_from(end + 1, high, named, needs_end=False)
            if phrase is not None and token.tag_ == "VBD" and token.lemma_ == "be":
                return None
            return phrase
        return None

    def _by_verb(self, verb: int, high: int) -> _Phrase | None:
        """ "who heads the Syrian Observatory": the post is head of what the verb governs."""
        doc = self.doc
        i = verb + 1
        while i < min(high, verb + LONGEST_PHRASE) and self._is_inside_phrase(doc[i]) and doc[i].lower_ not in ("to",):
            i += 1
        tail = [token for token in doc[verb + 1 : i] if token.lower_ not in ("the", "a", "an")]
        if not tail or not any(token.text[0].isupper() for token in tail):
            return None
        country = self._country_of(tail)
        return _Phrase(verb, i, verb, "head", "", _text(tail), "", "former" if doc[verb].tag_ == "VBD" else "present", country, None)

    def _phrase_from(self, i: int, high: int, named: set[int], *, needs_end: bool) -> _Phrase | None:
        """A role phrase that starts at token i: "the country's defence minister", "head of the council"."""
        doc = self.doc
        limit = min(high, i + LONGEST_PHRASE)
        k = i
        while k < limit and (self._is_inside_phrase(doc[k]) or doc[k].lower_ in ("a", "an", "then", "now", "its", "their", "his", "'")):
            if doc[k].idx in named and doc[k - 1].lower_ not in ("the",):
                return None
            post_end = self._post_starting(k, limit)
            if post_end is not None and not self._is_part_of_area(post_end, limit):
                stop = post_end
                tail_start = None
                if stop < limit and doc[stop].lower_ in ("of", "for", "at"):
                    tail_start = stop + 1
                    stop = self._end_of_tail(stop + 1, min(high, stop + LONGEST_PHRASE), named)
                    if stop == tail_start:
                        stop, tail_start = post_end, None
                following = doc[stop] if stop < high else None
                if (
                    needs_end
                    and following is not None
                    and not (following.is_punct or following.is_space or following.lower_ in _ENDS_APPOSITION)
                ):
                    return None
                post = self.words.posts[tuple(token.lower_ for token in doc[k:post_end])]
                return self._with_area(k, post, end=stop, low=i, tail_start=tail_start)
            k += 1
        return None

    def _is_part_of_area(self, i: int, limit: int) -> bool:
        """Whether another post follows at once, so that the one just read only qualifies it ("prime minister", "general secretary")."""
        return i < limit and self._post_starting(i, limit) is not None

    def _end_of_tail(self, i: int, limit: int, named: set[int]) -> int:
        doc = self.doc
        while i < limit and self._is_inside_phrase(doc[i]) and doc[i].idx not in named:
            if doc[i].lower_ in ("to", "for", "a") or (doc[i].lower_ == "and" and not (i + 1 < limit and doc[i + 1].text[0].isupper())):
                break
            i += 1
        while doc[i - 1].lower_ in ("of", "the", "and"):
            i -= 1
        return i

    def _post_ending(self, stop: int, low: int) -> tuple[int, str] | None:
        """The longest post whose last token is the one before `stop`, with its first token."""
        doc = self.doc
        for n in (5, 4, 3, 2, 1):
            if stop - n < low:
                continue
            said = tuple(token.lower_ for token in doc[stop - n : stop])
            post = self.words.posts.get(said)
            if post is not None and doc[stop - 1].pos_ not in ("VERB", "AUX"):
                return stop - n, post
        return None

    def _post_starting(self, start: int, limit: int) -> int | None:
        for n in (5, 4, 3, 2, 1):
            if start + n <= limit and tuple(token.lower_ for token in self.doc[start : start + n]) in self.words.posts:
                return start + n
        return None

    def _with_area(self, post_start: int, post: str, *, end: int, low: int, tail_start: int | None = None) -> _Phrase | None:
        """The phrase with what stands before its post: area or organisation, rank, status, country."""
        doc, words = self.doc, self.words
        i = post_start
        area: list[Token] = []
        rank, status, country, possessor = "", "present", None, None
        start = i
        line = doc[low : min(doc[low].sent.end, end + LONGEST_PHRASE)]
        is_headline = is_title_case([token.text for token in line])
        while i > low and post_start - i < 7:
            token = doc[i - 1]
            word = token.lower_
            demonym = self._demonym_ending(i, low)
            if word in words.status:
                status = words.status[word]
                start = i - 1
            elif word in words.ranks:
                rank = f"{word} {rank}".strip()
                start = i - 1
            elif demonym is not None:
                country = demonym[1]
                i = demonym[0]
                if i > low and doc[i - 1].lower_ in words.status:
                    status = words.status[doc[i - 1].lower_]
                break
            elif word in ("'s", "’s", "'"):
                country, possessor = self._possessor(i - 1, low)
                break
            elif word == "-" and i - 2 >= low and (area or doc[i - 2].lower_ in words.status):
                if doc[i - 2].lower_ in words.status:
                    status, start = words.status[doc[i - 2].lower_], i - 2
                    break
                area.insert(0, token)
            elif word in words.fillers and (token.text.islower() or not area):
                start = i - 1
            elif self._is_area_token(token, is_headline):
                area.insert(0, token)
                start = i - 1
            else:
                break
            i -= 1
        while area and area[0].lower_ in ("-", "and"):
            area.pop(0)
        if area:
            start = min(area[0].i, start) if status == "present" and not rank else min(start, area[0].i)
        tail = [token for token in doc[tail_start:end] if not token.is_space] if tail_start is not None else []
        if tail:
            country = country or self._country_of(tail)
            tail = self._without_country(tail)
        return _Phrase(start, end, i, post, _text(area), _text(tail), rank, status, country, possessor)

    def _is_area_token(self, token: Token, is_headline: bool) -> bool:
        word = token.lower_
        if word in self.words.area_words:
            return True
        if (
            not (token.is_alpha or token.text == "St.")
            or token.ent_type_ in ("DATE", "PERSON", "CARDINAL", "TIME", "ORDINAL")
            or token.is_stop
        ):
            return False
        if token.text.isupper() and len(token) > 1 and not is_headline:
            return True
        return (
            token.text[0].isupper()
            and token.pos_ in ("PROPN", "NOUN", "ADJ")
            and (token.ent_type_ == "ORG" or not is_headline)
            and (token.pos_ == "PROPN" or not token.is_sent_start)
        )

    def _demonym_ending(self, stop: int, low: int) -> tuple[int, str] | None:
        """The demonym or country that ends before `stop`, with its first token."""
        for n in (2, 1):
            if stop - n < low:
                continue
            text = self.text[self.doc[stop - n].idx : self.doc[stop - 1].idx + len(self.doc[stop - 1])]
            if not text[0].isupper():
                continue
            code = self.gazetteer.demonyms.get(text) or (entry.country_code if (entry := self.gazetteer.country(text)) else None)
            if code is None and n == 1 and text[-1] == "s" and (entry := self.gazetteer.country(text[:-1])) is not None:
                code = entry.country_code  # a lost apostrophe: "Frances foreign minister"
            if code is not None:
                return stop - n, code
        return None

    def _possessor(self, i: int, low: int) -> tuple[str | None, str | None]:
        """Country code, or name, of what stands before a possessive mark at token i."""
        found = self._demonym_ending(i, low)
        if found is not None:
            return found[1], None
        k = i
        while k > low and self.doc[k - 1].text[0].isupper() and self.doc[k - 1].pos_ == "PROPN":
            k -= 1
        return None, _text(list(self.doc[k:i])) or None

    def _country_of(self, tokens: list[Token]) -> str | None:
        text = self.text
        for first in range(len(tokens)):
            for last in range(len(tokens), first, -1):
                name = text[tokens[first].idx : tokens[last - 1].idx + len(tokens[last - 1])]
                if not name[0].isupper():
                    continue
                code = self.gazetteer.demonyms.get(name)
                if code is not None:
                    return code
                entry = self.gazetteer.country(name)
                if entry is not None:
                    return entry.country_code
        return None

    def _without_country(self, tail: list[Token]) -> list[Token]:
        """ "the Security Council of the Russian Federation" and "Russia's Security Council" without the country."""
        words = list(tail)
        mark = next((i for i, token in enumerate(words) if token.lower_ in ("'s", "’s", "'")), None)
        if mark and self.gazetteer.country(_text([t for t in words[:mark] if t.lower_ != "the"])) is not None:
            words = words[mark + 1 :]
        for i in range(len(words)):
            rest = [token for token in words[i:] if token.lower_ not in ("of", "the")]
            if rest and rest[0].text[0].isupper() and self.gazetteer.country(_text(rest)) is not None:
                words = words[:i]
                break
        while words and words[-1].lower_ in ("of", "the"):
            words.pop()
        return words


def _text(tokens: list[Token]) -> str:
    """The tokens as written, on one line."""
    if not tokens:
        return ""
    return " ".join("".join(token.text_with_ws for token in tokens).split())


def _role(doc: Doc, page: Page, phrase: _Phrase, actor_id: str) -> Role:
    office, organisation, is_generic = _office(phrase)
    start_char = doc[phrase.start].idx
    end_char = doc[phrase.end - 1].idx + len(doc[phrase.end - 1])
    return Role(
        **page.at(start_char, end_char),
        role_claim_id=content_id("role", page.document.document_id, actor_id, start_char, end_char),
        document_actor_id=actor_id,
        role=office,
        organisation=organisation,
        country_code=phrase.country,
        status=phrase.status,
        is_generic=is_generic,
    )


def _plain(words: str) -> str:
    """Folded, without possessive marks, those included that a feed has lost ("Observatorys")."""
    return re.sub(r"(?<=[^aeiou]y)s\b", "", fold(re.sub(r"['’]s\b", "", words)))


def _office(phrase: _Phrase) -> tuple[str, str | None, bool]:
    """Normalised office, organisation, whether the office is generic."""
    words = _lexicon()
    before = _plain(phrase.area)
    tail = re.sub(r"^(?:the|a|an) ", "", _plain(phrase.tail))
    post = phrase.post
    spoken = f"{before} {post}".strip() if not tail else f"{post} of {tail}"
    area = words.areas.get(before) or words.areas.get(tail)
    holder = None
    if area is None and before:
        # "White House Press Secretary": the end of what stands before the post is the area, the rest whose it is.
        parts = phrase.area.split(" ")
        for i in range(1, len(parts)):
            duty = fold(" ".join(parts[i:]))
            if duty in words.areas or f"{duty} {post}" in words.offices:
                area, spoken, holder = words.areas.get(duty), f"{duty} {post}", " ".join(parts[:i])
                break
    organisation = holder
    if area is None or area == "security council":
        organisation = holder or re.sub(r"^(?:the|The|a|an) ", "", phrase.tail) or phrase.area or phrase.possessor
    if spoken in words.offices:
        office, is_generic = words.offices[spoken], False
    elif area == "state" and post == "secretary":
        office, is_generic = "secretary of state", False
    elif area is not None and post == "head" and area in words.chiefs:
        office, is_generic = f"{area} minister", False
    elif area is not None and post in ("minister", "secretary"):
        office, is_generic = f"{area} {post}", False
    elif area is not None and post not in words.always_generic:
        office, is_generic = f"{post} of {area}", False
    elif post in words.always_generic or (post in words.generic and not organisation):
        office, is_generic = post, True
    elif organisation and post in ("head", "chairman", "minister", "secretary", "commander"):
        office, is_generic = f"{post} of {_plain(organisation)}", False
    else:
        office, is_generic = post, False
    if phrase.tail and area is None and phrase.tail.islower():
        is_generic = True
    if phrase.rank and not office.startswith(phrase.rank):
        office = f"{phrase.rank} {office}"
    return office, organisation or None, is_generic
