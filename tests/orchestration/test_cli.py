"""The program as people type it: what it prints, one line for each thing that goes wrong, and the exit code."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.orchestration.conftest import Ran

Program = Callable[..., subprocess.CompletedProcess[str]]


def fails(ended: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """One line on standard error with the words in it, nothing on standard output, and the exit code."""
    assert ended.returncode == code, ended
    assert ended.stdout == ""
    lines = [line for line in ended.stderr.splitlines() if not line.endswith(" …")]  # stages, as they begin
    assert len(lines) == 1 and lines[0].startswith("rashomon: "), ended.stderr
    for word in words:
        assert word in lines[0]


def state(folder: Path) -> dict[str, tuple[str, int]]:
    """Hash and time of every file of a warehouse but logs and dbt's own."""
    files = (path for path in folder.iterdir() if path.is_file() and path.name != ".lock")  # which says who held it last
    return {path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) for path in files}


def test_rejects_alone_are_no_failure_and_are_told(ran: Ran) -> None:
    assert ran.code == 0, ran.err
    assert "3 given, 3 new, 3 read now, 3 in the warehouse" in ran.out
    assert "1 binary, 1 duplicate_ref, 1 empty, 1 encoding, 1 json, 1 no_text, 1 unsupported): table rpt_rejects" in ran.out
    with duckdb.connect(str(ran.warehouse / "marts.duckdb"), read_only=True) as connection:
        rows = connection.execute("SELECT reason, document_ref, line FROM rpt_rejects WHERE line IS NOT NULL ORDER BY line").fetchall()
    assert rows == [("duplicate_ref", "f1", 2), ("no_text", "f2", 3), ("json", None, 4)]


def test_the_summary_says_what_differs_and_what_to_type_next(ran: Ran) -> None:
    assert "9" in ran.out and "14" in ran.out and "The East Post" in ran.out and "The West Mail" in ran.out
    assert "rashomon show dis_" in ran.out
    assert "\x1b" not in ran.out and "\u202e" not in ran.out


def test_a_second_run_writes_nothing_and_reads_nothing(ran: Ran, program: Program) -> None:
    before = state(ran.warehouse)
    ended = program("run", "--articles", ran.articles, "--warehouse", ran.warehouse, PYTHONPROFILEIMPORTTIME="1")
    assert ended.returncode == 0, ended.stderr
    assert "3 given, 0 new, 0 read now, 3 in the warehouse" in ended.stdout
    assert "nothing new, left as it was" in ended.stdout
    assert state(ran.warehouse) == before
    imported = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines() if line.startswith("import time:")}
    assert "orchestration.steps" in imported
    assert not {"spacy", "sklearn"} & imported, "what parses and what links is not even loaded"


def test_disagreements_as_table_json_and_csv(ran: Ran, program: Program) -> None:
    table = program("disagreements", "--type", "figure_value", "--warehouse", ran.warehouse)
    assert table.returncode == 0 and "The East Post" in table.stdout and "1 disagreement." in table.stdout
    (row,) = json.loads(program("disagreements", "--type", "figure_value", "--format", "json", "--warehouse", ran.warehouse).stdout)
    assert {row["value_a"], row["value_b"]} == {9.0, 14.0} and row["class"] == "conflict"
    found = program(
        "disagreements", "--class", "conflict", "--event", row["event_id"], "--format", "csv", "--warehouse", ran.warehouse
    ).stdout
    cells = list(csv.DictReader(io.StringIO(found.removeprefix("\ufeff"))))
    assert row["disagreement_id"] in {cell["disagreement_id"] for cell in cells}
    assert found.startswith('\ufeff"disagreement_id",'), "Excel wants the mark, LibreOffice wants text with semicolons quoted"
    assert program("disagreements", "--event", "no such words", "--warehouse", ran.warehouse).stdout == "No disagreements that match.\n"


def test_show_marks_each_quote_in_its_sentence(ran: Ran, program: Program) -> None:
    (row,) = json.loads(program("disagreements", "--type", "figure_value", "--format", "json", "--warehouse", ran.warehouse).stdout)
    whole = program("show", row["disagreement_id"], "--warehouse", ran.warehouse)
    assert whole.returncode == 0
    assert "A fire at a textile mill in Multan killed [[nine workers]] on Monday, police said." in whole.stdout
    assert "articles/fire-west.txt" in whole.stdout and "The West Mail, 2024-05-14 (dateline)" in whole.stdout
    cut = program("show", row["disagreement_id"].removeprefix("dis_")[:12], "--warehouse", ran.warehouse)
    assert cut.stdout == whole.stdout


def test_show_of_an_event_prints_what_each_feature_was_and_weighs(ran: Ran, program: Program) -> None:
    (row,) = json.loads(program("disagreements", "--type", "figure_value", "--format", "json", "--warehouse", ran.warehouse).stdout)
    shown = program("show", row["event_id"], "--warehouse", ran.warehouse)
    assert shown.returncode == 0
    assert "leads with it" in shown.stdout and "intercept" in shown.stdout and "opening" in shown.stdout
    fails(program("show", "evt_none", "--warehouse", ran.warehouse), 2, "no event", "evt_none")


def test_show_of_an_id_that_is_not_there(ran: Ran, program: Program) -> None:
    fails(program("show", "dis_none", "--warehouse", ran.warehouse), 2, "dis_none", "rashomon disagreements")


