"""The verbs that the assets call, one per stage: each joins rooms that do not know one another. No Dagster here, no rules.

take_in: article files -> raw.documents, raw.rejects. read_unread: documents -> what was read from them. link_documents: what was read
-> identities, events, origins. The build of the marts is dbt's, publishing is warehouse.publish's.
"""

from __future__ import annotations

import gc
import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from extractors.ids import content_id
from extractors.records import Article, CountedClass, Document, Extraction
from extractors.version import model_version, rules_version
from orchestration import paths
from orchestration.progress import Progress, silent
from orchestration.stages import stage, staged
from warehouse.changes import append_changes
from warehouse.intake import FiledArticle, Reject, read_articles, read_landed
from warehouse.judgements import replace_judgements
from warehouse.publish import Publication, publish, published_stamp
from warehouse.stamps import built_from, code_stamp, get_stamp, read_stamp, set_stamp, stamp_of
from warehouse.store import Warehouse

if TYPE_CHECKING:  # spaCy and scikit-learn take two seconds each to import: only who reads or links waits for them
    from extractors.extract import Reader
    from extractors.parse import Parse

T = TypeVar("T")

INTAKE_BATCH = 500
READ_BATCH = 160
"""Documents to a transaction: a killed run loses at most these, half a minute of reading. Opening, writing and closing the build file costs
half a second of checkpoint in a warehouse of thousands, which in small batches came to more than reading from kept parses."""
LINK_BATCH = 1_000
"""Documents to a transaction. They are compared with one another and with what is near them: memory grows with this alone, and each
transaction looks through whole tables once for what it needs."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What an intake found: articles, how many of them were new, the rejects by reason, and articles that people had taken out before."""

    articles: int
    new: int
    rejects: Counter[str] = field(default_factory=Counter)
    new_rejects: int = 0
    forgotten: int = 0


@staged("take in")
def take_in(warehouse: Warehouse, path: Path | str, progress: Progress = silent) -> TakenIn:
    """Put the articles below `path`, and what fetching has landed, into raw.documents and what is none into raw.rejects.

    What is there already stays as it is.
    """
    from extractors.documents import kept_text, read_document

    articles, new, new_rejects, forgotten = 0, 0, 0, 0
    rejects: Counter[str] = Counter()
    given_articles = read_articles(path)
    names, landed = read_landed(warehouse.landing_path, warehouse.landed() if warehouse.landing_path.is_dir() else ())
    for batch in _batches_of_versions(chain(given_articles, landed), INTAKE_BATCH):
        refused = [item for item in batch if isinstance(item, Reject)]
        given = {_text_key(item.document_ref, kept_text(item)): item for item in batch if isinstance(item, Article)}
        known = warehouse.known_texts(given) if given else set()
        left_out = warehouse.forgotten_texts(given) if given else set()
        unknown = [cast(FiledArticle, article) for key, article in given.items() if key not in known and key not in left_out]
        if unknown:
            new += warehouse.add_documents({read_document(article): article.source_path for article in unknown})
        new_rejects += warehouse.add_rejects(refused)
        rejects.update(reject.reason for reject in refused)
        articles += len(given)
        forgotten += len(left_out - known)
        progress("taking in", articles + rejects.total())
    warehouse.add_landed(names)
    return TakenIn(articles, new, rejects, new_rejects, forgotten)


@dataclass(frozen=True, slots=True)
class Landed:
    """What a fetch did: answers landed, answers that brought nothing new, addresses refused, those left for the next for want of time."""

    landed: int = 0
    unchanged: int = 0
    refused: int = 0
    left: int = 0


def fetch_new(warehouse: Warehouse, feeds: Path, progress: Progress = silent) -> Landed:
    """Fetch what the feeds file names into the warehouse's folder; why an address gave nothing goes into raw.rejects.

    Without such a file nothing is fetched: no name is resolved, no connection made, no folder touched.
    """
    return _fetch(warehouse, feeds, progress) if feeds.is_file() else Landed()


@staged("fetch")
def _fetch(warehouse: Warehouse, feeds: Path, progress: Progress) -> Landed:
    from warehouse.fetching.client import Client
    from warehouse.fetching.fetch import fetch_all
    from warehouse.formats.apart import Apart

    progress("fetching", 0)
    with closing(Apart()) as apart, closing(Client(apart)) as client:
        done = fetch_all(feeds, warehouse.landing_path, client, apart)
    warehouse.add_rejects(done.rejects)
    return Landed(len(done.landed), done.unchanged, len(done.rejects), done.left)


