"""The words that say what a quantity is of: the phrase it measures, and the subject of the clause it stands in."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from extractors.figures.phrases import read_nouns, text_of

_NOUNS = frozenset({"NOUN", "PROPN", "X", "NUM", "SYM"})
_NOT_WORDS = frozenset(
    {
        "its",
        "his",
        "their",
        "her",
        "my",
        "our",
        "your",
        "such",
        "other",
        "own",
        "same",
        "many",
        "much",
        "few",
        "several",
        "more",
        "most",
        "least",
        "less",
        "%",
        "$",
        "£",
        "€",
        "one",
        "total",
        "&",
        "and",
        "next",
        "last",
        "which",
        "that",
        "what",
        "who",
    }
)
_NEVER_OWN = frozenset(
    {
        "as",
        "like",
        "than",
        "after",
        "before",
        "since",
        "during",
        "until",
        "by",
        "with",
        "without",
        "including",
        "following",
        "amid",
        "despite",
        "within",
        "because",
        "up",
        "down",
    }
)
"""Prepositions whose phrases tell of time, manner or company rather than of the thing itself."""
_OCCASIONS = frozenset({"time", "count"})
_MEASURE_VERBS = frozenset({"measure", "average", "total", "weigh", "cost", "number"})
_CLIMBED = frozenset({"conj", "xcomp", "advcl", "ccomp", "pcomp", "aux", "prep", "dep", "acomp", "advmod", "npadvmod"})
"""Relations by which a clause shares the subject of the one above it."""
_TIMES = frozenset({"DATE", "TIME"})
_QUANTITIES = frozenset({"PERCENT", "MONEY", "QUANTITY", "CARDINAL", *_TIMES})
_WORD = re.compile(r"\S+")


def concepts_of(doc: Doc, head: Token | None, kind: str, first: int, after: int) -> list[str]:
    """Words of what is measured, in order of the text; empty where nothing says it.

    `head` is the counted noun where there is one; `first` and `after` bound the quantity's own tokens.
    """
    own = range(first, after)
    if kind == "counted" and head is not None and head.lemma_.lower() not in _OCCASIONS:
        found = _complement(doc, own, head)
        if head.dep_ in ("dobj", "attr", "oprd", "pobj"):
            found = [*found, *_subject_of_object(head, own)]
        return _said(doc, found, own)
    root = _root(doc, first, after)
    if root is None:
        return []
    complement = _complement(doc, own, None)
    if not complement and (named := _named_before(doc, first, after)) is not None:
        return _said(doc, _words(named, own), own)
    found = [*complement, *(_bought(root, own) if kind == "money" else []), *_measured(doc, root, own)]
    if found and first and doc[first - 1].tag_ == "JJ":  # "dual 12-inch screens"
        found.append(doc[first - 1])
    if (owner := _owner(doc, first)) or _is_equipment(root, own) and found:
        return _said(doc, [*found, *owner], own)
    return _said(doc, [*found, *_subject(root, own)], own)


def _named_before(doc: Doc, first: int, after: int) -> Token | None:
    """The name or noun that a quantity in brackets explains: "the Lima exchange (16,369 points)", not "(12 mm wide tubes)"."""
    if first < 2 or doc[first - 1].text != "(" or after < len(doc) and doc[after].pos_ in ("NOUN", "ADJ"):
        return None
    noun = doc[first - 2]
    is_named = noun.pos_ in ("NOUN", "PROPN") and noun.ent_type_ not in _QUANTITIES and not any(c.isdigit() for c in noun.text)
    return noun if is_named else None


def _owner(doc: Doc, first: int) -> list[Token]:
    """The name before a possessive right before the quantity: "the Aster 7's 6-inch display"."""
    if first < 2 or doc[first - 1].tag_ != "POS":
        return []
    start = first - 1
    while start and (doc[start - 1].pos_ in ("NOUN", "PROPN") or doc[start - 1].like_num):
        start -= 1
    return list(doc[start : first - 1])


def _is_equipment(root: Token, own: range) -> bool:
    """Whether what is measured stands in a "with" phrase, a part of the thing told of: "costs little with a 10 kW motor"."""
    noun = root.head
    return noun.i >= own.stop and noun.dep_ == "pobj" and noun.head.lower_ == "with"


def _root(doc: Doc, first: int, after: int) -> Token | None:
    """The token of the quantity whose head stands outside it."""
    return next((t for t in doc[first:after] if not first <= t.head.i < after or t.head == t), None)


def _words(noun: Token, own: range, depth: int = 3, *, with_conjuncts: bool = True) -> list[Token]:
    """The noun with its modifiers and, to a depth, what its prepositional phrases and participles name."""
    if noun.pos_ not in ("NOUN", "PROPN", "X", "ADJ", "NUM", "VERB") or noun.i in own:
        return []
    if noun.dep_ == "ROOT" and noun.lemma_ in _MEASURE_VERBS:  # "the boats measure 12 m" with its verb read as a noun
        return [t for child in noun.lefts if child.dep_ in ("compound", "nmod", "amod", "nsubj") for t in _words(child, own, 0)]
    found = [noun, *_numerals_of_name(noun, own)]
    for child in noun.children:
        is_measure = child.ent_type_ in _TIMES or child.dep_ not in ("amod", "nummod") and child.ent_type_ in _QUANTITIES
        if child.i in own or is_measure and child.dep_ != "amod":
            continue
        if child.dep_ in ("compound", "nmod", "poss"):
            found += _words(child, own, 0)
            found += [t for other in child.children if other.dep_ == "conj" for t in _words(other, own, 0)]  # "Energy and Water Index"
        elif child.dep_ == "acl" and child.tag_ == "VBN" and depth and child.i > noun.i:
            found += _participle(child, own)
        elif child.dep_ == "amod" or child.dep_ == "nummod" and (noun.pos_ == "PROPN" or child.i == noun.i + 1):  # "category 4"
            found.append(child)
        elif not depth:
            continue
        elif child.dep_ == "prep" and child.lower_ not in _NEVER_OWN:
            found += [
                t for pobj in child.children if pobj.dep_ == "pobj" and pobj.ent_type_ not in _TIMES for t in _words(pobj, own, depth - 1)
            ]
        elif child.dep_ == "conj" and with_conjuncts:
            found += _words(child, own, depth - 1)
    return found


def _numerals_of_name(noun: Token, own: range) -> list[Token]:
    """The rest of a name that goes on behind a numeral, where the parser breaks it: "Aster 7 Pro"."""
    if noun.pos_ != "PROPN":
        return []
    doc, run, i = noun.doc, [], noun.i + 1
    while i < len(doc) and i not in own and not doc[i].is_sent_start and (doc[i].pos_ == "PROPN" or doc[i].text.isdigit()):
        run.append(doc[i])
        i += 1
    return run if any(t.text.isdigit() for t in run) else []


def _participle(verb: Token, own: range) -> list[Token]:
    """A reduced relative clause: "fuel used annually in Chad"; not one that only tells when ("gains seen in August")."""
    adverbs = [c for c in verb.children if c.dep_ == "advmod" and c.i not in own]
    objects = [o for c in verb.children if c.dep_ in ("prep", "agent") for o in c.children if o.dep_ == "pobj" and o.i not in own]
    if any(o.ent_type_ in _QUANTITIES for o in objects):
        return []
    return [verb, *adverbs, *(t for o in objects for t in _words(o, own, 0))]


def _complement(doc: Doc, own: range, head: Token | None) -> list[Token]:
    """What stands in the quantity's own "of" or "for" phrase: "60 % of its revenue", "12 options for greener fuels"."""
    for token in [head] if head is not None else doc[own.start : own.stop]:
        for child in token.children:
            if child.dep_ == "prep" and child.i >= own.stop and child.lower_ in ("of", "for", "on"):
                for pobj in child.children:
                    if pobj.dep_ == "pobj" and pobj.ent_type_ not in _TIMES:
                        return _words(pobj, own)
    return []


