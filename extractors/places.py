"""Names of places in a text: what the model calls a place, and names of the gazetteer that the model mistakes for something else.

A name that resolves to nothing is kept with the reason; which place an event happened at is decided elsewhere.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Span, Token

from extractors.gazetteer import GREAT_POPULATION, TRANSLITERATED, Entry, Found, Gazetteer, place_key
from extractors.headlines import is_title_case
from extractors.ids import content_id
from extractors.lexicon import lexicon as read_lexicon
from extractors.page import Page, starting_in
from extractors.parse import words_of
from extractors.records import Place, PlaceContainment, PlaceMention
from extractors.stand_ins import acts_as_government

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_MISTAKEN_LABELS = frozenset({"PERSON", "ORG", "NORP", "PRODUCT"})
_ATTRIBUTIVE = frozenset({"compound", "nmod", "amod"})
LONGEST_NAME = 4
"""Words in the longest name that is looked up."""


@dataclass(frozen=True)
class Lexicon:
    """places.toml."""

    province_words: frozenset[str]
    area_words: frozenset[str]
    inner_words: dict[str, int]
    noun_of_name: re.Pattern[str]
    prepositions: frozenset[str]
    compass: frozenset[str]
    confusable: frozenset[str]
    not_places: frozenset[str]
    regions: dict[str, list[str]]
    organisation_words: frozenset[str]
    abbreviated_provinces: dict[str, str]
    names_of_groups: re.Pattern[str]


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    data = read_lexicon("places.toml")
    return Lexicon(
        frozenset(data["province_words"]),
        frozenset(data["area_words"]),
        {word: precision for precision, words in ((4, data["town_words"]), (5, data["inner_words"])) for word in words},
        re.compile(rf"\b(?:{'|'.join(data['town_words'] + data['inner_words'])})s? of ([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)"),
        frozenset(data["place_prepositions"]),
        frozenset(data["compass"]),
        frozenset(data["confusable"]),
        frozenset(data["not_places"]),
        {
            name.split(" ")[0]: sorted((n for n in data["regions"] if n.split(" ")[0] == name.split(" ")[0]), key=len)[::-1]
            for name in data["regions"]
        },
        frozenset(data["organisation_words"]),
        data["abbreviated_provinces"],
        re.compile("|".join(data["names_of_groups"])),
    )


@dataclass(slots=True)
class _Match:
    """A stretch of tokens that the gazetteer knows, before it is decided whether a place is meant."""

    start: int
    end: int
    name: str
    country: Entry | None = None
    is_demonym: bool = False
    is_labelled: bool = False
    is_inside_other: bool = False
    is_region: bool = False
    is_abbreviation: bool = False  # of a US state, after a city: "Medford, Ore."
    cut: int = 0  # characters of the last token that are no part of the name ("Syrias")


def find_places(doc: Doc, page: Page, gazetteer: Gazetteer) -> tuple[list[PlaceMention], list[Place], list[PlaceContainment]]:
    """The places that the text names, in order; their gazetteer entries with all that contain them; the closure of containment.

    "Kursk region" is the province, and so is "the Kursk area": of the two readings the wider contradicts none.
    """
    words = _lexicon()
    matches = list(_matches(doc, page.document.text, gazetteer, words))
    context = _context_countries(matches, gazetteer)
    person_words = _person_words(doc)
    trusted = {match.name for match in matches if match.is_labelled and place_key(match.name) not in words.confusable} - person_words
    by_start = {match.start: match for match in matches}
    located = _located(doc, matches, by_start, context, gazetteer, words)
    entries: dict[str, Entry] = {}
    mentions: list[PlaceMention] = []
    taken: set[int] = set()
    in_names = [found.span() for found in words.names_of_groups.finditer(page.document.text)]
    for match in matches:
        if any(start < doc[match.start].idx < end for start, end in in_names):
            taken.update(range(match.start, match.end))
            continue
        if _is_cut_short(doc, match, context, gazetteer):
            continue
        if match.is_region:
            taken.update(range(match.start, match.end))
            found = Found(None, "a region without an entry in the gazetteer")
            mentions.append(_mention(doc, page, match.start, match.end, 0, match.name, found, None, None))
            continue
        if match.is_demonym or match.is_inside_other or _is_attributive_country(doc, match):
            taken.update(range(match.start, match.end))
            continue
        found, end = _resolve(doc, match, by_start, context, gazetteer, words)
        if end == match.end and match.name in located:
            found = located[match.name]
        is_great = found.entry is not None and found.entry.country_code in context and found.entry.population >= GREAT_POPULATION
        if (
            match.name in person_words
            and not is_great
            and _word_before(doc, match.start, words) not in ("in", "near", "outside", "to", "at")
        ):
            continue
        if not _is_believed(doc, match, found, end, context, trusted, words, gazetteer):
            continue
        taken.update(range(match.start, end))
        mentions.append(_mention(doc, page, match.start, end, match.cut, match.name, found, None, None))
        if found.entry is not None:
            entries[found.entry.place_id] = found.entry
    for mention in _unlisted_places(doc, page, taken, mentions, context, person_words, gazetteer, words):
        mentions.append(mention)
        # An unlisted place is later held to lie in its country or, a landscape, in its province: so these come along.
        outer = read_lexicon("places.toml")["landscapes"].get(mention.name, f"iso:{mention.country_code}")
        entry = gazetteer.entry(mention.place_id or outer)
        if entry is not None:
            entries[entry.place_id] = entry
    mentions.sort(key=lambda mention: mention.start_char)
    places, containment = _closure(entries, gazetteer)
    return mentions, places, containment


def _matches(doc: Doc, text: str, gazetteer: Gazetteer, words: Lexicon) -> Iterator[_Match]:
    """Longest names of the gazetteer over capitalised tokens, left to right, none overlapping."""
    said = words_of(doc)
    i, length = 0, len(said)
    while i < length:
        word = said[i]
        if word in words.abbreviated_provinces and i and said[i - 1] == ",":
            yield _Match(i, i + 1, word, is_abbreviation=True)
            i += 1
            continue
        region = _region(said, i, words) if word in words.regions else None
        if region is not None:
            yield region
            i = region.end
            continue
        if not word[0].isupper() or not (gazetteer.starts(word) or (word[-1] == "s" and gazetteer.starts(word[:-1]))):
            i += 1
            continue
        match = _longest(doc, said, text, i, gazetteer)
        if match is None:
            i += 1
            continue
        match.is_labelled = any(doc[k].ent_type_ in _PLACE_LABELS for k in range(match.start, match.end))
        match.is_inside_other = _is_inside_other(doc, match, words)
        yield match
        i = match.end


def _region(said: list[str], i: int, words: Lexicon) -> _Match | None:
    """The wider region whose name starts at token i."""
    for name in words.regions[said[i]]:
        parts = name.split(" ")
        if said[i : i + len(parts)] == parts:
            return _Match(i, i + len(parts), name, is_region=True)
    return None


def _longest(doc: Doc, said: list[str], text: str, i: int, gazetteer: Gazetteer) -> _Match | None:
    most = 1
    while most < LONGEST_NAME + 2 and i + most < len(said) and (said[i + most][0].isalnum() or said[i + most] in ("-", "–", "'")):
        most += 1
    start = doc[i].idx
    for n in range(most, 0, -1):
        last = said[i + n - 1]
        if not last[0].isalpha() or (n > 1 and last.islower() and last != "territories"):
            continue
        name = text[start : doc[i + n - 1].idx + len(last)]
        if said[i] == "The" and n > 1 and gazetteer.country(name) is not None:
            return None
        if name in gazetteer.demonyms:
            return _Match(i, i + n, name, gazetteer.entry(f"iso:{gazetteer.demonyms[name]}"), is_demonym=True)
        country = gazetteer.country(name)
        if country is not None:
            return _Match(i, i + n, name, country)
        if len(name) > 2 and gazetteer.is_known(name):
            return _Match(i, i + n, name)
        if n == 1 and name.endswith("s") and len(name) > 4 and not name.isupper():
            # Feeds lose apostrophes: "Syrias president".
            country = gazetteer.country(name[:-1])
            if country is not None:
                return _Match(i, i + n, name[:-1], country, cut=1)
    return None


def _is_inside_other(doc: Doc, match: _Match, words: Lexicon) -> bool:
    """Whether the name is part of a longer name of a person or an organisation ("Jack London", "Bank of England")."""
    first = doc[match.start]
    label = first.ent_type_
    if label not in ("PERSON", "ORG", "WORK_OF_ART", "EVENT", "LAW"):
        return False
    start, end = match.start, match.end
    while start > 0 and doc[start].ent_iob_ == "I" and doc[start - 1].ent_type_ == label:
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    others = [
        doc[k]
        for k in (*range(start, match.start), *range(match.end, end))
        if doc[k].text not in ("'s", "’s", "the", "The") and doc[k].is_alpha
    ]
    if not others:
        return False
    if label == "PERSON":
        return match.country is None and any(token.text[0].isupper() for token in others)
    return any(token.lower_ in words.organisation_words for token in others)


def _is_attributive_country(doc: Doc, match: _Match) -> bool:
    """Whether a country only qualifies what follows: "US-led", "US officials", "Syria war"."""
    if match.cut:
        return False
    following = doc[match.end] if match.end < len(doc) else None
    if following is not None and following.text == "-" and match.end + 1 < len(doc) and doc[match.end + 1].text.islower():
        return True
    if match.country is None or following is None:
        return False
    last = doc[match.end - 1]
    return last.dep_ in _ATTRIBUTIVE and last.head.i >= match.end and following.pos_ in ("NOUN", "PROPN", "ADJ") and not following.is_space


def _context_countries(matches: list[_Match], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Alpha-2 codes of the countries that the text names or whose people it names, most often named first."""
    counts: Counter[str] = Counter()
    for match in matches:
        if match.country is not None and not (match.name == "Georgia" or (match.is_inside_other and not match.is_demonym)):
            counts[match.country.country_code] += 1
        elif match.is_abbreviation:
            counts["US"] += 1
        elif match.country is None and match.is_labelled:
            entry = gazetteer.lookup(match.name)
            is_plain = entry is not None and (
                entry.precision == 2
                or entry.population >= GREAT_POPULATION
                or (entry.population >= 200_000 and gazetteer.is_sole(match.name))
            )
            if entry is not None and is_plain:
                counts[entry.country_code] += 1
    return tuple(code for code, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _resolve(
    doc: Doc, match: _Match, by_start: dict[int, _Match], context: tuple[str, ...], gazetteer: Gazetteer, words: Lexicon
) -> tuple[Found, int]:
    """What the name stands for with the words around it, and the token after the mention."""
    end = match.end
    following = [doc[k].lower_ for k in range(end, min(end + 2, len(doc)))]
    before = [doc[k].lower_ for k in range(max(match.start - 3, 0), match.start)]
    if match.country is not None and match.name != "Georgia":
        return Found(match.country), end
    if match.is_abbreviation:
        return Found(gazetteer.entry(f"iso:US-{words.abbreviated_provinces[match.name]}")), end
    for steps, word in enumerate(following, 1):
        if word in words.province_words or (steps == 1 and word in words.area_words):
            province = gazetteer.province(match.name, context)
            if province.entry is not None:
                return province, end + steps if word in words.province_words else end
            break
        if word != "border":
            break
    if before[-1:] == ["of"] or before[-2:] == ["of", "the"]:
        head = before[-2:-1] if before[-1] == "of" else before[-3:-2]
        if head and head[0] in words.province_words:
            province = gazetteer.province(match.name, context)
            if province.entry is not None:
                return province, end
    if following[:1] == [","]:
        outer = by_start.get(end + 1)
        if outer is not None and outer.is_abbreviation:
            return gazetteer.resolve(match.name, ("US",), f"iso:US-{words.abbreviated_provinces[outer.name]}"), end
        if outer is not None and not outer.is_demonym:
            within = gazetteer.resolve(outer.name, context).entry
            if within is not None and within.precision == 1:
                context = (within.country_code, *context)
            elif within is not None and within.precision == 2:
                found = gazetteer.resolve(match.name, (within.country_code,), within.place_id)
                if found.entry is None and gazetteer.province(match.name, (within.country_code,)).entry is None:
                    found = Found(None, f"no such city of {within.name} in the gazetteer")
                elif found.entry is None:
                    found = gazetteer.resolve(match.name, context)
                return found, end
    return gazetteer.resolve(match.name, context), end


def _is_believed(
    doc: Doc, match: _Match, found: Found, end: int, context: tuple[str, ...], trusted: set[str], words: Lexicon, gazetteer: Gazetteer
) -> bool:
    """Whether a name of the gazetteer is meant as a place here."""
    key = place_key(match.name)
    first = doc[match.start]
    if match.is_abbreviation:
        return True
    if key in words.not_places:
        return False
    following = doc[match.end] if match.end < len(doc) else first
    has_place_word = end > match.end or following.lower_ in words.area_words or following.lower_ in words.inner_words
    before = _word_before(doc, match.start, words)
    is_in_slot = before in words.prepositions or has_place_word
    if key in words.confusable:
        is_at_home = is_in_slot or match.country is not None or _is_government(first, found, gazetteer)
        return match.is_labelled and is_at_home and found.entry is not None
    if match.country is not None:
        return first.ent_type_ != "PERSON" or match.name.isupper() or is_in_slot or match.name in trusted or match.cut > 0
    if match.is_labelled:
        return found.entry is not None or first.ent_iob_ == "B"
    if found.entry is None or first.pos_ not in ("PROPN", "NOUN", "ADJ", "X"):
        return False
    is_near = found.entry.country_code in context
    if match.name in trusted:
        return True
    is_great = found.entry.population >= 200_000
    is_cut_short = following.ent_iob_ == "I" and following.text[0].isupper()
    if not is_near:
        if _is_government(first, found, gazetteer):
            return found.entry.population >= GREAT_POPULATION
        is_plain = len(key) > 4 and first.text.istitle() and not is_cut_short
        return is_plain and found.entry.population >= GREAT_POPULATION and (is_in_slot or before == "on")
    return len(key) > 3 and (is_great or (is_in_slot and not is_cut_short))


def _is_government(token: Token, found: Found, gazetteer: Gazetteer) -> bool:
    """Whether the name is a capital's that stands for its state."""
    return found.entry is not None and gazetteer.governed_from(found.entry.place_id) is not None and acts_as_government(token)


def _is_cut_short(doc: Doc, match: _Match, context: tuple[str, ...], gazetteer: Gazetteer) -> bool:
    """Whether a short word of the gazetteer is but the first of a longer name: "Tall" of "Tall Tawil", "Ras" of "Ras al-Ain".

    Only where names reach English through a transliteration: there such words are generic ("hill", "head").
    """
    if match.country is not None or match.is_region or match.end - match.start > 1 or len(match.name) > 5 or match.end + 1 >= len(doc):
        return False
    following = doc[match.end]
    if not any(code in TRANSLITERATED for code in context) or gazetteer.province(match.name, context).entry is not None:
        return False
    return (
        following.text.lower().startswith(("al-", "el-"))
        or following.lower_ in ("al", "el")
        or (
            following.pos_ == "PROPN"
            and following.text.istitle()
            and following.ent_type_ == doc[match.start].ent_type_ != ""
            and following.lower_ not in _lexicon().province_words
        )
    )


def _word_before(doc: Doc, start: int, words: Lexicon) -> str:
    """The word before a name, articles and compass words passed over."""
    i = start - 1
    while i > 0 and (doc[i].lower_ in words.compass or doc[i].lower_ == "the"):
        i -= 1
    return str(doc[i].lower_) if i >= 0 else ""


def _person_words(doc: Doc) -> set[str]:
    """Words that stand in a name of two or more words which the model takes for a person's."""
    return {
        token.text
        for entity in doc.ents
        if entity.label_ == "PERSON" and 2 <= len(entity) <= 4 and all(token.text[0].isupper() for token in entity)
        for token in entity
    }


def _located(
    doc: Doc, matches: list[_Match], by_start: dict[int, _Match], context: tuple[str, ...], gazetteer: Gazetteer, words: Lexicon
) -> dict[str, Found]:
    """What the text itself says of a name once ("Santa Fe, Texas"), which holds for the whole of it."""
    located = {}
    for match in matches:
        if match.country is None and match.end < len(doc) and doc[match.end].text == ",":
            outer = by_start.get(match.end + 1)
            if outer is not None and not outer.is_demonym:
                found, _ = _resolve(doc, match, by_start, context, gazetteer, words)
                if found.entry is not None or (found.reason or "").startswith("no such city"):
                    located[match.name] = found
    return located


def _unlisted_places(
    doc: Doc,
    page: Page,
    taken: set[int],
    known: list[PlaceMention],
    context: tuple[str, ...],
    person_words: set[str],
    gazetteer: Gazetteer,
    words: Lexicon,
) -> Iterator[PlaceMention]:
    """Places that the gazetteer does not have, with the country where the text leaves no doubt of it.

    The model's places, and its persons and organisations where the words before say "the town of".
    """
    text = page.document.text
    known = [mention for mention in known if mention.place_id]
    provinces = _provinces(known, gazetteer)

    def learn(mention: PlaceMention) -> PlaceMention:
        insort(known, mention, key=lambda m: m.start_char)
        provinces.update(_provinces([mention], gazetteer))
        return mention

    is_transliterated = any(code in TRANSLITERATED for code in context)
    for entity in sorted([*doc.ents, *_after_place_nouns(doc, text, words)], key=lambda span: (span.start, span.label_)):
        is_labelled = entity.label_ in _PLACE_LABELS
        if not is_labelled and entity.label_ not in _MISTAKEN_LABELS:
            continue
        if not is_labelled and not is_transliterated and not _is_after_place_noun(doc, entity.start, words):
            continue
        tokens = _trimmed(list(entity), words)
        if not tokens or any(token.i in taken for token in tokens):
            continue
        start, end = tokens[0].i, tokens[-1].i + 1
        name = text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])]
        key = place_key(name)
        if (
            not name[0].isupper()
            or len(name) < 3
            or key in words.not_places
            or key in words.confusable
            or any(char.isdigit() for char in name)
        ):
            continue
        if any(token.is_space or token.lower_ in words.organisation_words for token in tokens):
            continue
        sentence = entity.sent
        if is_title_case([token.text for token in sentence]) and not gazetteer.is_known(name) and text.count(name) == 1:
            continue
        if not is_labelled and not _is_after_place_noun(doc, entity.start, words):
            # The small model takes "Khan Sheikhoun" for a person: a name of several words that the country's gazetteer has is its town.
            entry = gazetteer.lookup(name, context) if len(tokens) > 1 and entity.label_ == "PERSON" else None
            if entry is not None and entry.country_code in context and entry.precision == 4:
                yield learn(_mention(doc, page, start, end, 0, name, Found(entry), None, None))
            continue
        if is_labelled and name in person_words:
            continue
        country = _country_by_neighbours(sentence, known, context)
        following = doc[end].lower_ if end < len(doc) else ""
        precision = words.inner_words.get(following) or words.inner_words.get(tokens[-1].lower_) or _noun_before(doc, start, words)
        home = country or next(iter(context), None)
        town = gazetteer.town(name, home, provinces) if home and precision != 5 else None
        if town is not None:
            yield learn(_mention(doc, page, start, end, 0, name, Found(town), None, None))
            continue
        reason = gazetteer.resolve(name, context).reason or "the words around it do not show that the place of the gazetteer is meant"
        yield _mention(doc, page, start, end, 0, name, Found(None, reason), country, precision)


