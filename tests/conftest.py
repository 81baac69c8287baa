"""Fixtures that every room's tests share: the model once per session, and the folder of real cases."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from spacy.language import Language

from extractors.extract import Reader, load_reader
from extractors.parse import load_model

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The spaCy pipeline with our sentence borders."""
    return load_model()


@pytest.fixture(scope="session")
def reader() -> Reader:
    """Model, gazetteer and rules: what `extract` needs."""
    return load_reader()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real cases; tests that need it are skipped with a word where it is absent."""
    folder = Path(os.environ.get("RASHOMON_SHARED", ROOT.parent / "shared"))
    if not (folder / "seeds").is_dir():
        pytest.skip(f"no real cases at {folder}: set RASHOMON_SHARED to run this test")
    return folder
