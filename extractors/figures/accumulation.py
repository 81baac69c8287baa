"""What time a figure adds up over: the event's own count, a count still running or since overtaken, a total of a longer time.

The words are in `context.toml`. "The war has killed 90,000" tells nothing of today's raid, "an earlier toll of 12" denies no later one.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.tokens import Doc, Token

from extractors.figures.measures import Cue
from extractors.figures.phrases import Phrase, text_of, token_from


@cache
def context() -> dict[str, Any]:
    """The word lists of `context.toml`."""
    return tomllib.loads(files(__package__).joinpath("context.toml").read_text(encoding="utf-8"))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One pattern of the list: any of its phrases, whole words, any case."""
    return re.compile("|".join(rf"\b(?:{p})\b" for p in context()[name]), re.IGNORECASE)


def accumulation_of(doc: Doc, phrase: Phrase, cue: Cue | None) -> str:
    """incident, cumulative or as_of, by the words of the figure's own sentence."""
    text, sentence = text_of(doc), doc[phrase.first].sent
    before, behind = text[sentence.start_char : phrase.start], text[phrase.end : sentence.end_char]
    verb = doc[token_from(doc, cue.start)] if cue is not None and token_from(doc, cue.start) < len(doc) else None
    if verb is not None and _is_of_long_time(verb) or _is_cumulative(text, before, behind, phrase, cue):
        return "cumulative"
    return "as_of" if _is_running(text, before, behind, cue) else "incident"


def _is_of_long_time(verb: Token) -> bool:
    """Whether what kills, or is fled, is long by nature or said to have lasted: "the war has killed", "a conflict in which 12,000 died"."""
    if any(c.dep_ == "dobj" and c.lemma_.lower() in context()["long_subjects"] for c in verb.children):
        return True
    for _ in range(4):
        if any(_is_long(c) for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")):
            return True
        if verb.dep_ == "relcl":
            return _is_long(verb.head)
        if verb.dep_ not in ("conj", "xcomp", "ccomp", "acl", "advcl") or verb.head == verb:
            return False
        if verb.dep_ in ("ccomp", "advcl", "acl") and any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
            return False
        verb = verb.head
    return False


_LASTING = re.compile(r"\b(?:days?|weeks?|months?|years?)[- ](?:long|old)\b|-(?:week|month|year)\b", re.IGNORECASE)


def _is_long(noun: Token) -> bool:
    if noun.lemma_.lower() in context()["long_subjects"]:
        return True
    first = min((c.i for c in noun.lefts), default=noun.i)
    return noun.lemma_.lower() in context()["lasting_subjects"] and bool(_LASTING.search(noun.doc[first : noun.i + 1].text))


_OPENING = re.compile(r"(?:(?:but|and|in|during|over|for|just)\s+)*", re.IGNORECASE)


def _is_cumulative(text: str, before: str, behind: str, phrase: Phrase, cue: Cue | None) -> bool:
    words = pattern("cumulative")
    is_perfect = cue is not None and re.search(r"\b(?:has|have)\b", text[max(0, cue.start - 40) : phrase.end + 40])
    clause = _own_clause(behind)
    if record := pattern("record").search(clause):  # "43, the deadliest attack since 2014"
        clause = clause[: record.start()]
    if words.search(clause) or is_perfect and re.search(r"\bsince\b", clause):
        return True
    lead = re.match(r"[^,]{0,60}", before)
    is_lead = lead is not None and words.search(lead.group()) and not pattern("record").search(lead.group())
    opening = _OPENING.match(before)
    if is_lead and (is_perfect or words.match(before) or opening and words.match(before, opening.end())):
        return True
    if is_perfect and words.search(before) and re.search(r"\bsince\b", before):  # "under bombardment since March which has killed"
        return True
    if cue is None or cue.start >= phrase.start:
        return bool(re.search(r"\bsince (?:been|then)\s*$", before))
    told = text[cue.start : phrase.start]
    return bool(words.search(told) or re.search(r"\b(?:has|have) since\s+$", text[max(0, cue.start - 12) : cue.start]))


def _own_clause(behind: str) -> str:
    """What stands behind a figure up to the next clause or number, but for the year that "since" goes with."""
    behind = re.split(r"\b(?:which|where|whose)\b", behind, maxsplit=1)[0]
    if re.match(r"[^;]{0,90}\b(?:since|in) (?:\w+ ){0,6}\d{4}", behind):
        return behind
    return re.split(r"[,;] (?:and|but|while|including|with)\b|;|\d", behind, maxsplit=1)[0]


def _is_running(text: str, before: str, behind: str, cue: Cue | None) -> bool:
    """A toll on its way, a toll told before, or a toll that is expected to rise."""
    as_of = pattern("as_of")
    if as_of.search(before[-60:]) or as_of.search(behind[:60]):
        return True
    if cue is None or cue.measure == "other":
        return False
    if pattern("earlier").search(re.split(r"\d|;|\b(?:while|but|whereas)\b", before)[-1][-110:]):
        return True
    is_toll = text[cue.start : cue.end].lower() in ("toll", "count", "number", "deaths")
    return is_toll and bool(pattern("running").search(before[-100:])) or bool(pattern("open").search(behind))