def _provinces(known: list[PlaceMention], gazetteer: Gazetteer) -> set[str]:
    """The first-level divisions that hold the resolved places of a text."""
    return {e.place_id for m in known if m.place_id for e in gazetteer.ancestors(m.place_id) if e.precision == 2}


def _after_place_nouns(doc: Doc, text: str, words: Lexicon) -> Iterator[Span]:
    """Capitalised names after "the village of" that the model does not call anything."""
    for match in words.noun_of_name.finditer(text):
        span = doc.char_span(match.start(1), match.end(1), label="PRODUCT")
        if span is not None and not any(token.ent_type_ for token in span):
            yield span


def _noun_before(doc: Doc, start: int, words: Lexicon) -> int | None:
    """Precision that "the town of" before a name gives it."""
    i = start - 1
    while i > 0 and doc[i].lower_ in ("the", "al", "-"):
        i -= 1
    return words.inner_words.get(doc[i - 1].lower_.removesuffix("s")) if i > 0 and doc[i].lower_ == "of" else None


def _is_after_place_noun(doc: Doc, start: int, words: Lexicon) -> bool:
    return _noun_before(doc, start, words) is not None


def _trimmed(tokens: list[Token], words: Lexicon) -> list[Token]:
    """An entity without article, compass word and possessive, cut at a line break."""
    for i, token in enumerate(tokens):
        if "\n" in token.text_with_ws:
            tokens = tokens[: i if token.is_space else i + 1]
            break
    while tokens and (tokens[0].lower_ in ("the", "a", "an") or tokens[0].lower_ in words.compass or not tokens[0].text[0].isalnum()):
        tokens = tokens[1:]
    while tokens and (tokens[-1].lower_ in ("'s", "’s", "'") or not tokens[-1].text[-1].isalnum()):
        tokens = tokens[:-1]
    return tokens


