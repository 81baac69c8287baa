"""Which stage of an act a date is of."""

from __future__ import annotations

import pytest

from extractors.extract import Reader, extract
from extractors.records import Article


@pytest.mark.parametrize(
    ("sentence", "dates"),  # (event type, stage, date)
    [
        ("Denmark decided on 3 March to send 200 soldiers to Niger.", {("MOBILIZE", "decided", "2024-03-03")}),
        ("The cabinet approved the deployment of 200 soldiers on 2 March.", {("MOBILIZE", "decided", "2024-03-02")}),
        ("The 200 soldiers will be deployed to Niger in June.", {("MOBILIZE", None, "2024-06")}),
        (
            "The ministry said on Tuesday it would send 200 soldiers to Niger in June.",
            {("MOBILIZE", "announced", "2024-05-07"), ("MOBILIZE", None, "2024-06")},
        ),
        (
            "The minister announced on Monday that he would visit Lima on 9 June.",
            {("x_STATEMENT", None, "2024-05-06"), ("CONSULT", "announced", "2024-05-06"), ("CONSULT", None, "2024-06-09")},
        ),
        ("The two countries signed the treaty on 4 March.", {("AGREE", "signed", "2024-03-04")}),
        ("The treaty will come into force on 1 June.", {("AGREE", "in force", "2024-06-01")}),
        ("A Lyon court convicted the baker on 4 March.", {("SANCTION", "convicted", "2024-03-04")}),
        ("The baker will be sentenced on 9 June.", {("SANCTION", "sentenced", "2024-06-09")}),
        # A verb that names the act dates the act, and so does one that stands beside it.
        ("They agreed on Monday to the deal.", {("AGREE", None, "2024-05-06")}),
        ("On Monday police ordered to the scene arrested two men.", {("COERCE", None, "2024-05-06")}),
        ("The minister said Monday's attack was planned.", {("ASSAULT", None, "2024-05-06")}),
        ("On Monday the army said that rebels had shelled the port.", {("ASSAULT", None, "2024-05-06")}),
        ("A fire began in the port on Monday.", {("x_ACCIDENT", None, "2024-05-06")}),
    ],
)
def test_a_date_is_of_a_stage_by_the_word_that_it_hangs_on(reader: Reader, sentence: str, dates: set[tuple[str, str | None, str]]) -> None:
    read = extract(Article("a.txt", f"News from abroad\n\n12 May 2024\n\n{sentence}"), reader)
    types = {mention.event_mention_id: mention.event_type for mention in read.event_mentions}
    assert {(types[c.event_mention_id or ""], c.measure, c.label) for c in read.claims if c.aspect == "date"} == dates


def test_that_it_was_decided_is_a_fact_where_the_act_is_a_plan(reader: Reader) -> None:
    read = extract(
        Article("a.txt", "12 May 2024\n\nThe union promised on 2 March that the 200 soldiers would be withdrawn by June."), reader
    )
    assert {(c.label, c.realis) for c in read.claims if c.aspect == "date"} == {("2024-03-02", "ACTUAL"), ("2024-06", "HYPOTHETICAL")}
