"""When each event happened, and what of it a date dates: the act itself, or that it was decided, announced, signed or begun."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from extractors.claims import Telling
from extractors.cues import is_cue
from extractors.events import DocumentEvent
from extractors.lexicon import lexicon
from extractors.records import Claim, TimeMention
from extractors.triggers import realis_of, token_at

BEFOREHAND = frozenset({"decided", "announced"})
"""Stages at which the act is still to come."""


def date_claims(telling: Telling) -> Iterator[Claim]:
    """The dates of each event, in every place that says so; `measure` is the stage that a date is of, None for the act itself."""
    for time in telling.times:
        if time.precision in {"hour", "decade"} or not telling.page.is_reporting(time.start_char):
            continue
        path = _upwards(token_at(telling.doc, time.start_char), time.end_char)
        for event in telling.events:
            stage = _stage_of(telling, event, path)
            if time in event.times or stage in BEFOREHAND:
                yield _date_claim(telling, event, time, stage)


def _stage_of(telling: Telling, event: DocumentEvent, path: list[Token]) -> str | None:
    """The stage of the event that a time is of: by the word on its path that names the act itself, else by the verb at the end.

    Announced are acts to come: of others the words alone are told. An accident is dated by its beginning.
    """
    if not path:
        return None
    verb = path[-1]
    acts = {t.token.i for t, e in telling.acts.get(verb.sent.start, ()) if e.type == event.type}
    named = next((t for t in path if t.i in acts), None)
    if named is not None:
        return _stages("by_act").get((named.lemma_.lower(), ""))
    beneath = [t.token for t in event.triggers if any(above.i == verb.i for above in t.token.ancestors)]
    if not beneath:
        return None
    words = ["", *(t.lower_ for child in verb.children for t in (child, *child.children))]
    stage = next((stage for word in words if (stage := _stages("by_verb").get((verb.lemma_.lower(), word)))), None)
    if stage == "announced" and not any(map(_is_to_come, beneath)):
        return None
    return None if stage == "begun" and event.type == "x_ACCIDENT" else stage


def _is_to_come(token: Token) -> bool:
    """ "Will send", and "would send" as reported speech has it."""
    helpers = {c.lower_ for c in token.children if c.dep_ == "aux"}
    return realis_of(token) == "PLANNED" or ("would" in helpers and "have" not in helpers)


def _date_claim(telling: Telling, event: DocumentEvent, time: TimeMention, stage: str | None) -> Claim:
    return telling.claim(
        event, "date", time.start_char, time.end_char, measure=stage,
        time_earliest=time.earliest, time_latest=time.latest, time_precision=time.precision, time_basis=time.basis,
        time_month=time.month if time.earliest is None else None, time_day=time.day if time.earliest is None else None,
        label=_label(time), topic="date", reason=time.reason,
        **({"realis": "ACTUAL"} if stage in BEFOREHAND else {}),  # that it was decided is no plan
    )  # fmt: skip


def _label(time: TimeMention) -> str:
    """The value that groups dates: EDTF with its part of the month, else the words themselves."""
    if time.edtf is None:
        return " ".join(time.quote.lower().split())
    return f"{time.edtf} {time.mod}" if time.mod else time.edtf


@cache
def _stages(group: str) -> dict[tuple[str, str], str]:
    """(lemma, word beneath it or "") -> stage."""
    entries = [(entry.partition(" "), stage) for stage, words in lexicon("events.toml")["stages"][group].items() for entry in words]
    return {(lemma, word): stage for (lemma, _, word), stage in entries}


def _upwards(token: Token, end_char: int) -> list[Token]:
    """What a time hangs on, up to the first verb; nothing where it hangs on no verb. `end_char` is where the time ends.

    Right behind a verb of saying it is of the saying, wherever the parse hangs it: "said on Monday it would send".
    """
    if token.i > token.sent.start and is_cue((before := token.nbor(-1)).lemma_.lower()) and before.pos_ == "VERB":
        return [before]
    path, node = [], token
    while node.head.i != node.i:
        node = node.head
        if token.idx <= node.idx < end_char:
            continue
        path.append(node)
        if node.pos_ in {"VERB", "AUX"}:
            return path
    return []
