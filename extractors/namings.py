"""Where a text names someone: persons, organisations, states and their organs, armed groups. Which namings are one actor: actors.py."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from extractors.gazetteer import Gazetteer
from extractors.headlines import title_case_flags
from extractors.lexicon import lexicon as read_lexicon
from extractors.names import FAMILY_NAME_FIRST, is_form_of_address, name_key
from extractors.parse import words_of
from extractors.records import PlaceMention
from extractors.roles import is_area, is_office_word
from extractors.stand_ins import capitals_as_governments

_DEFINITION = re.compile(
    r"\b((?:[A-Z][\w'’-]*)(?:[ -](?:of|for|and|the|in|on|al|against|to|[A-Z][\w'’-]*)){1,9})"
    r" \((?:the |also known as )?([A-Z][A-Za-z]{1,8})\)"
)
LONG_WITHOUT_APOSTROPHE = 1500
"""Characters beyond which a report without one apostrophe has lost them."""

_ACRONYM = re.compile(r"[A-Z][A-Z.&]{1,7}")


@dataclass(frozen=True)
class Group:
    """A body with a name of its own in actors.toml."""

    name: str
    kind: str
    country: str | None
    is_weak: bool = False


@dataclass(frozen=True)
class Lexicon:
    """actors.toml, aliases indexed by their first word."""

    aliases: dict[str, list[tuple[str, Group]]]
    organs: dict[str, str]
    organ_pattern: re.Pattern[str]
    organ_of_pattern: re.Pattern[str]
    organisation_words: frozenset[str]
    public_body_words: frozenset[str]
    company_words: frozenset[str]
    not_persons: frozenset[str]
    lost_apostrophes: frozenset[str]
    static_prepositions: frozenset[str]
    place_nouns: frozenset[str]
    landscape: frozenset[str]
    place_first_words: frozenset[str]
    group_first_words: frozenset[str]
    headline_words: frozenset[str]


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    data = read_lexicon("actors.toml")
    aliases: dict[str, list[tuple[str, Group]]] = defaultdict(list)
    for row in data["group"]:
        for weak, names in ((False, [row["name"], *row["aliases"]]), (True, row.get("weak", []))):
            group = Group(row["name"], row["kind"], row.get("country"), weak)
            for alias in names:
                for first in {alias.split(" ")[0], re.match(r"[\w.]+", alias).group()}:  # type: ignore[union-attr]
                    aliases[first].append((alias, group))
    for known in aliases.values():
        known.sort(key=lambda item: -len(item[0]))
    organs = {name: organ for organ, names in data["state_organs"].items() for name in names}
    names = "|".join(sorted(map(re.escape, organs), key=len, reverse=True))
    pattern = re.compile(rf"(?:['’]s|s['’]|s)? (?:Arab )?({names})\b", re.IGNORECASE)
    of_pattern = re.compile(rf"\b({names.title()}|{names}) of (?:the )?((?:[A-Z][\w.-]+ ?){{1,4}})")
    words = {key: frozenset(value) for key, value in data["words"].items()}
    return Lexicon(
        dict(aliases),
        organs,
        pattern,
        of_pattern,
        words["organisation_words"],
        words["public_body_words"],
        words["company_words"],
        words["not_persons"],
        words["lost_apostrophes"],
        words["static_prepositions"],
        words["place_nouns"],
        words["landscape"],
        words["place_first_words"],
        words["group_first_words"],
        words["headline_words"],
    )


@dataclass(slots=True)
class Naming:
    """One stretch that names someone. `key` groups namings of one actor; a group's or organ's key is that of its canonical name."""

    start: int
    end: int
    text: str
    key: str
    kind: str
    country: str | None = None
    name: str | None = None
    is_weak: bool = False


def find_namings(doc: Doc, text: str, place_mentions: list[PlaceMention], gazetteer: Gazetteer) -> list[Naming]:
    """Every naming of an actor, none overlapping, surest kind first. Pronouns are not namings."""
    lexicon = _lexicon()
    taken = bytearray(len(text) + 1)
    namings: list[Naming] = []

    def take(found: Iterator[Naming]) -> None:
        for naming in found:
            if not any(taken[naming.start : naming.end]):
                taken[naming.start : naming.end] = b"\x01" * (naming.end - naming.start)
                namings.append(naming)

    words = words_of(doc)
    title_case = title_case_flags(doc, words)
    take(_state_organs(doc, text, words, gazetteer, lexicon))
    definitions = _definitions(text)
    take(_defined(text, definitions, lexicon))
    take(_groups(doc, text, words, lexicon))
    persons, organisations = _model_names(doc, text, words, place_mentions, gazetteer, lexicon, title_case)
    take(iter(persons))
    take(_repeated(text, persons))
    take(iter(organisations))
    take(_surnames(doc, words, namings, title_case))
    take(_states(place_mentions))
    take(_governments(doc, place_mentions, gazetteer))
    return namings


def _state_organs(doc: Doc, text: str, words: list[str], gazetteer: Gazetteer, lexicon: Lexicon) -> Iterator[Naming]:
    """ "Syrian army", "Turkey's foreign ministry", "North Korean troops": a state's organ, one per state and organ."""
    for i, word in enumerate(words):
        if not word[0].isupper() or word == "The":
            continue
        end = i + 1
        code = gazetteer.demonyms.get(word)
        if code is None and end < len(words) and word in gazetteer.first_words_of_countries:
            pair = f"{word} {words[end]}"
            entry = gazetteer.country(pair)
            code = gazetteer.demonyms.get(pair) or (entry.country_code if entry else None)
            end += 1 if code else 0
        if code is None and (country := gazetteer.country(word)) is not None:
            code = country.country_code
        if code is None:
            continue
        token = doc[i]
        match = lexicon.organ_pattern.match(text, doc[end - 1].idx + len(doc[end - 1]))
        if match is None:
            continue
        yield _organ(gazetteer, lexicon, code, match.group(1), token.idx, text[token.idx : match.end()])
    for match in lexicon.organ_of_pattern.finditer(text):
        words = match.group(2).split(" ")
        for n in range(len(words), 0, -1):
            country = gazetteer.country(" ".join(words[:n]).rstrip("."))
            if country is not None:
                end = match.start(2) + len(" ".join(words[:n]).rstrip("."))
                yield _organ(gazetteer, lexicon, country.country_code, match.group(1), match.start(), text[match.start() : end])
                break