def _measured(doc: Doc, root: Token, own: range) -> list[Token]:
    """The noun that the quantity modifies ("a 25 % tax"), or whose "of" it fills ("a speed of 15 miles"), or that is paid for."""
    if (
        own.stop < len(doc)
        and (doc[own.stop].pos_ in ("ADJ", "NOUN", "PROPN", "PUNCT") or doc[own.stop].dep_ == "amod")
        and not doc[own.stop].is_sent_start
        and not doc[own.stop].is_space
    ):
        start = own.stop + 1 if doc[own.stop].text == "-" else own.stop
        noun, _ = read_nouns(doc, start)
        if noun is not None and noun.ent_type_ not in _TIMES and doc[start].pos_ != "PUNCT":
            return [*doc[start : noun.i], *_words(noun, own, with_conjuncts=False)]
    if root.dep_ == "appos" and root.head.i < own.start and root.head.ent_type_ not in _QUANTITIES:  # "a larger battery, 45 Ah"
        return _words(root.head, own, 2)
    if (
        root.dep_ == "pobj"
        and root.head.head.pos_ in ("NOUN", "PROPN")
        and root.head.lower_ in ("of", "from", "at", "to", "in", "between", "with")
    ):
        return _words(root.head.head, own, 2)
    verb = root.head if root.dep_ != "pobj" else root.head.head
    if verb.pos_ == "VERB" and verb.lemma_ in ("pay", "spend", "buy", "cost", "charge", "sell", "bid", "offer", "shell", "fork", "give"):
        for child in verb.children:
            if child.dep_ == "prep" and child.lower_ in ("for", "on") and child.i not in own:
                return [t for pobj in child.children if pobj.dep_ == "pobj" and pobj.ent_type_ not in _TIMES for t in _words(pobj, own)]
            if child.dep_ == "dobj" and child.i not in own and root.dep_ == "pobj":
                return _words(child, own)
    return []


