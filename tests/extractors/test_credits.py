"""Agencies that bylines and credit lines name."""

from __future__ import annotations

import pytest

from extractors.credits import agency_called, find_credits
from extractors.documents import read_document
from extractors.page import Page
from extractors.records import Article
from extractors.sections import find_sections

BODY = "The ferry to the islands will not sail before Monday because of the storm, the company told its customers."


def credits(text: str) -> list[tuple[str, str, str]]:
    document = read_document(Article("a", text))
    found = find_credits(Page(document, find_sections(document, "test"), "test"))
    assert all(text[c.start_char : c.end_char] == c.quote for c in found)
    return [(c.quote, c.agency, c.kind) for c in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"BERGEN (Reuters) - {BODY}", [("Reuters", "Reuters", "byline")]),
        (f"{BODY} (AFP)", [("AFP", "Agence France-Presse", "byline")]),
        (f"{BODY}\n\nSources: kuw/rtr/dpa", [("rtr", "Reuters", "credit"), ("dpa", "Deutsche Presse-Agentur", "credit")]),
        (f"{BODY}\n\nWith material from AP", [("AP", "Associated Press", "material")]),
        (f"{BODY}\n\nThe Associated Press contributed to this report.", [("The Associated Press", "Associated Press", "material")]),
        # A picture's credit is not the text's.
        (f"(Photo: Ann Lind/Reuters)\n\n{BODY}", []),
        # Named in the telling: an attribution, no credit.
        (f"{BODY} Reuters reported on Friday that the quay is closed.", []),
        (f"{BODY}\n\nThe company (AP) has forty ships, and the AFP has none, said the captain of one of them.", []),
    ],
)
def test_find_credits(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert credits(text) == expected


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("Reuters", "Reuters"),
        ("state news agency SANA", "SANA"),
        ("the Interfax news agency", "Interfax"),
        ("residents", None),
        (None, None),
    ],
)
def test_agency_called(name: str | None, agency: str | None) -> None:
    assert agency_called(name) == agency