def _organ(gazetteer: Gazetteer, lexicon: Lexicon, code: str, said: str, start: int, text: str) -> Naming:
    organ = lexicon.organs[said.lower()]
    country = gazetteer.entry(f"iso:{code}")
    key = name_key(f"{country.name if country else code} {organ}")
    return Naming(start, start + len(text), text, key, "Organization" if organ == "rebels" else "PublicBody", code)


def _definitions(text: str) -> dict[str, str]:
    """Abbreviations that the text explains: "Syrian Observatory for Human Rights (SOHR)"."""
    found = {}
    for match in _DEFINITION.finditer(text):
        words = match.group(1).split()
        letters = match.group(2).replace(".", "").upper()
        for first in range(len(words)):
            initials = [part[0].upper() for word in words[first:] for part in word.split("-")]
            if initials[0] == letters[0] and _is_subsequence(letters, initials) and len(words) - first <= 2 * len(letters):
                name = " ".join(words[first:])
                found[match.group(2)] = name.removeprefix("The ")
    return found


def _is_subsequence(letters: str, initials: list[str]) -> bool:
    rest = iter(initials)
    return all(letter in rest for letter in letters)


def _defined(text: str, definitions: dict[str, str], lexicon: Lexicon) -> Iterator[Naming]:
    """Every occurrence of an explained name and of its abbreviation."""
    known = {alias for aliases in lexicon.aliases.values() for alias, _ in aliases} if definitions else set()
    for short, name in definitions.items():
        if name in known or short in known:
            continue
        for form in (name, short):
            for match in re.finditer(rf"\b{re.escape(form)}\b", text):
                yield Naming(match.start(), match.end(), form, name_key(name), _organisation_kind(name, lexicon), None, name)


def _groups(doc: Doc, text: str, words: list[str], lexicon: Lexicon) -> Iterator[Naming]:
    """Names and aliases of actors.toml, the longest at each place."""
    for i, word in enumerate(words):
        known = lexicon.aliases.get(word) or (lexicon.aliases.get(word[:-1]) if word[-1] == "s" else None)
        if known is None:
            continue
        token = doc[i]
        for alias, group in known:
            end = token.idx + len(alias)
            if not text.startswith(alias, token.idx) or (end < len(text) and text[end].isalnum() and not _is_lost_possessive(text, end)):
                continue
            if len(alias) <= 3 and alias.isupper() and _is_shouted(token):
                break
            if " " not in alias and _is_part_of_person(token):
                break
            yield Naming(token.idx, end, alias, name_key(group.name), group.kind, group.country, group.name, group.is_weak)
            break


