"""Text to spaCy Doc: the model, and sentence borders that respect paragraphs. Every character is parsed once."""

from __future__ import annotations

from collections.abc import Iterable

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extractors.constants import DEFAULT_MODEL, MAX_CHARS

BORDERS = "rashomon_borders"
"""Key of Doc.user_data: offsets at which a section starts, and so a sentence."""


class ModelMissing(Exception):
    """The spaCy model is not installed; the message is one line with the cure."""


@Language.component("rashomon_breaks")
def _breaks(doc: Doc) -> Doc:
    """Start a sentence after every line break and section border, so that a headline never runs into what follows it."""
    after_break = True
    borders = doc.user_data.get(BORDERS, frozenset())
    for token in doc:
        after_break = after_break or token.idx in borders
        if token.is_space:
            token.is_sent_start = False if not after_break else None
            after_break = after_break or "\n" in token.text
            continue
        if after_break:
            token.is_sent_start = True
            after_break = False
    return doc


def load_model(name: str = DEFAULT_MODEL) -> Language:
    """The named spaCy pipeline with our sentence borders put before its parser.

    Raises ModelMissing, one line with the cure, where the model is not installed.
    """
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise ModelMissing(f"the spaCy model {name!r} is not installed: run `make run` once, or `pip install` the model you named") from error
    nlp.max_length = MAX_CHARS + 1
    nlp.add_pipe("rashomon_breaks", before="parser" if "parser" in nlp.pipe_names else None)
    return nlp


def prepare(nlp: Language, text: str, borders: Iterable[int] = ()) -> Doc:
    """The tokenised text, ready for `nlp.pipe`, with a sentence border at each of the offsets."""
    doc = nlp.make_doc(text)
    doc.user_data[BORDERS] = frozenset(borders)
    return doc
