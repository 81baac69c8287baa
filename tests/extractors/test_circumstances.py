"""Who did it, who rejects it, whom it hit and by what means: claims of the aspects actor and cause."""

from __future__ import annotations

import pytest

from extractors.circumstances import MOST
from extractors.extract import Reader, extract
from extractors.records import Article, Claim


def claims(text: str, reader: Reader, aspect: str, measure: str | None = None) -> list[Claim]:
    return [c for c in extract(Article("a.txt", text), reader).claims if c.aspect == aspect and c.measure == measure]


RESPONSIBLE = [
    ("Insurgents shelled the harbour at dawn, killing three dockers.", [("Insurgents", "armed group > opposition", "ACTUAL")]),
    ("Ten miners died in a raid carried out by Taliban fighters in Baghlan.", [("Taliban fighters", "armed group > Taliban", "ACTUAL")]),
    ("Three farmers were killed in a raid. Residents blamed militants.", [("militants", "armed group", "ACTUAL")]),
    (
        "Rebels bombed a bridge near Gorom on Sunday. They denied any involvement in the attack.",
        [
            ("Rebels", "armed group > opposition", "ACTUAL"),
            ("They denied any involvement in the attack", "armed group > opposition", "DENIED"),
        ],
    ),
    (
        "A blast killed six people at a bank in Kabul. The government rejected accusations that it was behind the bombing.",
        [("government rejected accusations that it was behind the bombing", "government", "DENIED")],
    ),
    ("A blast killed six people in Kabul. It was not clear who carried out the attack.", [("not clear who", "unknown", "ACTUAL")]),
    # What is no such claim.
    ("A blast killed six people in Kabul. The government denied that the talks had failed.", []),
    ("A blast killed six people in Kabul. The army did not deny responsibility.", []),
    ("A storm killed six people in Kabul.", []),
]


@pytest.mark.parametrize(("text", "expected"), RESPONSIBLE)
def test_responsible(text: str, expected: list[tuple[str, str, str]], reader: Reader) -> None:
    found = claims(text, reader, "actor", "responsible")
    assert [(c.quote.rstrip("."), c.label, c.realis) for c in found] == expected


@pytest.mark.parametrize(
    ("background", "is_denied"),
    [
        ("Shells killed forty people there in March 2019. The government has always denied carrying out that attack.", False),
        ("The government denied in March 2019 that it was behind those attacks.", False),
        ("Shells killed forty people there in March 2019. The government denied carrying out the attack of Monday.", True),
        ("Nurses spoke of burns on Monday. The government denied carrying out that attack.", True),
    ],
)
def test_a_denial_is_of_the_attack_that_it_takes_up(background: str, is_denied: bool, reader: Reader) -> None:
    text = f"Shells kill six in Kabul\n\n12 May 2021\n\nShells killed six people in Kabul on Monday.\n\n{background}"
    assert [c.label for c in claims(text, reader, "actor", "responsible") if c.realis == "DENIED"] == ["government"] * is_denied


def test_a_label_holds_both_sides_that_one_name_tells(reader: Reader) -> None:
    (claim,) = claims("Turkish and Russian warplanes bombed the town of Afrin, killing nine people.", reader, "actor", "responsible")
    assert (claim.label, claim.is_generic) == ("government of RU + government of TR", True)


def test_an_accusation_in_the_body_is_generic(reader: Reader) -> None:
    text = "Rockets killed six people in the port of Sharm on Monday.\n\nThe talks went on.\n\nActivists accused the army of firing them."
    (claim,) = claims(text, reader, "actor", "responsible")
    assert (claim.label, claim.qualifier, claim.is_generic) == ("government", "accused", True)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("The raids on the harbour were probably carried out by army jets, and nine people died.", "suspected"),
        ("The raid was thought to have been flown by army jets, and nine people died.", "suspected"),
        ("Nine people died in suspected army air strikes on the harbour.", "suspected"),
        ("Army jets bombed the harbour, killing nine people.", "act"),
        ("Army jets bombed the harbour where rebels were suspected to hide, killing nine people.", "act"),
    ],
)
def test_a_side_is_told_or_suspected(text: str, qualifier: str, reader: Reader) -> None:
    assert {c.qualifier for c in claims(text, reader, "actor", "responsible") if c.label == "government"} == {qualifier}


MUTUAL = [
    ("The army and the rebels traded accusations over who fired the rockets.", ["government", "armed group > opposition"]),
    ("Government and opposition blamed each other for the attack.", ["government", "armed group > opposition"]),
    ("The army and the rebels accused each other of breaking the truce.", []),  # no act of force
    ("The army accused the rebels of firing rockets.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), MUTUAL)
def test_two_sides_that_blame_each_other_are_both_accused(sentence: str, expected: list[str], reader: Reader) -> None:
    text = f"Rockets killed six people in the port of Sharm on Monday.\n\nThe talks went on.\n\n{sentence}"
    found = [c for c in claims(text, reader, "actor", "responsible") if c.qualifier == "mutual"]
    assert [c.label for c in found] == expected
    assert all(c.is_generic for c in found)


CAUSES = [
    ("A suicide car bomb killed ten recruits in Baidoa.", ["car, device, explosion, suicide"]),
    ("A blast killed ten recruits in Baidoa.", ["explosion"]),
    ("Mortar shells killed a shepherd near Dara.", ["mortar, shelling"]),
    ("Helicopters dropped barrel bombs, killing two bakers.", ["helicopter", "air, barrel bomb"]),
    ("An explosion killed two bakers. The cause of the blast has not been established.", ["explosion", "unknown", "explosion"]),
    # What only describes a thing was not what did it.
    ("The raid killed nine men at a car bomb factory.", []),
    ("The attack killed nine men of the anti-rocket unit.", []),
]


@pytest.mark.parametrize(("text", "expected"), CAUSES)
def test_causes(text: str, expected: list[str], reader: Reader) -> None:
    assert [c.label for c in sorted(claims(text, reader, "cause"), key=lambda c: c.start_char)] == expected


VICTIMS = [
    ("The raid killed nine civilians in Oban.", [("civilian", 9, "killed")]),
    ("The raid wounded 12 fighters in Oban.", [("fighter", 12, "injured")]),
    ("Nine people died in the raid on Oban.", [("person", 9, "killed")]),
    ("The raid on Oban left nine dead.", []),  # of whom, it does not say
    ("The raid killed nine civilians in Oban. An earlier toll put the dead at seven people.", [("civilian", 9, "killed")]),
    ("The raid killed nine civilians in Oban. The war has killed more than 40,000 people.", [("civilian", 9, "killed")]),
]


@pytest.mark.parametrize(("text", "expected"), VICTIMS)
def test_victims(text: str, expected: list[tuple[str, int, str]], reader: Reader) -> None:
    assert [(c.label, c.value, c.topic) for c in claims(text, reader, "actor", "victims")] == expected


def test_a_report_that_repeats_itself_is_bounded(reader: Reader) -> None:
    text = "\n\n".join(f"Mortar fire killed {n} men in Oban." for n in range(2, 30))
    by_event: dict[str | None, int] = {}
    for claim in claims(text, reader, "cause"):
        by_event[claim.event_mention_id] = by_event.get(claim.event_mention_id, 0) + 1
    assert by_event and max(by_event.values()) <= MOST
