"""Words that stand for an actor without being a name: a capital for its government, an office for the one who holds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc, Token

from extractors.gazetteer import Gazetteer
from extractors.ids import content_id
from extractors.lexicon import lexicon as read_lexicon
from extractors.page import Page
from extractors.parse import tokens_by_lemma
from extractors.records import ActorMention, DocumentActor, PlaceMention, Role

_SUBJECT = ("nsubj", "nsubjpass")


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in read_lexicon("stand_ins.toml")["words"].items()}


def acts_as_government(token: Token) -> bool:
    """Whether a capital at this token decides, speaks or is spoken to, as only its government can: "Moscow denied", "ties with Ankara"."""
    words = _words()
    following = [token.doc[i].lower_ for i in range(token.i + 1, min(token.i + 3, len(token.doc)))]
    if len(following) == 2 and following[0] == "-" and following[1] in words["after_hyphen"]:
        return True
    head = token.head
    if token.dep_ == "conj" and head.i != token.i:
        return head.dep_ != "conj" and head.ent_type_ in ("GPE", "NORP") and acts_as_government(head)
    if token.dep_ in _SUBJECT:
        return head.lemma_.lower() in words["doing"]
    if token.dep_ == "dobj":
        return head.lemma_.lower() in words["done_to"]
    if token.dep_ == "pobj" and head.lower_ == "by":
        return head.head.lemma_.lower() in words["doing"]
    if token.dep_ == "pobj" and head.lower_ in ("with", "between"):
        return head.head.lemma_.lower() in words["relations"]
    return False


def capitals_as_governments(doc: Doc, places: list[PlaceMention], gazetteer: Gazetteer) -> Iterator[tuple[int, int, str, str]]:
    """(start_char, end_char, country name, alpha-2 code) of each capital that stands for its government."""
    for mention in places:
        country = gazetteer.governed_from(mention.place_id or "")
        if country is None:
            continue
        span = doc.char_span(mention.start_char, mention.end_char, alignment_mode="expand")
        if span is not None and acts_as_government(span.root):
            yield mention.start_char, mention.end_char, country.name, country.country_code


def office_holders(doc: Doc, page: Page, actors: list[DocumentActor], roles: list[Role]) -> list[ActorMention]:
    """ "The minister", after the text has named one: a weak mention of the only person to whom it gives an office of that word.

    Two ministers in one text, or an office given after, leave the words to nobody.
    """
    holders: dict[str, dict[str, int]] = defaultdict(dict)  # last word of an office -> document_actor_id -> where it is first given
    for role in roles:
        word = role.role.split(" of ")[0].split(" ")[-1]
        given = holders[word]
        given[role.document_actor_id] = min(role.start_char, given.get(role.document_actor_id, role.start_char))
    keys = {actor.document_actor_id: actor.name_key for actor in actors}
    mentions = []
    for token in tokens_by_lemma(doc, lambda lemma: lemma in holders):
        people = holders[token.lemma_.lower()]
        if token.i == 0 or doc[token.i - 1].lower_ != "the" or not token.text.islower() or len({keys[one] for one in people}) != 1:
            continue
        actor_id, given_at = next(iter(people.items()))
        first = doc[token.i - 1]
        is_alone = not any(child.dep_ in ("prep", "appos", "acl", "relcl", "compound", "amod") for child in token.children)
        if token.dep_ in _SUBJECT and is_alone and given_at < first.idx and page.is_reporting(first.idx):
            start, end = first.idx, token.idx + len(token)
            mentions.append(
                ActorMention(
                    **page.at(start, end),
                    actor_mention_id=content_id("am", page.document.document_id, start, end),
                    document_actor_id=actor_id,
                    is_weak=True,
                )
            )
    return mentions
