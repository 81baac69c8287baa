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
_TIMES = frozenset({"DATE", "TIME"})
_QUANTITIES = frozenset({"PERCENT", "MONEY", "QUANTITY", "CARDINAL", *_TIMES})
ON: set[str] = set()
_WORD = re.compile(r"\S+")


def concepts_of(doc: Doc, head: Token | None, kind: str, first: int, after: int) -> list[str]:
    """Words of what is measured, in order of the text; empty where nothing says it.

    `head` is the counted noun where there is one; `first` and `after` bound the quantity's own tokens.
    """
    own = range(first, after)
    if "T33" in ON and not ("T57" in ON and (_complement(doc, range(first, after), None) or any(c.isdigit() for c in doc[first-2].text))) and kind != "counted" and (after >= len(doc) or doc[after].pos_ not in ("NOUN","ADJ")) and first >= 2 and doc[first-1].text == "(" and doc[first-2].pos_ in ("PROPN","NOUN") and not doc[first-2].ent_type_ in _QUANTITIES:
        return _said(doc, _words(doc[first-2], own), own)
    if kind == "counted" and head is not None and not ("T34" in ON and head.lemma_.lower() in ("time","count")):
        found = _complement(doc, own, head)
        if (not found or "T6" in ON) and head.dep_ in ("dobj", "attr", "oprd", "pobj"):
            found = found + _subject_of_object(head, own)
        if "T5" in ON and not found and head.dep_ == "nsubj":
            found = [t for c in head.head.children if c.dep_ == "dobj" and c.pos_ in _NOUNS and c.ent_type_ not in _QUANTITIES for t in _words(c, own)]
        return _said(doc, found, own)
    root = _root(doc, first, after)
    if root is None:
        return []
    found = [*_complement(doc, own, None), *_measured(doc, root, own)]
    if "T38" in ON and first and found and doc[first-1].tag_ == "JJ" and doc[first-1].lower_ not in _NOT_WORDS: found.append(doc[first-1])
    if "T39" in ON and first >= 2 and doc[first-1].tag_ == "POS":
        k = first - 2
        while k >= 0 and (doc[k].pos_ == "PROPN" or doc[k].like_num or doc[k].pos_=="NOUN"): found.append(doc[k]); k -= 1
        return _said(doc, found, own)
    if "T49" in ON and found and root.head.dep_ == "pobj" and root.head.i >= own.stop and root.head.head.lower_ == "with":
        return _said(doc, found, own)
    if "T17" in ON and found and root.dep_ == "pobj" and root.head.lower_ == "with":
        return _said(doc, found, own)
    if "T32" in ON:
        t = root
        while t.dep_ in ("npadvmod","pobj","nummod","prep","advmod") and t.head != t and t.pos_ != "VERB":
            t = t.head
            if t.lower_ in ("up","down","higher","lower") and t.head.pos_ in ("NOUN","PROPN") and t.dep_ in ("advmod","amod") and t.head.i < t.i:
                return _said(doc, [*found, *_words(t.head, own)], own)
    return _said(doc, [*found, *_subject(root, own)], own)


def _root(doc: Doc, first: int, after: int) -> Token | None:
    """The token of the quantity whose head stands outside it."""
    return next((t for t in doc[first:after] if not first <= t.head.i < after or t.head == t), None)


