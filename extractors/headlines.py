"""How to tell a line in title case, where the model's tags and names are not to be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.attrs import SENT_START
from spacy.tokens import Doc


def is_title_case(words: Sequence[str]) -> bool:
    """Whether a line of at least three longer words capitalises nearly all of them, as headlines do."""
    longer = [word for word in words if len(word) > 3 and word.isalpha()]
    return len(longer) >= 3 and sum(word[0].isupper() for word in longer) >= 0.75 * len(longer)


def title_case_flags(doc: Doc, words: Sequence[str]) -> list[bool]:
    """For every token whether its line is in title case. Read from the arrays: a Token for each word costs more than the rule."""
    starts = [i for i, flag in enumerate(doc.to_array(SENT_START).tolist()) if flag == 1 or i == 0]
    flags: list[bool] = []
    for start, end in pairwise([*starts, len(words)]):
        flags += [is_title_case(words[start:end])] * (end - start)
    return flags
