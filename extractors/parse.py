"""Text to spaCy Doc: the model, and sentence borders that respect paragraphs. Every character is parsed once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from itertools import islice
from typing import NamedTuple

import spacy
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, ORTH, POS, SENT_START, SPACY, TAG
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc, DocBin, Token
from spacy.vocab import Vocab

from extractors.constants import DEFAULT_MODEL, MAX_CHARS
from extractors.headlines import natural_case
from extractors.ids import content_id
from extractors.version import ModelMissing

PREPARATION = "2"
"""Version of everything between the kept text and the parse: raise it when `prepare` or the borders' rule changes."""
PARSED_AT_ONCE = 16
"""Documents to a batch of the pipeline."""
TOKENS_AT_ONCE = 20_000
"""Tokens to a batch: the pipeline takes some 70 KB for each. A million characters at once took 14 GB: such a text would end any run."""
LONGEST_PIECE = 30_000
"""Characters that are parsed together. What is longer, and few reports are, is parsed in pieces, cut where a line or a section ends."""
LONGEST_SENTENCE = 3_000
"""Characters without a sentence's or line's end after which a sentence ends all the same: what some rules do grows with its square. Of
2,200 news reports at hand the longest such stretch has 2,400."""
_RUN_ON = re.compile(r"(?:[^.!?…\n]|[.!?…](?![\"'”’)\]]*\s))+")
_KEPT = ["ORTH", "SPACY", "LEMMA", "POS", "TAG", "DEP", "HEAD", "SENT_START", "ENT_IOB", "ENT_TYPE"]
"""What the rules read of a token. Heads are kept as offsets; the morphology, which no rule reads, is left out."""

BORDERS = "rashomon_borders"
"""Key of Doc.user_data: offsets at which a section starts, and so a sentence."""
_AS_WRITTEN = "rashomon_as_written"
"""Key of Doc.user_data: the words of a text whose headlines are parsed in the case of running text."""
_ANNOTATED = [TAG, POS, LEMMA, DEP, HEAD, ENT_IOB, ENT_TYPE, SENT_START]
_LEMMAS = "lemmas"
"""Key of Doc.user_data: the lemmas, as read from the arrays."""


class Parse(NamedTuple):
    """A parse as it is kept: `parse_key` of what it was made from, and the bytes of a DocBin of one document."""

    key: str
    docbin: bytes


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


@Language.component("rashomon_as_written")
def _as_written(doc: Doc) -> Doc:
    """Give a text whose headlines were parsed in the case of running text its own words back, under the same annotations."""
    words = doc.user_data.get(_AS_WRITTEN)
    if words is None:
        return doc
    written = Doc(doc.vocab, words=words, spaces=doc.to_array(SPACY).astype(bool).tolist())
    written.from_array(_ANNOTATED, doc.to_array(_ANNOTATED))  # type: ignore[arg-type]  # its stub wants one kind of integers
    return written


def load_model(name: str = DEFAULT_MODEL) -> Language:
    """The named spaCy pipeline with our sentence borders put before its parser.

    Raises extractors.version.ModelMissing, one line with the cure, where the model is not installed.
    """
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise ModelMissing(name) from error
    nlp.max_length = MAX_CHARS + 1
    nlp.add_pipe("rashomon_breaks", before="parser" if "parser" in nlp.pipe_names else None)
    nlp.add_pipe("rashomon_as_written", last=True)
    return nlp


def prepare(nlp: Language, text: str, borders: Iterable[int] = ()) -> Doc:
    """The tokenised text, ready for `nlp.pipe`, with a sentence border at each of the offsets, and headlines in the case of running text.

    The pipeline gives the words back as they were written: offsets and words of what comes out of it are those of the text.
    """
    doc = nlp.make_doc(text)
    borders = frozenset(borders)
    words = words_of(doc)
    changed = natural_case(words, _lines_of(doc, words, borders), _common_words(nlp))
    if changed:
        spaces = doc.to_array(SPACY).astype(bool).tolist()
        doc = Doc(nlp.vocab, words=[changed.get(i, word) for i, word in enumerate(words)], spaces=spaces)
        doc.user_data[_AS_WRITTEN] = words
    doc.user_data[BORDERS] = borders
    return doc


def _lines_of(doc: Doc, words: Sequence[str], borders: frozenset[int]) -> list[tuple[int, int]]:
    """(first token, after the last) of every line: it ends at a line break, or where a section starts."""
    lines, start, at = [], 0, 0
    spaces = doc.to_array(SPACY).tolist()
    for i, word in enumerate(words):
        if i > start and at in borders:
            lines.append((start, i))
            start = i
        if "\n" in word:
            lines.append((start, i))
            start = i + 1
        at += len(word) + spaces[i]
    return [(first, after) for first, after in [*lines, (start, len(words))] if first < after]