def _country_by_neighbours(sentence: Span, known: list[PlaceMention], context: tuple[str, ...]) -> str | None:
    """The country of the places resolved in the same sentence where it is one, else of the text where it names one only.

    `known` are the resolved ones, in order.
    """
    beside = starting_in(known, sentence.start_char, sentence.end_char)
    near = {m.country_code for m in beside if (m.precision or 0) > 1} or {m.country_code for m in beside}
    if len(near) == 1:
        return near.pop()
    return context[0] if len(context) == 1 and not near else None


def _mention(
    doc: Doc, page: Page, start: int, end: int, cut: int, name: str, found: Found, country: str | None, precision: int | None
) -> PlaceMention:
    start_char, end_char = doc[start].idx, doc[end - 1].idx + len(doc[end - 1]) - cut
    entry = found.entry
    return PlaceMention(
        **page.at(start_char, end_char),
        place_mention_id=content_id("pm", page.document.document_id, start_char, end_char),
        place_id=entry.place_id if entry else None,
        name=entry.name if entry else name,
        country_code=entry.country_code if entry else country,
        precision=entry.precision if entry else precision,
        reason=None if entry else found.reason,
    )


def _closure(entries: dict[str, Entry], gazetteer: Gazetteer) -> tuple[list[Place], list[PlaceContainment]]:
    """The entries with all their ancestors, and each pair of place and ancestor with its distance; a place is its own at 0."""
    chains = {entry.place_id: gazetteer.ancestors(entry.place_id) for entry in entries.values()}
    everything = {entry.place_id: entry for chain in chains.values() for entry in chain}
    places = [
        Place(e.place_id, e.name, e.country_code, e.parent_place_id, e.precision, e.latitude, e.longitude)
        for _, e in sorted(everything.items())
    ]
    containment = [
        PlaceContainment(place_id, ancestor.place_id, distance)
        for place_id in sorted(everything)
        for distance, ancestor in enumerate(gazetteer.ancestors(place_id))
    ]
    return places, containment