def _words(noun: Token, own: range, depth: int = 3, conj: bool = True) -> list[Token]:
    """The noun with its modifiers and, to a depth, what its prepositional phrases and participles name."""
    if "T52" in ON and noun.lemma_ in ("measure","average","total","weigh","cost","number") and noun.tag_ in ("NN","NNS") and own.start - noun.i in (1,2,3) and (k:=[c for c in noun.lefts if c.dep_ in ("compound","nmod") and c.pos_ in ("NOUN","PROPN") or c.dep_ == "nsubj"]):
        return [*_words(k[-1], own, 0), *[c for c in noun.lefts if c not in k and c.dep_ in ("amod","compound")]]
    if noun.pos_ not in ("NOUN", "PROPN", "X", "ADJ", "NUM", "VERB") or noun.i in own:
        return []
    found = [noun]
    doc = noun.doc
    if "T21" in ON:
        k = min([c.i for c in noun.lefts if c.dep_ in ("compound","amod","nmod","poss")] + [noun.i]) - 1
        while k >= 0 and k not in own and doc[k].pos_ == "PROPN" and doc[k].ent_type_ not in _QUANTITIES and doc[k].text[:1].isalpha() and doc[k].dep_ not in ("nsubj",):
            found.append(doc[k]); k -= 1
    if "T50" in ON and noun.pos_ == "PROPN":
        run, k = [], noun.i + 1
        while k < len(doc) and k not in own and (doc[k].pos_ == "PROPN" or doc[k].text.isdigit() and doc[k].pos_ == "NUM") and not doc[k].is_sent_start: run.append(doc[k]); k += 1
        if any(t.text.isdigit() for t in run): found += run
        for c in noun.lefts:
            if c.dep_ in ("compound","nmod") and c.pos_ == "PROPN" and c.i + 1 < noun.i and doc[c.i+1].text.isdigit() and c.i+1 not in own: found.append(doc[c.i+1])
    if "T2" in ON and noun.pos_ == "PROPN" and noun.i + 1 < len(doc) and doc[noun.i+1].like_num and doc[noun.i+1].i not in own and doc[noun.i+1].head.i in (noun.i, noun.head.i):
        found.append(doc[noun.i+1])
    if "T2b" in ON:
        for c in list(noun.children):
            if c.dep_ in ("compound","nmod") and c.pos_ == "PROPN" and c.i + 1 < noun.i and doc[c.i+1].like_num and c.i+1 not in own: found.append(doc[c.i+1])
    for child in noun.children:
        if "T8" in ON and child.dep_ == "amod" and child.i not in own:
            found.append(child)
            continue
        if child.i in own or child.ent_type_ in _TIMES or child.dep_ not in ("amod", "nummod") and child.ent_type_ in _QUANTITIES:
            continue
        if child.dep_ in ("compound", "nmod", "poss"):
            found += _words(child, own, 0)
            if "T1" in ON:
                found += [c for k in child.children if k.dep_ == "conj" and k.i not in own for c in _words(k, own, 0)]
        elif "T3" in ON and child.dep_ == "acl" and child.tag_ == "VBN" and depth and not ("T56" in ON and any(o.ent_type_ in _QUANTITIES for p in child.children for o in (p, *p.children))) and child.i not in own and child.i > noun.i:
            found.append(child)
            found += [t for p in child.children if p.dep_ in ("prep","agent") for o in p.children if o.dep_ == "pobj" and o.ent_type_ not in _QUANTITIES and o.i not in own for t in _words(o, own, 0)]
            if "T3b" in ON: found += [c for c in child.children if c.dep_ == "advmod" and c.i not in own]
        elif "T29" in ON and child.dep_ == "appos" and noun.pos_ in ("PROPN","NOUN") and child.i > noun.i and child.i - noun.i <= 3 and noun.doc[child.i-1].text == "(":
            found += _words(child, own, 0)
        elif "T29b" in ON and child.dep_ == "appos" and child.i > noun.i:
            found += _words(child, own, 0)
        elif child.dep_ == "amod" or child.dep_ == "nummod" and noun.pos_ == "PROPN":
            found.append(child)
        elif not depth:
            continue
        elif child.dep_ == "prep" and child.lower_ not in _NEVER_OWN and not ("T7" in ON and child.lower_ in ("toward","towards","to","on","from","against")) and not ("T7b" in ON and child.lower_ in ("toward","towards","from")) and not ("T7c" in ON and child.lower_ not in ("of","for","in","between")) and not ("T7d" in ON and child.lower_ not in ("of",)):
            found += [
                t for pobj in child.children if pobj.dep_ == "pobj" and pobj.ent_type_ not in _TIMES for t in _words(pobj, own, depth - 1)
            ]
        elif child.dep_ == "conj" and conj and not ("T27" in ON):
            found += _words(child, own, depth - 1)
    return found


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
        and (doc[own.stop].pos_ in ("ADJ", "NOUN", "PROPN", "PUNCT") or "T35" in ON and doc[own.stop].tag_ in ("VBG","VBN") and doc[own.stop].dep_ == "amod")
        and not doc[own.stop].is_sent_start
        and not doc[own.stop].is_space
    ):
        start = own.stop + 1 if doc[own.stop].text == "-" else own.stop
        noun, _ = read_nouns(doc, start)
        if noun is not None and noun.ent_type_ not in _TIMES and doc[start].pos_ != "PUNCT":
            return [*doc[start : noun.i], *_words(noun, own, 1 if "T26" in ON else 3, conj="T26" not in ON and "T26b" not in ON)]
    if "T51" in ON and root.dep_ == "appos" and root.head.pos_ in ("NOUN", "PROPN") and root.head.i < root.i and root.head.i not in own and root.head.ent_type_ not in _QUANTITIES:
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