def _is_lost_possessive(text: str, end: int) -> bool:
    """Whether a bare "s" ends the word here in a text that has lost its apostrophes."""
    return text[end] == "s" and not text[end + 1 : end + 2].isalnum() and "'" not in text and "’" not in text


def _is_shouted(token: Token) -> bool:
    """Whether the words around are in capitals too, so that "IS" may be a verb."""
    near = token.doc[max(token.i - 3, 0) : token.i + 4]
    words = [other.text for other in near if other.is_alpha and other.i != token.i]
    return len(words) > 2 and all(word.isupper() for word in words)


def _is_part_of_person(token: Token) -> bool:
    """Whether the model has the word inside a longer name of a person ("Robert Wagner")."""
    if token.ent_type_ != "PERSON":
        return False
    others = (token.doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc))
    return any(other.ent_type_ == "PERSON" and other.text[0].isupper() for other in others)


def _model_names(
    doc: Doc, text: str, words: list[str], places: list[PlaceMention], gazetteer: Gazetteer, lexicon: Lexicon, title_case: list[bool]
) -> tuple[list[Naming], list[Naming]]:
    """Persons and organisations that the model found, trimmed, sorted again by kind, junk of headlines left out."""
    named_places = {place.quote for place in places}
    plain_words = {word for word in words if word.islower()}
    all_words = set(words)
    has_lost_apostrophes = _has_lost_apostrophes(text, all_words, gazetteer, lexicon)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    spans: list[tuple[list[Token], str, bool]] = []
    for entity in doc.ents:
        if entity.label_ not in ("PERSON", "ORG"):
            continue
        in_headline = title_case[entity.start]
        tokens = _trimmed(list(entity), lexicon, in_headline, entity.label_)
        if not tokens:
            continue
        name = text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])]
        if (
            has_lost_apostrophes
            and name.endswith("s")
            and (name[:-1].split(" ")[-1] in all_words or (entity.label_ == "PERSON" and _is_before_noun(doc, tokens[-1].i)))
        ):
            name = name[:-1]
        if name in named_places or name.removesuffix("s") in named_places or (entity.label_ == "ORG" and is_area(name)):
            continue
        kind = _kind_of(tokens, name, entity.label_, lexicon)
        if _stands_for_place(doc, tokens[0].i, lexicon) and not _has_organisation_word(name, lexicon):
            continue
        spans.append((tokens, name, in_headline))
        votes[name][kind] += 1 if in_headline else 3
    sure = {name for _, name, in_headline in spans if not in_headline}
    kinds = _settled(votes, lexicon)
    persons, organisations = [], []
    for tokens, name, in_headline in spans:
        only_headline = in_headline and name not in sure
        naming = Naming(tokens[0].idx, tokens[0].idx + len(name), name, name_key(name), kinds[name])
        if naming.kind == "Person":
            if _is_person_like(tokens, name, only_headline, plain_words, gazetteer, lexicon):
                persons.append(naming)
        elif _is_organisation_like(tokens, name, only_headline, plain_words, gazetteer, lexicon):
            naming.country = _country_in(name, gazetteer)
            organisations.append(naming)
    return persons, organisations


def _has_lost_apostrophes(text: str, words: set[str], gazetteer: Gazetteer, lexicon: Lexicon) -> bool:
    """Whether the text came through a feed that drops apostrophes: it has none, and says "Syrias" or "didnt"."""
    if "'" in text or "’" in text:
        return False
    return len(text) > LONG_WITHOUT_APOSTROPHE or any(
        word in lexicon.lost_apostrophes or (word[-1] == "s" and word[0].isupper() and gazetteer.country(word[:-1])) for word in words
    )


def _is_before_noun(doc: Doc, i: int) -> bool:
    return i + 1 < len(doc) and doc[i + 1].pos_ == "NOUN" and doc[i + 1].text.islower()


def _settled(votes: dict[str, Counter[str]], lexicon: Lexicon) -> dict[str, str]:
    """One kind per form: the majority's, a person's where a person of the text bears that name as family name, or the other way about."""
    kinds = {name: max(counts.items(), key=lambda item: (item[1], item[0] == "Person"))[0] for name, counts in votes.items()}
    surnames = {_surname(name) for name, kind in kinds.items() if kind == "Person" and " " in name}
    alone = {name for name, kind in kinds.items() if kind == "Person" and " " not in name}
    for name, kind in kinds.items():
        if kind == "Person" or _has_organisation_word(name, lexicon) or name.isupper():
            continue
        if name in surnames or (name.count(" ") in (1, 2) and _surname(name) in alone):
            kinds[name] = "Person"
    return kinds


