"""A spelling-proof key for names, shared by their transliterations. Pure: no parse, no document."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from extractors.lexicon import lexicon

_LEXICON: dict[str, Any] = lexicon("names.toml")
_VARIANTS = {variant: canonical for canonical, variants in _LEXICON["variants"].items() for variant in variants}
_TITLES = frozenset(_LEXICON["titles"])
_ARTICLES = frozenset(_LEXICON["articles"])
_LEGAL_FORMS = frozenset(_LEXICON["legal_forms"])
FAMILY_NAME_FIRST = frozenset(_LEXICON["family_name_first"])
"""Family names that stand first (Korean, Chinese, Vietnamese), lower case."""

_NOT_DECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "đ": "d", "ð": "d", "þ": "th", "ʿ": "", "ʾ": ""}
)
_GIVEN_NAMES = frozenset({"ed", "er", "es", "ez"})
_ABD = re.compile(r"abd(?:e|u|a)?(?:l|r|s|n)?")
_LETTERS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("x", "ks"),
        ("tch", "ch"),
        ("sch", "sh"),
        ("dzh|dj", "j"),
        ("tz", "ts"),
        ("ph", "f"),
        ("ck|q", "k"),
        ("ou|oo|ue", "u"),
        ("oe", "o"),
        ("ae", "a"),
        ("ee", "i"),
        ("y", "i"),
        ("^ie", "e"),  # Yevgeny, Evgeny
        (r"(.)\1+", r"\1"),
        ("(?<=a)h$", ""),  # Fatimah, Fatima
        ("(?<=[dt])er$", "r"),  # Alexander, Aleksandr
    )
)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without diacritics and apostrophes: "Ḩasakah" -> "hasakah", "Dar‘ā" -> "dara"."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold().translate(_NOT_DECOMPOSED))
        text = "".join(char for char in text if not unicodedata.combining(char))
    return re.sub(r"['’‘`ʻʼ]", "", text.casefold())


def is_form_of_address(word: str) -> bool:
    """Whether a lower-case word is a form of address or a rank ("mr.", "sgt")."""
    return word.rstrip(".") in _TITLES


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """The key that spellings of one name share: "Sergey Shoygu" and "Sergei Shoigu" give "sergei shoigu".

    Articles (al-, the), titles, initials between names and legal forms fall away; letters that transliterations swap are
    levelled. Two different people may share a key only where their names are spelt alike. A name without letters keeps
    its folded form.
    """
    if len(name) <= 4 and name.isupper() and name.isalpha():
        return fold(name)  # an abbreviation: "UNN" is not "UN"
    folded = fold(re.sub(r"['’]s\b", "", name))
    words = re.findall(r"[\w&]+", re.sub(r"\b(\w)\.\s*(?=\w\b)", r"\1", folded))
    words = _join_compounds(words)
    kept = [word for word in words if word not in _TITLES and word not in _LEGAL_FORMS] or words
    if len(kept) > 2:
        kept = [kept[0], *(word for word in kept[1:-1] if len(word) > 1), kept[-1]]
    return " ".join(_level(word) for word in kept) or folded.strip()


def _join_compounds(words: list[str]) -> list[str]:
    """Articles dropped, "abd al rahman" made one word, a Korean or Chinese given name made one word."""
    joined: list[str] = []
    i = 0
    while i < len(words):
        word = words[i]
        if word in _ARTICLES and len(words) > 1 and not (i == 0 and word in _GIVEN_NAMES):
            i += 1
            continue
        if _ABD.fullmatch(word) and i + 1 < len(words):
            i += 2 if words[i + 1] in _ARTICLES and i + 2 < len(words) else 1
            joined.append("abd" + re.sub("^ul", "", words[i]))
        elif (match := re.match(r"abd(?:ul|el|al|ur|er|ar|us|es|un|en)(?=[^l]\w{3})", word)) is not None:
            joined.append("abd" + word[match.end() :].lstrip("-"))
        else:
            joined.append(word)
        i += 1
    if len(joined) == 3 and joined[0] in FAMILY_NAME_FIRST and (len(joined[1]) <= 5 and len(joined[2]) <= 5):
        return [joined[0], joined[1] + joined[2]]
    return joined


def _level(word: str) -> str:
    """One word with the letters levelled that transliterations swap."""
    if word in _VARIANTS:
        return _VARIANTS[word]
    for pattern, to in _LETTERS:
        word = pattern.sub(to, word)
    word = re.sub("(?<=sk)i+$", "i", word)
    return _VARIANTS.get(word, word)