def test_publish_says_when_there_is_nothing_to_do_and_mends_a_lost_file(ran: Ran, program: Program) -> None:
    assert "already up to date" in program("publish", "--warehouse", ran.warehouse).stdout
    marts = ran.warehouse / "marts.duckdb"
    with duckdb.connect(str(marts), read_only=True) as connection:
        before = connection.execute("SELECT * FROM marts.fct_claims ORDER BY ALL").fetchall()
    marts.unlink()
    assert program("publish", "--warehouse", ran.warehouse).stdout.startswith("published ")
    with duckdb.connect(str(marts), read_only=True) as connection:
        assert connection.execute("SELECT * FROM marts.fct_claims").fetchall() == before and before


@pytest.mark.parametrize("command", [["disagreements"], ["show", "dis_1"], ["publish"]])
def test_before_the_first_run(tmp_path: Path, program: Program, command: list[str]) -> None:
    fails(program(*command, "--warehouse", tmp_path / "none"), 1, "rashomon run")
    assert not (tmp_path / "none").exists(), "looking makes no folder"


@pytest.mark.parametrize("command", ["run --articles", "extract"])
def test_a_path_that_is_not_there(tmp_path: Path, program: Program, command: str) -> None:
    fails(program(*command.split(), tmp_path / "nowhere"), 2, "nowhere", "name a folder")


def test_a_model_that_is_not_there(ran: Ran, program: Program) -> None:
    before = state(ran.warehouse)
    fails(program("run", "--articles", ran.articles, "--warehouse", ran.warehouse, "--model", "xx_none"), 1, "xx_none", "not installed")
    fails(program("extract", ran.articles, RASHOMON_MODEL="xx_none"), 1, "xx_none", "not installed")
    assert state(ran.warehouse) == before


def test_a_warehouse_that_another_process_holds(ran: Ran, program: Program) -> None:
    before = state(ran.warehouse)
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", hold, str(ran.warehouse / "build.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        fails(program("run", "--articles", ran.articles, "--warehouse", ran.warehouse), 1, f"process {holder.pid}", "run again")
        assert program("disagreements", "--warehouse", ran.warehouse).returncode == 0, "readers do not wait"
        holder.communicate("")
    assert state(ran.warehouse) == before


@pytest.mark.parametrize("arguments", [["frobnicate"], ["run", "--nonsense"], ["disagreements", "--class", "loud"], ["show"]])
def test_misuse(program: Program, arguments: list[str]) -> None:
    fails(program(*arguments), 2)


def test_what_nobody_foresaw_is_one_line_and_a_log(tmp_path: Path, program: Program) -> None:
    (tmp_path / "marts.duckdb").write_bytes(b"")
    with duckdb.connect(str(tmp_path / "strange.duckdb")) as connection:
        connection.execute("CREATE TABLE other (x INTEGER)")
    (tmp_path / "strange.duckdb").replace(tmp_path / "marts.duckdb")
    ended = program("disagreements", "--warehouse", tmp_path)
    fails(ended, 1, "last_error.log")
    assert "Traceback" in (tmp_path / "logs" / "last_error.log").read_text()
    assert "Traceback" in program("disagreements", "--warehouse", tmp_path, RASHOMON_DEBUG="1").stderr


def test_extract_prints_a_document_a_line_and_names_what_it_left_out(ran: Ran, program: Program) -> None:
    ended = program("extract", ran.articles)
    assert ended.returncode == 0
    documents = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [found["document"]["document_ref"] for found in documents] == ["articles/east/fire.txt", "f1", "articles/fire-west.txt"]
    for found in documents:
        text = found["document"]["text"]
        assert found["claims"] and all(text[claim["start_char"] : claim["end_char"]] == claim["quote"] for claim in found["claims"])
    assert len(ended.stderr.splitlines()) == 7 and all(line.startswith("rashomon: left out ") for line in ended.stderr.splitlines())


def test_quantities_answer_line_by_line(program: Program) -> None:
    ended = program("quantities", stdin=b'{"id": "a", "text": "The firm sold 40 lorries."}\nbroken\n{"id": 2, "text": "Nothing."}\n')
    first, second = map(json.loads, ended.stdout.splitlines())
    assert first["id"] == "a" and [found["value"] for found in first["quantities"]] == [40.0]
    assert second == {"id": 2, "quantities": []}
    assert ended.returncode == 1 and "line 2 is left out" in ended.stderr


def test_help_is_quick_and_shows_examples(program: Program) -> None:
    start = time.monotonic()
    ended = program("--help")
    assert time.monotonic() - start < 5, "no heavy imports before a command is chosen"
    assert "rashomon run --articles FOLDER" in ended.stdout
    for command in ("run", "extract", "quantities", "disagreements", "show", "publish"):
        assert command in ended.stdout
        assert "Example" in program(command, "--help").stdout or command == "publish"


def test_a_type_that_there_is_none_of_names_those_there_are(ran: Ran, program: Program) -> None:
    ended = program("disagreements", "--type", "figure_valu", "--warehouse", ran.warehouse)
    assert ended.returncode == 0
    assert "No disagreements of type 'figure_valu'. There are: " in ended.stdout
    assert "figure_value" in ended.stdout


def test_the_next_command_names_the_warehouse_in_use(ran: Ran, program: Program) -> None:
    ended = program("disagreements", "--warehouse", ran.warehouse)
    assert f"--warehouse {ran.warehouse}" in ended.stdout.splitlines()[-1]