def _bought(root: Token, own: range) -> list[Token]:
    """What a price is paid for: "took a stake in the mill for 5m euros", "the purchase of a mill for 5m euros"."""
    if root.dep_ != "pobj" or root.head.lower_ != "for" or root.head.i in own:
        return []
    payer = root.head.head
    if payer.pos_ in ("NOUN", "PROPN") and payer.i < own.start:
        return _words(payer, own, 5)
    return [t for child in payer.children if child.dep_ == "dobj" and child.i < own.start for t in _words(child, own, 5)]


def _subject_of_object(head: Token, own: range) -> list[Token]:
    """The subject where the counted noun is the object of its verb; a phrase before the verb is no object of it."""
    scale = head.head.head
    if head.dep_ == "pobj" and head.head.lower_ == "of" and scale.i in own and scale.tag_ == "NNS":  # "announce thousands of cuts"
        head = scale
    if head.dep_ == "pobj" and (head.head.head.pos_ not in ("VERB", "AUX") or head.i < head.head.head.i):
        return []
    return _subject(head, own)


def _subject(token: Token, own: range) -> list[Token]:
    """The subject of the nearest verb above, or its object where the quantity is said of that ("boost the range by 35 miles")."""
    verb = token
    while verb.pos_ not in ("VERB", "AUX") or verb.i in own:
        if verb.head == verb:
            return _words(verb, own) if verb.pos_ in _NOUNS and verb.i not in own else []
        verb = verb.head
    if token.dep_ in ("nsubj", "nsubjpass") and token.head == verb:
        if not any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children) or verb.head.pos_ != "VERB" or verb.head == verb:
            return []
        verb = verb.head  # "the council asked for 30 buses to be bought"
    if token.dep_ in ("npadvmod", "advmod", "amod") or token.head.lower_ == "by":
        for child in verb.children:
            if child.dep_ == "dobj" and child.i not in own and child.ent_type_ not in _QUANTITIES:
                return _words(child, own)
    for _ in range(6):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass") and child.i not in own:
                if child.tag_ in ("WDT", "WP") or child.lower_ == "that":
                    return _words(verb.head, own, 1) if verb.head.pos_ in _NOUNS else []
                if child.pos_ == "PRON" and verb.dep_ == "ccomp" and child.lower_ in ("it", "they", "he", "she"):
                    speakers = [c for c in verb.head.children if c.dep_ == "nsubj" and c.pos_ in _NOUNS]  # "the company said it has"
                    return _words(speakers[0], own) if speakers else []
                return _words(child, own) if child.pos_ != "PRON" else []
        if verb.dep_ == "acl" and any(c.lower_ == "to" for c in verb.children) and verb.head.head.pos_ == "VERB":
            verb = verb.head.head  # "announced plans to lay off"
            continue
        if verb.dep_ in ("acl", "relcl"):
            if verb.head.dep_ == "attr" and verb.head.head.pos_ in ("VERB", "AUX") and verb.head.head != verb.head:
                verb = verb.head.head  # "becoming the latest mill to announce cuts"
                continue
            return _words(verb.head, own) if verb.head.pos_ in _NOUNS else []
        if verb.dep_ == "ccomp" and verb.head.lemma_ in ("say", "report", "tell", "believe", "think", "add", "note", "expect"):
            return []
        if verb.head == verb or verb.dep_ not in _CLIMBED:
            return []
        verb = verb.head if verb.head.pos_ in ("VERB", "AUX", "ADJ") or verb.head.head == verb.head else verb.head.head
    return []


def _said(doc: Doc, tokens: list[Token], own: range) -> list[str]:
    """The words once each, in order of the text, whole as they are written between spaces ("EPA-estimated", "S&P")."""
    text = text_of(doc)
    found: dict[int, str] = {}
    for token in tokens:
        is_other = token.text[0] in "$£€" or token.pos_ == "NUM" and token.dep_ not in ("nummod", "appos", "compound")  # another quantity
        if (
            is_other
            or token.i in own
            or token.lower_ in _NOT_WORDS
            and not (token.tag_ == "NNP" and token.text[0].isupper() and token.i and doc[token.i - 1].tag_ == "NNP")  # "Aster One"
            or not any(c.isalnum() for c in token.text)
            or token.pos_ in ("DET", "ADP", "PRON", "PUNCT", "PART")
        ):
            continue
        start = max(text.rfind(" ", 0, token.idx), text.rfind("\n", 0, token.idx)) + 1
        word = _WORD.match(text, start)
        if word is None or start < doc[own.start].idx < word.end():
            continue
        said = word.group().strip(',;:!?"“”()[]')
        said = re.sub(r"['’]s?$", "", said if token.text.endswith(".") else said.rstrip(".,;:)"))
        if said:
            found[start] = said
    return [found[at] for at in sorted(found)]