def _stands_for_place(doc: Doc, start: int, lexicon: Lexicon) -> bool:
    """Whether the words before a name take a place: "in Barzah", "the town of Otaya"."""
    i = start - 1
    while i > 0 and (doc[i].lower_ in ("the", "al", "-", "nearby") or doc[i].lower_.endswith("ern")):
        i -= 1
    if i < 0:
        return False
    return doc[i].lower_ in lexicon.static_prepositions or (
        doc[i].lower_ == "of" and i > 0 and doc[i - 1].lower_.removesuffix("s") in lexicon.place_nouns
    )


def _has_organisation_word(name: str, lexicon: Lexicon) -> bool:
    return any(word.lower() in lexicon.organisation_words for word in name.split())


def _trimmed(tokens: list[Token], lexicon: Lexicon, in_headline: bool, label: str) -> list[Token]:
    """An entity cut at line breaks, without article, possessive, title or office before it and headline verbs after it."""
    for i, token in enumerate(tokens):
        if "\n" in token.text_with_ws or (token.is_space and i):
            tokens = tokens[: i if token.is_space else i + 1]
            break
    while tokens and (not tokens[0].text[0].isalnum() or tokens[0].lower_ in ("the", "a", "an") or tokens[0].is_space):
        tokens = tokens[1:]
    for i, token in enumerate(tokens):
        if token.lower_ in ("'s", "’s", "'", "’"):
            tokens = tokens[:i] if label == "PERSON" or i == len(tokens) - 1 else tokens
            break
    while tokens and not tokens[-1].text[-1].isalnum() and tokens[-1].text != ".":
        tokens = tokens[:-1]
    if label == "PERSON":
        while len(tokens) > 1 and (is_form_of_address(tokens[0].lower_) or is_office_word(tokens[0].lower_)):
            tokens = tokens[1:]
        for i, token in enumerate(tokens[1:], 1):
            if token.lower_ in lexicon.headline_words:
                tokens = tokens[:i]
                break
    return tokens


def _kind_of(tokens: list[Token], name: str, label: str, lexicon: Lexicon) -> str:
    last = tokens[-1].lower_
    if last in lexicon.organisation_words or (len(tokens) > 1 and last in lexicon.company_words):
        return _organisation_kind(name, lexicon)
    if len(tokens) > 1 and name.split(" ")[0].lower() in lexicon.group_first_words:
        return "Organization"
    if label == "PERSON":
        return "Person"
    before = tokens[0].nbor(-1).lower_ if tokens[0].i else ""
    if len(tokens) <= 3 and is_office_word(before) and all(token.text[0].isupper() for token in tokens) and not name.isupper():
        return "Person"
    return _organisation_kind(name, lexicon)


def _organisation_kind(name: str, lexicon: Lexicon) -> str:
    words = [word.lower().strip(".,") for word in name.split()]
    if words[-1] in lexicon.company_words:
        return "Company"
    if words[-1] in lexicon.public_body_words or words[0] in ("ministry", "department", "embassy", "government", "parliament"):
        return "PublicBody"
    return "Organization"


def _is_person_like(
    tokens: list[Token], text: str, only_headline: bool, plain_words: set[str], gazetteer: Gazetteer, lexicon: Lexicon
) -> bool:
    words = [token.lower_ for token in tokens]
    before = tokens[0].nbor(-1).lower_ if tokens[0].i else ""
    if len(words) > 1 and not is_office_word(before) and (words[0] in lexicon.place_first_words or text.startswith("al-")):
        return False
    first, last = text.split(" ")[0], text.split(" ")[-1]
    if len(words) > 1 and gazetteer.is_known(first) and (gazetteer.country(last) or gazetteer.country(last[:-1])):
        return False
    if (
        words[-1] in lexicon.landscape
        or is_form_of_address(text.lower())
        or (words[0].endswith("s") and gazetteer.country(text.split(" ")[0][:-1]))
    ):
        return False
    if not text[0].isalpha() or not any(token.text[0].isupper() for token in tokens) or any(char.isdigit() for char in text):
        return False
    if any(word in lexicon.not_persons or is_office_word(word) for word in words) or any(token.is_stop for token in tokens[:1]):
        return False
    if not all(token.text[0].isupper() or len(token) <= 3 or token.is_punct or "-" in token.text for token in tokens):
        return False
    if len(tokens) == 1:
        if len(text) < 3 or words[0] in plain_words or tokens[0].pos_ not in ("PROPN", "NOUN", "X") or text.isupper() and len(text) < 6:
            return False
        if gazetteer.country(text) or gazetteer.country(text.removesuffix("s")) or text in gazetteer.demonyms or only_headline:
            return False
    elif only_headline and (sum(word in plain_words for word in words) > 0 or len(tokens) > 4):
        return False
    return len(tokens) <= 7