def _common_words(nlp: Language) -> Callable[[str], bool]:
    """Whether the pipeline's language knows a lower-case word as a function word, or as a form of a verb or an adjective."""
    stop_words = nlp.Defaults.stop_words
    if "lemmatizer" not in nlp.pipe_names:
        return stop_words.__contains__
    tables: Lookups = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    index, exceptions, rules = (tables.get_table(name) for name in ("lemma_index", "lemma_exc", "lemma_rules"))

    def is_common(word: str) -> bool:
        return word in stop_words or any(
            word in exceptions[kind]
            or word in index[kind]
            or any(word.endswith(old) and word[: len(word) - len(old)] + new in index[kind] for old, new in rules[kind])
            for kind in ("verb", "adj")
        )

    return is_common


def parse_all(
    nlp: Language, model: str, texts: Sequence[tuple[str, str, Sequence[int]]], parses: MutableMapping[str, Parse] | None = None
) -> Iterator[Doc]:
    """The parse of each (id, text, borders), in order: the one kept under the id where its key still holds, else a new one, kept there.

    `model` names the pipeline with its version.
    """
    parses = {} if parses is None else parses
    texts = [(i, text, [*borders, *run_ons(text)]) for i, text, borders in texts]
    keys = [parse_key(text, borders, model) for _, text, borders in texts]
    pieces = [pieces_of(text, borders) for _, text, borders in texts]
    is_kept = [i in parses and parses[i].key == key for (i, _, _), key in zip(texts, keys, strict=True)]
    stale = (
        prepare(nlp, text[start:end], [border - start for border in borders if start <= border < end])
        for (_, text, borders), cuts, kept in zip(texts, pieces, is_kept, strict=True)
        if not kept
        for start, end in cuts
    )
    fresh = (doc for batch in _batches(stale) for doc in nlp.pipe(batch, batch_size=PARSED_AT_ONCE))
    for (i, _, _), key, cuts, kept in zip(texts, keys, pieces, is_kept, strict=True):
        if kept:
            yield _from_bytes(parses[i].docbin, nlp.vocab)
        else:
            doc = _joined(list(islice(fresh, len(cuts))))
            parses[i] = Parse(key, _to_bytes(doc))
            yield doc


def pieces_of(text: str, borders: Iterable[int] = ()) -> list[tuple[int, int]]:
    """(start, end) of what is parsed together, in order and without gaps; one piece where the text is no longer than LONGEST_PIECE."""
    pieces, start = [], 0
    ordered = sorted(borders)
    while len(text) - start > LONGEST_PIECE:
        latest = start + LONGEST_PIECE
        border = ordered[at - 1] if (at := bisect_right(ordered, latest)) else 0
        cut = max(text.rfind("\n", start, latest) + 1, border)
        if cut <= start:  # one line, and no section: after a word, or within the only one
            cut = text.rfind(" ", start, latest) + 1 or latest
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, len(text))]


def _batches(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    batch: list[Doc] = []
    tokens = 0
    for doc in docs:
        if batch and (len(batch) == PARSED_AT_ONCE or tokens + len(doc) > TOKENS_AT_ONCE):
            yield batch
            batch, tokens = [], 0
        batch.append(doc)
        tokens += len(doc)
    if batch:
        yield batch


def _joined(pieces: list[Doc]) -> Doc:
    if len(pieces) == 1:
        return pieces[0]
    whole = Doc.from_docs(pieces, ensure_whitespace=False, exclude=["user_data", "tensor"])  # type: ignore[call-arg]  # its stub is older
    assert whole is not None, "there are pieces"
    return whole


def run_ons(text: str) -> Iterator[int]:
    """Offsets at which a sentence has to begin lest it grow longer than LONGEST_SENTENCE; one word longer than that is left whole."""
    for stretch in _RUN_ON.finditer(text):
        start = stretch.start()
        while stretch.end() - start > LONGEST_SENTENCE:
            blank = text.rfind(" ", start, start + LONGEST_SENTENCE)
            blank = blank if blank > start else text.find(" ", start + LONGEST_SENTENCE, stretch.end())
            if blank < 0:
                break
            start = blank + 1
            yield start


def parse_key(text: str, borders: Iterable[int], model: str) -> str:
    """What a parse depends on: the text, where sentences must break, the model, the version of the preparation, in what pieces."""
    in_pieces = [str(LONGEST_PIECE)] if len(text) > LONGEST_PIECE else []
    return content_id("parse", text, ",".join(map(str, sorted(borders))), model, PREPARATION, *in_pieces)


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
