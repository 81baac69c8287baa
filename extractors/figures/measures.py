"""What became of what is counted: the measure of a quantity phrase, and the word that gives it.

Constructions are told apart by place and form of the cue (`measures.toml` has the words): the counted noun itself, a passive or a state
behind it, an active verb before it, a toll noun, the parse. Coordination and subsets are the business of `find`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.tokens import Doc, Token

from extractors.figures.classes import class_of, subsumes


@dataclass(frozen=True, slots=True)
class Cue:
    """The measure and the characters of the word that gives it."""

    measure: str
    start: int
    end: int


@cache
def _lexicon() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("measures.toml").read_text(encoding="utf-8"))


def _index(role: str) -> dict[str, str]:
    """Word -> measure for one role of the lexicon; of two measures the first named wins."""
    found: dict[str, str] = {}
    for measure, roles in _lexicon().items():
        for word in roles.get(role, ()):
            found.setdefault(word, measure)
    return found


OBJECT_VERBS = _index("object_verbs")
SUBJECT_VERBS = _index("subject_verbs")
STATES = _index("states")
HEADS = _index("heads")
OF_NOUNS = _index("of_nouns")
TOLLS = _index("tolls")
LISTS = _index("lists")
CLASSES = _index("classes")
WEAK_HEADS = _index("weak_heads")
PERSON_VERBS = _index("person_verbs")
PHRASAL_VERBS = _index("phrasal_verbs")
PHRASES = _index("phrases")
NOMINAL_STATES = frozenset(word for word, measure in STATES.items() if measure != "sent")
"""States that stand for people: "12 dead", but not "12 headed"."""
TRANSPARENT = frozenset(_lexicon()["transparent"]["words"])
_LIFE_VERBS = frozenset(_lexicon()["life"]["verbs"])
_SAVING = frozenset(_lexicon()["life"]["saving"])
_LEAVE_VERBS = frozenset(_lexicon()["leave"]["verbs"])
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "get", "got"})
_TOLL_VERBS = frozenset(
    {
        "rise",
        "reach",
        "hit",
        "climb",
        "stand",
        "pass",
        "exceed",
        "top",
        "surpass",
        "jump",
        "soar",
        "increase",
        "grow",
        "fall",
        "drop",
        "put",
        "bring",
        "push",
        "take",
        "raise",
        "lower",
        "revise",
        "be",
        "mount",
        "near",
        "approach",
        "cross",
        "remain",
        "total",
        "number",
        "come",
        "estimate",
    }
)


def _cue(measure: str, token: Token) -> Cue:
    return Cue(measure, token.idx, token.idx + len(token))


def cue_behind(doc: Doc, after: int, *, is_person: bool) -> tuple[Cue, bool] | None:
    """A passive, a state or an intransitive right behind the phrase, and whether a finite verb carries it.

    "12 people were killed" (finite), "12 dead", "12 people killed in" (not finite), "12 were among the wounded".
    """
    is_finite = is_passive = has_not = False
    after = _behind_company(doc, after)
    for i in range(after, min(after + 8, len(doc))):
        token = doc[i]
        lower, lemma = token.lower_, token.lemma_.lower()
        if token.is_space or token.is_sent_start and i > 0:
            return None
        measure = _measure_behind(doc, i, is_passive=is_passive, is_finite=is_finite, is_person=is_person)
        if measure == "injured" and doc[i - 1].lower_ == "fatally":
            measure = "killed"
        if measure:
            return None if has_not else (_cue(measure, token), is_finite or token.tag_ in ("VBD", "VBZ", "VBP") and lemma in SUBJECT_VERBS)
        if lower == "among":  # "12 were among the wounded", "12 children among the dead"
            state = next((t for t in doc[i + 1 : i + 6] if t.lower_ in STATES and t.lower_ not in TRANSPARENT), None)
            return (_cue(STATES[state.lower_], state), True) if state is not None else None
        if lower not in TRANSPARENT and token.pos_ != "ADV" and lower not in ("(", ")", '"', "”"):
            return None
        is_passive |= lower in _BE
        is_finite |= token.pos_ == "AUX" or lower in _BE
        has_not |= lower in ("not", "n't")
    return None


def _behind_company(doc: Doc, after: int) -> int:
    """The token behind those named with the phrase: "and their families", "including women and children", "from the town"."""
    opening = doc[after].lower_ if after < len(doc) else ""
    if opening == ",":  # "several officers, including one policewoman, were": a parenthesis between commas
        close = next((i for i in range(after + 2, min(after + 13, len(doc))) if doc[i].text == ","), None)
        if close is None or close + 1 >= len(doc) or any(t.is_sent_start or t.pos_ == "AUX" for t in doc[after:close]):
            return after
        behind = doc[close + 1]
        return close + 1 if behind.pos_ == "AUX" or behind.tag_ in ("VBD", "VBZ", "VBP") else after
    if opening not in ("and", "including", "from", "along", "together"):
        return after
    for i in range(after + 1, min(after + 9, len(doc))):
        token = doc[i]
        if token.pos_ == "AUX" or opening != "and" and (token.tag_ in ("VBD", "VBZ", "VBP") or _has_subject(token)):
            return i
        if (
            token.pos_ not in ("NOUN", "PROPN", "ADJ", "PRON", "DET", "CCONJ", "ADP")
            or token.is_sent_start
            or opening == "and"
            and token.pos_ == "ADP"
        ):
            return i if opening == "and" and token.pos_ == "VERB" and doc[after + 1].tag_ == "PRP$" else after
    return after


def _has_subject(token: Token) -> bool:
    return any(child.dep_ == "nsubj" for child in token.children)


def _measure_behind(doc: Doc, i: int, *, is_passive: bool, is_finite: bool, is_person: bool) -> str | None:
    """The measure that the word at i gives to the phrase before it."""
    token = doc[i]
    lower, lemma = token.lower_, token.lemma_.lower()
    if is_passive or token.tag_ in ("VBD", "VBN"):
        behind = doc[i : i + 4].text.lower()
        for phrase, measure in PHRASES.items():
            if behind.startswith(phrase):
                return measure
    if (
        lower == "shot"
        and i + 1 < len(doc)
        and doc[i + 1].lower_ in ("dead", "and")
        and doc[min(i + 2, len(doc) - 1)].lower_ in ("killed", "dead", "in", "at", "by", "on")
    ):
        return "killed"
    if lower in STATES and lower not in TRANSPARENT:
        is_active = (
            not is_passive
            and token.tag_ in ("VBD", "VB", "VBP", "VBZ", "VBN")
            and _takes_object(doc, i)
            and state_of_next(doc, i + 1) in (None, STATES[lower])
        )
        if is_active:
            return "evacuated" if lemma == "evacuate" else None
        return STATES[lower]
    if token.tag_ in ("VBN", "VBD") and (is_passive or not _takes_object(doc, i)):
        if lemma in OBJECT_VERBS and (is_passive or token.tag_ == "VBN" or OBJECT_VERBS[lemma] != "other"):
            return OBJECT_VERBS[lemma]
        if is_passive and is_person and lemma in PERSON_VERBS and lemma != "lose":
            return PERSON_VERBS[lemma]
    if is_passive and i + 1 < len(doc) and f"{lemma} {doc[i + 1].lower_}" in PHRASAL_VERBS:
        return PHRASAL_VERBS[f"{lemma} {doc[i + 1].lower_}"]
    # "Thirty others suffered from burns": the tagger takes the past for a participle, the parse has its subject.
    is_done = token.tag_ != "VBN" or not is_passive and (is_finite or _has_subject(token))
    if lemma in SUBJECT_VERBS and token.pos_ in ("VERB", "AUX", "NOUN", "PROPN") and is_done:
        measure = SUBJECT_VERBS[lemma]
        if lemma == "leave" and (is_passive or not _leaves(doc, i)):
            return None
        if lemma == "head" and (i + 1 >= len(doc) or doc[i + 1].lower_ not in ("to", "for", "towards", "toward", "into")):
            return None
        if measure == "injured" and (
            not is_person or any(t.lemma_ in ("loss", "defeat", "setback", "blow", "casualty") for t in doc[i + 1 : i + 4])
        ):
            return None
        return measure
    if lemma == "lose" and any(t.lemma_.lower() == "life" for t in doc[i + 1 : i + 4]):
        return "killed"
    return "sent" if lower == "sent" and is_passive else None


_HARMED = frozenset({"killed", "injured"})


def state_of_next(doc: Doc, i: int) -> str | None:
    """The measure of a count at i that carries its own state of harm, as headlines put two side by side: "3 shot dead 9 people injured"."""
    if i >= len(doc) or doc[i].is_sent_start or not (doc[i].pos_ in ("NUM", "DET") or doc[i].like_num or doc[i].lower_ in _COUNT_OPENERS):
        return None
    for k in range(i + 1, min(i + 7, len(doc))):
        token = doc[k]
        if token.is_space or token.is_sent_start or token.pos_ in ("ADP", "CCONJ", "AUX", "PUNCT") and token.lower_ != "at":
            return None
        measure = STATES.get(token.lower_)
        if measure in _HARMED:
            following = doc[k + 1] if k + 1 < len(doc) else None
            is_end = following is None or following.is_sent_start or following.pos_ not in ("NOUN", "ADJ", "PROPN", "NUM", "DET")
            return measure if is_end else None
    return None


def _is_counted(token: Token) -> bool:
    """Whether the noun before a verb of harm is who was harmed rather than who harms: "two farmers killed", not "two gunmen killed"."""
    if token.lower_ in ("others", "people", "persons") or token.like_num:
        return True
    name = class_of(token.lemma_.lower())
    return name is not None and subsumes("person", name) and not subsumes("combatant", name)


_COUNT_OPENERS = frozenset({"dozens", "scores", "hundreds", "several", "more", "over", "at", "many", "others"})


def _leaves(doc: Doc, i: int) -> bool:
    """Whether "leave" at i is a departure and not "left 12 dead" or "left without"."""
    following = doc[i + 1] if i + 1 < len(doc) else None
    return (
        following is None
        or following.pos_ in ("ADP", "ADV", "PUNCT", "DET", "PROPN", "PRON", "SPACE", "CCONJ", "NOUN")
        and following.lower_ not in ("without", "with", "of", "behind", "him", "her", "them", "no")
    )


def _takes_object(doc: Doc, i: int) -> bool:
    """Whether the verb at i has an object behind it, by the word that follows; the parse of telegraphic text is not to be trusted here."""
    following = doc[i + 1] if i + 1 < len(doc) else None
    if following is None or following.is_sent_start or following.is_punct or following.is_space:
        return False
    if following.lower_ in (
        "last",
        "this",
        "early",
        "late",
        "earlier",
        "next",
        "yesterday",
        "today",
        "tonight",
        "dozens",
        "overnight",
    ) or following.ent_type_ in ("DATE", "TIME"):
        return following.lower_ == "dozens"
    return (
        following.pos_ in ("DET", "NUM", "PRON", "ADJ")
        or following.pos_ in ("NOUN", "PROPN")
        and following.tag_ in ("NNS", "NNP", "NNPS")
        or following.lower_ in ("at", "more", "about", "some", "around")
        and i + 2 < len(doc)
        and doc[i + 2].lower_ in ("least", "than")
    )


def cue_before(doc: Doc, first: int, *, is_person: bool) -> Cue | None:
    """An active verb right before the phrase: "killed 12", "wounding dozens", "gunned down 12", "were killed as well as dozens"."""
    behind = first - 1
    if behind >= 3 and [t.lower_ for t in doc[behind - 2 : first]] == ["as", "well", "as"]:
        behind -= 3
        if doc[behind].lower_ in STATES:
            return _cue(STATES[doc[behind].lower_], doc[behind])
    for i in range(behind, max(first - 6, -1), -1):
        token = doc[i]
        if token.is_space or token.text in (".", ";", ":"):
            return None
        lemma, lower = token.lemma_.lower(), token.lower_
        if i and token.tag_ in ("RP", "IN", "JJ", "RB") and f"{doc[i - 1].lemma_.lower()} {lower}" in PHRASAL_VERBS:
            return _cue(PHRASAL_VERBS[f"{doc[i - 1].lemma_.lower()} {lower}"], doc[i - 1])
        if token.pos_ == "ADP" or lower in ("and", ","):
            return None
        measure = OBJECT_VERBS.get(lemma) or (OBJECT_VERBS.get(lower[:-1]) if lower.endswith("s") else None)
        measure = measure or (PERSON_VERBS.get(lemma) if is_person else None)
        if measure is None and i == behind and lower.endswith("ed") and STATES.get(lower) in _HARMED:  # read as a name in headlines
            measure = STATES[lower]
        if measure and not (i and _is_passive(doc, i)):
            if measure in _HARMED and i and state_of_next(doc, i + 1) not in (None, measure) and _is_counted(doc[i - 1]):
                return None  # "Boy killed two others injured": the state behind is theirs
            return _cue("killed" if i and doc[i - 1].lower_ == "fatally" else measure, token)
        if token.pos_ in ("VERB", "NOUN", "PROPN", "AUX", "PRON", "PUNCT"):
            return None
    return None


def _is_passive(doc: Doc, i: int) -> bool:
    """Whether the verb at i is passive, so that what follows is not its object: "were killed 12 days ago"."""
    k = i - 1
    while k >= 0 and (doc[k].pos_ == "ADV" or doc[k].lower_ in ("been", "being")):
        if doc[k].lower_ in ("been", "being"):
            return True
        k -= 1
    return k >= 0 and doc[k].lower_ in _BE and doc[i].tag_ != "VBG"


def cue_in(doc: Doc, head: Token | None, head_lemma: str | None, first: int) -> Cue | None:
    """The counted noun itself, or its own modifier: "15 deaths", "12 wounded soldiers", "claimed 12 lives"."""
    if head is None or head_lemma is None:
        return None
    if head.lower_ in STATES:
        return _cue(STATES[head.lower_], head)
    if head_lemma == "life":
        verb = next((doc[i] for i in range(first - 1, max(first - 6, -1), -1) if doc[i].lemma_.lower() in _LIFE_VERBS | _SAVING), None)
        if verb is None and head.i + 1 < len(doc) and any(t.lemma_.lower() == "lose" for t in doc[head.i + 1 : head.i + 4]):
            return _cue("killed", head)
        return _cue("killed", verb) if verb is not None and verb.lemma_.lower() in _LIFE_VERBS else None
    for i in range(first, head.i):
        if doc[i].lower_ in STATES and doc[i].lower_ not in ("displaced", "bound"):
            return _cue(STATES[doc[i].lower_], doc[i])
    return _cue(HEADS[head_lemma], head) if head_lemma in HEADS else None


def cue_of_toll(doc: Doc, first: int) -> Cue | None:
    """A toll noun before the number: "a death toll of 43", "the toll from the blast on the convoy has risen to 43".

    The word right before the number must be a preposition or a verb of reaching; the noun may stand further off.
    """
    i = first - 1
    while i >= 0 and doc[i].pos_ in ("ADP", "PART", "ADV", "NUM") or i >= 0 and doc[i].lower_ in (":", "from"):
        i -= 1
    if i < 0 or doc[i].is_space or i < first - 1 and not {t.lower_ for t in doc[i + 1 : first]} & {"of", "to", "at", "by", "between", ":"}:
        return None
    is_reached = doc[i].lemma_.lower() in _TOLL_VERBS
    for k in range(i, max(first - (36 if is_reached else 10), -1), -1):
        token = doc[k]
        if token.is_space or token.text in (".", ";"):
            return None
        if token.lemma_.lower() in ("toll", "count", "number"):
            measure = _toll_measure(doc, k)
            if measure:
                return _cue(measure, token)
        if not is_reached and token.pos_ == "VERB" and token.lower_ not in STATES or token.is_sent_start:
            return None
    return None


def _toll_measure(doc: Doc, i: int) -> str | None:
    for length in (3, 2, 1):
        before = " ".join(t.lower_ for t in doc[max(0, i - length + 1) : i + 1])
        if before in TOLLS:
            return TOLLS[before]
    behind = " ".join(t.lower_ for t in doc[i : i + 3])
    if behind in TOLLS:
        return TOLLS[behind]
    nearby = " ".join(t.lower_ for t in doc[i : i + 5])
    if doc[i].lemma_ == "number" and "of" in nearby:
        return next((STATES[t.lower_] for t in doc[i : i + 6] if t.lower_ in STATES), None)
    return None


def cue_of_list(doc: Doc, first: int) -> Cue | None:
    """The dead, the wounded, the victims before include or be: "the dead include 12 children", "among the dead were 12"."""
    for i in range(first - 1, max(first - 4, -1), -1):
        token = doc[i]
        if token.lemma_.lower() in ("include", "be", "number", "comprise") or token.text == ":":
            for k in range(i - 1, max(i - 5, -1), -1):
                word = doc[k].lower_ if doc[k].lower_ in LISTS else doc[k].lemma_.lower()
                if (
                    word in LISTS
                    and doc[k].pos_ != "VERB"
                    or word in ("dead", "wounded", "injured", "missing")
                    and doc[k - 1].lower_ in ("the", "among")
                ):
                    return _cue(LISTS[word], doc[k])
                if doc[k].is_space or doc[k].pos_ == "VERB":
                    break
            return None
        if token.pos_ not in ("ADV", "DET", "AUX", "ADP", "ADJ", "SCONJ"):
            return None
    return None


def cue_of_parse(root: Token, *, is_person: bool) -> Cue | None:
    """Climb the parse from the top of the phrase to the word that governs it."""
    token = root
    for _ in range(6):
        found = _governed(token, is_person=is_person)
        if found is not None:
            return found
        if token.dep_ in ("conj", "appos", "nummod", "compound", "nmod", "amod", "quantmod", "poss") and token.head != token:
            token = token.head
        elif token.dep_ == "pobj" and token.head.lower_ in ("of", "including", "like") and token.head.head != token.head:
            parent = token.head.head
            lemma = parent.lemma_.lower()
            if token.head.lower_ == "of":
                if lemma in OF_NOUNS:
                    return _cue(OF_NOUNS[lemma], parent)
                if lemma == "life" and parent.head.lemma_.lower() in _LIFE_VERBS:
                    return _cue("killed", parent.head)
                if parent.pos_ == "VERB" or lemma in ("group", "convoy", "number", "majority", "total", "group"):
                    token = parent
                    continue
                return None
            token = parent
        else:
            return None
    return None


def _governed(token: Token, *, is_person: bool) -> Cue | None:
    """The cue that the token's own relations give, if any."""
    for child in token.children:  # "12 people killed in", "people who died"
        if child.dep_ in ("acl", "relcl") and child.i > token.i:
            lemma = child.lemma_.lower()
            if child.dep_ == "acl" and child.tag_ == "VBN" and lemma in OBJECT_VERBS:
                return _cue(OBJECT_VERBS[lemma], child)
            if child.dep_ == "relcl":
                if lemma in SUBJECT_VERBS and SUBJECT_VERBS[lemma] not in ("evacuated", "attackers", "sent"):
                    return _cue(SUBJECT_VERBS[lemma], child)
                if lemma in OBJECT_VERBS and any(c.dep_ in ("nsubjpass", "auxpass") for c in child.children):
                    return _cue(OBJECT_VERBS[lemma], child)
    verb = token.head
    lemma = verb.lemma_.lower()
    if token.dep_ in ("dobj", "nsubjpass", "attr", "oprd") and lemma in OBJECT_VERBS:
        return _cue(OBJECT_VERBS[lemma], verb)
    if is_person and token.dep_ in ("dobj", "nsubjpass") and lemma in PERSON_VERBS and (lemma != "lose" or token.dep_ == "dobj"):
        return _cue(PERSON_VERBS[lemma], verb)
    if token.dep_ in ("nsubj", "dobj", "attr", "nsubjpass"):
        for child in verb.children:
            if (
                child.lower_ in STATES
                and child.dep_ in ("acomp", "oprd", "xcomp", "ccomp", "attr", "advcl", "amod")
                and child.i > token.i
                and (lemma in _LEAVE_VERBS or lemma in ("be", "remain", "go", "lie"))
            ):
                return _cue(STATES[child.lower_], child)
    if token.dep_ == "nsubj" and lemma in SUBJECT_VERBS:
        measure = SUBJECT_VERBS[lemma]
        if measure == "evacuated" and not _leaves(token.doc, verb.i) or measure in ("sent", "attackers", "injured"):
            return None
        return _cue(measure, verb)
    if token.dep_ == "nsubj" and lemma == "lose" and any(c.lemma_.lower() == "life" for c in verb.children):
        return _cue("killed", verb)
    return None
