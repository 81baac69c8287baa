"""A document that people took out stays out, under its name and its text, until they let it in again."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import make_document
from warehouse.errors import UnknownDocument
from warehouse.forget import forget, recall
from warehouse.store import Warehouse


def test_what_was_forgotten_may_come_in_again_when_asked(warehouse: Warehouse) -> None:
    one, two = make_document("one"), make_document("two", "Carl Dahl left Kyiv.")
    warehouse.add_documents({one: "in/one.txt", two: "in/two.txt"})
    forget(warehouse, "one")
    offered = [("one", "another text"), ("another name", one.text_sha256), ("two", two.text_sha256)]
    assert warehouse.forgotten_texts(offered) == set(offered[:2])
    assert recall(warehouse, "one") == 1
    assert warehouse.forgotten_texts(offered) == set()
    assert warehouse.add_documents({one: "in/one.txt"}) == 1
    with pytest.raises(UnknownDocument):
        recall(warehouse, "one")
