"""The head of an article: title, outlet, date line, and what is recorded where they are missing."""

from __future__ import annotations

import pytest

from extractors.documents import is_readable, read_document
from extractors.records import Article

BODY = "Divers found the wreck of the ferry on Monday near the harbour wall, the coastguard said. Nobody was hurt."


def document(text: str, **given: str | None):
    return read_document(Article("some/file.txt", text, **given))


@pytest.mark.parametrize(
    ("text", "title", "outlet", "published"),
    [
        (f"Ferry wreck found off the coast\n12 May 2024\noutlet-z\n\n{BODY}", "Ferry wreck found off the coast", "outlet-z", "2024-05-12"),
        (
            f"Ferry wreck found off the coast\n\nOutlet: Harbour Post\nPublished on May 12, 2024\n\n{BODY}",
            "Ferry wreck found off the coast",
            "Harbour Post",
            "2024-05-12",
        ),
        (f"PORTVILLE, 12 May 2024 — {BODY}", None, None, "2024-05-12"),
        (BODY, None, None, None),
        ("On 12 May 2019 the old ferry sank with all hands, the coastguard said on a later day.", None, None, None),
    ],
)
def test_the_head_is_found_or_its_absence_told(text: str, title: str | None, outlet: str | None, published: str | None) -> None:
    found = document(text)
    assert (found.title, found.outlet) == (title, outlet)
    assert (found.published_earliest.date().isoformat() if found.published_earliest else None) == published
    for name, value in (("title", title), ("outlet", outlet), ("date line", published)):
        assert (f"{name}:" in (found.reason or "")) == (value is None)


def test_a_given_title_heads_the_kept_text() -> None:
    found = document(BODY, title="Ferry wreck found")
    assert found.text == f"Ferry wreck found\n\n{BODY}"
    assert found.title == "Ferry wreck found"


def test_date_line_comes_before_the_feed_and_both_are_kept() -> None:
    found = document(f"12 May 2024 {BODY}", published="2024-12-05")
    assert (found.published_basis, found.is_date_conflict) == ("dateline", True)
    assert found.published_earliest.isoformat() == "2024-05-12T00:00:00"
    assert found.feed_earliest.isoformat() == "2024-12-05T00:00:00"


@pytest.mark.parametrize("given", ["2024-05-12", "Sun, 12 May 2024 22:30:00 +0000", "2024-05-13T00:30:00+02:00", "12 May 2024"])
def test_feed_dates_are_days_in_utc(given: str) -> None:
    found = document(BODY, published=given)
    assert (found.published_basis, found.published_earliest.date().isoformat()) == ("feed", "2024-05-12")


def test_an_unreadable_feed_date_is_told() -> None:
    found = document(BODY, published="soon")
    assert found.feed_earliest is None
    assert "'soon' cannot be read" in (found.reason or "")


def test_the_id_is_of_reference_and_text() -> None:
    assert document(BODY).document_id == document(BODY, source="x").document_id
    assert document(BODY).document_id != document(BODY + " More.").document_id


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A fire in a textile mill in Multan killed nine workers on Monday, police said.", "en"),
        ("Bei einem Brand in einer Textilfabrik starben am Montag neun Arbeiter, sagte die Polizei.", "de"),
        ("Премьер-министр заявил в понедельник, что переговоры продолжатся на следующей неделе.", "ru"),
        ("شش نفر در آتش‌سوزی کارخانه در شهر کشته شدند و پلیس آن را تایید کرد", "fa"),
        ("6 deg c", None),
        ("NYC, 10:30", None),
    ],
)
def test_the_language_is_told_or_left_open(text: str, language: str | None) -> None:
    document = read_document(Article("a", text))
    assert document.language == language
    assert is_readable(document) == (language in ("en", None))
    assert ("language" in (document.reason or "")) == (language != "en")
