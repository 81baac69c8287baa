"""Text to spaCy Doc: the model, and sentence borders that respect paragraphs. Every character is parsed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from typing import NamedTuple

import spacy
from spacy.attrs import LEMMA, ORTH
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Token
from spacy.vocab import Vocab

from extractors.constants import DEFAULT_MODEL, MAX_CHARS
from extractors.ids import content_id

PREPARATION = "1"
"""Version of everything between the kept text and the parse: raise it when `prepare` or the borders' rule changes."""
PARSED_AT_ONCE = 16
"""Documents that are held as parses at once: the memory of a batch of the longest texts stays bounded."""
_KEPT = ["ORTH", "SPACY", "LEMMA", "POS", "TAG", "DEP", "HEAD", "SENT_START", "ENT_IOB", "ENT_TYPE"]
"""What the rules read of a token. Heads are kept as offsets; the morphology, which no rule reads, is left out."""

BORDERS = "rashomon_borders"
"""Key of Doc.user_data: offsets at which a section starts, and so a sentence."""
_LEMMAS = "lemmas"
"""Key of Doc.user_data: the lemmas, as read from the arrays."""


class Parse(NamedTuple):
    """A parse as it is kept: `parse_key` of what it was made from, and the bytes of a DocBin of one document."""

    key: str
    docbin: bytes


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
        raise ModelMissing(
            f"the spaCy model {name!r} is not installed: run `make run` once, or `pip install` the model you named"
        ) from error
    nlp.max_length = MAX_CHARS + 1
    nlp.add_pipe("rashomon_breaks", before="parser" if "parser" in nlp.pipe_names else None)
    return nlp


def prepare(nlp: Language, text: str, borders: Iterable[int] = ()) -> Doc:
    """The tokenised text, ready for `nlp.pipe`, with a sentence border at each of the offsets."""
    doc = nlp.make_doc(text)
    doc.user_data[BORDERS] = frozenset(borders)
    return doc


def parse_all(
    nlp: Language, model: str, texts: Sequence[tuple[str, str, Sequence[int]]], parses: MutableMapping[str, Parse] | None = None
) -> Iterator[Doc]:
    """The parse of each (id, text, borders), in order: the one kept under the id where its key still holds, else a new one, kept there.

    `model` names the pipeline with its version.
    """
    parses = {} if parses is None else parses
    keys = [parse_key(text, borders, model) for _, text, borders in texts]
    is_kept = [i in parses and parses[i].key == key for (i, _, _), key in zip(texts, keys, strict=True)]
    stale = (prepare(nlp, text, borders) for (_, text, borders), kept in zip(texts, is_kept, strict=True) if not kept)
    fresh = nlp.pipe(stale, batch_size=PARSED_AT_ONCE)
    for (i, _, _), key, kept in zip(texts, keys, is_kept, strict=True):
        if kept:
            yield _from_bytes(parses[i].docbin, nlp.vocab)
        else:
            doc = next(fresh)
            parses[i] = Parse(key, _to_bytes(doc))
            yield doc


def parse_key(text: str, borders: Iterable[int], model: str) -> str:
    """What a parse depends on: the text, where sentences must break, the model, the version of the preparation."""
    return content_id("parse", text, ",".join(map(str, sorted(borders))), model, PREPARATION)


def _to_bytes(doc: Doc) -> bytes:
    return DocBin(attrs=_KEPT, docs=[doc], store_user_data=False).to_bytes()


def _from_bytes(kept: bytes, vocab: Vocab) -> Doc:
    return next(DocBin().from_bytes(kept).get_docs(vocab))


def words_of(doc: Doc) -> list[str]:
    """The text of every token. Read from the arrays: making a Token for each costs more than most rules."""
    strings = doc.vocab.strings
    ids = doc.to_array(ORTH).tolist()
    names = {i: strings[i] for i in set(ids)}
    return [names[i] for i in ids]


def tokens_by_lemma(doc: Doc, is_wanted: Callable[[str], bool]) -> list[Token]:
    """The tokens whose lemma, in lower case, is wanted, in order; each lemma of the document is asked about once."""
    ids, lemmas = _lemmas_of(doc)
    wanted = {i for i, lemma in lemmas if is_wanted(lemma)}
    return [doc[position] for position, i in enumerate(ids) if i in wanted] if wanted else []


def _lemmas_of(doc: Doc) -> tuple[list[int], list[tuple[int, str]]]:
    """The lemma id of each token, and each id with its lemma in lower case; kept with the document, for two dozen rules ask."""
    kept: tuple[list[int], list[tuple[int, str]]] | None = doc.user_data.get(_LEMMAS)
    if kept is None:
        strings = doc.vocab.strings
        ids = doc.to_array(LEMMA).tolist()
        kept = ids, [(i, strings[i].lower()) for i in set(ids)]
        doc.user_data[_LEMMAS] = kept
    return kept
