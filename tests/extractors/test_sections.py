"""What each stretch of a text is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.documents import read_document
from extractors.records import Article
from extractors.sections import find_sections

PAGE = """Skip to content

Ferry Wreck Found Off The Coast

Divers at work by the wall

12 May 2024

By Mara Lindqvist

Divers found the wreck of the ferry near the harbour wall on Monday, the coastguard said.

The ship had been missing since 1987, and nobody had looked for it there before.

• Coastguard: the body that looks after the harbour and its walls.

Sources: harbour radio, mw/kj/AFP

Enrichment Data: The ferry is of interest to the harbour, and the wall is long.

The harbour is to be discussed by the board as a part of general news.

Read also:

Latest"""


def kinds(text: str) -> list[tuple[str, str]]:
    document = read_document(Article("a.txt", text))
    return [(s.kind, document.text[s.start_char : s.end_char]) for s in find_sections(document, "v")]


def test_a_page_with_all_that_sites_put_around_a_report() -> None:
    assert [kind for kind, _ in kinds(PAGE)] == [
        "furniture", "headline", "deck", "dateline", "byline", "lead", "body", "list", "credit", "generated", "generated", "furniture", "furniture",
    ]  # fmt: skip


def test_a_date_line_and_a_repeated_title_are_cut_off_a_paragraph() -> None:
    text = "Ferry wreck found\n\n12 May 2024 Ferry wreck found. Divers found the wreck of the ferry near the harbour wall."
    document = read_document(Article("a", text.split("\n\n")[1], title="Ferry wreck found"))
    found = [(s.kind, document.text[s.start_char : s.end_char]) for s in find_sections(document, "v")]
    assert found == [
        ("headline", "Ferry wreck found"),
        ("dateline", "12 May 2024"),
        ("headline", "Ferry wreck found."),
        ("lead", "Divers found the wreck of the ferry near the harbour wall."),
    ]


def test_a_sentence_that_mentions_sharing_is_not_furniture() -> None:
    assert kinds("The two states will share the cost of the bridge, the minister said on Monday.")[0][0] == "lead"


@given(st.text(alphabet="ab. \n•:AZ019", max_size=300))
def test_sections_never_overlap_and_keep_order(text: str) -> None:
    document = read_document(Article("a", text))
    end = 0
    for section in find_sections(document, "v"):
        assert end <= section.start_char < section.end_char <= len(document.text)
        end = section.end_char