def article_of(document: Document) -> Article:
    """The article that a kept document was made of."""
    text = document.text
    if document.given_title and document.given_title.strip():
        text = text[len(document.given_title) + 2 :]
    return Article(document.document_ref, text, document.given_outlet, document.feed_published, document.given_title, document.url)


def _text_key(document_ref: str, text: str) -> tuple[str, str]:
    return document_ref, hashlib.sha256(text.encode()).hexdigest()


def _batches_of_versions(items: Iterable[Article | Reject], size: int) -> Iterator[Sequence[Article | Reject]]:
    """No document_ref twice in a batch: the version that comes in later is the newer, and a batch has one time."""
    batch: list[Article | Reject] = []
    refs: set[str] = set()
    for item in items:
        ref = item.document_ref if isinstance(item, Article) else None
        if len(batch) == size or ref in refs:
            yield batch
            batch, refs = [], set()
        batch.append(item)
        if ref is not None:
            refs.add(ref)
    if batch:
        yield batch


def _batches(items: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


@dataclass(frozen=True, slots=True)
class Read:
    """What a reading did: documents read now, those that a rule broke on, and the rows that each table has now."""

    documents: int
    failed: int
    foreign: int  # in languages that the rules do not know: kept, not read
    reading_seconds: float  # without the loading of the model, which would be most of it where a run reads few
    rows: dict[str, int]


@staged("read")
def read_unread(warehouse: Warehouse, model: str, progress: Progress = silent, *, reread: str = "none") -> Read:
    """Read the documents that these rules with this model have not read yet, a transaction for every few.

    Raises ModelMissing, one line with the cure. A document that a rule breaks on becomes a reject ("failed"), stays unread and is
    tried again by every run. One in another
    language than English becomes a reject too ("language") and stays unread until the rules change. `reread` takes
    documents for unread that were read, and parses them anew: "all", or one by its document_ref or document_id; "none" takes none.
    """
    version, named = rules_version(), model_version(model)
    if reread != "none":
        warehouse.unread(None if reread == "all" else reread, warehouse.clock().isoformat())
    unread = warehouse.unread_documents(version, named)
    done, failed, foreign, seconds = _read(warehouse, unread, model, progress) if unread else (0, 0, 0, 0.0)
    return Read(done, failed, foreign, round(seconds, 3), warehouse.counts())


def _read(warehouse: Warehouse, unread: Sequence[str], model: str, progress: Progress) -> tuple[int, int, int, float]:
    """How many of the documents with these ids were read, a rule broke on, are in other languages; and the seconds that it took."""
    from extractors.documents import is_readable
    from extractors.extract import load_reader
    from extractors.figures.classes import class_closure
    from extractors.parse import Parse

    reader = load_reader(model)
    began = time.monotonic()
    done, failed, foreign = 0, 0, 0
    for ids in _batches(unread, READ_BATCH):
        documents, kept = warehouse.documents_with_parses(ids)
        parses = {i: Parse(*parse) for i, parse in kept.items()}
        extractions, broken = _read_batch(documents, reader, parses)
        unknown = [_foreign(extraction.document) for extraction in extractions if not is_readable(extraction.document)]
        warehouse.add_rejects([*broken, *unknown])
        new_parses = {i: parse for i, parse in parses.items() if kept.get(i) != parse}
        warehouse.replace_extractions(extractions, version=reader.version, model=reader.model, parses=new_parses)
        done, failed, foreign = done + len(extractions) - len(unknown), failed + len(broken), foreign + len(unknown)
        progress("reading", done + failed + foreign, len(unread))
    warehouse.replace_tables({"counted_classes": (CountedClass, class_closure())})
    return done, failed, foreign, time.monotonic() - began


def _foreign(document: Document) -> Reject:
    detail = f"{document.language}: kept, not read; these rules read English"
    reject_id = content_id("reject", document.document_id, "language", detail)
    return Reject(reject_id, document.document_ref, None, document.document_ref, "language", detail)


def _read_batch(documents: Sequence[Document], reader: Reader, parses: MutableMapping[str, Parse]) -> tuple[list[Extraction], list[Reject]]:
    """What was read from each document; when a rule breaks, the batch again one by one, to know on which."""
    from extractors.documents import read_document
    from extractors.extract import read_many

    try:
        return list(read_many((read_document(article_of(document)) for document in documents), reader, parses)), []
    except Exception:  # noqa: BLE001  whatever a rule did to one document, the others are to be read
        read: list[Extraction] = []
        broken: list[Reject] = []
        for document in documents:
            try:
                read += read_many([read_document(article_of(document))], reader, parses)
            except Exception as error:  # noqa: BLE001
                detail = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
                reject_id = content_id("reject", document.document_id, "failed", detail)
                broken.append(Reject(reject_id, document.document_ref, None, document.document_ref, "failed", detail))
        return read, broken


def is_published(warehouse: Warehouse) -> bool:
    """Whether the published file holds all that is known, by the rules as they are: then linking and dbt have nothing to do."""
    now = built_from(read_stamp(warehouse, paths.LINKING), paths.building())
    return now == stamp_of(warehouse, "built") == published_stamp(warehouse)


@staged("link")
def link_documents(warehouse: Warehouse, progress: Progress = silent) -> dict[str, int]:
    """Find the same actors, events and origins for the documents that are not linked yet, a transaction for each batch.

    Only the newest version of a document counts. Says how many rows each table has now. What is linked stays as it is; what is linked to a
    mention, actor or claim that is no longer read goes. Every new document is known before the first is linked, so that
    what is rare does not hang on their order.
    """
    from linkers.blocking import keys_of, nearest
    from linkers.features import rarity
    from linkers.link import Records, Reports, link, profiles_of
    from linkers.model import common_terms
    from warehouse.linking import LinkStore
    from warehouse.reference import read_event_judgements, read_identities

    progress("linking", 0)
    stamp = read_stamp(warehouse, paths.LINKING)
    store = LinkStore(warehouse, code_stamp([*paths.LINKERS, paths.ALIASES, paths.ACTOR_JUDGEMENTS]))
    judgements = read_event_judgements(paths.EVENT_JUDGEMENTS)
    identities = read_identities(paths.ALIASES, paths.ACTOR_JUDGEMENTS)
    with store.held(), _not_collecting():
        store.drop_fallen()
        for ids in _batches(store.unprofiled(), LINK_BATCH):
            store.add_profiles(profiles_of(store.read(Reports, ids)))
        documents, count = store.term_counts()
        rare = rarity(documents, count, common_terms())
        unlinked = store.unlinked()
        for done, ids in enumerate(_batches(unlinked, LINK_BATCH)):
            profiles = store.profiles(ids)
            keys = [key for profile in profiles for key in keys_of(profile, rare, documents)]
            around = store.surroundings(ids, nearest(keys, store.file(keys)), store.judged(judgements))
            store.add_links(ids, link(store.read(Records, ids), profiles, around, rare, identities))
            progress("linking", min((done + 1) * LINK_BATCH, len(unlinked)), len(unlinked))
        store.settle(store.judged(judgements), rare)
        return store.finish(lambda connection: set_stamp(connection, "linked", stamp))


@contextmanager
def _not_collecting() -> Iterator[None]:
    """Leave cyclic garbage lie: linking makes none, and looking for it walks all the words of thousands of reports, time and again."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def build_marts(warehouse: Warehouse, events: Iterable[T], *, whole: bool, progress: Progress = silent) -> Iterator[T]:
    """Pass on what dbt tells of its build; the marts count as built only when the whole of them went through, tests too.

    With that, in one transaction, goes what the build changed in the disagreements: dbt has no memory of its own.
    """
    with stage(warehouse, "build") as figures:
        with warehouse.transaction() as connection:
            set_stamp(connection, "built", None)
            replace_judgements(connection, paths.judgements())
            linked = get_stamp(connection, "linked")
        stamp = built_from(linked, paths.building())
        figures["events"] = 0
        progress("building the marts", 0)
        for done, event in enumerate(events, start=1):
            progress("building the marts", done)
            figures["events"] = done
            yield event
        if whole:
            with warehouse.transaction() as connection:
                append_changes(connection, warehouse.clock())
                set_stamp(connection, "built", stamp)


@staged("publish")
def publish_marts(warehouse: Warehouse, progress: Progress = silent) -> Publication:
    """Publish what was built, unless it is published already. Raises as warehouse.publish does."""
    progress("publishing", 0)
    return publish(warehouse)
