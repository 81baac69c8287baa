"""The CSVs that people edit: what they say of names, and what is told of a line that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration import paths
from warehouse.errors import JudgementsBroken
from warehouse.reference import read_identities

ALIASES = "name,alias,kind,country_code,wikidata_id\nNorth Vale Relief,NVR,Organization,NO,Q1\n"
JUDGEMENTS = "name_a,name_b,verdict,judged_by,judged_at,note\n"


def files(folder: Path, aliases: str = ALIASES, judgements: str = JUDGEMENTS) -> tuple[Path, Path]:
    (folder / "aliases.csv").write_text(aliases, encoding="utf-8")
    (folder / "actor_judgements.csv").write_text(judgements, encoding="utf-8")
    return folder / "aliases.csv", folder / "actor_judgements.csv"


def test_aliases_and_judgements_are_read(tmp_path: Path) -> None:
    identities = read_identities(*files(tmp_path, judgements=JUDGEMENTS + 'Ann Borg,"Borg, Anna",same,me,2025-01-01,\n'))
    assert identities.key("NVR") == identities.key("North Vale Relief")
    assert identities.key("Ann Borg") == identities.key("Borg, Anna")
    known = identities.known("NVR")
    assert known and (known.name, known.country_code, known.wikidata_id) == ("North Vale Relief", "NO", "Q1")


def test_no_files_say_nothing_and_the_shipped_ones_hold(tmp_path: Path) -> None:
    assert not read_identities(tmp_path / "a.csv", tmp_path / "b.csv").resolve("NVR")[1]
    assert read_identities(paths.ALIASES, paths.ACTOR_JUDGEMENTS).resolve("DPRK")[1]


@pytest.mark.parametrize(
    ("aliases", "judgements", "message"),
    [
        (ALIASES + "Someone,,Person,,\n", JUDGEMENTS, "aliases.csv, line 3: needs a name, an alias and a kind"),
        (ALIASES, JUDGEMENTS + "Ann Borg,Anna Borg,perhaps,,,\n", "line 2: needs two different names and the verdict"),
        (ALIASES, JUDGEMENTS + "Ann Borg,Anna Borg,different,,,\nAnn Borg,Anna Borg,same,,,\n", "take one of the rows out"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(aliases: str, judgements: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(JudgementsBroken, match=message) as raised:
        read_identities(*files(tmp_path, aliases, judgements))
    assert "\n" not in str(raised.value)