def _is_organisation_like(
    tokens: list[Token], text: str, only_headline: bool, plain_words: set[str], gazetteer: Gazetteer, lexicon: Lexicon
) -> bool:
    if not text[0].isalpha() or not any(token.text[0].isupper() for token in tokens) or text in gazetteer.demonyms or len(text) < 2:
        return False
    has_word = any(token.lower_ in lexicon.organisation_words for token in tokens)
    is_acronym = _ACRONYM.fullmatch(text) is not None
    if only_headline and not (has_word and len(tokens) > 1) and not (is_acronym and not _is_shouted(tokens[0])):
        return False
    if len(tokens) == 1:
        if text.lower() in lexicon.not_persons or is_office_word(text.lower()) or text.lower() in plain_words:
            return False
        before = tokens[0].nbor(-1).lower_ if tokens[0].i else ""
        if not is_acronym and (
            gazetteer.is_known(text) or before in ("in", "at", "near", "from", "outside", "around") or tokens[0].pos_ not in ("PROPN", "X")
        ):
            return False
    return len(tokens) <= 10


def _country_in(name: str, gazetteer: Gazetteer) -> str | None:
    """The country whose demonym opens an organisation's name or whose name closes it."""
    words = name.split()
    for start in (" ".join(words[:2]), words[0]):
        if start in gazetteer.demonyms:
            return gazetteer.demonyms[start]
    country = gazetteer.country(words[-1]) if len(words) > 1 else None
    return country.country_code if country else None


def _repeated(text: str, persons: list[Naming]) -> Iterator[Naming]:
    """Full names again where the model missed them: in lists, captions and headlines."""
    for form in sorted({naming.text for naming in persons if " " in naming.text}, key=lambda form: (-len(form), form)):
        start = text.find(form)
        while start >= 0:
            end = start + len(form)
            if (start == 0 or not text[start - 1].isalnum()) and (end == len(text) or not text[end].isalnum()):
                yield Naming(start, end, form, name_key(form), "Person")
            start = text.find(form, end)


def _surnames(doc: Doc, words: list[str], namings: list[Naming], title_case: list[bool]) -> Iterator[Naming]:
    """Bare surnames of persons whose full name stands in the text, where the model missed them."""
    surnames = {_surname(naming.text) for naming in namings if naming.kind == "Person" and " " in naming.text}
    for i, word in enumerate(words):
        if word not in surnames and word.removesuffix("s") not in surnames:
            continue
        token = doc[i]
        previous = doc[token.i - 1] if token.i else None
        if previous is not None and _opens_other_name(previous) and not title_case[i]:
            continue
        form = token.text if token.text in surnames else token.text[:-1]
        yield Naming(token.idx, token.idx + len(form), form, name_key(form), "Person")


def _opens_other_name(previous: Token) -> bool:
    """Whether the word before a surname may be somebody else's given name."""
    is_name = previous.pos_ == "PROPN" and previous.text[0].isupper() and not is_office_word(previous.lower_)
    return is_name and bool(previous.whitespace_)


def _surname(name: str) -> str:
    words = re.split(r"[ -]", name)
    return words[0] if words[0].lower() in FAMILY_NAME_FIRST and len(words) == 3 else words[-1]


def _governments(doc: Doc, place_mentions: list[PlaceMention], gazetteer: Gazetteer) -> Iterator[Naming]:
    """Capitals that stand for their states, weak: the city's name is not the state's."""
    for start, end, country, code in capitals_as_governments(doc, place_mentions, gazetteer):
        yield Naming(start, end, doc.text[start:end], name_key(country), "PublicBody", code, country, is_weak=True)


def _states(place_mentions: list[PlaceMention]) -> Iterator[Naming]:
    for mention in place_mentions:
        if mention.precision == 1 and mention.place_id is not None:
            key = name_key(mention.name)
            yield Naming(mention.start_char, mention.end_char, mention.quote, key, "PublicBody", mention.country_code, mention.name)
