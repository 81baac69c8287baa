"""The words that say what a quantity is of: the phrase it measures, and the subject of the clause it stands in."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from extractors.figures.numbers import Number

_CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "X", "NUM", "SYM"})
_NOT_WORDS = frozenset({"its", "his", "their", "her", "my", "our", "your", "such", "other", "own", "same", "many", "much", "few", "several", "more", "most", "least",
                        "less", "%", "$", "£", "€", "one", "total"})
_OWN_PREPOSITIONS = frozenset({"of", "for", "to", "in", "on", "between"})


def concepts_of(doc: Doc, number: Number, head: Token | None, kind: str, first: int, after: int) -> list[str]:
    """Words of what is measured, in order; empty where nothing says it. `first` and `after` bound the quantity's own tokens."""
    own = range(first, after)
    root = _root(doc, first, after)
    if root is None:
        return []
    found: list[Token] = []
    if kind == "counted" and head is not None:
        found += _complement(head, own)
        found += [] if found else _subject(head, own)
    else:
        found += _complement(root, own)
        noun = _measured_noun(root, own)
        if noun is not None:
            found += _words(noun, own, depth=2)
        if not found:
            found += _subject(root, own)
    return _said(found, own)


def _root(doc: Doc, first: int, after: int) -> Token | None:
    """The token of the quantity whose head stands outside it."""
    return next((t for t in doc[first:after] if not first <= t.head.i < after or t.head is t), None)


def _words(noun: Token, own: range, depth: int) -> list[Token]:
    """The noun with its modifiers and, to a depth, the nouns of its prepositional phrases."""
    if noun.pos_ not in ("NOUN", "PROPN", "X", "ADJ", "NUM"):
        return []
    found: list[Token] = []
    for child in noun.children:
        if child.i in own:
            continue
        if child.dep_ in ("compound", "amod", "nmod", "poss", "nummod") and child.pos_ in _CONTENT:
            found += _words(child, own, 0) if child.dep_ in ("poss", "compound", "nmod") else [child]
        elif child.dep_ == "prep" and depth and child.lower_ in _OWN_PREPOSITIONS:
            for pobj in child.children:
                if pobj.dep_ == "pobj" and pobj.ent_type_ not in ("DATE", "TIME"):
                    found += _words(pobj, own, depth - 1)
        elif child.dep_ == "conj" and depth:
            found += _words(child, own, depth - 1)
    return [*found, noun]


def _complement(root: Token, own: range) -> list[Token]:
    """What stands in the quantity's own "of" or "for" phrase: "60 % of its revenue", "12 options for greener fuels"."""
    for child in [c for t in root.doc[own.start : own.stop] for c in t.children]:
        if child.dep_ == "prep" and child.i not in own and child.lower_ in ("of", "for", "on"):
            for pobj in child.children:
                if pobj.dep_ == "pobj" and pobj.ent_type_ not in ("DATE", "TIME"):
                    return _words(pobj, own, 1)
    return []


def _measured_noun(root: Token, own: range) -> Token | None:
    """The noun that the quantity modifies: "a 25 % tax", "a 750 metre swim"."""
    head = root.head
    if root.dep_ in ("nummod", "compound", "amod", "nmod", "npadvmod", "poss", "quantmod") and head.i not in own and head.i > root.i:
        if head.pos_ in ("NOUN", "PROPN"):
            return head
        if head.pos_ == "ADJ" and head.head.pos_ in ("NOUN", "PROPN") and head.dep_ == "amod":
            return head.head
    return None


def _subject(token: Token, own: range) -> list[Token]:
    """The subject of the nearest verb above, or the object where the quantity is said of it ("boost the range by 35 miles")."""
    verb = token
    for _ in range(8):
        if verb.pos_ in ("VERB", "AUX") and verb.i not in own:
            break
        if verb.head is verb:
            return []
        verb = verb.head
    else:
        return []
    if token.dep_ in ("nsubj", "nsubjpass") and token.head is verb:
        return []
    through_prep = token.head.dep_ == "prep" and token.head.lower_ in ("by", "to", "from", "at", "in", "for") and token.head.head is verb
    if through_prep:
        for child in verb.children:
            if child.dep_ == "dobj" and child.i not in own and child.ent_type_ not in ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "CARDINAL"):
                return _words(child, own, 1)
    for _ in range(5):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass") and child.i not in own:
                return _words(child, own, 1) if child.pos_ != "PRON" else []
        if verb.dep_ in ("acl", "relcl") and verb.head.pos_ in ("NOUN", "PROPN"):
            return _words(verb.head, own, 1)
        if verb.dep_ not in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "aux", "prep", "dep") or verb.head is verb:
            return []
        verb = verb.head
    return []


def _said(tokens: list[Token], own: range) -> list[str]:
    """The words once each, in order of the text."""
    seen: dict[int, str] = {}
    for token in sorted(tokens, key=lambda t: t.i):
        if token.i in own or token.lower_ in _NOT_WORDS or not any(c.isalnum() for c in token.text):
            continue
        seen[token.i] = token.text
    return list(seen.values())
