"""Lines in title case, where the model's tags and names are not to be trusted: how to tell them, and the case of running text for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
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


_SENTENCE_ENDS = frozenset(".!?:;\"'“”‘’«»()[]-–—•|/")

_REPEAT = 5
"""Words in a row that a text shares with its title only by repeating it."""


def natural_case(words: Sequence[str], lines: Sequence[tuple[int, int]], is_common: Callable[[str], bool]) -> dict[int, str]:
    """Token index -> the word as a running text would write it, for words of lines in title case or capitals that change.

    The rest of the document is the evidence: a word takes the case in which its sentences write it. One that they do not hold, or only
    to open a sentence, keeps its capital, unless `is_common` knows it in lower case; of a line in capitals nothing else is known either.
    `lines` are (first, after the last) token; every change has as many characters as the word.
    """
    titles = {line for line in lines if is_title_case(words[line[0] : line[1]])}
    if not titles:
        return {}
    within, opening = _case_of_the_body(words, [line for line in lines if line not in titles], titles)
    changed: dict[int, str] = {}
    for start, end in titles:
        is_in_capitals = all(word.isupper() for word in words[start:end] if word.isalpha())
        for i in range(start, end):
            word, lower = words[i], words[i].lower()
            if not word.isalpha() or not word[0].isupper() or (word.isupper() and len(word) > 1 and not is_in_capitals):
                continue
            if i > start and words[i - 1] == "-":  # half of a name, as often as not
                continue
            if forms := within.get(lower):
                natural = forms.most_common(1)[0][0]
            elif lower not in opening and is_common(lower):
                natural = lower
            else:
                continue
            if i == start and natural == lower:
                natural = lower.capitalize()
            if natural != word and len(natural) == len(word):
                changed[i] = natural
    return changed


def _case_of_the_body(
    words: Sequence[str], lines: Sequence[tuple[int, int]], titles: Iterable[tuple[int, int]]
) -> tuple[dict[str, Counter[str]], set[str]]:
    """Lower-case word -> how often each of its forms stands within a sentence; and the words that open one.

    A title that a line of the text repeats tells nothing: pages run their headline into the first sentence.
    """
    within: dict[str, Counter[str]] = {}
    opening: set[str] = set()
    told = {tuple(run) for start, end in titles for run in _runs(words, start, end, min(_REPEAT, end - start))}
    lengths = {len(run) for run in told}
    for start, end in lines:
        repeated = {
            at + i
            for length in lengths
            for at, run in enumerate(_runs(words, start, end, length), start)
            if tuple(run) in told
            for i in range(length)
        }
        is_opening = True
        for i in range(start, end):
            if not words[i].isalpha():
                is_opening = is_opening or words[i] in _SENTENCE_ENDS
                continue
            if i not in repeated:
                if is_opening:
                    opening.add(words[i].lower())
                else:
                    within.setdefault(words[i].lower(), Counter())[words[i]] += 1
            is_opening = False
    return within, opening


def _runs(words: Sequence[str], start: int, end: int, length: int) -> Iterator[Sequence[str]]:
    return (words[i : i + length] for i in range(start, end - length + 1))
