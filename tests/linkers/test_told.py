"""What linking looks at of a record is a part of it."""

from __future__ import annotations

from typing import get_type_hints

import pytest

from extractors.records import Attribution, Claim, Document
from linkers.told import ToldAttribution, ToldClaim, ToldDocument


@pytest.mark.parametrize(("told", "record"), [(ToldAttribution, Attribution), (ToldClaim, Claim), (ToldDocument, Document)])
def test_the_record_may_stand_in_for_what_is_told_of_it(told: type, record: type) -> None:
    assert get_type_hints(told).items() <= get_type_hints(record).items()