def _subject_of_object(head: Token, own: range) -> list[Token]:
    """The subject where the counted noun is the object of its verb; a phrase before the verb is no object of it."""
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
        return []
    if token.dep_ in ("npadvmod", "advmod", "amod") or token.head.lower_ == "by":
        for child in verb.children:
            if child.dep_ == "dobj" and child.i not in own and child.ent_type_ not in _QUANTITIES:
                return _words(child, own)
    if "T41" in ON and token.dep_ == "pobj" and token.head.lower_ in ("to","from") and token.head.head == verb or "T41" in ON and token.head.dep_ == "pobj" and token.head.head.lower_ in ("to",) and token.head.head.head == verb:
        for child in verb.children:
            if child.dep_ == "dobj" and child.i not in own and child.ent_type_ not in _QUANTITIES and child.i < token.i and child.pos_ in _NOUNS:
                return _words(child, own)
    for _ in range(6):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass") and child.i not in own:
                if child.tag_ in ("WDT", "WP") or child.lower_ == "that":
                    outer = verb.head
                    if "T40" in ON and outer.dep_ == "pobj" and outer.head.head.pos_ in ("NOUN","PROPN") and child.i - outer.i <= 2 and child.lower_ == "which":
                        return _words(outer.head.head, own, 2)
                    return _words(verb.head, own, 1) if verb.head.pos_ in _NOUNS else []
                if child.pos_ == "PRON" and verb.dep_ == "ccomp" and child.lower_ in ("it", "they", "he", "she"):
                    speakers = [c for c in verb.head.children if c.dep_ == "nsubj" and c.pos_ in _NOUNS]  # "the company said it has"
                    return _words(speakers[0], own) if speakers else []
                if "T43" in ON and child.pos_ == "PRON" and verb.dep_ == "advcl" and child.lower_ in ("it","they","he","she"):
                    break
                return _words(child, own) if child.pos_ != "PRON" else []
        if verb.dep_ == "acl" and any(c.lower_ == "to" for c in verb.children) and verb.head.head.pos_ == "VERB":
            verb = verb.head.head  # "announced plans to lay off"
            continue
        if verb.dep_ in ("acl", "relcl"):
            return _words(verb.head, own) if verb.head.pos_ in _NOUNS else []
        if verb.dep_ == "ccomp" and verb.head.lemma_ in ("say", "report", "tell", "believe", "think", "add", "note", "expect"):
            return []
        if verb.head == verb or verb.dep_ not in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "aux", "prep", "dep", "acomp", *(("advmod","npadvmod") if "T36" in ON else ())):
            return []
        verb = verb.head if verb.head.pos_ in ("VERB", "AUX", "ADJ") or verb.head.head == verb.head else verb.head.head
    return []


def _said(doc: Doc, tokens: list[Token], own: range) -> list[str]:
    """The words once each, in order of the text, whole as they are written between spaces ("EPA-estimated", "S&P")."""
    text = text_of(doc)
    found: dict[int, str] = {}
    for token in tokens:
        if "T25" in ON and (token.text[0] in "$£€" or token.like_num and token.pos_ == "NUM" and token.dep_ not in ("nummod","appos","compound")):
            continue
        if "T37" in ON and token.dep_ == "amod" and token.lower_ in ("large","big","small","current","recent","total"): continue
        if (
            token.i in own
            or token.lower_ in _NOT_WORDS
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
