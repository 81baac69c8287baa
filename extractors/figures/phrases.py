"""Quantity phrases: a number with its bounding words and the noun it counts, and whether it counts anything at all.

The extent is what a reader would quote ("at least 27 people", "12 of them", "55 wounded"), read from left to right over part-of-speech
tags, which hold better than a parse in headlines and in text without commas.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extractors.figures.bounds import Bound, find_bound
from extractors.figures.classes import class_of
from extractors.figures.measures import NOMINAL_STATES, OBJECT_VERBS, STATES, state_of_next
from extractors.figures.numbers import Number
from extractors.figures.units import Unit, sign_before, unit_after

MAX_MODIFIERS = 12
KEPT_UNITS = frozenset({"share", "money", "mass"})
"""Kinds of unit that the warehouse keeps; durations, distances, speeds and the like count nothing."""

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|"
    r"Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE_BEFORE = re.compile(rf"\b{_MONTH}\s+(?:the\s+)?$|\b{_MONTH}\s+\d{{1,2}},?\s+$|[/.:]$|\d-$|\b(?:early|mid|late)[- ]$", re.IGNORECASE)
_DATE_AFTER = re.compile(
    rf"\s?(?:of\s+)?(?-i:{_MONTH})\b|[/:]\d|-\d|\s?[ap]\.?m\b|\s?(?:GMT|UTC|BST|EST|EDT|hrs|o'?clock|BC|AD)\b|s\b|\s?°", re.IGNORECASE
)
_NAME_BEFORE = re.compile(
    r"(?:\b(?:resolution|article|chapter|section|paragraph|flight|channel|highway|route|road|street|avenue|room|phase|level|category|"
    r"class|type|model|number|no|nos|page|figure|table|version|windows|boeing|airbus|antonov|sukhoi|mig|il|tu|su|su-|group of|g|division|"
    r"brigade|battalion|regiment|unit|camp|gate|platform|line|zone|area|checkpoint|point|base|line|exit|interstate|mark|magnitude|"
    r"aged?|age of|ages|part|act|series|season|round|game|week|day|year|grade|tier|article no)\.?|[#§@])\s*$",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|of|by|until|till|before|after|during|from|between|early|late|mid|through|the|and|to)\s+$|[-–/]$|,\s+$", re.IGNORECASE
)
_COUNT_OF = re.compile(
    r"\b(?:total|toll|number|count|tally|sum|crowd|group|force|army|convoy|population|average|minimum|maximum|estimate|excess)\s+of\s+$",
    re.IGNORECASE,
)
"""What goes before a count though it looks like a year: "a total of 1700 people"."""
_OPENS_BEHIND = re.compile(r"\s+(?:At least|At most|More than|Fewer than|Up to|As many|An?|The|Some|Nearly|Around|Dozens|Scores)\s+[a-z\d]")
"""What opens a sentence: a number before it is a counter of the page, not a count ("shared 311 At least six people")."""
_CALENDAR = frozenset(
    {
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "overnight",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "morning",
        "afternoon",
        "evening",
        "night",
        "week",
        "month",
        "year",
    }
)
_QUOTES = "\"'”’′″"  # feet and inches elsewhere; behind a count of the news a quotation ends
_HEADLINE_VERBS = frozenset({"die", "flee", "perish", "drown"})
"""Verbs of fate that the tagger takes for nouns in headlines: "At least 10 die in flood"."""
_PREPOSITIONS = frozenset({"including", "excluding", "involving", "following", "regarding", "concerning"})
"""Prepositions that the tagger takes for participles: of "14 including three women" no woman is counted."""
_PRONOUNS = frozenset({"them", "whom", "those", "these", "us", "which"})
_NEVER_COUNTED = frozenset(
    {
        "time",
        "way",
        "thing",
        "day",
        "percent",
        "cent",
        "clock",
        "kind",
        "side",
        "occasion",
        "front",
        "reason",
        "fact",
        "step",
        "hand",
        "term",
        "person's",
        "january",
        "degree",
        "magnitude",
        "part",
    }
)


@dataclass(frozen=True)
class Phrase:
    """A number with what stands around it. Token indexes are into the Doc; `after` is the first token behind the phrase."""

    number: Number
    bound: Bound
    first: int  # first token of the number
    after: int
    start: int
    end: int
    head: Token | None
    counted_start: int | None
    counted_end: int | None
    is_partitive: bool = False  # "12 of them", "one of its leaders"
    unit: Unit | None = None
    is_more: bool = False  # "12 more", "six other soldiers": on top of what was told

    @property
    def is_bare(self) -> bool:
        """Whether the phrase names nothing that is counted."""
        return self.head is None


_TEXT, _STARTS = "rashomon_text", "rashomon_starts"
"""Keys of Doc.user_data. spaCy puts the text together anew at every `doc.text` and makes a Token at every look: that cost more than the
rules."""


def keep_text(doc: Doc, text: str) -> None:
    """Remember the kept text, which is the text of the doc, so that it need not be put together from the tokens."""
    doc.user_data[_TEXT] = text


def text_of(doc: Doc) -> str:
    """The text of a Doc, put together once."""
    text = doc.user_data.get(_TEXT)
    if text is None:
        text = doc.user_data[_TEXT] = str(doc.text)
    return str(text)


def _starts(doc: Doc) -> list[int]:
    """Where every token starts."""
    starts: list[int] | None = doc.user_data.get(_STARTS)
    if starts is None:
        starts = doc.user_data[_STARTS] = doc.to_array("IDX").tolist()
    return starts


def lemma_of(token: Token) -> str:
    """The lower-case singular; the model leaves capitalised words of headlines as they are."""
    lemma = token.lemma_.lower()
    lower = token.lower_
    if lower in STATES or lower in ("others", "elderly"):
        return "other" if lower == "others" else lower
    if lemma == lower and len(lower) > 3 and lower.endswith("s") and not lower.endswith("ss"):
        for singular in (lower[:-3] + "y" if lower.endswith("ies") else "", lower[:-2] if lower.endswith("es") else "", lower[:-1]):
            if singular and class_of(singular):
                return singular
        if token.pos_ == "PROPN":
            return lower[:-1]
    return {
        "men": "man",
        "women": "woman",
        "children": "child",
        "people": "person",
        "persons": "person",
        "troops": "troop",
        "policemen": "policeman",
        "gunmen": "gunman",
        "bodies": "body",
    }.get(lower, lemma)


def counted_class(head: Token | None, first: int) -> str | None:
    """The class of the counted noun, by its own lemma and those of the words from token `first` on; peoples are persons."""
    if head is None:
        return None
    modifiers = [lemma_of(t) for t in head.doc[first : head.i] if t.is_alpha]
    found = class_of(lemma_of(head), modifiers)
    if found is None and (head.ent_type_ == "NORP" and head.tag_ in ("NNPS", "NNS")):
        return "person"
    return found


def build_phrase(doc: Doc, number: Number) -> Phrase | None:
    """The phrase around a number, or None where the number counts nothing: dates, years, clock times, ages, names, durations, distances."""
    text = text_of(doc)
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    if span is None or span[0].like_url or span[0].like_email:
        return None
    mention = unit_after(text, number.end)
    if mention is not None and text[mention.start] in _QUOTES:
        mention = None
    sign = sign_before(text, number.start)
    unit = sign.unit if sign else mention.unit if mention else None
    if unit is not None and unit.kind not in KEPT_UNITS:
        return None
    if unit is None and (number.kind == "fraction" or not _counts(doc, number, span.start, span.end)):
        return None
    start = sign.start if sign else number.start
    bound = find_bound(text, start, number.end)
    start, end = bound.start, bound.end
    if unit is not None:
        if mention and not sign:
            end = max(end, mention.end)
        after = token_from(doc, end)
        return Phrase(number, bound, span.start, after, start, end, None, None, None, False, unit)
    at = token_from(doc, max(end, span.end_char))
    extent = _extent(doc, at, number)
    if extent is None:
        return None
    head, counted, after, is_partitive = extent
    if head is not None and (lemma_of(head) in _NEVER_COUNTED or _looks_like_year(text, number) and counted_class(head, at) is None):
        return None
    if head is not None:
        end = max(end, head.idx + len(head))
    elif after > at:
        end = doc[after - 1].idx + len(doc[after - 1])
    counted_start, counted_end = counted or (None, None)
    more = [t.lower_ for t in doc[at : at + 2]]
    is_more = bool(more) and more[0] in ("more", "other", "others", "additional", "further") and more[1:] != ["than"]
    return Phrase(number, bound, span.start, after, start, end, head, counted_start, counted_end, is_partitive, is_more=is_more)


def token_from(doc: Doc, char: int) -> int:
    """Index of the first token that starts at the character or later; len(doc) behind the last."""
    return bisect_left(_starts(doc), char)


def _looks_like_year(text: str, number: Number) -> bool:
    said = text[number.start : number.end]
    return bool(
        re.fullmatch(r"(?:1[5-9]\d\d|20\d\d)(?:\s?[-–—]\s?(?:\d\d|1[5-9]\d\d|20\d\d)|\s+(?:to|and|or)\s+(?:1[5-9]\d\d|20\d\d))?", said)
    )


def is_dated(text: str, number: Number) -> bool:
    """Whether the digits are a day, a year beside a month, a clock time: "12 June", "June 12", "10:30", "10 am"."""
    before, behind = text[max(0, number.start - 24) : number.start], text[number.end : number.end + 16]
    return bool(_DATE_BEFORE.search(before) or _DATE_AFTER.match(behind) and (number.value or 0) < 2100)


def is_year(text: str, number: Number) -> bool:
    """Whether the digits name a year: four of them after a word of time, or with nothing to count behind."""
    if not _looks_like_year(text, number):
        return False
    before, behind = text[max(0, number.start - 24) : number.start], text[number.end : number.end + 16]
    if _COUNT_OF.search(before):
        return False
    return bool(_YEAR_BEFORE.search(before)) or not re.match(r"\s+[a-z]", behind)


def _counts(doc: Doc, number: Number, first: int, after: int) -> bool:
    """Whether the number can count things at all, by its surroundings."""
    text = text_of(doc)
    before, behind = text[max(0, number.start - 24) : number.start], text[number.end : number.end + 16]
    said = text[number.start : number.end]
    if number.is_digits:
        if (
            re.search(r"[A-Za-z]-?$|[\d/.:]$", before)
            or re.match(r"[A-Za-z]", behind)
            or re.match(r"[/:]\d|\.\d|(?:st|nd|rd|th)\b", behind)
        ):
            return False
        if "." in said and number.scale == 1 or re.fullmatch(r"\d{8,}|0\d+", said):
            return False
        if is_dated(text, number) or is_year(text, number) or _OPENS_BEHIND.match(text, number.end):
            return False
        if _NAME_BEFORE.search(before) or re.match(r"[.)]\s", behind) and doc[first].is_sent_start:
            return False
        if (
            first
            and doc[first - 1].pos_ == "PROPN"
            and doc[first].head.i < first
            and doc[first].dep_ in ("nummod", "appos", "nmod", "npadvmod")
        ):
            following = doc[after] if after < len(doc) else None
            if following is None or following.is_punct or following.pos_ not in ("NOUN", "PROPN", "ADJ"):
                return False
    elif _NAME_BEFORE.search(before) and not re.search(
        r"\b(?:area|zone|point|base|camp|unit|line|day|week|year|round|part|series|game)\s*$", before, re.IGNORECASE
    ):
        return False
    if re.match(r"[-‑](?!strong|odd|plus|some)[A-Za-z]", behind):  # "two-state", "12-hour", "nine-member"
        return False
    if (
        re.search(r",\s*$", before) and re.match(r"\s*[,.;)]", behind) and first > 1 and doc[first - 2].pos_ == "PROPN"
    ):  # an age behind a name
        return False
    if said.lower() == "one" and re.search(r"\bnot\s+$", before, re.IGNORECASE):  # "not one soldier" is none
        return False
    return not (said.lower() == "one" and re.match(r"\s+(?:another|would|can|could|may|must|should|or the other)\b", behind))


def _extent(doc: Doc, at: int, number: Number) -> tuple[Token | None, tuple[int, int] | None, int, bool] | None:
    """(head, characters of what is counted, first token behind, whether a part of a whole) from the token behind the number."""
    while at < len(doc) and doc[at].text in ("-", '"', "”", "''"):
        at += 1
    is_strong = at < len(doc) and doc[at].lower_ in ("-strong", "strong")
    if is_strong:
        at += 1
    begin = at
    if at < len(doc) and doc[at].lower_ in ("more", "additional", "further") and not doc[at].is_sent_start:
        at += 1
        if at < len(doc) and doc[at].lower_ == "than":  # "four more than last year" counts elsewhere
            return None, None, begin, False
    if at < len(doc) and doc[at].lower_ == "of" and not doc[at].is_sent_start:
        return _of_extent(doc, at, number)
    head, after = read_nouns(doc, at)
    is_loose = (
        number.kind == "vague" and (number.word or "").endswith("s") and head is not None
    )  # "hundreds suffering": only "of" counts for these
    if head is None or is_loose and head.lower_ not in STATES and head.lower_ != "others":
        return None, None, max(at, begin), False
    if head.tag_ in ("NN", "NNP") and head.text[0].isupper() and head.i == at and number.value != 1 and counted_class(head, at) is None:
        return None, None, at, False  # "at least 126 Observatory": a name behind a headline's number, nothing counted
    if is_strong and after < len(doc) and doc[after].lower_ == "of":  # of a "1,000-strong contingent of workers" the workers are counted
        members, behind = read_nouns(doc, after + 1)
        if members is not None:
            return members, (doc[after + 1].idx, members.idx + len(members)), behind, False
    return head, (doc[at].idx, head.idx + len(head)), after, False


def _of_extent(doc: Doc, at: int, number: Number) -> tuple[Token | None, tuple[int, int] | None, int, bool] | None:
    inner = at + 1
    if inner < len(doc) and doc[inner].lower_ in _PRONOUNS:
        after = inner + 1
        if doc[inner].lower_ in ("them", "whom"):
            head, end = read_nouns(doc, after)
            if head is not None and head.tag_ not in ("NNP",):
                return head, (doc[after].idx, head.idx + len(head)), end, True
        return None, None, after, True
    is_definite = False
    while inner < len(doc) and (doc[inner].tag_ in ("DT", "PRP$", "WP$", "PDT") or is_definite and doc[inner].tag_ == "CD"):
        is_definite = True
        inner += 1
    head, after = read_nouns(doc, inner)
    if head is None:
        return None, None, at, False
    is_own = number.value is None or not is_definite and text_of(doc)[number.start : number.end].split()[-1] in ("couple", "pair", "pairs")
    return head, (doc[inner].idx, head.idx + len(head)), after, not is_own


def read_nouns(doc: Doc, at: int) -> tuple[Token | None, int]:
    """The head of the noun run that starts at the token, and the first token behind it; (None, at) where no noun run starts."""
    last: Token | None = None
    i = at
    while i < len(doc) and i - at < MAX_MODIFIERS:
        token = doc[i]
        lower = token.lower_
        if token.is_space or token.is_sent_start and i > 0 or lower in _CALENDAR:
            break
        if lower in _PREPOSITIONS or last is None and lower in _HEADLINE_VERBS:
            break
        jump = _hyphenated(doc, i)
        if jump > i and last is None:
            i = jump
            continue
        if lower in NOMINAL_STATES:
            following = doc[i + 1] if i + 1 < len(doc) and not doc[i + 1].is_sent_start else None
            if last is not None or following is not None and i == at and _is_verb_of_next(doc, i):
                break
            if (
                following is None
                or following.pos_ not in ("NOUN", "ADJ")
                or following.lower_ in NOMINAL_STATES
                or following.lower_ in _CALENDAR
            ):
                return token, i + 1
        elif token.pos_ in ("NOUN", "PROPN") or lower in ("others", "people") or token.text == "IS" and i == at:  # the group, not the verb
            if last is not None and last.tag_ in ("NNS", "NNPS") and not (last.dep_ == "compound" and token.pos_ == "NOUN"):
                break
            if last is not None and last.lower_ in ("others", "people"):
                break
            last = token
        elif token.pos_ in ("ADJ", "ADV", "NUM", "DET") or token.tag_ in ("VBN", "VBG"):
            if last is not None and last.tag_ != "NNP" and last.dep_ != "compound" or token.pos_ == "DET":
                break
            if token.pos_ == "NUM" and not token.is_alpha or lower in ("then", "also", "there", "so", "ago", "away", "later", "in", "each"):
                break
        elif lower in ("-", "–", "'s", "’s", "’", "/", '"', "“", "”", "“") and i > at:
            pass
        elif lower in ("(", "[") and i + 1 < len(doc):
            close = next((k for k in range(i + 1, min(i + 7, len(doc))) if doc[k].text in (")", "]")), None)
            if close is None or close + 1 >= len(doc) or doc[close + 1].pos_ not in ("NOUN", "ADJ", "PROPN"):
                break
            i = close
        elif (
            lower == "and"
            and last is not None
            and last.tag_ == "NNP"
            and i + 2 < len(doc)
            and doc[i + 1].pos_ == "PROPN"
            and doc[i + 2].tag_ == "NNS"
        ):
            pass  # "Kia and Hyundai vehicles"
        elif lower == "so-called" or lower in ("and", ",") and last is None and i > at:
            pass
        else:
            break
        i += 1
    if last is None:
        return None, at
    return last, last.i + 1


def _is_verb_of_next(doc: Doc, i: int) -> bool:
    """Whether a word of harm acts on the count behind it: of "troops kill 12 injure 40 rebels" and "kill 12 injured 40" the second verb."""
    if not (doc[i + 1].like_num and state_of_next(doc, i + 1) is None):
        return False
    measure = STATES[doc[i].lower_]
    return any(OBJECT_VERBS.get(t.lemma_.lower(), measure) not in (measure, "other") for t in doc[max(0, i - 5) : i - 1])


def _hyphenated(doc: Doc, i: int) -> int:
    """Index behind the hyphen of a compound that starts at the token ("off-" of "off-road"), or the index itself."""
    if i + 2 < len(doc) and doc[i].is_alpha and not doc[i].whitespace_ and doc[i + 1].text in ("-", "–") and not doc[i + 1].whitespace_:
        return i + 2
    return i
