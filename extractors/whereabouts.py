"""Where an event happened: the place that each report puts its leading act at, and the region in which an unlisted village is said to lie.

Which names are places is places.py's; which act a place hangs on is decided in events.py and asked for here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from extractors.gazetteer import Gazetteer
from extractors.lexicon import lexicon
from extractors.page import Page, starting_in
from extractors.records import PlaceMention
from extractors.triggers import is_of_the_saying, token_at

LONGEST_LINK = 9
"""Tokens between a village and the region it is said to lie in."""
FAR = 3000
"""Characters from the start of a report in which the place of its leading act is looked for."""


_WIDE = "a region without an entry in the gazetteer"


@dataclass(frozen=True)
class Spot:
    """A place as told: its name, and the narrowest gazetteer entry that is or holds it."""

    mention: PlaceMention
    name: str
    place_id: str | None


@dataclass(frozen=True)
class Map:
    """The places of one document, and what holds each."""

    gazetteer: Gazetteer
    regions: dict[str, str]  # name of an unlisted place -> place_id of what holds it

    def place_id(self, mention: PlaceMention) -> str | None:
        """The entry of a mention, else of the region it lies in, else of its country."""
        if mention.place_id is not None:
            return mention.place_id
        return self.regions.get(mention.name) or (f"iso:{mention.country_code}" if mention.country_code else None)

    def province(self, place_id: str | None) -> str | None:
        """The first-level division that is or holds an entry."""
        chain = self.gazetteer.ancestors(place_id) if place_id else []
        return next((entry.place_id for entry in chain if entry.precision == 2), None)

    def is_local(self, mention: PlaceMention) -> bool:
        """Whether the place is finer than a country."""
        return mention.precision is None or mention.precision > 1

    def is_within(self, inner: PlaceMention, outer: PlaceMention) -> bool:
        """Whether one place lies in the other. A city lends its name to its province, so what lies there may lie in the city."""
        a, b = self.place_id(inner), self.place_id(outer)
        if a is None or b is None:
            return False
        if b in {entry.place_id for entry in self.gazetteer.ancestors(a)}:
            return True
        return self.lends_its_name(outer) and self.province(a) == self.province(b)

    def lends_its_name(self, mention: PlaceMention) -> bool:
        """Whether a name is a city's and its province's alike."""
        province = self.gazetteer.entry(self.province(self.place_id(mention)) or "")
        return province is not None and province.name == mention.name and mention.place_id != province.place_id


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(lexicon("places.toml")[group])


def build_map(doc: Doc, places: Sequence[PlaceMention], gazetteer: Gazetteer) -> Map:
    """Regions of the unlisted places: told beside the name ("Tall Tawil in Hasakeh province"), else the one province of
    its sentence, else of nearly the whole report.
    """
    votes: dict[str, Counter[str]] = {}
    bare = Map(gazetteer, {})
    provinces = Counter(p for m in places if m.place_id and (p := bare.province(m.place_id)))
    for i, mention in enumerate(places):
        if mention.place_id is not None or mention.reason == _WIDE:
            continue
        for other, is_after in ((places[i + 1 : i + 2], True), (places[i - 1 : i] if i else [], False)):
            if other and other[0].place_id is not None:
                region = _said_to_hold(doc, mention, other[0], bare, is_after=is_after)
                if region:
                    votes.setdefault(mention.name, Counter())[region] += 1
                    break
    regions = {name: counts.most_common(1)[0][0] for name, counts in votes.items()}
    regions |= {name: province for name, province in lexicon("places.toml")["landscapes"].items() if name not in regions}
    for mention in places:
        if mention.place_id is None and mention.reason != _WIDE and mention.name not in regions:
            sentence = token_at(doc, mention.start_char).sent
            beside = starting_in(places, sentence.start_char, sentence.end_char)
            here = {bare.province(m.place_id) for m in beside} - {None}
            if len(here) == 1:
                regions[mention.name] = str(here.pop())
    only, count = provinces.most_common(1)[0] if provinces else ("", 0)
    if count > 0.75 * sum(provinces.values()):
        for mention in places:
            if mention.place_id is None and mention.country_code in (None, only[4:6]) and mention.reason != _WIDE:
                regions.setdefault(mention.name, only)
    return Map(gazetteer, regions)


def _said_to_hold(doc: Doc, mention: PlaceMention, other: PlaceMention, bare: Map, *, is_after: bool) -> str | None:
    """The entry that the words between two neighbouring names make the region of the unlisted one, None where they say nothing of it."""
    left, right = (mention, other) if is_after else (other, mention)
    between = doc.char_span(left.end_char, right.start_char, alignment_mode="contract")
    if between is None or len(between) > LONGEST_LINK or "\n" in between.text:
        return None
    words = {t.lower_ for t in between}
    kinds = _words("province_words") | _words("town_words") | _words("inner_words")
    if not all(
        w in _words("links_of_regions") or w in _words("compass") or w in kinds or w.title() in bare.gazetteer.demonyms for w in words
    ):
        return None
    if not is_after and words and not words & (kinds | {"'s", "’s"}):
        return None
    if words & _words("links_of_neighbours"):
        return bare.province(other.place_id)
    return other.place_id


def find_spot(
    doc: Doc, page: Page, places: Sequence[PlaceMention], own: Iterable[PlaceMention], others: Iterable[PlaceMention], chart: Map
) -> Spot | None:
    """The finest place that the report puts its leading act at.

    `own` are the places that hang on the act, `others` those that hang on another. The headline says first where, then the lead, then what
    hangs on the act, then where the report was written, if in its own country, then the body; what follows only refines it. A country
    counts only where nothing finer is told.
    """
    mine, foreign = {id(p) for p in own}, {id(p) for p in others}
    told = [p for p in places if page.is_reporting(p.start_char) and p.section_kind != "dateline" and p.reason != _WIDE]
    country = _country(doc, told)
    told = [p for p in told if country is None or p.country_code in (None, country)]
    asides = {p.name for p in reversed(told) if _is_aside(doc, p)} - {p.name for p in told if p.section_kind == "headline"}
    seen = [p for p in told if id(p) not in foreign and not _is_aside(doc, p) and (id(p) in mine or p.name not in asides)]
    local = [p for p in seen if chart.is_local(p)]
    by_section = [
        [p for p in local if p.section_kind == "headline"],
        [p for p in local if p.section_kind in ("lead", "deck") and id(p) in mine],
        [p for p in local if p.section_kind in ("lead", "deck")],
        [p for p in local if id(p) in mine],
        [p for p in places if _is_dateline(doc, p) and p.country_code in (country, None) and chart.is_local(p)] if country else [],
        [p for p in told if p.section_kind in ("lead", "deck") and chart.is_local(p) and p.name not in asides],
        [p for p in local if p.section_kind in ("body", "list", "caption") and p.start_char < FAR],
    ]
    known = [[p for p in group if chart.place_id(p) is not None and (p.place_id or p.precision != 5)] for group in by_section]
    base = next((group[0] for group in known if group), None) or next((group[0] for group in by_section if group), None)
    if base is None:
        countries = [p for p in seen if p.place_id is not None and not chart.is_local(p)]
        base = next((p for p in countries if id(p) in mine), None) or next(iter(countries), None)
        if base is None:
            base = next(iter(p for p in seen if id(p) in mine), None)
    if base is None:
        return None
    finest = base
    for group in by_section[:4]:  # what hangs on another act or on none refines nothing
        for p in group:
            is_finer = _precision(p) > _precision(finest) or (id(p) in mine and chart.lends_its_name(finest))
            if is_finer and p.name != finest.name and chart.is_within(p, finest):
                finest = p
    return Spot(finest, finest.name, chart.place_id(finest))


def _country(doc: Doc, told: Sequence[PlaceMention]) -> str | None:
    """The country that the report tells of: the one its headline says "in", else the one it names far most often."""
    for mention in told:
        if mention.section_kind == "headline" and mention.country_code and _before(doc, mention)[-1:] in (["in"], ["across"], ["inside"]):
            return mention.country_code
    counts = Counter(p.country_code for p in told if p.country_code).most_common(2)
    return counts[0][0] if counts and counts[0][1] > 2 * (counts[1][1] if counts[1:] else 0) else None


@cache
def _idle() -> frozenset[str]:
    """Words that only describe a place."""
    return _words("compass") | _words("links_idle") | _words("town_words") | {f"{w}s" for w in _words("town_words")}


def _before(doc: Doc, mention: PlaceMention) -> list[str]:
    """Up to four words before a name, without those that only describe a place ("the northern city of")."""
    token = token_at(doc, mention.start_char)
    idle = _idle()
    return [t.lower_ for t in doc[max(token.i - 6, token.sent.start) : token.i] if t.lower_ not in idle and t.is_alpha]


def _precision(mention: PlaceMention) -> int:
    """Unlisted names are of villages and quarters: finer than the cities of the gazetteer."""
    return 5 if mention.place_id is None else mention.precision or 4


def _is_dateline(doc: Doc, mention: PlaceMention) -> bool:
    """Whether a place says where the report was written: in the date line, or in capitals at the start of a sentence ("MOSCOW Some …")."""
    if mention.section_kind == "dateline":
        return True
    token = token_at(doc, mention.start_char)
    return mention.quote.isupper() and len(mention.quote) > 3 and token.i - token.sent.start < 4


def _is_aside(doc: Doc, mention: PlaceMention) -> bool:
    """Whether the words before a place make it whence someone came or spoke, or the place only names a people's or paper's home."""
    token, before = token_at(doc, mention.start_char), _before(doc, mention)
    after = doc[min(token_at(doc, mention.end_char - 1).i + 1, len(doc) - 1)]
    if before and before[-1] in _words("away_from") | _words("people_of"):
        return True
    if before[-2:-1] and before[-1] == "and" and token.dep_ == "conj" and (set(before) & (_words("away_from") | _words("people_of"))):
        return True
    if _is_dateline(doc, mention):
        return True
    if after.text in ("-", "–") or after.lower_ in _words("residents"):
        return True
    return is_of_the_saying(token) and token.head.lower_ != "of"
